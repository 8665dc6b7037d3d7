"""JSON text as it is loaded, also where it is not quite JSON but what exporters write."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

import orjson

Json = Mapping[str, Any]
"""A JSON object as it was loaded; only `shapes` and its neighbours look into one."""

RAW = 65536
"""Characters of a text that are kept where it stands for an event as it was found."""


def load(text: bytes | memoryview) -> Json:
    """The JSON object in a text that a reader has passed; a text too deep to be loaded is its own `Message`."""
    try:
        document: Json = orjson.loads(text)
    except orjson.JSONDecodeError:
        whole = bytes(text)
        repaired = tolerantly(whole)
        return {"Message": whole[:RAW].decode("utf-8", "replace")} if isinstance(repaired, str) else repaired[1]
    return document


def tolerantly(text: bytes) -> tuple[bytes, dict[str, Any]] | str:
    """The text in a form that loads everywhere, and its content; or what is wrong with it.

    What strict JSON refuses but exporters write is taken: control characters in texts, halves of character pairs,
    bytes that are no UTF-8, `NaN`, numbers too large for a float.
    """
    try:
        return text, orjson.loads(text)
    except orjson.JSONDecodeError as error:
        reason = str(error)
    try:
        content = json.loads(
            text.decode("utf-8", "replace"),
            strict=False,
            parse_constant=str,
            parse_float=_finite,
            parse_int=_whole,
        )
        repaired = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        return repaired, orjson.loads(repaired)
    except (ValueError, RecursionError):
        return reason


def _whole(digits: str) -> int | str:
    """The same of a number without a point."""
    return int(digits) if len(digits) <= _DIGITS else digits


_DIGITS = 308
"""With more of them a number is too large for a float, which is what a large number becomes elsewhere."""


def _finite(digits: str) -> float | str:
    """A number too large for a float stays text."""
    number = float(digits)
    return number if isfinite(number) else digits

"""Values of the model as trees of JSON, and such trees as bytes that every reader takes.

A lone surrogate has no form in UTF-8 and becomes `\\udc80` in letters; numbers beyond 64 bits become text; what is
neither a number nor infinite becomes null.  Characters that act on a terminal or turn the direction of text are written
as JSON escapes: they mean what they meant.
"""

import hashlib
import math
import re
from collections.abc import Mapping

import orjson

from indicia.plain import plain
from indicia.statement.canonical import Json

_ACTING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_HIDING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xa0\xad\u061c\u115f\u1160\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_MOST = 2**64


def tree(value: object) -> Json:
    """The value as JSON holds it, with its texts and numbers as they are."""
    return _plain(plain(value))


def fit(value: Json) -> Json:
    """The same where every text and number can be written."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {text(str(name)): fit(each) for name, each in value.items()}
    if isinstance(value, list):
        return [fit(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and not -_MOST // 2 <= value < _MOST:
        return str(value)
    return value


def text(value: str) -> str:
    """A text without lone surrogates."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def shown(value: str) -> str:
    """A text in which nothing acts, hides or breaks the line: such characters are written out."""
    if value.isascii() and value.isprintable():
        return value
    return _HIDING.sub(_out, text(value))


def _out(found: re.Match[str]) -> str:
    code = ord(found.group())
    named = {9: "\\t", 10: "\\n", 13: "\\r"}
    return named.get(code) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def written(value: Json) -> bytes:
    """The tree as one line of JSON; equal trees give equal bytes."""
    try:
        data = orjson.dumps(value)
    except TypeError:
        # A lone surrogate or a large number: rare, and looking for them in every value costs more than the rest.
        data = orjson.dumps(fit(value))
    if data.isascii() and b"\x7f" not in data:
        return data
    return _ACTING.sub(lambda found: f"\\u{ord(found.group()):04x}", data.decode("utf-8")).encode("utf-8")


def content_hash(value: Json) -> str:
    """SHA-256 of a tree, whatever the order of its members: a store on the way may sort them."""
    try:
        data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        data = orjson.dumps(fit(value), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> Json:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        # An enumeration is its value: plain() has seen to that, but for those that are texts themselves.
        return str(value.value) if hasattr(value, "value") and isinstance(value, str) else value
    return str(value)

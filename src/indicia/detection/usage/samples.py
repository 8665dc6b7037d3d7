"""Requests kept whole, so that a finding about a visit can show some of its records."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

from indicia.model.evidence import Locator
from indicia.model.record import Record, Value

EACH = 16
"""Requests kept of a visit: the first ones, then the later ones give way to each other."""
FIRST = 12
MOST = 20_000
MOST_TEXT = 16 * 2**20
"""Requests and characters kept of a file."""
RAW = 20_000
"""Longer lines are not kept: an exhibit shows a record whole or not at all."""


class Sample(NamedTuple):
    """One request."""

    time: int | None
    """Microseconds since 1970 UTC."""
    at: Locator
    raw: str
    fields: str
    """JSON."""


class Samples:
    """Samples by number of the visit."""

    def __init__(self) -> None:
        self._of: dict[int, list[Sample]] = {}
        self._count = self._text = 0

    def add(self, visit: int, record: Record) -> None:
        """Keep a record, unless it is very long or too many are kept already."""
        if len(record.raw) >= RAW or self._count >= MOST or self._text >= MOST_TEXT:
            return
        kept = self._of.setdefault(visit, [])
        if len(kept) == EACH:
            self._less(kept.pop(FIRST))
        fields = _json(record.fields)
        time = None if record.time is None else round(record.time.timestamp() * 1_000_000)
        kept.append(Sample(time, record.at, _printable_text(record.raw), fields))
        self._count += 1
        self._text += len(record.raw) + len(fields)

    def drop(self, visit: int) -> None:
        """Forget those of a visit."""
        for sample in self._of.pop(visit, ()):
            self._less(sample)

    def of(self, visit: int) -> list[Sample]:
        """Those of a visit, in order of the log."""
        return self._of.get(visit, [])

    def _less(self, sample: Sample) -> None:
        self._count -= 1
        self._text -= len(sample.raw) + len(sample.fields)


def _json(fields: Mapping[str, Value]) -> str:
    try:
        return orjson.dumps(fields).decode()
    except orjson.JSONEncodeError:
        return orjson.dumps(_printable(dict(fields))).decode()


def _printable(value: object) -> object:
    """JSON holds UTF-8 only: lone surrogates are made visible."""
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, tuple):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {_printable_text(str(key)): _printable(item) for key, item in value.items()}
    return value


def _printable_text(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")

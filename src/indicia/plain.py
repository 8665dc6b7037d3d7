"""Values of the model as plain JSON and back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TypeVar

import msgspec
import orjson
from msgspec import Struct
from msgspec.structs import asdict

_T = TypeVar("_T")

Unreadable = (msgspec.ValidationError, ValueError, KeyError)
"""What taking something back raises when it is of another form."""

_AS_IT_STANDS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
_FOR_PEOPLE = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def plain(value: object) -> object:
    """The value as JSON takes it."""
    match value:
        case Enum():
            return value.value
        case None | str() | int() | float():
            return value
        case Mapping():
            return {plain(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset() | Sequence():
            return [plain(item) for item in value]
    return plain(_plainer(value))


def again(value: object, kind: type[_T]) -> _T:
    """The inverse; raises one of `Unreadable`."""
    return msgspec.convert(value, kind, str_keys=True, dec_hook=_made)


def stated(value: object, kind: type[_T]) -> _T:
    """As `again`, for what somebody else may have written: a time that is not in UTC is a ValueError."""
    found = again(value, kind)
    if any(moment.utcoffset() != timedelta() for moment in _moments(found)):
        raise ValueError("a time in it is not in UTC")
    return found


def _moments(value: object) -> Iterator[datetime]:
    match value:
        case datetime():
            yield value
        case Struct():
            for name in value.__struct_fields__:
                yield from _moments(getattr(value, name))
        case Mapping():
            for item in value.values():
                yield from _moments(item)
        case tuple() | list() | frozenset():
            for item in value:
                yield from _moments(item)


def _made(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"{kind.__name__} is not read from {type(value).__name__}")


def to_json(value: object) -> bytes:
    """The value as indented JSON; the same value gives the same bytes.

    What a file name holds that is no UTF-8 is written out (`\\udcff`).
    """
    return _dumped(value, _AS_IT_STANDS | _FOR_PEOPLE)


def json_pieces(value: Struct) -> Iterator[bytes]:
    """The same in pieces: of a sequence in one of its fields one item after the other."""
    before = b"{"
    for name in value.__struct_fields__:
        item = getattr(value, name)
        yield before + b"\n  " + orjson.dumps(name) + b": "
        before = b","
        if isinstance(item, Sequence) and not isinstance(item, str) and item:
            for number, each in enumerate(item):
                yield (b",\n    " if number else b"[\n    ") + _deeper(each, 4)
            yield b"\n  ]"
        else:
            yield _deeper(item, 2)
    yield b"\n}\n"


def _deeper(value: object, blanks: int) -> bytes:
    """Its JSON as it stands so far to the right; within a text there is no line feed."""
    return to_json(value)[:-1].replace(b"\n", b"\n" + b" " * blanks)


def to_line(value: object) -> bytes:
    """The same in one line, keys in order."""
    return orjson.dumps(orjson.loads(_dumped(value, _AS_IT_STANDS)), option=orjson.OPT_SORT_KEYS)


def to_exact_json(value: object) -> bytes:
    """As `to_json`, but such a name stays what it is, for who has to open the file; for `from_exact_json`."""
    try:
        return orjson.dumps(value, default=_plainer, option=_AS_IT_STANDS | _FOR_PEOPLE)
    except TypeError:
        return json.dumps(plain(value), indent=2).encode() + b"\n"


def from_exact_json(data: bytes) -> object:
    """What was written, as JSON loads it; raises ValueError where it is none."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


def printable(text: str) -> str:
    """A text in which bytes of a file name that are no UTF-8 are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _dumped(value: object, option: int) -> bytes:
    try:
        return orjson.dumps(value, default=_plainer, option=option)
    except TypeError:
        # JSON holds UTF-8 only.  What is of no known type fails again.
        return orjson.dumps(_printable(plain(value)), default=_plainer, option=option)


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {_printable(key): _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_printable(item) for item in value]
    return value


def _plainer(value: object) -> object:
    """What JSON has no form for, in the form that `plain` gives it."""
    match value:
        case Struct():
            return asdict(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case Mapping():
            return dict(value)
        case frozenset() | set() | tuple() | Sequence():
            return list(value)
    raise TypeError(type(value).__name__)

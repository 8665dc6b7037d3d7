"""Values of the model as plain JSON and back."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import orjson

from indicia.model.record import Value

if TYPE_CHECKING:
    import cattrs

_T = TypeVar("_T")

Unreadable = (ExceptionGroup, ValueError, KeyError)
"""What taking something back raises when it is of another form."""

_AS_IT_STANDS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
_FOR_PEOPLE = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


@cache
def _converter() -> "cattrs.Converter":
    # Only who takes values back needs it, and it takes a while to import.
    from cattrs.preconf.orjson import make_converter

    converter: cattrs.Converter = make_converter()
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text).astimezone(UTC))
    converter.register_structure_hook(Path, lambda text, _: Path(text))
    converter.register_unstructure_hook(Path, str)
    converter.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat())
    # A field's value is a JSON scalar or a list of texts; the only thing lost in JSON is that the list was a tuple.
    converter.register_structure_hook(Value, lambda value, _: tuple(value) if isinstance(value, list) else value)
    return converter


def plain(value: object) -> object:
    """The value as JSON takes it."""
    return _converter().unstructure(value)


def again(value: object, kind: type[_T]) -> _T:
    """The inverse; raises one of `Unreadable`."""
    return _converter().structure(value, kind)


def to_json(value: object) -> bytes:
    """The value as indented JSON; the same value gives the same bytes.

    What a file name holds that is no UTF-8 is written out (`\\udcff`).
    """
    return _dumped(value, _AS_IT_STANDS | _FOR_PEOPLE)


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
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case Mapping():
            return dict(value)
        case frozenset() | set() | tuple():
            return list(value)
    raise TypeError(type(value).__name__)

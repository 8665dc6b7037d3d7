"""Values of the model as plain JSON and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import cattrs
import orjson
from cattrs.preconf.orjson import make_converter

from indicia.model.record import Value

_T = TypeVar("_T")

Unreadable = (cattrs.BaseValidationError, ValueError, KeyError)
"""What taking something back raises when it is of another form."""


def _converter() -> cattrs.Converter:
    converter: cattrs.Converter = make_converter()
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text).astimezone(UTC))
    converter.register_structure_hook(Path, lambda text, _: Path(text))
    converter.register_unstructure_hook(Path, str)
    converter.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat())
    # A field's value is a JSON scalar or a list of texts; the only thing lost in JSON is that the list was a tuple.
    converter.register_structure_hook(Value, lambda value, _: tuple(value) if isinstance(value, list) else value)
    return converter


_CONVERTER = _converter()


def plain(value: object) -> object:
    """The value as JSON takes it."""
    return _CONVERTER.unstructure(value)


def again(value: object, kind: type[_T]) -> _T:
    """The inverse; raises one of `Unreadable`."""
    return _CONVERTER.structure(value, kind)


def to_json(value: object) -> bytes:
    """The value as indented JSON; the same value gives the same bytes."""
    return orjson.dumps(plain(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

"""Short templates for one line about a record: `{Field}` is a value, `[…]` goes when a value in it is missing."""

import re
from collections.abc import Mapping

from msgspec import Struct

from indicia.model.record import Value
from indicia.report.clean import clean

_PART = re.compile(r"\{([^{}]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_LONGEST = 1000
"""Characters of a value that is not plain; a message shows no more."""
_MISSING = "?"
"""Stands for a value that the record does not have."""


class _Piece(Struct, frozen=True):
    """A text with places for values: texts and field names in turn, beginning and ending with a text."""

    texts: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    """Name and form: empty for the value itself, `base` for the last part of a path."""
    optional: bool


class Template:
    """One sentence with places for values."""

    __slots__ = ("_pieces",)

    def __init__(self, text: str) -> None:
        """`{Field}` is a value, `{Field:base}` the last part of a path, `[…]` is left out when a value is missing."""
        pieces: list[_Piece] = []
        at = 0
        for found in _OPTIONAL.finditer(text):
            pieces.append(_piece(text[at : found.start()], optional=False))
            pieces.append(_piece(found[1], optional=True))
            at = found.end()
        pieces.append(_piece(text[at:], optional=False))
        self._pieces = tuple(piece for piece in pieces if piece.fields or piece.texts != ("",))

    def fill(self, fields: Mapping[str, Value]) -> str:
        """The sentence about a record, fit to show; a missing value outside brackets is a question mark."""
        out: list[str] = []
        for piece in self._pieces:
            values = [_value(fields.get(name), form) for name, form in piece.fields]
            if piece.optional and not all(values):
                continue
            out.append(piece.texts[0])
            for value, text in zip(values, piece.texts[1:], strict=True):
                out.append(value or _MISSING)
                out.append(text)
        return "".join(out)


def _piece(text: str, *, optional: bool) -> _Piece:
    split = _PART.split(text)
    fields = tuple((name, form) for name, _, form in (field.partition(":") for field in split[1::2]))
    return _Piece(tuple(split[::2]), fields, optional)


def _value(value: Value, form: str) -> str:
    if value is None:
        return ""
    text = value if type(value) is str else " ".join(value) if isinstance(value, tuple) else str(value)
    if text == "-":
        return ""
    if form == "base":
        text = text.replace("/", "\\").rpartition("\\")[2]
    return text if text.isascii() and text.isprintable() else clean(text[:_LONGEST])

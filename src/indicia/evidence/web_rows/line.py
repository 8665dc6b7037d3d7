"""The line of a log as it was, inside a row of a platform: NCSA, or W3C with the columns that IIS logs by default."""

from typing import NamedTuple

from indicia.evidence.text.families.layout import Layout, Values
from indicia.evidence.text.web.iis import IisForm
from indicia.evidence.text.web.ncsa import NcsaForm
from indicia.model.evidence import Kind
from indicia.model.record import Value

_LONGEST = 2**16
"""Characters of a line; no server writes longer ones."""
_NO_LAYOUT = Layout(fields=(), sep=" ")


class OldLine(NamedTuple):
    """What a line says."""

    fields: dict[str, Value]
    micros: int
    """Microseconds since 1970 UTC, or `times.NONE`."""


def old_line(text: str) -> OldLine | None:
    """What the line of a web log says; null for any other text."""
    text = text.strip()
    if not text or len(text) > _LONGEST or "\n" in text:
        return None
    # Either form may note something, which is about logs and says nothing of rows.
    ncsa = NcsaForm(Kind.NCSA.value)
    values, fields = ncsa.opened(text, _NO_LAYOUT)
    if values:
        return OldLine(fields, ncsa.time(text, _NO_LAYOUT, values, None))
    iis = IisForm(Kind.IIS.value)
    layout = iis.assume(text) if text[:2].isdigit() else None
    split = iis.split(text, layout) if layout is not None else None
    if layout is None or not isinstance(split, Values):
        return None
    return OldLine(iis.named(text, layout, split.values), iis.time(text, layout, split.values, None))

"""The reader of web requests that a log platform exported as CSV."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.events.account import unread
from indicia.evidence.events.csv.columns import distinct
from indicia.evidence.events.csv.rows import Row, Rows
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.evidence.readers import reader
from indicia.evidence.web_rows.ending import ended
from indicia.evidence.web_rows.filing import Filing, Stood
from indicia.evidence.web_rows.flat import Flat
from indicia.evidence.web_rows.names import plan_of
from indicia.evidence.web_rows.telling import asks
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Lines

_LOOKS = 16
"""Headers at which dates are looked at for what is the day."""


@reader(Kind.WEB_CSV)
def read_web_csv(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    """Yield the web request of every row of a CSV export; UTF-8, UTF-16 or code page 1252.

    Columns are known by name, see `names`; all others are kept under their own.  Empty cells and `-` are absent.  Times
    without a zone are not taken, but where the column says `[UTC]` or date and time are those of a W3C log.  A row with
    a wrong number of values, or that tells of no request, is a fault; so is one longer than four times
    `limits.line_bytes`.  A header that comes again is framing.
    Source: RFC 4180; `names`.
    """
    units = Units(stream)
    rows = Rows(units, limits.line_bytes * 4 // units.width, is_header=_is_header)
    filing = Filing(str(evidence.kind), evidence.sha256, ledger)
    header: list[str] = []
    names: list[str] = []
    looks = 0
    for item in rows:
        if isinstance(item, Unread):
            unread(item, evidence, ledger)
            continue
        if item.cells == header:
            continue
        if not header or _is_header(item.cells):
            header, names = item.cells, distinct(item.cells)
            looks += 1
            filing.moments.written.learn(_times(rows, names) if looks <= _LOOKS else ())
            continue
        again = partial(_flat, names, item.cells)
        if not filing.takes(Stood(item.start, item.end - item.start, item.line, item.text, again), again()):
            unread(Unread(item.start, item.end, item.line, "a row that tells of no web request"), evidence, ledger)
        elif filing.full:
            yield from filing.batch()
    yield from filing.batch()
    filing.finish()
    ended(units, rows.reached, evidence, ledger)


def _is_header(cells: list[str]) -> bool:
    """Whether a row is a header; a request taken for one would hide all behind it."""
    if any(cell[:1].isdigit() or "/" in cell for cell in cells):
        return False
    return len({*cells}) == len(cells) and asks(cells)


def _flat(names: list[str], cells: list[str]) -> Flat:
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell}


def _times(rows: Rows, names: list[str]) -> Iterator[str]:
    """The times in the first rows."""
    wanted = {name for name, _ in plan_of(names).times}
    columns = [number for number, name in enumerate(names) if name in wanted]
    for item in rows.ahead():
        if isinstance(item, Row) and len(item.cells) == len(names):
            yield from (item.cells[number] for number in columns)

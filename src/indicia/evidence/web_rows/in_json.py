"""The reader of web requests as JSON: exported by a log platform, or logged so by the server itself."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.events.account import unread
from indicia.evidence.events.decoding.loading import load
from indicia.evidence.events.json.document import Document
from indicia.evidence.events.json.documents import Documents
from indicia.evidence.events.json.ranged import ranged
from indicia.evidence.events.json.ranges import Range, parts_of, ranges_of
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.evidence.readers import Parts, in_parts, reader
from indicia.evidence.web_rows.answers import Answer, is_answer
from indicia.evidence.web_rows.ending import ended
from indicia.evidence.web_rows.filing import Filing, Stood
from indicia.evidence.web_rows.flat import Flat, flattened
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Lines


@reader(Kind.WEB_JSON)
def read_web_json(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    """Yield every web request of a JSON export or log: lines, an array, documents one after another, pages of search
    engines, or tables of Azure's interface for queries; UTF-8 or UTF-16.

    Members are known by name, see `names`; all others are kept under their own, nested ones by their path.  A document
    that tells of no request is counted as read and not given on; a note says how many there were.  Broken JSON is a
    fault with its line, and reading goes on at the next line that begins a document, or the next row of a table.
    Source: RFC 8259; JSON Lines (jsonlines.org); Azure Monitor Query API; `names`.
    """
    return _read(Units(stream), 1, None, evidence, ledger, limits)


def _cut(stream: BinaryIO, size: int) -> tuple[Range, ...] | None:
    """The ranges of a file; null for one that has to be read from its beginning, where columns stand."""
    stream.seek(0)
    return None if is_answer(Units(stream)) else ranges_of(stream, size)


def _read(
    units: Units, line: int, stop: int | None, evidence: Evidence, ledger: Ledger, limits: Limits
) -> Iterator[Lines]:
    """Read on from a line of this number to the end, or to the document that begins at the place `stop`."""
    start = units.offset(0) - units.mark
    longest = limits.line_bytes * 4 // units.width
    answer = line == 1 and is_answer(units)
    items: Answer | Documents = Answer(units, longest) if answer else Documents(units, longest, line)
    filing = Filing(str(evidence.kind), evidence.sha256, ledger)
    for item in items:
        if item.start == stop:
            break
        if isinstance(item, Unread):
            unread(item, evidence, ledger)
            continue
        length = item.end - item.start
        if isinstance(item, Document):
            again, flat = partial(_of_document, item.text), flattened(item.content)
        else:
            again, flat = item.flat, item.flat()
        if not filing.takes(Stood(item.start, length, item.line, item.text, again), flat):
            filing.strangers += 1
            ledger.records += length
            ledger.count += 1
        elif filing.full:
            yield from filing.batch()
    yield from filing.batch()
    filing.finish()
    reached = items.reached if stop is None else stop
    ended(units, reached - start, evidence, ledger)


def _of_document(text: bytes) -> Flat:
    return flattened(load(text))


in_parts(Kind.WEB_JSON, Parts(parts_of, ranged(_cut, _read)))

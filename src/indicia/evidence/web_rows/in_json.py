"""The reader of web requests as JSON: exported by a log platform, or logged so by the server itself."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.events.account import unread
from indicia.evidence.events.decoding.loading import load
from indicia.evidence.events.json.document import Document
from indicia.evidence.events.json.documents import Documents
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.evidence.readers import reader
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
    units = Units(stream)
    longest = limits.line_bytes * 4 // units.width
    items: Answer | Documents = Answer(units, longest) if is_answer(units) else Documents(units, longest)
    filing = Filing(str(evidence.kind), evidence.sha256, ledger)
    for item in items:
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
    ended(units, items.reached, evidence, ledger)


def _of_document(text: bytes) -> Flat:
    return flattened(load(text))

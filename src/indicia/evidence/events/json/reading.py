"""The reader of Windows events that some tool exported as JSON."""

from collections.abc import Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.events.account import ended, unread
from indicia.evidence.events.json.compiled import window_of
from indicia.evidence.events.json.documents import Documents
from indicia.evidence.events.json.filing import Filing
from indicia.evidence.events.json.ranged import ranged
from indicia.evidence.events.json.ranges import parts_of, ranges_of
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.evidence.readers import Parts, in_parts, reader
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Events, Ledger

_BATCH = 500
_BYTES = 2**22
"""Documents are handed on when they are as many, or as large together."""


@reader(Kind.EVENTS_JSON)
def read_json(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Events]:
    """Yield every Windows event of a JSON export: lines, an array, or documents one after another; UTF-8 or UTF-16.

    The forms of an event are those of `shapes`.  A document of another form is counted as read and not given on; a
    note says how many there were.  Data that stands only in the rendered message is taken out of it
    (`decoding.messages`).  Broken JSON is a fault with its line, and reading goes on at the next line that begins a
    document; so is a document longer than four times `limits.line_bytes`.  Framing is what stands between
    documents.
    Source: RFC 8259; JSON Lines (jsonlines.org).
    """
    return _read(Units(stream), 1, None, evidence, ledger, limits)


def _read(
    units: Units, line: int, stop: int | None, evidence: Evidence, ledger: Ledger, limits: Limits
) -> Iterator[Events]:
    """Read on from a line of this number to the end, or to the document that begins at the place `stop`."""
    files = Filing(evidence.sha256)
    start = units.offset(0) - units.mark
    longest = limits.line_bytes * 4 // units.width
    with window_of(units, ledger.size, longest, files.kind_of) as window:
        documents = Documents(units, longest, line, window)
        yield from _filed(documents, files, stop, evidence, ledger)
    reached = documents.reached if stop is None else stop
    ended(
        units,
        reached - start,
        files.tally,
        files.clock,
        (_note(files.strangers), *files.messages.notes()),
        evidence,
        ledger,
    )


def _filed(
    documents: Documents, files: Filing, stop: int | None, evidence: Evidence, ledger: Ledger
) -> Iterator[Events]:
    """The events among the documents, in batches."""
    singly = iter(documents)
    held = 0
    while True:
        if (taken := documents.taken()) is not None:
            ledger.records += taken.size
            ledger.count += len(taken)
            yield from files.batch()
            yield files.taken(taken)
            held = 0
            continue
        if (lines := documents.lines(_BATCH)) is not None:
            ledger.records += lines.bytes
            ledger.count += len(lines.texts)
            held += lines.bytes
            files.take_lines(lines)
            if len(files) >= _BATCH or held > _BYTES:
                yield from files.batch()
                held = 0
            continue
        item = next(singly, None)
        if item is None or item.start == stop:
            break
        if isinstance(item, Unread):
            unread(item, evidence, ledger)
            continue
        length = item.end - item.start
        ledger.records += length
        ledger.count += 1
        held += length
        files.take(item.start, length, item.line, item.text, item.content)
        if len(files) >= _BATCH or held > _BYTES:
            yield from files.batch()
            held = 0
    yield from files.batch()


def _note(strangers: int) -> str:
    several = "" if strangers == 1 else "s"
    return f"{strangers} JSON document{several} not in the form of a Windows event: not searched" if strangers else ""


read_json_part = ranged(ranges_of, _read)
"""The same of one range of `parts_of(size)`, counted from 0; see `ranged`."""
in_parts(Kind.EVENTS_JSON, Parts(parts_of, read_json_part))

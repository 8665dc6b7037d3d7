"""One range of a large file of JSON documents, for several processes that share it."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from indicia.config import Limits
from indicia.evidence.events.json import ranges as cutting
from indicia.evidence.events.json.ranges import Range, Stretch
from indicia.evidence.events.units import Units
from indicia.evidence.last_cut import LastCut
from indicia.model.evidence import Evidence
from indicia.tables.batch import Batch, Ledger

Made = TypeVar("Made", bound=Batch)
Cut = Callable[[BinaryIO, int], tuple[Range, ...] | None]
ReadOn = Callable[[Units, int, int | None, Evidence, Ledger, Limits], Iterator[Made]]


def ranged(cut: Cut, read: ReadOn[Made]) -> Callable[[BinaryIO, Evidence, Ledger, Limits, int], Iterator[Made]]:
    """A reader of one range of `parts_of(size)`, counted from 0; its ledger is that of the range, places are those in
    the whole file.

    `cut` gives the ranges of a file of so many bytes, null where it cannot be cut: then all of it is read as its first
    range, and the others are empty.  `read` goes on from a line of this number to the end, or to the document that
    begins at a place.
    """
    known = LastCut[tuple[Range, ...]]()

    def part(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, number: int) -> Iterator[Made]:
        ranges = known.of(evidence, cutting.PART, lambda: cut(stream, evidence.size))
        if ranges is None:
            if number:
                ledger.size = 0
                return
            stream.seek(0)
            yield from read(Units(stream), 1, None, evidence, ledger, limits)
            return
        mine = ranges[number]
        ledger.size = mine.end - mine.start
        if not ledger.size:
            return
        stream.seek(mine.start)
        last = mine.end == evidence.size
        # What is open where the range ends is broken by the object that begins there.
        begun = stream if last else Stretch(stream, ledger.size + 1)
        yield from read(Units(begun, mine.start), mine.line, None if last else mine.end, evidence, ledger, limits)

    return part

"""One range of a large log, for several processes that share it."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.last_cut import LastCut
from indicia.evidence.readers import PartReader
from indicia.evidence.text.raw import ranges as cutting
from indicia.evidence.text.raw.ranges import Range
from indicia.model.evidence import Evidence
from indicia.tables.batch import Ledger, Lines

Cut = Callable[[BinaryIO, Evidence], tuple[Range, ...] | None]
ReadFrom = Callable[[BinaryIO, Evidence, Ledger, Limits, Range | None], Iterator[Lines]]


def ranged(cut: Cut, read: ReadFrom) -> PartReader:
    """A reader of one range of `parts_of(size)`, counted from 0; its ledger is that of the range, places are those in
    the whole file.

    `cut` gives the ranges of a log, null where it cannot be cut: then all of it is read as its first range, and the
    others are empty.  `read` goes on from where the stream stands, with its range, null for the whole log.
    """
    known = LastCut[tuple[Range, ...]]()

    def part(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, number: int) -> Iterator[Lines]:
        ranges = known.of(evidence, cutting.PART, lambda: cut(stream, evidence))
        if ranges is None and number:
            ledger.size = 0
            return
        begin = None if ranges is None else ranges[number]
        stream.seek(0 if begin is None else begin.start)
        if begin is not None:
            ledger.size = begin.end - begin.start
        yield from read(stream, evidence, ledger, limits, begin)

    return part

"""The reader of EVTX files: structure and bytes by our own walk, content by the `evtx` wheel."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import BinaryIO, cast

from indicia.config import Limits
from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.evtx.binxml import Text, decode
from indicia.evidence.events.evtx.checksum import crc32
from indicia.evidence.events.evtx.chunk import CHUNK, FILE_HEADER, MAGIC, TABLES_END, Place, Walk, in_order
from indicia.evidence.events.evtx.compiled import CompiledChunks
from indicia.evidence.events.evtx.realigned import Piece, aligned
from indicia.evidence.events.evtx.routing import Router
from indicia.evidence.events.evtx.stretches import TOGETHER, Window, stretches
from indicia.evidence.events.run import Run
from indicia.evidence.events.spans import Tally
from indicia.evidence.readers import Parts, in_parts, reader
from indicia.model.evidence import Evidence, Fault, Kind, Locator
from indicia.tables.batch import Events, Ledger
from indicia.wasm.sandbox import Trapped, wanted

_BATCH = 500
"""Records handed on at a time: enough that those of one kind are worth searching together."""
PART = 512
"""Chunks of a part of a large log: 32 MiB, enough that what is done once for a part does not count."""
_TOGETHER = 12
"""Chunks that the compiled reader gets at a time: enough that calling it hardly counts, and few for the memory."""
_MOST_UNUSUAL = 64
"""With so many more chunks that the compiled reader hands back than it takes the rest of a log is read without it."""
_DIRTY, _NO_CHECKSUMS = 1, 4

_ZEROS = bytes(CHUNK)
_LENGTH = itemgetter(1)


@reader(Kind.EVTX)
def read_evtx(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Events]:
    """Yield every record of an event log as JSON text with its place, in the order of the file.

    A record that cannot be decoded, a damaged chunk header and bytes between records are faults; all other records
    come out.  Framing is headers, tables, and unused space with whatever old records it holds.  Chunks that the file
    header counts and that hold only zero bytes, or are not there, are faults.  A damaged file header loses nothing; a
    log that was in use when it was copied may carry old checksums, which is noted.  Behind bytes that were lost or
    added the next chunk is looked for at every place.  Records that occur twice come twice.
    Source: [MS-EVEN6] 2.2.16 to 2.2.17 for the binary XML; libevtx format notes for file, chunk and record header.
    """
    del limits
    yield from _EvtxReader(evidence, ledger).read(stream)


def parts_of(size: int) -> int:
    """Into how many parts a log of so many bytes is taken; chunks stand for themselves, so they can be read apart."""
    return max(1, -(-(size - FILE_HEADER) // (PART * CHUNK)))


def read_evtx_part(
    stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, number: int
) -> Iterator[Events]:
    """The same of one part, counted from 0; the ledger is that of the part, places are those in the whole file.

    The first part holds the file header, the last one all that is left.
    """
    yield from _EvtxReader(evidence, ledger).read_part(stream, number)


in_parts(Kind.EVTX, Parts(parts_of, read_evtx_part))


class _EvtxReader:
    def __init__(self, evidence: Evidence, ledger: Ledger) -> None:
        self._sha256 = evidence.sha256
        self._path = evidence.path
        self._size = evidence.size
        self._ledger = ledger
        self._tally = Tally()
        self._clock = SysmonClock()
        self._router = Router()
        self._flags = 0
        self._used = 0
        """Where the chunks end that the file header counts; 0 where it cannot be believed."""
        self._run = Run(evidence.sha256)
        self._times: list[str] = []
        box = wanted("evtx", evidence.size)
        self._compiled = CompiledChunks(box) if box else None
        self._unusual = 0
        """Chunks that the compiled reader did not take, less those that it took."""

    def read(self, stream: BinaryIO) -> Iterator[Events]:
        window = self._file_header(stream)
        begin = window.base
        for number in range(1, parts_of(self._size)):
            yield from self._up_to(window, begin + number * PART * CHUNK)
        yield from self._up_to(window, None)
        yield from self._close()

    def read_part(self, stream: BinaryIO, number: int) -> Iterator[Events]:
        ledger = self._ledger
        if number:
            # What stands there, and what is wrong with it, is said with the first part.
            self._ledger = Ledger(size=self._size, path=self._path, sha256=self._sha256)
        window = self._file_header(stream)
        self._ledger = ledger
        begin = window.base
        last = number + 1 == parts_of(self._size)
        if number:
            start = begin + number * PART * CHUNK
            stream.seek(start)
            window = Window(stream, start)
            window.drop(window.boundary(start, PART * CHUNK))
        start = window.base if number else 0
        yield from self._up_to(window, None if last else begin + (number + 1) * PART * CHUNK)
        yield from self._close()
        ledger.size = (self._size if last else window.base) - start

    def _up_to(self, window: Window, end: int | None) -> Iterator[Events]:
        together = _TOGETHER if self._compiled else TOGETHER
        for pieces in stretches(window, end, PART * CHUNK, together):
            yield from self._compiled_pieces(pieces) if self._compiled else self._pieces(pieces)

    def _file_header(self, stream: BinaryIO) -> Window:
        """Take the file header; gives what begins where chunks do."""
        window = Window(stream, 0)
        header = bytes(window.view(0, window.reach(FILE_HEADER)))
        if header[: len(MAGIC)] == MAGIC:
            self._ledger.note("the file has no file header and begins with a chunk")
            return window
        if header[:8] == b"ElfFile\x00" and len(header) >= 128:
            self._flags = int.from_bytes(header[120:124], "little")
            self._ledger.framing += len(header)
            self._count_chunks(header)
        elif header:
            self._ledger.faulty += len(header)
            self._fault(0, len(header), "damaged file header; chunks are looked for at byte 4096")
        window.drop(len(header))
        return window

    def _count_chunks(self, header: bytes) -> None:
        """Note up to where the header, if its checksum holds, says that there are chunks."""
        if crc32(header[:120]) != int.from_bytes(header[124:128], "little"):
            return
        counted = int.from_bytes(header[42:44], "little")
        self._used = FILE_HEADER + counted * CHUNK
        missing = counted - -(-(self._size - FILE_HEADER) // CHUNK)
        if missing > 0:
            end = f"the file ends {missing:,} chunk{'' if missing == 1 else 's'} before the last of the {counted:,}"
            self._fault(self._size, 0, f"{end} that its header counts")

    def _compiled_pieces(self, pieces: Sequence[Piece]) -> Iterator[Events]:
        """The chunks that the compiled reader takes, all at once, and each other piece by itself."""
        begin = 0
        while begin < len(pieces):
            end = begin
            while end < len(pieces) and self._compiled and self._usual(pieces[end]):
                end += 1
            done = 0
            if self._compiled and end > begin:
                try:
                    decoded = self._compiled.decode([piece.data for piece in pieces[begin:end]], pieces[begin].place)
                except Trapped:
                    decoded = self._compiled = None
                if decoded is not None and self._compiled:
                    if self._run:
                        yield self._batch()
                    done = decoded.chunks
                    held, count = decoded.held, decoded.count
                    self._ledger.framing += done * CHUNK - held
                    self._ledger.records += held
                    self._ledger.count += count
                    if count:
                        yield self._compiled.batch(decoded, self._sha256, self._tally, self._clock)
            self._unusual = max(self._unusual - done, 0)
            begin += done
            if begin < len(pieces):
                self._unusual += 1
                yield from self._pieces(pieces[begin : begin + 1])
                begin += 1
        if self._unusual > _MOST_UNUSUAL:
            self._compiled = None

    def _usual(self, piece: Piece) -> bool:
        """Whether a piece is a chunk with nothing wrong that can be seen before its records are walked."""
        if len(piece.data) != CHUNK or piece.early or piece.data[: len(MAGIC)] != MAGIC:
            return False
        return not self._checksums or in_order(piece.data)

    @property
    def _checksums(self) -> bool:
        """Whether the log carries them."""
        return not self._flags & _NO_CHECKSUMS

    def _pieces(self, pieces: Sequence[Piece]) -> Iterator[Events]:
        made = [None if _zeros(piece) else aligned(piece, checksums=self._checksums) for piece in pieces]
        decoded = decode([each.chunk for each in made if each], [each.within for each in made if each])
        for piece, each in zip(pieces, made, strict=True):
            offset, size = piece.place, len(piece.data)
            if each is None:
                self._unused(offset, size)
                continue
            found = each.found
            texts, whole = next(decoded)
            lost, held = 0, _adjoining(found.places)
            if found.torn or not found.sound:
                lost, held = sum(map(_LENGTH, found.torn)), sum(map(_LENGTH, found.places))
            self._damage(found, offset)
            self._ledger.faulty += lost
            self._ledger.framing += size - lost - held
            self._ledger.records += held
            if self._run and len(self._run) + len(texts) > _BATCH:
                yield self._batch()
            self._records(found, offset, texts, whole=whole)

    def _unused(self, offset: int, size: int) -> None:
        """A stretch of nothing but zero bytes."""
        if offset + size <= self._used:
            self._ledger.faulty += size
            self._fault(offset, size, "nothing but zero bytes where the file header counts a chunk")
        else:
            self._ledger.framing += size

    def _records(self, found: Walk, offset: int, texts: list[Text], *, whole: bool) -> None:
        """File the records of one chunk under their kinds; the loop that everything hangs on."""
        places = found.places
        if not whole:
            self._undecoded(found, offset, texts)
            places = [place for place, text in zip(places, texts, strict=True) if type(text) is str]
        decoded = cast(list[str], texts) if whole else [text for text in texts if type(text) is str]
        if not decoded:
            return
        kinds, times = self._router.route(decoded)
        clock = self._clock
        if clock.open and any(kind.provider == SYSMON for kind in set(kinds)):
            for kind, time, text in zip(kinds, times, decoded, strict=True):
                if kind.provider == SYSMON and clock.open:
                    clock.see(time, text.encode())
        self._times += times
        self._ledger.count += len(times)
        self._run.extend(kinds, decoded, places, offset)

    def _batch(self) -> Events:
        """What has gathered, counted: that many at once cost less than chunk by chunk."""
        events = self._run.batch()
        self._tally.add_run(events.by_kind, self._times)
        self._times = []
        return events

    def _undecoded(self, found: Walk, offset: int, texts: list[Text]) -> None:
        for (place, length, number), text in zip(found.places, texts, strict=True):
            if type(text) is not str:
                self._ledger.faulty += length
                self._ledger.records -= length
                self._fault(offset + place, length, f"record {number} of the log cannot be decoded: {text}")

    def _damage(self, found: Walk, offset: int) -> None:
        for place, length, reason in found.torn:
            self._fault(offset + place, length, reason)
        for remark in found.remarks:
            if self._flags & _DIRTY:
                self._ledger.note("the log was in use when it was copied: checksums in it are out of date")
            else:
                self._fault(offset, 0, f"{remark}; its records were read all the same")

    def _fault(self, offset: int, length: int, reason: str) -> None:
        at = Locator(sha256=self._sha256, offset=offset, length=length)
        self._ledger.fault(Fault(path=self._path, reason=reason, at=at))

    def _close(self) -> Iterator[Events]:
        if self._run:
            yield self._batch()
        self._ledger.spans.extend(self._tally.spans())
        for note in (self._clock.note(), self._tally.note()):
            if note:
                self._ledger.note(note)


def _zeros(piece: Piece) -> bool:
    return not piece.data[0] and _ZEROS.startswith(piece.data.tobytes())


def _adjoining(places: Sequence[Place]) -> int:
    """Bytes of records that stand one after the other from the end of the tables on."""
    return places[-1][0] + places[-1][1] - TABLES_END if places else 0

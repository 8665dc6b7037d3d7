"""A log file as blocks of whole lines, with bounded memory whatever the lines are."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import zstandard

from indicia.evidence.text.blocks.regular import Regular
from indicia.evidence.text.blocks.ruled import ruled
from indicia.evidence.text.raw.encodings import HEAD_BYTES, Transcoder, wide_codec, wide_places
from indicia.evidence.text.raw.ranges import Range
from indicia.model.evidence import Fault, Locator
from indicia.tables.batch import Ledger, Offsets
from indicia.tables.marks import Codes, Marks
from indicia.wasm.weblog import WebLog

BLOCK_BYTES = 3 * 2**19
"""Bytes read at a time: large enough that work per block does not count, small enough for its arrays to be reused."""
PADDING = 8
"""So many NUL bytes in a row are what a crash leaves behind, not part of a line: they end it."""
_LF, _CR = 10, 13
_MISSES, _TRY_AGAIN = 3, 8
"""After so many blocks that were not ruled only one in so many is looked at."""
_TAIL = 2**16
"""Bytes at the end of a block among which a line has to end."""
_FILES = io.BufferedReader | io.BytesIO
_STRETCH = 2**16
"""Bytes behind an unusual line that are read line by line before a compiled module is asked again."""
_READ_ERRORS = (OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What a stream out of a damaged archive may raise in the middle."""


@dataclass(slots=True)
class Block:
    """A run of lines; line `i` is `text[starts[i]:ends[i]]`."""

    text: bytes
    """UTF-8 or a code page that keeps ASCII; a long run of NUL bytes has a line end for its first and last byte."""
    base: int
    """Where the text starts in the file, in bytes."""
    first_line: int
    """Number of its first line, counted from 1."""
    starts: Offsets
    ends: Offsets
    pads: Offsets
    """Places of line ends that are not in the file but stand for the ends of NUL runs."""
    last: bool
    """Whether the file ends here."""
    places: Offsets | None
    """Place in the file relative to `base` for each place in `text`; null where they are the same."""
    separators: Offsets | None = None
    """Of each line the places of its separators, where all lines have as many as `Blocks.width` asks for."""
    regular: Regular | None = None
    """The same told by a compiled module, where all lines are as they should be."""
    used: int = field(init=False)
    """How much of the text the reader took; the rest comes again at the start of the next block."""

    def __post_init__(self) -> None:
        self.used = len(self.text)

    def place(self, at: int) -> int:
        """Place in the file of a place in the text."""
        return self.base + (at if self.places is None else int(self.places[at]))

    def length(self, starts: Offsets, ends: Offsets) -> int:
        """Bytes in the file of all these stretches of the text."""
        if self.places is not None:
            starts, ends = self.places[starts], self.places[ends]
        return int(ends.sum() - starts.sum())

    def line_number(self, index: int) -> int:
        """Number in the file of line `index` of this block, or of the line behind its last."""
        if not self.pads.size:
            return self.first_line + index
        start = int(self.starts[index]) if index < len(self.starts) else len(self.text)
        return self.first_line + index - int(np.searchsorted(self.pads, start))


class Blocks:
    """The blocks of one file.  Lines beyond the limit, and what cannot be read at all, become faults here."""

    def __init__(
        self,
        stream: BinaryIO,
        ledger: Ledger,
        line_bytes: int,
        block_bytes: int = BLOCK_BYTES,
        begin: Range | None = None,
    ) -> None:
        """`begin`: the stream stands at this range of the file, and the ledger's size is the range's."""
        self._stream = stream
        self._ledger = ledger
        self._line_bytes = line_bytes
        self._block_bytes = block_bytes
        self._got = 0
        self._waiting = b""
        self._missing = ""
        self._transcoder: Transcoder | None = None
        self._base = begin.start if begin else 0
        self._line = begin.line if begin else 1
        self._whole = begin is None
        self._blocks = 0
        self._misses = 0
        self.told: Callable[[bytes], Regular | bool | None] = _not_told
        """What a compiled module tells of a text: its lines up to the first unusual one; true if they will be known
        once a header was read; null where none can be asked."""
        self.module: WebLog | None = None
        """Which is asked; only for files that can be read to where it looks."""
        self._stretch = 0
        """So many bytes are read without asking a module."""
        self._next_stretch = _STRETCH
        self.width = 0
        """Values that lines of the next block are likely to have, blanks between them; 0 where that is not known."""

    def ask(self, module: WebLog, told: "Callable[[bytes], Regular | bool | None]") -> None:
        """Have a module tell the lines of texts."""
        self.told = told
        if isinstance(self._stream, _FILES):
            self.module = module

    def __iter__(self) -> Iterator[Block]:
        self._waiting = self._fetch(HEAD_BYTES)
        codec = wide_codec(self._waiting) if self._whole else None
        self._transcoder = Transcoder(codec) if codec else None
        rest, final, long = b"", False, 0
        while not final:
            direct = None if long or self._transcoder or self._waiting else self._direct(rest)
            if direct is not None:
                text, rest = direct
                used = yield from self._parts(text, np.zeros(0, dtype=np.int64), False)
                rest = text[used:] + rest if used < len(text) else rest
                continue
            piece, final = self._next()
            if long:
                rest += piece
                end, ended = _end_of_long_line(rest)
                long += self._pass(rest[:end])
                piece, rest = rest[end:], b""
                if not ended and not final:
                    rest = piece
                    continue
                self._long_line_fault(long)
                long = 0
            cut = piece.rfind(b"\n") + 1
            if cut and not final and b"\0" not in piece and b"\0" not in rest:
                text = shown = b"".join((rest, memoryview(piece)[:cut]))
                rest, pads = piece[cut:], np.zeros(0, dtype=np.int64)
            else:
                text = rest + piece
                shown, pads = end_at_padding(text)
                cut = len(shown) if final else _after_last_line_end(shown)
                text, shown, rest, pads = text[:cut], shown[:cut], text[cut:], pads[pads < cut]
            if shown:
                used = yield from self._parts(shown, pads, final)
                rest = text[used:] + rest
                if used < len(text):
                    continue
            padding = len(rest) - len(rest.lstrip(b"\0"))
            whole = len(rest.rstrip(b"\0\r"))
            if not final and whole - padding > self._line_bytes:
                self._ledger.framing += self._pass(rest[:padding])
                long += self._pass(rest[padding:whole])
                rest = rest[whole:]
        self._close()

    def _parts(self, shown: bytes, pads: Offsets, final: bool) -> Generator[Block, None, int]:
        """The lines as one block or several, and how much of the text whoever took them used."""
        used = 0
        while used < len(shown):
            block = self._cut_block(shown[used:] if used else shown, pads, final)
            whole = used + len(block.text)
            yield block
            self._line = block.line_number(int(np.searchsorted(block.starts, block.used)))
            self._base = block.place(block.used)
            used += block.used
            if used < whole:
                # What is left needs what comes behind it.
                self._stretch = len(shown) + self._block_bytes
                if whole == len(shown):
                    break
        return used

    def _direct(self, rest: bytes) -> tuple[bytes, bytes] | None:
        """The next whole lines and the beginning of another, read to where a compiled module looks at them; null where
        they have to be taken in another way."""
        want = self._block_bytes
        if self.module is None or self._stretch or self._missing or self._ledger.size - self._got <= want:
            return None
        room = self.module.room(len(rest) + want)
        room[: len(rest)] = rest
        got = self._read_into(room[len(rest) :])
        self._got += got
        size = len(rest) + got
        tail = max(0, size - _TAIL)
        cut = bytes(room[tail:size]).rfind(b"\n") + 1
        text = bytes(room[: tail + cut]) if cut and got == want else b"\0"
        if b"\0" in text:
            self._waiting = bytes(room[len(rest) : size])
            return None
        self.module.wrote(text)
        return text, bytes(room[tail + cut : size])

    def _read_into(self, room: memoryview) -> int:
        assert isinstance(self._stream, _FILES)  # else there is no module
        try:
            return self._stream.readinto(room)
        except OSError:
            # Whoever reads on meets it again and says so.
            return 0

    def _fetch(self, want: int) -> bytes:
        """Up to so many bytes; fewer only at the end of what can be read."""
        want = min(want, self._ledger.size - self._got)
        pieces = []
        while want > 0:
            try:
                piece = self._stream.read(want)
            except (*_READ_ERRORS, zstandard.ZstdError) as error:
                self._missing = f"cannot be read from here on: {error or type(error).__name__}"
                break
            if not piece:
                self._missing = "ends earlier than its size says"
                break
            pieces.append(piece)
            want -= len(piece)
            self._got += len(piece)
        return b"".join(pieces)

    def _next(self) -> tuple[bytes, bool]:
        """The next piece as text, and whether it is the last."""
        if self._waiting:
            piece, self._waiting = self._waiting[: self._block_bytes], self._waiting[self._block_bytes :]
            if not self._waiting and not self._missing and len(piece) < self._block_bytes:
                piece += self._fetch(self._block_bytes - len(piece))
        else:
            piece = self._fetch(self._block_bytes)
        final = not self._waiting and (bool(self._missing) or self._got >= self._ledger.size)
        return (self._transcoder.feed(piece, final) if self._transcoder else piece), final

    def _cut_block(self, text: bytes, pads: Offsets, last: bool) -> Block:
        """The text as a block, or as much of its beginning as a compiled module tells or is better told without one."""
        if pads.size or self._transcoder:
            return self._block(text, pads, last)
        if not self._stretch:
            found = self.told(text)
            if isinstance(found, Regular):
                stopped = found.scanned.stopped
                if stopped >= len(text):
                    self._next_stretch = max(_STRETCH, self._next_stretch // 2)
                else:
                    self._stretch, self._next_stretch = self._next_stretch, self._next_stretch * 2
                if stopped:
                    return self._regular(found, text[:stopped] if stopped < len(text) else text, pads, last)
            elif found:
                self._stretch = _STRETCH
            else:
                self._stretch = len(text)
        cut = text.find(b"\n", self._stretch) + 1 if self._stretch < len(text) else 0
        self._stretch = 0
        return self._block(text[:cut], pads, False) if 0 < cut < len(text) else self._block(text, pads, last)

    def _regular(self, found: Regular, text: bytes, pads: Offsets, last: bool) -> Block:
        starts, ends = found.scanned.starts, found.scanned.ends
        whole = found.scanned.stopped == len(found.text)
        return Block(text, self._base, self._line, starts, ends, pads, last and whole, None, None, found)

    def _block(self, text: bytes, pads: Offsets, last: bool) -> Block:
        self._blocks += 1
        if self.width and not self._transcoder and not pads.size:
            # Where hardly any block is ruled, trying would take a third of the reading.
            found = None if self._misses > _MISSES and self._blocks % _TRY_AGAIN else ruled(text, self.width)
            self._misses = 0 if found is not None else self._misses + 1
            if found is not None:
                return Block(text, self._base, self._line, found.starts, found.ends, pads, last, None, found.separators)
        starts, ends = line_bounds(text)
        places = wide_places(text) if self._transcoder else None
        return Block(text, self._base, self._line, starts, ends, pads, last, places)

    def _pass(self, text: bytes) -> int:
        """Move on behind this text; its length in the file."""
        length = int(wide_places(text)[-1]) if self._transcoder else len(text)
        self._base += length
        return length

    def _long_line_fault(self, length: int) -> None:
        reason = long_line(self._line_bytes)
        at = Locator(sha256=self._ledger.sha256, offset=self._base - length, length=length, line=self._line)
        self._ledger.faulty += length
        self._ledger.fault(Fault(path=self._ledger.path, reason=reason, at=at))

    def _close(self) -> None:
        """Account for what is left: half a character, and bytes that could not be had."""
        if self._transcoder and self._transcoder.half:
            self._rest_fault(1, "half a UTF-16 character at the end")
        if self._got < self._ledger.size:
            self._rest_fault(self._ledger.size - self._got, self._missing)

    def _rest_fault(self, length: int, reason: str) -> None:
        at = Locator(sha256=self._ledger.sha256, offset=self._base, length=length)
        self._ledger.faulty += length
        self._ledger.fault(Fault(path=self._ledger.path, reason=reason, at=at))
        self._base += length


def _not_told(text: bytes) -> None:
    del text


def long_line(limit: int) -> str:
    """Reason of the fault for a line that is longer than the limit."""
    return f"line longer than {limit} bytes"


def line_bounds(text: bytes) -> tuple[Offsets, Offsets]:
    """Start and end of each line; CRLF, LF and CR end one, and the last line needs no end."""
    codes = np.frombuffer(text, dtype=np.uint8)
    if b"\r" not in text:
        ends = Marks(codes, _LF).places()
        following = ends + 1
    else:
        # Hardly any other control character stands in a log, so both are found in the time that one takes.
        marks = Marks(codes, _CR, lower=True).places()
        found = codes[marks]
        ends, feeds = marks[found == _CR], marks[found == _LF]
        following = feeds + 1
        if len(ends) != len(feeds) or bool((feeds - ends != 1).any()):
            ends, following = _mixed(marks[(found == _CR) | (found == _LF)], codes)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), following))
    if len(text) > starts[-1]:
        return starts, np.append(ends, len(text))
    return starts[:-1], ends


def _mixed(marks: Offsets, codes: Codes) -> tuple[Offsets, Offsets]:
    """Where lines end at these CR and LF, and what follows them."""
    returns = codes[marks] == _CR
    paired = np.zeros(len(marks), dtype=bool)
    paired[1:] = returns[:-1] & ~returns[1:] & (np.diff(marks) == 1)
    width = np.ones(len(marks), dtype=np.int64)
    width[:-1] += paired[1:]
    ends = marks[~paired]
    return ends, ends + width[~paired]


def end_at_padding(text: bytes) -> tuple[bytes, Offsets]:
    """The text with a line end for the first and last byte of each long run of NULs, and the places of these.

    CR is the first and LF the last, so that neither makes one CRLF with a neighbour.
    """
    if b"\0" not in text or bytes(PADDING) not in text:
        return text, np.zeros(0, dtype=np.int64)
    codes = np.frombuffer(text, dtype=np.uint8).copy()
    edges = np.diff(np.concatenate(([False], codes == 0, [False])).view(np.int8))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    long = last - first + 1 >= PADDING
    codes[first[long]] = 13
    codes[last[long]] = 10
    return codes.tobytes(), np.sort(np.concatenate((first[long], last[long])))


def _after_last_line_end(text: bytes) -> int:
    """Where the last unfinished line starts; a CR at the very end may be half of a CRLF and ends nothing yet."""
    return text.rfind(b"\n") + 1 or text.rfind(b"\r", 0, len(text) - 1) + 1


def _end_of_long_line(text: bytes) -> tuple[int, bool]:
    """How much of the text still belongs to a line that is passed over, and whether it ends there."""
    found = [at for at in (text.find(end) for end in (b"\n", b"\r", bytes(PADDING))) if at >= 0]
    return len((text[: min(found)] if found else text).rstrip(b"\0")), bool(found)

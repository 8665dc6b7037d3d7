"""Blocks of text logs in the module `weblog`, which tells their lines and what in them has to be looked at.

One block is held at a time; whoever comes back to an earlier one finds by its number that it is gone.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicia.wasm.sandbox import Sandbox, Trapped, wanted

MOST = 4 * 2**20
"""Bytes of a block that the module takes."""
WIDEST = 200
"""Columns of a line likewise."""
_BESIDE = 256
_REACH = struct.Struct("<3B5s")
_CLOSE = 5
"""Bytes beside an identifier that are looked at."""
_EACH_HIDDEN = 1 << 9
_COLUMN = 0xFF
_WORTH = 2**18
"""Bytes of a file from which on the module is worth using once it was started."""
_FIELDS = struct.Struct("<23I")
Numbers = npt.NDArray[np.uint32]
Times = npt.NDArray[np.int64]


class Shape(NamedTuple):
    """What lines of a block have to look like; see `Shape` of the module."""

    sep: int
    width: int
    csv: bool
    host: int
    part: int
    longest: int


class Unit(NamedTuple):
    """Columns whose values are looked at together."""

    first: int
    last: int
    numbers: bool
    """Whether values of digits, `-`, `.`, `/` and `:` are dull."""
    guids: bool
    """Whether one identifier in a value is as good as any other."""


class Reach(NamedTuple):
    """What stands beside digits in a text that is looked for, so that it could reach into an identifier."""

    behind: bool
    """Whether it stands behind the identifier, else before it."""
    digit: int
    """The digit of the identifier next to it."""
    beside: bytes
    """The bytes from there on, folded, the nearest first."""


class Asked(NamedTuple):
    """How the values of lines are looked at."""

    width: int
    units: tuple[Unit, ...]
    needless: int
    """Conditions, as bits, that need nothing beside what asks for them."""
    reaches: tuple[Reach, ...]
    folded: bytes
    """For each byte what stands for it in the texts that are looked for."""


class Value(NamedTuple):
    """A value of which nothing is known yet."""

    column: int
    text: bytes
    hidden: bool
    """Whether a zero stands for each identifier in it."""


class Told(NamedTuple):
    """Where the module says that answers lie."""

    lines: int
    stopped: int
    starts: int
    ends: int
    micros: int
    groups: int
    heads: int
    heads_at: int
    seps: int
    headers: int
    headers_at: int
    telling: int
    telling_at: int
    fresh: int
    fresh_at: int
    known: int
    known_size: int
    found: int
    found_at: int
    first: int
    behind: int
    alive: int
    names: int


class Scanned(NamedTuple):
    """The lines of a block up to the first unusual one."""

    number: int
    """Of the block."""
    starts: Times
    ends: Times
    micros: Times
    """Microseconds since 1970, of headers 0."""
    groups: npt.NDArray[np.uint8]
    """Of each line which of `heads` has the same host and part."""
    heads: list[int]
    names: list[list[int]]
    """Of these where host and part start and end, one after the other; quotes around them are theirs."""
    headers: list[int]
    """Lines that begin with `#`; nothing more is known of them."""
    stopped: int
    """Where in the text the first unusual line begins, or its end."""


class WebLog:
    """The module and the block that it holds."""

    def __init__(self, held: Sandbox) -> None:
        self._sandbox = held
        self._told = held.call("told")
        self._room = self._at = 0
        self._shape: Shape | None = None
        self._written: bytes | None = None
        self.number = 0
        """Of the block that is held."""
        self.asker: object = None
        """Who said what values are looked at; whoever else asks begins anew."""
        self.texts: Sequence[bytes] = ()
        """What is searched for."""
        self.lost = False
        """Whether the module ended in the middle of a call, so that it cannot be asked any more."""

    def call(self, name: str, *arguments: int) -> int:
        """As `Sandbox.call`; after a trap nothing more is asked of the module."""
        try:
            return self._sandbox.call(name, *arguments)
        except Trapped:
            self.lost = True
            self.number += 1
            raise

    def room(self, size: int) -> memoryview:
        """Where a block of so many bytes may be written; not to be used after the next call."""
        if size > self._room:
            self._at, self._room = self.call("buffer", size), size
        # What was there is gone.
        self.number += 1
        return self._sandbox.memory[self._at : self._at + size]

    def wrote(self, text: bytes) -> None:
        """This is what stands at the beginning of `room` now, which scanning it next makes use of."""
        self._written = text

    def scan(self, text: bytes, shape: Shape) -> Scanned:
        """Hold this block from now on; raises `Trapped`."""
        self.number += 1
        if shape != self._shape:
            self.call("shape", *shape)
            self._shape = shape
        if text is not self._written:
            self.room(len(text))[: len(text)] = text
        self._written = None
        count = self.call("scan", len(text))
        told, memory = self._answers()
        return Scanned(
            self.number,
            _numbers(memory, told.starts, count).astype(np.int64),
            _numbers(memory, told.ends, count).astype(np.int64),
            np.frombuffer(memory, dtype="<i8", count=count, offset=told.micros).copy(),
            np.frombuffer(memory, dtype=np.uint8, count=count, offset=told.groups).copy(),
            _numbers(memory, told.heads_at, told.heads).tolist(),
            _numbers(memory, told.names, 4 * told.heads).reshape(-1, 4).tolist(),
            _numbers(memory, told.headers_at, told.headers).tolist(),
            told.stopped,
        )

    def separators(self, columns: int, lines: int) -> Numbers:
        """Of each line of the block that is held where its separators stand; not to be used after the next call."""
        told, memory = self._answers()
        return _numbers(memory, told.seps, lines * (columns - 1)).reshape(lines, columns - 1)

    def bounds(self, column: int, lines: Times) -> tuple[Times, Times]:
        """Where the values of a column of these lines start and end, in the block that is held."""
        self._give(lines.astype("<u4").tobytes())
        count = self.call("bounds", column)
        told, memory = self._answers()
        return (
            _numbers(memory, told.first, count).astype(np.int64),
            _numbers(memory, told.behind, count).astype(np.int64),
        )

    def ask(self, asker: object, asked: Asked) -> None:
        """Look at values like this from now on; what was said of values is forgotten."""
        tables = np.zeros((2, _BESIDE), dtype="<u4")
        folded = np.frombuffer(asked.folded, dtype=np.uint8)
        for reach in asked.reaches:
            tables[int(reach.behind), np.flatnonzero(folded == reach.beside[0])] |= np.uint32(1 << reach.digit)
        units, reaches = asked.units, asked.reaches
        self._give(
            tables.tobytes()
            + asked.folded
            + struct.pack("<QI", asked.needless, len(units))
            + b"".join(bytes(map(int, unit)) for unit in units)
            + b"".join(_REACH.pack(each.behind, each.digit, *_close(each.beside)) for each in reaches)
        )
        self.call("units", asked.width)
        self.asker = asker

    def look(self) -> list[Value]:
        """Values of the block that is held of which nothing was said yet."""
        if not self.call("look"):
            return []
        told, memory = self._answers()
        fresh = _numbers(memory, told.fresh_at, 3 * told.fresh).tolist()
        known = memory[told.known : told.known + told.known_size]
        return [
            Value(tag & _COLUMN, bytes(known[at : at + size]), bool(tag & _EACH_HIDDEN))
            for size, tag, at in zip(fresh[::3], fresh[1::3], fresh[2::3], strict=True)
        ]

    def telling(self, said: bytes | None) -> tuple[Times, list[int]]:
        """Lines in which a condition could be true, and of each which, as bits.

        `said`: of the values of `look` which conditions, as bits, each asks for, has something else for, and refutes,
        eight bytes each; null where there were none.
        """
        if said is not None:
            self._give(said)
            self.call("go_on")
        told, memory = self._answers()
        alive = np.frombuffer(memory, dtype="<u8", count=told.telling, offset=told.alive)
        return _numbers(memory, told.telling_at, told.telling).astype(np.int64), alive.tolist()

    def search(self, texts: Sequence[bytes]) -> tuple[Times, Times]:
        """Lines of the block that is held that hold one of these texts (of two bytes and more, lower case), and the
        number of the text; in order of lines."""
        if texts != self.texts:
            self._give(b"".join(struct.pack("<H", len(text)) + text for text in texts))
            self.call("texts")
            self.texts = tuple(texts)
        count = self.call("search")
        told, memory = self._answers()
        found = _numbers(memory, told.found_at, 2 * count).astype(np.int64)
        return found[::2], found[1::2]

    def _give(self, data: bytes) -> None:
        at = self.call("given", len(data))
        self._sandbox.memory[at : at + len(data)] = data

    def _answers(self) -> tuple[Told, memoryview]:
        memory = self._sandbox.memory
        return Told._make(_FIELDS.unpack_from(memory, self._told)), memory


def _close(beside: bytes) -> tuple[int, bytes]:
    return min(len(beside), _CLOSE), beside[:_CLOSE]


def _numbers(memory: memoryview, at: int, count: int) -> Numbers:
    return np.frombuffer(memory, dtype="<u4", count=count, offset=at)


def weblog(size: int) -> WebLog | None:
    """The module for a file of so many bytes; null where Python does as well."""
    held = wanted("weblog", size)
    if held is None or size < _WORTH:
        return None
    if not isinstance(held.user, WebLog):
        held.user = WebLog(held)
    return None if held.user.lost else held.user

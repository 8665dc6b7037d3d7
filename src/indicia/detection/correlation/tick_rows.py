"""Ticks in memory, packed: numbers as numbers, and what many of them say once."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

NEVER = -(2**63)
"""Time of a tick that has none."""
_NONE = NEVER
_IDENTITY = 16
"""Bytes that tell an event from others."""

COLUMNS = (
    "rule", "kind", "source", "sha256", "identity", "fields", "keys", "time", "place", "length", "line", "record_id",
)  # fmt: skip
"""Columns of the extract in the order in which `TickRows.append` takes them, hosts left out."""


class TickRow(NamedTuple):
    """A tick as in the extract, and which host of the case (`owner`) and which log (`file`) it belongs to."""

    rule: str
    kind: str
    source: str
    sha256: str
    identity: bytes
    fields: tuple[str | None, ...]
    keys: tuple[str | None, ...]
    time: int | None
    place: int
    length: int
    line: int | None
    record_id: int | None
    owner: int
    file: int


class _Once:
    """Values that many rows share, by number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self.of = array("i")
        """Number of the value of each row."""

    def append(self, value: Any) -> None:
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        self.of.append(number)

    def __getitem__(self, at: int) -> Any:
        return self.values[self.of[at]]


class TickRows:
    """Rows by number, made when they are asked for; some 90 bytes each where what they say repeats."""

    def __init__(self) -> None:
        self._origins, self._fields, self._keys = _Once(), _Once(), _Once()
        self._identities = bytearray()
        self._numbers = tuple(array("q") for _ in range(5))
        self._owners, self._files = array("i"), array("i")

    def __len__(self) -> int:
        return len(self._owners)

    def __getitem__(self, at: int) -> TickRow:
        rule, kind, source, sha256 = self._origins[at]
        time, place, length, line, record_id = [numbers[at] for numbers in self._numbers]
        return TickRow(
            rule, kind, source, sha256, self.identity(at), self._fields[at], self._keys[at],
            None if time == NEVER else time, place, length, None if line == _NONE else line,
            None if record_id == _NONE else record_id, self._owners[at], self._files[at],
        )  # fmt: skip

    def append(self, row: tuple[Any, ...], owner: int, file: int) -> None:
        """Add a row with the values of `COLUMNS`.  Raises ValueError for one that no log leaves."""
        if len(row[4]) != _IDENTITY:
            raise ValueError(f"an identity of {len(row[4])} bytes")
        self._origins.append(row[:4])
        self._identities += row[4]
        self._fields.append(tuple(row[5]))
        self._keys.append(tuple(row[6]))
        for numbers, value in zip(self._numbers, row[7:], strict=True):
            numbers.append(_NONE if value is None else value)
        self._owners.append(owner)
        self._files.append(file)

    def rule(self, at: int) -> str:
        """Rule of a row."""
        return str(self._origins[at][0])

    def identity(self, at: int) -> bytes:
        """What tells its event from others."""
        return bytes(self._identities[at * _IDENTITY : (at + 1) * _IDENTITY])

    def keys(self, at: int) -> tuple[str | None, ...]:
        """What it is grouped by and counted with."""
        found: tuple[str | None, ...] = self._keys[at]
        return found

    def time(self, at: int) -> int:
        """Microseconds since 1970 UTC, or `NEVER`."""
        return self._numbers[0][at]

    def owner(self, at: int) -> int:
        """Host of the case."""
        return self._owners[at]

    def in_order(self, rows: Sequence[int], groups: Sequence[int], parts: Sequence[int]) -> "npt.NDArray[np.int64]":
        """Places of these rows by group, time, part, host, identity, log and place in it; equal ones as they are."""
        chosen = np.array(rows, dtype=np.int64)
        low, high = np.frombuffer(self._identities, dtype=">u8").reshape(-1, 2)[chosen].T[::-1]
        order: npt.NDArray[np.int64] = np.lexsort(
            (
                np.frombuffer(self._numbers[1], dtype=np.int64)[chosen],
                np.frombuffer(self._files, dtype=np.int32)[chosen],
                low.astype(np.uint64),
                high.astype(np.uint64),
                np.frombuffer(self._owners, dtype=np.int32)[chosen],
                np.array(parts, dtype=np.int32),
                np.frombuffer(self._numbers[0], dtype=np.int64)[chosen],
                np.array(groups, dtype=np.int32),
            )
        )
        return order

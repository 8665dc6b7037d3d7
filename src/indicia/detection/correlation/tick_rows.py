"""Ticks in memory, packed: numbers as numbers, and what many of them say once."""

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

_NONE = -(2**63)

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


class TickRows:
    """Rows by number, made when they are asked for; some 150 bytes each where fields repeat."""

    def __init__(self) -> None:
        self._origins: list[tuple[str, str, str, str]] = []
        self._identities: list[bytes] = []
        self._fields: list[tuple[str | None, ...]] = []
        self._keys: list[tuple[str | None, ...]] = []
        self._numbers = tuple(array("q") for _ in range(5))
        self._owners, self._files = array("q"), array("q")
        self._once: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self._identities)

    def __getitem__(self, at: int) -> TickRow:
        time, place, length, line, record_id = [numbers[at] for numbers in self._numbers]
        return TickRow(
            *self._origins[at], self._identities[at], self._fields[at], self._keys[at],
            None if time == _NONE else time, place, length, None if line == _NONE else line,
            None if record_id == _NONE else record_id, self._owners[at], self._files[at],
        )  # fmt: skip

    def append(self, row: tuple[Any, ...], owner: int, file: int) -> None:
        """Add a row with the values of `COLUMNS`."""
        once = self._once.setdefault
        origin, fields, keys = row[:4], tuple(row[5]), tuple(row[6])
        self._origins.append(once(origin, origin))
        self._identities.append(row[4])
        self._fields.append(once(fields, fields))
        self._keys.append(once(keys, keys))
        for numbers, value in zip(self._numbers, row[7:], strict=True):
            numbers.append(_NONE if value is None else value)
        self._owners.append(owner)
        self._files.append(file)

    def rules(self, numbers: Iterable[int]) -> Iterable[str]:
        """Rule of each of these rows."""
        return (self._origins[at][0] for at in numbers)

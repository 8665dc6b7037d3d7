"""The records that a detector picked on a host, made one after the other when somebody looks at them."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from typing import overload

from indicia.detection.analyses.registry import Seen
from indicia.detection.kept import Kept
from indicia.model.evidence import Evidence


class Picked(Sequence[Seen]):
    """Numbers of kept records in a fixed order, each with the file it lies in; a part of it is one too."""

    def __init__(self, kept: Kept, files: Sequence[Evidence], numbers: "array[int]", owners: "array[int]") -> None:
        """`owners` says of each number which of `files` it lies in."""
        self._kept, self._files = kept, files
        self._numbers, self._owners = numbers, owners

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Seen: ...
    @overload
    def __getitem__(self, at: slice) -> "Picked": ...
    def __getitem__(self, at: int | slice) -> "Seen | Picked":
        if isinstance(at, slice):
            return Picked(self._kept, self._files, self._numbers[at], self._owners[at])
        return Seen(sighting=self._kept[self._numbers[at]], evidence=self._files[self._owners[at]])

    def __iter__(self) -> Iterator[Seen]:
        for at in range(len(self)):
            yield self[at]

    def where(self, wanted: Sequence[bool]) -> "Picked":
        """Those of which `wanted` says so, one entry for each."""
        numbers, owners = array("q", compress(self._numbers, wanted)), array("q", compress(self._owners, wanted))
        return Picked(self._kept, self._files, numbers, owners)


def divided(picked: Sequence[Seen], first: Callable[[Seen], bool]) -> tuple[Sequence[Seen], Sequence[Seen]]:
    """(Those for which `first` holds, the others), both in their order."""
    mine = [first(seen) for seen in picked]
    return _where(picked, mine), _where(picked, [not one for one in mine])


def _where(picked: Sequence[Seen], wanted: Sequence[bool]) -> Sequence[Seen]:
    return picked.where(wanted) if isinstance(picked, Picked) else list(compress(picked, wanted))

"""The records that a detector picked on a host, made one after the other when somebody looks at them."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, overload

from indicia.detection.analyses.common.registry import Seen
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


class PickedBy(Mapping[str, Sequence[Seen]]):
    """What the detectors picked on a host, by their ids: stretches of columns that all hosts share.

    There may be a hundred of each of a thousand hosts, with a record or two.
    """

    def __init__(self, whole: Picked, names: Sequence[str], ends: Sequence[int], begin: int) -> None:
        """`whole` are the records of all hosts; of each of `names` where its own end, and `begin` where the first's do.

        `whole` may still grow.
        """
        self._whole = whole
        self._index = {name: number for number, name in enumerate(names)}
        self._bounds = array("q", [begin, *ends])

    def __len__(self) -> int:
        return len(self._index)

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __getitem__(self, name: str) -> Picked:
        number = self._index[name]
        return self._whole[self._bounds[number] : self._bounds[number + 1]]

    def get(self, name: str, default: Any = None) -> Any:
        """As of every mapping; asked for thousands of rules that picked nothing."""
        return self[name] if name in self._index else default


def divided(picked: Sequence[Seen], first: Callable[[Seen], bool]) -> tuple[Sequence[Seen], Sequence[Seen]]:
    """(Those for which `first` holds, the others), both in their order."""
    mine = [first(seen) for seen in picked]
    return _where(picked, mine), _where(picked, [not one for one in mine])


def _where(picked: Sequence[Seen], wanted: Sequence[bool]) -> Sequence[Seen]:
    return picked.where(wanted) if isinstance(picked, Picked) else list(compress(picked, wanted))

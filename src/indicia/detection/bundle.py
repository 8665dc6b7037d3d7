"""Sightings of one reading packed by who made it, so that they only have to be put beside those of the others."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import overload

from indicia.as_list import AsList
from indicia.detection.keeping import Keeping, Likeness, likeness
from indicia.detection.kept import Kept
from indicia.model.record import Sighting

MOST = 5_000
"""Sightings of a bundle; of more the reading is rather read back."""
_MOST_BYTES = 2**20
"""Bytes of a bundle when it is packed, for the same reason."""
_WAITING = 500
"""Sightings that wait to be packed."""


class Bundle(AsList[Sighting]):
    """Sightings in their order, to be handed on and then to be gone through once."""

    def __init__(self) -> None:
        self._kept = Kept(_WAITING)
        self._likenesses: dict[Likeness, int] = {}
        self._alike = array("i")
        """Of each sighting, what `_likenesses` has for the likeness of its record."""

    def add(self, sightings: Iterable[Sighting]) -> bool:
        """Take in more, which come to `bounded` as they are; false where it is too much, and all of it is gone."""
        self._kept.add(map(self._noted, sightings))
        if len(self._kept) <= MOST and self._kept.size <= _MOST_BYTES:
            return True
        self._kept, self._alike = Kept(_WAITING), array("i")
        return False

    def _noted(self, sighting: Sighting) -> Sighting:
        self._alike.append(
            self._likenesses.setdefault(likeness(sighting.record.table, sighting.record.fields), len(self._likenesses))
        )
        return sighting

    def close(self) -> None:
        """Pack what is left."""
        self._kept.close()

    def bounded(self, keeping: Keeping, kept: Kept) -> range:
        """Put those that `keeping` keeps among all that are kept; their numbers there."""
        names = list(self._likenesses)
        keeps = [
            keeping.keeps_alike(self._kept.detector(number), names[alike]) for number, alike in enumerate(self._alike)
        ]
        return kept.absorb(self._kept, compress(range(len(keeps)), keeps))

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, at: int) -> Sighting: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sighting]: ...
    def __getitem__(self, at: int | slice) -> Sighting | Sequence[Sighting]:
        if isinstance(at, slice):
            return [self._kept[number] for number in range(len(self))[at]]
        return self._kept[range(len(self))[at]]

    def __iter__(self) -> Iterator[Sighting]:
        return map(self._kept.__getitem__, range(len(self)))

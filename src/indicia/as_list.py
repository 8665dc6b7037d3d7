"""Sequences that are made on demand and compare as lists do: by what is in them."""

from collections.abc import Sequence
from operator import eq
from typing import TypeVar

Item = TypeVar("Item")


class AsList(Sequence[Item]):
    """Equal to a tuple, and to another of its kind, with equal items in the same order; like a list it has no hash."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AsList | tuple) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # the one way to say so, and the checker does not know it

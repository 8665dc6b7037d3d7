"""Texts that lie one after the other in one, so that they are searched together without being put together first."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Union, overload


class Joined(Sequence[bytes]):
    """UTF-8 texts, each with a line feed behind it."""

    __slots__ = ("stops", "text")

    def __init__(self, text: bytes, stops: Sequence[int]) -> None:
        """`stops`: where each of them ends with its line feed."""
        self.text = text
        self.stops = stops

    @classmethod
    def of(cls, parts: Sequence["Joined"]) -> "Joined":
        """All of these, one after the other."""
        if len(parts) == 1:
            return parts[0]
        begins = accumulate((len(part.text) for part in parts[:-1]), initial=0)
        stops = [begin + stop for begin, part in zip(begins, parts, strict=True) for stop in part.stops]
        return cls(b"".join(part.text for part in parts), stops)

    def __len__(self) -> int:
        return len(self.stops)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> "Joined": ...
    def __getitem__(self, index: int | slice) -> Union[bytes, "Joined"]:
        if isinstance(index, int):
            place = index if index >= 0 else index + len(self.stops)
            return self.text[self._begin(place) : self.stops[place] - 1]
        first, last, step = index.indices(len(self))
        if step != 1:
            raise ValueError("texts that lie together are taken as they lie")
        stops = self.stops[first:last]
        begin = self._begin(first)
        return Joined(self.text[begin : stops[-1] if stops else begin], [stop - begin for stop in stops])

    def _begin(self, index: int) -> int:
        return self.stops[index - 1] if index else 0

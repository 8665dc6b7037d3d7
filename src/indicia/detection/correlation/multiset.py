"""Numbers in order, for percentiles of a window: add, take away, read the n-th."""

from bisect import bisect_left, insort

from indicia.detection.correlation.correlation import Number

_BLOCK = 1_000


class Multiset:
    """Sorted blocks of a bounded length; each step costs about the root of the size."""

    def __init__(self) -> None:
        self._blocks: list[list[Number]] = []
        self._highest: list[Number] = []
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, number: Number) -> None:
        """Put a number in."""
        self._size += 1
        if not self._blocks:
            self._blocks.append([number])
            self._highest.append(number)
            return
        place = min(bisect_left(self._highest, number), len(self._blocks) - 1)
        block = self._blocks[place]
        insort(block, number)
        if len(block) > 2 * _BLOCK:
            self._blocks.insert(place + 1, block[_BLOCK:])
            del block[_BLOCK:]
            self._highest.insert(place, block[-1])
            self._highest[place + 1] = self._blocks[place + 1][-1]
        else:
            self._highest[place] = block[-1]

    def remove(self, number: Number) -> None:
        """Take a number out that is in."""
        place = bisect_left(self._highest, number)
        block = self._blocks[place]
        del block[bisect_left(block, number)]
        self._size -= 1
        if block:
            self._highest[place] = block[-1]
        else:
            del self._blocks[place]
            del self._highest[place]

    def at(self, index: int) -> Number:
        """The number with so many before it in order."""
        for block in self._blocks:
            if index < len(block):
                return block[index]
            index -= len(block)
        raise IndexError("beyond the last number")

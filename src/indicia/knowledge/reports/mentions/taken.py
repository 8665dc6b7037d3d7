"""Which characters of a text already belong to a mention, so that nothing is named twice."""


class Taken:
    """One mark for each character."""

    def __init__(self, size: int) -> None:
        self._marks = bytearray(size + 1)

    def free(self, start: int, end: int) -> bool:
        """Whether none of these characters belongs to anything."""
        return self._marks.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """They belong to something now."""
        self._marks[start:end] = b"\1" * (end - start)

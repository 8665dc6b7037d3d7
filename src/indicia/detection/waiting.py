"""Texts that wait as bytes among many others until somebody asks for one: of thousands of rules a scan reads a few."""


class Waiting:
    """A text, or the place of one in UTF-8 bytes that many share."""

    __slots__ = ("_end", "_start", "_whole")

    def __init__(self, whole: str | bytes, start: int = 0, end: int = 0) -> None:
        self._whole = whole
        self._start = start
        self._end = end

    @property
    def text(self) -> str:
        """The text; bytes that are no UTF-8 (a lone surrogate was written) come back as they went in."""
        if isinstance(self._whole, str):
            return self._whole
        return self._whole[self._start : self._end].decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Waiting) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Waiting({self.text!r})"


class Room:
    """Where texts are put to wait."""

    def __init__(self) -> None:
        self.whole = bytearray()
        self._places: dict[str, tuple[int, int]] = {}

    def place(self, text: str) -> tuple[int, int]:
        """Start and end of the text in `whole`; equal texts have one place."""
        found = self._places.get(text)
        if found is None:
            start = len(self.whole)
            self.whole += text.encode("utf-8", "surrogatepass")
            found = self._places[text] = start, len(self.whole)
        return found

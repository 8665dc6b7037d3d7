"""One running text put together from pieces of a document, with the place of each."""

from indicia.model.reported import Place


class RunningText:
    """Grows; lengths are in characters."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._places: list[Place] = []
        self.length = 0

    def place(self, name: str) -> None:
        """From here on the text stands at this place of the document."""
        if self._places and self._places[-1].start == self.length:
            self._places.pop()
        self._places.append(Place(start=self.length, name=name))

    def add(self, piece: str) -> tuple[int, int]:
        """Append; where the piece stands now."""
        start = self.length
        self._pieces.append(piece)
        self.length += len(piece)
        return start, self.length

    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    def places(self) -> tuple[Place, ...]:
        """Those that have a text."""
        return tuple(place for place in self._places if place.start < self.length)

"""Whether the arrays that JSON documents stand in begin and end: a file cut between two of its documents has only that
to show for it."""

UNBEGUN = "an array ends that did not begin: what stood before is missing"
_MARKS = frozenset(b"[],")


class Arrays:
    """What stands between documents, as far as it makes arrays."""

    def __init__(self) -> None:
        self._depth: int | None = 0
        """Arrays that are open; null behind broken JSON, which may have begun or ended some."""
        self._comma = False
        """Whether a comma came since the last document."""
        self._listed = False
        """Whether the last documents were parted by commas."""

    def passed(self, between: bytes) -> int:
        """Take what stands between documents, or a part of that; gives the place in it of the first bracket that ends
        an array without a beginning (`UNBEGUN`), -1 for none."""
        wrong = -1
        for place, mark in enumerate(between):
            if mark not in _MARKS:
                continue
            if mark == ord(","):
                self._comma = True
            elif self._depth is None:
                continue
            elif mark == ord("["):
                self._depth += 1
            elif self._depth:
                self._depth -= 1
                self._comma = self._listed = False
            elif self._listed or self._comma:
                wrong = place if wrong < 0 else wrong
                self._comma = self._listed = False
        return wrong

    def document(self) -> None:
        """A document begins."""
        if self._comma:
            self._comma, self._listed = False, True

    def broken(self) -> None:
        """JSON that could not be read came before."""
        self._depth, self._comma, self._listed = None, False, False

    def apart(self) -> None:
        """A document begins on a line of its own behind another one, without a comma: arrays do not go on over that.

        Files are cut there.
        """
        self._depth, self._comma, self._listed = 0, False, False

    def end(self) -> str:
        """The file ends here; gives what is wrong with that, empty for nothing."""
        if self._depth:
            return "the file ends inside an array: what followed is missing"
        return "the file ends behind a comma: what followed is missing" if self._comma else ""

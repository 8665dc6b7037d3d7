r"""A report with harmless spellings undone (`hxxp[:]//a[.]b` reads `http://a.b`), and the way back."""

import re
from bisect import bisect_right

_DOT = r"(?:\.|,|dot|punkt|punto|point)"
_OPEN, _CLOSE = r"[\[({<]", r"[\])}>]"
_MARKS = re.compile(
    rf"(?P<dot>(?<=[\w\])}}>])[ ]?{_OPEN}[ ]?{_DOT}[ ]?{_CLOSE}[ ]?(?=[\w\[({{])"
    r"|(?<=\w)\[\.(?=\w)|(?<=\w)\.\](?=\w)|(?<=[A-Za-z0-9])\\\.(?=[A-Za-z0-9]))"
    rf"|(?P<at>(?<=[\w.+-])[ ]?{_OPEN}[ ]?(?:@|at)[ ]?{_CLOSE}[ ]?(?=[\w\[]))"
    r"|(?P<root>\[://\]|[\[({]:[\])}]//|\[://|:\[//\]|\[:\]\[//\]|:\[/\]\[/\]|:\[/\]/|\[:\]\[/\]\[/\])"
    r"|(?P<colon>(?<=\w)\[:\](?=\w))"
    r"|(?P<slash>(?<=\w)\[/\](?=\w))"
    r"|(?P<scheme>\b(?:h(?:xx|tx|xt|\*\*|__)p(?P<s>s?)|fxp)(?=[ ]?[\[({]?[ ]?:))",
    re.IGNORECASE,
)
_PLAIN = {"dot": ".", "at": "@", "root": "://", "colon": ":", "slash": "/"}
_BACKSLASH = re.compile(r"\\(?!\.)")
_WORD_BACK, _WORD_ON = re.compile(r"\S{0,200}\Z"), re.compile(r"\S{0,200}")


class PlainView:
    """The view (`text`) of an original; places of one are found in the other."""

    def __init__(self, original: str) -> None:
        self.original = original
        pieces: list[str] = []
        self._view_starts = [0]
        self._original_starts = [0]
        """Stretches that run alike in both begin at these places."""
        self._marks: list[int] = []
        """Places in the view where something was undone."""
        length, at = 0, 0
        for found in _MARKS.finditer(original):
            kind = str(found.lastgroup)
            if kind == "s":
                kind = "scheme"
            if found.group().startswith("\\") and _in_path(original, found.start()):
                continue
            plain = _PLAIN.get(kind) or _scheme(found)
            pieces += (original[at : found.start()], plain)
            length += found.start() - at
            self._marks.append(length)
            self._view_starts.append(length)
            self._original_starts.append(found.start())
            length += len(plain)
            at = found.end()
            self._view_starts.append(length)
            self._original_starts.append(at)
        pieces.append(original[at:])
        self.text = "".join(pieces)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the view stands in the original."""
        return self._back(start), self._back(end - 1, last=True) + 1 if end > start else self._back(start)

    def undone(self, start: int, end: int) -> bool:
        """Whether something in this stretch of the view was written so that nobody clicks on it."""
        index = bisect_right(self._marks, end - 1) - 1
        return index >= 0 and self._marks[index] >= start

    def _back(self, place: int, *, last: bool = False) -> int:
        index = bisect_right(self._view_starts, place) - 1
        # Empty stretches share a start; the last one with it is the one that holds the place.
        offset = place - self._view_starts[index]
        if index % 2 == 0:
            return self._original_starts[index] + offset
        if last:
            # The whole mark belongs to its plain form.
            return self._original_starts[index + 1] - 1
        return self._original_starts[index]


def _scheme(found: re.Match[str]) -> str:
    if found.group().lower().startswith("f"):
        return "ftp"
    return "https" if found.group("s") else "http"


def _in_path(text: str, place: int) -> bool:
    r"""`C:\a\.ssh` is a path, `evil\.com` is not: it has no other backslash."""
    before = _WORD_BACK.search(text, max(0, place - 200), place)
    after = _WORD_ON.match(text, place + 2)
    return any(part is not None and _BACKSLASH.search(part.group()) for part in (before, after))

"""Patterns with wildcards as functions on one text, in time linear in the text for a given pattern."""

from collections.abc import Callable, Sequence

from indicia.detection.conditions.condition import Pattern, Wildcard, fold

Matcher = Callable[[str], bool]
Part = str | Wildcard


def normal(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The shortest equal pattern: neighbouring text joined, empty text dropped, runs of `*` (and `?` among them) tidy.

    `*?*` and `?*` become `?*`: the same language, one spelling.
    """
    out: list[Part] = []
    for part in parts:
        if part == "":
            continue
        last = out[-1] if out else None
        if isinstance(part, str) and isinstance(last, str):
            out[-1] = last + part
        elif part is Wildcard.MANY and last is Wildcard.MANY:
            continue
        elif part is Wildcard.ONE and last is Wildcard.MANY:
            out[-1:] = [Wildcard.ONE, Wildcard.MANY]
        else:
            out.append(part)
    return tuple(out)


def folded(pattern: Pattern) -> tuple[Part, ...]:
    """Parts of the pattern in normal form, folded unless it is cased."""
    parts = normal(pattern.parts)
    if pattern.cased:
        return parts
    return tuple(fold(part) if isinstance(part, str) else part for part in parts)


def matcher(parts: tuple[Part, ...]) -> Matcher:
    """A function that says whether a whole text matches parts in normal form."""
    match parts:
        case ():
            return lambda text: not text
        case (str() as whole,):
            return lambda text: text == whole
        case (Wildcard.MANY,):
            return lambda text: True
        case (Wildcard.MANY, str() as inner, Wildcard.MANY):
            return lambda text: inner in text
        case (str() as start, Wildcard.MANY):
            return lambda text: text.startswith(start)
        case (Wildcard.MANY, str() as end):
            return lambda text: text.endswith(end)
    if Wildcard.MANY not in parts:
        only = _Piece(parts)
        return lambda text: len(text) == only.size and only.at(text, 0)
    return _between(_pieces(parts))


class _Piece:
    """A run of text and `?` without `*`: it has one length, so it either stands at a position or not."""

    __slots__ = ("anchor", "lead", "rest", "size")

    def __init__(self, parts: Sequence[Part]) -> None:
        placed: list[tuple[int, str]] = []
        size = 0
        for part in parts:
            if isinstance(part, str):
                placed.append((size, part))
                size += len(part)
            else:
                size += 1
        self.size = size
        # The longest text is searched for, the others are compared: the rarest is most often the longest.
        self.lead, self.anchor = max(placed, key=lambda item: len(item[1]), default=(0, ""))
        self.rest = tuple(item for item in placed if item != (self.lead, self.anchor))

    def at(self, text: str, start: int) -> bool:
        """Whether it stands at `start`; the caller makes sure that the text is long enough."""
        return text.startswith(self.anchor, start + self.lead) and all(
            text.startswith(part, start + shift) for shift, part in self.rest
        )

    def find(self, text: str, start: int, end: int) -> int:
        """First position between `start` and `end` where it stands whole, or -1."""
        last = end - self.size
        while start <= last:
            hit = text.find(self.anchor, start + self.lead, last + self.lead + len(self.anchor))
            if hit < 0:
                return -1
            start = hit - self.lead
            if all(text.startswith(part, start + shift) for shift, part in self.rest):
                return start
            start += 1
        return -1


def _pieces(parts: Sequence[Part]) -> tuple[_Piece, ...]:
    """What stands between the `*`; the first and last are empty where the pattern starts or ends with one."""
    runs: list[list[Part]] = [[]]
    for part in parts:
        if part is Wildcard.MANY:
            runs.append([])
        else:
            runs[-1].append(part)
    return tuple(_Piece(run) for run in runs)


def _between(pieces: tuple[_Piece, ...]) -> Matcher:
    """Match first and last piece at the ends and each other at its first place after the one before."""
    head, *middle, tail = pieces
    ends = head.size + tail.size
    # What most texts lack is most often the longest part; where it stands is looked at afterwards.
    anchors = sorted({piece.anchor for piece in pieces if piece.anchor}, key=lambda part: (-len(part), part))

    def matches(text: str) -> bool:
        for anchor in anchors:
            if anchor not in text:
                return False
        end = len(text) - tail.size
        if len(text) < ends or not head.at(text, 0) or not tail.at(text, end):
            return False
        place = head.size
        for piece in middle:
            found = piece.find(text, place, end)
            if found < 0:
                return False
            place = found + piece.size
        return True

    return matches

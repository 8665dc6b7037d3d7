"""Hashes in a report, also those that a line break cut."""

import re
from collections.abc import Iterator

from indicia.knowledge.reports.mentions.found import Found

_SIZES = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
_RUN = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{4,128}(?:[ \t]*\n[ \t]*[0-9A-Fa-f]{2,128}(?![0-9A-Za-z]))*(?![0-9A-Za-z])"
)
_PIECE = re.compile(r"[0-9A-Fa-f]+")
_MOST_PIECES = 4
_NAMED = re.compile(
    r"(?P<name>imp-?hash|ja3s?|jarm|ssdeep|authentihash|commit|thumbprint|serial(?: number)?)\W{1,6}\Z", re.IGNORECASE
)
_OF_NOTHING = frozenset(
    {
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
)


def find_hashes(view: str) -> Iterator[Found]:
    """Whole words of as many hexadecimal digits as a hash has; lines are joined only where that makes one."""
    for run in _RUN.finditer(view):
        pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(view, run.start(), run.end())]
        at = 0
        while at < len(pieces):
            used = _joined(pieces, at)
            if used:
                start, end = pieces[at][0], pieces[at + used - 1][1]
                value = "".join(view[first:last] for first, last in pieces[at : at + used]).lower()
                if re.search(r"[a-f]", value) and re.search(r"\d", value):
                    yield _found(view, start, end, value)
            at += used or 1


def _joined(pieces: list[tuple[int, int]], at: int) -> int:
    """How many pieces from here make one hash; 0 for none."""
    first = pieces[at][1] - pieces[at][0]
    if first in _SIZES and (at + 1 == len(pieces) or pieces[at + 1][1] - pieces[at + 1][0] in _SIZES):
        return 1
    size = first
    for count in range(2, _MOST_PIECES + 1):
        if at + count > len(pieces):
            break
        start, end = pieces[at + count - 1]
        if end - start in _SIZES and first in _SIZES:
            break
        size += end - start
        if size in _SIZES:
            return count
    return 1 if first in _SIZES else 0


def _found(view: str, start: int, end: int, value: str) -> Found:
    sort, aside = _SIZES[len(value)], "hash of an empty file" if value in _OF_NOTHING else ""
    named = _NAMED.search(view, max(0, start - 30), start)
    if named:
        name = named.group("name").lower().replace("-", "")
        if name in ("imphash", "ja3", "ja3s", "jarm", "authentihash"):
            sort = name
        else:
            aside = name if name != "ssdeep" else aside
    return Found(start, end, value, sort, aside)

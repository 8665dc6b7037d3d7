"""Techniques that a sentence names itself: by id, or as a heading, row or item that is nothing but a name."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.published.attack_versions import SPOKEN, load_attack_versions
from indicia.knowledge.section import read_section

_ID = re.compile(r"(?<![A-Za-z0-9.])T(?P<main>[01]\d{3})(?:[./](?P<sub>\d{3}))?(?![A-Za-z0-9]|\.\d)")
_FRAME = re.compile(r"[\s|•*#>_\"“”'‘’-]*")
_FEW = 3
"""Words that are left of a row when ids and names are taken out, below which it is no sentence."""
_PARENT = re.compile(r"[^:–]{3,60}[:–]\s+")


class Named(Struct, frozen=True, kw_only=True):
    """Characters of a sentence, from its beginning, that name a technique."""

    id: str
    """As version 18 calls it."""
    start: int
    end: int
    by_id: bool


def written_ids(sentence: str) -> Iterator[Named]:
    """Every id that some version knows, as version 18 calls it; the nearest where it became several."""
    versions = load_attack_versions()
    for found in _ID.finditer(sentence):
        id = f"T{found.group('main')}" + (f".{found.group('sub')}" if found.group("sub") else "")
        if today := versions.brought(id, SPOKEN):
            yield Named(id=today[0], start=found.start(), end=found.end(), by_id=True)


def written_name(sentence: str) -> Named | None:
    """The technique whose name, with or without the one above it before a colon, is all that stands there."""
    begins = _FRAME.match(sentence)
    start = begins.end() if begins else 0
    end = len(sentence.rstrip().rstrip("|*_\"”'’:").rstrip())
    names = load_names()
    for first in (start, *((found.end(),) if (found := _PARENT.match(sentence, start, end)) else ())):
        if id := names.get(sentence[first:end]):
            return Named(id=id, start=first, end=end, by_id=False)
    return None


def only_named(sentence: str) -> bool:
    """Whether a sentence is a row or heading that is nothing but names and ids of techniques."""
    if written_name(sentence) is not None:
        return True
    named = list(written_ids(sentence))
    if not named:
        return False
    before = sentence[: named[0].start].rstrip(" [(")
    rest = (before if written_name(before) is None else "") + sentence[named[-1].end :]
    return sum(any(letter.isalpha() for letter in word) for word in rest.split()) < _FEW


def load_names(path: Path | None = None) -> dict[str, str]:
    """Name → id of version 18, of the shipped list or another file of the same form.  Raises RulesetError."""
    return _load(path or Path(str(files("indicia"))) / "knowledge" / "reports" / "techniques" / "names.toml")


@cache
def _load(path: Path) -> dict[str, str]:
    top = read_section(path)
    top.text("source")
    pairs = top.lists("names")
    if any(len(pair) != 2 for pair in pairs):
        raise top.wrong("`names` has to be a list of pairs")
    top.close()
    return {name: id for id, name in pairs}

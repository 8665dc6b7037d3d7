"""Names of states, bodies, services, companies, papers, groups and people (`names.toml`), found in words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.reports.assertions.vocabulary.phrases import Phrases
from indicia.knowledge.reports.assertions.vocabulary.words import Word, words_of
from indicia.knowledge.section import Section, read_section


class Sort(StrEnum):
    """What a name is the name of."""

    STATE = "state"
    ADJECTIVE = "adjective"
    """`Chinese`, `Russians`."""
    PLACE = "place"
    """A capital that may stand for its government."""
    BODY = "body"
    SERVICE = "service"
    """Intelligence service or force: speaks, and is accused."""
    VENDOR = "vendor"
    PRESS = "press"
    GROUP = "group"
    """A group of intruders."""
    OFFICE = "office"
    """An office that tells its state without naming it."""
    PERSON = "person"


class Name(Struct, frozen=True):
    """A name that is known."""

    sort: Sort
    party: str
    """Empty for groups and papers, which are no party."""


_SHAPES = re.compile(
    r"APT-?\s?C?-?\d{1,3}[a-z]?|UNC\d{3,5}|TA\d{3,4}|FIN\d{1,2}|DEV-\d{4}|STORM-\d{4}|UAC-\d{4}|ATK\d{1,3}|TAG-\d{1,3}|TEMP\.\w+|"
    r"G0\d{3}|UTA\d{4}|CL-STA-\d{4}",
    re.IGNORECASE,
)
"""Names that vendors number. """
_FAMILY = frozenset(
    "typhoon blizzard sandstorm sleet tempest panda bear kitten spider chollima buffalo jackal wolf tiger leopard hawk "
    "heron finch gannet crane lynx"
    " team".split()
)
"""Second words of names made of two."""


@lru_cache(maxsize=1)
def _known() -> tuple[Phrases[Name], Phrases[Name], dict[str, str]]:
    top = read_section(
        Path(str(files("indicia"))) / "knowledge" / "reports" / "assertions" / "vocabulary" / "names.toml"
    )
    entries = list(_entries(top))
    offices = [(phrase, Name(Sort.OFFICE, party)) for names, party in top.lists("offices") for phrase in _split(names)]
    top.close()
    return Phrases(entries, capitals=True), Phrases(offices), _surnames(entries)


def _entries(top: Section) -> Iterator[tuple[str, Name]]:
    for sort, key in ((Sort.GROUP, "groups"), (Sort.PRESS, "press")):
        for name in top.texts(key):
            yield name, Name(sort, "")
            if sort is Sort.GROUP:
                yield name.upper(), Name(sort, "")
    for name in top.texts("vendors"):
        yield name, Name(Sort.VENDOR, name)
    for names, party in top.lists("people"):
        for name in _split(names):
            yield name, Name(Sort.PERSON, party)
    for sort, key in ((Sort.BODY, "bodies"), (Sort.SERVICE, "services")):
        for party, names in top.lists(key):
            for name in _split(names):
                yield name, Name(sort, party)
    for party, names, people, places in top.lists("states"):
        for sort, listed in ((Sort.PLACE, places), (Sort.ADJECTIVE, people), (Sort.STATE, names)):
            for name in _split(listed):
                yield name, Name(sort, party)


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(";") if name.strip()]


def _surnames(entries: Iterable[tuple[str, Name]]) -> dict[str, str]:
    """Last names of those who hold office, where they are of one party only."""
    found: dict[str, set[str]] = {}
    for name, what in entries:
        if what.sort is Sort.PERSON and " " in name:
            found.setdefault(name.split()[-1], set()).add(what.party)
    return {name: next(iter(parties)) for name, parties in found.items() if len(parties) == 1}


def surname_party(name: str) -> str:
    """The party of an office-holder of whom only title and last name are told; empty where not known."""
    return _known()[2].get(name, "")


def is_state(party: str) -> bool:
    """Whether a party is a state."""
    exact, _, _ = _known()
    words = words_of(party, 0, len(party))
    found = exact.at(words, 0) if words else None
    return found is not None and found[1].sort is Sort.STATE


def name_at(words: Sequence[Word], place: int) -> tuple[int, Name] | None:
    """How many words the longest known name at a place has, and what it is."""
    if place >= len(words) or not words[place].text[:1].isalnum():
        return None
    word = words[place]
    exact, offices, _ = _known()
    office = offices.at(words, place)
    found = exact.at(words, place) if word.capital or word.text[:1].isdigit() else None
    if office is not None and (found is None or office[0] >= found[0]):
        return office
    shape = _shaped(words, place)
    if found is None or (shape is not None and shape[0] > found[0]):
        return shape or found
    return found


def _shaped(words: Sequence[Word], place: int) -> tuple[int, Name] | None:
    word = words[place]
    group = Name(Sort.GROUP, "")
    if _SHAPES.fullmatch(word.text) and any(letter.isdigit() for letter in word.text):
        return 1, group
    rest = words[place + 1 : place + 4]
    if word.text == "Unit" and rest and rest[0].text.isdigit() and len(rest[0].text) > 3:
        return 2, group
    if word.text == "APT" and rest and rest[0].text.isdigit():
        return 2, group
    if word.lower == "advanced" and [item.lower for item in rest[:2]] == ["persistent", "threat"] and len(rest) > 2:
        return (4, group) if rest[2].text.isdigit() else None
    if rest and word.capital and rest[0].capital and rest[0].lower in _FAMILY and word.lower not in _ARTICLES:
        return 2, group
    return None


_ARTICLES = frozenset("the a an our this threat research response security intelligence analysis incident".split())

"""Phrases that tell of a technique, read from `phrases.toml`, and their search in a sentence."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.published.attack_versions import SPOKEN, load_attack_versions
from indicia.knowledge.reports.techniques.patterns import expression, keys
from indicia.knowledge.section import Section, read_section


class Phrase(Struct, frozen=True, kw_only=True):
    """One phrase."""

    id: str
    sure: bool
    """False for a hint."""
    form: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]


class Hit(Struct, frozen=True, kw_only=True):
    """Characters of a sentence, from its beginning, that tell of a technique."""

    id: str
    sure: bool
    start: int
    end: int


class Phrases:
    """All phrases; only those of which a word stands in a sentence are tried on it."""

    def __init__(
        self, phrases: tuple[Phrase, ...], wanted: tuple[tuple[str, ...], ...], says_right: float, hints_right: float
    ) -> None:
        self.phrases = phrases
        self.says_right = says_right
        """How often people marked what a phrase says, 0 to 1."""
        self.hints_right = hints_right
        self._by_key: dict[str, list[int]] = {}
        for number, words in enumerate(wanted):
            for word in words:
                self._by_key.setdefault(word, []).append(number)
        self._keys = list(self._by_key)
        self._search = AhoCorasick(self._keys)

    @property
    def ids(self) -> tuple[str, ...]:
        """Techniques that have a phrase, sorted."""
        return tuple(sorted({phrase.id for phrase in self.phrases}))

    def find(self, sentence: str) -> Iterator[Hit]:
        """The first place of each technique in a sentence, by technique; what is sure before what hints."""
        found = self._search.find_matches_as_indexes(sentence.lower(), overlapping=True)
        numbers = sorted({number for key, _, _ in found for number in self._by_key[self._keys[key]]})
        best: dict[str, Hit] = {}
        for number in numbers:
            phrase = self.phrases[number]
            known = best.get(phrase.id)
            if known is not None and (known.sure or not phrase.sure):
                continue
            match = phrase.form.search(sentence)
            while match and (inner := phrase.form.search(sentence, match.start() + 1, match.end())):
                # The words nearest to each other are what tells, not the first ones that would do.
                match = inner
            if match and not any(other.search(sentence) for other in phrase.unless):
                best[phrase.id] = Hit(id=phrase.id, sure=phrase.sure, start=match.start(), end=match.end())
        yield from (best[id] for id in sorted(best))


def load_phrases(path: Path | None = None) -> Phrases:
    """The shipped phrases, or another file of the same form.  Raises RulesetError naming file and entry."""
    return _load(path or Path(str(files("indicia"))) / "knowledge" / "reports" / "techniques" / "phrases.toml")


@cache
def _load(path: Path) -> Phrases:
    top = read_section(path)
    top.text("source")
    words = dict(top.pairs("words"))
    says_right, hints_right = _share(top, "says_right"), _share(top, "hints_right")
    phrases: list[Phrase] = []
    wanted: list[tuple[str, ...]] = []
    versions = load_attack_versions()
    for row in top.rows("technique", "id"):
        id = row.text("id")
        if not versions.lives(id, SPOKEN):
            raise row.wrong(f"{id} is no technique of ATT&CK {SPOKEN}")
        unless = tuple(_compiled(row, pattern, words) for pattern in row.texts("unless"))
        for key in ("says", "hints"):
            for pattern in row.texts(key):
                form = _compiled(row, pattern, words)
                phrases.append(Phrase(id=id, sure=key == "says", form=form, unless=unless))
                wanted.append(_keys(row, pattern, words))
        row.close()
    top.close()
    if not phrases:
        raise RulesetError(f"{path}: no phrase in it")
    return Phrases(tuple(phrases), tuple(wanted), says_right, hints_right)


def _share(top: Section, key: str) -> float:
    percent = top.number(key, 0)
    if percent > 100:
        raise top.wrong(f"`{key}` is a percentage")
    return percent / 100


def _compiled(row: Section, pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    try:
        return expression(pattern, words)
    except ValueError as error:
        raise row.wrong(str(error)) from None


def _keys(row: Section, pattern: str, words: dict[str, str]) -> tuple[str, ...]:
    try:
        return keys(pattern, words)
    except ValueError as error:
        raise row.wrong(str(error)) from None

"""A sentence as the rules see it: words without quotation marks, groups, and the subject of each verb."""

from collections.abc import Sequence

from msgspec import Struct, field

from indicia.knowledge.reports.assertions.groups.found import groups_of
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.groups.met import Met, Named
from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.subject import FAR, HALTS, Subject
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import Word
from indicia.model.reported import Quoted

_MARKS = frozenset('"“”„«»‘')


class Sentence(Struct, kw_only=True):
    """One sentence, or one piece of a very long one."""

    text: str
    quoted: Quoted
    words: list[Word]
    quotation: list[int]
    """For each word the number of the quotation that it stands in; -1 outside."""
    small: list[str] = field(default_factory=list)
    """The words in lower case."""
    groups: list[Group] = field(default_factory=list)
    starts: dict[int, Group] = field(default_factory=dict)
    ends: dict[int, Group] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()
    """Places of words that belong to a group."""
    subjects: dict[int, Subject | None] = field(default_factory=dict)
    clause_ends: dict[int, int] = field(default_factory=dict)
    """Those that were looked for."""
    met: Met = field(default_factory=Met)
    """Who was named before it."""
    own_voice: bool = False
    """Whether it belongs to a statement whose issuer answers for what it says."""
    carried: list[Frame] | None = None
    """Its frames, once they were looked for."""

    def lower(self, place: int) -> str:
        """The word at a place in lower case; empty outside the sentence."""
        return self.small[place] if 0 <= place < len(self.small) else ""

    def lowers(self, first: int, last: int) -> list[str]:
        """Lower-case words of a stretch."""
        return self.small[first if first > 0 else 0 : last if last > 0 else 0]

    def span(self, first: int, last: int) -> Quoted:
        """The characters of words `first` to `last` (without it)."""
        start, end = self.words[first].start, self.words[last - 1].end
        return Quoted(start, end, self.text[start:end])

    def group_span(self, group: Group) -> Quoted:
        """The characters of a group."""
        return self.span(group.first, group.last)

    def tail(self, first: int, last: int) -> tuple[int, int] | None:
        """A stretch without small words before it and marks behind it, cut where a quotation ends; null when empty."""
        while first < last and (
            self.lower(first) in ("for", "of", "as", "over", "out", "'s", "'") or not self.words[first].is_word
        ):
            first += 1
        if first < last and self.quotation[first] >= 0:
            inside = first
            while inside < last and self.quotation[inside] == self.quotation[first]:
                inside += 1
            last = inside
        while last > first and not self.words[last - 1].is_word:
            last -= 1
        return (first, last) if first < last else None

    def meant(self, group: Group) -> Named | None:
        """Who was named before and is meant by `the ministry`, `the same unit`; null where its own words tell."""
        if group.named_state or group.person or group.possessive or group.pronoun:
            return None
        return self.met.meant(self.lowers(group.first, group.last), group.head)

    def clause_end(self, place: int) -> int:
        """Where the clause ends that a place stands in."""
        end = self.clause_ends.get(place)
        if end is None:
            end = self.clause_ends[place] = self._clause_end(place)
        return end

    def _clause_end(self, place: int) -> int:
        terms = lexicon()
        for here in range(place + 1, min(len(self.words), place + 3 * FAR)):
            word = self.words[here]
            if word.text in HALTS:
                return here
            if word.text == "," and self.lower(here + 1) in (
                "but",
                "while",
                "although",
                "though",
                "whereas",
                "saying",
                "adding",
            ):
                return here
            joined = here + 1 if word.text == "," else here
            if self.lower(joined) in ("and", "but") and joined + 1 in self.starts:
                group = self.starts[joined + 1]
                if group.last < len(self.words) and self.finite(group.last) and not group.possessive:
                    return here
            following = self.lower(here + 1)
            if word.lower == "and" and (following == "that" or following in terms.words["auxiliaries"]):
                return here
            if word.lower in ("and", "but") and self.sure_that(here + 1):
                return here
            if word.lower in ("but", "although", "whereas") and terms is not None:
                return here
        return min(len(self.words), place + 3 * FAR)

    def inserts(self, before: int) -> tuple[tuple[int, int], ...]:
        """`, which it says is part of the FSB,`: relative clauses between commas that are closed before a place."""
        found, here = [], 0
        while here < before:
            if self.words[here].text == "," and self.lower(here + 1) in ("which", "who", "whose", "whom"):
                end = next((at for at in range(here + 1, before) if self.words[at].text == ","), None)
                if end is None:
                    break
                found.append((here, end))
                here = end
            here += 1
        return tuple(found)

    def sure_that(self, place: int) -> bool:
        """Whether `highly likely that`, `with low confidence that` begins at a place."""
        place += self.lower(place) in ("with", "it")
        place += self.lower(place) in ("a", "is", "was", "only")
        found = lexicon().confidence.at(self.words, place) if place < len(self.words) else None
        return found is not None and self.lower(place + found[0]) == "that"

    def clause_start(self, place: int) -> int:
        """Where the clause begins that a place stands in."""
        for here in range(place - 1, max(-1, place - 3 * FAR), -1):
            if self.words[here].text in HALTS or self.lower(here) in ("but", "although", "whereas"):
                return here + 1
            if self.words[here].text == "," and self.lower(here + 1) in ("while", "and") and here + 2 in self.starts:
                group = self.starts[here + 2]
                if group.last < len(self.words) and self.finite(group.last):
                    return here + 1
        return max(0, place - 3 * FAR)

    def finite(self, place: int) -> bool:
        """Whether a verb stands at a place, adverbs before it left out."""
        terms = lexicon()
        while place < len(self.words) and self.lower(place) in terms.words["adverbs"]:
            if self.lower(place) in terms.words["auxiliaries"]:
                return True
            place += 1
        return self.lower(place) in terms.any_verb

    def inside_group(self, place: int) -> bool:
        """Whether a word belongs to a group."""
        return place in self.covered


def parse(text: str, quoted: Quoted, words: Sequence[Word], quotation: Sequence[int]) -> Sentence:
    """Leave out quotation marks and a dateline, and find the groups."""
    kept = [(word, number) for word, number in zip(words, quotation, strict=True) if word.text not in _MARKS]
    kept = kept[_dateline([word for word, _ in kept]) :]
    plain = [word for word, _ in kept]
    groups = groups_of(plain)
    return Sentence(
        text=text,
        quoted=quoted,
        words=plain,
        small=[word.lower for word in plain],
        quotation=[number for _, number in kept],
        groups=groups,
        covered=frozenset(place for group in groups for place in range(group.first, group.last)),
        starts={group.first: group for group in groups},
        ends={group.last: group for group in groups},
    )


def _dateline(words: Sequence[Word]) -> int:
    """How many words of `LONDON (Reuters) - ` stand before the sentence."""
    for place, word in enumerate(words[:9]):
        dashed = word.text in ("–", "—") or (word.text == "-" and place)
        if dashed and place:
            doubled = place + 1 < len(words) and words[place + 1].text == "-"
            return place + 1 + doubled if words[0].text.isupper() and len(words[0].text) > 2 else 0
    return 0


def dated_from(words: Sequence[Word]) -> str:
    """The party of the capital that a dateline names; empty where there is none."""
    if not _dateline(words):
        return ""
    upper = [word.text.capitalize() for word in words[:3] if word.text.isupper()]
    city = [Word(0, len(part), part, part.lower()) for part in upper]
    named = name_at(city, 0) if city else None
    return named[1].party if named is not None and named[1].sort is Sort.PLACE else ""

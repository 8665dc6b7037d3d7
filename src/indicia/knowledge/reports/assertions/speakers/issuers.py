"""Who `we` is outside quotations: whom title, heading, byline or opening name as author; else the document itself."""

import re
from collections.abc import Sequence

from msgspec import Struct, field

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.memory import Memory
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import words_of
from indicia.model.reported import Quoted

_HEAD = 12
"""Sentences in which headings, bylines and the opening are looked for."""
_OPENS = 3
"""Sentences that may end in a full stop before the opening is over."""
_SHORT = 24
"""Words of a heading or a byline at most."""
_TAIL = re.compile(r"\s+[|–—·-]\s+")
_HOST = re.compile(r"^[a-z][a-z+.-]*://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
_HEADINGS = frozenset("statement declaration communiqué communique release".split())
_BY = frozenset("by from of behalf".split())
_KINDS = frozenset("threat research intelligence analysis response team".split())
_PRESENT = frozenset("is are has have 's today hereby".split())
_STATES = frozenset((Sort.STATE, Sort.PLACE, Sort.BODY, Sort.SERVICE, Sort.ADJECTIVE))


class Issuer(Struct, frozen=True):
    """Who answers for the document."""

    quoted: Quoted | None
    """Where it is named in the text; null where only title or address of the page tell."""
    party: str


class Issuers(Struct):
    """Looks for the issuer at the beginning of a document; the firmest that says so holds."""

    publisher: str = ""
    """Party whose site or title it is; empty where not known."""
    found: Issuer | None = None
    statement: bool = False
    """Whether the document is a statement of somebody: its heading says so."""
    seen: int = 0
    stopped: int = field(default=0)
    press: bool = False
    """Whether a paper was named: then the opening tells no issuer."""

    def note(self, sentence: Sentence, memory: Memory) -> None:
        """Look at the next sentence of the text."""
        self.seen += 1
        ourselves = _ourselves(sentence)
        if ourselves is not None and (self.found is None or self.found.quoted is None):
            self._take(sentence, memory, (ourselves,))
        if self.seen > _HEAD or not sentence.words:
            return
        ended = sentence.words[-1].text in (".", "!", "?")
        if not ended and len(sentence.words) <= _SHORT:
            if _is_heading(sentence):
                self.statement = True
            if _is_heading(sentence) or (_byline(sentence) and len(sentence.words) < _SHORT // 2):
                self._take(sentence, memory, _named_behind(sentence))
        self.press = self.press or _dated(sentence) or any(Sort.PRESS in group.sorts for group in sentence.groups)
        if ended and self.stopped < _OPENS:
            self.stopped += 1
            opening = _opening(sentence)
            if self.found is None and not self.press and self.stopped == 1 and opening is not None:
                self._take(sentence, memory, (opening,))

    def issuer(self) -> Issuer | None:
        """Who answers for the document; null where nothing says."""
        if self.found is not None:
            return self.found
        return Issuer(None, self.publisher) if self.publisher else None

    def _take(self, sentence: Sentence, memory: Memory, groups: Sequence[Group]) -> None:
        if self.found is not None and self.found.quoted is not None:
            return
        for group in groups:
            known = memory.known(sentence, group)
            party = known.party
            if _byline(sentence) and party in ("", group.person):
                party = _team(sentence, group) or party
            if party or group.person:
                self.found = Issuer(known.quoted, party)
                return


def _team(sentence: Sentence, group: Group) -> str:
    """`By the Nordgard research team`: the name that a team bears."""
    if group.head not in ("team", "researchers", "analysts", "lab", "unit"):
        return ""
    name: list[str] = []
    for word in sentence.words[group.first : group.last]:
        if name and (not word.capital or word.lower in _KINDS):
            break
        if word.capital and word.lower not in ("the", "our"):
            name.append(word.text)
    return " ".join(name)


def publisher(title: str, address: str) -> str:
    """The party that a title ends with (`… | Microsoft Security Blog`) or that an address belongs to; else empty."""
    tail = _TAIL.split(title)[-1] if _TAIL.search(title) else ""
    named = name_at(words_of(tail, 0, len(tail)), 0) if tail else None
    if named is not None and named[1].sort in (Sort.VENDOR, Sort.BODY):
        return named[1].party
    host = _HOST.match(address)
    labels = host.group(1).lower().split(".") if host is not None else []
    for label in labels[-3:-1]:
        for written in (label.capitalize(), label.upper()):
            named = name_at(words_of(written, 0, len(written)), 0)
            if named is not None and named[1].sort in (Sort.VENDOR, Sort.BODY):
                return named[1].party
    return ""


def _byline(sentence: Sentence) -> bool:
    return sentence.lower(0) == "by" or sentence.lowers(0, 2) in (["posted", "by"], ["written", "by"])


def _is_heading(sentence: Sentence) -> bool:
    """`Statement by …`, `Joint declaration on behalf of …`."""
    return (
        sentence.lower(0) in _HEADINGS | {"joint", "press"}
        and bool(_HEADINGS & set(sentence.small[:3]))
        and bool({"by", "from", "on", "of"} & set(sentence.small[:6]))
    )


def _named_behind(sentence: Sentence) -> tuple[Group, ...]:
    return tuple(
        group
        for group in sentence.groups
        if not group.pronoun
        and not group.possessive
        and sentence.lower(group.first - 1) in _BY
        and (group.speaks or group.head in lexicon().nouns["actor"])
        and sentence.lower(group.first) not in ("our", "my")
    )


def _ourselves(sentence: Sentence) -> Group | None:
    """`At Proofpoint, we …`, `we at Proofpoint`, outside quotations."""
    for place, word in enumerate(sentence.small):
        if word not in ("we", "our") or sentence.quotation[place] >= 0:
            continue
        before = sentence.ends.get(place - 1) if sentence.lower(place - 1) == "," else None
        if before is not None and before.speaks and before.first == 1 and sentence.lower(0) in ("at", "here"):
            return before
        after = sentence.starts.get(place + 2)
        if word == "we" and sentence.lower(place + 1) == "at" and after is not None and after.speaks:
            return after
    return None


def _opening(sentence: Sentence) -> Group | None:
    """A government that speaks of itself in the first sentence: `Latvia today attributes`, `The UK is joining`."""
    group = sentence.starts.get(0)
    if group is None or not group.party or group.possessive or not group.sorts or not group.sorts <= _STATES:
        return None
    if any(item >= 0 for item in sentence.quotation) or group.acts:
        return None
    following = sentence.lower(group.last)
    present = any(lexicon().is_verb(following, kind, "s") for kind in lexicon().verbs)
    return group if following in _PRESENT or present else None


def _dated(sentence: Sentence) -> bool:
    """Whether a date line was cut off before the first word."""
    return bool(sentence.words) and sentence.words[0].start > sentence.quoted.start + 2

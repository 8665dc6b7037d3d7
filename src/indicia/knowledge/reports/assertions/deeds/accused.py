"""Whom an accusation names: a group of words with what belongs to it (`hackers affiliated with …`)."""

from msgspec import Struct

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import Word

_INSIDE = frozenset("of from within in inside out at".split())
_AFTER_LINK = frozenset("to with by for from in as of on out within inside at under".split())
_CALLED = frozenset(
    "calls call called tracks track tracked dubs dubbed names named refers refer labels labelled codenamed".split()
)
_TIES = frozenset(
    "backed linked sponsored aligned based nexus affiliated controlled supported directed associated".split()
)
_PART = frozenset("involvement responsibility complicity authorship".split())
_SPONSORED = ("state-", "government-", "nation-", "kremlin-", "military-")


class Accused(Struct, frozen=True):
    """Words `first` to `last` (without it)."""

    first: int
    last: int
    strong: bool
    """Whether a state, a service, a named group or a state sponsor is in it: not only `the hackers`."""
    states: frozenset[str]
    """Parties named in it."""


def accused(sentence: Sentence, group: Group) -> Accused | None:
    """The group with what belongs to it; null where nobody is named who could be accused."""
    text = sentence.lowers(group.first, group.last)
    power = group.head in lexicon().nouns["power"]
    sponsors = _sponsors(sentence, group)
    before = sentence.meant(group)
    named = (
        group.named_state or before is not None or bool(sponsors) or any(word.startswith(_SPONSORED) for word in text)
    )
    if not (named or group.acts or power or (group.person and group.speaks)) or group.pronoun:
        return None
    if group.sorts and group.sorts <= {Sort.PRESS, Sort.BODY, Sort.VENDOR}:
        return None
    reach = _Reach(sentence, group, named)
    reach.states |= sponsors
    if before is not None:
        reach.states |= before.states
    return reach.reached()


def _sponsors(sentence: Sentence, group: Group) -> set[str]:
    """Parties in `Beijing-backed hackers`, `Iran-linked group`."""
    found = set()
    for word in sentence.words[group.first : group.last]:
        name, dash, tie = word.text.partition("-")
        if dash and tie in _TIES:
            known = name_at([Word(0, len(name), name, name.lower())], 0)
            if known is not None and known[1].party:
                found.add(known[1].party)
    return found


def activity_of(sentence: Sentence, place: int) -> Accused | None:
    """`Chinese state-sponsored cyber activity`, `Russian campaign`: a people and what it does, from a place on."""
    named = name_at(sentence.words, place)
    if named is None or named[1].sort is not Sort.ADJECTIVE:
        return None
    for here in range(place + named[0], min(len(sentence.words), place + named[0] + 5)):
        if sentence.lower(here) in lexicon().nouns["activity"] or sentence.lower(here) in _PART:
            return Accused(place, here + 1, True, frozenset({named[1].party}))
        if not sentence.words[here].is_word or sentence.lower(here) in lexicon().words["prepositions"]:
            return None
    return None


class _Reach:
    """Goes right from a group over what belongs to it."""

    def __init__(self, sentence: Sentence, group: Group, named: bool) -> None:
        self.sentence, self.group = sentence, group
        self.last = group.last
        self.strong = named
        self.states = {group.party} if group.named_state and group.party else set()

    def reached(self) -> Accused:
        if not self.group.possessive:
            while self._inside() or self._linked() or self._called() or self._joined() or self._apposed():
                pass
        return Accused(self.group.first, self.last, self.strong, frozenset(self.states))

    def _take(self, group: Group, *, named: bool = False) -> bool:
        self.last = group.last
        if group.named_state or named:
            self.strong = True
        if group.named_state and group.party:
            self.states.add(group.party)
        return True

    def _inside(self) -> bool:
        sentence = self.sentence
        control = sentence.lowers(self.last, self.last + 5)
        if control[:1] == ["under"] and set(control) & {"control", "direction", "command"} and "of" in control:
            group = sentence.starts.get(self.last + control.index("of") + 1)
            return self._take(group) if group is not None and group.named_state else False
        if sentence.lower(self.last) not in _INSIDE:
            return False
        at = self.last + 1 + (sentence.lower(self.last + 1) in ("of", "the") and self.last + 1 not in sentence.starts)
        group = sentence.starts.get(at)
        if group is None or group.pronoun:
            return False
        power = group.head in lexicon().nouns["power"]
        return self._take(group) if group.named_state or power else False

    def _linked(self) -> bool:
        """`believed to be affiliated with …`, `working on behalf of …`, `known as …`."""
        sentence, terms = self.sentence, lexicon()
        place = self.last
        if sentence.lower(place) == ",":
            place += 1
            if sentence.lower(place) not in (
                "known",
                "called",
                "dubbed",
                "tracked",
                "also",
                "affiliated",
                "linked",
                "believed",
                "backed",
            ):
                return False
        for _ in range(5):
            word = sentence.lower(place)
            plain = word in terms.words["adverbs"] and word not in terms.words["auxiliaries"]
            if (
                plain
                or word.endswith("ly")
                or (word in ("to", "be", "have", "likely") and place > self.last)
                or word
                in (
                    "believed",
                    "suspected",
                    "thought",
                    "alleged",
                    "said",
                )
            ):
                place += 1
            else:
                break
        if sentence.lower(place) not in terms.words["linked"]:
            return False
        called = sentence.lower(place) in (
            "known",
            "called",
            "dubbed",
            "tracked",
            "named",
            "nicknamed",
            "styled",
            "referred",
        )
        place += 1
        while sentence.lower(place) in _AFTER_LINK or sentence.lower(place) in (
            "behalf",
            "publicly",
            "experts",
            "closely",
            "the",
            "directly",
            "name",
            "a",
            "contract",
            "basis",
            "direct",
            "orders",
        ):
            if place in sentence.starts:
                break
            place += 1
        if not set(sentence.lowers(place - 2, place)) & _AFTER_LINK and not called:
            return False
        group = sentence.starts.get(place)
        if group is None and called:
            group = next(
                (
                    sentence.starts[here]
                    for here in range(place, place + 6)
                    if here in sentence.starts and "as" in sentence.lowers(place, here)
                ),
                None,
            )
        if group is None or group.pronoun:
            return False
        worth = group.named_state or group.acts or group.head in terms.nouns["power"] or called
        return self._take(group, named=called or group.head in terms.nouns["power"]) if worth else False

    def _called(self) -> bool:
        """`it calls Hafnium`, `, which Microsoft calls Salt Typhoon,`."""
        sentence = self.sentence
        place = self.last
        if sentence.lower(place) == ",":
            place += 1
        if sentence.lower(place) in ("that", "which"):
            place += 1
        elif place != self.last:
            return False
        speaker = sentence.starts.get(place)
        if speaker is None or not speaker.speaks:
            return False
        verb = speaker.last
        while sentence.lower(verb) in ("has", "have", "also"):
            verb += 1
        if sentence.lower(verb) not in _CALLED:
            return False
        name = verb + 1
        while sentence.lower(name) in ("as", "it", "to", "them"):
            name += 1
        group = sentence.starts.get(name)
        if group is None:
            return False
        return self._take(group, named=True)

    def _apposed(self) -> bool:
        """`the Russian military intelligence agency, the GRU,`; `Tick, a group believed to work for …`."""
        group = self.sentence.starts.get(self.last + 1)
        kind = group is not None and group.acts and self.sentence.lower(group.first) in ("a", "an")
        if self.sentence.lower(self.last) == "," and kind and group is not None and Sort.GROUP in self.group.sorts:
            linked = self.sentence.lower(group.last) in lexicon().words["linked"]
            if linked and self.sentence.lower(group.last) not in ("known", "called", "dubbed", "tracked", "named"):
                return self._take(group)
        if self.sentence.lower(self.last) != "," or group is None or group.possessive or group.head:
            return False
        named = Sort.SERVICE in group.sorts or (Sort.GROUP in group.sorts and self.group.acts)
        if not named or self.sentence.lower(group.last) not in (",", ".", ""):
            return False
        listed = self.sentence.lower(group.last + 1) == "and" or self.sentence.lower(self.last - 1) == ","
        return False if listed or not self.strong else self._take(group)

    def _joined(self) -> bool:
        """`APT40 and APT31`."""
        sentence = self.sentence
        if not (self.strong or self.group.acts) or sentence.lower(self.last) not in ("and", "or"):
            return False
        group = sentence.starts.get(self.last + 1)
        if group is None or group.possessive or not (group.named_state or group.acts):
            return False
        following = sentence.lower(group.last)
        terms = lexicon()
        if (following in terms.any_verb and not following.endswith("ing")) or following in terms.words["adverbs"]:
            return False
        return self._take(group)

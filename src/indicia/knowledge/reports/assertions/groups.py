"""Groups of words that name somebody: who may speak, who may be accused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicia.knowledge.reports.assertions.lexicon import Lexicon, lexicon
from indicia.knowledge.reports.assertions.names import Name, Sort, name_at
from indicia.knowledge.reports.assertions.words import Word

_NAMED_SORTS = (Sort.STATE, Sort.ADJECTIVE, Sort.PLACE, Sort.BODY, Sort.SERVICE, Sort.GROUP)
PRONOUNS = frozenset("he she it they we i".split())
_LONGEST = 24
"""Words of a group; longer ones are cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Words `first` to `last` (without it) that name one body, person, state, group or kind of people."""

    first: int
    last: int
    party: str = ""
    """Country or body; empty where the words do not tell."""
    person: str = ""
    """Name of the person, or of an organisation that is not known; empty where there is none."""
    head: str = ""
    """The last noun in lower case: `spokesman`, `hackers`; empty for a bare name."""
    sorts: frozenset[Sort] = frozenset()
    possessive: bool = False
    """`Norway's` with nothing after it that belongs to the group."""
    pronoun: bool = False
    vague: bool = False
    """`the agency`: means somebody named before."""
    negative: bool = False
    """`none of the governments`, `neither country`."""
    plural: bool = False
    speaks: bool = False
    anonymous: bool = False
    named_state: bool = False
    """Whether a state, a service or a group of intruders is named in it."""
    acts: bool = False
    """Whether its head is people who break in: hackers, actors, group, officers."""


def groups_of(words: Sequence[Word]) -> list[Group]:
    """The groups of a sentence, from left to right, none overlapping, a name and its role taken together."""
    found: list[Group] = []
    place = 0
    while place < len(words):
        product = _product(words, place)
        group = None if product else _group(words, place)
        if group is None:
            place += product or 1
            continue
        found.append(group)
        place = group.last
    return _with_roles(words, found)


def _product(words: Sequence[Word], place: int) -> int:
    """Words of a product named after its maker; 0 where there is none."""
    named = name_at(words, place)
    if named is None or named[1].sort is not Sort.VENDOR:
        return 0
    end = place + named[0]
    if end >= len(words) or words[end].text not in lexicon().nouns["product"]:
        return 0
    while end < len(words) and (words[end].text in lexicon().nouns["product"] or words[end].text.isdigit()):
        end += 1
    return end - place


def _group(words: Sequence[Word], first: int) -> Group | None:
    terms = lexicon()
    word = words[first]
    if not word.is_word:
        return None
    if word.lower in PRONOUNS and word.text not in ("IT", "WE"):
        if word.text == "I" or word.lower != "i":
            return Group(first=first, last=first + 1, pronoun=True, speaks=True, plural=word.lower in ("we", "they"))
        return None
    if word.lower in ("none", "neither") and first + 2 < len(words) and words[first + 1].lower == "of":
        inner = _group(words, first + 2)
        if inner is not None:
            return replace(inner, first=first, negative=True, party="", speaks=True, plural=True)
    return _Scan(words, first, terms).group()


class _Scan:
    """Reads one group from its first word."""

    def __init__(self, words: Sequence[Word], first: int, terms: Lexicon) -> None:
        self.words, self.first, self.terms = words, first, terms
        self.place = first
        self.end = first
        """After the last head."""
        self.names: list[tuple[int, Name]] = []
        self.capitals: list[int] = []
        self.head = ""
        self.prefix = ""
        self.possessive = False
        self.office = -1
        """Where the last word for an office or a body stands; a name of a person follows it."""
        self.after = ""
        """Party told behind `of`, `for`, `at`."""

    def group(self) -> Group | None:
        if self._opens_with_determiner():
            self.place += 1
        while self.place < min(len(self.words), self.first + _LONGEST) and self._step():
            pass
        if self.end <= self.first:
            return None
        return self._made()

    def _opens_with_determiner(self) -> bool:
        small = self.terms.words["determiners"]
        word = self._lower(self.first)
        if word not in small or self._named(self.first):
            return False
        following = self._lower(self.first + 1)
        return not (word == "that" and (following in small or following in PRONOUNS or self._named(self.first + 1)))

    def _named(self, place: int) -> tuple[int, Name] | None:
        return name_at(self.words, place)

    def _lower(self, place: int) -> str:
        return self.words[place].lower if place < len(self.words) else ""

    def _step(self) -> bool:
        place = self.place
        word = self.words[place]
        if not word.is_word:
            return self._bracket() if word.text == "(" and self.end == place else False
        named = self._named(place)
        if named is not None and not (self.head and not self._takes_name(named[1])):
            return self._name(named)
        if self._is_capital(place):
            self.capitals.append(place)
            self.place = self.end = place + 1
            self.possessive = False
            if self._lower(place) in self.terms.nouns["body"] | self.terms.nouns["role"]:
                self.head, self.office = self._lower(place), place
            return self._own()
        responsible = word.lower == "responsible" and self.head == "minister" and self._lower(place + 1) == "for"
        if word.lower in ("of", "for", "at", "with", "in", "to") or responsible:
            return self._belongs()
        return self._noun_or_modifier()

    def _takes_name(self, name: Name) -> bool:
        return name.sort in (Sort.PERSON, Sort.GROUP, Sort.VENDOR, Sort.SERVICE, Sort.BODY)

    def _name(self, named: tuple[int, Name]) -> bool:
        length, name = named
        if name.sort is Sort.ADJECTIVE and self.names and self.possessive is False and self.end == self.place:
            return False
        self.names.append((self.place, name))
        self.place += length
        self.end = self.place
        self.possessive = False
        if name.sort is Sort.OFFICE:
            self.head = self.words[self.place - 1].lower
        return self._own()

    def _own(self) -> bool:
        """Take `'s` with it, and go on."""
        if self.place < len(self.words) and self.words[self.place].lower in ("'s", "'"):
            self.place += 1
            self.possessive = True
        return True

    def _is_capital(self, place: int) -> bool:
        word = self.words[place]
        if not word.capital or word.lower in self.terms.words["days"] or word.lower in PRONOUNS:
            return False
        small = self.terms.words["prepositions"] | self.terms.words["determiners"] | self.terms.words["adverbs"]
        if word.lower in small:
            return False
        opens = place == 0 or not self.words[place - 1].is_word
        if not opens or word.text.isupper():
            return True
        following = self.words[place + 1] if place + 1 < len(self.words) else None
        if following is None or word.lower in self.terms.any_verb or word.lower.endswith(("ly", "ing")):
            return False
        if following.capital and following.lower not in small:
            return True
        if word.lower in self.terms.nouns["collective"] | self.terms.nouns["actor"] | self.terms.nouns["activity"]:
            return False
        return (
            following.lower == "'s"
            or following.lower in self.terms.nouns["role"]
            or self.terms.is_verb(following.lower, "say", "s", "past")
            or self.terms.is_verb(following.lower, "judge", "s", "past")
            or any(
                self.terms.is_verb(following.lower, kind, "s", "past") for kind in ("attribute", "blame", "link", "deny")
            )
        )

    def _noun_or_modifier(self) -> bool:
        word = self.words[self.place]
        nouns = self.terms.nouns
        is_head = any(word.lower in nouns[kind] for kind in ("role", "body", "actor", "power", "collective"))
        previous = self._lower(self.place - 1) if self.place > self.first else ""
        if is_head and not (word.lower in self.terms.any_verb and not self._verb_may_stand()):
            self.head, self.office = word.lower, self.place
            self.place += 1
            self.end = self.place
            self.possessive = False
            return self._own()
        settled = self.head in nouns["actor"] | nouns["collective"] or (self.head and previous == self.head)
        if settled and not word.text.count("-"):
            return False
        if not self._may_modify(word) or not self._head_follows():
            return False
        self.place += 1
        return True

    def _verb_may_stand(self) -> bool:
        return self.place > self.first and not self.head

    def _may_modify(self, word: Word) -> bool:
        terms = self.terms
        small = terms.words["prepositions"] | terms.words["auxiliaries"]
        if word.lower in small or word.lower in PRONOUNS or word.lower in terms.words["days"]:
            return False
        if word.lower in terms.words["determiners"] and not word.text.isdigit():
            return self.possessive is False and self.end == self.first
        if "-" in word.text:
            return True
        if word.lower in terms.words["adverbs"] and word.lower not in ("long", "far", "first", "more", "most", "so"):
            return False
        if word.lower in terms.any_verb or word.lower.endswith(("ed", "ly")):
            opened = self.place > self.first and (self.end == self.first or self._ends_in_adjective() or self.possessive)
            return opened and word.lower.endswith(("ing", "ed", "nown", "ly", "d", "n"))
        return True

    def _ends_in_adjective(self) -> bool:
        return bool(self.names) and self.names[-1][1].sort is Sort.ADJECTIVE and not self.head

    def _head_follows(self) -> bool:
        nouns = self.terms.nouns
        for place in range(self.place + 1, min(self.place + 5, len(self.words))):
            word = self.words[place]
            if any(word.lower in nouns[kind] for kind in ("role", "body", "actor", "power", "collective")):
                return True
            if self._named(place) or (word.capital and word.lower not in self.terms.words["days"]):
                return True
            if not word.is_word or not self._may_modify(word):
                return False
        return False

    def _belongs(self) -> bool:
        """`of the European Union`, `for the company`, `in Ottawa` behind a role or a body."""
        if self.end != self.place or self.possessive:
            return False
        if self._lower(self.place) == "responsible":
            self.place += 1
        link = self._lower(self.place)
        nouns = self.terms.nouns
        office = self.head in nouns["role"] or self.head in nouns["body"] or self.head in nouns["collective"]
        organisation = bool(self.capitals) and self.capitals[-1] == self.place - 1
        if not office and not (organisation and link == "of"):
            return False
        if link in ("in", "to") and self.head not in ("embassy", "ambassador", "consulate", "mission", "envoy", "embassies", "officials", "authorities", "delegation", "representative"):
            return False
        place = self.place + 1
        if place < len(self.words) and self._lower(place) in self.terms.words["determiners"] and not self._named(place):
            place += 1
        if place >= len(self.words):
            return False
        named = self._named(place)
        if named is not None:
            end = place + named[0]
            if link in ("of", "for", "at", "with") and not self.after:
                self.after = named[1].party
            if named[1].sort is Sort.ADJECTIVE:
                end = self._through_nouns(end)
        elif self.words[place].capital or self._lower(place) in nouns["body"] or (link in ("of", "for") and self._office_words(place)):
            end = self._through_nouns(place)
        else:
            return False
        if end < len(self.words) and self._lower(end) == "'s":
            end = self._through_nouns(end + 1)
        if end + 1 < len(self.words) and self._lower(end - 1) in ("embassy", "consulate", "mission") and self._lower(end) == "in":
            city = self._named(end + 1)
            end += 1 + city[0] if city else 2 if self.words[end + 1].capital else 0
        self.place = self.end = end
        return True

    def _office_words(self, place: int) -> bool:
        """`operations at`, `foreign affairs`: the field of an office."""
        return (self.head in self.terms.nouns["role"] or self.head in ("ministry", "department", "office")) and self._may_modify(self.words[place]) and self.words[place].text.islower() and self.words[place].lower not in self.terms.any_verb

    def _through_nouns(self, place: int) -> int:
        """Over capitals, `and` between capitals, and nouns of bodies."""
        limit = min(len(self.words), place + 7)
        while place < limit:
            word = self.words[place]
            following = self.words[place + 1] if place + 1 < len(self.words) else None
            joins = word.lower in ("and", "&", "for", "of") and following is not None and following.capital and self.words[place - 1].capital and not self._named(place + 1) and self._lower(place + 1) not in self.terms.words["days"]
            plain = word.text.islower() and word.lower not in self.terms.any_verb and self._may_modify(word) and (word.lower in self.terms.nouns["body"] or word.lower in ("affairs", "operations", "security", "affair", "threat", "global", "policy", "defence", "defense", "cyber", "public", "national", "international", "justice", "trade", "internal", "interior", "cybersecurity", "threats", "intelligence", "research", "homeland"))
            if not (joins or plain or (word.capital and word.lower not in self.terms.words["days"] and word.lower not in self.terms.words["adverbs"])):
                break
            named = self._named(place)
            if named is not None and not self.after:
                self.after = named[1].party
            place += named[0] if named else 1
        return place

    def _bracket(self) -> bool:
        """`(MSS)` behind a name."""
        for end in range(self.place + 2, min(self.place + 6, len(self.words))):
            if self.words[end].text == ")":
                inner = self.words[self.place + 1 : end]
                if all(word.capital or word.text in ("'s", "’s", "-", "&") or not word.is_word for word in inner):
                    self.place = self.end = end + 1
                    return self._own()
                return False
        return False

    def _made(self) -> Group | None:
        words, terms = self.words, self.terms
        end = self.end
        sorts = frozenset(name.sort for _, name in self.names)
        text = [word.lower for word in words[self.first : end]]
        possessive = self.possessive and self.place >= end and self._trailing_own(end)
        behind = [place for place in self.capitals if place > self.office]
        person = " ".join(words[place].text for place in behind)
        people = [name for _, name in self.names if name.sort is Sort.PERSON]
        party = next((name.party for _, name in self.names if name.party and name.sort is not Sort.PERSON), "")
        party = self.after if self._after_wins(party) else party
        party = party or (people[0].party if people else "")
        lead = next((name for _, name in self.names), None)
        speaking_name = bool(sorts & {Sort.STATE, Sort.PLACE, Sort.BODY, Sort.SERVICE, Sort.VENDOR, Sort.OFFICE, Sort.PERSON})
        acts = self.head in terms.nouns["actor"]
        role = self.head in terms.nouns["role"]
        body = self.head in terms.nouns["body"]
        collective = self.head in terms.nouns["collective"]
        if not (self.names or self.capitals or self.head):
            return None
        adjective_only = sorts == {Sort.ADJECTIVE} and not self.head and not self.capitals
        firm = self.head in ("company", "firm", "organisation", "organization") and not sorts & {Sort.ADJECTIVE}
        named_head = speaking_name and not sorts <= {Sort.STATE, Sort.PLACE, Sort.SERVICE}
        if acts and self.head not in ("officer", "bureau", "office"):
            speaks = firm or named_head or (bool(self.capitals) and not sorts)
        else:
            speaks = speaking_name or role or body or collective or bool(self.capitals)
        if adjective_only and not (text[-1].endswith("s") or text[0] == "the"):
            return None
        if sorts == {Sort.PRESS} or sorts == {Sort.GROUP}:
            speaks = False
        vague = " ".join(text) in terms.words["vague"]
        anonymous = not people and not self.capitals and self._nameless(text)
        if lead is not None and lead.sort is Sort.PRESS and not role:
            party = ""
        return Group(
            first=self.first,
            last=end,
            party=party,
            person=self._person(people) or person,
            head=self.head,
            sorts=sorts,
            possessive=possessive,
            vague=vague,
            plural=self.head.endswith("s") or collective,
            speaks=speaks,
            anonymous=anonymous,
            named_state=bool(sorts & set(_NAMED_SORTS)) and not sorts <= {Sort.BODY},
            acts=acts,
            negative=text[0] in ("no", "neither") and bool(self.head),
        )

    def _person(self, people: Sequence[Name]) -> str:
        """The words of a name that is known."""
        if not people:
            return ""
        at = next(place for place, name in self.names if name.sort is Sort.PERSON)
        found = name_at(self.words, at)
        length = found[0] if found else 1
        return " ".join(word.text for word in self.words[at : at + length])

    def _trailing_own(self, end: int) -> bool:
        return end < len(self.words) and self.words[end].lower in ("'s", "'")

    def _after_wins(self, party: str) -> bool:
        """Behind a role, `of` and `for` tell the party where nothing before the role does."""
        if not self.after:
            return False
        return not party

    def _nameless(self, text: Sequence[str]) -> bool:
        terms = self.terms
        if self.head in ("spokesman", "spokeswoman", "spokesperson", "ambassador", "minister", "president", "secretary"):
            return False
        return self.head in terms.words["anonymous"] or (
            self.head in terms.nouns["collective"] and self.head in ("officials", "diplomats", "lawmakers")
        )


def _with_roles(words: Sequence[Word], found: Sequence[Group]) -> list[Group]:
    """Join a name and its role that stand beside each other, with or without a comma."""
    terms = lexicon()
    joined: list[Group] = []
    for group in found:
        before = joined[-1] if joined else None
        if before is None or before.possessive or group.possessive:
            joined.append(group)
            continue
        between = [word.text for word in words[before.last : group.first]]
        merged = None
        if between == [","] and _closed(words, group.last):
            named, role = before.person and not before.head, group.head in terms.nouns["role"]
            if named and role and not group.person:
                merged = replace(before, last=group.last, head=group.head, party=before.party or group.party, speaks=True)
            elif (
                group.person
                and (not group.head)
                and before.head in terms.nouns["role"]
                and not before.person
                and not before.plural
            ):
                merged = replace(before, last=group.last, person=group.person, party=before.party or group.party, anonymous=False)
        if merged is None:
            joined.append(group)
        else:
            joined[-1] = merged
    return joined


def _closed(words: Sequence[Word], place: int) -> bool:
    """Whether a mark, a verb of saying or the end follows."""
    if place >= len(words):
        return True
    word = words[place]
    return not word.is_word or lexicon().is_verb(word.lower, "say") or word.lower in ("who", "and")

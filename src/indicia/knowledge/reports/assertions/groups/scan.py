"""Reads one group from its first word: names, capitals, nouns, what belongs to an office."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.groups.reach import CROWDS, PRONOUNS, SPONSORED, Reach
from indicia.knowledge.reports.assertions.vocabulary.names import Name, Sort, name_at

_NAMED_SORTS = (Sort.STATE, Sort.ADJECTIVE, Sort.PLACE, Sort.BODY, Sort.SERVICE, Sort.GROUP)


_COMPANIES = frozenset("company firm companies firms organisation organization".split())


_MEMBERS = frozenset("countries states nations members member allies".split())


_PAPERS = frozenset("newspaper journalist blogger reporter".split())
"""They hold no position, whatever country they are of."""
_OF_STATES = (
    "say",
    "attribute",
    "blame",
    "accuse",
    "name",
    "condemn",
    "expel",
    "sanction",
    "charge",
    "urge",
    "deny",
    "judge",
)
_DEFENDS = frozenset("response emergency security research".split())
"""Teams that defend: `computer emergency response team`."""
_LONGEST = 24
"""Words of a group; longer ones are cut."""
_FAMELESS = frozenset(
    "federal government ministry department office council parliament intelligence security services service committee "
    "police foreign state national administration authority command force centre center agency cyber the public".split()
)
"""Capitals that are no name of their own: `the Federal Government`."""


class Scan(Reach):
    """Reads one group from its first word."""

    def group(self) -> Group | None:
        """The group that begins here; null where none does."""
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
        if word != "that":
            return True
        before = self._lower(self.first - 1) if self.first else ""
        joins = following in small or following in PRONOUNS or self._named(self.first + 1) is not None
        return not joins and (not before or before in ("of", "in", "on", "to", "with", "from", "by", "for", "at"))

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

    def _is_capital(self, place: int) -> bool:
        word = self.words[place]
        if word.text == "May" and self.head in self.terms.nouns["role"]:
            return True
        if not word.capital or word.lower in self.terms.words["days"] or (word.lower in PRONOUNS and word.text != "IT"):
            return False
        if self.title and not self._named(place):
            known = self.terms.nouns["activity"] | self.terms.nouns["actor"] | self.terms.nouns["collective"]
            if word.lower in self.terms.any_verb or word.lower in known:
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
                self.terms.is_verb(following.lower, kind, "s", "past")
                for kind in ("attribute", "blame", "link", "deny")
            )
        )

    def _noun_or_modifier(self) -> bool:
        word = self.words[self.place]
        nouns = self.terms.nouns
        states = word.lower == "member" and self._lower(self.place + 1) in ("state", "states", "countries", "nations")
        crowd = word.lower in CROWDS and self._lower(self.place + 1) == "of"
        is_head = crowd or (
            not states and any(word.lower in nouns[kind] for kind in ("role", "body", "actor", "power", "collective"))
        )
        is_head = is_head and not (word.lower == "foreign" and self._lower(self.place + 1) in ("policy", "affairs"))
        previous = self._lower(self.place - 1) if self.place > self.first else ""
        if is_head and not (word.lower in self.terms.any_verb and not self._verb_may_stand()):
            self.head, self.office = word.lower, self.place
            self.place += 1
            self.end = self.place
            self.possessive = False
            return self._own()
        settled = self.head in nouns["actor"] | nouns["collective"] or (self.head and previous == self.head)
        if settled and "-" not in word.text and word.lower not in SPONSORED:
            return False
        if not self._may_modify(self.place) or not self._head_follows():
            return False
        self.place += 1
        return True

    def _verb_may_stand(self) -> bool:
        return self.place > self.first and not self.head

    def _head_follows(self) -> bool:
        nouns = self.terms.nouns
        for place in range(self.place + 1, min(self.place + 5, len(self.words))):
            word = self.words[place]
            if any(word.lower in nouns[kind] for kind in ("role", "body", "actor", "power", "collective")):
                return True
            if self._named(place) or (word.capital and word.lower not in self.terms.words["days"]):
                return True
            if not word.is_word or not self._may_modify(place):
                return False
        return False

    def _made(self) -> Group | None:
        words, terms = self.words, self.terms
        end = self.end
        sorts = frozenset(name.sort for _, name in self.names)
        text = [word.lower for word in words[self.first : end]]
        possessive = self.possessive and self.place >= end and self._trailing_own(end)
        last = self.words[self.capitals[-1]].text if self.capitals else ""
        whole = last in terms.nouns["organisation"] or self.head in ("researchers", "analysts", "researcher", "analyst")
        behind = [place for place in self.capitals if place > self.office or whole]
        person = " ".join(words[place].text for place in behind)
        if all(words[place].lower in _FAMELESS for place in behind):
            person = ""
        people = [name for _, name in self.names if name.sort is Sort.PERSON]
        party = next((name.party for _, name in self.names if name.party and name.sort is not Sort.PERSON), "")
        party = next((name.party for _, name in self.names if name.sort is Sort.VENDOR), party)
        party = self.after if self._after_wins(party) else party
        if self.head in _MEMBERS and sorts <= {Sort.BODY} and (self.head, party) != ("allies", "NATO"):
            party = ""
        party = party or (people[0].party if people else "")
        if not party and person and self._is_organisation():
            party = person
        lead = next((name for _, name in self.names), None)
        speaking_name = bool(
            sorts & {Sort.STATE, Sort.PLACE, Sort.BODY, Sort.SERVICE, Sort.VENDOR, Sort.OFFICE, Sort.PERSON}
        )
        acts = self.head in terms.nouns["actor"] and not (self.head in ("team", "unit") and _DEFENDS & set(text))
        acts = acts and not (text[0] == "our" and self.head in ("team", "unit", "group", "company", "firm"))
        acts = acts and not (self.head == "members" and bool({"bloc", "alliance", "eu", "nato", "union"} & set(text)))
        role = self.head in terms.nouns["role"]
        body = self.head in terms.nouns["body"]
        collective = self.head in terms.nouns["collective"] or (self.head == "members" and not acts)
        if not (self.names or self.capitals or self.head):
            return None
        crowd, headline = self.crowd, False
        adjective_only = sorts == {Sort.ADJECTIVE} and not self.head and not self.capitals
        firm = self.head in _COMPANIES and not sorts & {Sort.ADJECTIVE}
        named_head = speaking_name and not sorts <= {Sort.STATE, Sort.PLACE, Sort.SERVICE}
        if crowd:
            acts, speaks = False, True
        elif adjective_only:
            headline = self.first == 0 and self._does_something(end)
            speaks = (text[0] == "the" and not acts) or headline
        elif acts and self.head not in ("officer", "bureau", "office"):
            speaks = firm or named_head or (bool(self.capitals) and not sorts)
        else:
            speaks = speaking_name or role or body or collective or bool(self.capitals)
        if adjective_only and not (text[-1].endswith("s") or text[0] == "the" or headline):
            return None
        acts = acts or (adjective_only and text[-1].endswith("s"))
        if sorts in ({Sort.PRESS}, {Sort.GROUP}):
            speaks = False
        vague = " ".join(text) in terms.words["vague"]
        vague = vague or (self.head in ("bloc", "alliance") and text[0] == "the" and not self.names)
        anonymous = not people and not self.capitals and self._nameless(text)
        if (lead is not None and lead.sort is Sort.PRESS and not role) or self.head in _PAPERS:
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
            plural=self.head.endswith("s") or collective or crowd,
            speaks=speaks,
            anonymous=anonymous,
            named_state=(bool(sorts & set(_NAMED_SORTS)) and not sorts <= {Sort.BODY}) or (acts and self.of_state),
            acts=acts,
            negative=text[0] in ("no", "neither") and bool(self.head),
        )

    def _does_something(self, place: int) -> bool:
        """`Dutch accuse China`, `Germans summon envoy`: a verb of those that states do follows a people."""
        following = self._lower(place)
        return following in ("point", "see", "suspect") or any(
            self.terms.is_verb(following, kind, "base") for kind in _OF_STATES
        )

    def _is_organisation(self) -> bool:
        """`Security firm Northlight`, `Nordgard researchers`, `Palisade Labs`."""
        nouns = self.terms.nouns
        last = self.words[self.capitals[-1]].text
        if all(self.words[place].lower in _FAMELESS for place in self.capitals):
            return False
        return (self.head in nouns["firm"] and self.head != "group") or (
            last in nouns["organisation"] and len(self.capitals) > 1
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
        if self.head in (
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "ambassador",
            "minister",
            "president",
            "secretary",
        ):
            return False
        return self.head in terms.words["anonymous"] or (
            self.head in terms.nouns["collective"] and self.head in ("officials", "diplomats", "lawmakers")
        )

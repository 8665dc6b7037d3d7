"""How far a group reaches: what belongs to an office (`of the European Union`, `for the company`, `in Ottawa`)."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Name, Sort, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import Word

_FIELDS = frozenset(
    "foreign affairs defence defense security policy trade justice interior home international development digital "
    "state finance health energy public safety internal national homeland cyber economic communications and "
    "commonwealth".split()
)
"""Words of the field of a minister; the next capital begins his name."""
CROWDS = frozenset("group coalition number handful alliance dozens".split())
PRONOUNS = frozenset("he she it they we i".split())
_SAYINGS = frozenset("statement statements declaration declarations report reports announcement".split())
"""No part of a name: `a statement condemning Russia`."""
SPONSORED = frozenset("affiliated sponsored backed linked aligned directed".split())
"""`Chinese state affiliated actors`."""


_MODALS = frozenset("may might can could will would shall should must".split())


class Reach:
    """The state of reading one group, and the steps over what belongs to an office or a body."""

    def __init__(self, words: Sequence[Word], first: int, *, title: bool) -> None:
        self.words, self.first, self.terms = words, first, lexicon()
        self.title = title
        """Whether every word of the sentence has a capital: then a capital tells nothing."""
        self.place = first
        self.end = first
        """After the last head."""
        self.names: list[tuple[int, Name]] = []
        self.capitals: list[int] = []
        self.head = ""
        self.possessive = False
        self.crowd = False
        """`a group of like-minded states`."""
        self.office = -1
        """Where the last word for an office or a body stands; a name of a person follows it."""
        self.after = ""
        """Party told behind `of`, `for`, `at`."""
        self.of_state = False
        """Whether that is a state or a service (`officers of the GRU`)."""

    def _named(self, place: int) -> tuple[int, Name] | None:
        return name_at(self.words, place)

    def _lower(self, place: int) -> str:
        return self.words[place].lower if place < len(self.words) else ""

    def _own(self) -> bool:
        """Take `'s` with it, and go on."""
        if self.place < len(self.words) and self.words[self.place].lower in ("'s", "'"):
            self.place += 1
            self.possessive = True
        return True

    def _may_modify(self, place: int) -> bool:
        word = self.words[place]
        terms = self.terms
        if word.lower == "press" and self._lower(place + 1) in ("service", "office", "secretary", "team", "officer"):
            return True
        if place == self.first and place and self._lower(place - 1) in _MODALS:
            return False  # `may assist U.S. companies`
        following = self.words[place + 1] if place + 1 < len(self.words) else None
        if place == self.first and word.lower.endswith("ing") and following is not None and following.capital:
            return False  # `contradicting Pompeo`
        if word.lower == "doubt":
            return False
        small = terms.words["prepositions"] | terms.words["auxiliaries"]
        if word.lower in small or word.lower in PRONOUNS or word.lower in terms.words["days"]:
            return False
        if word.lower in terms.words["determiners"] and not word.text.isdigit():
            return self.possessive is False and self.end == self.first
        if "-" in word.text:
            return True
        if word.text.isdigit() and len(word.text) == 4:
            return False
        if word.lower in terms.words["adverbs"] and word.lower not in ("long", "far", "first", "more", "most", "so"):
            return False
        if word.lower in _SAYINGS or any(
            terms.is_verb(word.lower, kind, "ing")
            for kind in ("attribute", "blame", "accuse", "condemn", "urge", "join", "charge", "sanction")
        ):
            return False
        sponsor = self._lower(place - 1) if word.lower in SPONSORED and place else ""
        if sponsor in ("state", "government", "regime", "nation-state"):
            return True
        if word.lower in terms.any_verb or word.lower.endswith(("ed", "ly")):
            opened = self.place > self.first and (
                self.end == self.first or self._ends_in_adjective() or self.possessive
            )
            return opened and word.lower.endswith(("ing", "ed", "nown", "ly"))
        return True

    def _ends_in_adjective(self) -> bool:
        return bool(self.names) and self.names[-1][1].sort is Sort.ADJECTIVE and not self.head

    def _belongs(self) -> bool:
        """`of the European Union`, `for the company`, `in Ottawa` behind a role or a body."""
        if self.end != self.place or self.possessive:
            return False
        if self._lower(self.place) == "responsible":
            self.place += 1
        link = self._lower(self.place)
        if link == "of" and self.head in CROWDS:
            return self._of_many()
        nouns = self.terms.nouns
        office = self.head in nouns["role"] or self.head in nouns["body"] or self.head in nouns["collective"]
        organisation = bool(self.capitals) and self.capitals[-1] == self.place - 1
        if not office and not (organisation and link == "of"):
            return False
        if link == "in" and self.head in (
            "prosecutors",
            "investigators",
            "police",
            "officials",
            "authorities",
            "lawmakers",
            "diplomats",
        ):
            named = self._named(self.place + 1)
            if named is None:
                return False
            self.after = self.after or named[1].party
            self.place = self.end = self.place + 1 + named[0]
            return True
        city = self._named(self.place + 1) if link == "in" else None
        if city is not None and city[1].sort is Sort.PLACE and self.head in ("ministry", "office", "agency", "court"):
            self.after = self.after or city[1].party
            self.place = self.end = self.place + 1 + city[0]
            return True
        if link in ("in", "to") and self.head not in (
            "embassy",
            "ambassador",
            "consulate",
            "mission",
            "envoy",
            "embassies",
            "officials",
            "authorities",
            "delegation",
            "representative",
        ):
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
                self.of_state = named[1].sort in (Sort.STATE, Sort.SERVICE)
            if named[1].sort is Sort.ADJECTIVE:
                end = self._through_nouns(end)
        elif (
            self.words[place].capital
            or self._lower(place) in nouns["body"]
            or (link in ("of", "for") and self._office_words(place))
        ):
            end = self._through_nouns(place)
            unknown = [word.text for word in self.words[place:end] if word.capital]
            if unknown and not self.after and self.head in nouns["firm"] and link in ("at", "with", "of"):
                self.after = " ".join(unknown)
        else:
            return False
        if end < len(self.words) and self._lower(end) == "'s":
            end = self._through_nouns(end + 1)
        if (
            end + 1 < len(self.words)
            and self._lower(end - 1) in ("embassy", "consulate", "mission")
            and self._lower(end) == "in"
        ):
            city = self._named(end + 1)
            end += 1 + city[0] if city else 2 if self.words[end + 1].capital else 0
        self.place = self.end = end
        return True

    def _of_many(self) -> bool:
        for place in range(self.place + 1, min(self.place + 5, len(self.words))):
            word = self._lower(place)
            if word in (
                "states",
                "countries",
                "nations",
                "governments",
                "allies",
                "partners",
                "powers",
                "experts",
                "officials",
            ):
                self.place = self.end = place + 1
                self.head, self.crowd = word, True
                return False
            if word in self.terms.nouns["actor"]:
                self.place = self.end = place + 1
                self.head = word
                return True
            if not self.words[place].is_word or word in self.terms.words["prepositions"]:
                return False
        return False

    def _office_words(self, place: int) -> bool:
        """`operations at`, `foreign affairs`: the field of an office."""
        return (
            (self.head in self.terms.nouns["role"] or self.head in ("ministry", "department", "office"))
            and self._may_modify(place)
            and self.words[place].text.islower()
            and self.words[place].lower not in self.terms.any_verb
        )

    def _through_nouns(self, place: int) -> int:
        """Over capitals, `and` between capitals, and nouns of bodies."""
        limit = min(len(self.words), place + 7)
        field = False
        while place < limit:
            word = self.words[place]
            if field and word.capital and word.lower not in _FIELDS and not self._named(place):
                break
            field = field or (word.lower in _FIELDS and self.head in self.terms.nouns["role"])
            following = self.words[place + 1] if place + 1 < len(self.words) else None
            joins = (
                word.lower in ("and", "&", "for", "of")
                and following is not None
                and following.capital
                and self.words[place - 1].capital
                and not self._named(place + 1)
                and self._lower(place + 1) not in self.terms.words["days"]
            )
            plain = (
                word.text.islower()
                and word.lower not in self.terms.any_verb
                and self._may_modify(place)
                and (
                    word.lower in self.terms.nouns["body"]
                    or word.lower
                    in (
                        "affairs",
                        "operations",
                        "security",
                        "affair",
                        "threat",
                        "global",
                        "policy",
                        "defence",
                        "defense",
                        "cyber",
                        "public",
                        "national",
                        "international",
                        "justice",
                        "trade",
                        "internal",
                        "interior",
                        "analysis",
                        "communications",
                        "engineering",
                        "strategy",
                        "relations",
                        "law",
                        "enforcement",
                        "digital",
                        "technology",
                        "cybersecurity",
                        "threats",
                        "intelligence",
                        "research",
                        "homeland",
                    )
                )
            )
            if not (
                joins
                or plain
                or (
                    word.capital
                    and word.lower not in self.terms.words["days"]
                    and word.lower not in self.terms.words["adverbs"]
                )
            ):
                break
            named = self._named(place)
            if named is not None and (not self.after or named[1].sort is Sort.VENDOR):
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

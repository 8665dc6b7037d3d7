"""Who was named so far, to find whom `he`, `it`, `the agency` and a bare surname mean."""

from msgspec import Struct, field

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, is_state, surname_party
from indicia.model.reported import Quoted

_FIRMS = frozenset(
    "company firm vendor consultancy giant organisation organization startup researchers analysts".split()
)
_BODIES = frozenset(
    "agency bureau centre center directorate service department council office administration commission board".split()
)
_PEOPLE = frozenset(
    "minister president secretary spokesman spokeswoman spokesperson official ambassador director chief".split()
)
_OF_A_STATE = frozenset("ministry government police prosecutors minister president parliament cabinet".split())
_TITLES = frozenset("mr mrs ms sir lord mr. mrs. ms. dr dr.".split())
_ALLIANCES = frozenset(("NATO", "European Union", "United Nations", "Group of Seven", "Five Eyes"))
"""No agency, whatever body is named last."""
_MOST = 2000
"""Names kept; a text with more forgets the oldest."""


class Known(Struct, frozen=True):
    """A speaker that was named."""

    quoted: Quoted
    party: str
    group: Group
    anonymous: bool = False


class Memory(Struct):
    """The last speakers of each kind."""

    person: Known | None = None
    named: Known | None = None
    """The last person with a name, subject or not."""
    body: Known | None = None
    firm: Known | None = None
    agency: Known | None = None
    plural: Known | None = None
    state: Known | None = None
    here: set[str] = field(default_factory=set)
    """States whose side spoke in this paragraph: where there is one, `the foreign ministry` is its."""
    home: str = ""
    """Party of the place that the text is dated from (`OTTAWA -`): its `federal government`."""
    by_head: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, Known] = field(default_factory=dict)
    by_party: dict[str, Known] = field(default_factory=dict)
    """Where each state and body was named first, for `the bloc`."""

    def known(self, sentence: Sentence, group: Group) -> Known:
        """A group with its party, found by its name where its own words do not tell."""
        party = group.party
        if not party and group.person:
            before = self.by_name.get(group.person) or self.by_name.get(group.person.split()[-1])
            party = before.party if before is not None else ""
        titled = group.head in lexicon().nouns["role"] or sentence.lower(group.first) in (
            "mr",
            "mrs",
            "ms",
            "sir",
            "lord",
        )
        if not party and group.person and titled:
            party = surname_party(group.person.split()[-1])
        if not party:
            party = self._told_by_words(sentence, group)
        return Known(sentence.group_span(group), party, group, group.anonymous)

    def note(self, sentence: Sentence, group: Group, *, subject: bool) -> None:
        """Remember a group; pronouns mean subjects only."""
        if group.pronoun or group.vague or group.negative or not group.speaks:
            return
        known = self.known(sentence, group)
        if known.party and len(self.by_party) < _MOST:
            self.by_party.setdefault(known.party, known)
        if group.person:
            if len(self.by_name) > _MOST:
                self.by_name.clear()
            for name in (group.person, group.person.split()[-1]):
                if known.party or name not in self.by_name:
                    self.by_name[name] = known
        if group.head and len(self.by_head) < _MOST and sentence.lower(group.first) != "our":
            self.by_head[group.head] = known
        if group.sorts & {Sort.STATE, Sort.PLACE, Sort.ADJECTIVE} and known.party:
            self.state = known
        firm = Sort.VENDOR in group.sorts or (bool(known.party) and known.party == group.person)
        if firm and (subject or self.firm is None or group.sorts <= {Sort.VENDOR}):
            self.firm = known
        alliance = known.party in _ALLIANCES
        if (Sort.BODY in group.sorts or group.head in _BODIES) and not _is_person(group) and not alliance:
            self.agency = known
        if _is_person(group) and group.person:
            self.named = known
        if not subject:
            return
        if known.party and is_state(known.party):
            self.here.add(known.party)
        if _is_person(group):
            self.person = known
        else:
            self.body = known
        if group.plural:
            self.plural = known

    def meant(self, sentence: Sentence, group: Group) -> Known | None:
        """Whom a pronoun or `the agency` means; null where nobody fits."""
        word = sentence.lower(group.first)
        if group.pronoun:
            return {
                "he": self.person or self.named,
                "she": self.person or self.named,
                "i": self.person,
                "it": self.body,
                "they": self.plural or self.body,
            }.get(word)
        head = group.head
        text = sentence.lowers(group.first, group.last)
        if head in ("bloc", "union"):
            return self._of_party("European Union")
        if head == "alliance":
            return self._of_party("NATO")
        if word in ("its", "his", "her", "their"):
            return None
        if head in _FIRMS:
            return self.firm
        if (
            head in ("ministers", "officials", "researchers", "prosecutors", "governments", "countries", "allies")
            and self.plural is not None
        ):
            return self.plural
        if head in self.by_head:
            return self.by_head[head]
        if head in _BODIES or head == "agencies":
            return self.agency
        if head in _PEOPLE:
            return self.person
        return self.body if text[:1] == ["the"] and head in ("statement", "advisory", "report") else None

    def _of_party(self, party: str) -> Known | None:
        return next(
            (known for known in (self.body, self.agency) if known is not None and known.party == party),
            self.by_party.get(party),
        )

    def _told_by_words(self, sentence: Sentence, group: Group) -> str:
        """`a spokeswoman for the company`, `an embassy spokesman`, `its foreign ministry`, `spokesman Oleg Ternov`."""
        words = sentence.lowers(group.first, group.last)
        if words[-1] == "council" and set(words) <= {"the", "council"} and "NATO" not in self.by_party:
            return "European Union" if "European Union" in self.by_party else ""
        if set(words[1:]) & _FIRMS and {"the", "for"} <= set(words) and self.firm is not None:
            return self.firm.party
        if group.head in ("government", "authorities") and words[0] in ("the", "federal") and self.home:
            return self.home
        if group.head == "minister" and self.home and not {"of", "for"} & set(words):
            return self.home
        if "ministry" in words and "ministry" not in self.by_head:
            for other in sentence.groups:
                own = {"embassy", "consulate", "mission"} & set(sentence.lowers(other.first, other.last))
                if own and other.party and other.last <= group.first:
                    return other.party
        for word, whose in (("bloc", "European Union"), ("alliance", "NATO")):
            if word in words and whose in self.by_party:
                return whose
        for head in ("embassy", "ministry", "consulate", "mission"):
            if head in words and head in self.by_head:
                return self.by_head[head].party
        if words[0] in ("its", "their") or (
            group.head in ("spokesman", "spokeswoman", "spokesperson") and "for" not in words and "of" not in words
        ):
            recent = self.body or self.state
            return recent.party if recent is not None else ""
        if group.head == "agencies" and words[0] == "the" and self.agency is not None:
            return self.agency.party
        belongs = words[0] in ("the", "police", "prosecutors") and group.head in _OF_A_STATE and not group.person
        if belongs and len(self.here) == 1 and not {"of", "for", "in"} & set(words):
            return next(iter(self.here))
        return ""


def _is_person(group: Group) -> bool:
    terms = lexicon()
    if Sort.PERSON in group.sorts:
        return True
    if group.head in terms.nouns["role"] and group.head not in (
        "researchers",
        "analysts",
        "experts",
        "officials",
        "sources",
        "people",
        "state",
    ):
        return True
    unknown = bool(group.person) and not group.sorts and not group.party and not group.head
    return unknown and len(group.person.split()) > 1

"""Intruders, services and accused states that a document named so far: whom `the ministry` and `the group` mean."""

from msgspec import Struct, field

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Quoted

_MEAN = frozenset(
    "ministry group unit service directorate gang crew bureau department collective cluster hackers".split()
)
"""Nouns by which somebody named before is accused again."""
_POINTING = frozenset("the this that same both".split())
_OF_GROUPS = ("group", "unit", "gang", "crew", "collective", "cluster")
_OF_SERVICES = ("service", "directorate")


class Named(Struct, frozen=True):
    """Somebody that was named and may be accused."""

    quoted: Quoted
    states: frozenset[str]


class Met(Struct):
    """By noun the last that it may mean; and whose states were accused."""

    by_noun: dict[str, Named] = field(default_factory=dict)
    accused: set[str] = field(default_factory=set)
    """Parties that somebody accused."""
    opening: Named | None = None
    """A group of intruders or a service that the last sentence began with: `it`."""

    def meant(self, words: list[str], head: str) -> Named | None:
        """Whom `the ministry`, `this unit`, `the same group` means; null where nobody fits or its own words tell."""
        plain = set(words[:-1]) <= _POINTING and words[0] in _POINTING
        return self.by_noun.get(head) if plain and head in _MEAN and (head != "hackers" or "same" in words) else None

    def note(self, group: Group, quoted: Quoted, words: list[str]) -> Named | None:
        """Remember a group of words that names intruders or a service, with the nouns that mean it later."""
        nouns: set[str] = set()
        if Sort.GROUP in group.sorts:
            nouns.update(_OF_GROUPS)
        if Sort.SERVICE in group.sorts:
            nouns.update(_OF_SERVICES)
            nouns.update(_MEAN & set(words))
        if group.acts and (group.named_state or nouns or _sponsored(words)):
            nouns.add("hackers")
            nouns.update({group.head} & _MEAN)
        if not nouns or group.pronoun or self.meant(words, group.head) is not None:
            return None
        named = Named(quoted, frozenset((group.party,)) if group.named_state and group.party else frozenset())
        self.by_noun.update(dict.fromkeys(nouns, named))
        return named


def _sponsored(words: list[str]) -> bool:
    terms = lexicon()
    return any(word.partition("-")[2] in terms.words["linked"] for word in words)

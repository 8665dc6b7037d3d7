"""Whom a group belongs to: `is affiliated with X`, `works on behalf of X`, `is a subgroup of X`, `is based in X`."""

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort

_BELONGS = frozenset(
    "located based affiliated linked associated aligned tied connected sponsored backed directed controlled run "
    "supported employed funded operated commanded".split()
)
_BELONG_VERBS = frozenset(
    "works work worked working operates operate operated operating acts act acted acting consists consist "
    "takes take took taking belongs belong belonged answers answer reports report comprises comprise".split()
)
_LINKS = frozenset("with to by for of from behalf".split())


def belonging(sentence: Sentence, place: int, passive: bool, end: int) -> tuple[Accused, int] | None:
    """Whom something belongs to: `is affiliated with X`, `works on behalf of X`, `is a subgroup of X`."""
    word = sentence.lower(place)
    bound = word in ("ties", "links", "connections") and sentence.lower(place - 1) in ("has", "have")
    tie = (
        bound or (word in _BELONGS and (passive or sentence.lower(place - 1) in ("is", "are"))) or word in _BELONG_VERBS
    )
    part = (
        passive
        and (word in ("part", "a", "an", "the"))
        and set(sentence.lowers(place, place + 6))
        & {
            "part",
            "subgroup",
            "unit",
            "arm",
            "front",
            "branch",
            "proxy",
            "contractor",
            "subset",
            "cover",
            "alias",
            "team",
            "division",
        }
    )
    if not (tie or part):
        return None
    takes = word.startswith(("take", "took", "taking", "answer"))
    answers = word.startswith("answer") and sentence.lower(place + 1) == "to"
    if takes and not answers and not set(sentence.lowers(place, place + 4)) & {"orders", "instructions", "direction"}:
        return None
    sits = {"in", "out"} if word in ("located", "based", "operates", "operate", "operating", "operated") else set()
    limit = min(end, place + 12)
    for here in range(place + 1, limit):
        group = sentence.starts.get(here)
        if group is None:
            continue
        whom = accused(sentence, group)
        link = set(sentence.lowers(place, here))
        power = group.head in lexicon().nouns["power"] and group.head not in ("territory", "soil", "country", "state")
        if whom is not None and (whom.strong or power) and link & _LINKS | link & sits:
            return whom, here
    return None


def kind_of_group(sentence: Sentence, subject: Group, place: int, passive: bool) -> tuple[Accused, int] | None:
    """`Hafnium is a state-sponsored group operating out of China`: a group by name, and what names a state."""
    group = sentence.starts.get(place)
    if not passive or group is None or not group.acts or Sort.GROUP not in subject.sorts:
        return None
    whom = accused(sentence, group)
    return (whom, place) if whom is not None and whom.states else None

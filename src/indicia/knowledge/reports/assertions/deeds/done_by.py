"""Statements in the passive voice, and doings that are only named: `carried out by X`, `X's malicious activity`."""

from msgspec.structs import replace

from indicia.knowledge.reports.assertions.deeds.accused import Accused
from indicia.knowledge.reports.assertions.deeds.proposition import Proposition
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon

_ORIGIN = frozenset(
    "undertaken conducted carried launched originated originating originates emanating stemmed stems stemming "
    "emanated emanates came coming perpetrated mounted operating operated directed out traced".split()
)


_THINGS = frozenset("accounts botnet botnets network networks infrastructure domains servers websites pages".split())
"""What somebody runs: `accounts run by people linked to X`."""
_PLACING = frozenset("of from in within".split())


def done_by(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`was carried out by X`, `the attack on Y by X`, `the work of X`."""
    terms = lexicon()
    before = sentence.lower(group.first - 1)
    start = sentence.clause_start(group.first)
    if before == "of" and sentence.lower(group.first - 2) in ("work", "handiwork", "hallmarks", "doing") and who.strong:
        if set(sentence.lowers(max(start, group.first - 9), group.first)) & terms.words["negative"]:
            return None
        return _passively(sentence, group, who, group.first - 3, start)
    if before != "by" or not who.strong:
        return None
    place = group.first - 2
    while place > start and (
        sentence.lower(place) in terms.words["adverbs"]
        or sentence.lower(place) in ("out", "part", "in")
        or sentence.lower(place).endswith("ly")
    ):
        place -= 1
    word = sentence.lower(place)
    done = any(terms.is_verb(word, kind, "pp", "past") for kind in ("carry_out", "strike")) or word in (
        "planned",
        "helped",
        "aided",
        "assisted",
        "facilitated",
        "supported",
        "breached",
        "caused",
        "created",
        "used",
        "developed",
    )
    lead = sentence.lowers(max(start, place - 8), place)
    if done:
        if set(lead) & (terms.words["negative"] | {"if", "whether", "would", "could"}):
            return None
        acted = any(item in ("is", "are", "was", "were", "been", "be", "being", "to", "have") for item in lead)
        if acted or set(lead) & terms.nouns["activity"] or set(lead[-2:]) & _THINGS:
            return _passively(sentence, group, who, place, start)
        return None
    for here in range(group.first - 2, max(start - 1, group.first - 14), -1):
        if sentence.lower(here) in ("that", "which"):
            return None
        if sentence.lower(here) in terms.nouns["activity"] and sentence.lower(here - 1) != "against":
            if terms.is_verb(sentence.lower(here), "say", "past"):
                return None
            return Proposition(
                first=here,
                last=sentence.clause_end(group.first),
                accused=(who.first, who.last),
                verb=(group.first - 1, group.first),
                activity=(here, group.first - 1),
                states=who.states,
                mention=True,
            )
    return None


def _passively(sentence: Sentence, group: Group, who: Accused, verb: int, start: int) -> Proposition:
    first = _activity_start(sentence, verb, start)
    if sentence.lowers(first, first + 3) in (["in", "a", "statement"], ["in", "the", "statement"]):
        first += 3
    last = verb
    while last > first and sentence.lower(last - 1) in lexicon().words["adverbs"]:
        last -= 1
    return Proposition(
        first=first,
        last=sentence.clause_end(group.first),
        accused=(who.first, who.last),
        verb=(verb, verb + 1),
        activity=(first, last) if first < last else None,
        states=who.states,
    )


def _activity_start(sentence: Sentence, verb: int, start: int) -> int:
    for here in range(verb - 1, start - 1, -1):
        word = sentence.lower(here)
        if word in ("that", "which", ",") or lexicon().is_verb(word, "say") or lexicon().is_verb(word, "judge"):
            return here + 1
    return start


def from_where(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`undertaken from the territory of China`, `emanating from Russia`."""
    if sentence.lower(group.first - 1) not in ("from", "within", "in") or not who.strong or not who.states:
        return None
    place = group.first - 2
    while sentence.lower(place) in ("from", "in", "out", "within", "territory", "the"):
        place -= 1
    if sentence.lower(place) not in _ORIGIN or sentence.lower(place) == "out":
        return None
    lead = sentence.lowers(max(0, place - 6), place)
    if set(lead) & (lexicon().words["negative"] | {"if", "whether", "would", "could"}):
        return None
    start = sentence.clause_start(place)
    done = _passively(sentence, group, who, place, start)
    of = max((here for here in range(place + 1, who.last) if sentence.lower(here) in _PLACING), default=place)
    return replace(done, verb=(place, of + 1), territory=True)


def _opens_clause(sentence: Sentence, place: int) -> bool:
    if place == 0 or sentence.lower(place - 1) in (",", "that", "and", "but", ":"):
        return True
    return sentence.quotation[place - 1] != sentence.quotation[place]


def owned(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`China's malicious cyber activity`, where it begins a clause."""
    if not who.strong or not _opens_clause(sentence, group.first):
        return None
    for here in range(group.last, min(len(sentence.words), group.last + 6)):
        word = sentence.lower(here)
        tries = word in ("attempts", "attempt", "efforts", "effort") and sentence.lower(here + 1) == "to"
        if word in lexicon().nouns["activity"] or tries:
            return Proposition(
                first=group.first,
                last=sentence.clause_end(here),
                accused=(who.first, who.last),
                verb=(here, here + 1),
                activity=(group.last, here + 1),
                states=who.states,
                mention=True,
            )
        if not sentence.words[here].is_word and word not in ("'s", "-"):
            return None
    return None


def named_doing(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`the malicious activity of the Belarusian regime`."""
    if sentence.lower(group.first - 1) != "of" or not who.strong:
        return None
    start = group.first - 2
    while start > 0 and start > group.first - 6 and not _opens_clause(sentence, start):
        start -= 1
    if sentence.lower(group.first - 2) in lexicon().nouns["activity"] and _opens_clause(sentence, start):
        return Proposition(
            first=group.first - 2,
            last=sentence.clause_end(group.first),
            accused=(who.first, who.last),
            verb=(group.first - 2, group.first - 1),
            activity=(group.first - 2, group.first - 1),
            states=who.states,
            mention=True,
        )
    return None

"""Measures without a noun of their own: persona non grata, notes of protest, seizures, malware removed."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.words import adjectives
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

_DECLARES = frozenset("declare declares declared declaring".split())
_HANDS = frozenset(
    "hand hands handed handing lodge lodges lodged lodging deliver delivers delivered delivering send sends sent file "
    "filed files make makes made issue issued issues present presented".split()
)
_PROTESTS = frozenset("protest protests démarche démarches demarche demarches representations".split())
_UNDOES = frozenset(
    "remove removed removes removing delete deleted deletes wipe wiped seize seized seizes seizing disrupt disrupted "
    "disrupts disrupting dismantle dismantled dismantles dismantling neutralise neutralised neutralize neutralized "
    "disable disabled disables evict evicted confiscate confiscated".split()
)
_DOWN = frozenset("take takes took taken taking shut shuts shutting knock knocked".split())
_THINGS = frozenset(
    "shell shells webshell webshells malware botnet botnets domains domain infrastructure implant implants backdoor "
    "backdoors websites websites network routers servers".split()
)
_RUNS = frozenset("announce announces announced conduct conducts conducted carried executed completed".split())
_COURT = frozenset("court-authorized court-authorised court-approved court-ordered".split())
_REWARDS = frozenset("reward rewards bounty".split())
_OFFERS = frozenset("offer offers offered offering announce announced announces posted post put puts".split())
_RAISES = frozenset("raise raised raises raising".split())
_MATTERS = frozenset("concerns concern matter issue case incident hack attack attacks".split())
_STATE_BODIES = frozenset((Sort.BODY, Sort.STATE, Sort.PLACE, Sort.SERVICE))
_PUBLISHED = frozenset("published issued released".split())
_ORDERS = frozenset("order orders ordered ordering told".split())
_SENT_OUT = frozenset("diplomats diplomat officers officials envoys ambassador attaché attachés".split())
_REACH = 9


_STARTS = _DECLARES | _ORDERS | _HANDS | _UNDOES | _DOWN | _RUNS | _OFFERS | _RAISES
"""Verbs that may begin a measure: no other word is looked at."""


def acted(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of such measures, each with the words for it."""
    for place, word in enumerate(sentence.small):
        if word in _PUBLISHED and sentence.lower(place - 1) in lexicon().nouns["advisory"]:
            yield from _published(sentence, place)
        measure = _measure(sentence, place, word) if word in _STARTS else None
        if measure is None:
            continue
        subject = subject_of(sentence, place)
        if sentence.lower(place - 1) == "to":
            let = sentence.ends.get(place - 1)  # `allowed the FBI to remove`
            subject = Subject(groups=(let,), first=let.first) if let is not None else None
        own = subject is not None and not subject.passive and _speak(subject.groups)
        passive = (subject is not None and subject.passive) or sentence.lower(place - 1) in ("was", "were", "been")
        speakers = subject.groups if own and subject is not None else agents(sentence, place) if passive else ()
        if not speakers or (subject is not None and (subject.negative or subject.unreal)):
            continue
        if word in _UNDOES | _DOWN and not all(_of_state(sentence, group) for group in speakers):
            continue
        future = subject is not None and subject.future
        yield Draft(
            stance=Stance.DECLINES if future else Stance.ACTS,
            speakers=speakers,
            verb=(place, place + 1),
            measure=measure,
            taken=not future,
            note="considered or announced, not taken" if future else "",
        )


def _published(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`An advisory published by A, B and C lists …`."""
    by = agents(sentence, place)
    if sentence.lower(place + 1) == "by" and by:
        yield Draft(
            stance=Stance.ACTS,
            speakers=by,
            verb=(place, place + 1),
            measure=(adjectives(sentence, place - 1), place),
            taken=True,
        )


def _speak(groups: tuple[Group, ...]) -> bool:
    return all(group.speaks and not group.possessive for group in groups)


def _of_state(sentence: Sentence, group: Group) -> bool:
    """Companies clean up after every break-in: only what a state does is a measure."""
    body = group.head in lexicon().nouns["body"] or group.pronoun
    return bool(group.sorts & _STATE_BODIES) or (body and not group.sorts)


def _measure(sentence: Sentence, place: int, word: str) -> tuple[int, int] | None:
    """The words of the measure whose verb stands at a place; null where there is none."""
    rest = sentence.lowers(place + 1, min(place + 1 + _REACH, sentence.clause_end(place)))
    if word in _DECLARES and "non" in rest:
        return place, place + 1 + rest.index("non") + 2
    out = next((number for number, item in enumerate(rest) if item in ("out", "leave")), None)
    if word in _ORDERS and out is not None and set(rest[:out]) & _SENT_OUT:
        return place, place + 2 + out
    if word in _HANDS:
        return _noun(sentence, place, rest, _PROTESTS)
    if word in _UNDOES or (word in _DOWN and ("down" in rest[:1] or "offline" in rest)):
        thing = next((number for number, item in enumerate(rest) if item in _THINGS), None)
        return (place, place + 2 + thing) if thing is not None else None
    if word in _RUNS and set(rest) & _COURT and "operation" in rest:
        start = next(number for number, item in enumerate(rest) if item in _COURT)
        return place + 1 + start, place + 2 + rest.index("operation")
    if word in _OFFERS:
        return _reward(sentence, place, rest)
    if word in _RAISES and "with" in rest and set(rest) & _MATTERS:
        return (place, place + 1 + rest.index("with")) if "concerns" not in rest else None
    return None


def _noun(sentence: Sentence, place: int, rest: list[str], nouns: frozenset[str]) -> tuple[int, int] | None:
    number = next((number for number, item in enumerate(rest) if item in nouns), None)
    if number is None:
        return None
    at = place + 1 + number
    noted = sentence.lowers(at - 2, at) == ["note", "of"]
    return (at - 2 if noted else at), at + 1


def _reward(sentence: Sentence, place: int, rest: list[str]) -> tuple[int, int] | None:
    """`offers up to 10 million dollars` for information; `A reward was put up by X`."""
    if set(rest[:4]) & _REWARDS:
        at = place + 1 + next(number for number, item in enumerate(rest) if item in _REWARDS)
        return None if sentence.lower(place).startswith("offer") and at < place + 4 else (at, at + 1)
    before = set(sentence.lowers(max(0, place - 14), place)) & _REWARDS
    if sentence.lower(place).startswith(("offer", "put", "post")) and before:
        return place, place + 1
    paid = "million" in rest and "information" in sentence.lowers(place, place + 20)
    return (place, place + 1) if sentence.lower(place).startswith("offer") and paid else None

"""Set phrases that attribute: point the finger at, hold responsible, lay the blame on, see behind."""

from collections.abc import Iterator

from msgspec.structs import replace

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused, activity_of
from indicia.knowledge.reports.assertions.deeds.whom import behind, rest_of
from indicia.knowledge.reports.assertions.rules.blame.accusing import accusation, of_others
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon

_LAYS = frozenset(
    "lay lays laid laying put puts putting place places placed placing pin pins pinned pinning assign assigns assigned "
    "assigning ascribe ascribes ascribed attribute attributes attributed apportion apportions apportioned".split()
)
_GUILT = frozenset("blame responsibility fault culpability".split())
_ONTO = ("on", "at", "with", "to", "upon")
_HOLDS = frozenset("hold holds held holding".split())
_LIABLE = frozenset("responsible accountable liable".split())
_THEM = frozenset("both them it him her".split())
_TIES = frozenset("links link ties tie connection connections".split())
_BLAMABLE = frozenset("responsible behind culpable accountable".split())
_VIEWS = frozenset("see sees saw seeing deem deems deemed regard regards regarded".split())
_CALLS = frozenset("call calls called describe describes described brand brands branded label labels labelled".split())
_WORST = frozenset("world world's biggest largest greatest champion empire matrix".split())
_EXPOSES = frozenset("expose exposes exposed exposing unmask unmasks unmasked unmasking".split())
_BE = frozenset("is are was were been being be".split())
_POINTS = frozenset("point points pointed pointing".split())


def phrased(sentence: Sentence, place: int) -> Iterator[Draft]:
    """Drafts of the set phrase whose verb stands at a place."""
    word = sentence.lower(place)
    if word in _POINTS:
        yield from _fingers(sentence, place)
    elif word in _LAYS:
        yield from _laid(sentence, place)
    elif word in _HOLDS:
        yield from _held(sentence, place)
    elif word in _TIES:
        yield from _established(sentence, place)
    elif word in ("call", "calls", "called", "calling") and sentence.lower(place + 1) == "out":
        group = sentence.starts.get(place + 2)
        found = accused(sentence, group) if group is not None else activity_of(sentence, place + 2)
        if found is not None and found.strong:
            yield from _by_subject(sentence, (place, place + 2), found, alone=True)
    elif word in _CALLS and sentence.lower(place + 1) != "out":
        yield from _worst(sentence, place)
    elif word == "attributable" and sentence.lower(place + 1) == "to":
        yield from _attributable(sentence, place)
    elif word in _EXPOSES:
        group = sentence.starts.get(place + 1)
        found = accused(sentence, group) if group is not None and group.acts and not group.possessive else None
        if found is not None and found.strong:
            yield from _by_subject(sentence, (place, place + 1), found)
    elif word in _VIEWS or lexicon().is_verb(word, "judge"):
        yield from _viewed(sentence, place)


def _by_subject(sentence: Sentence, verb: tuple[int, int], whom: Accused, *, alone: bool = False) -> Iterator[Draft]:
    subject = subject_of(sentence, verb[0])
    if subject is None or not _speak(subject) or of_others(subject.control) or (alone and subject.control):
        return
    yield from accusation(sentence, verb, subject, whom, rest_of(sentence, whom.last))


def _speak(subject: Subject) -> bool:
    return all(group.speaks for group in subject.groups)


def _by_agents(sentence: Sentence, place: int, verb: tuple[int, int], whom: Accused) -> Iterator[Draft]:
    """The same in the passive voice: those behind `by` say it."""
    by = agents(sentence, place)
    if not by or set(sentence.lowers(place - 5, place)) & (lexicon().words["negative"] | {"would", "if", "could"}):
        return
    activity = None if whom.last > by[-1].last else rest_of(sentence, by[-1].last)
    yield from accusation(sentence, verb, Subject(groups=by, first=by[0].first), whom, activity)


def _fingers(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`points the finger at X`, `points to a Chinese group`."""
    window = sentence.lowers(place + 1, place + 6)
    named = next((number for number, item in enumerate(window, 1) if item.startswith(("finger", "blame"))), None)
    if named is not None:
        whom, _ = behind(sentence, place, place + 12, ("at", "to", "toward", "towards"))
        if whom is not None:
            yield from _by_subject(sentence, (place, place + 1 + named), whom)
        return
    group = sentence.starts.get(place + 2)
    found = accused(sentence, group) if group is not None and sentence.lower(place + 1) in ("to", "at") else None
    if found is None or group is None or not found.strong or group.possessive:
        return
    if group.acts or sentence.lower(found.last) in ("as", "over", "for"):
        yield from _by_subject(sentence, (place, place + 2), found)


def _laid(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`lays the blame on X`, `blame was placed on X by Y`, `pinned it on X`, `pinned on X by Y`."""
    window = sentence.lowers(place + 1, place + 6)
    pins = sentence.lower(place).startswith("pin")
    whom, _ = behind(sentence, place, place + 20, _ONTO)
    if whom is None:
        whom = _at_the_door(sentence, place)
    if whom is None or not whom.strong:
        return
    if set(window) & _GUILT or (pins and "on" in sentence.lowers(place, place + 14)):
        last = place + 1 + next((number for number, item in enumerate(window, 1) if item in _GUILT), 0)
        passive = set(sentence.lowers(place - 3, place)) & _BE
        yield from (
            _by_agents(sentence, place, (place, place + 1), whom)
            if passive
            else _by_subject(sentence, (place, last), whom)
        )
    elif set(sentence.lowers(place - 8, place)) & _GUILT and set(sentence.lowers(place - 3, place)) & _BE:
        yield from _by_agents(sentence, place, (place, place + 1), whom)


def _at_the_door(sentence: Sentence, place: int) -> Accused | None:
    """`laid the blame at the door of X`."""
    for here in range(place + 1, min(place + 20, sentence.clause_end(place))):
        if sentence.lower(here) in ("door", "feet", "doorstep") and sentence.lower(here + 1) == "of":
            group = sentence.starts.get(here + 2)
            return accused(sentence, group) if group is not None else None
    return None


def _held(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`hold X responsible`, `hold X to account`, `X was held responsible by Y`."""
    if sentence.lower(place + 1) in _LIABLE and set(sentence.lowers(place - 3, place)) & _BE:
        subject = subject_of(sentence, place)
        whom = accused(sentence, subject.groups[-1]) if subject is not None else None
        if whom is not None and whom.strong:
            yield from _by_agents(sentence, place, (place, place + 2), whom)
        return
    group = sentence.starts.get(place + 1)
    found = accused(sentence, group) if group is not None else None
    if found is None and sentence.lower(place + 1) in _THEM and sentence.lower(place + 2) in _LIABLE:
        found = Accused(place + 1, place + 2, False, frozenset())
    if found is None:
        return
    account = sentence.lowers(found.last, found.last + 2) == ["to", "account"]
    if account or sentence.lower(found.last) in _LIABLE:
        yield from _by_subject(sentence, (place, place + 1), found, alone=True)


def _worst(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`called the US the world champion of hacking`: an accusation of a state, whoever throws it back."""
    group = sentence.starts.get(place + 1)
    found = accused(sentence, group) if group is not None and group.named_state and not group.acts else None
    rest = sentence.lowers(found.last, min(found.last + 9, sentence.clause_end(place))) if found is not None else []
    if found is not None and set(rest) & _WORST and any(item.startswith(("cyber", "hack", "spy")) for item in rest):
        yield from _by_subject(sentence, (place, place + 1), found)


def _attributable(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`stated that the breach was attributable to X`."""
    group = sentence.starts.get(place + 2)
    found, frame = accused(sentence, group) if group is not None else None, carried_by(sentence, place)
    if found is None or frame is None or not (found.strong or (group is not None and group.acts)):
        return
    if set(sentence.lowers(place - 5, place)) & lexicon().words["negative"]:
        return
    for draft in accusation(sentence, (place, place + 1), frame.subject, found, None):
        first = sentence.clause_start(place) if frame.trails else frame.verb[1]
        yield replace(draft, activity=sentence.tail(first, place), reported_by=None)


def _established(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`established links between X and the break-ins`."""
    judged = [
        here
        for here in range(max(0, place - 4), place)
        if lexicon().is_verb(sentence.lower(here), "judge", "base", "s", "past", "pp", "ing")
    ]
    if not judged or "no" in sentence.lowers(place - 4, place):
        return
    whom, _ = behind(sentence, place, place + 4, ("between", "to", "with"))
    if whom is None:
        return
    for draft in _by_subject(sentence, (judged[-1], judged[-1] + 1), whom):
        activity = draft.activity
        if activity is not None and sentence.lower(activity[0]) in ("and", "to", "with"):
            activity = sentence.tail(activity[0] + 1, activity[1])
        yield replace(draft, verb=(judged[-1], place + 1), activity=activity)


def _viewed(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`sees X behind it`, `believes X to be responsible`, `confirmed Russia's role`."""
    group = sentence.starts.get(place + 1)
    if sentence.lowers(place + 1, place + 4) == ["the", "hand", "of"]:
        group = sentence.starts.get(place + 4)
        found = accused(sentence, group) if group is not None else None
        if found is not None and found.strong:
            yield from _by_subject(sentence, (place, place + 4), found)
        return
    found = accused(sentence, group) if group is not None else None
    if found is None or group is None or not found.strong:
        return
    after = sentence.lowers(found.last, found.last + 3)
    owns = set(after) & {"role", "involvement", "responsibility", "hand"}
    if lexicon().is_verb(sentence.lower(place), "judge") and owns:
        yield from _by_subject(sentence, (place, place + 1), found)
        return
    to_be = after[:2] == ["to", "be"] or after[:1] == ["as"] or (after[:1] == ["to"] and after[1:2] == ["have"])
    guilty = after[:1] and (after[0] in _BLAMABLE or (to_be and after[2:3] and after[2] in _BLAMABLE | {"been"}))
    if guilty and not group.possessive:
        yield from _by_subject(sentence, (place, place + 1), found)

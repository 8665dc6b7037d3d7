"""How many were hit, as somebody tells it: the number stays the speaker's, and accuses nobody."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import FARTHEST, frames
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

_HIT = frozenset(
    "organisations organizations companies firms servers customers victims computers devices accounts clinics "
    "hospitals agencies networks systems users businesses institutions entities machines sites websites governments "
    "banks universities schools municipalities people individuals records mailboxes domains operators providers "
    "utilities installations hosts countries routers phones voters patients machines mailboxes inboxes".split()
)
_HARM = frozenset(
    "affected compromised hit breached hacked infected attacked targeted accessed exposed impacted stolen infiltrated "
    "victimised victimized exploited penetrated notified vulnerable broken infiltrating attacking compromising victims "
    "activity backdoored shell shells webshell webshells victim fell".split()
)
_DIM = frozenset("dozens hundreds thousands scores millions".split())
_SPELT = frozenset("two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty".split())
_ABOUT = frozenset(
    "at least more than over about around some nearly almost up to as many fewer less roughly approximately close "
    "estimated an only".split()
)
_SUPPOSED = frozenset("estimated reported believed thought feared".split())
_REPORTS = frozenset("reported reports wrote writes said says estimated estimates".split())


def counted(sentence: Sentence) -> Iterator[Draft]:
    """One draft for each speaker of a number of those that were hit."""
    terms = lexicon()
    for place, word in enumerate(sentence.words):
        if not (word.text[:1].isdigit() or word.lower in _DIM or word.lower in _SPELT) or _part(sentence, place):
            continue
        end = sentence.clause_end(place)
        noun = next((here for here in range(place + 1, min(place + 6, end)) if sentence.lower(here) in _HIT), None)
        if noun is None and sentence.lowers(place - 8, place)[-1:] in (["at"], ["than"], ["least"], ["about"]):
            noun = _number_of(sentence, place)
        if noun is None or not all(sentence.words[here].is_word for here in range(place, noun) if here > place + 2):
            continue
        first = sentence.clause_start(place)
        clause = sentence.lowers(first, end)
        harmed = set(clause) & _HARM or any(terms.is_verb(item, "strike") for item in clause)
        if not harmed:
            continue
        start = place
        while start > first and sentence.lower(start - 1) in _ABOUT:
            start -= 1
        teller = _teller(sentence, start)
        if teller is None and (nobody := _by_nobody(sentence, start)) is not None:
            yield Draft(stance=Stance.REPORTS, verb=(nobody, nobody + 1), activity=sentence.tail(start, end))
            return
        if teller is None:
            continue
        subject, verb = teller
        if subject.negative or subject.unreal or not all(map(_tells, subject.groups)):
            continue
        yield Draft(stance=Stance.REPORTS, speakers=subject.groups, verb=verb, activity=sentence.tail(start, end))
        return


def _by_nobody(sentence: Sentence, place: int) -> int | None:
    """`it was estimated that 250,000 servers`: where the verb stands; null where there is none."""
    for here in range(place - 1, max(0, place - 6), -1):
        if sentence.lower(here) in _SUPPOSED and sentence.lowers(here - 2, here) in (["it", "was"], ["it", "is"]):
            return here
    return None


def _number_of(sentence: Sentence, place: int) -> int | None:
    """`put the number of victims at more than 25`: what is counted stands before the number."""
    lead = range(max(0, place - 8), place)
    number = next((here for here in lead if sentence.lowers(here, here + 2) == ["number", "of"]), None)
    return next((here for here in lead if number is not None and here > number and sentence.lower(here) in _HIT), None)


def _part(sentence: Sentence, place: int) -> bool:
    """Whether a number only goes on (`30,000` in three words), or counts no victims: a year, a version."""
    text = sentence.words[place].text
    year = len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")
    return year or (sentence.words[place - 1].text in (",", ".") and sentence.words[max(0, place - 2)].text.isdigit())


def _teller(sentence: Sentence, place: int) -> tuple[Subject, tuple[int, int]] | None:
    """Who says so: a frame around it, or a paper or writer (`Krebs reported that`)."""
    for here in range(place - 1, max(-1, place - FARTHEST), -1):
        if sentence.words[here].text in (";", "."):
            break
        found = here >= place - 4 and lexicon().is_verb(sentence.lower(here), "observe")
        if sentence.lower(here) not in _REPORTS and not found and sentence.lower(here) != "put":
            continue
        subject = subject_of(sentence, here)
        if subject is not None and not subject.passive and all(_tells(group) for group in subject.groups):
            return subject, (here, here + 1)
    frame = _frame(sentence, place)
    return (frame.subject, frame.verb) if frame is not None else None


def _frame(sentence: Sentence, place: int) -> Frame | None:
    for frame in reversed(frames(sentence)):
        if not frame.trails and frame.verb[1] <= place < frame.verb[1] + FARTHEST:
            return frame
    return next((frame for frame in frames(sentence) if frame.trails and frame.first >= place), None)


def _tells(group: Group) -> bool:
    return not group.possessive and (group.speaks or Sort.PRESS in group.sorts)

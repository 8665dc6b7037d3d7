"""The draft of an accusation: who blames whom, declined or meant for later."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.deeds.accused import Accused
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.confidence import confidence, own_part
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_JOIN = frozenset("join joins joined joining".split())
_REFUSED = frozenset("declined declines refused refuses stopped stops refrained".split())


def of_others(verb: str) -> bool:
    """Whether what hangs on a verb is the statement of others (`acknowledge statements attributing …`)."""
    terms = lexicon()
    return verb in _JOIN or any(terms.is_verb(verb, kind) for kind in ("acknowledge", "support", "deny"))


def accusation(
    sentence: Sentence,
    verb: tuple[int, int],
    subject: Subject,
    whom: Accused,
    activity: tuple[int, int] | None,
) -> Iterator[Draft]:
    """At most one draft; none where the verb only says what could be, or a side would accuse itself."""
    place = verb[0]
    able = subject.groups[0].pronoun and "can" in sentence.lowers(place - 3, place)
    if (subject.unreal and not subject.future and not able) or "would" in sentence.lowers(place - 4, place):
        return
    if any(group.party and group.party in whom.states for group in subject.groups):
        return
    teller = _teller(sentence, subject)
    declined = subject.negative or subject.control in _REFUSED
    yield Draft(
        stance=Stance.DECLINES if declined else Stance.ATTRIBUTES,
        speakers=subject.groups,
        verb=verb,
        accused=(whom.first, whom.last),
        activity=activity,
        confidence=None
        if declined
        else confidence(sentence, *own_part(sentence, place, subject.first, _sure_until(sentence, place, whom))),
        note="does not attribute" if declined else "announced for later" if subject.future else "",
        reported_by=teller,
    )


def _teller(sentence: Sentence, subject: Subject) -> Group | None:
    """`Andrew Little said the agency had linked X`: who tells what the agency did; null where it speaks itself."""
    frame = carried_by(sentence, subject.first) if subject.first else None
    if frame is None or frame.trails or frame.judges or sentence.lower(subject.first - 1) in ("and", "but"):
        return None
    teller = frame.subject.groups[0]
    straight = subject.first - frame.verb[1] <= 1 + (sentence.lower(frame.verb[1]) == "that")
    return teller if straight and not subject.groups[0].pronoun and teller not in subject.groups else None


def _sure_until(sentence: Sentence, place: int, whom: Accused) -> int:
    """Words of confidence stand before the accused or right behind it."""
    last = max(place, whom.last)
    end = sentence.clause_end(last)
    for here in range(last, min(end, last + 12)):
        if sentence.words[here].text == "," and sentence.lower(here + 1) in ("with", "albeit"):
            return min(here + 6, len(sentence.words))
    for here in range(last, min(end, last + 8)):
        if not sentence.words[here].is_word:
            return here
        last = here + 1
    return last

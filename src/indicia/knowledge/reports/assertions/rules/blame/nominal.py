"""Attributions and charges told by a noun: `Britain's attribution of the attack to China`, `the US indictment of X`."""

from collections.abc import Iterator

from msgspec.structs import replace

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused, activity_of
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.blame.accusing import accusation
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.confidence import confidence
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.subjects.coordinated import listed
from indicia.knowledge.reports.assertions.subjects.papers import author
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_ATTRIBUTIONS = frozenset("attribution attributions".split())
_ACCUSATIONS = frozenset("accusation accusations allegation allegations complaint".split())
_INDICTMENTS = frozenset("indictment indictments prosecution".split())
_EVIDENCE = frozenset("evidence proof indications indication signs traces clues".split())
_PARTS = frozenset("involvement responsibility complicity authorship".split())
_REACH = 14
"""Words behind the noun in which speaker and accused are named."""


def nominal(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of what nouns tell, where speaker and accused are both named with them."""
    for place, word in enumerate(sentence.small):
        if sentence.inside_group(place) or not sentence.words[place].is_word:
            continue
        if word in _ATTRIBUTIONS:
            yield from _told(sentence, place, ("to",), Stance.ATTRIBUTES)
        elif word in _ACCUSATIONS:
            yield from _told(sentence, place, ("against",), Stance.ATTRIBUTES)
        elif word in _INDICTMENTS:
            yield from _told(sentence, place, ("of", "against"), Stance.CHARGES)
    yield from _evidence(sentence)


def _evidence(sentence: Sentence) -> Iterator[Draft]:
    """`told parliament that there was hard evidence of Russian involvement`, `indications that point to the FSB`."""
    for place, word in enumerate(sentence.small):
        if word not in _EVIDENCE or {"no", "any", "without", "if"} & set(sentence.lowers(place - 4, place)):
            continue
        whom = _pointed_at(sentence, place)
        frame = carried_by(sentence, place)
        if whom is None or frame is None or frame.subject.negative or frame.subject.unreal:
            continue
        yield from accusation(sentence, frame.verb, replace(frame.subject, control=""), whom, None)


def _pointed_at(sentence: Sentence, place: int) -> Accused | None:
    if sentence.lower(place + 1) == "of":
        done = activity_of(sentence, place + 2)
        return done if done is not None and sentence.lower(done.last - 1) in _PARTS else None
    rest = sentence.lowers(place + 1, place + 5)
    at = next((here for here, item in enumerate(rest) if item.startswith("point")), None)
    group = sentence.starts.get(place + 1 + at + 2) if at is not None else None
    if at is None or group is None or sentence.lower(place + at + 2) not in ("to", "towards", "at"):
        return None
    found = accused(sentence, group)
    return found if found is not None and found.strong else None


def _told(sentence: Sentence, place: int, links: tuple[str, ...], stance: Stance) -> Iterator[Draft]:
    named = _author(sentence, place)
    if not named or {"no", "any", "without"} & set(sentence.lowers(place - 3, place)):
        return
    whom = _whom(sentence, place, links)
    support = stance is Stance.ATTRIBUTES and whom is None and "to" in links
    if whom is None and not (support and sentence.lower(place + 1) in ("by", "of")):
        return
    if whom is not None and any(who.party in whom.states for who in named):
        return
    charged = stance is Stance.CHARGES
    yield Draft(
        stance=stance,
        speakers=named,
        verb=(place, place + 1),
        accused=(whom.first, whom.last) if whom is not None else None,
        confidence=None if charged else confidence(sentence, max(0, place - 3), place),
        measure=(place, place + 1) if charged else None,
        taken=True if charged else None,
    )


def _author(sentence: Sentence, place: int) -> tuple[Group, ...]:
    for here in range(place + 1, min(place + _REACH, sentence.clause_end(place))):
        group = sentence.starts.get(here + 1)
        if sentence.lower(here) == "by" and group is not None:
            return listed(sentence, group) if group.speaks and group.party and not group.possessive else ()
        if sentence.lower(here) in lexicon().words["auxiliaries"]:
            break
    before = author(sentence, place)
    own = before is not None and before.party and (before.possessive or place == before.last)
    return (before,) if own and before is not None else ()


def _whom(sentence: Sentence, place: int, links: tuple[str, ...]) -> Accused | None:
    for here in range(place + 1, min(place + _REACH, sentence.clause_end(place))):
        group = sentence.starts.get(here + 1)
        if sentence.lower(here) in links and group is not None:
            found = accused(sentence, group)
            if found is not None and (found.strong or group.acts or group.person):
                return found
        if sentence.lower(here) in lexicon().words["auxiliaries"]:
            return None
    return None

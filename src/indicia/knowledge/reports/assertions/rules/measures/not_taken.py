"""Measures expressly not taken, or only considered: `No sanctions are announced`, `stopped short of`, `ruled out`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.announcements import NOT_TAKEN, left_out
from indicia.knowledge.reports.assertions.rules.measures.words import (
    CONSIDERED,
    adjectives,
    against,
)
from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import frames
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_OPEN = frozenset("discussion consideration review table option options".split())
_STAY = frozenset("remain remains remained are were is was stay stays stayed".split())


def not_taken(sentence: Sentence) -> Iterator[Draft]:
    """`No sanctions are announced`, `no new penalties were planned`; and `sanctions were imposed on X by Y`."""
    terms = lexicon()
    place = 0
    while place < len(sentence.words):
        phrase = terms.measures.at(sentence.words, place)
        if phrase is None or phrase[1] not in ("measure", "sanction"):
            place += 1
            continue
        end = place + phrase[0]
        start = adjectives(sentence, place)
        while start > 0 and sentence.lower(start - 1) in (
            "national",
            "such",
            "further",
            "new",
            "immediate",
            "concrete",
            "unilateral",
        ):
            start -= 1
        be = sentence.lower(end)
        verb = next(
            (
                here
                for here in range(end, min(len(sentence.words), end + 5))
                if terms.is_verb(sentence.lower(here), "impose")
                or terms.is_verb(sentence.lower(here), "weigh")
                or sentence.lower(here)
                in ("taken", "included", "followed", "imposed", "planned", "announced", "expected")
            ),
            None,
        )
        if be in _STAY and _OPEN & set(sentence.lowers(end, end + 5)):
            yield _discussed(sentence, (start, end))
            place = end
            continue
        passive = be in ("are", "were", "have", "had", "is", "was", "will", "would", "has") and verb is not None
        if passive and verb is not None:
            negative = sentence.lower(start - 1) in ("no", "neither") or bool(
                {"not", "n't"} & set(sentence.lowers(end, verb))
            )
            yield from _passive_noun(sentence, (start, end), verb, negative=negative)
        place = end
    yield from _without(sentence)
    yield from left_out(sentence)


def _discussed(sentence: Sentence, measure: tuple[int, int]) -> Draft:
    """`sanctions remained under discussion`."""
    carrier = _carrier(sentence, measure[0])
    return Draft(
        stance=Stance.DECLINES,
        speakers=carrier.subject.groups if carrier is not None else (),
        verb=(measure[1], measure[1] + 1),
        measure=measure,
        taken=False,
        note=CONSIDERED,
        of_announcement=True,
        own_words=carrier is None,
    )


def _passive_noun(sentence: Sentence, measure: tuple[int, int], verb: int, *, negative: bool) -> Iterator[Draft]:
    considered = any(
        word in ("will", "would", "could", "may", "might") for word in sentence.lowers(measure[1], verb)
    ) or (lexicon().is_verb(sentence.lower(verb), "weigh") and not negative)
    asked = set(sentence.lowers(measure[0] - 3, measure[0])) & {"why", "if", "whether", "asked"}
    # Who asks why none were imposed says that none were; who asks whether they were says nothing.
    if asked and not (negative and "why" in asked):
        return
    carrier = _carrier(sentence, measure[0])
    speakers = carrier.subject.groups if carrier is not None else agents(sentence, verb)
    if negative:
        yield Draft(
            stance=Stance.DECLINES,
            speakers=speakers,
            verb=(verb, verb + 1),
            measure=measure,
            taken=False,
            note=NOT_TAKEN,
            of_announcement=True,
            own_words=carrier is None,
        )
    elif not considered and agents(sentence, verb):
        whom = against(sentence, measure[1]) or against(sentence, verb)
        yield Draft(
            stance=Stance.SANCTIONS,
            speakers=agents(sentence, verb),
            verb=(verb, verb + 1),
            measure=measure,
            taken=True,
            accused=(whom.first, whom.last) if whom else None,
        )


def _carrier(sentence: Sentence, place: int) -> Frame | None:
    before = [
        frame
        for frame in frames(sentence)
        if not frame.trails and frame.verb[1] <= place and frame.verb[0] + 12 > place
    ]
    return before[-1] if before and not before[-1].subject.negative else None


def _without(sentence: Sentence) -> Iterator[Draft]:
    """`stopped short of sanctions`, `did not rule out further action`, `was not accompanied by sanctions`."""
    terms = lexicon()
    for place in range(len(sentence.words)):
        word = sentence.lower(place)
        window = sentence.lowers(place + 1, place + 3)
        short = word in ("stop", "stops", "stopped", "stopping", "fell", "fall", "falls") and window == ["short", "of"]
        rules = word in ("rule", "rules", "ruled", "ruling") and window[:1] == ["out"]
        if not (short or rules):
            continue
        subject = subject_of(sentence, place)
        if subject is None or not all(group.speaks for group in subject.groups):
            continue
        noun = None
        for here in range(place + 2, min(len(sentence.words), place + 10)):
            phrase = terms.measures.at(sentence.words, here)
            if phrase is not None and phrase[1] in ("measure", "sanction"):
                noun = (adjectives(sentence, here), here + phrase[0])
                break
        if rules and noun is None:
            continue
        note = CONSIDERED if rules and subject.negative else "expressly not taken" if noun else "does not attribute"
        last = place + 3 if short else place + 2
        if (
            short
            and noun is None
            and not any(
                terms.is_verb(sentence.lower(here), kind)
                for here in range(place + 3, place + 5)
                for kind in ("attribute", "blame", "accuse", "name", "link")
            )
        ):
            continue
        yield Draft(
            stance=Stance.DECLINES,
            speakers=subject.groups,
            verb=(place, last),
            measure=noun,
            taken=False if noun else None,
            note=note,
        )

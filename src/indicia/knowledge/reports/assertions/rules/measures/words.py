"""What the rules on measures share: the noun of a measure, against whom, taken or not."""

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_TOWARDS = frozenset("against on at targeting for of over charging accusing naming indicting hitting".split())
CONSIDERED = "considered or announced, not taken"


_BEFORE_NOUN = 9


def measure_noun(sentence: Sentence, place: int, nouns: frozenset[str]) -> tuple[int, int] | None:
    """The noun of a measure behind a verb, as far as no other verb or clause stands between; `A and B` as one."""
    found: tuple[int, int] | None = None
    terms = lexicon()
    here = place + 1
    while here < min(len(sentence.words), place + 1 + _BEFORE_NOUN, sentence.clause_end(place) + 1):
        word = sentence.lower(here)
        phrase = terms.measures.at(sentence.words, here)
        if phrase is not None and any(item in nouns for item in (" ".join(sentence.lowers(here, here + phrase[0])),)):
            start = found[0] if found else adjectives(sentence, here)
            found = (start, here + phrase[0])
            here = found[1]
            if sentence.lower(here) == "and":
                here += 1
                continue
            return found
        if word in nouns:
            return found[0] if found else adjectives(sentence, here), here + 1
        if word in ("that", "which", "who", "to", ";", "after", "when", "against", "over", "from", "by") or (
            found and here > found[1] + 3
        ):
            return found
        if sentence.words[here].text == "," and word == ",":
            return found
        here += 1
    return found


def adjectives(sentence: Sentence, noun: int) -> int:
    """Where `further`, `new economic` begins before a noun."""
    start = noun
    while start - 1 >= 0 and sentence.lower(start - 1) in (
        "further",
        "new",
        "economic",
        "financial",
        "joint",
        "cybersecurity",
        "more",
        "fresh",
        "additional",
        "criminal",
        "restrictive",
        "tailored",
        "own",
        "diplomatic",
        "any",
        "targeted",
        "specific",
    ):
        start -= 1
    return start


def drafted(
    sentence: Sentence,
    subject: Subject,
    place: int,
    stance: Stance,
    measure: tuple[int, int],
    whom: Accused | None,
    *,
    no: bool = False,
) -> Draft:
    """The draft of a measure: taken, expressly not taken, or only considered."""
    refused = (
        subject.negative
        or no
        or "short" in sentence.lowers(place - 3, place)
        or subject.control in ("declined", "refused", "stopped", "declines", "refrained")
    )
    weighed = stance is Stance.DECLINES or subject.future or subject.unreal or _planned(sentence, place)
    if refused:
        note, taken = "expressly not taken", False
    elif weighed:
        note, taken = CONSIDERED, False
    else:
        note, taken = "", True
    return Draft(
        stance=stance if taken else Stance.DECLINES,
        speakers=subject.groups,
        verb=(place, place + 1),
        accused=(whom.first, whom.last) if whom is not None else None,
        measure=measure,
        taken=taken,
        note=note,
    )


def _planned(sentence: Sentence, place: int) -> bool:
    """`plans to impose`, `is ready to sanction`."""
    if sentence.lower(place - 1) != "to":
        return False
    return any(
        lexicon().is_verb(sentence.lower(here), "weigh")
        or sentence.lower(here)
        in ("ready", "prepared", "likely", "expected", "set", "able", "calling", "calls", "called", "urged", "asked")
        for here in range(max(0, place - 6), place)
    )


def against(sentence: Sentence, place: int) -> Accused | None:
    """Whom a measure hits (`sanctions on X`); null where nobody is named."""
    for here in range(place, min(len(sentence.words), place + 6)):
        group = sentence.starts.get(here)
        if group is not None and sentence.lower(here - 1) in _TOWARDS:
            return accused(sentence, group)
    return None

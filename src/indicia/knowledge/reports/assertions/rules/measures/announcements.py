"""Measures that an announcement leaves out: `was not accompanied by sanctions`, `came without`, `without punishing`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.words import adjectives
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

NOT_TAKEN = "expressly not taken"
_WITH = frozenset("accompanied matched followed backed coupled paired".split())
_HOLDS = frozenset(
    "include includes included contain contains contained bring brings brought carry carries carried mention mentions "
    "mentioned entail entails entailed".split()
)
_GOES_WITH = frozenset("accompanied accompany accompanies followed follow".split())
_COMES = frozenset("came comes come".split())
_PUNISHES = frozenset("punishing penalising penalizing sanctioning retaliating".split())
_SUBJECT = 12
"""Words before the verb in which the announcement is named."""


def left_out(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of measures that an announcement, or who makes it, does without."""
    for place in range(len(sentence.words)):
        word = sentence.lower(place)
        if word in _PUNISHES and sentence.lower(place - 1) == "without":
            yield from _unpunished(sentence, place)
        if word in _GOES_WITH:
            yield from _none_went_with(sentence, place)
        first = _after(sentence, place)
        if first is None:
            continue
        noun = _measure(sentence, first)
        named = _announcement(sentence, place)
        if noun is None or named is None:
            continue
        owner = sentence.ends.get(named)
        yield Draft(
            stance=Stance.DECLINES,
            speakers=(owner,) if owner is not None and _owns(sentence, owner) else (),
            verb=(place, first),
            measure=noun,
            taken=False,
            note=NOT_TAKEN,
            of_announcement=True,
        )


def _none_went_with(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`No penalties accompanied the statement of the White House`."""
    noun = next(
        (
            (adjectives(sentence, here), place)
            for here in range(max(0, place - 2), place)
            if (phrase := lexicon().measures.at(sentence.words, here)) and here + phrase[0] == place
        ),
        None,
    )
    said = next(
        (here for here in range(place + 1, place + 7) if sentence.lower(here) in lexicon().nouns["saying"]), None
    )
    if noun is None or said is None or "no" not in sentence.lowers(noun[0] - 2, noun[0] + 1):
        return
    owner = next((group for group in sentence.groups if place < group.first < said and _owns(sentence, group)), None)
    if owner is None and sentence.lower(said + 1) in ("of", "by", "from"):
        owner = sentence.starts.get(said + 2)
    yield Draft(
        stance=Stance.DECLINES,
        speakers=(owner,) if owner is not None and owner.speaks else (),
        verb=(place, place + 1),
        measure=noun,
        taken=False,
        note=NOT_TAKEN,
        of_announcement=True,
    )


def _after(sentence: Sentence, place: int) -> int | None:
    """Where the measure is to be looked for, behind `was not accompanied by`, `did not include`, `came without`."""
    word, lead = sentence.lower(place), set(sentence.lowers(place - 4, place))
    no = bool(lead & {"not", "n't", "never"})
    if (
        word in _WITH
        and no
        and lead & {"was", "were", "is", "are", "been"}
        and sentence.lower(place + 1) in ("by", "with")
    ):
        return place + 2
    if word in _HOLDS and (no or sentence.lower(place + 1) == "no"):
        return place + 1 + (not no)
    if word in ("lack", "lacks", "lacked"):
        return place + 1
    if word in _COMES and sentence.lower(place + 1) == "without":
        return place + 2
    return None


def _measure(sentence: Sentence, first: int) -> tuple[int, int] | None:
    for here in range(first, min(len(sentence.words), first + 5)):
        phrase = lexicon().measures.at(sentence.words, here)
        if phrase is not None and phrase[1] in ("measure", "sanction"):
            return adjectives(sentence, here), here + phrase[0]
        if not sentence.words[here].is_word or here in sentence.starts:
            return None
    return None


def _announcement(sentence: Sentence, place: int) -> int | None:
    """Where the announcement is named before the verb; null where something else is left out."""
    reach, told = _SUBJECT, sentence.lower(place - 1) in ("it", "they")
    reach += told * _SUBJECT
    for here in range(place - 1, max(-1, place - reach), -1):
        if sentence.lower(here) in (";", "that") or (sentence.lower(here) == "," and not told):
            return None
        if sentence.lower(here) in lexicon().nouns["saying"]:
            at = here
            while at > 0 and at not in sentence.ends and sentence.lower(at - 1) not in (",", ";"):
                at -= 1
                if sentence.lower(at) in ("the", "this", "its", "their", "these") or here - at > 3:
                    return at
            return at
    return None


def _owns(sentence: Sentence, group: Group) -> bool:
    return group.possessive and group.speaks and not group.pronoun and sentence.lower(group.last) in ("'s", "'")


def _unpunished(sentence: Sentence, place: int) -> Iterator[Draft]:
    subject = subject_of(sentence, place)
    if subject is None or subject.unreal or not all(group.speaks for group in subject.groups):
        return
    yield Draft(
        stance=Stance.DECLINES,
        speakers=subject.groups,
        verb=(place - 1, place + 1),
        measure=(place, place + 1),
        taken=False,
        note=NOT_TAKEN,
    )

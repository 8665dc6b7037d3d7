"""Answers of an accused side that deny nothing in words: `spoke of Russophobia`, no proof, itself a victim."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import frames
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_SPEAKS = frozenset("speak speaks spoke spoken complain complains complained".split())
_SLURS = (
    "russophob",
    "sinophob",
    "anti-",
    "hysteria",
    "witch-hunt",
    "smear",
    "slander",
    "parrot",
    "rhetoric",
    "pretext",
    "provocation",
)
_DEMANDS = frozenset("urge urges urged call calls called demand demands demanded ask asks asked want wants".split())
_CEASE = frozenset("stop stopping cease ceasing refrain end ending".split())
_ABUSE = frozenset(
    "smearing smears slandering slander slanders spreading fabricating maligning hyping politicising politicizing lies "
    "disinformation false rumours rumors insinuations defaming attacks".split()
)
_VICTIM = frozenset("victim victims".split())
_PROTESTS = frozenset("protested hit lashed bristled fired retorted".split())
_BRUSHES = frozenset("shrug shrugs shrugged brush brushed brushes wave waved waves laughed laughs swept".split())
_PAPERS = frozenset("declaration statement statements report attribution advisory indictment".split())
_PROOF = frozenset("evidence proof".split())


def replied(sentence: Sentence) -> Iterator[Draft]:
    """Drafts that hold only for a speaker whose side the document has accused before."""
    for place, word in enumerate(sentence.small):
        if sentence.inside_group(place):
            continue
        last = _reply(sentence, place, word)
        if last is None:
            continue
        subject = subject_of(sentence, place)
        if subject is not None and _speak(subject) and not subject.passive and not subject.unreal:
            yield _draft(subject, (place, last))
    yield from _in_a_clause(sentence)
    yield from _of_claims(sentence)


def _speak(subject: Subject) -> bool:
    return all(group.speaks and not group.possessive for group in subject.groups)


def _draft(subject: Subject, verb: tuple[int, int]) -> Draft:
    return Draft(stance=Stance.DENIES, speakers=subject.groups, verb=verb, replies=True)


def _reply(sentence: Sentence, place: int, word: str) -> int | None:
    """Where the words of an answer end that has its verb at a place; null where there is none."""
    rest = sentence.lowers(place + 1, min(place + 14, sentence.clause_end(place)))
    if word in _SPEAKS and rest[:1] == ["of"] and any(item.startswith(_SLURS) for item in rest):
        return place + 1
    if (
        word in _DEMANDS
        and set(rest) & _CEASE
        and (set(rest) & _ABUSE or any(item.startswith("smear") for item in rest))
    ):
        return place + 1
    if word in _BRUSHES and set(rest[:2]) & {"off", "aside", "away"} and set(rest) & lexicon().nouns["claim"]:
        return place + 2
    if word in ("hit", "lashed", "fired") and rest[:1] in (["back"], ["out"]):
        return place + 2
    return None


def _in_a_clause(sentence: Sentence) -> Iterator[Draft]:
    """`said that China also falls victim to cyberattacks`, `said there was no evidence that Moscow was involved`."""
    terms = lexicon()
    for place, word in enumerate(sentence.small):
        victim = word in _VICTIM and any(
            item.startswith(("cyber", "hack")) for item in sentence.lowers(place, place + 8)
        )
        unproven = word in _PROOF and _none(sentence, place)
        slur = sentence.quotation[place] >= 0 and word.startswith(_SLURS)
        called = word in terms.nouns["claim"] and sentence.lower(place - 1) in terms.nouns["rubbish"]
        if not (victim or unproven or slur or called):
            continue
        frame = next(
            (
                frame
                for frame in reversed(frames(sentence))
                if (not frame.trails and frame.verb[1] <= place) or (frame.trails and frame.first > place)
            ),
            None,
        )
        if frame is None:
            if sentence.quotation[place] >= 0 and not slur:
                yield Draft(stance=Stance.DENIES, verb=(place, place + 1), replies=True, own_words=True)
            continue
        if not frame.judges and not frame.subject.negative and not frame.subject.unreal:
            mark = "no" if unproven else word
            first = place if mark == word else place - sentence.lowers(0, place + 1)[::-1].index(mark)
            if not set(sentence.lowers(first - 3, first)) & terms.words["negative"]:
                yield _draft(frame.subject, (first, place + 1))


def _of_claims(sentence: Sentence) -> Iterator[Draft]:
    """`said the accusations confused right and wrong`: whatever the accused side says of the claims."""
    claims = lexicon().nouns["claim"] - {"report", "reports", "statement", "statements", "role", "link", "links"}
    for frame in frames(sentence):
        at = frame.verb[1]
        while sentence.lower(at) in ("that", "the", "such", "these", "this", "those", "all"):
            at += 1
        owner = sentence.starts.get(at)
        if owner is not None and owner.possessive:
            at = owner.last + (sentence.lower(owner.last) in ("'s", "'"))
            baseless = {"not", "n't", "no"} & set(sentence.lowers(at, at + 6))
            if sentence.lower(at) in _PAPERS | claims and baseless and not frame.judges and not frame.trails:
                yield _draft(frame.subject, (frame.verb[0], at + 1))
            continue
        if sentence.lower(at) in claims and not frame.judges and not frame.subject.negative and not frame.trails:
            yield _draft(frame.subject, (frame.verb[0], at + 1))


def _none(sentence: Sentence, place: int) -> bool:
    """`no evidence`, `without a shred of proof`, `had not presented any evidence`, `the evidence was inadequate`."""
    lead = sentence.lowers(place - 7, place)
    return "no" in lead[-4:] and "that" not in lead[-3:]

"""Those who expressly attribute to nobody: `did not say who was behind`, `without assigning blame`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_WHO = frozenset(
    "who whom whose culprit culprits perpetrator perpetrators country nation government actor group state "
    "anyone anybody suspect suspects".split()
)


_LINK = frozenset("link links attribution involvement connection claim claims".split())
_GUILTY = frozenset("author authors culprit perpetrator responsible source".split())
_MADE = frozenset("made make published publish issued issue given give offered offer released release".split())


def withheld(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of attributions expressly not made."""
    terms = lexicon()
    for place, word in enumerate(sentence.words):
        if word.lower in ("attribution", "blame", "claim") and (
            sentence.lower(place - 1) == "no" or sentence.lower(place - 2) == "no"
        ):
            verb = next(
                (
                    here
                    for here in range(place - 1, max(-1, place - 5), -1)
                    if sentence.lower(here) in ("made", "make", "makes", "assigned", "offered", "has", "had", "gave")
                ),
                None,
            )
            if verb is not None:
                yield from _by(sentence, verb, place + 1, refused=True)
        elif word.lower in ("mention", "name", "identify", "mentioning", "naming") and _by_name(sentence, place):
            yield from _by(sentence, place, place + 1, refused="without" in sentence.lowers(place - 2, place))
        elif (
            word.lower == "attribution"
            and sentence.lower(place - 1) in ("an", "any", "own", "formal")
            and any(sentence.lower(here) in _MADE for here in range(max(0, place - 4), place))
        ):
            verb = next(here for here in range(place - 1, -1, -1) if sentence.lower(here) in _MADE)
            yield from _by(sentence, verb, place + 1, refused=False)
        elif (
            word.lower in ("assigning", "naming", "blaming", "attributing", "apportioning", "identifying")
            and sentence.lower(place - 1) == "without"
        ):
            subject = subject_of(sentence, place)
            if subject is not None:
                yield _draft(subject, (place - 1, place + 1))
        elif (
            terms.is_verb(word.lower, "name")
            or terms.is_verb(word.lower, "say")
            or terms.is_verb(word.lower, "attribute")
            or terms.is_verb(word.lower, "judge")
            or (terms.is_verb(word.lower, "link") and "any" in sentence.lowers(place + 1, place + 8))
        ):
            named = sentence.lowers(place + 1, min(place + 6, sentence.clause_end(place)))
            speech = terms.is_verb(word.lower, "say") or terms.is_verb(word.lower, "judge")
            early = sentence.lowers(place - 3, place) == ["too", "early", "to"] and named[:1] == ["who"]
            link = terms.is_verb(word.lower, "judge") and bool(set(named) & _LINK)
            if link and subject_of(sentence, place) is not None and "could" in sentence.lowers(place - 4, place):
                yield from _by(sentence, place, place + 1, refused=False)
            if early:
                yield from _too_early(sentence, place)
            elif (speech and named[:1] == ["who"]) or (
                not speech
                and set(named)
                & (_WHO | {"activity", "attack", "this", "operation", "campaign", "intrusion", "incident"})
            ):
                yield from _by(sentence, place, place + 1, refused=False)


def _too_early(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`said it was too early to say who`."""
    frame = carried_by(sentence, place - 3)
    if frame is not None and not frame.subject.negative and not frame.subject.unreal:
        yield Draft(
            stance=Stance.DECLINES,
            speakers=frame.subject.groups,
            verb=(place - 3, place + 1),
            note="does not attribute",
        )


def _by_name(sentence: Sentence, place: int) -> bool:
    """`did not mention Russia by name`."""
    group = sentence.starts.get(place + 1)
    if group is None or not group.named_state or group.possessive:
        return False
    after = sentence.lowers(group.last, group.last + 4)
    return after[:2] == ["by", "name"] or (after[:1] == ["as"] and bool(set(after) & _GUILTY))


def _by(sentence: Sentence, verb: int, last: int, *, refused: bool) -> Iterator[Draft]:
    subject = subject_of(sentence, verb)
    able = subject is not None and subject.negative and "could" in sentence.lowers(verb - 3, verb)
    if (
        subject is None
        or subject.passive
        or (subject.unreal and not able)
        or not all(group.speaks for group in subject.groups)
    ):
        return
    if refused or subject.negative or subject.control in ("declined", "refused", "declines", "refuses"):
        yield _draft(subject, (verb, last))


def _draft(subject: Subject, verb: tuple[int, int]) -> Draft:
    return Draft(stance=Stance.DECLINES, speakers=subject.groups, verb=verb, note="does not attribute")

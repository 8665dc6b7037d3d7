"""Those who expressly attribute to nobody: `did not say who was behind`, `without assigning blame`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.draft import Draft
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.sentence import Sentence
from indicia.knowledge.reports.assertions.subject import Subject
from indicia.model.reported import Stance

_WHO = frozenset(
    "who whom whose culprit culprits perpetrator perpetrators country nation government actor group state "
    "anyone anybody suspect suspects".split()
)


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
            subject = sentence.subject(place)
            if subject is not None:
                yield _draft(subject, (place - 1, place + 1))
        elif (
            terms.is_verb(word.lower, "name")
            or terms.is_verb(word.lower, "say")
            or terms.is_verb(word.lower, "attribute")
        ):
            named = sentence.lowers(place + 1, min(place + 6, sentence.clause_end(place)))
            speech = terms.is_verb(word.lower, "say")
            if (speech and named[:1] == ["who"]) or (
                not speech
                and set(named)
                & (_WHO | {"activity", "attack", "this", "operation", "campaign", "intrusion", "incident"})
            ):
                yield from _by(sentence, place, place + 1, refused=False)


def _by_name(sentence: Sentence, place: int) -> bool:
    """`did not mention Russia by name`."""
    group = sentence.starts.get(place + 1)
    return group is not None and group.named_state and sentence.lowers(group.last, group.last + 2) == ["by", "name"]


def _by(sentence: Sentence, verb: int, last: int, *, refused: bool) -> Iterator[Draft]:
    subject = sentence.subject(verb)
    if subject is None or subject.passive or subject.unreal or not all(group.speaks for group in subject.groups):
        return
    if refused or subject.negative or subject.control in ("declined", "refused", "declines", "refuses"):
        yield _draft(subject, (verb, last))


def _draft(subject: Subject, verb: tuple[int, int]) -> Draft:
    return Draft(stance=Stance.DECLINES, speakers=subject.groups, verb=verb, note="does not attribute")

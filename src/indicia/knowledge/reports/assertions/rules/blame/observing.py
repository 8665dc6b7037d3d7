"""Technical findings: `have observed a new campaign`; with somebody named who did it, an attribution."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused, activity_of
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

_SEEN = frozenset(
    "tool tools malware exploitation samples sample implant implants backdoor backdoors infrastructure shells "
    "shell webshell webshells tactics techniques servers vulnerability vulnerabilities exploits variant "
    "variants loader indicators".split()
)
_CASUAL = frozenset("saw see seen found find".split())


def observed(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of observations by bodies, companies and their researchers."""
    terms = lexicon()
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    for place, word in enumerate(sentence.words):
        if word.lower == "aware" and sentence.lower(place + 1) == "of":
            yield from _aware(sentence, place)
        if place in inside or not terms.is_verb(word.lower, "observe", "base", "s", "past", "pp", "ing"):
            continue
        rest = sentence.lowers(place + 1, min(place + 10, sentence.clause_end(place)))
        yield from _seen_doing(sentence, place)
        if rest[:1] == ["that"] or not set(rest) & (terms.nouns["activity"] | _SEEN) or rest[:1] == ["to"]:
            continue
        if word.lower in _CASUAL and not set(rest) & (_SEEN | terms.nouns["activity"]):
            continue
        subject = subject_of(sentence, place)
        if (
            subject is None
            or subject.negative
            or subject.unreal
            or subject.passive
            or subject.future
            or subject.control
        ):
            continue
        if not all(group.speaks and not (group.sorts and group.sorts <= {Sort.PERSON}) for group in subject.groups):
            continue
        whom = _whom(sentence, place)
        yield Draft(
            stance=Stance.OBSERVES if whom is None else Stance.ATTRIBUTES,
            speakers=subject.groups,
            verb=(place, place + 1),
            accused=(whom.first, whom.last) if whom is not None else None,
            activity=sentence.tail(place + 1, sentence.clause_end(place)),
        )


def _seen_doing(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`have seen this unit go after the companies`."""
    group, subject = sentence.starts.get(place + 1), subject_of(sentence, place)
    whom = accused(sentence, group) if group is not None and group.acts else None
    if whom is None or not whom.strong or subject is None or subject.negative or subject.unreal or subject.passive:
        return
    does = sentence.lower(whom.last)
    if (does in _GOES or lexicon().is_verb(does, "strike", "base", "ing")) and all(
        one.speaks for one in subject.groups
    ):
        yield Draft(
            stance=Stance.ATTRIBUTES,
            speakers=subject.groups,
            verb=(place, place + 1),
            accused=(whom.first, whom.last),
            activity=sentence.tail(whom.last, sentence.clause_end(whom.last)),
        )


_GOES = frozenset("go going carry carrying conduct conducting launch launching use using".split())


def _aware(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`CISA and the FBI are aware of Iranian actors exploiting the flaw`."""
    group, subject = sentence.starts.get(place + 2), subject_of(sentence, place)
    whom = accused(sentence, group) if group is not None and group.acts else None
    if subject is None or subject.negative or subject.unreal or whom is None or not whom.strong:
        return
    if sentence.lower(whom.last).endswith("ing") and all(one.speaks for one in subject.groups):
        yield Draft(
            stance=Stance.ATTRIBUTES,
            speakers=subject.groups,
            verb=(place, place + 2),
            accused=(whom.first, whom.last),
            activity=sentence.tail(whom.last, sentence.clause_end(whom.last)),
        )


def _whom(sentence: Sentence, place: int) -> Accused | None:
    """`observed Chinese state-sponsored actors using …`: then it is said who."""
    for here in range(place + 1, min(place + 5, len(sentence.words))):
        done = activity_of(sentence, here)
        if done is not None and any("-" in word for word in sentence.lowers(done.first, done.last)):
            return done
        group = sentence.starts.get(here)
        if group is None:
            continue
        whom = accused(sentence, group)
        return whom if whom is not None and whom.strong and group.acts else None
    return None

"""Calls on a state to act: urged China to, calls on Moscow to, must end."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import frames
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

_CEASE = frozenset(
    "stop end cease refrain halt abide honour honor uphold respect desist rein curb act comply abandon account "
    "answer take prevent be adhere drop withdraw prove".split()
)


def urged(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of calls on a state; calls on companies and users are none."""
    for place, word in enumerate(sentence.words):
        if lexicon().is_verb(word.lower, "urge") and word.lower not in (
            "ask",
            "asks",
            "asked",
            "asking",
            "press",
            "request",
            "requested",
        ):
            yield from _urges(sentence, place)
            yield from _end_to(sentence, place)
        elif word.lower in ("must", "should"):
            yield from _must(sentence, place)


def _state(group: Group | None) -> bool:
    if group is None or group.acts or group.possessive:
        return False
    if not group.named_state:
        return bool(group.party) and group.head in ("authorities", "government", "leadership")
    return (
        bool(group.sorts & {Sort.STATE, Sort.PLACE, Sort.SERVICE}) and not group.head
    ) or group.head in lexicon().nouns["power"]


def _urges(sentence: Sentence, place: int) -> Iterator[Draft]:
    at = place + 1
    while (
        sentence.lower(at)
        in (
            "on",
            "upon",
            "again",
            "both",
            "that",
            "publicly",
            "the",
            "all",
            "states",
            "countries",
            ",",
            "including",
            "nations",
        )
        and at not in sentence.starts
        and at < place + 8
    ):
        at += 1
    group = sentence.starts.get(at)
    if group is not None and group.head in ("states", "countries", "nations") and not group.named_state:
        at = group.last
        while sentence.lower(at) in (",", "including", "–", "-", "—") and at not in sentence.starts:
            at += 1
        group = sentence.starts.get(at)
    calls = sentence.lower(place).startswith("call")
    if not _state(group) or (calls and sentence.lower(place + 1) not in ("on", "upon")):
        return
    assert group is not None
    window = sentence.lowers(group.last, group.last + 8)
    if not set(window) & {"to", "not"} and not set(window[:2]) & _CEASE:
        return
    subject = subject_of(sentence, place)
    if subject is None or subject.negative or subject.unreal or not all(item.speaks for item in subject.groups):
        return
    yield Draft(
        stance=Stance.URGES, speakers=subject.groups, verb=(place, place + 1), accused=(group.first, group.last)
    )


def _end_to(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`We call for an end to this malicious activity`: nobody is called on by name."""
    if sentence.lowers(place + 1, place + 5) != ["for", "an", "end", "to"]:
        return
    subject, rest = subject_of(sentence, place), set(sentence.lowers(place + 5, place + 14))
    if subject is None or subject.negative or subject.unreal or not rest & lexicon().nouns["activity"]:
        return
    if all(group.speaks for group in subject.groups):
        yield Draft(stance=Stance.URGES, speakers=subject.groups, verb=(place, place + 5))


def _must(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`The Chinese government must end this`, in a quotation or said by somebody."""
    group = sentence.ends.get(place)
    if not _state(group) or sentence.lower(place + 1) not in _CEASE:
        return
    assert group is not None
    for frame in frames(sentence):
        if not frame.subject.negative and (frame.verb[0] < group.first) != frame.trails:
            yield Draft(
                stance=Stance.URGES,
                speakers=frame.subject.groups,
                verb=(place, place + 2),
                accused=(group.first, group.last),
            )
            return
    if sentence.quotation[place] >= 0:
        yield Draft(stance=Stance.URGES, verb=(place, place + 2), accused=(group.first, group.last), own_words=True)

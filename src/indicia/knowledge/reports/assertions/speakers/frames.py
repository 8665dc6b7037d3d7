"""Verbs and phrases that carry somebody's statement: `said that`, `is confident that`, `according to`."""

from collections.abc import Iterator

from msgspec.structs import replace

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.subjects.coordinated import listed
from indicia.knowledge.reports.assertions.subjects.papers import author
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort

_STATES_OF_MIND = frozenset("confident certain convinced aware sure satisfied adamant clear".split())
FARTHEST = 30
"""Words between a verb of saying and the statement that it carries."""
_HOLDS = frozenset("has have had".split())
_JUDGEMENTS = frozenset(
    "assessment view conclusion judgment judgement belief opinion finding evidence confidence doubt proof indications "
    "suspicion suspicions".split()
)
_CLAIMS = frozenset(
    "accusation accusations allegation allegations claim claims assertion contention charge conclusion finding "
    "findings assessment statement verdict suspicion suspicions announcement disclosure revelation attribution belief "
    "judgment judgement".split()
)
"""Before `that`, with whose they are."""
_VIEWS = frozenset("view opinion judgment judgement assessment eyes words estimation".split())
TITLING = frozenset((":", "–", "—"))
"""Marks by which a headline names who says it (`Norway: China hacked parliament`)."""


def frames(sentence: Sentence) -> list[Frame]:
    """All frames of a sentence whose subject may speak, in its order."""
    if sentence.carried is None:
        found = [*_verbs(sentence), *_minds(sentence), *_judgements(sentence), *_according(sentence)]
        found += [*_its_view(sentence), *_claims(sentence), *_in_whose_view(sentence), *_titled(sentence)]
        sentence.carried = sorted(found, key=lambda frame: frame.verb)
    return sentence.carried


def carried_by(sentence: Sentence, place: int) -> Frame | None:
    """The nearest frame that carries the clause of a verb: one before it, else one that trails behind it."""
    before = [
        frame
        for frame in frames(sentence)
        if not frame.trails and frame.verb[1] <= place and place - frame.verb[1] < FARTHEST
    ]
    if before and not {";", "."} & set(sentence.lowers(before[-1].verb[1], place)):
        return before[-1]
    return next((frame for frame in frames(sentence) if frame.trails and frame.first >= place), None)


def _may_speak(subject: Subject | None) -> bool:
    return subject is not None and all(group.speaks and not group.possessive for group in subject.groups)


def _verbs(sentence: Sentence) -> Iterator[Frame]:
    terms = lexicon()
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    for place, word in enumerate(sentence.words):
        says, judges = terms.is_verb(word.lower, "say"), terms.is_verb(word.lower, "judge")
        if terms.is_verb(word.lower, "attribute"):
            judges = "that" in sentence.lowers(place + 1, place + 9)
        if not (says or judges) or place in inside:
            continue
        if word.lower in (
            "charge",
            "charged",
            "charges",
            "report",
            "reports",
            "claims",
            "claim",
            "states",
        ) and not _complement(sentence, place):
            continue
        subject = subject_of(sentence, place)
        if subject is None or not subject.groups[-1].last <= place or subject.passive:
            turned = _turned(sentence, place)
            subject = turned if turned is not None else (None if subject is not None and subject.passive else subject)
        if subject is None or not _may_speak(subject):
            continue
        if subject.unreal and subject.groups[0].pronoun and sentence.lower(place - 1) == "can":
            subject = replace(subject, unreal=False)
        trails = _trails(sentence, place, subject)
        yield Frame(
            verb=(place, place + 1),
            subject=subject,
            trails=trails,
            judges=judges,
            to_paper=_told(sentence, place),
        )


def _complement(sentence: Sentence, place: int) -> bool:
    return sentence.lower(place + 1) in ("that", "it", "they") or sentence.lower(place - 1) == "it"


def _turned(sentence: Sentence, place: int) -> Subject | None:
    """`…," said Dana Whitfield`: the subject behind the verb."""
    group = sentence.starts.get(place + 1)
    if group is None or not group.speaks or group.possessive:
        return None
    if place and sentence.words[place - 1].text not in (",", "?", "!", "."):
        return None
    groups = [group]
    while sentence.lower(groups[-1].last) == "and" and groups[-1].last + 1 in sentence.starts:
        groups.append(sentence.starts[groups[-1].last + 1])
    return Subject(groups=tuple(groups), first=place)


def _trails(sentence: Sentence, place: int, subject: Subject) -> bool:
    """Whether the frame stands behind a comma and carries what is before it."""
    first = min(subject.first, place)
    if first == 0 or sentence.words[first - 1].text not in (",", "?", "!", "—", "–", "."):
        return False
    after = max(place + 1, subject.groups[-1].last)
    if sentence.lower(after) == "that":
        return False
    opens = sentence.lower(0) in (
        "in",
        "on",
        "as",
        "after",
        "at",
        "speaking",
        "when",
        "while",
        "asked",
        "by",
        "meanwhile",
        "however",
        "during",
        "following",
        "earlier",
        "last",
        "despite",
        "with",
        "although",
        "though",
        "since",
        "for",
        "separately",
        "if",
        "responding",
        "citing",
        "also",
    )
    if (
        opens
        and ("," in [word.text for word in sentence.words[1 : first - 1]]) is False
        and _carries_on(sentence, after)
    ):
        return False
    return (
        not _carries_on(sentence, after)
        or sentence.quotation[first - 1] >= 0
        or sentence.quotation[max(0, first - 2)] >= 0
    )


def _carries_on(sentence: Sentence, place: int) -> bool:
    """Whether a clause follows a frame, not only a time or a place."""
    end = sentence.clause_end(place - 1)
    end = next((here for here in range(place, end) if sentence.words[here].text == ","), end)
    return any(group.first >= place for group in sentence.groups if group.first < end) and any(
        sentence.lower(here) in lexicon().any_verb or sentence.lower(here) in lexicon().words["auxiliaries"]
        for here in range(place, end)
    )


def _told(sentence: Sentence, place: int) -> Group | None:
    for here in range(place + 1, min(place + 8, len(sentence.words))):
        group = sentence.starts.get(here)
        if (
            group is not None
            and Sort.PRESS in group.sorts
            and sentence.lower(here - 1) in ("told", "tell", "with", "to", "tells")
        ):
            return group
    return None


def _minds(sentence: Sentence) -> Iterator[Frame]:
    """`Canada is confident that`, `We have no doubt that`, `has reason to believe`."""
    terms = lexicon()
    for place in range(len(sentence.words)):
        word = sentence.lower(place)
        minded = word in _STATES_OF_MIND and any(
            sentence.lower(here) in ("is", "are", "was", "were", "remain", "remains", "'s", "'re", "am")
            for here in range(max(0, place - (7 if _percent_before(sentence, place) else 3)), place)
        )
        held = word in _JUDGEMENTS and any(sentence.lower(here) in _HOLDS for here in range(max(0, place - 5), place))
        if not (minded or held):
            continue
        if held and sentence.lower(place + 1) not in ("that", "of", "in"):
            continue
        verb = next(here for here in range(place - 1, -1, -1) if sentence.lower(here) in terms.words["auxiliaries"])
        subject = subject_of(sentence, verb)
        if subject is not None and _may_speak(subject):
            negative = (
                subject.negative
                or (held and word != "doubt" and "no" in sentence.lowers(verb, place))
                or "not" in sentence.lowers(verb, place)
            )
            yield Frame(
                verb=(verb, place + 1),
                subject=Subject(groups=subject.groups, first=subject.first, negative=negative, unreal=subject.unreal),
                judges=True,
            )


def _percent_before(sentence: Sentence, place: int) -> bool:
    return sentence.lower(place - 1) in ("percent", "cent", "%")


def _judgements(sentence: Sentence) -> Iterator[Frame]:
    """`Norway's assessment is that`, `the view of the agency is that`."""
    for group in sentence.groups:
        place = group.last
        if group.possessive:
            while sentence.lower(place) in ("'s", "'", "own", "joint", "clear", "current"):
                place += 1
            if sentence.lower(place) in _JUDGEMENTS and sentence.lower(place + 1) in ("is", "was", "remains"):
                yield Frame(verb=(place, place + 2), subject=Subject(groups=(group,), first=group.first), judges=True)
    for place in range(len(sentence.words) - 2):
        if (
            sentence.lower(place) == "our"
            and sentence.lower(place + 1) in _JUDGEMENTS
            and sentence.lower(place + 2) in ("is", "was")
        ):
            we = Group(first=place, last=place + 1, pronoun=True, speaks=True, plural=True)
            yield Frame(verb=(place + 1, place + 3), subject=Subject(groups=(we,), first=place), judges=True)


def _its_view(sentence: Sentence) -> Iterator[Frame]:
    """`it was its assessment that`, `it is our view that`."""
    for place in range(1, len(sentence.words) - 2):
        own = sentence.lower(place) in ("its", "our", "their") and sentence.lower(place - 1) in ("is", "was")
        if own and sentence.lower(place + 1) in _JUDGEMENTS and sentence.lower(place + 2) == "that":
            who = Group(first=place, last=place + 1, pronoun=True, speaks=True)
            yield Frame(verb=(place + 1, place + 2), subject=Subject(groups=(who,), first=place), judges=True)


def _according(sentence: Sentence) -> Iterator[Frame]:
    for place in range(len(sentence.words) - 2):
        if sentence.lower(place) == "according" and sentence.lower(place + 1) == "to":
            at = place + 2
            while at < len(sentence.words) and at not in sentence.starts and at < place + 6:
                at += 1
            group = sentence.starts.get(at)
            if group is not None and not group.pronoun and not group.possessive:
                groups = listed(sentence, group) if group.speaks else (group,)
                yield Frame(verb=(place, place + 2), subject=Subject(groups=groups, first=place), trails=place > 0)


def _claims(sentence: Sentence) -> Iterator[Frame]:
    """`Australia's accusation that`, `the claim by Prague that`."""
    for place in range(1, len(sentence.words) - 1):
        if sentence.lower(place) not in _CLAIMS or sentence.inside_group(place):
            continue
        if sentence.lower(place + 1) == "that":
            group, last = author(sentence, place), place + 1
        elif sentence.lower(place + 1) in ("by", "from") and place + 2 in sentence.starts:
            group = sentence.starts[place + 2]
            last = group.last
            if sentence.lower(group.last) != "that" or group.possessive:
                continue
        else:
            continue
        if group is not None and not group.pronoun and group.speaks | group.possessive and not group.negative:
            yield Frame(verb=(place, last), subject=Subject(groups=(group,), first=group.first), judges=True)


def _in_whose_view(sentence: Sentence) -> Iterator[Frame]:
    """`In the view of the Dutch services,`, `For Washington, there is no doubt that`."""
    at = 0
    if sentence.lower(0) == "in" and sentence.lower(1) in ("the", "its") and sentence.lower(3) == "of":
        if sentence.lower(2) in (
            "view",
            "opinion",
            "judgment",
            "judgement",
            "assessment",
            "eyes",
            "words",
            "estimation",
        ):
            at = 4
    elif sentence.lower(0) == "for" and "doubt" in sentence.lowers(2, 12):
        at = 1
    while at and at not in sentence.starts and sentence.lower(at) in ("the", "company", "firm", "security"):
        at += 1
    group = sentence.starts.get(at) if at else None
    if group is not None and group.speaks and not group.possessive and sentence.lower(group.last) == ",":
        last = sentence.small.index("doubt") + 1 if at == 1 else group.last
        yield Frame(verb=(0, last), subject=Subject(groups=(group,), first=0), judges=True)


def _titled(sentence: Sentence) -> Iterator[Frame]:
    """`Norway: China hacked parliament`, `Russian spies behind port hack – NCSC`: headlines only."""
    if len(sentence.words) < 4 or sentence.words[-1].text in (".", "!", "?"):
        return
    first, last = sentence.starts.get(0), sentence.ends.get(len(sentence.words))
    if first is not None and sentence.lower(first.last) == ":" and first.speaks and first.party:
        verb = (first.last, first.last + 1)
        yield Frame(verb=verb, subject=Subject(groups=(first,), first=0))
    elif last is not None and last.speaks and last.party and sentence.lower(last.first - 1) in TITLING - {":"}:
        verb = (last.first - 1, last.first)
        yield Frame(verb=verb, subject=Subject(groups=(last,), first=last.first - 1), trails=True)

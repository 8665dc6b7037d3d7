"""Attributions that somebody states or judges: `said that X was behind …`, `assesses that X exploited …`."""

from collections.abc import Iterator, Sequence

from indicia.knowledge.reports.assertions.deeds.proposition import Proposition
from indicia.knowledge.reports.assertions.deeds.propositions import propositions
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.confidence import confidence
from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import FARTHEST, TITLING, frames
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

OWN_WORDS = "in the document's own words"
"""Note on what a statement says without a verb of saying."""
TERRITORY = "names a territory, not its government"
"""Note on `undertaken from the territory of China`."""
_ASKING = frozenset("if whether how why who what when where".split())
_WRITERS = frozenset("journalist journalists blogger bloggers reporter reporters columnist newspaper".split())
"""They tell what others did, as papers do; what they tell is no position of their own."""
_HABITS = frozenset("pattern patterns history record habit".split())
"""Conduct in general: no attribution of one event."""
_ABOUT = frozenset("of about against to for".split())


def stated(sentence: Sentence) -> Iterator[Draft]:
    """One draft for each statement that somebody answers for, with the nearest who does."""
    carried = frames(sentence)
    yield from _sure_of_it(sentence, carried)
    found = propositions(sentence)
    told = any(not said.mention for said in found)
    before: dict[tuple[int, int], Proposition] = {}
    for said in found:
        if said.mention and (told or set(sentence.lowers(said.first, said.last)) & _HABITS):
            continue
        if said.by:
            yield _believed_by(sentence, said)
            continue
        frame = _carrier(sentence, said, carried)
        if frame is None:
            yield from _uncarried(sentence, said)
            continue
        if Sort.PRESS in frame.subject.groups[0].sorts or frame.subject.groups[0].head in _WRITERS:
            continue
        if frame.subject.unreal or (frame.subject.future and not said.believed):
            continue
        if _own_side(frame.subject.groups, said):
            continue
        first = before.setdefault(frame.verb, said)
        yield _draft(sentence, said, frame, carried, _second_clause(sentence, first, said))


def _second_clause(sentence: Sentence, first: Proposition, said: Proposition) -> int:
    """Where the clause begins that stands beside the first one under the same verb; 0 where it is the first."""
    for here in range(said.first - 1, first.verb[1] - 1, -1):
        if sentence.lower(here) in ("and", "but") and (
            "that" in sentence.lowers(here + 1, min(here + 7, said.first + 1)) or here == said.first - 1
        ):
            return here + 1
    return 0


def _sure_of_it(sentence: Sentence, carried: Sequence[Frame]) -> Iterator[Draft]:
    """`We have high confidence in this attribution`."""
    for frame in carried:
        behind = sentence.lowers(frame.verb[1], frame.verb[1] + 4)
        if behind[:1] == ["in"] and set(behind) & {"attribution", "assessment"} and not frame.subject.negative:
            yield Draft(
                stance=Stance.ATTRIBUTES,
                speakers=frame.subject.groups,
                verb=frame.verb,
                confidence=confidence(sentence, frame.verb[0], frame.verb[1]),
            )


def _draft(sentence: Sentence, said: Proposition, frame: Frame, carried: Sequence[Frame], clause: int) -> Draft:
    first, last = min(frame.first, said.first), max(frame.verb[1], said.last)
    besides = tuple(stretch for stretch in sentence.inserts(said.verb[0]) if frame.verb[0] < stretch[0])
    sure = confidence(sentence, clause, said.last, besides) if clause else None
    if clause:  # how sure the first clause is goes for this one only where it stands in the verb
        last = frame.verb[1] + (_before_that(sentence, frame.verb[1]))
    if frame.trails:
        first, last = sentence.clause_start(said.first), said.last
    if any(other.verb[1] <= frame.verb[0] and other.subject.groups == frame.subject.groups for other in carried):
        first = max(first, frame.verb[0])  # a second verb of the same speaker has its own word
    if frame.subject.groups[-1].first > frame.verb[0] and sentence.quotation[max(0, frame.verb[0] - 2)] >= 0:
        first = 0  # the quotation began before the speaker: `"We have no doubt," said X, "that …`
    declined = frame.subject.negative
    return Draft(
        stance=Stance.DECLINES if declined else Stance.ATTRIBUTES,
        speakers=frame.subject.groups,
        verb=said.verb if said.territory or sentence.lower(frame.verb[0]) in TITLING else frame.verb,
        accused=said.accused,
        activity=_before_frame(said, frame),
        confidence=sure or confidence(sentence, first, last, besides),
        clause=clause,
        note="does not attribute" if declined else TERRITORY if said.territory else "",
        reported_by=_teller(frame, carried),
    )


def _believed_by(sentence: Sentence, said: Proposition) -> Draft:
    """`The group is believed by US officials to work for X`."""
    return Draft(
        stance=Stance.ATTRIBUTES,
        speakers=said.by,
        verb=said.verb,
        accused=said.accused,
        activity=said.activity,
        confidence=confidence(sentence, said.first, said.verb[0]),
    )


def _before_frame(said: Proposition, frame: Frame) -> tuple[int, int] | None:
    """What was done, without the speaker that trails behind it."""
    if said.activity is None or not frame.trails or not said.activity[0] < frame.first < said.activity[1]:
        return said.activity
    return said.activity[0], frame.first - 1


def _before_that(sentence: Sentence, place: int) -> int:
    """How many words stand between a verb and its `that`."""
    rest = sentence.lowers(place, place + 8)
    return rest.index("that") if "that" in rest else 0


def _uncarried(sentence: Sentence, said: Proposition) -> Iterator[Draft]:
    quoted = sentence.quotation[said.verb[0]] >= 0
    sure = confidence(sentence, said.first, said.last)
    if said.mention and not (quoted and _says_something(sentence, said)):
        return
    if sentence.own_voice and not quoted and not said.mention:
        yield Draft(
            stance=Stance.ATTRIBUTES,
            verb=said.verb,
            accused=said.accused,
            activity=said.activity,
            confidence=sure,
            note=OWN_WORDS,
            own_words=True,
        )
        return
    if quoted or (sure is not None and (said.believed or said.of_group)):
        yield Draft(
            stance=Stance.ATTRIBUTES,
            verb=said.verb,
            accused=said.accused,
            activity=said.activity,
            confidence=sure,
            own_words=True,
        )


def _says_something(sentence: Sentence, said: Proposition) -> bool:
    """Whether the quotation says something of what it names: a phrase in marks is only how somebody calls it."""
    terms, number = lexicon(), sentence.quotation[said.verb[0]]
    return any(
        sentence.quotation[here] == number
        and (sentence.lower(here) in terms.words["auxiliaries"] or sentence.lower(here) in terms.any_verb)
        for here in range(len(sentence.words))
        if not said.first <= here < said.verb[1]
        and not any(group.first <= here < group.last for group in sentence.groups)
    )


def _carrier(sentence: Sentence, said: Proposition, carried: Sequence[Frame]) -> Frame | None:
    """The nearest frame before it that carries it, else one behind it."""
    place = said.verb[0]
    closed = sentence.inserts(place)
    for frame in reversed(carried):
        if frame.trails or frame.verb[1] > place or frame.subject.first > place:
            continue
        if _inside(frame, said) or any(one < frame.verb[0] < end for one, end in closed):
            continue
        if place - frame.verb[1] > FARTHEST or not _open_between(sentence, frame, said):
            continue
        return frame
    if said.mention and sentence.lower(said.verb[0]) != "by" and sentence.quotation[place] < 0:
        return None
    for frame in carried:
        if frame.trails and frame.first >= place:
            return frame
    return None


def _inside(frame: Frame, said: Proposition) -> bool:
    """Whether the frame's subject is the accused itself."""
    return any(group.first >= said.accused[0] and group.last <= said.accused[1] for group in frame.subject.groups)


def _open_between(sentence: Sentence, frame: Frame, said: Proposition) -> bool:
    after = frame.verb[1]
    between = sentence.lowers(after, said.verb[0])
    if ";" in between or "." in between:
        return False
    if said.mention and sentence.lower(said.verb[0]) != "by":
        return False
    opening = between[0] if between else ""
    if opening in _ASKING and not frame.subject.negative:
        return False
    done_by = said.mention and sentence.lower(said.verb[0]) == "by" and opening == "of"
    if opening in _ABOUT and "that" not in between and not done_by:
        return False
    turned = frame.subject.groups[-1].first > frame.verb[0] and sentence.lower(frame.verb[0]) not in ("in", "according")
    if turned and "that" not in between:
        return False
    return not (", but" in " ".join(between) and "that" not in between)


def _own_side(groups: Sequence[Group], said: Proposition) -> bool:
    return any(group.party and group.party in said.states for group in groups)


def _teller(frame: Frame, carried: Sequence[Frame]) -> Group | None:
    """Who tells what the speaker said: an outer frame with another subject, or a paper."""
    if frame.to_paper is not None:
        return frame.to_paper
    for other in carried:
        if other is frame or other.subject.groups == frame.subject.groups:
            continue
        outer = other.subject.groups[0]
        if frame.subject.groups[0].pronoun and not other.trails and Sort.PRESS not in outer.sorts:
            continue
        if other.verb < frame.verb or other.trails:
            return outer
    return None

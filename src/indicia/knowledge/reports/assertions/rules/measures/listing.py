"""Sanctions told without their verb: put on a sanctions list, assets frozen."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.deeds.accused import accused
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.words import drafted
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_PUTS = frozenset(
    "put puts putting place places placed placing add adds added adding include includes included enter entered".split()
)
_LISTS = frozenset("list lists blacklist blacklists register".split())
_OF_MEASURES = frozenset("sanctions sanction entry travel visa blacklist blacklists denied banned trade entity".split())
_ONTO = frozenset("to on onto in".split())
_FREEZES = frozenset("freeze freezes froze freezing frozen".split())
_ASSETS = frozenset("assets funds accounts property".split())
_ALL = 16
"""Words between a verb and its list at most."""


def listed_as_sanctioned(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`added four officers to its sanctions list`, `froze the assets of X`; a draft where the verb at a place does."""
    word = sentence.lower(place)
    if word in _PUTS:
        yield from _on_a_list(sentence, place)
    elif word in _FREEZES:
        assets = next((here for here in range(place + 1, place + 4) if sentence.lower(here) in _ASSETS), None)
        group = sentence.starts.get(assets + 2) if assets is not None else None
        if assets is not None and sentence.lower(assets + 1) == "of" and group is not None:
            yield from _sanctioned(sentence, place, group, (place, assets + 1))


def on_list(sentence: Sentence, noun_end: int) -> bool:
    """Whether `sanctions` is only the first word of `sanctions list`."""
    return sentence.lower(noun_end) in _LISTS


def _on_a_list(sentence: Sentence, place: int) -> Iterator[Draft]:
    end = min(len(sentence.words), place + _ALL, sentence.clause_end(place))
    at = next((here for here in range(place + 1, end) if sentence.lower(here) in _LISTS), None)
    if at is None or not set(sentence.lowers(at - 4, at + 6)) & _OF_MEASURES:
        return
    onto = next((here for here in range(at - 1, place, -1) if sentence.lower(here) in _ONTO), None)
    if onto is None:
        return
    first = onto + 1
    group = sentence.starts.get(place + 1)
    if group is not None and group.last <= onto:
        yield from _sanctioned(sentence, place, group, (first, at + 1))
        return
    subject = subject_of(sentence, place)
    if subject is not None and subject.passive and not subject.negative | subject.unreal | subject.future:
        whom, by = accused(sentence, subject.groups[-1]), agents(sentence, place)
        owner = next((one for one in sentence.groups if onto < one.first < at and one.party), None)
        speakers = by or ((owner,) if owner is not None else ())
        if whom is not None and speakers:
            yield Draft(
                stance=Stance.SANCTIONS,
                speakers=speakers,
                verb=(place, place + 1),
                accused=(subject.first, whom.last),
                measure=(first, at + 1),
                taken=True,
            )


def _sanctioned(sentence: Sentence, place: int, group: Group, measure: tuple[int, int]) -> Iterator[Draft]:
    subject = subject_of(sentence, place)
    if subject is None or subject.passive or not all(one.speaks for one in subject.groups):
        return
    whom = accused(sentence, group)
    if whom is None or not (whom.strong or group.acts or group.head in lexicon().nouns["accused_by_law"]):
        return
    yield drafted(sentence, subject, place, Stance.SANCTIONS, measure, whom)

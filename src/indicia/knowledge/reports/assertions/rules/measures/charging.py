"""Charges before a court, and sanctions, as verbs: `charged four officers`, `sanctioned the ministry`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.deeds.accused import accused
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.words import (
    drafted,
)
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance


def charges(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`charged four officers`, `X was indicted by a grand jury`; a fee is no charge."""
    terms = lexicon()
    after = sentence.lower(place + 1)
    if terms.is_verb(sentence.lower(place), "charge", "ing") and sentence.lower(place - 1) in ("the", "a"):
        return
    if after in terms.not_charges or (place + 1 < len(sentence.words) and sentence.words[place + 1].text in "$£€"):
        return
    if after and sentence.lower(place) == "charging" and sentence.lower(place - 1) in terms.nouns["indictment"]:
        return  # `an indictment charging X` is told by the verb before it
    subject = subject_of(sentence, place)
    if subject is not None and subject.passive:
        group = subject.groups[-1]
        indicted = sentence.lower(place).startswith(("indict", "prosecut"))
        with_what = after in ("with", "by", "in", "over")
        if (
            not (indicted or (with_what and (group.acts or group.person or group.named_state)))
            or subject.negative
            or subject.unreal
        ):
            return
        whom = accused(sentence, group)
        yield Draft(
            stance=Stance.CHARGES,
            speakers=agents(sentence, place) or _announced_by(sentence, place),
            verb=(place, place + 1),
            accused=(subject.first, whom.last) if whom is not None else (subject.first, group.last),
            activity=sentence.tail(place + 1 + (after in ("with", "in")), sentence.clause_end(place)),
            measure=(place, place + 1),
            taken=True,
        )
        return
    target = sentence.starts.get(place + 1)
    if target is None and sentence.lower(place) in ("indicted", "indicts"):
        target = _anybody(sentence, place + 1)
    if target is None or subject is None or not all(group.speaks for group in subject.groups):
        return
    if not (
        target.head in terms.nouns["accused_by_law"]
        or target.acts
        or (target.person and "with" in sentence.lowers(target.last, target.last + 12))
    ):
        return
    if not (
        target.named_state
        or target.person
        or sentence.lower(place).startswith("indict")
        or set(sentence.lowers(target.last, target.last + 14)) & {"with", "over", "of", "for", "in"}
    ):
        return
    whom = accused(sentence, target)
    if whom is None:
        return
    yield drafted(sentence, subject, place, Stance.CHARGES, (place, place + 1), whom)


def _anybody(sentence: Sentence, first: int) -> Group | None:
    """`indicted their owner, Reza Kamali`: whoever stands behind, also without a name of a kind."""
    last = first
    while last < min(len(sentence.words), first + 6) and sentence.words[last].is_word:
        if sentence.lower(last) in lexicon().words["prepositions"]:
            break
        last += 1
    if sentence.words[last : last + 1] and sentence.words[last].text == "," and last + 1 in sentence.starts:
        name = sentence.starts[last + 1]
        if name.person:
            return Group(first=first, last=name.last, person=name.person, speaks=True)
    named = sentence.lower(first) in lexicon().words["determiners"] and last > first + 1
    return Group(first=first, last=last, head=sentence.lower(last - 1), acts=True) if named else None


def _announced_by(sentence: Sentence, place: int) -> tuple[Group, ...]:
    """`The Justice Department said four men had been charged`: a state's own body, no paper."""
    frame = carried_by(sentence, place)
    if frame is None or frame.subject.negative or frame.subject.unreal:
        return ()
    groups = frame.subject.groups
    told = all(group.speaks and not group.sorts & {Sort.PRESS, Sort.VENDOR} for group in groups)
    return groups if told and not frame.judges else ()


def charged_by_noun(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`Charges against seven hackers were announced`, `a warrant for the arrest of X was issued by Y`."""
    if sentence.lower(place) not in lexicon().nouns["indictment"]:
        return
    verb = next(
        (
            here
            for here in range(place + 2, min(len(sentence.words), place + 18))
            if lexicon().is_verb(sentence.lower(here), "unseal", "pp") and sentence.lower(here - 1) in _BEEN
        ),
        None,
    )
    target = next(
        (
            group
            for group in sentence.groups
            if verb and place < group.first < verb and sentence.lower(group.first - 1) in ("against", "of", "for")
        ),
        None,
    )
    if verb is None or target is None or {"no", "not"} & set(sentence.lowers(place - 2, verb)):
        return
    whom = accused(sentence, target)
    if whom is None or not (target.acts or target.person or whom.strong):
        return
    yield Draft(
        stance=Stance.CHARGES,
        speakers=agents(sentence, verb),
        verb=(verb, verb + 1),
        accused=(whom.first, whom.last),
        measure=(place, place + 1),
        taken=True,
    )


_BEEN = frozenset("was were been".split())


def _some_of_them(sentence: Sentence, first: int) -> Group | None:
    """`designated two of them`."""
    if sentence.lower(first + 1) != "of" or sentence.lower(first + 2) not in ("them", "these", "those"):
        return None
    return Group(first=first, last=first + 3, head="people", acts=True, plural=True)


def sanctions(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`sanctioned the ministry`; a use or a sale that is sanctioned is only allowed."""
    subject = subject_of(sentence, place)
    if subject is not None and subject.passive:
        group = subject.groups[-1]
        whom = accused(sentence, group)
        if (
            whom is None
            or not (whom.strong or group.acts or group.person)
            or subject.negative
            or subject.unreal
            or subject.future
        ):
            return
        by = agents(sentence, place)
        if not by and sentence.lower(place).startswith("design"):
            return
        yield Draft(
            stance=Stance.SANCTIONS,
            speakers=by,
            verb=(place, place + 1),
            accused=(subject.first, whom.last),
            measure=(place, place + 1),
            taken=True,
        )
        return
    nobody = sentence.lower(place + 1) in ("anyone", "anybody")
    if nobody and subject is not None and subject.negative and all(group.speaks for group in subject.groups):
        yield drafted(sentence, subject, place, Stance.SANCTIONS, (place, place + 1), None)
        return
    target = sentence.starts.get(place + 1) or _some_of_them(sentence, place + 1)
    if subject is None or target is None or not all(group.speaks for group in subject.groups) or target.possessive:
        return
    whom = accused(sentence, target)
    named = whom is not None and (whom.strong or target.head in lexicon().nouns["accused_by_law"] or target.acts)
    if whom is None or not (named or target.person):
        return
    lister = {"ofac", "treasury"} & set(sentence.lowers(subject.first, place))
    if (
        sentence.lower(place).startswith("design")
        and not lister
        and not set(sentence.lowers(whom.last, whom.last + 14))
        & {
            "sanctions",
            "under",
            "pursuant",
            "ofac",
            "executive",
        }
    ):
        return
    yield drafted(sentence, subject, place, Stance.SANCTIONS, (place, place + 1), whom)

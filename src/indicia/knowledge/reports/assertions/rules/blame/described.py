"""Groups described as a state's: `assesses Volt Typhoon to be state-sponsored`, `HAFNIUM, which it says operates …`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.blame.accusing import of_others
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.confidence import confidence
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

_DESCRIBES = frozenset("describe describes described characterise characterised characterize characterized".split())
_WHERE = frozenset("operating operates operate based working works acting acts located run sponsored backed".split())
_SPONSORED = ("state-", "government-", "nation-", "military-")
_LONGEST = 14


def described(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of what a group is said to be, where that names a state or a sponsor."""
    terms = lexicon()
    for place, word in enumerate(sentence.small):
        if not (terms.is_verb(word, "judge") or word in _DESCRIBES) or sentence.inside_group(place):
            continue
        subject = subject_of(sentence, place)
        if subject is None or subject.negative or subject.unreal or subject.passive or of_others(subject.control):
            continue
        if not all(group.speaks for group in subject.groups):
            continue
        found = _whom_before(sentence, subject.first, place) or _whom_behind(sentence, place)
        if found is None:
            continue
        group, first = found
        last = _sponsor(sentence, first)
        if last is None or any(one.party and one.party in _states(sentence, first, last) for one in subject.groups):
            continue
        yield Draft(
            stance=Stance.ATTRIBUTES,
            speakers=subject.groups,
            verb=(place, place + 1),
            accused=(first, last),
            activity=(group.first, group.last),
            confidence=confidence(sentence, subject.first, first),
        )


def _is_group(group: Group | None) -> bool:
    return group is not None and (Sort.GROUP in group.sorts or group.acts) and not group.possessive


def _whom_before(sentence: Sentence, first: int, place: int) -> tuple[Group, int] | None:
    """`HAFNIUM, which it assessed to be …`: the group, and where the description begins."""
    at = first - 1
    if sentence.lower(at) not in ("which", "that", "whom") or sentence.lower(place + 1) not in ("to", "as"):
        return None
    group = sentence.ends.get(at - 1 if sentence.lower(at - 1) == "," else at)
    if group is None or not _is_group(group):
        return None
    return group, place + 2 + (sentence.lower(place + 2) in ("be", "being"))


def _whom_behind(sentence: Sentence, place: int) -> tuple[Group, int] | None:
    """`assesses Volt Typhoon to be …`, `describes it as …`."""
    group = sentence.starts.get(place + 1)
    if group is None or not _is_group(group):
        return None
    after = sentence.lowers(group.last, group.last + 2)
    if after == ["to", "be"]:
        return group, group.last + 2
    return (group, group.last + 1) if after[:1] == ["as"] else None


def _sponsor(sentence: Sentence, first: int) -> int | None:
    """Where the words end that name a state or a sponsor, from a place on; null where none do."""
    last = None
    for here in range(first, min(len(sentence.words), first + _LONGEST)):
        if sentence.words[here].text in (",", ".", ";"):
            break
        if sentence.lower(here).startswith(_SPONSORED):
            last = here + 1
        group = sentence.starts.get(here)
        if group is not None and (group.named_state or group.party):
            tied = set(sentence.lowers(first, here)) & (_WHERE | lexicon().words["linked"])
            if group.acts or tied or Sort.SERVICE in group.sorts:
                last = group.last
        elif group is not None and group.acts and last is not None:
            last = max(last, group.last)
    return last


def _states(sentence: Sentence, first: int, last: int) -> set[str]:
    return {group.party for group in sentence.groups if first <= group.first < last and group.party}

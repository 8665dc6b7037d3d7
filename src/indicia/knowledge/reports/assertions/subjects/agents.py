"""Who does what a passive verb says: those behind `by`."""

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.coordinated import listed

_FARTHEST = 24
"""Words between a verb and its `by` at most."""


def agents(sentence: Sentence, place: int) -> tuple[Group, ...]:
    """Who does what the passive verb at a place says (`charged by X, Y and Z`); none where nobody is named."""
    end = min(sentence.clause_end(place), place + _FARTHEST)
    for here in range(place + 1, end):
        if sentence.lower(here) in ("which", "who", "whose"):
            return ()  # `attributed to X, which is steered by Y`
        group = sentence.starts.get(here + 1)
        if sentence.lower(here) == "by" and group is not None and group.speaks and not group.possessive:
            return listed(sentence, group)
    return ()

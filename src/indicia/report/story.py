"""An incident told: what a long story shows first, and what it folds away."""

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import Struct

from indicia.model.assessment import Incident, Step
from indicia.model.finding import Stage

_RUN = 4
"""More steps of one kind in a row than this are told by the first and folded after it."""


class Passage(Struct, frozen=True):
    """A step, and the steps of the same kind that follow it at once."""

    step: Step
    more: tuple[Step, ...]


def stage_of(step: Step) -> Stage:
    """Rung of a step; `NONE` where it only supports."""
    return step.stage if step.stage is not None else Stage.NONE


def passages(steps: Sequence[Step]) -> Iterator[Passage]:
    """The steps in their order; a run of more than four of the same stage and log is one passage."""
    start = 0
    while start < len(steps):
        end = start + 1
        while end < len(steps) and _kind(steps[end]) == _kind(steps[start]):
            end += 1
        if end - start > _RUN:
            yield Passage(steps[start], tuple(steps[start + 1 : end]))
        else:
            yield from (Passage(step, ()) for step in steps[start:end])
        start = end


def _kind(step: Step) -> tuple[Stage, str]:
    return stage_of(step), step.source


def chosen(incident: Incident, most: int) -> tuple[list[Passage], int]:
    """At most `most` passages in their order, and how many steps are in none of them.

    Each stage in turn, furthest first, gives its earliest passages, and a stage's first sight of each log comes before
    a second of the same log: so a long story keeps how it began and what it came to.  What only supports comes last.
    """
    told = list(passages(incident.steps))
    first: dict[Stage, list[int]] = {stage: [] for stage in sorted(Stage, reverse=True)}
    again: dict[Stage, list[int]] = {stage: [] for stage in Stage}
    seen: set[tuple[Stage, str]] = set()
    for index, passage in enumerate(told):
        kind = _kind(passage.step)
        (again if kind in seen else first)[kind[0]].append(index)
        seen.add(kind)
    queues = [deque([*first[stage], *again[stage]]) for stage in first if stage]
    picked: list[int] = []
    while any(queues):
        picked.extend(queue.popleft() for queue in queues if queue)
    picked.extend([*first[Stage.NONE], *again[Stage.NONE]])
    shown = [told[index] for index in sorted(picked[:most])]
    return shown, len(incident.steps) - sum(1 + len(passage.more) for passage in shown)

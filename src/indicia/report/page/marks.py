"""Marks of the drawing: one shape per stage, none wholly covered by another.

Marks of one stage that would cover each other are one mark with a number; marks of different stages at the same time
stand under each other, and their lane grows.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from indicia.assessment.labels import source_label
from indicia.model.finding import Finding, Stage
from indicia.report.clean import clean
from indicia.report.words import to_second

SHAPES: Mapping[str, str] = {
    "none": "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z",
    "probed": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z",
    "exploited": "M0 -7L7 5L-7 5Z",
    "implanted": "M-5.5 -5.5H5.5V5.5H-5.5Z",
    "operated": "M0 -8.5L2.5 -2.7L8.5 -2.4L3.8 1.5L5.4 7.5L0 4L-5.4 7.5L-3.8 1.5L-8.5 -2.4L-2.5 -2.7Z",
}
"""Stage → SVG path around its middle: a dot supports, a ring probes, then triangle, square, star."""
LEGEND = (
    ("none", "supports"),
    ("probed", "probed"),
    ("exploited", "exploited"),
    ("implanted", "implanted"),
    ("operated", "operated"),
)
ROW = 18
"""Height of one row of marks in a lane."""
_ROWS = 4
_NEAR = 7.0
"""Marks of one stage closer than this are one."""
_HALF = 9.0
_DIGIT = 6.2


class Mark(Struct, frozen=True):
    """One finding, or several of one stage at nearly the same time, in a lane."""

    x: float
    row: int
    stage: str
    finding: str
    """Id of the first one."""
    number: int
    title: str


class _Pile(Struct):
    x: float
    last_x: float
    stage: Stage
    first: Finding
    last: Finding
    number: int = 1


def marks(placed: Sequence[tuple[float, Finding]]) -> tuple[list[Mark], int]:
    """The marks of one lane, left to right, and how many rows they need.

    `placed`: (pixel, finding with a time) in any order.
    """
    ends: list[float] = []
    drawn: list[Mark] = []
    for pile in _piles(placed):
        right = pile.x + _HALF + (len(f"×{pile.number}") * _DIGIT if pile.number > 1 else 0.0)
        row = next((row for row, end in enumerate(ends) if pile.x - _HALF >= end), len(ends))
        if row == len(ends):
            if row < _ROWS:
                ends.append(right)
            else:
                row = min(range(_ROWS), key=ends.__getitem__)
        ends[row] = max(ends[row], right)
        drawn.append(_mark(pile, row))
    return drawn, max(len(ends), 1)


def _piles(placed: Sequence[tuple[float, Finding]]) -> list[_Pile]:
    piles: list[_Pile] = []
    open_piles: dict[Stage, _Pile] = {}
    for x, finding in sorted(placed, key=lambda item: item[0]):
        stage = finding.stage if finding.stage is not None else Stage.NONE
        pile = open_piles.get(stage)
        if pile is not None and x - pile.x < _NEAR:
            pile.last, pile.last_x, pile.number = finding, x, pile.number + 1
        else:
            open_piles[stage] = pile = _Pile(x, x, stage, finding, finding)
            piles.append(pile)
    # At the same pixel the furthest stage comes first and so takes the upper row.
    return sorted(piles, key=lambda pile: (pile.x, -pile.stage))


def _mark(pile: _Pile, row: int) -> Mark:
    word = pile.stage.name.lower() if pile.stage else "supports"
    when = to_second(pile.first.seen)
    if pile.number > 1:
        when = f"{pile.number} findings from {when} to {to_second(pile.last.seen)}, the first"
    title = f"{when}, {word}: {clean(pile.first.title, 120)} ({clean(source_label(pile.first.exhibits[0]), 40)})"
    return Mark(
        x=pile.x, row=row, stage=pile.stage.name.lower(), finding=pile.first.id, number=pile.number, title=title
    )

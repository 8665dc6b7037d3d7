"""What the page shows beside the verdict: ways to stay, open flaws with their seven days, advisories, the plan."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from indicia.assessment.flaws.still_open import open_flaws
from indicia.model.assessment import Assessment
from indicia.model.eviction import EvictionStep
from indicia.model.exposure import Clock, ClockReading, Exposure, Flaw, FlawState
from indicia.model.persistence import MechanismAnswer, MechanismState
from indicia.report import tallies
from indicia.report.page.technique_drawing import draw_matrix

DRAWN = 12
"""Hosts whose advisories are drawn, worst first; of the others the counts are told."""
_ROWS = 200
"""Ways, flaws and steps shown of a host; a pack has far fewer."""
_MATRICES = 8
_STATES = (FlawState.OPEN, FlawState.CANNOT_TELL, FlawState.CLOSED, FlawState.NOT_AFFECTED)


class DatedFlaw(Struct, frozen=True):
    """One flaw with its seven days in order."""

    flaw: Flaw
    days: tuple[ClockReading | None, ...]
    """In the order of `Clock`; null where nothing is said of one."""


class ShownExposure(Struct, frozen=True):
    """What stands open on one host."""

    exposure: Exposure
    line: str
    worst: tuple[DatedFlaw, ...]
    """Those that intruders use and that stand open or of which it cannot be told."""
    others: tuple[tuple[str, tuple[Flaw, ...]], ...]
    """State → the remaining flaws."""


class ShownMatrix(Struct, frozen=True):
    """One advisory."""

    name: str
    counts: str
    drawing: Markup
    """Empty where only the counts are told."""


class Beside(Struct, frozen=True):
    """All of it, of one host."""

    ways: tuple[tuple[str, tuple[MechanismAnswer, ...]], ...]
    """State → ways to stay, what stands first."""
    ways_line: str
    exposure: ShownExposure | None
    matrices: tuple[ShownMatrix, ...]
    plan: tuple[tuple[str, tuple[EvictionStep, ...]], ...]
    """Phase → steps, in order."""
    plan_line: str


def beside(host: Assessment, links: Mapping[str, str], *, drawn: bool) -> Beside:
    """Choose and order.  `links`: number of a finding → where it stands on the page."""
    return Beside(
        ways=_ways(host.mechanisms[:_ROWS]),
        ways_line=tallies.ways(host.mechanisms),
        exposure=_exposure(host.exposure) if host.exposure is not None else None,
        matrices=tuple(
            ShownMatrix(
                matrix.advisory,
                tallies.techniques(matrix),
                # The drawing cleans and escapes what it is given, see `technique_drawing`.
                Markup(draw_matrix(matrix, lambda id: links.get(id, ""))) if drawn else Markup(),
            )
            for matrix in host.techniques[:_MATRICES]
        ),
        plan=_phases(host.eviction[:_ROWS]),
        plan_line=tallies.plan(host.eviction),
    )


def _ways(found: Sequence[MechanismAnswer]) -> tuple[tuple[str, tuple[MechanismAnswer, ...]], ...]:
    groups: dict[MechanismState, list[MechanismAnswer]] = {state: [] for state in tallies.WORST_FIRST}
    for one in found:
        groups[one.state].append(one)
    return tuple((state.value, tuple(each)) for state, each in groups.items() if each)


def _exposure(found: Exposure) -> ShownExposure:
    used = list(open_flaws(found, exploited=True))
    # Closed here, but only after it was known to be used: the days tell who could have come in before.
    used += [flaw for flaw in found.flaws if flaw.state is FlawState.CLOSED and flaw.exploited and flaw.open_days]
    rest = [flaw for flaw in found.flaws if flaw not in used]
    return ShownExposure(
        exposure=found,
        line=tallies.exposure(found),
        worst=tuple(_dated(flaw) for flaw in used[:_ROWS]),
        others=tuple(
            (state.value, tuple(flaw for flaw in rest if flaw.state is state)[:_ROWS])
            for state in _STATES
            if any(flaw.state is state for flaw in rest)
        ),
    )


def _dated(flaw: Flaw) -> DatedFlaw:
    known = {reading.clock: reading for reading in flaw.clocks}
    return DatedFlaw(flaw, tuple(known.get(clock) for clock in Clock))


def _phases(steps: Sequence[EvictionStep]) -> tuple[tuple[str, tuple[EvictionStep, ...]], ...]:
    groups: dict[str, list[EvictionStep]] = {}
    for step in steps:
        groups.setdefault(step.phase, []).append(step)
    return tuple((phase, tuple(each)) for phase, each in groups.items())

"""One line each for what stands beside the verdict: ways to stay, exposure, techniques, plan, what a site allows."""

from collections import Counter
from collections.abc import Sequence

from indicia.assessment.flaws.still_open import open_flaws, untold, use_began
from indicia.model.eviction import EvictionStep
from indicia.model.exposure import Exposure, Flaw
from indicia.model.finding import Finding
from indicia.model.persistence import MechanismAnswer, MechanismState
from indicia.model.technique import Sight, TechniqueMatrix
from indicia.report.words import plural, some

WORST_FIRST = (
    MechanismState.PRESENT,
    MechanismState.REMOVED,
    MechanismState.NOT_CHECKABLE,
    MechanismState.CLEAN,
)
_NAMED = 3


def ways(found: Sequence[MechanismAnswer]) -> str:
    """`21 ways to stay: 1 present now · 14 checked clean · 6 not checkable; 1 outlives a rebuild`."""
    counts = Counter(one.state for one in found)
    told = " · ".join(f"{counts[state]} {state.value}" for state in WORST_FIRST if counts[state])
    lasting = [one for one in found if one.state is MechanismState.PRESENT and one.survives_rebuild]
    more = f"; {outlives(len(lasting))} a rebuild" if lasting else ""
    return f"{told}{more}"


def outlives(number: int) -> str:
    """`1 outlives`, `2 outlive`."""
    return f"{number} outlives" if number == 1 else f"{number} outlive"


def exposure(found: Exposure) -> str:
    """Whether flaws stand open that intruders use, since when, and which; an unknown build is said as one."""
    used, others = open_flaws(found, exploited=True), open_flaws(found, exploited=False)
    if not found.flaws:
        return "cannot tell: no build in this evidence"
    if used:
        longest = max(used, key=lambda flaw: flaw.open_days if flaw.open_days is not None else -1)
        since = use_began(longest)
        days = f" ({plural(longest.open_days, 'day')})" if longest.open_days is not None else ""
        when = f", since {since}{days}" if since else ""
        names = some([called(one) for one in used], _NAMED)
        return f"open: {plural(len(used), 'flaw')} known to be used{when}: {names}"
    if others:
        return f"open: {plural(len(others), 'flaw')}, none known to be used by then"
    if lacking := untold(found):
        names = some([called(one) for one in lacking], _NAMED)
        return f"none seen open; cannot tell of {plural(len(lacking), 'flaw')} known to be used: {names}"
    return "none of the known flaws is open"


def called(flaw: Flaw) -> str:
    """`ProxyLogon (CVE-2021-26855)`, the number alone where it has no name."""
    return f"{flaw.nickname} ({flaw.cve})" if flaw.nickname else flaw.cve


def techniques(matrix: TechniqueMatrix) -> str:
    """`9 seen · 20 not seen · 24 not visible`."""
    return " · ".join(f"{matrix.count(sight)} {sight.value}" for sight in Sight)


def plan(steps: Sequence[EvictionStep]) -> str:
    """`12 steps in 5 phases, 2 cannot be taken back`."""
    phases = len(dict.fromkeys(step.phase for step in steps))
    final = sum(step.irreversible for step in steps)
    text = f"{plural(len(steps), 'step')} in {plural(phases, 'phase')}"
    return f"{text}, {final} of them cannot be taken back" if final else text


def suppressed(findings: Sequence[Finding]) -> str:
    """`3 findings (12 records) by “Backup agent” (J. Doe, until 2027-03-01)`."""
    entries = dict.fromkeys(item.suppressed for item in findings if item.suppressed is not None)
    names = [f"“{entry.title}” ({entry.author}, until {entry.expires})" for entry in entries]
    records = sum(item.count for item in findings)
    return f"{plural(len(findings), 'finding')} ({plural(records, 'record')}) by {some(names, _NAMED)}"

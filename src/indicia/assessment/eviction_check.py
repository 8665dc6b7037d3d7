"""A later collection against the plan: what is done, what is not, what nobody can tell, who is still in."""

from collections.abc import Mapping, Sequence

from indicia.knowledge.eviction import Check, EvictionBook, Step
from indicia.model.assessment import Answer, Assessment, Standing
from indicia.model.eviction import StepCheck, StepState
from indicia.model.exposure import FlawState
from indicia.model.finding import Confidence, Finding, Presence, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

_REQUESTED = "WS-07"
"""The artefact test for answered requests to a shell."""


def check_eviction(
    book: EvictionBook, before: Assessment, after: Assessment, findings: Sequence[Finding]
) -> tuple[StepCheck, ...]:
    """One answer for each step of the plan of `before`; `findings` are those of the later result on this host.

    A source that the later collection lacks makes a step *cannot tell*, never *done*.  *Still held* is a way to stay
    that is there, or a page of a shell that was asked for and answered after the first collection.
    """
    steps = {step.id: step for step in book.steps}
    return tuple(_check(steps[item.id], before, after, findings) for item in before.eviction if item.id in steps)


def still_held(before: Assessment, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings of the later result that show somebody at work after the first collection ended."""
    end = before.period[1]
    return tuple(
        finding
        for finding in findings
        if finding.suppressed is None
        and finding.last is not None
        and (end is None or finding.last > end)
        and (finding.stage or Stage.NONE) >= Stage.EXPLOITED
        and finding.confidence >= Confidence.STRONG
    )


def _check(step: Step, before: Assessment, after: Assessment, findings: Sequence[Finding]) -> StepCheck:
    match step.check:
        case Check.NONE:
            why = "nothing that is collected on a server shows it"
            return StepCheck(step=step.id, state=StepState.CANNOT_TELL, why=why, provable=False)
        case Check.COVERAGE:
            return _coverage(step, after)
        case Check.OLDEST:
            return _oldest(step, before, after)
        case Check.ANSWERS:
            open_tests = sum(test.answer is Answer.CANNOT_TELL for test in after.tests)
            why = f"{len(after.tests) - open_tests} of {len(after.tests)} tests answered on the later collection"
            return StepCheck(step=step.id, state=StepState.DONE if after.tests else StepState.CANNOT_TELL, why=why)
        case Check.MECHANISMS:
            return _mechanisms(step, before, after, findings)
        case Check.FLAWS:
            return _flaws(step, after)
        case Check.SETTINGS:
            return _settings(step, after)
        case Check.QUIET:
            return _quiet(step, before, after, findings)


def _tell(step: Step, why: str) -> StepCheck:
    return StepCheck(step=step.id, state=StepState.CANNOT_TELL, why=why)


def _coverage(step: Step, after: Assessment) -> StepCheck:
    short = [line.name for line in after.coverage if line.standing is not Standing.COVERED and line.source in _NEEDED]
    if short:
        return _tell(step, f"missing or too short: {', '.join(short)}")
    return StepCheck(step=step.id, state=StepState.DONE, why="every log that the answer needs covers the window")


_NEEDED = frozenset({"iis", "httpproxy", "ecp_server", "evt_mgmt", "fs", "evt_sec"})


def _oldest(step: Step, before: Assessment, after: Assessment) -> StepCheck:
    first = {line.source: line.first for line in before.coverage if line.first is not None}
    lost = [
        line.name
        for line in after.coverage
        if line.source in first and line.first is not None and line.first > first[line.source]
    ]
    if not first or not any(line.first for line in after.coverage if line.source in first):
        return _tell(step, "no log is in both collections")
    if lost:
        why = f"the oldest records are gone: {', '.join(lost)}"
        return StepCheck(step=step.id, state=StepState.NOT_DONE, why=why)
    return StepCheck(step=step.id, state=StepState.DONE, why="the oldest records are still there")


def _mechanisms(step: Step, before: Assessment, after: Assessment, findings: Sequence[Finding]) -> StepCheck:
    later: Mapping[str, MechanismAnswer] = {one.id: one for one in after.mechanisms}
    mine = [one for name in step.clears if (one := later.get(name)) is not None]
    there = [one for one in mine if one.state is MechanismState.PRESENT]
    if there:
        return StepCheck(
            step=step.id,
            state=StepState.NOT_DONE,
            why="; ".join(f"{one.id} {one.why}" for one in there),
            still_held=True,
            findings=tuple(name for one in there for name in one.findings),
        )
    asked = (
        [item for item in still_held(before, findings) if _REQUESTED in item.tests] if "PE-01" in step.clears else []
    )
    if asked:
        return StepCheck(
            step=step.id,
            state=StepState.NOT_DONE,
            why="; ".join(item.summary for item in asked[:2]),
            still_held=True,
            findings=tuple(item.id for item in asked),
        )
    dark = [one for one in mine if one.state is MechanismState.NOT_CHECKABLE]
    if dark or not mine:
        why = "; ".join(f"{one.id}: {one.why}" for one in dark) or "the later collection shows none of it"
        return _tell(step, why)
    return StepCheck(
        step=step.id, state=StepState.DONE, why="; ".join(f"{one.id} {one.state.value} ({one.why})" for one in mine)
    )


def _flaws(step: Step, after: Assessment) -> StepCheck:
    exposure = after.exposure
    if exposure is None or not exposure.build:
        return _tell(step, "the build is not in the later collection")
    exploited = [flaw for flaw in exposure.flaws if flaw.exploited]
    stand = [flaw.cve for flaw in exploited if flaw.state is FlawState.OPEN]
    if stand:
        why = f"build {exposure.build}: {', '.join(stand[:5])} open"
        return StepCheck(step=step.id, state=StepState.NOT_DONE, why=why)
    dark = [flaw for flaw in exploited if flaw.state is FlawState.CANNOT_TELL]
    if dark:
        return _tell(step, f"build {exposure.build}: {dark[0].cve}: {dark[0].why}")
    return StepCheck(
        step=step.id, state=StepState.DONE, why=f"build {exposure.build} closes every flaw known to be used"
    )


def _settings(step: Step, after: Assessment) -> StepCheck:
    mine = [test for test in after.tests if test.id in step.settings]
    hits = [test for test in mine if test.answer is Answer.HIT]
    if hits:
        found = tuple(name for test in hits for name in test.findings)
        why = f"{', '.join(test.id for test in hits)} hit"
        return StepCheck(step=step.id, state=StepState.NOT_DONE, why=why, findings=found)
    dark = [test for test in mine if test.answer is Answer.CANNOT_TELL]
    if dark or not mine:
        return _tell(
            step, "; ".join(f"{test.id}: {test.reason}" for test in dark) or "no test of settings was answered"
        )
    return StepCheck(step=step.id, state=StepState.DONE, why=f"{', '.join(test.id for test in mine)}: no hit")


def _quiet(step: Step, before: Assessment, after: Assessment, findings: Sequence[Finding]) -> StepCheck:
    active = still_held(before, findings)
    standing = [item for item in findings if item.presence is Presence.PRESENT and item in active]
    if active:
        return StepCheck(
            step=step.id,
            state=StepState.NOT_DONE,
            why="; ".join(item.summary for item in (standing or active)[:2]),
            still_held=True,
            findings=tuple(item.id for item in active),
        )
    end, newest = before.period[1], after.period[1]
    if end is None or newest is None or newest <= end:
        return _tell(step, "the later collection holds no record after the first")
    short = [line.name for line in after.coverage if line.standing is Standing.MISSING and line.source in _NEEDED]
    if short:
        return _tell(step, f"missing: {', '.join(short)}")
    return StepCheck(
        step=step.id, state=StepState.DONE, why=f"nothing past probing from {end:%Y-%m-%d} to {newest:%Y-%m-%d}"
    )

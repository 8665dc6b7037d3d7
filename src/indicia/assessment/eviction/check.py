"""A later collection against the plan: what is done, what is not, what nobody can tell, who is still in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.assessment.eviction.reach import reaches
from indicia.knowledge.packs.eviction import Check, EvictionBook, Step
from indicia.model.assessment import Answer, Assessment, SourceCoverage, Standing, Verdict
from indicia.model.eviction import EvictionStep, StepCheck, StepState
from indicia.model.exposure import FlawState
from indicia.model.finding import Confidence, Finding, Presence, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

_REQUESTED = "WS-07"
"""The artefact test for answered requests to a shell."""
_SHELL = "PE-01"


class Comparison(Struct, frozen=True, kw_only=True):
    """One host in both collections."""

    before: Assessment
    after: Assessment
    first: Sequence[Finding]
    """Findings of the first result on this host."""
    later: Sequence[Finding]
    """Findings of the later result on this host."""
    since: datetime | None
    """When the eviction was finished, else the end of the first collection; null where neither is known."""
    folders: frozenset[str] | None = None
    """Folders of which the later collection holds a file, lower case; null: not known, and nothing is asked of them."""
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lines of the collection plan that would decide what the later collection cannot, by test and way to stay."""


def check_eviction(book: EvictionBook, host: Comparison) -> tuple[StepCheck, ...]:
    """One answer for each step of the plan of the first collection, in its order.

    A source that the later collection lacks makes a step *cannot tell*, never *done*.  *Still held* is a way to stay
    that is there, one that was laid anew after the eviction, or a page of a shell that was asked for and answered then.
    """
    steps = {step.id: step for step in book.steps}
    done = (_check(steps[item.id], item, host) for item in host.before.eviction if item.id in steps)
    return tuple(replace(one, lines=_lines(steps[one.step], one, host)) for one in done)


def _lines(step: Step, check: StepCheck, host: Comparison) -> tuple[str, ...]:
    if check.state is not StepState.CANNOT_TELL or not check.provable:
        return ()
    return tuple(sorted({line for name in (*step.clears, *step.settings) for line in host.lines.get(name, ())}))


def at_work(host: Comparison) -> tuple[Finding, ...]:
    """Findings of the later result that show somebody at work after the eviction.

    A request that lies before a record of the page's removal does not; nor does a sign that needs a second one.
    """
    gone = [(set(item.objects), item.last) for item in host.later if item.presence is Presence.REMOVED and item.last]
    return tuple(
        finding
        for finding in host.later
        if finding.suppressed is None
        and finding.presence is not Presence.REMOVED
        and finding.last is not None
        and (host.since is None or finding.last > host.since)
        and (finding.stage or Stage.NONE) >= Stage.EXPLOITED
        and finding.confidence >= Confidence.STRONG
        and not any(objects.intersection(finding.objects) and until >= finding.last for objects, until in gone)
    )


def _check(step: Step, planned: EvictionStep, host: Comparison) -> StepCheck:
    match step.check:
        case Check.NONE:
            return replace(_tell(step, "nothing that is collected on a server shows it"), provable=False)
        case Check.COVERAGE:
            return _coverage(step, host)
        case Check.OLDEST:
            return _oldest(step, host)
        case Check.ANSWERS:
            return _answers(step, host)
        case Check.VERDICT:
            return _verdict(step, host)
        case Check.MECHANISMS:
            return _mechanisms(step, planned, host)
        case Check.FLAWS:
            return _flaws(step, host.after)
        case Check.UPDATE:
            update = _flaws(step, host.after)
            why = "nothing that is collected on a server shows it, and the update is not shown to be in"
            return update if update.state is StepState.DONE else replace(_tell(step, why), provable=False)
        case Check.SETTINGS:
            return _settings(step, host.after)
        case Check.QUIET:
            return _quiet(step, host)


def _tell(step: Step, why: str) -> StepCheck:
    return StepCheck(step=step.id, state=StepState.CANNOT_TELL, why=why)


def _done(step: Step, why: str) -> StepCheck:
    return StepCheck(step=step.id, state=StepState.DONE, why=why)


def _not_done(step: Step, why: str, findings: Sequence[str] = (), *, held: bool = False) -> StepCheck:
    return StepCheck(step=step.id, state=StepState.NOT_DONE, why=why, still_held=held, findings=tuple(findings))


def _coverage(step: Step, host: Comparison) -> StepCheck:
    """What was collected at first counts: that it was preserved is the point of the step."""
    covered = {
        line.source
        for lines in (host.before.coverage, host.after.coverage)
        for line in lines
        if line.standing is Standing.COVERED
    }
    lacking = [name for name in step.logs if name not in covered]
    if lacking:
        return _tell(step, f"missing or too short in both collections: {', '.join(_names(host, lacking))}")
    return _done(step, "every log that the answer needs covers the window, in one of the collections")


def _names(host: Comparison, sources: Sequence[str]) -> list[str]:
    known = {line.source: line.name for line in (*host.before.coverage, *host.after.coverage)}
    return [known.get(source, source) for source in sources]


def _oldest(step: Step, host: Comparison) -> StepCheck:
    """A file that is missing may just not have been collected again; an event log comes whole."""
    first = {line.source: line.first for line in host.before.coverage if line.first is not None}
    both = [line for line in host.after.coverage if line.source in first and line.first is not None]
    if not both:
        return _tell(step, "no log is in both collections")
    younger = [line for line in both if line.first is not None and line.first > first[line.source]]
    gone = [line.name for line in younger if line.channels]
    if gone:
        return _not_done(step, f"the oldest records are gone: {', '.join(gone)}")
    if younger:
        shown = ", ".join(line.name for line in younger)
        return _tell(step, f"begins later than at first, deleted by age or not collected again: {shown}")
    return _done(step, f"the oldest records are still there: {', '.join(line.name for line in both)}")


def _answers(step: Step, host: Comparison) -> StepCheck:
    told = sum(test.answer is not Answer.CANNOT_TELL for test in host.after.tests)
    why = f"{told} of {len(host.after.tests)} tests answered on the later collection"
    return _done(step, why) if told else _tell(step, why)


def _verdict(step: Step, host: Comparison) -> StepCheck:
    told = [one.verdict for one in (host.before, host.after) if one.verdict is not Verdict.CANNOT_TELL]
    if not told:
        return _tell(step, "neither collection is enough for a verdict")
    return _done(step, f"{told[0].value}, with the findings behind it")


def _mechanisms(step: Step, planned: EvictionStep, host: Comparison) -> StepCheck:
    later: Mapping[str, MechanismAnswer] = {one.id: one for one in host.after.mechanisms}
    mine = [one for name in step.clears if (one := later.get(name)) is not None]
    there = [one for one in mine if one.state is MechanismState.PRESENT]
    if there:
        why = "; ".join(f"{one.id} {one.title}: {one.why}" for one in there)
        return _not_done(step, why, [name for one in there for name in one.findings], held=True)
    back = _anew(mine, host)
    if back:
        why = "; ".join(f"laid anew: {item.summary}" for item in back[:2])
        return _not_done(step, why, [item.id for item in back], held=True)
    asked = [item for item in at_work(host) if _REQUESTED in item.tests] if _SHELL in step.clears else []
    if asked:
        why = "; ".join(item.summary for item in asked[:2])
        return _not_done(step, why, [item.id for item in asked], held=True)
    dark = [one for one in mine if one.state is MechanismState.NOT_CHECKABLE]
    if dark or not mine:
        why = "; ".join(f"{one.id} {one.title}: {one.why}" for one in dark) or "the later collection shows none of it"
        return _tell(step, why)
    if step.tree and (unseen := _unseen(planned, host)):
        return _tell(step, f"the later collection holds no file of {', '.join(unseen[:3])}")
    return _done(step, "; ".join(f"{one.id} {one.state.value} ({one.why})" for one in mine))


def _anew(ways: Sequence[MechanismAnswer], host: Comparison) -> list[Finding]:
    """Findings behind a way to stay whose first trace is younger than the eviction."""
    names = {name for one in ways for name in one.findings}
    return [
        item
        for item in host.later
        if item.id in names
        and host.since is not None
        and item.seen is not None
        and item.seen > host.since
        and (item.stage or Stage.NONE) >= Stage.IMPLANTED
        and item.confidence >= Confidence.STRONG
        and _REQUESTED not in item.tests
    ]


def _unseen(planned: EvictionStep, host: Comparison) -> list[str]:
    """Folders of files that the plan wants removed and that the later collection does not reach."""
    if host.folders is None:
        return []
    named = set(planned.findings)
    files = {thing for item in host.first if item.id in named for thing in item.objects if "\\" in thing}
    said = {thing for item in host.later if item.presence is Presence.REMOVED for thing in item.objects}
    lay = sorted({thing.rpartition("\\")[0] for thing in files - said})
    return [folder for folder in lay if not reaches(host.folders, folder)]


def _flaws(step: Step, after: Assessment) -> StepCheck:
    exposure = after.exposure
    if exposure is None or not exposure.build:
        return _tell(step, "the build is not in the later collection")
    exploited = [flaw for flaw in exposure.flaws if flaw.exploited]
    stand = [flaw.cve for flaw in exploited if flaw.state is FlawState.OPEN]
    if stand:
        more = f" and {len(stand) - 5} more" if len(stand) > 5 else ""
        return _not_done(step, f"build {exposure.build}: {', '.join(stand[:5])}{more} open")
    dark = [flaw for flaw in exploited if flaw.state is FlawState.CANNOT_TELL]
    if dark:
        return _tell(step, f"build {exposure.build}: {dark[0].cve}: {dark[0].why}")
    return _done(step, f"build {exposure.build} closes every flaw known to be used")


def _settings(step: Step, after: Assessment) -> StepCheck:
    mine = [test for test in after.tests if test.id in step.settings]
    hits = [test for test in mine if test.answer is Answer.HIT]
    if hits:
        found = [name for test in hits for name in test.findings]
        return _not_done(step, f"{', '.join(test.id for test in hits)} hit", found)
    dark = [test for test in mine if test.answer is Answer.CANNOT_TELL]
    if dark or not mine:
        why = "; ".join(f"{test.id}: {test.reason}" for test in dark) or "no test of settings was answered"
        return _tell(step, why)
    return _done(step, f"{', '.join(test.id for test in mine)}: no hit")


def _quiet(step: Step, host: Comparison) -> StepCheck:
    active = at_work(host)
    if active:
        standing = [item for item in active if item.presence is Presence.PRESENT]
        why = "; ".join(item.summary for item in (standing or active)[:2])
        return _not_done(step, why, [item.id for item in active], held=True)
    newest = host.after.period[1]
    if host.since is None or newest is None or newest <= host.since:
        return _tell(step, "the later collection holds no record after the eviction")
    short = _dark_logs(step, host.after.coverage, host.since, newest)
    if short:
        return _tell(step, f"nothing seen, but no records after the eviction of: {', '.join(_names(host, short))}")
    if newest - host.since < timedelta(days=step.days):
        days = (newest - host.since).days
        return _tell(step, f"nothing seen so far, on {days} of {step.days} days; collect again when they are over")
    return _done(step, f"nothing past probing from {host.since:%Y-%m-%d} to {newest:%Y-%m-%d}")


def _dark_logs(step: Step, lines: Sequence[SourceCoverage], since: datetime, newest: datetime) -> list[str]:
    """Log sources that do not reach past the eviction.

    A source that may be silent for long (settings, a channel for rare events) has to be there, not to have spoken.
    """
    there = {line.source: line for line in lines if line.records}
    found = []
    for name in step.logs:
        line = there.get(name)
        if line is None or (not line.channels and (line.last is None or line.last <= since)):
            found.append(name)
    return found

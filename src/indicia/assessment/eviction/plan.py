"""The plan for one host: the steps of the book that what was found asks for."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from indicia.knowledge.packs.eviction import EvictionBook, Step, When
from indicia.model.assessment import Answer, TestAnswer, Verdict
from indicia.model.eviction import EvictionStep
from indicia.model.exposure import Exposure, FlawState
from indicia.model.finding import Finding, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

_GOT = {
    Stage.EXPLOITED: "a flaw was used on this host",
    Stage.IMPLANTED: "something was planted on this host",
    Stage.OPERATED: "somebody ran commands on this host",
}
_DARK = MechanismState.NOT_CHECKABLE
_NAMED = 3
_MANY = 3
"""So many ways to stay that cannot be checked make a removal unprovable."""


class Situation(Struct, frozen=True, kw_only=True):
    """What is known about one host."""

    verdict: Verdict
    stage: Stage
    mechanisms: Sequence[MechanismAnswer]
    tests: Sequence[TestAnswer]
    exposure: Exposure | None
    findings: Sequence[Finding] = ()
    """All of this host; those that steps name say what they are about."""


def eviction_plan(book: EvictionBook, host: Situation) -> tuple[EvictionStep, ...]:
    """Steps in the order of the book; none where nothing was seen and nothing stands open.

    Dependencies on steps that this host does not need are left out.
    """
    if host.verdict is Verdict.NONE_SEEN and not _open(host):
        return ()
    asked = {step.id: because for step in book.steps if (because := _because(step, host))}
    return tuple(_planned(step, asked, host) for step in book.steps if step.id in asked)


def _planned(step: Step, asked: dict[str, str], host: Situation) -> EvictionStep:
    ways = [one for one in host.mechanisms if one.id in step.clears and one.state is not MechanismState.CLEAN]
    found = [one for one in ways if one.findings]
    tests = [test for test in host.tests if test.id in step.settings and test.answer is Answer.HIT]
    named = [*(one.findings for one in found), *(test.findings for test in tests)]
    findings = tuple(dict.fromkeys(name for names in named for name in names))
    return EvictionStep(
        id=step.id,
        phase=step.phase,
        action=step.action,
        why=step.why,
        because=asked[step.id],
        findings=findings,
        mechanisms=tuple(one.id for one in ways),
        proof=step.proof,
        no_proof=step.no_proof,
        depends_on=tuple(name for name in step.depends_on if name in asked),
        irreversible=step.irreversible,
        done_by=step.done_by,
        countermeasures=step.countermeasures,
        source=step.source,
        verified=step.verified,
        here=_here(host, findings),
        check=step.check.value,
    )


def _here(host: Situation, names: Sequence[str]) -> tuple[str, ...]:
    """Things that these findings name: files by their path, else web paths and other objects."""
    wanted = set(names)
    mine = [item for item in host.findings if item.id in wanted]
    keys = {value.lower() for item in mine for value in item.joins.values()}
    things = dict.fromkeys(thing for item in mine for thing in item.objects if thing not in keys)
    files = {thing.rpartition("\\")[2] for thing in things if "\\" in thing}
    return tuple(thing for thing in things if "\\" in thing or thing.rpartition("/")[2] not in files)


def _because(step: Step, host: Situation) -> str:
    """What on this host asks for a step; empty where nothing does."""
    held = host.stage >= Stage.EXPLOITED
    match step.when:
        case When.ALWAYS:
            return "always"
        case When.SIGN:
            if host.verdict is Verdict.NONE_SEEN:
                return ""
            open_question = host.verdict is Verdict.CANNOT_TELL
            return "what happened here cannot be told yet" if open_question else "something was seen on this host"
        case When.HELD:
            return _GOT[host.stage] if held else ""
        case When.DOOR:
            return _door(host)
        case When.MECHANISMS:
            return _ways(step, host, held=held)
        case When.SETTINGS:
            hits = [test.id for test in host.tests if test.id in step.settings and test.answer is Answer.HIT]
            return f"{', '.join(hits)} hit" if hits else ""
        case When.UNPROVABLE:
            dark = [one.id for one in host.mechanisms if one.state is _DARK and one.id in step.clears]
            code = host.stage >= Stage.IMPLANTED
            return f"code ran here, and {', '.join(dark)} cannot be checked" if code and len(dark) >= _MANY else ""


def _door(host: Situation) -> str:
    flaws = _open(host)
    if flaws:
        more = f" and {len(flaws) - _NAMED} more" if len(flaws) > _NAMED else ""
        return f"{len(flaws)} open flaws are used by intruders, then or since: {', '.join(flaws[:_NAMED])}{more}"
    closed = host.exposure is not None and host.exposure.build and not _unknown(host)
    if host.verdict is Verdict.NONE_SEEN or closed:
        return ""
    return "the build is not known" if host.exposure is None or not host.exposure.build else "not every flaw is judged"


def _open(host: Situation) -> list[str]:
    if host.exposure is None:
        return []
    return [flaw.cve for flaw in host.exposure.flaws if flaw.state is FlawState.OPEN and flaw.exploited]


def _unknown(host: Situation) -> bool:
    flaws = host.exposure.flaws if host.exposure is not None else ()
    return any(flaw.state is FlawState.CANNOT_TELL and flaw.exploited for flaw in flaws)


def _ways(step: Step, host: Situation, *, held: bool) -> str:
    mine = [one for one in host.mechanisms if one.id in step.clears]
    dark = [one for one in mine if one.state is _DARK]
    parts = [
        (one for one in mine if one.state is MechanismState.PRESENT),
        (one for one in mine if one.state is MechanismState.REMOVED),
        (one for one in dark if one.findings),
        (one for one in dark if held and not one.findings),
    ]
    said = zip(parts, ("present now", "removed, trace left", "put there once", "not checkable"), strict=True)
    return " · ".join(f"{word}: {names}" for ways, word in said if (names := _called(ways)))


def _called(ways: Iterable[MechanismAnswer]) -> str:
    """`PE-07 Transport agent; PE-13 Scheduled task`."""
    return "; ".join(f"{one.id} {one.title}" for one in ways)

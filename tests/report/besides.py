"""What stands beside a verdict, put together by hand: ways to stay, exposure, plan, what a site allows."""

from datetime import UTC, date, datetime

from msgspec.structs import replace
from tests.report.matrices import matrix

from indicia.model.assessment import AllowLine, Result
from indicia.model.eviction import EvictionStep
from indicia.model.exposure import Clock, ClockReading, Exposure, Flaw, FlawState
from indicia.model.finding import Suppression
from indicia.model.persistence import MechanismAnswer, MechanismState

ENTRY = Suppression(
    filter="5f1b1c0e",
    title="Vulnerability scanner of the site",
    author="J. Doe",
    reason="Scans every Tuesday, change 4711",
    expires=date(2027, 5, 31),
)
STATES = (MechanismState.PRESENT, MechanismState.REMOVED, MechanismState.NOT_CHECKABLE, MechanismState.CLEAN)


def ways() -> tuple[MechanismAnswer, ...]:
    """One of the first two states, two not checkable, the others clean; the one that is there outlives a rebuild."""
    states = [*STATES, *[MechanismState.NOT_CHECKABLE], *[MechanismState.CLEAN] * 5]
    return tuple(
        MechanismAnswer(
            id=f"PE-{number:02}",
            title=f"Way number {number}",
            state=state,
            why=f"reason of way {number}",
            findings=("F1", "F2") if state is MechanismState.PRESENT else (),
            survives_update=True,
            survives_rebuild=state is MechanismState.PRESENT,
            removed_by=f"what takes away {number}",
            deciders=("tasks",) if state is MechanismState.NOT_CHECKABLE else (),
        )
        for number, state in enumerate(states, start=1)
    )


def flaw(number: int, state: FlawState, *, exploited: bool, open_days: int | None = None, name: str = "") -> Flaw:
    """A flaw with all seven days, one of them not confirmed."""
    days = {
        Clock.FIRST_USE: date(2021, 1, 3),
        Clock.DISCLOSURE: date(2021, 3, 2),
        Clock.PATCH: date(2021, 3, 2),
        Clock.PROOF: date(2021, 3, 10),
        Clock.KEV: date(2021, 11, 3),
        Clock.LOCAL_PATCH: date(2021, 3, 9) if state is FlawState.CLOSED else None,
        Clock.LOCAL_EVICTION: None,
    }
    return Flaw(
        cve=f"CVE-2021-2685{number}",
        nickname=name,
        what="request forged for the back end",
        state=state,
        why="build 15.1.2106.2 lacks Mar21SU",
        fixed_by="Mar21SU",
        exploited=exploited,
        clocks=tuple(
            ClockReading(clock=clock, day=day, note="" if day else "not seen", verified=clock is not Clock.FIRST_USE)
            for clock, day in days.items()
        ),
        open_days=open_days,
        also_needs="a setting",
    )


def exposure() -> Exposure:
    """Two flaws in use open, one closed late, one that cannot be told, one that nobody uses."""
    return Exposure(
        build="15.1.2106.2",
        name="Exchange 2016 CU18",
        seen=datetime(2021, 3, 14, tzinfo=UTC),
        origin="log header",
        supported_until=date(2025, 10, 14),
        flaws=(
            flaw(5, FlawState.OPEN, exploited=True, open_days=70, name="ProxyLogon"),
            flaw(7, FlawState.OPEN, exploited=True, open_days=60),
            flaw(1, FlawState.CLOSED, exploited=True, open_days=9),
            flaw(2, FlawState.CANNOT_TELL, exploited=True),
            flaw(3, FlawState.OPEN, exploited=False),
        ),
        headline="patched after entry: Mar21SU came on 2021-03-09, first sign of entry 2021-03-03",
        assumptions=("the build was there all the time",),
    )


def plan() -> tuple[EvictionStep, ...]:
    """Three phases, one step that cannot be taken back."""
    return tuple(
        EvictionStep(
            id=f"EV-{number:02}",
            phase=phase,
            action=f"do thing {number}",
            why=f"why of {number}",
            because="PE-01 present now",
            findings=("F1",),
            mechanisms=("PE-01",),
            proof=("what shows it", "what else shows it"),
            no_proof=("what does not",),
            depends_on=("EV-01",) if number > 1 else (),
            irreversible=number == 3,
        )
        for number, phase in enumerate(("contain", "remove", "remove", "watch"), start=1)
    )


def with_beside(result: Result) -> Result:
    """The first host with all of it, and its last finding let go by the site."""
    last = result.findings[-1]
    host = replace(result.hosts[0], mechanisms=ways(), exposure=exposure(), techniques=(matrix(),), eviction=plan())
    return replace(
        result,
        hosts=(host, *result.hosts[1:]),
        findings=(
            *result.findings[:-1],
            replace(last, suppressed=ENTRY),
        ),
        ruleset=replace(
            result.ruleset, allowed=(AllowLine(says=ENTRY, path="site/scanner.yml", findings=1, records=last.count),)
        ),
    )

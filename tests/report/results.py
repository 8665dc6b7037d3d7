"""Results put together by hand: of a break-in, of quiet, of nothing known, of several hosts.  All is invented."""

import typing
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from tests.report.break_in import DAY, HOST, at, rich_findings

from indicia.model.assessment import (
    Answer,
    Assessment,
    EvidenceLine,
    Gap,
    Incident,
    Refusal,
    Remain,
    Result,
    RulesetSummary,
    SourceCoverage,
    Standing,
    Step,
    TestAnswer,
    Verdict,
)
from indicia.model.evidence import Account, Evidence, Fault, Kind, Locator
from indicia.model.finding import Finding, Stage


def covered(source: str, name: str, first: datetime, last: datetime, **more: typing.Any) -> SourceCoverage:
    """A source with a record each hour."""
    hours = []
    now = first.replace(minute=0, second=0, microsecond=0)
    while now <= last:
        if now.day != 25:
            hours.append((f"{now:%Y-%m-%dT%H}", 120))
        now += timedelta(hours=1)
    values: dict[str, typing.Any] = {
        "source": source,
        "name": name,
        "standing": Standing.COVERED,
        "first": first,
        "last": last,
        "records": 120 * len(hours),
        "files": 3,
        "hours": tuple(hours),
    }
    return SourceCoverage(**(values | more))


def missing(source: str, name: str, blind: str) -> SourceCoverage:
    """A source that is not there."""
    return SourceCoverage(source=source, name=name, standing=Standing.MISSING, blind=blind, why="not in this evidence")


def rich_coverage() -> tuple[SourceCoverage, ...]:
    """Twenty sources: four with records, one a state, the rest missing."""
    start, end = DAY - timedelta(days=21), DAY + timedelta(days=14)
    return (
        covered(
            "iis",
            "IIS request log",
            start,
            end,
            standing=Standing.PARTIAL,
            gaps=(Gap(start=DAY, end=end),),
            why="first record 2021-02-10 is later than 2021-01-01; no records from 2021-02-25 00:00 to "
            "2021-02-26 00:00",
            blind="who asked for which page, from where, with what answer; whether a web shell was used",
        ),
        covered("httpproxy", "Exchange front-end (HttpProxy) log", start, end),
        missing(
            "ecp_server",
            "Exchange Control Panel server log",
            "which settings were changed through the control panel, and to what",
        ),
        covered("evt_mgmt", "MSExchange Management events", start, end, channels=("msexchange management",)),
        covered(
            "sysmon",
            "Sysmon events",
            at("01:39:32"),
            at("02:10:19"),
            standing=Standing.PARTIAL,
            channels=("microsoft-windows-sysmon/operational",),
            why="first record 2021-03-03 is later than 2021-01-01",
            blind="programs started by the web server, files written and deleted",
        ),
        SourceCoverage(source="fs", name="Files of the server", standing=Standing.COVERED, records=3120, files=3120),
        *(
            missing(f"m{number}", f"Further log number {number}", f"what log {number} would have shown")
            for number in range(14)
        ),
    )


def step_of(finding: Finding, source: str) -> Step:
    """The story's line for a finding."""
    return Step(time=finding.seen, stage=finding.stage, text=finding.summary, source=source, finding=finding.id)


def rich() -> Result:
    """One host, broken into."""
    findings = rich_findings()
    label = {"httpproxy": "HttpProxy", "iis": "IIS", "fs": "file", "msexchange management": "MSExchange Management 1"}
    steps = [step_of(item, label.get(item.exhibits[0].source, "Sysmon 11")) for item in findings]
    host = Assessment(
        host=HOST,
        verdict=Verdict.OPERATED,
        stage=Stage.OPERATED,
        sentence=r"w3wp.exe started 'cmd.exe /c whoami' as NT AUTHORITY\SYSTEM.",
        still_in="yes: /owa/auth/supp0rt.aspx is there",
        patched="yes: Mar21SU between 2021-03-04 02:00 and 2021-03-05 02:00 (15.1.2176.9), after the first sign of "
        "entry",
        since="first sign 2021-03-03 01:40:12 UTC",
        period=(DAY - timedelta(days=21), DAY + timedelta(days=14)),
        incidents=(
            Incident(
                stage=Stage.OPERATED,
                first=at("01:40:12.600000"),
                last=at("03:18:00"),
                clients=("198.51.100.23",),
                why=(
                    "same page supp0rt.aspx",
                    "same client 198.51.100.23",
                    "same page supp0rt.aspx",
                    "within minutes of each other",
                ),
                steps=tuple(steps[1:]),
            ),
            Incident(
                stage=Stage.PROBED,
                first=steps[0].time,
                last=steps[0].time,
                clients=tuple(f"192.0.2.{n}" for n in range(40)),
                why=("attempts without success from 40 addresses",),
                steps=tuple(steps[:1]),
            ),
        ),
        remains=(
            Remain(
                what="/owa/auth/supp0rt.aspx",
                state="present now",
                why="in the collected files or settings",
                findings=("F3", "F5"),
            ),
        ),
        tests=(
            TestAnswer(
                id="WS-10",
                title="Script page written below a web folder",
                answer=Answer.HIT,
                reason="",
                findings=("F3",),
            ),
            TestAnswer(
                id="PL-01",
                title="Front end asks a back end",
                answer=Answer.NO_HIT,
                reason="HttpProxy read from 2021-02-10 to 2021-03-17",
            ),
            TestAnswer(
                id="PL-02",
                title="Control panel changes",
                answer=Answer.CANNOT_TELL,
                reason="Exchange Control Panel server log: not in this evidence",
            ),
            TestAnswer(
                id="AD-01", title="Rights in the directory", answer=Answer.CANNOT_TELL, reason="not built yet: a reader"
            ),
        ),
        coverage=rich_coverage(),
        next_steps=(
            "take memory before any restart; listeners and keys in memory are lost with it",
            "cut the server off from the Internet, keep it running",
            "Take the file as evidence.",
        ),
        findings=tuple(item.id for item in findings),
        notes=("the clocks of IIS and of the events differ by 2 s",),
        patch_time=DAY + timedelta(days=2, hours=2),
    )
    return Result(
        format="indicia-result/1",
        version="0.1.0",
        hosts=(host,),
        findings=findings,
        evidence=(evidence(0), evidence(1)),
        faults=(fault(1), fault(2)),
        ruleset=RulesetSummary(
            digest="ab" * 32,
            rules=2781,
            packs=("exchange 2026.1",),
            refused=(
                Refusal(
                    rule="x", title="A rule with a field nobody has", path="rules/x.yml", reason="unknown field Foo"
                ),
            ),
            planned=(
                TestAnswer(
                    id="AD-01",
                    title="Rights in the directory",
                    answer=Answer.CANNOT_TELL,
                    reason="not built yet: a reader",
                ),
            ),
        ),
        exit_code=1,
    )


def evidence(number: int) -> EvidenceLine:
    """One input file."""
    return EvidenceLine(
        evidence=Evidence(
            sha256=f"{number:064x}",
            size=8_388_608,
            path=f"triage-MX07.zip!C/inetpub/logs/LogFiles/W3SVC1/u_ex{number:06}.log",
            scope="triage-MX07.zip",
            kind=Kind.IIS,
        ),
        account=Account(size=8_388_608, records=8_388_000, faults=8, framing=600, count=41_000),
        host=HOST,
    )


def fault(number: int) -> Fault:
    """One place that could not be read."""
    return Fault(
        path=f"triage-MX07.zip!C/inetpub/logs/LogFiles/W3SVC1/u_ex{number:06}.log",
        reason="7 values, 15 fields",
        at=Locator(sha256=f"{number:064x}", offset=17, length=40, line=number),
    )


def quiet() -> Result:
    """One host on which nothing was seen, with logs that suffice."""
    base = rich()
    start, end = datetime(2020, 12, 30, tzinfo=UTC), DAY
    host = replace(
        base.hosts[0],
        verdict=Verdict.NONE_SEEN,
        stage=Stage.NONE,
        sentence="no sign of an attack in the logs needed to say so, 2020-12-30 to 2021-03-03",
        still_in="nothing found in the web folders as of 2021-03-03; other ways to stay are not checked yet",
        patched="build not in this evidence",
        since="no sign",
        period=(start, end),
        incidents=(),
        remains=(),
        findings=(),
        notes=(),
        patch_time=None,
        tests=base.hosts[0].tests[1:],
        next_steps=("keep the logs; this answer is good for the period it names and no longer",),
        coverage=(
            covered("iis", "IIS request log", start, end),
            covered("httpproxy", "Exchange front-end (HttpProxy) log", start, end),
            covered("evt_mgmt", "MSExchange Management events", start, end),
            SourceCoverage(
                source="fs", name="Files of the server", standing=Standing.COVERED, records=3120, files=3120
            ),
            missing("sysmon", "Sysmon events", "programs started by the web server, files written and deleted"),
        ),
    )
    return replace(base, hosts=(host,), findings=(), faults=(), exit_code=0)


def blind() -> Result:
    """One host of which nothing can be said."""
    base = quiet()
    host = replace(
        base.hosts[0],
        verdict=Verdict.CANNOT_TELL,
        sentence="nothing was seen, but the evidence is not enough to say so: IIS request log: not in this evidence",
        still_in="cannot tell (no file tree in this collection)",
        period=(None, None),
        coverage=tuple(
            missing(f"m{number}", f"Further log number {number}", f"what log {number} would have shown")
            for number in range(20)
        ),
    )
    return replace(base, hosts=(host,), exit_code=3)


def empty() -> Result:
    """Evidence of no host at all."""
    return replace(quiet(), hosts=(), evidence=())


def many(number: int) -> Result:
    """Several hosts, worst first."""
    base = rich()
    hosts = [replace(base.hosts[0], host=f"MX{index:03}.corp.example") for index in range(number - 2)]
    hosts += [
        replace(quiet().hosts[0], host="MXquiet.corp.example"),
        replace(blind().hosts[0], host="MX日本語.corp.example"),
    ]
    findings = tuple(replace(item, host="MX000.corp.example") for item in base.findings)
    return replace(base, hosts=tuple(hosts), findings=findings)

"""A whole scan: take in, read, judge, save."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from indicia import __version__
from indicia.assessment.suppressing import with_suppressed
from indicia.case import FORMAT, RESULT_FORMAT, Case, Intake, Listed, Made
from indicia.config import Settings
from indicia.detection.allowing.allowed import AllowList
from indicia.detection.allowing.marked import names_of, unknown_detectors, weighed
from indicia.detection.analyses.common.registry import HostView
from indicia.detection.correlation.correlate import correlate
from indicia.detection.correlation.findings import correlation_findings, whole_bursts
from indicia.detection.correlation.hit import Correlated
from indicia.detection.damage import doubted
from indicia.detection.profile import Profile
from indicia.detection.rule_findings import rule_findings
from indicia.detection.ruleset import Ruleset
from indicia.detection.sources import Sources
from indicia.detection.yara.findings import yara_findings
from indicia.evidence.custody import Custody
from indicia.evidence.hashing_ahead import HashingAhead
from indicia.evidence.intake import Intake as Collections
from indicia.model.assessment import (
    AllowLine,
    Answer,
    Assessment,
    EvidenceLine,
    Result,
    RulesetSummary,
    TestAnswer,
    Verdict,
)
from indicia.model.evidence import Account
from indicia.model.finding import Finding, Suppression
from indicia.model.reading import Reading
from indicia.pipeline.aside.exhibits import ExhibitsAside
from indicia.pipeline.aside.findings import by_host, in_order
from indicia.pipeline.hosts.known import HostWork, Listing, Read, assign_hosts, fault_lines, host_work, tick_files
from indicia.pipeline.progress import Progress, Silent
from indicia.pipeline.reading.gathering import Gathering
from indicia.pipeline.reading.give_back import give_back
from indicia.pipeline.reading.listing import changed, sign, take_in
from indicia.pipeline.reading.parts import merged
from indicia.pipeline.reading.units import Ahead, Unit, log_name, plan
from indicia.pipeline.reading.work import Crew
from indicia.resident import look

if TYPE_CHECKING:
    from indicia.pipeline.hosts.judging import Books

_SEVERITY = (Verdict.OPERATED, Verdict.IMPLANTED, Verdict.EXPLOITED, Verdict.PROBED, Verdict.CANNOT_TELL)


def _now() -> datetime:
    return datetime.now(UTC)


class Order(Struct, frozen=True, kw_only=True):
    """What to scan, with what, into which case."""

    arguments: tuple[Path, ...]
    sources: Sources = field(default_factory=Sources)
    settings: Settings = field(default_factory=Settings)
    who: str = "unknown"
    clock: Callable[[], datetime] = _now


def scan(
    order: Order,
    case: Case,
    ruleset: Ruleset,
    progress: Progress | None = None,
    profiled: Callable[[Profile], None] | None = None,
    hashing: HashingAhead | None = None,
) -> Result:
    """Scan evidence into a case and return the result, which is also saved there.

    `hashing` may have begun with the evidence.  With `settings.profile`, `profiled` is told of all that was read now
    what the engine did: once for each unit, see `detection.profile.merged`.

    Killed at any moment and run again, it goes on where it stopped and ends in the same bytes; run on unchanged
    evidence it reads nothing.  Raises IndiciaError.
    """
    shown = progress or Silent()
    settings = order.settings
    keep = partial(_keep, case, ruleset.digest)
    crew = Crew(
        ruleset, settings, case.readings(ruleset.digest), keep, profiled, alone=hashing.finish if hashing else None
    )
    begun = datetime.now(UTC)
    with Collections(order.arguments, settings, case.spool, shown.taking_in, hashing, case.root) as collections, crew:
        intake = _known(case, order)
        units = plan(intake.files) if intake else []
        if intake is None or not all(case.has_reading(ruleset.digest, unit.name) for unit in units):
            if hashing is not None and hashing.at_work:
                crew.expect()
            ahead = partial(_read_ahead, case, _made(order, ruleset), crew, Ahead())
            intake = take_in(case, order.arguments, settings, shown, order.clock, order.who, collections, ahead)
            units = plan(intake.files)
        case.save_made(_made(order, ruleset))
        todo = [unit for unit in units if crew.has_begun(unit) or not case.has_reading(ruleset.digest, unit.name)]
        files = {item.evidence.path for unit in todo for item in unit.files}
        shown.reading(len(files), sum(unit.size for unit in todo))
        gathering = Gathering(case, ruleset, units, settings)
        missing = {unit.name for unit in todo}
        books: list[Books] = []
        for unit, reading in crew.done(todo, meanwhile=lambda: books.append(_get_ready(ruleset))):
            shown.read(unit.size)
            missing.discard(unit.name)
            # Taken back while others are still being made.
            gathering.hand(unit, reading)
            gathering.take(lambda unit: unit.name not in missing)
        case.save_intake(intake)
        shown.judging()
        gathering.take(lambda unit: True)
        gathering.kept.tell_apart()
        crew.let_go()
        collections.close()
        # What large readings took on the way.
        give_back()
        if todo and sign(order.arguments, settings, case.root) != intake.signature:
            moved = changed(intake.files, order.arguments, begun, case.spool)
            intake = replace(intake, faults=(*intake.faults, *moved))
        result = judge(
            order, ruleset, intake, units, gathering, case.readings(ruleset.digest), *books, spool=case.spool
        )
        # Records that no finding rests on.
        del gathering
        digest, size = case.save_result(result)
    with Custody(case.custody, order.clock, order.who) as custody:
        custody.take_in("result.json", digest, size)
    return result


def _get_ready(ruleset: Ruleset) -> "Books":
    """Load what comes after reading while others read; who reads alone loads it when it is needed."""
    import indicia.report.terminal.case.result  # noqa: F401 - only so that it is there when it is needed
    from indicia.pipeline.hosts.judging import load_books
    from indicia.report.page.result import template

    template()
    return load_books(ruleset)


def _keep(case: Case, digest: str, unit: Unit, reading: Reading) -> Reading | None:
    return case.save_reading(digest, unit.name, reading)


def _read_ahead(case: Case, made: Made, crew: Crew, ahead: Ahead, listed: Listed) -> None:
    """Have a log read while other files are still being hashed."""
    units = [unit for unit in ahead.of(listed) if not case.has_reading(made.ruleset, unit.name)]
    if units:
        # Killed from now on it leaves readings, in a folder that is to be known for a case.
        case.save_made(made)
        crew.begin(units)


def _known(case: Case, order: Order) -> Intake | None:
    """The last listing when nothing on disk changed since."""
    intake = case.intake()
    if intake is not None and intake.signature == sign(order.arguments, order.settings, case.root):
        return intake
    return None


def _made(order: Order, ruleset: Ruleset) -> Made:
    return Made(
        format=FORMAT,
        version=__version__,
        arguments=tuple(str(path.resolve()) for path in order.arguments),
        sources=order.sources.resolved(),
        ruleset=ruleset.digest,
        since=order.settings.since,
        until=order.settings.until,
    )


def judge(
    order: Order,
    ruleset: Ruleset,
    intake: Intake,
    units: Sequence[Unit],
    gathered: Gathering,
    folder: Path | None = None,
    books: "Books | None" = None,
    *,
    spool: Path | None = None,
) -> Result:
    """The result from the readings and the extracts that lie with them in `folder`: a pure function of both.

    `books` are those of the ruleset, where they were loaded already.  Of a large result the records behind findings are
    put aside in `spool`, where there is one.
    """
    # What weighs an answer is imported when there is something to weigh, while nobody waits for the first record.
    from indicia.pipeline.hosts.judging import assessed, load_books

    settings = order.settings
    readings, numbers = gathered.readings, gathered.numbers
    read: dict[str, list[Unit]] = {}
    for unit in units:
        if not unit.listing:
            read.setdefault(unit.log, []).append(unit)
    logs = {name: merged([readings[part.name] for part in parts]) for name, parts in read.items()}
    kept = {name: tuple(numbers[part.name] for part in parts) for name, parts in read.items()}
    listings = [Listing(readings[unit.name], numbers[unit.name]) for unit in units if unit.listing]
    names = [log_name(listed.evidence) for listed in intake.files]
    files = [Read(listed, logs.get(name), kept.get(name, ())) for listed, name in zip(intake.files, names, strict=True)]
    hosts = assign_hosts(files, intake.faults)
    period = (settings.since, settings.until)
    works = host_work(ruleset.pack, gathered.kept, hosts, files, listings, period, intake.faults, folder, ruleset.named)
    correlated = Correlated()
    if folder is not None:
        ticks = tick_files(hosts, files, folder)
        correlated = correlate(ruleset.correlations, ticks, folder, since=settings.since, until=settings.until)
    allow = _allow_list(order)
    findings = _findings(ruleset, works, correlated, allow, ExhibitsAside(spool) if spool is not None else None)
    found = by_host(findings)
    assessments = assessed(ruleset, books or load_books(ruleset), works, found, settings)
    if allow.entries:
        assessments = [with_suppressed(one, _suppressed(found(one.host))) for one in assessments]
    ranked = tuple(sorted(assessments, key=_rank))
    return Result(
        format=RESULT_FORMAT,
        version=__version__,
        hosts=ranked,
        findings=findings,
        evidence=tuple(
            EvidenceLine(
                evidence=item.listed.evidence,
                account=item.log.account if item.log else _whole(item.listed.evidence.size),
                host=hosts.of(item.listed.evidence.scope, None),
            )
            for item in files
        ),
        faults=fault_lines(files, listings, intake.faults),
        ruleset=_summary(ruleset, allow, findings),
        exit_code=_exit_code(ranked),
        since=settings.since,
        until=settings.until,
        notes=(*correlated.notes, *allow.notes, *unknown_detectors(allow, names_of(ruleset))),
    )


def _whole(size: int) -> Account:
    """A plain file is one record: all of it was read to hash it."""
    return Account(size=size, records=size, count=1)


def _allow_list(order: Order) -> AllowList:
    if not order.sources.allow:
        return AllowList()
    # What reads filters takes a while to import, and most scans come without.
    from indicia.detection.allowing.allow_list import load_allow_list

    return load_allow_list(order.sources.allow, order.clock().date())


def _findings(
    ruleset: Ruleset,
    works: Sequence[HostWork],
    correlated: Correlated,
    allow: AllowList,
    aside: ExhibitsAside | None,
) -> Sequence[Finding]:
    """All findings in order of time, numbered; those that the site allows are marked."""
    names = names_of(ruleset)
    judged = partial(_judged, ruleset, correlated, aside)
    bursts = partial(whole_bursts, ruleset.correlations, correlated.hits)
    found = (finding for work in works for finding in weighed(allow, names, work.view, judged, bursts))
    return in_order(found, aside)


def _judged(ruleset: Ruleset, correlated: Correlated, aside: ExhibitsAside | None, view: HostView) -> Iterator[Finding]:
    """What every detector says of one host, with doubt where damage may have said it."""
    for finding in _said(ruleset, correlated, view):
        look()
        found = doubted(finding, view.damage)
        yield aside.of(found) if aside is not None else found


def _said(ruleset: Ruleset, correlated: Correlated, view: HostView) -> Iterator[Finding]:
    yield from rule_findings(ruleset, view)
    yield from correlation_findings(ruleset.correlations, correlated.hits, view)
    yield from yara_findings(ruleset.yara, view)
    if ruleset.indicators is not None:
        from indicia.detection.indicators.findings import indicator_findings

        yield from indicator_findings(ruleset.indicators, view)
    for analysis in ruleset.analyses:
        yield from analysis.judge(view)


def _suppressed(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.suppressed is not None]


def _rank(assessment: Assessment) -> tuple[int, str]:
    order = _SEVERITY.index(assessment.verdict) if assessment.verdict in _SEVERITY else len(_SEVERITY)
    return order, assessment.host


def _exit_code(assessments: Sequence[Assessment]) -> int:
    """The worst host decides: compromised, then attempted, then cannot tell, then none seen."""
    codes = {assessment.verdict.exit_code for assessment in assessments}
    return next((code for code in (1, 2, 3) if code in codes), 0)


def _summary(ruleset: Ruleset, allow: AllowList, findings: Sequence[Finding]) -> RulesetSummary:
    suppressed: dict[Suppression, list[Finding]] = {entry.says: [] for entry in allow.entries}
    for finding in findings if allow.entries else ():
        if finding.suppressed is not None:
            suppressed[finding.suppressed].append(finding)
    return RulesetSummary(
        digest=ruleset.digest,
        rules=ruleset.count,
        packs=(f"{ruleset.pack.name} {ruleset.pack.version}",),
        refused=(*ruleset.refused, *allow.refused),
        sets=ruleset.sets,
        allowed=tuple(
            AllowLine(
                says=entry.says,
                path=entry.path,
                findings=len(suppressed[entry.says]),
                records=sum(finding.count for finding in suppressed[entry.says]),
            )
            for entry in allow.entries
        ),
        planned=tuple(
            TestAnswer(id=test.id, title=test.title, answer=Answer.CANNOT_TELL, reason=f"not built yet: {test.missing}")
            for test in ruleset.pack.tests
            if test.how == "planned"
        ),
    )

"""The result on a terminal: verdict first, then why, then what could not be seen, then what to do."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from indicia.model.assessment import Assessment, Incident, Result, SourceCoverage, Standing, Step, Verdict
from indicia.model.finding import Exhibit, Finding, Severity, Stage
from indicia.report.clean import clean, clean_block
from indicia.report.words import clock, evidence_line, plural, stamp, stretch, test_counts

STYLES = {
    Verdict.OPERATED: "bold white on red",
    Verdict.IMPLANTED: "bold white on red",
    Verdict.EXPLOITED: "bold red",
    Verdict.PROBED: "bold yellow",
    Verdict.CANNOT_TELL: "bold magenta",
    Verdict.NONE_SEEN: "bold green",
}
_STAGES = {
    Stage.OPERATED: "bold red",
    Stage.IMPLANTED: "red",
    Stage.EXPLOITED: "red",
    Stage.PROBED: "yellow",
    Stage.NONE: "dim",
}
_SEVERITIES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFORMATIONAL: "dim",
}
_WIDEST = 100
_STEPS = 14
"""Lines of one incident on the terminal; the page has them all."""
_DETAILED = 3
"""Hosts shown in full; more come as one line each."""


def console() -> Console:
    """A console on standard output: 80 columns and plain when nobody looks, at most 100 when somebody does."""
    terminal = sys.stdout.isatty()
    found = Console(highlight=False, soft_wrap=False, file=sys.stdout, emoji=False, markup=False)
    found.width = min(found.width, _WIDEST) if terminal else 80
    return found


def print_result(result: Result, report: Path, *, quiet: bool, verbose: bool) -> None:
    """Print a result.  `report`: where its page lies."""
    out = console()
    if quiet or len(result.hosts) > _DETAILED:
        _verdict_lines(out, result.hosts)
        if quiet:
            return
        out.print()
        _totals(out, result.hosts)
    for host in result.hosts if len(result.hosts) <= _DETAILED else ():
        _host(out, host)
    if verbose:
        _refusals(out, result)
        _faults(out, result)
    _closing(out, result, report)


def _verdict_lines(out: Console, hosts: Sequence[Assessment]) -> None:
    widest = max((len(clean(host.host, 40)) for host in hosts), default=0)
    for host in hosts:
        line = Text(f"{clean(host.host, 40):<{widest}}  ")
        line.append(f"{host.verdict.value.upper():<11}", STYLES[host.verdict])
        line.append(f"  {clean(host.sentence)}")
        line.truncate(out.width, overflow="ellipsis")
        out.print(line, no_wrap=True, overflow="ellipsis")


def _totals(out: Console, hosts: Sequence[Assessment]) -> None:
    counts = [(word, sum(host.verdict is word for host in hosts)) for word in STYLES]
    out.print(Text("  " + " · ".join(f"{number} {word.value}" for word, number in counts if number), "bold"))


def _host(out: Console, host: Assessment) -> None:
    out.print()
    _head(out, host)
    for number, incident in enumerate(host.incidents, start=1):
        _incident(out, incident, number if len(host.incidents) > 1 else 0)
    _blind(out, host)
    _next(out, host)
    out.print()
    hit, none, unknown = test_counts([test.answer.value for test in host.tests])
    out.print(Text(f"  {len(host.tests)} tests: {hit} hit · {none} no hit · {unknown} cannot tell", "dim"))


def _head(out: Console, host: Assessment) -> None:
    name = clean(host.host, 60)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    title = Text(f"  {name}", "bold")
    word = Text()
    word.append(f" {host.verdict.value.upper()} ", STYLES[host.verdict])
    out.print(Text.assemble(title, "   ", word))
    grid.add_row("", Text(clean(host.sentence)))
    for label, fact in (("patched?", host.patched), ("still in?", host.still_in), ("since?", host.since)):
        grid.add_row(Text(f"  {label}", "dim"), Text(clean(fact)))
    out.print(grid)


def _incident(out: Console, incident: Incident, number: int) -> None:
    out.print()
    title = "What happened" if not number else f"What happened ({number})"
    days = {step.time.date() for step in incident.steps if step.time}
    day = f"UTC, {min(days)}" if len(days) == 1 else "UTC"
    _heading(out, title, day)
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(no_wrap=True, justify="right", style="dim")
    shown = _shown(incident)
    for step in shown:
        stage = step.stage if step.stage is not None else Stage.NONE
        when = clock(step.time) if len(days) == 1 else stamp(step.time)[:19]
        word = Text(stage.name.lower() if step.stage else "", _STAGES[stage])
        grid.add_row(f"  {when}", word, clean(step.text, 300), f"{clean(step.source, 24)} · {step.finding}")
    out.print(grid)
    if len(shown) < len(incident.steps):
        out.print(Text(f"    … {len(incident.steps) - len(shown)} more in the report", "dim"))
    if incident.clients:
        some = ", ".join(clean(client, 45) for client in incident.clients[:4])
        more = f" and {len(incident.clients) - 4} more" if len(incident.clients) > 4 else ""
        out.print(Padding(Text(f"from {some}{more}", "dim"), (0, 0, 0, 4)))


def _shown(incident: Incident) -> list[Step]:
    """The steps to print: all of a short story; of a long one the furthest stages first, then in order of time."""
    if len(incident.steps) <= _STEPS:
        return list(incident.steps)
    ranked = sorted(range(len(incident.steps)), key=lambda index: (-(incident.steps[index].stage or 0), index))
    return [incident.steps[index] for index in sorted(ranked[:_STEPS])]


def _blind(out: Console, host: Assessment) -> None:
    lacking = [source for source in host.coverage if source.standing is not Standing.COVERED]
    out.print()
    if not lacking:
        _heading(out, "What this evidence cannot show", "")
        out.print(Text("    every log source of the pack is covered over the period in question"))
        return
    _heading(out, "What this evidence cannot show", "")
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for source in sorted(lacking, key=lambda item: item.standing is Standing.PARTIAL):
        grid.add_row(f"    {clean(source.name, 28)}", _state(source), clean(_why(source)))
    out.print(grid)


def _state(source: SourceCoverage) -> Text:
    if source.standing is Standing.MISSING:
        return Text("missing", "magenta")
    return Text(stretch(source) or "partial", "yellow")


def _why(source: SourceCoverage) -> str:
    if source.standing is Standing.MISSING or not source.why:
        return source.blind
    return f"{source.why}: {source.blind}" if source.blind else source.why


def _next(out: Console, host: Assessment) -> None:
    if not host.next_steps:
        return
    out.print()
    _heading(out, "Do next", "")
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for number, step in enumerate(host.next_steps, start=1):
        grid.add_row(f"    {number}", clean(step))
    out.print(grid)


def _refusals(out: Console, result: Result) -> None:
    if result.ruleset.refused:
        out.print()
        _heading(out, f"Rules refused ({len(result.ruleset.refused)})", "")
        for refusal in result.ruleset.refused:
            out.print(Padding(Text(f"{clean(refusal.title or refusal.path)}: {clean(refusal.reason)}"), (0, 0, 0, 4)))


def _faults(out: Console, result: Result) -> None:
    if result.faults:
        out.print()
        _heading(out, f"Places that could not be read ({sum(fault.count for fault in result.faults)})", "")
        for fault in result.faults:
            place = ""
            if fault.at is not None:
                place = f" line {fault.at.line}" if fault.at.line else f" at byte {fault.at.offset}"
            out.print(Padding(Text(f"{clean(fault.path)}{place}: {clean(fault.reason)}"), (0, 0, 0, 4)))


def _closing(out: Console, result: Result, report: Path) -> None:
    rules = f"rules {result.ruleset.rules:,} run"
    if result.ruleset.refused:
        rules += f", {len(result.ruleset.refused):,} refused (-v says why)"
    faults = sum(fault.count for fault in result.faults)
    unread = f" · {plural(faults, 'place')} could not be read (-v lists them)" if faults else ""
    lines = (
        f"{evidence_line(result)} read{unread} · {rules}",
        f"custody: {report.parent / 'custody.jsonl'} · one finding: indicia show {report.parent} F1",
        f"report: {report} · exit {result.exit_code}",
    )
    out.print()
    for line in lines:
        out.print(Text(f"  {line}", "dim"))


def _heading(out: Console, title: str, right: str) -> None:
    line = Text(f"  {title}", "bold")
    if right:
        line.append(" " * max(out.width - len(line.plain) - len(right), 2))
        line.append(right, "dim")
    out.print(line)


def print_finding(finding: Finding) -> None:
    """One finding with its records."""
    out = console()
    head = Text(f"{finding.id}  ", "bold")
    head.append(clean(finding.title), "bold")
    out.print(head)
    out.print(Text(clean(finding.summary)))
    out.print()
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1)
    for label, value, style in _facts(finding):
        if value:
            grid.add_row(label, Text(clean(value), style))
    out.print(grid)
    for number, exhibit in enumerate(finding.exhibits, start=1):
        out.print()
        _exhibit(out, exhibit, f"record {number} of {finding.count}")
    if finding.card.text:
        out.print()
        _heading(out, "The rule", "")
        out.print(Padding(Text(clean_block(finding.card.text.rstrip())), (0, 0, 0, 2)))


def _facts(finding: Finding) -> Iterable[tuple[str, str, str]]:
    stage = finding.stage.name.lower() if finding.stage is not None else "supports others"
    yield "host", finding.host, ""
    yield "time", stamp(finding.seen) + (f" to {stamp(finding.last)}" if finding.last != finding.seen else ""), ""
    yield "stage", stage, ""
    yield "severity", finding.severity.name.lower(), _SEVERITIES[finding.severity]
    yield "confidence", finding.confidence.name.lower(), ""
    yield "still there?", finding.presence.value, ""
    yield "techniques", ", ".join(finding.techniques), ""
    yield "tests", ", ".join(finding.tests), ""
    yield "clients", ", ".join(finding.clients[:12]), ""
    yield "about", ", ".join(finding.objects[:12]), ""
    yield "mistakes", finding.mistakes, ""
    yield "do next", finding.next_step, ""
    author = f" by {finding.card.author}" if finding.card.author else ""
    yield "seen by", f"{finding.card.kind} {finding.card.id}{author}", ""
    yield "reference", finding.card.link, ""


def _exhibit(out: Console, exhibit: Exhibit, title: str) -> None:
    place = f"line {exhibit.at.line}" if exhibit.at.line else f"byte {exhibit.at.offset}"
    _heading(out, title, stamp(exhibit.time))
    out.print(Padding(Text(f"{clean(exhibit.path)} · {place} · sha256 {exhibit.at.sha256[:16]}…", "dim"), (0, 0, 0, 2)))
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1)
    for name, value in exhibit.fields.items():
        if value in (None, "", ()):
            continue
        shown = " | ".join(value) if isinstance(value, tuple) else str(value)
        grid.add_row(f"    {clean(name, 28)}", Text(clean(shown, 1200), "bold" if name in exhibit.matched else ""))
    out.print(grid)


def print_verification(files: int, records: int, doubts: Sequence[tuple[str, str]]) -> None:
    """What `verify` checked and what fell."""
    out = console()
    out.print(f"{plural(files, 'file')} hashed again, {plural(records, 'record')} of findings read and evaluated again")
    if not doubts:
        out.print(Text("everything stands", "bold green"))
        return
    out.print(Text(f"{plural(len(doubts), 'thing')} no longer stand{'s' if len(doubts) == 1 else ''}:", "bold red"))
    for what, why in doubts:
        out.print(Padding(Text.assemble((clean(what), "bold"), f"  {clean(why)}"), (0, 0, 0, 2)))

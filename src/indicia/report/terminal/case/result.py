"""The result on a terminal: verdict first, then why, then what could not be seen, then what to do.

At most two screens for one host.  A long story is cut to the steps that tell it; attempts without success are one line.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from indicia.model.assessment import Assessment, Incident, Result, SetLine, SourceCoverage, Standing, Verdict
from indicia.model.finding import Finding, Stage
from indicia.report.clean import clean, width
from indicia.report.set_ages import age
from indicia.report.story import Passage, chosen, stage_of
from indicia.report.terminal.case.beyond import rows_beyond
from indicia.report.terminal.case.finding import print_finding
from indicia.report.terminal.case.signs import rows_of_signs
from indicia.report.terminal.case.verification import print_verification
from indicia.report.terminal.layout import Cell, Sheet, sheet, shorten
from indicia.report.terminal.sets import rows_of_sets
from indicia.report.words import (
    capital,
    clock,
    day,
    empty_logs,
    evidence_line,
    fragment,
    place,
    plural,
    some,
    span,
    stretch,
    test_counts,
    to_second,
    unread_logs,
)

__all__ = ["STYLES", "print_finding", "print_result", "print_verification"]

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
_DETAILED = 3
"""Hosts shown in full; more come as one line each."""
_TOLD = 2
"""Incidents told step by step; further ones are a line each."""
_STEPS = 10
"""Steps of the first incident; the page has them all."""
_FURTHER_STEPS = 4
_LINES = 8
"""Lines of any other list."""
_SETS = 3
_ALIKE = 2
"""More logs than this that are short for the same reason are one line."""
_EVERYTHING = 1_000
"""Steps of an incident with -v."""
_HELD = "yes: "
_FOLDERS = re.compile(r"^[a-z]:\\(?:[^\\]+\\)*", re.IGNORECASE)
_SCRIPT_HOST = 40
"""Columns of a host name in a verdict line."""


def print_result(result: Result, report: Path, *, quiet: bool, verbose: bool) -> None:
    """Print a result.  `report`: where its page lies."""
    out = sheet()
    if quiet or len(result.hosts) != 1:
        _verdict_lines(out, result.hosts, held=not quiet and len(result.hosts) > _DETAILED)
    if not quiet:
        if len(result.hosts) > _DETAILED:
            _totals(out, result.hosts)
        elif not result.hosts:
            out.row(Cell("No record and no folder of this evidence names a server."))
        else:
            for host in result.hosts:
                _host(out, host, result.findings, verbose=verbose)
        for note in result.notes:
            out.row(Cell("note", 4, "dim"), Cell(fragment(note), style="dim", most=0 if verbose else 3))
        if verbose:
            rows_of_sets(out, result.ruleset.sets, datetime.now(UTC).date())
            _refusals(out, result)
            _faults(out, result)
        _closing(out, result, report)
    out.show()


def _verdict_lines(out: Sheet, hosts: Sequence[Assessment], *, held: bool) -> None:
    """One line each.  With `held`, of a server that is still held what holds it: the first thing to act on."""
    names = [shorten(host.host, _SCRIPT_HOST) for host in hosts]
    widest = max(map(width, names), default=0)
    for host, name in zip(hosts, names, strict=True):
        out.row(
            Cell(name, widest, "bold"),
            Cell(host.verdict.value.upper(), 11, STYLES[host.verdict]),
            Cell(shorten(_short_answer(host, held=held), max(out.columns - widest - 17, 12))),
        )


def _short_answer(host: Assessment, *, held: bool) -> str:
    if held and host.still_in.startswith(_HELD):
        thing = host.still_in.removeprefix(_HELD).replace(" is there", "", 1).partition(";")[0].removesuffix(")")
        # Of a path on the server the name tells most in the room there is.
        return f"still in: {_FOLDERS.sub('', thing)}" + (")" if "(" in thing else "")
    return fragment(host.brief or host.sentence)


def _totals(out: Sheet, hosts: Sequence[Assessment]) -> None:
    counts = [(sum(host.verdict is word for host in hosts), word.value) for word in STYLES]
    out.blank()
    out.row(Cell(" · ".join(f"{number:,} {word}" for number, word in counts if number), style="bold"))


def _host(out: Sheet, host: Assessment, findings: Sequence[Finding], *, verbose: bool) -> None:
    out.blank()
    _head(out, host)
    if host.verdict in (Verdict.NONE_SEEN, Verdict.CANNOT_TELL) or host.foreign:
        _looked_at(out, host, verbose=verbose)
    signs = partial(rows_of_signs, out, host, findings, _EVERYTHING if verbose else _LINES)
    if host.verdict is Verdict.CANNOT_TELL:
        signs()
    told = len(host.incidents) if verbose else _TOLD
    for number, incident in enumerate(host.incidents[:told], start=1):
        _incident(out, incident, number, len(host.incidents), verbose=verbose)
    _further(out, host.incidents[told:])
    _remains(out, host, verbose=verbose)
    if host.verdict is not Verdict.CANNOT_TELL:
        signs()
    _blind(out, host, verbose=verbose)
    rows_beyond(out, host, findings, verbose=verbose)
    if host.next_steps:
        out.heading("Do next")
        for number, step in enumerate(host.next_steps, start=1):
            out.row(Cell(str(number), 2), Cell(fragment(capital(step)), most=0 if verbose else 3), indent=4)
    out.blank()
    hit, none, unknown = test_counts([test.answer.value for test in host.tests])
    if host.tests:
        line = f"{plural(len(host.tests), 'test')}: {hit} hit · {none} no hit · {unknown} cannot tell"
        out.row(Cell(line, style="dim"))
    for note in host.notes[: None if verbose else 3]:
        out.row(Cell("note", 4, "dim"), Cell(fragment(note), style="dim", most=0 if verbose else 5))


def _head(out: Sheet, host: Assessment) -> None:
    """The answer: host and word, the sentence, three facts, the period."""
    word = f" {host.verdict.value.upper()} "
    name = shorten(host.host, out.columns - 18)
    sentence = clean(fragment(host.sentence))
    cells = [Cell(name, width(name), "bold"), Cell(word, width(word), STYLES[host.verdict])]
    if width(name) + width(word) + width(sentence) + 6 <= out.columns:
        out.row(*cells, Cell(sentence))
    else:
        out.row(*cells)
        out.row(Cell(sentence, most=4))
    for label, fact in (
        ("still in?", fragment(host.still_in)),
        ("patched?", fragment(host.patched)),
        ("since?", fragment(host.since)),
        ("looked at", span(*host.period)),
    ):
        out.row(Cell(label, 9, "dim"), Cell(fact, most=4))


def _looked_at(out: Sheet, host: Assessment, *, verbose: bool) -> None:
    """Which logs the answer rests on, from when to when."""
    looked = [*(source for source in host.coverage if source.records), *host.others]
    out.heading("What was looked at", "UTC")
    if len(looked) == len(host.others):
        searched = "; searched with every rule that is meant for them:" if looked else ""
        out.row(Cell(f"no record of any log source of the pack{searched}"), indent=4)
    for source in looked if verbose else looked[:_LINES]:
        times = "no times of its own"
        if source.first is not None and source.last is not None:
            times = f"{to_second(source.first)[:16]} to {to_second(source.last)[:16]}"
        records = f"{source.records:,}"
        out.row(Cell(source.name, 26, most=3), Cell(times, 36), Cell(records, max(width(records), 9), "dim"), indent=4)
    if len(looked) > _LINES and not verbose:
        out.row(Cell(f"and {some([source.name for source in looked[_LINES:]], 12)}", style="dim"), indent=4)


def _incident(out: Sheet, incident: Incident, number: int, of: int, *, verbose: bool) -> None:
    if incident.stage <= Stage.PROBED and not verbose:
        title = "What happened" if number == 1 else f"What happened ({number} of {of})"
        out.heading(title, "UTC")
        _in_short(out, incident)
        return
    days = sorted({step.time.date() for step in incident.steps if step.time is not None})
    title = "What happened" if of == 1 else f"What happened ({number} of {of})"
    # What all times share stands once, in the heading.
    shared = str(days[0]) if len(days) == 1 else str(days[0].year) if days and days[0].year == days[-1].year else ""
    out.heading(title, f"UTC, {shared}" if shared else "UTC")
    most = _EVERYTHING if verbose else _STEPS if number == 1 else _FURTHER_STEPS
    shown, left = chosen(incident, most)
    for passage in shown:
        _passage(out, passage, shared, verbose=verbose)
    if left:
        last = f", the last {to_second(incident.last)}" if incident.last else ""
        out.row(Cell(f"… {plural(left, 'further step')}{last}: in the report", style="dim"), indent=4)
    if incident.clients:
        out.row(Cell(f"from {some(incident.clients, 40 if verbose else 4)}", style="dim", most=8), indent=4)


def _passage(out: Sheet, passage: Passage, shared: str, *, verbose: bool) -> None:
    """Time, stage, what, and in brackets the log and the finding to look up."""
    for step in (passage.step, *passage.more) if verbose else (passage.step,):
        when = _rest(step.time, shared)
        columns = {10: 12, 4: 14}.get(len(shared), 19)
        where = f"({shorten(step.source, 24)}, {clean(step.finding, 12)})"
        if passage.more and not verbose:
            end = passage.more[-1].time
            until = f" until {_rest(end, shared)}" if end else ""
            where += f" and {len(passage.more):,} more like it{until}"
        text = fragment(step.text)
        if not verbose:
            # What is cut must never be the number of the finding.
            text = shorten(text, max(4 * max(out.columns - columns - 17, 12) - width(where) - 10, 20))
        stage = step.stage.name.lower() if step.stage else ""
        out.row(Cell(when, columns), Cell(stage, 9, _STAGES[stage_of(step)]), Cell(f"{text} {where}"), indent=4)


def _rest(moment: datetime | None, shared: str) -> str:
    """A time without the day or the year that the heading has; whole where the heading has neither."""
    if len(shared) == 10 or moment is None:
        return clock(moment)
    return to_second(moment).removeprefix(f"{shared}-" if shared else "")


def _in_short(out: Sheet, incident: Incident) -> None:
    """Many steps of one kind in a line or two."""
    first, last = to_second(incident.first), to_second(incident.last)
    when = first if first == last else f"{first} to {last}"
    ids = [step.finding for step in incident.steps]
    known = ids[0] if len(ids) == 1 else f"{ids[0]} … {ids[-1]}"
    stage = incident.stage.name.lower() if incident.stage else "supports"
    sentence = fragment(incident.steps[0].text) if len(ids) == 1 else f"{plural(len(ids), 'finding')} ({known})"
    who = f", from {some(incident.clients, 3)}" if incident.clients else ""
    known = f" ({known})" if len(ids) == 1 else ""
    out.row(Cell(stage, 9, _STAGES[incident.stage]), Cell(f"{when}: {sentence}{who}{known}", most=4), indent=4)


def _further(out: Sheet, incidents: Sequence[Incident]) -> None:
    if not incidents:
        return
    out.heading(f"{plural(len(incidents), 'further incident')}", "UTC")
    for incident in incidents[:_LINES]:
        _in_short(out, incident)
    if len(incidents) > _LINES:
        out.row(Cell(f"… {len(incidents) - _LINES} more in the report", style="dim"), indent=4)


def _remains(out: Sheet, host: Assessment, *, verbose: bool) -> None:
    """What a patch does not remove, when the line "still in?" could not name all of it."""
    if len(host.remains) < 2 and not verbose:
        return
    shown = host.remains[: _EVERYTHING if verbose else _LINES]
    if shown:
        out.heading("What remains")
    for line in shown:
        out.row(
            Cell(line.state, 19, "red" if line.state == "present now" else "yellow"),
            Cell(f"{line.what} ({some(line.findings, 4)})", most=3),
            indent=4,
        )
    if len(shown) < len(host.remains):
        out.row(Cell(f"… {len(host.remains) - len(shown)} more in the report", style="dim"), indent=4)


def _blind(out: Sheet, host: Assessment, *, verbose: bool) -> None:
    """Logs that are short or missing, in the pack's order, and what nobody can tell for that."""
    lacking = [source for source in host.coverage if source.standing is not Standing.COVERED]
    out.heading("What this evidence cannot show")
    if not lacking:
        text = "every log of the pack covers the period in question; what a log never records stays unseen"
        out.row(Cell(text if host.coverage else "no log was held against this host: nothing can be said"), indent=4)
        return
    alike = Counter(source.why for source in lacking if source.standing is Standing.PARTIAL)
    often = set() if verbose else {why for why, number in alike.items() if number > _ALIKE}
    for why in sorted(often):
        group = [source for source in lacking if source.why == why and source.standing is Standing.PARTIAL]
        names = ", ".join(f"{source.name} ({stretch(source)})" if stretch(source) else source.name for source in group)
        out.row(Cell(f"{len(group)} logs", 24), Cell("short", 8, "yellow"), Cell(f"{why}: {names}", most=12), indent=4)
    rest = [source for source in lacking if source.standing is Standing.MISSING or source.why not in often]
    if host.foreign and not verbose:
        # What eight logs of Exchange would show helps nobody whose server is none.
        rest.sort(key=lambda source: source.standing is Standing.MISSING)
        room = min(sum(source.standing is not Standing.MISSING for source in rest), _LINES)
    else:
        room = len(rest) if verbose else _LINES
    for source in rest[:room]:
        missed = source.standing is Standing.MISSING
        out.row(
            Cell(source.name, 24, most=3),
            Cell("missing" if missed else stretch(source) or "partial", 8, "magenta" if missed else "yellow"),
            Cell(_lost(source), most=0 if verbose else 4),
            indent=4,
        )
    left = rest[room:]
    for word, state in (("short", Standing.PARTIAL), ("missing", Standing.MISSING)):
        names = ", ".join(source.name for source in left if source.standing is state)
        if names:
            also = "also " if len(left) < len(rest) else ""
            out.row(Cell(f"{also}{word}: {names}", most=8), indent=4)


def _lost(source: SourceCoverage) -> str:
    if source.standing is Standing.MISSING or not source.why:
        return source.blind
    return f"{source.why}: {source.blind}" if source.blind else source.why


_NAME = 80
"""Characters of what was refused that are shown."""


def _refusals(out: Sheet, result: Result) -> None:
    if result.ruleset.refused:
        out.heading(f"Rules and indicators refused ({len(result.ruleset.refused):,})")
    for refusal in result.ruleset.refused:
        # Of many files nobody could tell in which one line 3 is.
        named = dict.fromkeys((refusal.path, (refusal.title or refusal.rule)[:_NAME]))
        out.row(Cell(f"{': '.join(filter(None, named))}: {refusal.reason}"), indent=4)


def _faults(out: Sheet, result: Result) -> None:
    if result.faults:
        out.heading(f"Places that could not be read ({sum(fault.count for fault in result.faults):,})")
    for fault in result.faults:
        more = f" and {fault.count - 1:,} more" if fault.count > 1 else ""
        out.row(Cell(f"{fault.path}, {place(fault)}{more}: {fault.reason}"), indent=4)


def _closing(out: Sheet, result: Result, report: Path) -> None:
    out.blank()
    for label, text in _last_lines(result, report):
        out.row(Cell(label, 7, "dim"), Cell(text, style="dim"))


def _last_lines(result: Result, report: Path) -> Iterator[tuple[str, str]]:
    faults = sum(fault.count for fault in result.faults)
    unread = f" · {plural(faults, 'place')} could not be read (-v lists them)" if faults else ""
    yield "read", f"{evidence_line(result)}{unread}"
    if unknown := unread_logs(result, 3):
        yield "unread", f"of no known kind, so looked at as files only: {clean(unknown, 300)}"
    if empty := empty_logs(result, 3):
        yield "empty", f"logs without a byte: {clean(empty, 300)}"
    refused = len(result.ruleset.refused)
    yield "rules", f"{result.ruleset.rules:,} run" + (f" · {refused:,} refused (-v says why)" if refused else "")
    if result.ruleset.sets:
        yield "sets", _sets(result.ruleset.sets, datetime.now(UTC).date())
    asked = [f"from {day(result.since)}"] if result.since else []
    asked += [f"until {day(result.until)}"] if result.until else []
    if asked:
        yield "asked", " ".join(asked)
    yield "custody", str(report.parent / "custody.jsonl")
    yield "report", str(report)
    telling = _telling(result)
    if telling:
        yield "record", f"indicia show {report.parent} {clean(telling, 12)}"
    yield "exit", str(result.exit_code)


def _sets(sets: Sequence[SetLine], today: date) -> str:
    """Where the rules are from and how old they are."""
    shown = []
    for item in sets[:_SETS]:
        when = f"{item.made.isoformat()}, {age(item.made, today)}" if item.made else "no date"
        shown.append(f"{clean(item.name, 60)} {clean(item.version, 40)}".rstrip() + f" ({when})")
    more = f" · {len(sets) - _SETS} more (-v lists them)" if len(sets) > _SETS else ""
    return " · ".join(shown) + more


def _telling(result: Result) -> str:
    """The finding worth looking up first: the furthest, then the gravest; empty where none counts."""
    counted = (item for item in result.findings if item.suppressed is None)
    best = max(counted, key=lambda item: (item.stage or Stage.NONE, item.severity, item.confidence), default=None)
    return best.id if best else ""

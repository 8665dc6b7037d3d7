"""The plan of an eviction on a terminal, and what a later collection shows of it."""

from collections.abc import Sequence
from pathlib import Path

from indicia.assessment.eviction.later import LaterHost
from indicia.knowledge.packs.eviction import EvictionBook
from indicia.model.assessment import Assessment
from indicia.model.eviction import EvictionStep, StepCheck, StepState
from indicia.report.clean import width
from indicia.report.terminal.layout import Cell, Sheet, sheet, shorten
from indicia.report.words import plural, some

_DETAILED = 5
"""Hosts shown in full; of more only the counts."""
_SHOWN = 6
"""Findings and things named of a step."""
_ID = 6
_LABEL = 10
_STATE = 11


def print_plan(hosts: Sequence[Assessment], book: EvictionBook, *, verbose: bool) -> None:
    """Print the plan of each host, or that there is nothing to do."""
    out = sheet()
    for host in hosts[:_DETAILED]:
        _plan(out, host, verbose=verbose)
    if len(hosts) > _DETAILED:
        out.blank()
        for host in hosts[_DETAILED:]:
            out.row(Cell(shorten(host.host, 30), 30, "bold"), Cell(plural(len(host.eviction), "step")))
        out.row(Cell("--host NAME shows the plan of one server", style="dim"))
    if any(host.eviction for host in hosts):
        _book(out, book, verbose=verbose)
    out.show()


def _plan(out: Sheet, host: Assessment, *, verbose: bool) -> None:
    out.blank()
    name = shorten(host.host, out.columns // 2)
    count = plural(len(host.eviction), "step") if host.eviction else "nothing asks for a step"
    out.row(Cell(name, width(name), "bold"), Cell(f"{host.verdict.value}; {count}"))
    phase = ""
    for number, step in enumerate(host.eviction, start=1):
        if step.phase != phase:
            phase = step.phase
            out.heading(phase.capitalize())
        _step(out, number, step, verbose=verbose)


def _step(out: Sheet, number: int, step: EvictionStep, *, verbose: bool) -> None:
    marks = " (cannot be undone)" if step.irreversible else ""
    out.row(
        Cell(f"{number:>3}", 3, "bold"), Cell(step.id, _ID, "dim"), Cell(step.action + marks, style="bold"), indent=2
    )
    most = len(step.findings) + len(step.here) + len(step.lines) if verbose else _SHOWN
    lines = [
        ("because", step.because),
        ("findings", some(step.findings, most)),
        ("here", some(step.here, most)),
        ("proven by", "; ".join(step.proof)),
        ("not by", "; ".join(step.no_proof)),
        ("after", ", ".join(step.depends_on)),
        ("collect", f"{some(step.lines, most)} to know what cannot be told yet" if step.lines else ""),
    ]
    if verbose:
        helps = ", ".join(f"{item.id} {item.name}" for item in step.countermeasures)
        lines += [("why", step.why), ("who", step.done_by), ("D3FEND", helps)]
        lines.append(("source", step.source + ("" if step.verified else " (not verified)")))
    for label, text in lines:
        if text:
            out.row(Cell("", 3), Cell(label, _LABEL, "dim"), Cell(text), indent=2)


def _book(out: Sheet, book: EvictionBook, *, verbose: bool) -> None:
    out.heading("What holds for every plan")
    for rule in (*book.rules, *book.conflicts):
        out.row(Cell(rule), indent=4)
    out.heading("What earlier evictions taught")
    for item in book.lessons:
        doubt = "" if item.verified else " (not verified)"
        facts = f" {' '.join(item.facts)} ({item.source})" if verbose else ""
        out.row(Cell(f"{item.case}: {item.lesson}{facts}{doubt}"), indent=4)
    if verbose:
        out.heading("Deadlines that authorities set")
        for deadline in book.deadlines:
            out.row(Cell(deadline.due, 12), Cell(f"{deadline.what} ({deadline.source})"), indent=4)


def print_check(hosts: Sequence[Assessment], checked: Sequence[LaterHost], case: Path, *, verbose: bool) -> None:
    """Print what a later collection shows of each step: what is not done first.  `case`: where its result is."""
    out = sheet()
    for host, later in zip(hosts, checked, strict=True):
        out.blank()
        name = shorten(host.host, out.columns // 2)
        word = "STILL HELD" if later.held else "NOT DONE" if later.undone else ""
        done = sum(check.state is StepState.DONE for check in later.checks)
        counts = f"{done} done · {later.undone} not done · {later.dark} cannot tell"
        counts += f" · {later.elsewhere} to be proven elsewhere" if later.elsewhere else ""
        marked = [Cell(word, len(word), "bold red")] if word else []
        out.row(Cell(name, width(name), "bold"), *marked, *([] if later.checks else [Cell("nothing asked for a step")]))
        if later.checks and later.compared:
            out.row(Cell(counts))
        if later.proven is not None:
            text = f"every step that evidence of a server can show is done, as of {later.proven}"
            out.row(Cell("eviction", _LABEL, "dim"), Cell(text, style="green"), indent=2)
        for note in later.notes:
            out.row(Cell("note", _LABEL, "dim"), Cell(note), indent=2)
        if not later.compared:
            continue
        steps = {step.id: step for step in host.eviction}
        for title, style, checks in _groups(later.checks):
            if checks:
                out.heading(title)
            for check in checks:
                _checked(out, check, steps[check.step], style, verbose=verbose)
        if later.elsewhere:
            out.heading("To be proven elsewhere: nothing that is collected on a server shows it")
            for check in later.checks:
                if not check.provable and check.state is StepState.CANNOT_TELL:
                    proof = "; ".join(steps[check.step].proof)
                    out.row(Cell(check.step, _ID, "dim"), Cell(f"{steps[check.step].action} Proven by: {proof}."))
    out.blank()
    out.row(Cell(f"the later result is in {case}; indicia show {case} F1 prints a finding of it", style="dim"))
    out.show()


def _groups(checks: Sequence[StepCheck]) -> tuple[tuple[str, str, list[StepCheck]], ...]:
    """(title, style, steps) of each answer, in the order of the plan."""
    wanted = (
        ("Not done", "bold red", StepState.NOT_DONE),
        ("Cannot tell", "magenta", StepState.CANNOT_TELL),
        ("Done", "green", StepState.DONE),
    )
    return tuple(
        (title, style, [check for check in checks if check.state is state and check.provable])
        for title, style, state in wanted
    )


def _checked(out: Sheet, check: StepCheck, step: EvictionStep, style: str, *, verbose: bool) -> None:
    short = check.state is StepState.DONE and not verbose
    word = "still held" if check.still_held else check.state.value
    out.row(Cell(check.step, _ID, "dim"), Cell(word, _STATE, style), Cell(step.action, most=1 if short else 0))
    where = f" · {some(check.findings, _SHOWN)} of the later result" if check.findings else ""
    out.row(Cell("", _ID), Cell("", _STATE), Cell(check.why + where, style="dim", most=3 if short else 0))
    if check.lines:
        out.row(Cell("", _ID), Cell("", _STATE), Cell(f"collect {', '.join(check.lines)} (indicia collect-plan)"))

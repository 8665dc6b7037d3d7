"""The plan of an eviction on a terminal, and what a later collection shows of it."""

from collections.abc import Sequence

from indicia.assessment.later import LaterHost
from indicia.model.assessment import Assessment
from indicia.model.eviction import EvictionStep, StepState
from indicia.report.clean import width
from indicia.report.layout import Cell, Sheet, sheet, shorten
from indicia.report.words import some

_STYLES = {StepState.DONE: "green", StepState.NOT_DONE: "bold red", StepState.CANNOT_TELL: "magenta"}
_DETAILED = 5
"""Hosts shown in full; of more only the counts."""
_ID = 6
_LABEL = 10


def print_plan(hosts: Sequence[Assessment], rules: Sequence[str], *, verbose: bool) -> None:
    """Print the plan of each host, or that there is nothing to do."""
    out = sheet()
    for host in hosts[:_DETAILED]:
        _plan(out, host, verbose=verbose)
    if len(hosts) > _DETAILED:
        out.blank()
        for host in hosts[_DETAILED:]:
            out.row(Cell(shorten(host.host, 30), 30, "bold"), Cell(f"{len(host.eviction)} steps"))
        out.row(Cell("--host NAME shows the plan of one server", style="dim"))
    if any(host.eviction for host in hosts):
        out.heading("What holds for every plan")
        for rule in rules:
            out.row(Cell(rule), indent=4)
    out.show()


def _plan(out: Sheet, host: Assessment, *, verbose: bool) -> None:
    out.blank()
    name = shorten(host.host, out.columns // 2)
    count = f"{len(host.eviction)} steps" if host.eviction else "nothing asks for a step"
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
    why = step.because + (f" · {some(step.findings, 6)}" if step.findings else "")
    lines = [("because", why), ("proven by", "; ".join(step.proof)), ("not by", "; ".join(step.no_proof))]
    if step.depends_on:
        lines.append(("after", ", ".join(step.depends_on)))
    if verbose:
        helps = ", ".join(f"{item.id} {item.name}" for item in step.countermeasures)
        lines += [("why", step.why), ("who", step.done_by), ("D3FEND", helps)]
        lines.append(("source", step.source + ("" if step.verified else " (not verified)")))
    for label, text in lines:
        if text:
            out.row(Cell("", 3), Cell(label, _LABEL, "dim"), Cell(text, most=0 if verbose else 3), indent=2)


def print_check(hosts: Sequence[Assessment], checked: Sequence[LaterHost], *, verbose: bool) -> None:
    """Print what a later collection shows of each step."""
    out = sheet()
    for host, later in zip(hosts, checked, strict=True):
        out.blank()
        name = shorten(host.host, out.columns // 2)
        done = sum(check.state is StepState.DONE for check in later.checks)
        word, style = ("STILL HELD", "bold red") if later.held else ("", "")
        if not later.held:
            word, style = ("NOT DONE", "bold red") if later.undone else ("", "")
        counts = f"{done} done · {later.undone} not done · {later.dark} cannot tell"
        cells = [Cell(name, width(name), "bold"), *([Cell(word, len(word), style)] if word else []), Cell(counts)]
        out.row(*cells)
        if later.proven is not None:
            text = f"every step that evidence of a server can show is done, as of {later.proven}"
            out.row(Cell("eviction", _LABEL, "dim"), Cell(text, style="green"), indent=2)
        for note in later.notes:
            out.row(Cell("note", _LABEL, "dim"), Cell(note), indent=2)
        steps = {step.id: step for step in host.eviction}
        for check in later.checks:
            step = steps[check.step]
            held = " · still held" if check.still_held else ""
            state = Cell(check.state.value, 11, _STYLES[check.state])
            out.row(Cell(check.step, _ID, "dim"), state, Cell(step.action, most=0 if verbose else 1))
            out.row(Cell("", _ID), Cell("", 11), Cell(check.why + held, style="dim", most=0 if verbose else 3))
    out.show()

"""The techniques of advisories on a terminal: by tactic, the word first, then what it rests on."""

from collections.abc import Sequence

from indicia.model.assessment import Assessment
from indicia.model.technique import Sight, TechniqueAnswer, TechniqueMatrix
from indicia.report.clean import width
from indicia.report.tactics import by_tactic
from indicia.report.terminal.layout import Cell, Sheet, sheet, shorten
from indicia.report.words import fragment, some

STYLES = {Sight.SEEN: "bold red", Sight.NOT_SEEN: "green", Sight.NOT_VISIBLE: "magenta"}
_LINES = {Sight.SEEN: 3, Sight.NOT_SEEN: 2, Sight.NOT_VISIBLE: 2}
"""Lines of a reason; -v shows all of it."""
_DETAILED = 3
"""Hosts shown in full; of more only the counts."""
_FINDINGS = 5
_ID = 10
_WORD = 11
_NAME = 28
_WIDE = 96
"""From this width on the name has a column of its own."""


def print_techniques(hosts: Sequence[Assessment], *, verbose: bool) -> None:
    """Print the matrices of each host.  What was seen comes with what helps against it, with -v everything."""
    out = sheet()
    if len(hosts) > 1:
        _counts(out, hosts)
    if len(hosts) <= _DETAILED:
        for host in hosts:
            for matrix in host.techniques:
                _matrix(out, host, matrix, verbose=verbose)
    else:
        out.blank()
        out.row(Cell("--host NAME shows the techniques of one server", style="dim"))
    out.show()


def _counts(out: Sheet, hosts: Sequence[Assessment]) -> None:
    """One line for each host and advisory."""
    names = [shorten(host.host, 26) for host in hosts]
    widest = max(map(width, names))
    for host, name in zip(hosts, names, strict=True):
        for matrix in host.techniques:
            out.row(Cell(name, widest, "bold"), Cell(shorten(matrix.advisory, 10), 10), Cell(_count(matrix)))


def _count(matrix: TechniqueMatrix, *, leaves: bool = False) -> str:
    return " · ".join(f"{matrix.count(sight, leaves=leaves)} {sight.value}" for sight in Sight)


def _matrix(out: Sheet, host: Assessment, matrix: TechniqueMatrix, *, verbose: bool) -> None:
    out.blank()
    name = shorten(host.host, out.columns // 2)
    out.row(Cell(name, width(name), "bold"), Cell(f"{matrix.advisory.upper()}, {matrix.published}: {matrix.title}"))
    for tactic, answers in by_tactic(matrix):
        out.heading(tactic)
        for answer in answers:
            _technique(out, answer, verbose=verbose)
    out.blank()
    leaves = sum(answer.leaf for answer in matrix.answers)
    out.row(Cell(f"{len(matrix.answers)} ids", 12, "bold"), Cell(_count(matrix), style="bold"))
    out.row(Cell(f"{leaves} leaves", 12), Cell(_count(matrix, leaves=True)))
    out.row(Cell("ids as printed, of ATT&CK " + matrix.attack_version, style="dim"))
    seen = [answer for answer in matrix.answers if answer.sight is Sight.SEEN]
    _against(out, seen, "What helps against what was seen", verbose=verbose)
    if verbose:
        others = [answer for answer in matrix.answers if answer.sight is not Sight.SEEN]
        _against(out, others, "What helps against the others", verbose=True)


def _technique(out: Sheet, answer: TechniqueAnswer, *, verbose: bool) -> None:
    aside = [f"today {answer.current}"] if answer.current not in ("", answer.printed) else []
    if answer.best_fit:
        aside.append(f"rather {', '.join(answer.best_fit)}")
    name = answer.name + (f" ({'; '.join(aside)})" if aside else "")
    # The numbers stand before the reason: what is cut must never be the number of a finding.
    numbers = some(answer.findings, len(answer.findings) if verbose else _FINDINGS)
    why = f"{numbers} · {fragment(answer.why)}" if numbers else fragment(answer.why)
    cells = [Cell(answer.printed, _ID), Cell(answer.sight.value, _WORD, STYLES[answer.sight])]
    most = 0 if verbose else _LINES[answer.sight]
    if out.columns >= _WIDE:
        out.row(*cells, Cell(name, _NAME, most=max(most, 2)), Cell(why, most=most), indent=4)
    else:
        out.row(*cells, Cell(f"{name}: {why}", most=most), indent=4)
    if verbose and answer.sight is Sight.SEEN and answer.procedure:
        out.row(Cell("", _ID), Cell("advisory", _WORD, "dim"), Cell(answer.procedure, style="dim"), indent=4)


def _against(out: Sheet, answers: Sequence[TechniqueAnswer], title: str, *, verbose: bool) -> None:
    """What helps; techniques of one row of the advisory share it.

    ATT&CK's own mitigations with -v, and where the advisory has none.
    """
    groups: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for answer in answers:
        helps = tuple(f"{item.id} {item.name}" for item in answer.countermeasures)
        ours = answer.attack_mitigations if verbose or not (answer.mitigations or helps) else ()
        if answer.mitigations or helps or ours:
            groups.setdefault((answer.mitigations, helps, ours), []).append(answer.printed)
    if groups:
        out.heading(title)
    for (mitigations, helps, ours), printed in groups.items():
        cell = Cell(" ".join(printed), _ID)
        for label, lines, most, between in (
            ("advisory", mitigations, 2, "; "),
            ("D3FEND", helps, 3, ", "),
            ("ATT&CK", ours, 3, ", "),
        ):
            if lines:
                shown = lines if verbose else lines[:most]
                more = f" (+{len(lines) - len(shown)} more, -v)" if len(shown) < len(lines) else ""
                out.row(cell, Cell(label, _WORD, "dim"), Cell(between.join(shown) + more), indent=4)
                cell = Cell("", _ID)

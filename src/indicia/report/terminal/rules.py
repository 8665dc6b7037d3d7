"""Checked rules and complaints: lines for a person, or one line with tabs each for a pipe."""

import sys
from collections.abc import Mapping, Sequence

from indicia.report.clean import clean
from indicia.report.terminal.carried import carry_everything
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.words import plural, some

STYLES = {"loaded": "green", "refused": "bold red", "lacks": "yellow"}
_COSTS = {"broad": "yellow", "loop": "yellow", "every file": "yellow", "every record": "magenta"}

Line = Sequence[str]
"""Values of one line, see `print_rules` and `print_complaints`."""


def print_rules(lines: Sequence[Line], counts: str, costs: Mapping[str, int]) -> None:
    """Lines of (state, kind, cost, logs, title, place, reason), then the counts and how many cost what.

    Piped, each is one line with tabs, whatever its length.
    """
    dear = ", ".join(f"{number:,} {cost}" for cost, number in costs.items())
    if not sys.stdout.isatty():
        tabs(*lines, (counts, dear) if dear else (counts,))
        return
    out = sheet()
    for line in lines:
        _rule(out, *line)
    out.blank()
    out.row(Cell(counts, style="bold"))
    if dear:
        out.row(Cell(dear, style="dim"))
    out.show()


def _rule(out: Sheet, state: str, kind: str, cost: str, logs: str, title: str, place: str, reason: str) -> None:
    first = Cell(state, 7, STYLES[state])
    if reason and state == "loaded":
        out.row(
            first, Cell(cost, 12, _COSTS.get(cost, "dim"), most=1), Cell(logs or kind, 26, most=1), Cell(title, most=1)
        )
        out.row(Cell("", 7), Cell(reason, style="yellow", most=3))
        out.row(Cell("", 7), Cell(place, style="dim", most=2))
        return
    if reason:
        out.row(first, Cell(title, most=1))
        out.row(Cell("", 7), Cell(f"{reason}", style="red", most=3))
        out.row(Cell("", 7), Cell(place, style="dim", most=2))
        return
    short = some(logs.split(", "), 2) if logs else kind
    out.row(first, Cell(cost, 12, _COSTS.get(cost, "dim"), most=1), Cell(short, 26, most=1), Cell(title, most=1))


def print_complaints(lines: Sequence[Line], rules: int) -> None:
    """Lines of (rule, what is missing), then the counts."""
    counts = f"{plural(rules, 'rule')}: {plural(len(lines), 'complaint') if lines else 'nothing is missing'}"
    if not sys.stdout.isatty():
        tabs(*((f"{rule}: {what}",) for rule, what in lines), (counts,))
        return
    out = sheet()
    for rule, what in lines:
        out.row(Cell(f"{rule}: {what}", style=STYLES["lacks"]))
    out.blank()
    out.row(Cell(counts, style="bold" if lines else "bold green"))
    out.show()


def tabs(*lines: Line) -> None:
    """One line of a pipe for each, values with tabs between; what would break a line is written out."""
    carry_everything(sys.stdout)
    sys.stdout.writelines("\t".join(map(clean, line)) + "\n" for line in lines)

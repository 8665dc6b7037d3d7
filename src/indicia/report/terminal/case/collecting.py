"""The lines of a collection plan on a terminal."""

from collections.abc import Sequence

from indicia.assessment.next_steps.collecting import Wanted
from indicia.report.terminal.layout import Cell, sheet
from indicia.report.words import some

_ID, _SIZE = 5, 13
_SHOWN = 8


def print_lines(wanted: Sequence[Wanted], *, of_case: bool) -> None:
    """One line each: what, how much to expect, what it decides."""
    out = sheet()
    if not wanted:
        out.row(Cell("nothing is missing that a collection could bring"))
        out.show()
        return
    out.heading("What would decide what this case could not tell" if of_case else "What to collect", "size to expect")
    for one in wanted:
        decides = some((*one.tests, *one.mechanisms), _SHOWN) or "nothing by itself"
        out.row(Cell(one.line.id, _ID, "bold"), Cell(_size(one), _SIZE, "dim"), Cell(one.line.title), indent=4)
        out.row(Cell("", _ID), Cell("", _SIZE), Cell(f"decides {decides}", style="dim"), indent=4)
        if one.line.note:
            out.row(Cell("", _ID), Cell("", _SIZE), Cell(one.line.note, style="dim"), indent=4)
    out.blank()
    out.row(Cell("--velociraptor, --kape or --powershell writes the definition for a collector", style="dim"))
    out.show()


def _size(one: Wanted) -> str:
    return f"{one.line.per_day} MB a day" if one.line.per_day else f"{one.line.total} MB"

"""Who is called by a name, on a terminal."""

from collections.abc import Sequence

from indicia.knowledge.called import Called, Naming
from indicia.report.terminal.layout import Cell, Sheet, sheet

_NAME, _DAY = 26, 10


def print_called(name: str, found: Sequence[Called]) -> None:
    """Every cluster of that name with who says so, its other names, who disagrees, what is said to be behind it."""
    out = sheet()
    count = f"{len(found)} cluster{'' if len(found) == 1 else 's'}"
    out.heading(f"Who is called “{name}”", count)
    if not found:
        out.row(Cell("Nobody, in what comes with Indicia and in the catalogues kept here."), indent=4)
        out.row(Cell("`indicia knowledge update` keeps more of them: ATT&CK, the MISP galaxy.", style="dim"), indent=4)
    for one in found:
        _cluster(out, one)
    if len(found) > 1:
        out.blank()
        out.row(Cell("The name alone does not say which of them is meant.", style="yellow"))
    out.show()


def _cluster(out: Sheet, one: Called) -> None:
    out.heading(one.label)
    for naming in one.asked:
        kind = "first name" if naming.first else "also called so"
        out.row(Cell(kind, _NAME), _when(naming), Cell(naming.by), indent=4)
    by_name: dict[str, list[Naming]] = {}
    for naming in one.others:
        by_name.setdefault("".join(naming.name.casefold().split()), []).append(naming)
    if by_name:
        out.blank()
    for namings in by_name.values():
        first = min(namings, key=lambda each: (each.day is None, each.day))
        by = "; ".join(dict.fromkeys(each.by for each in namings))
        out.row(Cell(first.name, _NAME, "bold"), _when(first), Cell(by, style="dim"), indent=4)
    if one.conflicts:
        out.heading("They disagree")
    for text in one.conflicts:
        out.row(Cell(text, style="yellow"), indent=4)
    if one.shared:
        out.heading("Some of its names are given to others as well")
    for other, names in one.shared:
        out.row(Cell(other, _NAME, "bold", most=2), Cell(", ".join(names), style="yellow"), indent=4)
    if one.links:
        out.heading("Who is behind it", "others say so")
    for link in one.links:
        words = f"“{link.words}”: " if link.words else ""
        doubt = "" if link.verified else " (not verified)"
        day = link.day.isoformat() if link.dated else "no day"
        out.row(Cell(link.by, _NAME, "bold", most=2), Cell(day, _DAY), Cell(f"{words}{link.claim}{doubt}"), indent=4)


def _when(naming: Naming) -> Cell:
    return Cell(naming.day.isoformat() if naming.day else "no day", _DAY, "dim")

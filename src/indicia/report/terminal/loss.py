"""What an export does not carry, on standard error: standard output may be the export itself."""

import sys
from collections.abc import Mapping, Sequence

from indicia.report.terminal.layout import Cell, sheet

_NAMED = 12
"""Members named of one object; -v names all."""
_WIDE = 24


def print_loss(
    *,
    target: str,
    form: str,
    marking: str,
    objects: Sequence[tuple[str, int, int]],
    members: Sequence[tuple[str, str, int, int, int]],
    notes: Sequence[str],
    left_out: Mapping[str, int],
    verbose: bool,
) -> None:
    """Say it.  `objects`: kind, how many, how many not carried; `members`: kind, member, values, lost, altered."""
    out = sheet()
    carried = ", ".join(
        f"{number - absent:,} {_many(kind, number - absent)}" for kind, number, absent in objects if number > absent
    )
    out.row(Cell(f"{target}: {form}, {marking}", style="bold"))
    out.row(Cell(f"of what there is it carries {carried or 'nothing'}"))
    if left_out:
        kept = ", ".join(f"{number:,} {_many(kind, number)}" for kind, number in left_out.items())
        out.row(Cell(f"left out because stricter than {marking}: {kept} (said here only, never in the file)"))
    absent = [(kind, number) for kind, number, missing in objects if missing == number]
    if absent or members:
        out.heading("What the other side will not carry")
    for kind, number in absent:
        out.row(Cell(kind, _WIDE), Cell(f"nothing of {number:,}"), indent=4)
    for kind, number, missing in objects:
        if 0 < missing < number:
            out.row(Cell(kind, _WIDE), Cell(f"{missing:,} of {number:,} not at all"), indent=4)
    groups: dict[tuple[str, str], list[str]] = {}
    for kind, member, told, lost, altered in members:
        top, _, below = member.partition(".")
        words = f"{lost:,} of {told:,} lost" if lost else ""
        changed = f"{altered:,} altered" if altered else ""
        count = ", ".join(word for word in (words, changed) if word)
        groups.setdefault((kind, top), []).append(f"{below} ({count})" if below else count)
    by_kind: dict[str, int] = {}
    for (kind, top), parts in groups.items():
        by_kind[kind] = by_kind.get(kind, 0) + 1
        if verbose or by_kind[kind] <= _NAMED:
            out.row(Cell(f"{kind}.{top}", _WIDE), Cell("; ".join(parts), most=0 if verbose else 2), indent=4)
    for kind, number in by_kind.items():
        if number > _NAMED and not verbose:
            out.row(Cell(kind, _WIDE), Cell(f"and {number - _NAMED} more members: -v or --loss FILE"), indent=4)
    for note in notes:
        out.row(Cell(f"· {note}"), indent=4)
    for line in out.plain():
        sys.stderr.write(line + "\n")


def _many(kind: str, number: int) -> str:
    if number == 1 or kind == "evidence":
        return kind
    head, of, rest = kind.partition(" of ")
    return f"{head}s{of}{rest}"

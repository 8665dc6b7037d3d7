"""Catalogues that a user keeps, on a terminal or a pipe."""

import sys
from collections.abc import Sequence

from indicia.knowledge.kept.store import Kept
from indicia.report.terminal.layout import Cell, sheet
from indicia.report.terminal.rules import tabs


def print_kept(kept: Sequence[Kept]) -> None:
    """Print what is kept; piped, one line with tabs each."""
    if not sys.stdout.isatty():
        tabs(
            *(
                (
                    item.kind,
                    item.name,
                    item.version,
                    item.day.isoformat() if item.day else "",
                    str(item.size),
                    item.origin,
                    item.sha256,
                    item.problem,
                )
                for item in kept
            )
        )
        return
    out = sheet()
    if not kept:
        out.row(Cell("Nothing is kept; the facts that come with Indicia serve."))
    for item in kept:
        name = item.kind if item.name == item.kind else f"{item.kind} {item.name}"
        facts = [item.version, item.day.isoformat() if item.day else "no date", f"{item.size / 1e6:.1f} MB"]
        out.row(Cell(name, 34, "bold", most=2), Cell(" · ".join(part for part in facts if part), most=2))
        out.row(Cell("", 34), Cell(f"{item.origin} · {item.sha256[:12]}", style="dim", most=2))
        if item.problem:
            out.row(Cell("", 34), Cell(f"not used: {item.problem}", style="red"))
    out.show()

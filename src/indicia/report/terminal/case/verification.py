"""What `indicia verify` found, on a terminal."""

from collections.abc import Sequence

from indicia.report.terminal.layout import Cell, sheet
from indicia.report.words import plural


def print_verification(files: int, records: int, doubts: Sequence[tuple[str, str]], *, away: bool = False) -> None:
    """What was checked and what fell; `doubts`: (what no longer stands, why); `away`: some was not there."""
    out = sheet()
    read = f"{plural(files, 'file')} hashed again, {plural(records, 'record')} of findings read and evaluated again"
    out.row(Cell(read), indent=0)
    if not doubts:
        out.row(Cell("everything stands", style="bold green"), indent=0)
    else:
        line = f"{plural(len(doubts), 'thing')} no longer stand{'s' if len(doubts) == 1 else ''}"
        line += ", or cannot be read again:" if away else ":"
        out.row(Cell(line, style="bold red"), indent=0)
    for what, why in doubts:
        out.row(Cell(f"{what}: {why}"))
    out.show()

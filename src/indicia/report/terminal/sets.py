"""Sets of rules on a terminal: those installed, those a result used, what became of an update.

Ages are counted here, when somebody looks; a result keeps dates only, so that it stays equal to the byte.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from indicia.model.assessment import SetLine
from indicia.report.set_ages import age
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.terminal.rules import tabs
from indicia.report.words import day

OLD = 180
"""Days after which a set stands out: campaigns change faster."""
_HASH = 12


class InstalledLine(Struct, frozen=True, kw_only=True):
    """One installed set as it is listed."""

    name: str
    version: str
    date: datetime | None
    expires: datetime | None
    files: Mapping[str, int]
    """Files by kind."""
    signer: str
    digest: str
    problem: str
    """Why it is not used; empty when it is."""


def rows_of_sets(out: Sheet, sets: Sequence[SetLine], today: date) -> None:
    """The sets a result used: one row each with version, date, age, counts and signer."""
    if not sets:
        return
    out.heading("Rules and indicators used")
    for item in sets:
        old = item.made is not None and (today - item.made).days > OLD
        when = f"{item.made.isoformat()}, {age(item.made, today)}" if item.made else "no date"
        counts = f"{item.loaded:,} {item.kind}" + (f", {item.refused:,} refused" if item.refused else "")
        out.row(
            Cell(f"{item.name} {item.version}".rstrip(), 28, "bold", most=2),
            Cell(f"{counts} · {when} · {item.signer} · {item.digest[:_HASH]}", style="yellow" if old else "", most=3),
            indent=4,
        )


def print_installed(sets: Sequence[InstalledLine], now: datetime) -> None:
    """Print installed sets; piped, one line with tabs each."""
    if not sys.stdout.isatty():
        tabs(*(_piped(item, now) for item in sets))
        return
    out = sheet()
    if not sets:
        out.row(Cell("No set is installed."))
    for item in sets:
        out.row(Cell(item.name, 24, "bold", most=2), Cell(_facts(item, now), most=2))
        if item.digest:
            out.row(Cell("", 24), Cell(f"{item.signer} · {item.digest}", style="dim", most=2))
        if item.problem:
            out.row(Cell("", 24), Cell(f"not used: {item.problem}", style="red"))
    out.show()


def _piped(item: InstalledLine, now: datetime) -> tuple[str, ...]:
    made = item.date
    days = str((now.date() - made.date()).days) if made else ""
    return (
        item.name,
        item.version,
        day(made) if made else "",
        days,
        _files(item),
        item.signer,
        item.digest,
        item.problem,
    )


def _facts(item: InstalledLine, now: datetime) -> str:
    if item.date is None:
        return "not readable"
    facts = f"{item.version} · {day(item.date)}, {age(item.date.date(), now.date())} · {_files(item)}"
    if item.expires is None:
        return facts
    return f"{facts} · {'expired' if item.expires <= now else 'expires'} {day(item.expires)}"


def _files(item: InstalledLine) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in sorted(item.files.items()))


def print_facts(state: str, facts: Sequence[str], note: str = "") -> None:
    """One line on what was done: `installed  example 1.0 · 2026-02-03 · The publisher`."""
    if not sys.stdout.isatty():
        tabs((state, *facts, note) if note else (state, *facts))
        return
    out = sheet()
    out.row(Cell(state, max(len(state), 9), "green"), Cell(" · ".join(facts)))
    if note.startswith("indicia ") or ": indicia " in note:
        # A command to copy is not broken.
        out.whole(note, style="dim")
    elif note:
        out.row(Cell(note, style="dim"))
    out.show()

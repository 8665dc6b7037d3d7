"""The ledger on a terminal: entries, checkpoints, and what was checked."""

import sys
from collections.abc import Iterable, Sequence

from msgspec import Struct

from indicia.report.terminal.layout import Cell, sheet
from indicia.report.terminal.rules import tabs
from indicia.report.words import plural
from indicia.statement.canonical import time_text
from indicia.statement.ledger.checkpoint import SignedCheckpoint
from indicia.statement.ledger.entry import Entry

_LABEL = 12


class EntryLine(Struct, frozen=True):
    """An entry as it is listed."""

    number: int
    entry: Entry
    file: str


def print_rows(title: str, rows: Iterable[tuple[str, str]], note: str = "") -> None:
    """What was done or found, a line for each; piped, with a tab between the two."""
    if not sys.stdout.isatty():
        tabs(("done", title), *rows)
        return
    out = sheet()
    out.row(Cell(title, style="bold green"))
    for label, text in rows:
        if " " not in text and len(text) > out.columns - _LABEL - 4:
            # Something to copy, such as a key, gets a line of its own.
            out.row(Cell(label, style="dim"))
            out.row(Cell(text))
        else:
            out.row(Cell(label, _LABEL, "dim"), Cell(text))
    if note:
        out.row(Cell(note, style="dim"))
    out.show()


def print_entries(lines: Sequence[EntryLine], size: int, *, verified: bool) -> None:
    """Entries that were appended; piped, one line with tabs each.  `verified`: their signatures were looked at."""
    if not sys.stdout.isatty():
        tabs(*(_piped(one) for one in lines))
        return
    out = sheet()
    out.row(Cell(f"{plural(len(lines), 'entry')} appended; the ledger has {size:,}", style="bold green"))
    for one in lines:
        out.row(Cell(f"{one.number:,}", 12, "bold"), Cell(said(one.entry)))
        out.row(Cell("", 12), Cell(one.file, style="dim", most=2))
    if not verified and any(one.entry.party for one in lines):
        out.row(Cell("no signature was verified: --membership names the keys that count", style="yellow"))
    out.row(Cell("→ indicia ledger checkpoint   signs them; before that nobody can prove them", style="dim"))
    out.show()


def print_checkpoint(signed: SignedCheckpoint, where: str) -> None:
    """A checkpoint and who signed it."""
    found = signed.checkpoint
    rows = [
        ("log", found.origin),
        ("size", plural(found.size, "entry")),
        ("root", found.root.hex()),
        ("file", where),
        *cosigners(signed),
    ]
    print_rows("Checkpoint", rows)


def cosigners(signed: SignedCheckpoint) -> list[tuple[str, str]]:
    """Witnesses and when they saw it."""
    return [("cosigned", f"{one.witness.name}, {time_text(one.time)}") for one in signed.cosigned]


def said(entry: Entry) -> str:
    """`position 3 of CA on 0000…, logged 2021-07-19T12:00:00Z`."""
    number = f" {entry.sequence}" if entry.sequence is not None else ""
    party = f" of {entry.party}" if entry.party is not None else ""
    about = f" on {entry.statement}" if entry.statement is not None else ""
    return f"{entry.kind.value}{number}{party}{about}, logged {time_text(entry.logged)}"


def entry_object(line: EntryLine) -> dict[str, object]:
    """For machines."""
    entry = line.entry
    return {
        "entry": line.number,
        "kind": entry.kind.value,
        "alliance": entry.alliance,
        "statement": entry.statement,
        "party": entry.party,
        "sequence": entry.sequence,
        "digest": entry.digest,
        "logged": time_text(entry.logged),
    }


def checkpoint_object(signed: SignedCheckpoint) -> dict[str, object]:
    """For machines."""
    return {
        "origin": signed.checkpoint.origin,
        "size": signed.checkpoint.size,
        "root": signed.checkpoint.root.hex(),
        "key": signed.log.text,
        "cosigned": [{"witness": one.witness.text, "time": time_text(one.time)} for one in signed.cosigned],
        "note": signed.note.data.decode(),
    }


def _piped(line: EntryLine) -> tuple[str, ...]:
    entry = line.entry
    number = "" if entry.sequence is None else str(entry.sequence)
    return (
        str(line.number),
        entry.kind.value,
        entry.statement or "",
        entry.party or "",
        number,
        entry.digest,
        line.file,
    )

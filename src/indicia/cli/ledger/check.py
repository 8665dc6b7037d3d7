"""`indicia ledger check`: a whole ledger again, or one proof, checkpoint or piece of evidence against a key."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.ledger.checkpoint import SignedCheckpoint
    from indicia.statement.ledger.note import VerifierKey

Rows = list[tuple[str, str]]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "check",
        help="read a ledger again, or verify a proof, a checkpoint, evidence of two histories",
        description="A folder: every entry against its hash, every hash against the root, the root against the "
        "checkpoint.  A file: against the public key of the log; what it is, is told from its content.",
    )
    verb.add_argument("folder", type=Path, metavar="FOLDER", help="the ledger, or a file")
    verb.add_argument("--key", metavar="KEY", help="public key of the log: text or file")
    verb.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="public key of a witness: text or file"
    )
    verb.add_argument(
        "--quorum", type=int, default=0, metavar="N", help="so many of these witnesses have to have signed"
    )
    verb.add_argument("--known", type=Path, metavar="NOTE", help="a checkpoint seen before, which it has to continue")
    verb.add_argument(
        "--entry", type=Path, metavar="FILE", help="the entry that a proof is about (FILE.entry of `prove`)"
    )
    verb.add_argument(
        "--file", type=Path, metavar="FILE", help="what was logged: the entry has to be that of this file"
    )
    verb.add_argument("--json", action="store_true", help="print it for machines")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 0 where it stands."""
    from indicia.plain import to_json
    from indicia.report.terminal.statements.ledger import checkpoint_object, cosigners, print_rows

    kind, rows, signed = _folder(arguments) if arguments.folder.is_dir() else _file(arguments)
    if arguments.json:
        body = {
            "format": "indicia-ledger-check/1",
            "kind": kind,
            "stands": True,
            "facts": [{"what": label, "text": text} for label, text in rows],
            "checkpoint": checkpoint_object(signed) if signed else None,
        }
        sys.stdout.buffer.write(to_json(body))
    else:
        print_rows(f"It stands: {kind}", [*rows, *(cosigners(signed) if signed else ())])
    return 0


def _folder(arguments: argparse.Namespace) -> tuple[str, Rows, "SignedCheckpoint | None"]:
    from indicia.cli.common.progress import Counted
    from indicia.cli.ledger.files import MOST_FILE
    from indicia.cli.ledger.keys import public_key
    from indicia.errors import StatementError
    from indicia.statement.ledger.audit import audit
    from indicia.statement.ledger.checkpoint import read_checkpoint
    from indicia.statement.ledger.reading import read_file
    from indicia.statement.ledger.store import Ledger

    ledger = Ledger(arguments.folder)
    if arguments.key and public_key(arguments.key) != ledger.about.key:
        raise StatementError(f"{ledger.root}: its key is {ledger.about.key.text}, not the one that is expected")
    if arguments.known:
        known = read_checkpoint(read_file(arguments.known, MOST_FILE), ledger.about.key, where=str(arguments.known))
        ledger.heed(known.checkpoint)
    if sys.stderr.isatty():
        with Counted("reading every entry again") as progress:
            found = audit(ledger, progress.told)
    else:
        found = audit(ledger)
    signed = found.signed
    if signed is not None:
        witnesses = [public_key(one) for one in arguments.witness]
        signed = read_checkpoint(signed.note.data, ledger.about.key, witnesses, arguments.quorum)
    elif arguments.quorum:
        raise StatementError(f"{ledger.root}: nothing is signed yet, also by no witness")
    rows = [
        ("entries", f"{found.read:,} read again, each has its place in the tree"),
        ("root", found.head.root.hex()),
        ("checkpoint", f"{signed.checkpoint.size:,} entries" if signed else "none: nothing is signed"),
    ]
    if found.after_checkpoint:
        rows.append(("unsigned", f"{found.after_checkpoint:,} entries since"))
    if arguments.known:
        rows.append(("continues", str(arguments.known)))
    return "a ledger", rows, signed


def _file(arguments: argparse.Namespace) -> tuple[str, Rows, "SignedCheckpoint | None"]:
    from indicia.cli.ledger.files import MOST_FILE
    from indicia.cli.ledger.keys import public_key
    from indicia.statement.ledger.checkpoint import read_checkpoint
    from indicia.statement.ledger.equivocation import equivocation_of
    from indicia.statement.ledger.proof_files import INCLUSION, consistency_of
    from indicia.statement.ledger.reading import read_file

    name = str(arguments.folder)
    data = read_file(arguments.folder, 4 * MOST_FILE)
    if not arguments.key:
        raise UsageError("whose log?", hint="Name its public key with --key; a file cannot vouch for itself.")
    log, witnesses = public_key(arguments.key), [public_key(one) for one in arguments.witness]
    if data.startswith(b"{"):
        found = equivocation_of(data, log, name)
        first, second = found.first.checkpoint, found.second.checkpoint
        return (
            "evidence against the log",
            [
                ("log", first.origin),
                ("signed twice", f"two unlike roots for {first.size:,} entries"),
                ("first root", first.root.hex()),
                ("second root", second.root.hex()),
            ],
            None,
        )
    if data.startswith(INCLUSION.encode()):
        return _inclusion(arguments, data, log, witnesses)
    if data.startswith(b"old "):
        if not arguments.known:
            raise UsageError("continues what?", hint="Name the checkpoint that was seen before with --known.")
        known = read_checkpoint(read_file(arguments.known, MOST_FILE), log, where=str(arguments.known)).checkpoint
        proof = consistency_of(data, name)
        if proof.old != known.size:
            raise UsageError(f"{name}: begins at {proof.old:,} entries, {arguments.known} has {known.size:,}")
        signed = proof.check(known.root, log, witnesses, arguments.quorum)
        grew = f"from {known.size:,} to {signed.checkpoint.size:,} entries, and nothing before was changed"
        return "a log that only grew", [("log", known.origin), ("grew", grew)], signed
    signed = read_checkpoint(data, log, witnesses, arguments.quorum, name)
    rows = [("log", log.name), ("size", f"{signed.checkpoint.size:,} entries"), ("root", signed.checkpoint.root.hex())]
    return "a checkpoint", rows, signed


def _inclusion(
    arguments: argparse.Namespace, data: bytes, log: "VerifierKey", witnesses: "Sequence[VerifierKey]"
) -> tuple[str, Rows, "SignedCheckpoint | None"]:
    from indicia.errors import StatementError
    from indicia.report.terminal.statements.ledger import said
    from indicia.statement.canonical import MOST_BYTES
    from indicia.statement.ledger.entry import MOST_ENTRY_BYTES, entry_of
    from indicia.statement.ledger.filing import entry_for
    from indicia.statement.ledger.proof_files import inclusion_of
    from indicia.statement.ledger.reading import read_file

    if not arguments.entry:
        raise UsageError("a proof of what?", hint="Name the entry with --entry.")
    logged = read_file(arguments.entry, MOST_ENTRY_BYTES)
    proof = inclusion_of(data, str(arguments.folder))
    signed = proof.check(logged, log, witnesses, arguments.quorum)
    entry = entry_of(logged, str(arguments.entry))
    rows = [("entry", f"{proof.index:,} of {signed.checkpoint.size:,}: {said(entry)}"), ("digest", entry.digest)]
    if arguments.file:
        held = entry_for(read_file(arguments.file, 2 * MOST_BYTES), str(arguments.file), entry.alliance, entry.logged)
        if held.digest != entry.digest:
            raise StatementError(f"{arguments.file}: not what this entry logged")
        rows.append(("file", f"{arguments.file} is what was logged"))
    return "an entry of the log", rows, signed

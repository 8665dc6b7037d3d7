"""`indicia ledger prove`: proofs for those who do not have the ledger."""

import argparse
import sys
from pathlib import Path


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "prove",
        help="that an entry is in, that the log only grew, that nothing since an entry is left out",
        description="Write a proof for the last checkpoint.",
    )
    verb.add_argument("folder", type=Path, help="the ledger")
    which = verb.add_mutually_exclusive_group(required=True)
    which.add_argument("--entry", type=_number, metavar="N", help="that entry N is in (C2SP tlog-proof)")
    which.add_argument("--since", type=_number, metavar="SIZE", help="that it only grew since it had SIZE entries")
    which.add_argument("--before", type=_number, metavar="N", help="what comes before entry N, for a bundle")
    verb.add_argument(
        "--out", type=Path, metavar="FILE", help="write it there (default: print it); of --entry also FILE.entry"
    )
    verb.add_argument("--json", action="store_true", help="print it for machines")
    verb.set_defaults(run=run)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Write or print the proof."""
    from indicia.cli.ledger.files import save
    from indicia.plain import to_json
    from indicia.report.terminal.statements.ledger import print_rows
    from indicia.statement.canonical import canonical
    from indicia.statement.ledger.proving import prove_before, prove_consistency, prove_inclusion
    from indicia.statement.ledger.store import Ledger

    ledger = Ledger(arguments.folder)
    entry = b""
    if arguments.entry is not None:
        proof = prove_inclusion(ledger, arguments.entry)
        (entry,) = ledger.entries(arguments.entry, arguments.entry + 1)
        data, hashes, what = proof.data, proof.path, {"entry": arguments.entry, "bytes": entry.decode("utf-8")}
    elif arguments.since is not None:
        grown = prove_consistency(ledger, arguments.since)
        data, hashes, what = grown.data, grown.path, {"since": arguments.since}
    else:
        before = prove_before(ledger, arguments.before)
        data, hashes, what = canonical(before.object), before.hashes, {"before": arguments.before}
    if arguments.out:
        save(arguments.out, data)
        if entry:
            save(arguments.out.with_name(f"{arguments.out.name}.entry"), entry)
    if arguments.json:
        signed = ledger.checkpoint
        body = {
            "format": "indicia-ledger-proof/1",
            **what,
            "hashes": [one.hex() for one in hashes],
            "checkpoint": signed.note.data.decode() if signed else None,
        }
        sys.stdout.buffer.write(to_json(body))
    elif arguments.out:
        rows = [("proof", f"{arguments.out}: {len(hashes)} hashes")]
        print_rows("A proof was written", [*rows, ("entry", f"{arguments.out}.entry")] if entry else rows)
    else:
        sys.stdout.buffer.write(data)
    return 0

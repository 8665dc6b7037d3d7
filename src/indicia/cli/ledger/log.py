"""`indicia ledger init`, `append` and `checkpoint`: what the keeper of a log does."""

import argparse
import sys
from pathlib import Path

from indicia.errors import UsageError

KINDS = ("statement", "position", "reply", "manifest", "membership", "revocation")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    verb = verbs.add_parser("init", help="make a ledger, and its key where there is none")
    verb.add_argument("folder", type=Path, help="the new ledger")
    verb.add_argument("--origin", required=True, metavar="NAME", help="what the log is called: ledger.example/alliance")
    verb.add_argument("--alliance", required=True, metavar="TEXT", help="who speaks together, as in every payload")
    verb.add_argument("--key", type=Path, required=True, metavar="FILE", help="its secret key; made if it is not there")
    verb.add_argument("--passphrase", action="store_true", help="protect a new key with one, asked for here")
    _json(verb)
    verb.set_defaults(run=run_init)

    verb = verbs.add_parser(
        "append",
        help="log files: envelopes by what they hold, others as manifests",
        description="Log files, all of them or none, and wait for the disk.  With --membership, only what its party "
        "has signed is taken.  Times never go back.  Piped, one line with tabs for each: "
        "number, kind, statement, party, sequence, digest, file.",
    )
    verb.add_argument("folder", type=Path, help="the ledger")
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help="envelope, metadata of members, or any file")
    verb.add_argument(
        "--membership",
        type=Path,
        metavar="DIR",
        help="refuse what is not signed by its party with keys that count now (needed to log metadata of members)",
    )
    verb.add_argument("--kind", choices=KINDS, help="what they are (default: told from each file)")
    _json(verb)
    verb.set_defaults(run=run_append)

    verb = verbs.add_parser(
        "checkpoint",
        help="sign what is in the ledger now, or take over cosignatures",
        description="Sign size and root of the ledger.  A ledger that was rolled back, or is unlike a checkpoint that "
        "is known, is not signed.",
    )
    verb.add_argument("folder", type=Path, help="the ledger")
    verb.add_argument("--key", type=Path, metavar="FILE", help="its secret key")
    verb.add_argument(
        "--known", type=Path, action="append", default=[], metavar="NOTE", help="a checkpoint it has to continue"
    )
    verb.add_argument("--add", type=Path, metavar="NOTE", help="take cosignatures from this copy of the checkpoint")
    verb.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="public key of a witness, for --add: text or file"
    )
    _json(verb)
    verb.set_defaults(run=run_checkpoint)


def _json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print it for machines")


def run_init(arguments: argparse.Namespace) -> int:
    """Make it and print its public key."""
    from indicia.cli.ledger.keys import signer_or_new
    from indicia.plain import to_json
    from indicia.report.terminal.statements.ledger import print_rows
    from indicia.statement.ledger.note import ED25519, VerifierKey, key_name
    from indicia.statement.ledger.store import About, Ledger

    if not key_name(arguments.origin):
        raise UsageError(
            f"--origin: {arguments.origin!r} cannot be the name of a log", hint="No blanks and no `+`: ledger.example/x"
        )
    is_new = not arguments.key.exists()
    key = VerifierKey(arguments.origin, ED25519, signer_or_new(arguments.key, protect=arguments.passphrase).public)
    Ledger.create(arguments.folder, About(arguments.alliance, key))
    if arguments.json:
        body = {"format": "indicia-ledger-init/1", "alliance": arguments.alliance, "key": key.text}
        sys.stdout.buffer.write(to_json(body))
        return 0
    print_rows(
        "A ledger was made",
        [
            ("origin", key.name),
            ("alliance", arguments.alliance),
            ("secret key", f"{arguments.key} ({'new' if is_new else 'was there'})"),
            ("public key", key.text),
        ],
        "Hand the public key to everybody who shall check the log.",
    )
    return 0


def run_append(arguments: argparse.Namespace) -> int:
    """Append and print the numbers of the entries."""
    from indicia.cli.common.times import now
    from indicia.plain import to_json
    from indicia.report.terminal.statements.ledger import EntryLine, entry_object, print_entries
    from indicia.statement.canonical import MOST_BYTES
    from indicia.statement.ledger.entry import EntryKind, entry_bytes
    from indicia.statement.ledger.filing import entry_for
    from indicia.statement.ledger.reading import read_file
    from indicia.statement.ledger.store import Ledger
    from indicia.statement.ledger.vetting import not_before, vet
    from indicia.statement.membership.folder import read_folder

    ledger = Ledger(arguments.folder)
    kind = EntryKind(arguments.kind) if arguments.kind else None
    moment = now()
    members = None
    if arguments.membership:
        members = read_folder(arguments.membership, alliance=ledger.about.alliance)
        members.check_current(moment)
    not_before(ledger, moment)
    made = []
    for path in arguments.files:
        data = read_file(path, 2 * MOST_BYTES)
        made.append(entry_for(data, str(path), ledger.about.alliance, moment, kind))
        vet(made[-1], data, str(path), members)
    numbers = ledger.append([entry_bytes(one) for one in made])
    lines = [
        EntryLine(number, entry, str(path)) for number, entry, path in zip(numbers, made, arguments.files, strict=True)
    ]
    if arguments.json:
        head = ledger.head
        body = {
            "format": "indicia-ledger-append/1",
            "entries": [{**entry_object(one), "file": one.file} for one in lines],
            "size": head.size,
            "root": head.root.hex(),
            "verified": members is not None,
        }
        sys.stdout.buffer.write(to_json(body))
    else:
        print_entries(lines, ledger.head.size, verified=members is not None)
    return 0


def run_checkpoint(arguments: argparse.Namespace) -> int:
    """Sign, or add cosignatures, and print who signed."""
    from indicia.cli.ledger.files import MOST_FILE
    from indicia.cli.ledger.keys import public_key, signer
    from indicia.plain import to_json
    from indicia.report.terminal.statements.ledger import checkpoint_object, print_checkpoint
    from indicia.statement.ledger.checkpoint import read_checkpoint
    from indicia.statement.ledger.reading import read_file
    from indicia.statement.ledger.store import Ledger

    ledger = Ledger(arguments.folder)
    if (arguments.key is None) == (arguments.add is None):
        raise UsageError("say --key FILE to sign, or --add NOTE to take over cosignatures")
    for path in arguments.known:
        ledger.heed(read_checkpoint(read_file(path, MOST_FILE), ledger.about.key, where=str(path)).checkpoint)
    if arguments.add:
        if not arguments.witness:
            raise UsageError("--add: whose cosignatures?", hint="Name the public key of each witness with --witness.")
        witnesses = [public_key(one) for one in arguments.witness]
        signed = ledger.add_cosignatures(read_file(arguments.add, MOST_FILE), witnesses)
    else:
        signed = ledger.sign(signer(arguments.key))
    if arguments.json:
        sys.stdout.buffer.write(to_json({"format": "indicia-ledger-checkpoint/1", **checkpoint_object(signed)}))
    else:
        print_checkpoint(signed, str(ledger.root / "checkpoint"))
    return 0

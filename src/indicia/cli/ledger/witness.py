"""`indicia ledger witness`: cosign a log that only grew."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.ledger.key_file import KeyFile
    from indicia.statement.ledger.witness import Witness


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "witness",
        help="cosign the checkpoint of a log that only grew, remembering it",
        description="Look at the checkpoint of a ledger, or at a request that `prove --since` wrote.  A log that "
        "shrank or shows a second history is refused, and what proves it is kept.  Who loses the folder of --state "
        "retires its key.",
    )
    verb.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="the ledger, or a request as a file")
    verb.add_argument("--state", type=Path, required=True, metavar="DIR", help="what this witness remembers")
    verb.add_argument("--key", type=Path, required=True, metavar="FILE", help="its secret key; made with --name")
    verb.add_argument("--name", metavar="NAME", help="be a new witness of this name: witness.example/ca")
    verb.add_argument("--passphrase", action="store_true", help="protect a new key with one, asked for here")
    verb.add_argument(
        "--trust", action="append", default=[], metavar="KEY", help="watch the log of this public key: text or file"
    )
    verb.add_argument("--out", type=Path, metavar="FILE", help="write the cosigned checkpoint (default: the ledger's)")
    verb.add_argument("--json", action="store_true", help="print it for machines")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Cosign and print."""
    from indicia.cli.common.times import now
    from indicia.cli.ledger.files import MOST_FILE, save
    from indicia.cli.ledger.keys import public_key
    from indicia.plain import to_json
    from indicia.report.terminal.statements.ledger import checkpoint_object, print_checkpoint, print_rows
    from indicia.statement.ledger.proof_files import consistency_of
    from indicia.statement.ledger.proving import prove_consistency
    from indicia.statement.ledger.reading import read_file
    from indicia.statement.ledger.store import Ledger

    witness, key = _witness(arguments)
    for one in arguments.trust:
        witness.trust(public_key(one))
    watch = witness.watch
    if arguments.folder is None:
        if arguments.json:
            body = {
                "format": "indicia-ledger-watch/1",
                "key": watch.key.text,
                "logs": [log.text for log in watch.logs],
            }
            sys.stdout.buffer.write(to_json(body))
        else:
            logs = [("watches", log.text) for log in watch.logs] or [("watches", "no log yet; --trust KEY")]
            print_rows("A witness", [("public key", watch.key.text), *logs])
        return 0
    ledger = Ledger(arguments.folder) if arguments.folder.is_dir() else None
    if ledger:
        known = witness.memory.latest(ledger.about.origin)
        old = known.size if known else 0
        held = ledger.checkpoint
        # A log that shrank has no proof from there on; the witness itself says so from the bare checkpoint.
        request = prove_consistency(ledger, min(old, held.checkpoint.size) if held else old)
    else:
        request = consistency_of(read_file(arguments.folder, MOST_FILE), str(arguments.folder))
    signed = witness.cosign(request, key, now())
    where = str(arguments.out) if arguments.out else ""
    if arguments.out:
        save(arguments.out, signed.note.data)
    elif ledger:
        ledger.add_cosignatures(signed.note.data, (watch.key,))
        where = str(ledger.root / "checkpoint")
    if arguments.json:
        sys.stdout.buffer.write(to_json({"format": "indicia-ledger-checkpoint/1", **checkpoint_object(signed)}))
    elif where:
        print_checkpoint(signed, where)
    else:
        sys.stdout.buffer.write(signed.note.data)
    return 0


def _witness(arguments: argparse.Namespace) -> tuple["Witness", "KeyFile"]:
    from indicia.cli.ledger.keys import signer, signer_or_new
    from indicia.statement.ledger.note import COSIGNATURE, VerifierKey, key_name
    from indicia.statement.ledger.witness import Witness

    if (arguments.state / "witness.json").is_file():
        if arguments.name:
            raise UsageError(f"--name: {arguments.state} is a witness already", hint="Leave --name out.")
        return Witness(arguments.state), signer(arguments.key)
    if not arguments.name:
        raise UsageError(
            f"{arguments.state}: no witness here",
            hint="--name NAME makes a new one.  If its folder was lost, make a new key: the old one must not go on.",
        )
    if not key_name(arguments.name):
        raise UsageError(f"--name: {arguments.name!r} cannot be the name of a key", hint="No blanks and no `+`.")
    key = signer_or_new(arguments.key, protect=arguments.passphrase)
    return Witness.create(arguments.state, VerifierKey(arguments.name, COSIGNATURE, key.public)), key

"""`indicia statement bundle`: everything that a stranger needs to verify it, in one file, up to a marking."""

import argparse
from pathlib import Path

from indicia.cli.statement.options import folder_argument, marking, opened


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "bundle",
        help="write a bundle that `indicia verify` proves without a network, for a reader up to a marking",
        description="Put membership, ledger, every signed version and position, and those claims and stances that the "
        "reader may see into one archive or folder.  What the reader may not see stays signed and hidden.",
    )
    folder_argument(verb)
    verb.add_argument("--ledger", type=Path, required=True, metavar="DIR", help="its log, with a signed checkpoint")
    verb.add_argument("--membership", type=Path, required=True, metavar="DIR", help="root.1.json …, targets.json")
    verb.add_argument("--up-to", type=marking, required=True, metavar="TLP", help="what the reader is allowed")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE.tar|DIR")
    verb.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="public key of a witness, text or file (repeat)"
    )
    verb.add_argument("--evidence", type=Path, metavar="DIR", help="files that shown claims rest on travel along")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write it; 0."""
    from indicia.cli.ledger.keys import public_key
    from indicia.model.statement import Marking
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.bundle.evidence import Evidence
    from indicia.statement.bundle.writing import pack
    from indicia.statement.ledger.store import Ledger

    evidence = None
    if arguments.evidence is not None:
        evidence = Evidence()
        evidence.add_folder(arguments.evidence)
    made = pack(
        opened(arguments.folder),
        Ledger(arguments.ledger),
        arguments.membership,
        Marking(arguments.up_to),
        witnesses=tuple(public_key(one) for one in arguments.witness),
        evidence=evidence,
    )
    made.save(arguments.out)
    for line in made.left_out:
        print_facts("left out", (line,))
    shown = f"{made.claims} claims up to {arguments.up_to}, {made.hidden} stay hidden"
    print_facts("written", (str(arguments.out), shown), f"indicia verify {arguments.out}")
    return 0

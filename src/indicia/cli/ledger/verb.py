"""`indicia ledger`: an append-only log of statements and positions, its witnesses and its proofs."""

import argparse

from indicia.cli.ledger import check, log, proofs, witness


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "ledger",
        help="an append-only log of statements and positions: entries, signed checkpoints, witnesses, proofs",
        description="Log what was said and when, so that nothing can be changed, put in earlier or left out unseen.  "
        "Exit code 0: done, or what was checked stands; 4: refused, saying why.",
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    for module in (log, witness, proofs, check):
        module.add(below)

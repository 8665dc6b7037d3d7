"""`indicia rules`: check, lint, keep and publish rules."""

import argparse

from indicia.cli.rules import check, lint, publish, sets


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "rules",
        help="check rules, keep signed sets of rules and indicators, publish them",
        description="Check and lint rules; install, list and make signed sets of rules and indicators.",
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    for module in (check, lint, sets, publish):
        module.add(below)

"""`indicia party`: who speaks in an alliance, with which keys; changed by officers together, without a network."""

import argparse

from indicia.cli.common.long_help import LongHelp
from indicia.cli.party import changes, keys, signing

_EPILOG = """\
a ceremony, on machines that share nothing but files (docs/parties.md):
  each officer   indicia party key make --alliance A --officer ANN --out DIR
                 and hands in DIR/ANN.keys.json
  one of them    indicia party init --alliance A --threshold 2 --officer … \\
                               --change CHANGE
                 indicia party add FOLDER US.keys.json --country US \\
                               --title … --change CHANGE
  each officer   indicia party sign FOLDER CHANGE --key ANN.secret.json
  anybody        indicia party apply FOLDER CHANGE...
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "party",
        help="parties of an alliance and their keys: init, add, rotate, revoke, renew, sign, apply, list, key",
        description="Keep the membership of an alliance: officers, parties, and which keys counted when.  Officers "
        "change it together; nothing is fetched or sent.",
        epilog=_EPILOG,
        formatter_class=LongHelp,
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    changes.add(below)
    signing.add(below)
    keys.add(below)

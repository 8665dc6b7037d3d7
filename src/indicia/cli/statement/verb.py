"""`indicia statement`: claims that several parties can sign, from a case to a sealed version; who agrees."""

import argparse

from indicia.cli.common.long_help import LongHelp
from indicia.cli.statement import bundle, change, draft, receive, seal, show

_EPILOG = """\
from case to signed statement (docs/statements.md):
  indicia statement draft CASE --alliance A --author US --title "…" \\
                    --marking TLP:AMBER --out FOLDER
  indicia statement show FOLDER · edit FOLDER C3 … · drop FOLDER C4
  indicia statement policy FOLDER --agree 3 --of US,CA,GB --claims C1,C2
  indicia statement check FOLDER · publish FOLDER
  indicia statement sign FOLDER --key US.secret.json
  indicia statement disclose FOLDER --up-to TLP:GREEN --out FILE
each party, with what was disclosed to it:
  indicia statement receive FILE --out OWN
  indicia position draft OWN --party CA --out CA.toml …
everybody:
  indicia statement bundle FOLDER --ledger LOG --membership M \\
                    --up-to TLP:GREEN --out B.tar
  indicia verify B.tar
  indicia statement agreement FOLDER
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "statement",
        help="claims for several parties: draft, add, edit, check, publish, sign, show, diff, agreement, bundle",
        description="Keep a statement in a folder of plain files: claims with what they rest on, down to the bytes of "
        "the evidence, every sealed version, positions of parties.  Salts stay in files that you alone can read.",
        epilog=_EPILOG,
        formatter_class=LongHelp,
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    draft.add(below)
    change.add(below)
    seal.add(below)
    receive.add(below)
    show.add(below)
    bundle.add(below)

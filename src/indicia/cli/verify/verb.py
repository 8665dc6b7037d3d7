"""`indicia verify`: read, hash and evaluate again what a result, or a statement, rests on."""

import argparse
from pathlib import Path

from indicia.cli.common.places import cache_folder
from indicia.cli.verify import statement
from indicia.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "verify",
        help="check that a result, or a statement in a bundle, still stands; names what does not",
        description="A case: check the chain of custody, hash the evidence again, evaluate anew the records behind "
        "every finding.  Exit code 0: all stands; 1: something does not, named; 4: could not check.  A bundle (folder "
        "or .tar) or the folder of a statement: walk from membership over ledger, signatures, versions, positions and "
        "claims down to bytes of evidence, without a network.  Exit code 0: all that is at hand is proven; 1: "
        "something is refuted; 2: it holds together, and only its own word says whose it is (--root and --log, or "
        "--known, say what you know); 3: cannot be told.",
    )
    verb.add_argument("case", type=Path, metavar="CASE|BUNDLE|STATEMENT", help="what it is, is told from its content")
    verb.add_argument(
        "--password", action="append", default=[], help="for protected archives; may be given several times"
    )
    statement.options(verb)
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Verify and print; 0 when everything stands."""
    if not arguments.case.exists():
        raise UsageError(f"{arguments.case}: no such file or folder", hint="Name a case, a bundle or a statement.")
    if statement.is_one(arguments.case):
        return statement.run(arguments)
    statement.refuse_options(arguments)
    from indicia.case import Case
    from indicia.config import Settings
    from indicia.detection.ruleset import load_ruleset
    from indicia.detection.sources import Sources
    from indicia.knowledge.packs.load import load_pack
    from indicia.pipeline.verify import verify
    from indicia.report.terminal.case import result as text

    case = Case.open(arguments.case)
    made = case.made()
    sources = made.sources.there() if made else Sources()
    settings = Settings(passwords=tuple(arguments.password), cache=cache_folder())
    found = verify(case, load_ruleset(load_pack(), sources, settings.limits, settings.cache), settings)
    doubts = [(doubt.what, doubt.why) for doubt in found.doubts]
    text.print_verification(found.files, found.records, doubts, away=any(doubt.away for doubt in found.doubts))
    return 1 if found.doubts else 0

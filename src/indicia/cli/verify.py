"""`indicia verify`: read, hash and evaluate again what a result rests on."""

import argparse
from pathlib import Path

from indicia.cli.places import cache_folder


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "verify",
        help="check that a saved result still stands; names what does not",
        description="Check the chain of custody, hash the evidence again, and evaluate anew the records behind every "
        "finding.  Exit code 0: all stands; 1: something does not, named on standard output; 4: could not check.",
    )
    verb.add_argument("case", type=Path, help="case folder")
    verb.add_argument(
        "--password", action="append", default=[], help="for protected archives; may be given several times"
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Verify and print; 0 when everything stands."""
    from indicia.case import Case
    from indicia.config import Settings
    from indicia.detection.ruleset import load_ruleset
    from indicia.detection.sources import Sources
    from indicia.knowledge.load import load_pack
    from indicia.pipeline.verify import verify
    from indicia.report import text

    case = Case.open(arguments.case)
    made = case.made()
    sources = made.sources.there() if made else Sources()
    settings = Settings(passwords=tuple(arguments.password), cache=cache_folder())
    found = verify(case, load_ruleset(load_pack(), sources, settings.limits, settings.cache), settings)
    text.print_verification(found.files, found.records, [(doubt.what, doubt.why) for doubt in found.doubts])
    return 1 if found.doubts else 0

"""`indicia rules lint`: what the rules of a pack of our own lack."""

import argparse
import sys
from pathlib import Path


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "lint",
        help="say what the rules of a pack lack before it is fit to ship",
        description="Look through a pack: id, words for people, techniques, false positives, artefact test, samples "
        "with a look-alike for each criterion, documentation, a text to search for.  Exit code 0: nothing is missing; "
        "1: something is, one line each; 4: could not look.",
    )
    verb.add_argument("pack", nargs="?", type=Path, help="folder of a pack (default: the built-in Exchange pack)")
    verb.add_argument(
        "--samples",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="folder of samples (default: samples/ in the pack); may be given several times",
    )
    verb.add_argument(
        "--docs",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="folder of pages that name each rule (default: docs/ in the pack)",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lint and print; 0 when nothing is missing."""
    from indicia.pipeline.rules.lint import lint_pack
    from indicia.report.terminal.rules import print_complaints

    found = lint_pack(arguments.pack, arguments.samples, arguments.docs)
    print_complaints([(item.rule, item.what) for item in found.complaints], found.rules)
    for what in found.unseen:
        sys.stderr.write(f"indicia: {what} not looked at: say where with --{'docs' if what[0] == 'd' else what}\n")
    return 1 if found.complaints else 0

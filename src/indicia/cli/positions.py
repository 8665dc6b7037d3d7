"""`indicia positions`: who attributed what to whom, in which words, and what they share."""

import argparse
import sys
from datetime import date
from pathlib import Path

from indicia.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "positions",
        help="public claims about an attribution: who says what, what all share, where words differ",
        description="The claims around the joint attribution of 19 July 2021, or those of a file: a matrix by party, "
        "what all share, words and scales of confidence, measures taken and not taken, what came before and later.",
    )
    verb.add_argument("file", type=Path, nargs="?", help="claims as TOML (default: those of 19 July 2021)")
    verb.add_argument("--until", metavar="DATE", help="only what was said up to this day, e.g. 2021-07-19")
    verb.add_argument("--json", action="store_true", help="print it for machines")
    verb.add_argument("-v", "--verbose", action="store_true", help="notes and sources")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print; always 0."""
    from indicia.attribution.agreement import agreements
    from indicia.knowledge.positions import load_positions
    from indicia.plain import plain, to_json
    from indicia.report.text_positions import print_positions

    try:
        until = date.fromisoformat(arguments.until) if arguments.until else None
    except ValueError as error:
        raise UsageError(f"--until: {arguments.until} is no day", hint="Write it as 2021-07-19.") from error
    positions = load_positions(arguments.file)
    found = agreements(positions, until)
    if arguments.json:
        body = {"format": "indicia-positions/1", "positions": plain(positions), "agreements": plain(found)}
        sys.stdout.buffer.write(to_json(body))
    else:
        print_positions(positions, found, verbose=arguments.verbose)
    return 0

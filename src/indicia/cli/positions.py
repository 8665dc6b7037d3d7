"""`indicia positions`: who attributed what to whom, in which words, and what they share."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import RulesetError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicia.knowledge.actors.positions import Positions


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "positions",
        help="public claims about an attribution: who says what, what all share, where words differ",
        description="The claims around the joint attribution of 19 July 2021, or those of a file: a matrix by party, "
        "what all share, words and scales of confidence, measures taken and not taken, what came before and later.  "
        "A file is claims as TOML, or what `indicia read … --json` printed: then one matrix for each report.",
    )
    verb.add_argument("file", type=Path, nargs="?", help="claims, or read reports (default: those of 19 July 2021)")
    verb.add_argument("--day", metavar="DATE", help="day of read reports that do not say theirs")
    verb.add_argument("--until", metavar="DATE", help="only what was said up to this day, e.g. 2021-07-19")
    verb.add_argument("--json", action="store_true", help="print it for machines")
    verb.add_argument("-v", "--verbose", action="store_true", help="notes and sources")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print; always 0."""
    from indicia.attribution.agreement import agreements
    from indicia.cli.common.days import day_of
    from indicia.plain import plain, to_json
    from indicia.report.terminal.others.positions import print_positions

    until = day_of("--until", arguments.until)
    every = _positions(arguments.file, day_of("--day", arguments.day))
    found = [agreements(positions, until) for positions in every]
    if arguments.json:
        bodies = [
            {"positions": plain(positions), "agreements": plain(one)}
            for positions, one in zip(every, found, strict=True)
        ]
        body = bodies[0] if len(bodies) == 1 else {"reports": bodies}
        sys.stdout.buffer.write(to_json({"format": "indicia-positions/1", **body}))
    else:
        for positions, one in zip(every, found, strict=True):
            print_positions(positions, one, verbose=arguments.verbose)
    return 0


def _positions(path: Path | None, day: date | None) -> "Sequence[Positions]":
    """The claims of a file; of a file of read reports those of each report."""
    from indicia.cli.statement.options import read_file
    from indicia.knowledge.actors.positions import load_positions
    from indicia.knowledge.reports.assertions.claims import as_positions
    from indicia.statement.drafting.from_reading import MOST_BYTES, readings_of

    if path is None:
        return [load_positions(None)]
    if not _is_json(path):
        try:
            return [load_positions(path)]
        except RulesetError as error:
            if "TOML" not in str(error):
                raise
            raise UsageError(str(error), hint=f"An article is read first: indicia read {path} --json > FILE") from None
    made = []
    for reading in readings_of(read_file(path, MOST_BYTES), str(path)):
        text = reading.text
        said = text.published or day
        if said is None:
            raise UsageError(f"{text.name} does not say of which day it is", hint="Give --day 2021-07-19.")
        made.append(as_positions(reading.assertions, said, text.name, text.title))
    if not made:
        raise UsageError(f"{path}: no report in it")
    return made


def _is_json(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    except OSError:
        # Whoever reads it says so.
        return False

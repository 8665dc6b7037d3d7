"""`indicia import`: a bundle of somebody else, taken in without believing it."""

import argparse
import sys
from pathlib import Path

from indicia.cli.common.target import target
from indicia.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "import",
        help="take in STIX 2.1 of others: statements, positions, claims, findings, explanations, what producers say",
        description="Read a bundle, an envelope, a list of objects, or JSON lines (what `indicia share pull` writes).  "
        "An export of Indicia comes back whole; of other producers come relationships with their confidence, "
        "sightings, reports, notes, groupings and opinions, as sentences.  What is not understood, and what was "
        "changed on its way, is listed.",
        epilog="Nothing that comes in is signed: `indicia verify` checks statements, from their own bundle.  A missing "
        "or unknown marking counts as TLP:RED.  `indicia export --imported FILE` passes on what is of Indicia.  Exit "
        "code 0, or 4 when the file could not be read.",
    )
    verb.add_argument("file", type=Path, metavar="FILE", help="STIX 2.1")
    verb.add_argument("--out", type=Path, metavar="FILE", help="write everything that was taken in as JSON")
    verb.add_argument("--json", action="store_true", help="print that JSON")
    verb.add_argument("-v", "--verbose", action="store_true", help="list everything, nothing cut")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, write, print; 0."""
    from indicia.plain import to_json
    from indicia.report.clean import clean_json
    from indicia.report.terminal.others.imported import print_imported
    from indicia.sharing.stix.importing import import_stix

    found = import_stix(read(arguments.file), arguments.file.name)
    if arguments.out is not None:
        with target(arguments.out) as out:
            out.write(to_json(found))
    if arguments.json:
        sys.stdout.buffer.write(clean_json(to_json(found)))
    elif str(arguments.out) != "-":
        print_imported(found, verbose=arguments.verbose)
    return 0


def read(path: Path) -> bytes:
    """A file of STIX objects, no more of it than is ever read.  Raises UsageError."""
    from indicia.sharing.stix.opened import MOST_BYTES

    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path}: larger than {MOST_BYTES >> 20} MiB", hint="Split it into several bundles.")
    return data

"""`indicia read`: what reports of other people say, each claim with the characters it was read from."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import ReportError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicia.model.reported import ReportReading

_FAILED = 4


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "read",
        help="read reports of others: indicators, flaws, techniques, actors, numbers, days, who asserts what",
        description="Read text, Markdown, HTML, PDF, STIX bundles and MISP events.  What a file is, is found from its "
        "content.  Every claim is quoted from the report; numbers stay the speaker's.  Names come from Indicia and "
        "from the ATT&CK bundles and the MISP galaxy kept by `indicia knowledge`; a disputed name stays disputed.",
        epilog="exit codes: 0 all files were read, 4 one could not be",
    )
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help="reports")
    verb.add_argument("--json", action="store_true", help="print text, places and every claim for machines")
    verb.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help="write the indicators as CSV, fit for `indicia scan --indicators`; what a report only points to is"
        " left out",
    )
    verb.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="ID",
        help="accept a suggested technique, as T1190; `all` accepts every one; may be repeated",
    )
    verb.add_argument(
        "--least", type=_share, metavar="SCORE", help="accept only suggestions with at least this score, 0 to 1"
    )
    verb.add_argument("-v", "--verbose", action="store_true", help="show all rows, and the sentence of each")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, print, write; 4 when a file could not be read."""
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.reports.techniques.accepting import accept
    from indicia.pipeline.read_reports import model_for_reading, names_for_reading, read_reports
    from indicia.plain import plain, to_json
    from indicia.report.terminal.error import print_error
    from indicia.report.terminal.others.reading import print_readings

    lexicon, model = names_for_reading(knowledge_folder()), model_for_reading(knowledge_folder())
    read = tuple(read_reports(arguments.files, lexicon, model))
    readings, unknown = accept(
        [item.reading for item in read if item.reading is not None], arguments.accept, arguments.least
    )
    if unknown:
        raise UsageError(
            f"--accept: nothing suggests {', '.join(unknown)}", hint="indicia read FILE shows what is suggested."
        )
    refused = tuple((item.name, item.refused) for item in read if item.refused is not None)
    if arguments.json:
        body = {
            "format": "indicia-reading/1",
            "names_from": list(lexicon.sources),
            "techniques_from": {"sha256": model.sha256, "notes": list(model.notes)} if model else None,
            "reports": plain(readings),
            "refused": [{"name": name, "reason": str(error)} for name, error in refused],
        }
        sys.stdout.buffer.write(to_json(body))
    elif readings:
        print_readings(readings, lexicon.sources, model.sha256 if model else "", verbose=arguments.verbose)
    for _, error in refused:
        print_error(error)
    if arguments.csv is not None:
        _write(arguments.csv, readings)
    return _FAILED if refused else 0


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError(text)
    return share


def _write(path: Path, readings: "Sequence[ReportReading]") -> None:
    from indicia.report.reading_csv import indicators_as_csv

    rows, written, left = indicators_as_csv(readings)
    try:
        path.write_bytes(rows)
    except OSError as error:
        raise ReportError(f"{path}: cannot be written: {error.strerror or error}") from None
    aside = (
        f"; {left} left out: references, publishers, private addresses and kinds that logs do not hold" if left else ""
    )
    sys.stderr.write(f"{written} indicators in {path}{aside}\n")

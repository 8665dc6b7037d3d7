"""`indicia timeline`: what was touched, or everything, in order of time."""

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.target import target
from indicia.cli.common.times import moment
from indicia.errors import UsageError

if TYPE_CHECKING:
    # The verbs' modules are imported for every command line; what only one of them needs waits until it runs.
    from contextlib import AbstractContextManager

    from indicia.model.evidence import Kind
    from indicia.pipeline.progress import Progress

_MOST_NAMES = 900
"""Fields beyond which Timesketch may refuse an import: its limit is 1,000 an index, with room for its own."""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "timeline",
        help="all records that rules touched, or all there are, sorted by time (CSV, JSON lines, Parquet)",
        description="One row for each record that a rule or an analysis touched, sorted by time; with --all also every "
        "record of the kinds named, read again from the evidence.  Timesketch takes the CSV and the JSON lines as they "
        "are.  What the timeline leaves out is said on standard error.  Exit code 0, or 4 when it failed.",
    )
    verb.add_argument("case", type=Path, help="case folder")
    verb.add_argument(
        "--out", type=Path, default=Path("-"), metavar="FILE", help="where to write (default: -, standard output)"
    )
    verb.add_argument(
        "--format", choices=("csv", "jsonl", "parquet"), help="default: as the suffix of FILE says, else csv"
    )
    verb.add_argument(
        "--all",
        nargs="+",
        action="extend",
        default=[],
        metavar="KIND",
        help="also every record of these kinds: evtx, iis, httpproxy, …, a table (win_event, file, …), everything",
    )
    verb.add_argument("--since", type=moment, metavar="T", help="from here on, UTC (2021-03-01, 2021-03-01T12:00)")
    verb.add_argument("--until", type=moment, metavar="T", help="up to here, UTC")
    verb.add_argument(
        "--host",
        action="append",
        default=[],
        help="only this server (its first label is enough); may be given several times",
    )
    verb.add_argument("--untimed", action="store_true", help="also write records without a time, last")
    verb.add_argument(
        "--password", action="append", default=[], help="for protected archives; may be given several times"
    )
    verb.add_argument(
        "--workers", type=int, default=min(os.cpu_count() or 1, 8), help="processes that read (default: one per core)"
    )
    verb.add_argument("-q", "--quiet", action="store_true", help="do not say what the timeline holds")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the timeline; 0 when it is whole on disk."""
    from indicia.case import Case
    from indicia.config import Settings
    from indicia.pipeline.timeline.making import Wanted, timeline
    from indicia.report.terminal.case.timeline import print_timeline
    from indicia.report.timeline.forms import form_of, name_for

    if arguments.workers < 1:
        raise UsageError("--workers has to be 1 or more")
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise UsageError("--since is later than --until")
    wanted = Wanted(
        kinds=_kinds(arguments.all),
        hosts=tuple(arguments.host),
        since=arguments.since,
        until=arguments.until,
        untimed=arguments.untimed,
    )
    name = arguments.format or name_for(arguments.out.suffix)
    to_stdout = str(arguments.out) == "-"
    if name == "parquet" and to_stdout and sys.stdout.isatty():
        raise UsageError("Parquet is nothing for a terminal", hint="Name a file with --out.")
    if name == "parquet":
        import pyarrow as pa

        # Arrow's own pools keep what was freed: 50 MB more for the same rows.
        pa.set_memory_pool(pa.system_memory_pool())
    case = Case.open(arguments.case)
    form = form_of(name)
    settings = Settings(passwords=tuple(arguments.password), workers=arguments.workers)
    # Rows on a terminal and a bar below them would overwrite each other.
    shown = sys.stderr.isatty() and not (arguments.quiet or (to_stdout and sys.stdout.isatty()))
    with target(arguments.out) as out, _bar(shown, arguments.workers) as progress:
        told = timeline(case, wanted, settings, form, out, progress)
    if not arguments.quiet:
        names = len(form.names)
        print_timeline(
            target="timeline" if to_stdout else str(arguments.out),
            rows=told.rows,
            touched=told.touched,
            period=(told.first, told.last),
            untimed=told.untimed,
            written=wanted.untimed,
            copies=told.copies if wanted.kinds else 0,
            places=told.places,
            unread=told.unread,
            changed=told.changed,
            strange=told.strange,
            names=names if names > _MOST_NAMES else 0,
        )
    return 0


def _kinds(names: list[str]) -> "frozenset[Kind]":
    """The kinds these names stand for; raises UsageError for a name that is none."""
    if not names:
        return frozenset()
    from indicia.pipeline.timeline.reading import NAMES

    unknown = [name for name in names if name.lower() not in NAMES]
    if unknown:
        raise UsageError(f"--all: no kind {', '.join(unknown)}", hint=f"Kinds: {', '.join(NAMES)}.")
    return frozenset(kind for name in names for kind in NAMES[name.lower()])


def _bar(shown: bool, workers: int) -> "AbstractContextManager[Progress | None]":
    if not shown:
        return nullcontext()
    from indicia.cli.common.progress import Bar

    return Bar(workers, ending="sorting and writing")

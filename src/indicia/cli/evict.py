"""`indicia evict`: what to do, in which order, and whether a later collection shows that it was done."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.places import cache_folder
from indicia.cli.common.servers import servers_of
from indicia.cli.common.times import moment
from indicia.errors import CaseError, UsageError

if TYPE_CHECKING:
    from indicia.assessment.eviction.later import LaterHost
    from indicia.case import Case
    from indicia.model.assessment import Assessment, Result

_EXIT_HELD, _EXIT_CANNOT_TELL = 1, 3


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "evict",
        help="the plan to put an intruder out, and whether later evidence shows that it was done",
        description="Without --check: the steps that what was found asks for, in order, each with the evidence that "
        "proves it and what does not. With --check: scans a later collection of the same servers into CASE/checks and "
        'says of each step done, not done, or cannot tell; "still held" when a way to stay is there or a removed '
        "page was asked for again and answered.",
        epilog="exit codes with --check: 0 every step that a server's evidence can show is done (those that it never "
        "shows are counted and printed), 1 a step is not done or somebody is still in, 3 cannot tell, 4 failed. "
        "Without --check: 0.",
    )
    verb.add_argument("case", type=Path, help="case folder")
    verb.add_argument("--check", type=Path, nargs="+", metavar="EVIDENCE", help="a later collection of these servers")
    verb.add_argument(
        "--evicted",
        type=moment,
        metavar="TIME",
        help="when the eviction was finished, UTC, e.g. 2021-03-20T18:00 (default: when the first collection ended)",
    )
    verb.add_argument(
        "--host", action="append", default=[], metavar="NAME", help="only this server (its first label is enough)"
    )
    verb.add_argument("--json", action="store_true", help="print the plan or the answers for machines")
    verb.add_argument("-v", "--verbose", action="store_true", help="whole reasons, countermeasures, sources")
    verb.add_argument("--workers", type=int, default=2, help="processes for --check (default: 2)")
    verb.add_argument("--password", action="append", default=[], help="for protected archives")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the plan, or hold a later collection against it."""
    from indicia.case import Case
    from indicia.knowledge.packs.eviction import load_eviction
    from indicia.knowledge.packs.load import load_pack
    from indicia.plain import plain, to_json
    from indicia.report.terminal.case.eviction import print_check, print_plan

    case = Case.open(arguments.case)
    result = case.result()
    hosts = _chosen(result.hosts, arguments.host)
    if not arguments.check:
        if arguments.evicted is not None:
            raise UsageError("--evicted says what a later collection is compared with", hint="Add --check EVIDENCE.")
        if arguments.json:
            lines = [{"host": host.host, "steps": plain(host.eviction)} for host in hosts]
            sys.stdout.buffer.write(to_json({"format": "indicia-eviction/1", "hosts": lines}))
        else:
            print_plan(hosts, load_eviction(load_pack()), verbose=arguments.verbose)
        return 0
    checked, later = _checked(case, result, hosts, arguments)
    if arguments.json:
        sys.stdout.buffer.write(
            to_json({"format": "indicia-eviction-check/1", "case": str(later), "hosts": plain(checked)})
        )
    else:
        print_check(hosts, checked, later, verbose=arguments.verbose)
    if any(one.held or one.undone for one in checked):
        return _EXIT_HELD
    return _EXIT_CANNOT_TELL if any(one.dark for one in checked) else 0


def _chosen(hosts: "Sequence[Assessment]", names: list[str]) -> "list[Assessment]":
    asked = servers_of(names, (host.host for host in hosts))
    return [host for host in hosts if not names or host.host in asked]


def _checked(
    case: "Case", first: "Result", hosts: "list[Assessment]", arguments: argparse.Namespace
) -> "tuple[tuple[LaterHost, ...], Path]":
    """Scan the later collection with what the case was scanned with, and compare; answers, and their case folder.

    Raises CaseError for a collection that is no later than the first, and one of other servers.
    """
    from indicia.assessment.eviction.later import compare
    from indicia.assessment.next_steps.collecting import lines_by_question
    from indicia.cli.scan import perform
    from indicia.config import Settings
    from indicia.detection.sources import Sources
    from indicia.knowledge.packs.collecting import load_lines
    from indicia.knowledge.packs.eviction import load_eviction
    from indicia.knowledge.packs.load import load_pack
    from indicia.pipeline.scan import Order

    made = case.made()
    settings = Settings(workers=arguments.workers, passwords=tuple(arguments.password), cache=cache_folder())
    order = Order(
        arguments=tuple(arguments.check), sources=made.sources.there() if made else Sources(), settings=settings
    )
    number = 1 + max((int(path.name) for path in (case.root / "checks").glob("*") if path.name.isdigit()), default=0)
    root = case.root / "checks" / str(number)
    later, _, _ = perform(order, root, show=not arguments.json)
    pack = load_pack()
    lines = load_lines(pack)
    compared = compare(
        load_eviction(pack),
        hosts,
        first,
        later,
        arguments.evicted,
        lambda host: lines_by_question(pack, lines, [host]),
    )
    if not compared:
        there = ", ".join(host.host for host in later.hosts) or "no server"
        raise CaseError(
            f"the later collection is of {there}, not of {_asked(hosts, first)}",
            hint=f"Servers of the case: {', '.join(host.host for host in first.hosts[:20])}.",
        )
    return compared, root


def _asked(hosts: "Sequence[Assessment]", first: "Result") -> str:
    if len(hosts) == len(first.hosts):
        return "a server of this case"
    return ", ".join(host.host for host in hosts[:20])

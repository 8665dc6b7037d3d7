"""`indicia scan`: evidence in, verdict out."""

import argparse
import gc
import getpass
import os
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.places import cache_folder, installed, trusted
from indicia.cli.common.rule_options import sigma_options
from indicia.cli.common.times import moment
from indicia.config import Settings
from indicia.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # The verbs' modules are imported for every command line; what only one of them needs waits until it runs.
    from contextlib import AbstractContextManager

    from indicia.case import Case
    from indicia.cli.common.progress import Loading
    from indicia.detection.profile import Profile
    from indicia.detection.ruleset import Ruleset
    from indicia.evidence.hashing_ahead import HashingAhead
    from indicia.model.assessment import Refusal, Result
    from indicia.pipeline.progress import Progress
    from indicia.pipeline.scan import Order


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "scan",
        help="scan collections of evidence; the exit code says the verdict",
        description="Read evidence (folders, files, zip, tar, 7z; nothing is changed) and say, per host, how far an "
        "intruder got, what is still there, and what this evidence cannot show.",
    )
    verb.add_argument(
        "evidence", nargs="+", type=Path, help="a folder, a file or an archive; several are several collections"
    )
    verb.add_argument(
        "--case", type=Path, default=Path("case"), help="case folder (default: ./case); an interrupted scan goes on"
    )
    verb.add_argument(
        "--rules",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="further rules (Sigma with correlations and filters, YARA): folder, file or zip",
    )
    verb.add_argument(
        "--indicators",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="addresses, hashes, names … to look for: list, CSV, STIX 2.1, MISP; folder, file or zip",
    )
    verb.add_argument(
        "--no-installed", action="store_true", help="leave out the sets that `indicia rules update` installed"
    )
    sigma_options(verb)
    verb.add_argument(
        "--allow",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="what this site knows and allows: Sigma filters with author, reason and last day; findings of it stay "
        "visible as suppressed",
    )
    verb.add_argument(
        "--since", type=moment, metavar="T", help="start of the period in question, UTC (2021-03-01, 2021-03-01T12:00)"
    )
    verb.add_argument("--until", type=moment, metavar="T", help="end of the period in question, UTC")
    verb.add_argument(
        "--password", action="append", default=[], help="for protected archives; may be given several times"
    )
    verb.add_argument(
        "--workers", type=int, default=min(os.cpu_count() or 1, 8), help="processes that read (default: one per core)"
    )
    verb.add_argument("--no-prefilter", action="store_true", help="decode every record: same result, slower")
    verb.add_argument(
        "--profile", action="store_true", help="also say what the filter let through and which rules cost most"
    )
    verb.add_argument("--json", action="store_true", help="print result.json instead of the text")
    verb.add_argument("-q", "--quiet", action="store_true", help="print the verdict lines only")
    verb.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="also say why a rule was refused and which places could not be read",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Scan and print."""
    with _hashing(arguments) as hashing:
        return _run(arguments, hashing)


def _hashing(arguments: argparse.Namespace) -> "AbstractContextManager[HashingAhead | None]":
    """Evidence being hashed already, where there is a core for it and the case does not know the evidence yet."""
    if arguments.workers < 2 or (arguments.case / "intake.json").exists():
        return nullcontext()
    from indicia.evidence.hashing_ahead import HashingAhead

    return HashingAhead(arguments.evidence)


def _run(arguments: argparse.Namespace, hashing: "HashingAhead | None") -> int:
    from indicia.case import result_pieces
    from indicia.detection.sets.installed import refusals, usable
    from indicia.detection.sources import Sources
    from indicia.pipeline.scan import Order

    if arguments.workers < 1:
        raise UsageError("--workers has to be 1 or more")
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise UsageError("--since is later than --until")
    if arguments.profile and arguments.json:
        raise UsageError("--profile does not go with --json", hint="The account is for people to read.")
    settings = Settings(
        since=arguments.since,
        until=arguments.until,
        workers=arguments.workers,
        prefilter=not arguments.no_prefilter,
        passwords=tuple(arguments.password),
        cache=cache_folder(),
        profile=arguments.profile,
    )
    sets = () if arguments.no_installed else installed()
    sources = Sources(
        rules=(*arguments.rules, *usable(sets)),
        indicators=(*arguments.indicators, *usable(sets)),
        values=arguments.sigma_values,
        pipelines=tuple(arguments.sigma_pipeline),
        allow=tuple(arguments.allow),
    )
    sources.check()
    order = Order(arguments=tuple(arguments.evidence), sources=sources, settings=settings, who=_who(), clock=_clock())
    profiles: list[Profile] = []
    result, case, ruleset = perform(
        order,
        arguments.case,
        show=not (arguments.json or arguments.quiet),
        left_out=refusals(sets),
        profiled=profiles.append,
        hashing=hashing,
    )
    if arguments.json:
        sys.stdout.buffer.writelines(result_pieces(result))
    else:
        from indicia.report.terminal.case import result as text

        text.print_result(result, case.report, quiet=arguments.quiet, verbose=arguments.verbose)
    if arguments.profile:
        from indicia.detection.profile import merged
        from indicia.report.terminal.case.profile import print_profile

        print_profile(merged(profiles), {rule.id: rule.title for rule in ruleset.rules})
    return result.exit_code


def perform(
    order: "Order",
    folder: Path,
    *,
    show: bool,
    left_out: "Sequence[Refusal]" = (),
    profiled: "Callable[[Profile], None] | None" = None,
    hashing: "HashingAhead | None" = None,
) -> "tuple[Result, Case, Ruleset]":
    """Scan into a case folder, with a progress bar where somebody can see it, and write the page.

    `left_out` are sets that are not used, for the result to name; `hashing` may have begun with the evidence.
    """
    from indicia.case import Case
    from indicia.detection.ruleset import load_ruleset
    from indicia.knowledge.packs.load import load_pack
    from indicia.pipeline.scan import scan as run_scan

    watched = show and sys.stderr.isatty()
    loading: AbstractContextManager[Loading | None] = nullcontext()
    bar: AbstractContextManager[Progress | None] = nullcontext()
    if watched:
        from indicia.cli.common import progress as shows

        loading, bar = shows.Loading(), shows.Bar(order.settings.workers)
    with loading as shown:
        ruleset = load_ruleset(
            load_pack(),
            order.sources,
            order.settings.limits,
            order.settings.cache,
            trusted=trusted(),
            left_out=left_out,
            told=shown.told if shown else lambda what, done, total: None,
        )
    # What was loaded stays to the end: nobody looks through it for garbage, which worker processes would copy.
    gc.freeze()
    with Case.taken(folder) as case:
        with bar as progress:
            result = run_scan(order, case, ruleset, progress, profiled, hashing)
        from indicia.report.page import result as html

        case.write_pieces("report.html", html.page_pieces(result))
    return result, case, ruleset


def _who() -> str:
    """Who takes the evidence in, for the chain of custody."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _clock() -> "Clock":
    """The clock of the chain of custody; SOURCE_DATE_EPOCH fixes it for runs that must give equal bytes."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return Clock(datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else None)


class Clock:
    """Tells the time, UTC; always the same one when it is fixed."""

    def __init__(self, fixed: datetime | None) -> None:
        self.fixed = fixed

    def __call__(self) -> datetime:
        """Now."""
        return self.fixed or datetime.now(UTC)

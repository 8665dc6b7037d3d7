"""`indicia demo`: invented servers, scanned."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from indicia.cli.common.places import cache_folder
from indicia.errors import CaseError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "demo",
        help="generate evidence of five invented servers, scan it, show the verdicts",
        description="One server held after its patch; one cleaned, but for a module; one only probed; one quiet with "
        "logs that are too short; one updated before anything happened.  All content is invented and inert.  Exit code "
        "0 when the demonstration worked, whatever the verdicts.",
    )
    verb.add_argument("--out", type=Path, default=Path("demo-out"), help="folder to write into (default: ./demo-out)")
    verb.add_argument("--workers", type=int, default=2, help="processes that read (default: 2)")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Generate, scan, print."""
    from indicia.cli.scan import perform
    from indicia.config import Settings
    from indicia.demo import write_demo
    from indicia.pipeline.scan import Order
    from indicia.report.terminal.case import result as text

    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        collections = write_demo(arguments.out / "evidence")
    except OSError as error:
        raise CaseError(f"{arguments.out}: {error.strerror}", hint="Name another folder with --out.") from error
    order = Order(
        arguments=tuple(collections),
        settings=Settings(workers=max(arguments.workers, 1), cache=cache_folder()),
        who="demo",
        clock=lambda: datetime.now(UTC),
    )
    result, case, _ = perform(order, arguments.out / "case", show=True)
    text.print_result(result, case.report, quiet=False, verbose=False)
    return 0

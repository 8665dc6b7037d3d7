"""`indicia campaigns`: which servers of one or many cases the same visitor reached, and why that is said."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicia.model.assessment import Result


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "campaigns",
        help="servers of one or many cases joined by what they rarely would share by chance",
        description="Join what happened on many servers by shared traits: web-shell hash and code, password parameter, "
        "page, client address within days and minutes, user agent, shape of forged requests, commands, implants. Each "
        "counts by how rare it is in the fleet; what everybody shares counts nothing. A link needs two independent "
        "traits. It says who belongs together, and names nobody.",
        epilog="exit codes: 1 a campaign on two servers or more, 0 none, 4 failed",
    )
    verb.add_argument("case", type=Path, nargs="+", metavar="CASE", help="case folders, each with one server or many")
    verb.add_argument(
        "--common",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="values that link nothing here, as TOML: relays, VPN exits, own monitoring, hired testers (repeatable)",
    )
    verb.add_argument("--json", action="store_true", help="print everything as JSON")
    verb.add_argument("-v", "--verbose", action="store_true", help="every member, link and leftover")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Join, print; 1 where a campaign was found that got past probing, else 0."""
    from indicia.attribution.campaigns.explaining import campaigns
    from indicia.attribution.campaigns.fleet import gather_fleet
    from indicia.knowledge.actors.common_traits import load_common
    from indicia.plain import to_json
    from indicia.report.terminal.case.campaigns import print_campaigns

    common = load_common(arguments.common)
    fleet = gather_fleet(_results(arguments.case), common)
    found = campaigns(fleet.store, cases=fleet.cases, hosts=fleet.hosts, lists=common.sources, notes=fleet.notes())
    if arguments.json:
        sys.stdout.buffer.write(to_json(found))
    else:
        print_campaigns(found, verbose=arguments.verbose)
    return 1 if found.campaigns else 0


def _results(paths: Sequence[Path]) -> "Iterator[tuple[str, Result]]":
    """Each case once, under a name that tells it from the others."""
    from indicia.case import Case

    once = list({path.resolve(): path for path in paths})
    # Every folder is looked at before the first result is read: a wrong name must not cost minutes.
    cases = [Case.open(path) for path in once]
    for path, case in zip(once, cases, strict=True):
        yield _name(path, once), case.result()


def _name(path: Path, others: Sequence[Path]) -> str:
    """The last part of a path, or as many as it takes to be the only one."""
    for count in range(1, len(path.parts) + 1):
        tail = path.parts[-count:]
        if sum(other.parts[-count:] == tail for other in others) == 1:
            return "/".join(tail).replace("//", "/")
    return str(path)

"""`indicia exposure`: which flaws stand open on the servers of an inventory or a case, and since when."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.times import moment
from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.knowledge.product.kev import KevCatalogue


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "exposure",
        help="which flaws stand open on the servers of an inventory or a case, and since when",
        description="Judge each server by its build, inside its product and cumulative update.  An inventory is a CSV "
        "with a header: a host and a build (ExSetup, Build, AdminDisplayVersion or a name such as 2016 CU19), and "
        "where you have them the day it was seen and whether it can be reached from the internet.",
        epilog="exit codes: 1 a flaw known to be used stands open, 2 another one does, 3 cannot tell, 0 none, 4 failed",
    )
    verb.add_argument("source", type=Path, metavar="INVENTORY|CASE", help="a CSV of servers, or a case folder")
    verb.add_argument(
        "--as-of",
        type=moment,
        metavar="DATE",
        help="count open days up to here (default: the newest date of the inventory); not for a case",
    )
    verb.add_argument(
        "--kev",
        type=Path,
        metavar="FILE",
        help="CISA's catalogue as JSON (default: the newest of `indicia knowledge list`, else the pack's own dates)",
    )
    verb.add_argument("--json", action="store_true", help="print everything as JSON")
    verb.add_argument("-v", "--verbose", action="store_true", help="also name each open flaw with its days")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge, print, and say by the exit code how bad it is."""
    from msgspec.structs import replace

    from indicia.assessment.flaws.fleet import exit_code, of_case, of_inventory
    from indicia.assessment.inventory.reading import read_inventory
    from indicia.case import Case
    from indicia.knowledge.packs.load import load_pack
    from indicia.knowledge.product.kev import with_kev
    from indicia.plain import to_json
    from indicia.report.terminal.case.exposure import print_fleet

    pack = load_pack()
    catalogue, origin = _kev(arguments.kev)
    if catalogue is not None:
        pack = replace(pack, flaws=with_kev(pack.flaws, catalogue))
    source: Path = arguments.source
    as_of: datetime | None = arguments.as_of
    if source.is_dir():
        if as_of is not None:
            raise UsageError("--as-of is for an inventory: a case counts to its newest record")
        result = Case.open(source).result()
        hosts = {item.host: item.exposure for item in result.hosts}
        fleet = of_case(pack, hosts, source.name, catalogue, origin)
    else:
        inventory = read_inventory(_bytes(source), pack.builds, as_of)
        fleet = of_inventory(pack, inventory, source.name, as_of, catalogue, origin)
    if arguments.json:
        sys.stdout.buffer.write(to_json(fleet))
    else:
        print_fleet(fleet, verbose=arguments.verbose)
    return exit_code(fleet)


def _kev(given: Path | None) -> "tuple[KevCatalogue | None, str]":
    """The catalogue to use, and where it is from."""
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.kept.kinds import KnowledgeKind
    from indicia.knowledge.kept.store import Store
    from indicia.knowledge.kept.unpacking import unpacked
    from indicia.knowledge.product.kev import read_kev

    if given is not None:
        return read_kev(unpacked(_bytes(given), str(given)), str(given)), f"from {given.name}"
    store = Store(knowledge_folder())
    kept = store.newest(KnowledgeKind.KEV)
    if kept is None:
        return None, ""
    return read_kev(store.read(kept), kept.path.name), "from `indicia knowledge`"


def _bytes(path: Path) -> bytes:
    from indicia.assessment.inventory.sheet import MOST_BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None

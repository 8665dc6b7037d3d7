"""`indicia share collection` and `indicia share token`: what a server serves, and to whom."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from indicia.errors import ShareError, UsageError

_MOST_DAYS = 36_500
DAY = 86_400 * 1_000_000
"""Microseconds."""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare both."""
    _collections(verbs.add_parser("collection", help="make, list and remove the collections of a store"))
    _tokens(verbs.add_parser("token", help="make, list, change and revoke the tokens of a store"))


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """What the database cannot do, because of no room, no right or damage, as one sentence that names the store."""

    def runs(arguments: argparse.Namespace) -> int:
        import sqlite3

        try:
            return run(arguments)
        except sqlite3.DatabaseError as error:
            raise ShareError(f"{arguments.store}: {error}", hint="Nothing of this command was kept.") from error

    return runs


def add_store(verb: argparse.ArgumentParser) -> None:
    """The option that names the store."""
    verb.add_argument("--store", type=Path, required=True, metavar="FILE", help="the store of the server")


def _collections(verb: argparse.ArgumentParser) -> None:
    below = verb.add_subparsers(dest="what", metavar="WHAT", required=True)
    make = below.add_parser("add", help="make one; the store too, if there is none yet")
    add_store(make)
    make.add_argument("alias", help="lower-case letters, digits and -; stands in addresses")
    make.add_argument("--title", default="", help="what partners see (default: the alias)")
    make.add_argument("--description", default="", help="what it is for")
    make.add_argument("--root", default="api", metavar="PATH", help="its API root; made if it is new (default: api)")
    make.add_argument("--root-title", default="", metavar="TITLE", help="title of a new API root")
    make.add_argument("--id", default="", metavar="UUID", help="keep an id that partners know already")
    make.set_defaults(run=_told(run_add_collection))
    listing = below.add_parser("list", help="list them; piped, one line with tabs each")
    add_store(listing)
    listing.set_defaults(run=_told(run_list_collections))
    remove = below.add_parser("remove", help="remove one with all its objects")
    add_store(remove)
    remove.add_argument("name", help="alias or id")
    remove.add_argument("--yes", action="store_true", help="really")
    remove.set_defaults(run=_told(run_remove_collection))


def _tokens(verb: argparse.ArgumentParser) -> None:
    below = verb.add_subparsers(dest="what", metavar="WHAT", required=True)
    make = below.add_parser("add", help="make one; it is printed once and kept nowhere")
    add_store(make)
    make.add_argument("name", help="of the partner; also the user name where a client wants one")
    make.add_argument("--ceiling", required=True, metavar="TLP", help="clear, green, amber, amber+strict or red")
    make.add_argument(
        "--grant", action="append", default=[], metavar="COLLECTION=RIGHTS", help="r, w, rw or rwd; several times"
    )
    make.add_argument("--days", type=int, default=365, metavar="N", help="until it expires; 0: never (default: 365)")
    make.set_defaults(run=_told(run_add_token))
    grant = below.add_parser("grant", help="change what one may do in a collection")
    add_store(grant)
    grant.add_argument("name")
    grant.add_argument("grant", metavar="COLLECTION=RIGHTS", help="r, w, rw, rwd, or nothing after = for none")
    grant.set_defaults(run=_told(run_grant))
    listing = below.add_parser("list", help="list them; piped, one line with tabs each")
    add_store(listing)
    listing.set_defaults(run=_told(run_list_tokens))
    revoke = below.add_parser("revoke", help="take one back, from the next request on")
    add_store(revoke)
    revoke.add_argument("name")
    revoke.set_defaults(run=_told(run_revoke))


def run_add_collection(arguments: argparse.Namespace) -> int:
    """Make it and print its id."""
    import uuid

    from indicia.sharing.taxii.store import catalogue
    from indicia.sharing.taxii.store.schema import connect, create

    name = None
    if arguments.id:
        try:
            name = str(uuid.UUID(arguments.id))
        except ValueError as error:
            raise UsageError(f"--id: {arguments.id} is no UUID") from error
    if not arguments.store.exists():
        create(arguments.store)
    connection = connect(arguments.store, write=True)
    try:
        root = catalogue.add_root(connection, arguments.root, arguments.root_title or arguments.root)
        made = catalogue.add_collection(
            connection, root, arguments.alias, arguments.title or arguments.alias, arguments.description, name
        )
    finally:
        connection.close()
    sys.stdout.write(f"{made.uuid}\n")
    return 0


def run_list_collections(arguments: argparse.Namespace) -> int:
    """Print them."""
    from indicia.report.terminal.layout import Cell, sheet
    from indicia.report.terminal.rules import tabs
    from indicia.sharing.taxii.store import catalogue
    from indicia.sharing.taxii.store.schema import connect

    connection = connect(arguments.store)
    paths = {root.id: root.path for root in catalogue.roots(connection)}
    found = catalogue.collections(connection)
    counts = {one.id: catalogue.size(connection, one) for one in found}
    connection.close()
    if not sys.stdout.isatty():
        tabs(*((paths[one.root], one.alias, one.uuid, str(counts[one.id]), one.title) for one in found))
        return 0
    out = sheet()
    for one in found:
        out.row(Cell(f"{paths[one.root]}/{one.alias}", 24, "bold"), Cell(f"{counts[one.id]:,} · {one.title}"))
        out.row(Cell("", 24), Cell(one.uuid, style="dim"))
    out.show()
    return 0


def run_remove_collection(arguments: argparse.Namespace) -> int:
    """Remove it."""
    from indicia.sharing.taxii.store import catalogue
    from indicia.sharing.taxii.store.schema import connect

    if not arguments.yes:
        raise UsageError("this removes every object of the collection", hint="Say --yes.")
    connection = connect(arguments.store, write=True)
    gone = catalogue.remove_collection(connection, arguments.name)
    connection.close()
    sys.stdout.write(f"removed {arguments.name} with {gone:,} versions of objects\n")
    return 0


def run_add_token(arguments: argparse.Namespace) -> int:
    """Make it; the token alone goes to standard output."""
    from indicia.sharing.taxii.access import tokens
    from indicia.sharing.taxii.access.ceiling import ceiling
    from indicia.sharing.taxii.access.rights import Rights
    from indicia.sharing.taxii.protocol.wire import now
    from indicia.sharing.taxii.store import catalogue
    from indicia.sharing.taxii.store.schema import connect

    if not 0 <= arguments.days <= _MOST_DAYS:
        raise UsageError(f"--days is 0 to {_MOST_DAYS:,}; 0 never expires")
    most = ceiling(arguments.ceiling)
    connection = connect(arguments.store, write=True)
    try:
        rights = {}
        for given in arguments.grant:
            name, _, letters = given.partition("=")
            rights[catalogue.named(connection, name).id] = Rights.of(letters)
        expires = now() + arguments.days * DAY if arguments.days else None
        text = tokens.make(connection, arguments.name, most, rights, expires)
    finally:
        connection.close()
    sys.stdout.write(f"{text}\n")
    sys.stderr.write(f"token of {arguments.name}, up to {most.value}; it is shown this once\n")
    return 0


def run_grant(arguments: argparse.Namespace) -> int:
    """Change it."""
    from indicia.sharing.taxii.access import tokens
    from indicia.sharing.taxii.access.rights import Rights
    from indicia.sharing.taxii.store import catalogue
    from indicia.sharing.taxii.store.schema import connect

    name, equals, letters = arguments.grant.partition("=")
    if not equals:
        raise UsageError(f"{arguments.grant} grants nothing", hint="Write COLLECTION=rw.")
    connection = connect(arguments.store, write=True)
    try:
        collection = catalogue.named(connection, name)
        tokens.grant(connection, arguments.name, collection.id, Rights.of(letters) if letters else Rights.NONE)
    finally:
        connection.close()
    return 0


def run_list_tokens(arguments: argparse.Namespace) -> int:
    """Print them."""
    from indicia.report.terminal.layout import Cell, sheet
    from indicia.report.terminal.rules import tabs
    from indicia.sharing.taxii.access import tokens
    from indicia.sharing.taxii.protocol.wire import now
    from indicia.sharing.taxii.store.schema import connect

    connection = connect(arguments.store)
    found = tokens.listed(connection)
    connection.close()
    lines = []
    for one in found:
        state = "holds"
        if one.revoked is not None:
            state = f"revoked {_day(one.revoked)}"
        elif one.expires is not None:
            state = f"{'expired' if one.expires <= now() else 'until'} {_day(one.expires)}"
        rights = " ".join(f"{alias}={allowed.letters}" for alias, allowed in sorted(one.rights.items()))
        lines.append((one.name, one.key, one.ceiling.value, state, rights))
    if not sys.stdout.isatty():
        tabs(*lines)
        return 0
    out = sheet()
    for name, key, most, state, rights in lines:
        out.row(Cell(name, 24, "bold"), Cell(f"{most} · {state} · {rights or 'no collection'}"))
        out.row(Cell("", 24), Cell(key, style="dim"))
    out.show()
    return 0


def run_revoke(arguments: argparse.Namespace) -> int:
    """Revoke it."""
    from indicia.sharing.taxii.access import tokens
    from indicia.sharing.taxii.store.schema import connect

    connection = connect(arguments.store, write=True)
    tokens.revoke(connection, arguments.name)
    connection.close()
    sys.stdout.write(f"revoked {arguments.name}\n")
    return 0


def _day(micros: int) -> str:
    return datetime.fromtimestamp(micros / 1e6, UTC).strftime("%Y-%m-%d")

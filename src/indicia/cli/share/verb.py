"""`indicia share`: a TAXII 2.1 server, and pushing to and pulling from those of others."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.share import store
from indicia.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicia.report.terminal.layout import Sheet
    from indicia.sharing.taxii.client.connection import Connection
    from indicia.sharing.taxii.client.places import RemoteCollection

VARIABLE = "INDICIA_SHARE_TOKEN"
_SHOWN = 8


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "share",
        help="serve, push and pull STIX objects over TAXII 2.1, each reader up to its own TLP",
        description="A TAXII 2.1 server whose readers see what their token may see and nothing else, and a client.",
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_serve(below)
    _add_push(below)
    _add_pull(below)
    store.add(below)


def _add_serve(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "serve",
        help="run the server",
        description="Serve a store, made by `share collection add`, until it is stopped.  Other machines reach it only "
        "with TLS, or through a proxy that speaks it (--plain).",
    )
    store.add_store(verb)
    verb.add_argument(
        "--listen", default="127.0.0.1:6443", metavar="HOST:PORT", help="where to listen (default: %(default)s)"
    )
    verb.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate with its chain, PEM")
    verb.add_argument("--tls-key", type=Path, metavar="FILE", help="its key, PEM")
    verb.add_argument("--plain", action="store_true", help="listen without TLS; a proxy before it speaks TLS")
    verb.add_argument("--proxy", default="", metavar="ADDRESS", help="believe X-Forwarded-For of this address")
    verb.add_argument(
        "--public-url", default="", metavar="URL", help="how clients reach it, e.g. https://taxii.example"
    )
    verb.add_argument("--title", default="Indicia", help="what the server calls itself")
    verb.add_argument("--contact", default="", help="whom partners ask")
    verb.add_argument("--audit", type=Path, metavar="FILE", help="append who asked for what, as JSON lines")
    verb.add_argument("--page", type=int, default=1000, metavar="N", help="most objects of a page (default: 1000)")
    verb.add_argument(
        "--rate", type=float, default=50, metavar="N", help="requests a second for a token; 0: any (default: 50)"
    )
    verb.set_defaults(run=run_serve)


def _add_remote(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "url", help="of the collection, the API root, or the discovery, e.g. https://taxii.example/taxii2/"
    )
    verb.add_argument("--collection", default="", metavar="NAME", help="id, alias or title (default: the only one)")
    verb.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"holds the token or password (default: the variable {VARIABLE})",
    )
    verb.add_argument("--user", default="", help="name for servers that ask for a name and password")
    verb.add_argument("--ca", type=Path, metavar="FILE", help="trust these certificates (PEM), not the system's")
    verb.add_argument("--tries", type=int, default=6, metavar="N", help="how often a request is tried (default: 6)")
    verb.add_argument("-v", "--verbose", action="store_true", help="say why a request is tried again; list all")


def _add_push(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "push",
        help="send STIX objects to a server",
        description="Send the objects of STIX bundles or JSON lines.  Exit code 0: the server has all of them; 4: it "
        "refused some, which are listed, or cannot be reached.",
    )
    _add_remote(verb)
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help="bundle, envelope, or JSON lines")
    verb.add_argument("--json", action="store_true", help="print what became of them as JSON")
    verb.set_defaults(run=run_push)


def _add_pull(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "pull",
        help="fetch STIX objects from a server, and later only the new ones",
        description="Append the objects of a collection to a file, one a line.  The state file remembers where it "
        "stands: stopped at any moment, the same command goes on; run again, it fetches what was added since.",
    )
    _add_remote(verb)
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="JSON lines, appended to")
    verb.add_argument("--state", type=Path, metavar="FILE", help="default: FILE.state beside --out")
    verb.add_argument("--bundle", type=Path, metavar="FILE", help="write everything in --out as one STIX bundle, too")
    verb.add_argument("--type", dest="types", default="", metavar="LIST", help="only these types, with commas")
    verb.add_argument("--versions", default="", metavar="WHICH", help="last, first, all or times (default: last)")
    verb.add_argument("--limit", type=int, default=1000, metavar="N", help="objects of a page (default: 1000)")
    verb.add_argument("--json", action="store_true", help="print what was fetched as JSON")
    verb.set_defaults(run=run_pull)


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve until stopped; 0."""
    try:
        from indicia.sharing.taxii.server.serve import Listening, server
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the server needs {error.name}, which is not installed", hint="pip install 'indicia[share]'"
        ) from error
    from indicia.sharing.taxii.server.guard import Settings

    host, _, port = arguments.listen.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port[:6]) > 65535:
        raise UsageError(f"--listen: {arguments.listen} is no address with a port", hint="Write 127.0.0.1:6443.")
    if arguments.page < 1 or arguments.rate < 0:
        raise UsageError("--page is at least 1, and --rate not below 0")
    settings = Settings(
        title=arguments.title,
        contact=arguments.contact,
        public_url=arguments.public_url,
        page=arguments.page,
        rate=arguments.rate,
        burst=arguments.rate * 4,
        audit=arguments.audit,
    )
    listening = Listening(
        host=host.strip("[]"),
        port=int(port),
        certificate=arguments.tls_cert,
        key=arguments.tls_key,
        plain=arguments.plain,
        proxy=arguments.proxy,
    )
    scheme = "https" if arguments.tls_cert else "http"

    def listens(port: int) -> None:
        sys.stderr.write(f"serving {scheme}://{host}:{port}/taxii2/ · stop with Ctrl-C\n")
        sys.stderr.flush()

    ready = server(arguments.store, settings, listening, listens)
    try:
        ready.run()
    except KeyboardInterrupt:
        return 0
    except SystemExit as error:
        # The server library leaves the interpreter when it cannot listen.
        raise UsageError(f"--listen: cannot listen on {arguments.listen}", hint="Is the port taken?") from error
    return 0


def run_push(arguments: argparse.Namespace) -> int:
    """Push and say what was refused; 0 when nothing was, else 4."""
    from indicia.plain import plain, to_json
    from indicia.report.terminal.layout import Cell, sheet
    from indicia.sharing.taxii.client.push import push, read_objects

    things = [one for file in arguments.files for one in read_objects(file)]
    if not things:
        raise UsageError("there is no object in these files")
    connection, remote = _connect(arguments)
    try:
        done = push(connection, remote, things)
    finally:
        connection.close()
    if arguments.json:
        sys.stdout.buffer.write(to_json({"format": "indicia-push/2", "collection": remote.url, **_fields(plain(done))}))
    else:
        out = sheet()
        facts = f"{done.stored:,} of {done.sent:,} objects are in {remote.title or remote.url}"
        out.row(Cell(facts, style="bold"))
        if done.pending:
            out.row(Cell(f"{done.pending:,} the server had not decided on", style="yellow"))
        refused = [(f"{one.id} {one.version}".strip(), one.message) for one in done.failures]
        _grouped(out, f"Refused: {len(refused):,}", refused, arguments.verbose)
        told = [(one.id, one.message) for one in done.notes if one.message != "already there"]
        _grouped(out, "Taken, and what the server says of it", told, arguments.verbose)
        out.show()
    return 4 if done.failures or done.pending else 0


def _grouped(out: "Sheet", title: str, told: "Sequence[tuple[str, str]]", verbose: bool) -> None:  # -v
    """What is told of objects, each sentence once with the ids below it."""
    from indicia.report.terminal.layout import Cell

    if told:
        out.heading(title)
    groups: dict[str, list[str]] = {}
    for name, message in told:
        groups.setdefault(message, []).append(name)
    for message, names in groups.items():
        out.row(Cell(f"{message} ({len(names):,})" if len(names) > 1 else message, style="yellow"), indent=4)
        for name in names if verbose else names[:_SHOWN]:
            out.row(Cell(name), indent=6)
        if len(names) > _SHOWN and not verbose:
            out.row(Cell(f"and {len(names) - _SHOWN:,} more: -v or --json", style="dim"), indent=6)


def run_pull(arguments: argparse.Namespace) -> int:
    """Pull and say how many; 0."""
    from indicia.plain import to_json
    from indicia.report.terminal.layout import Cell, sheet
    from indicia.sharing.taxii.client.bundle_file import write_bundle
    from indicia.sharing.taxii.client.pull import pull

    if arguments.limit < 1:
        raise UsageError("--limit is at least 1")
    filters = [
        (f"match[{name}]", value)
        for name, value in (("type", arguments.types), ("version", arguments.versions))
        if value
    ]
    connection, remote = _connect(arguments)
    state = arguments.state or arguments.out.with_name(arguments.out.name + ".state")
    try:
        found = pull(connection, remote, arguments.out, state, limit=arguments.limit, filters=filters)
    finally:
        connection.close()
    count = write_bundle(arguments.out, arguments.bundle) if arguments.bundle else None
    if arguments.json:
        body = {
            "format": "indicia-pulled/1",
            "collection": remote.url,
            "objects": found.objects,
            "pages": found.pages,
            "warnings": found.warnings,
        }
        sys.stdout.buffer.write(to_json(body))
        return 0
    out = sheet()
    pages = f"{found.pages:,} page{'' if found.pages == 1 else 's'}"
    out.row(Cell(f"{found.objects:,} new objects from {remote.title or remote.url}, {pages}", style="bold"))
    for warning in found.warnings:
        out.row(Cell(warning, style="yellow"))
    if count is not None:
        out.row(Cell(f"{arguments.bundle}: {count:,} objects in one bundle"))
    out.show()
    return 0


def _connect(arguments: argparse.Namespace) -> "tuple[Connection, RemoteCollection]":
    from indicia.sharing.taxii.client.connection import Connection, Credentials
    from indicia.sharing.taxii.client.places import find

    credentials = Credentials(secret=_secret(arguments.token_file), user=arguments.user)
    connection = Connection(arguments.url, credentials, authority=arguments.ca, tries=max(arguments.tries, 1))
    return connection, find(connection, arguments.collection)


def _secret(path: Path | None) -> str:
    if path is None:
        return os.environ.get(VARIABLE, "")
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--token-file: {path} cannot be read: {error}") from error


def _fields(body: object) -> dict[str, object]:
    assert isinstance(body, dict)
    return body

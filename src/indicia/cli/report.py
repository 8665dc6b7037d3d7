"""`indicia report`: a saved result again, as text, JSON or a page."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import ReportError, UsageError

if TYPE_CHECKING:
    from indicia.model.assessment import Result


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser("report", help="show a saved result again; the evidence is not needed")
    verb.add_argument("case", type=Path, help="case folder")
    verb.add_argument("--html", type=Path, metavar="FILE", help="write the page to FILE (- for standard output)")
    verb.add_argument("--json", action="store_true", help="print result.json")
    verb.add_argument("--host", metavar="NAME", help="show this server in full (a part of its name is enough)")
    verb.add_argument("-q", "--quiet", action="store_true", help="print the verdict lines only")
    verb.add_argument("-v", "--verbose", action="store_true", help="also list refused rules and faults")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Render; the exit code is the verdict's, as it was when the scan ended."""
    from indicia.case import Case, result_pieces
    from indicia.report.terminal.case import result as text

    if arguments.host and (arguments.json or arguments.html is not None):
        raise UsageError("--host goes with the text only", hint="JSON and page have every server.")
    case = Case.open(arguments.case)
    result = case.result()
    if arguments.html is not None:
        from indicia.report.page import result as html

        page = html.page_bytes(result)
        if str(arguments.html) == "-":
            sys.stdout.buffer.write(page)
        else:
            try:
                arguments.html.write_bytes(page)
            except OSError as error:
                raise ReportError(f"{arguments.html}: {error.strerror}") from error
            sys.stdout.write(f"{arguments.html}\n")
    if arguments.json:
        sys.stdout.buffer.writelines(result_pieces(result))
    elif arguments.html is None:
        if arguments.host:
            result = _of_host(result, arguments.host)
        text.print_result(result, case.report, quiet=arguments.quiet, verbose=arguments.verbose)
    return result.exit_code


def _of_host(result: "Result", name: str) -> "Result":
    """The result with the servers of that name alone; raises UsageError where there is none."""
    from msgspec.structs import replace

    wanted = name.casefold()
    hosts = tuple(host for host in result.hosts if wanted in host.host.casefold())
    if not hosts:
        from indicia.report.words import some

        known = some([host.host for host in result.hosts], 8)
        raise UsageError(f"no server of this case is called {name}", hint=f"There are: {known or 'none'}.")
    names = {host.host for host in hosts}
    return replace(result, hosts=hosts, findings=tuple(item for item in result.findings if item.host in names))

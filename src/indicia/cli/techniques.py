"""`indicia techniques`: which techniques of an advisory were seen, not seen, or could not have been seen."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.servers import servers_of
from indicia.errors import CaseError, ReportError, UsageError

if TYPE_CHECKING:
    from indicia.model.assessment import Assessment


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "techniques",
        help="hold a case against advisories: each technique seen, not seen, or not visible",
        description="Each technique of an advisory: seen (by which findings), not seen (which logs were read, over "
        "which time), or not visible (which log is missing). Works on the saved result.",
    )
    verb.add_argument("case", type=Path, help="case folder")
    verb.add_argument("--advisory", action="append", default=[], metavar="NAME", help="only this one, e.g. aa21-200b")
    verb.add_argument(
        "--host", action="append", default=[], metavar="NAME", help="only this server (its first label is enough)"
    )
    verb.add_argument("--json", action="store_true", help="print the answers for machines")
    verb.add_argument("--navigator", type=Path, metavar="FILE", help="write ATT&CK Navigator layers (- for stdout)")
    verb.add_argument("--merged", action="store_true", help="one layer over all servers instead of one for each")
    verb.add_argument(
        "--attack-version", choices=("9", "18", "19"), default="18", help="ids of the layers (default: 18)"
    )
    verb.add_argument("-v", "--verbose", action="store_true", help="whole reasons, all mitigations and countermeasures")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print or write; 0 when it is done, whatever was seen."""
    from indicia.case import Case
    from indicia.plain import plain, to_json
    from indicia.report.navigator import layers
    from indicia.report.terminal.case.techniques import print_techniques

    result = Case.open(arguments.case).result()
    hosts = _chosen(result.hosts, arguments.host, arguments.advisory)
    if arguments.navigator is not None:
        names = list(dict.fromkeys(matrix.advisory for host in hosts for matrix in host.techniques))
        data = layers(result, hosts, names, arguments.attack_version, merged=arguments.merged)
        _write(arguments.navigator, data)
    if arguments.json:
        lines = [{"host": host.host, "techniques": plain(host.techniques)} for host in hosts]
        sys.stdout.buffer.write(to_json({"format": "indicia-techniques/1", "hosts": lines}))
    elif arguments.navigator is None:
        print_techniques(hosts, verbose=arguments.verbose)
    return 0


def _chosen(hosts: "Sequence[Assessment]", names: list[str], advisories: list[str]) -> "list[Assessment]":
    """The hosts and advisories asked for.

    Raises UsageError, naming what there is, for others, and CaseError where nothing was judged.
    """
    from msgspec.structs import replace

    asked = servers_of(names, (host.host for host in hosts))
    found = {matrix.advisory for host in hosts for matrix in host.techniques}
    if not found:
        raise CaseError("this case holds no answers about advisories", hint="Scan the evidence again.")
    for name in advisories:
        if name.lower() not in found:
            raise UsageError(f"no advisory {name}", hint=f"Advisories here: {', '.join(sorted(found))}.")
    wanted = {name.lower() for name in advisories} or found
    return [
        replace(host, techniques=tuple(matrix for matrix in host.techniques if matrix.advisory in wanted))
        for host in hosts
        if not names or host.host in asked
    ]


def _write(target: Path, data: bytes) -> None:
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        target.write_bytes(data)
    except OSError as error:
        raise ReportError(f"{target}: {error.strerror}") from error
    sys.stderr.write(f"{target}\n")

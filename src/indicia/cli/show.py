"""`indicia show`: one finding with its records, its rule and its place."""

import argparse
from pathlib import Path

from indicia.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser("show", help="show one finding with its records, its rule and its place")
    verb.add_argument("case", type=Path, help="case folder")
    verb.add_argument("finding", help="its number in the report, e.g. F3")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the finding; 0 when it is there."""
    from indicia.case import Case
    from indicia.report.terminal.case import result as text

    result = Case.open(arguments.case).result()
    wanted = arguments.finding.upper()
    for finding in result.findings:
        if finding.id == wanted:
            text.print_finding(finding, arguments.case)
            return 0
    last = f"F1 to F{len(result.findings)}" if result.findings else "none"
    raise UsageError(f"no finding {arguments.finding} in this case", hint=f"Findings here: {last}.")

"""`indicia statement show`, `diff`, `check` and `agreement`: read a statement."""

import argparse
import sys
from pathlib import Path

from indicia.cli.common.times import moment
from indicia.cli.statement.options import folder_argument, marking, opened
from indicia.errors import ReportError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    show = verbs.add_parser(
        "show",
        help="claims with likelihood, confidence, marking and what they rest on",
        description="The draft where there is one, else the newest sealed version.  Salts are never shown.",
    )
    folder_argument(show)
    show.add_argument("id", nargs="?", metavar="ID", help="only this claim, with every record that it rests on")
    show.add_argument("--version", type=int, metavar="N", help="a sealed version")
    show.add_argument("--up-to", type=marking, metavar="TLP", help="as a reader sees it who is allowed so much")
    show.add_argument("--json", action="store_true", help="print it for machines")
    show.add_argument("-v", "--verbose", action="store_true", help="every record")
    show.set_defaults(run=run_show)

    diff = verbs.add_parser("diff", help="what a later version changed")
    folder_argument(diff)
    diff.add_argument("first", type=int, metavar="V1")
    diff.add_argument("second", type=int, metavar="V2")
    diff.add_argument("--json", action="store_true", help="print it for machines")
    diff.set_defaults(run=run_diff)

    check = verbs.add_parser(
        "check",
        help="what is wrong with the draft before anybody signs it",
        description="Claims without support, names without rivals, likelihood and confidence in one sentence, "
        "sentences stronger than their likelihood, markings weaker than what they rest on, circles.",
        epilog="exit codes: 0 nothing that keeps it from being sealed, 4 something does",
    )
    folder_argument(check)
    check.add_argument("--json", action="store_true", help="print it for machines")
    check.set_defaults(run=run_check)

    agree = verbs.add_parser(
        "agreement",
        help="for each claim who agrees, in part, acknowledges, abstains, dissents, is silent; is it issued?",
        description="The positions that stand at a time, claim by claim, and what the policy says of them.  "
        "Signatures are not looked at here.",
        epilog="exit codes: 0 shown, whatever the policy says",
    )
    folder_argument(agree)
    agree.add_argument("--version", type=int, metavar="N", help="default: the newest")
    agree.add_argument("--at", type=moment, metavar="T", help="as of this time, UTC (default: now)")
    agree.add_argument("--html", type=Path, metavar="FILE", help="write a page")
    agree.add_argument("--json", action="store_true", help="print it for machines")
    agree.set_defaults(run=run_agreement)


def run_show(arguments: argparse.Namespace) -> int:
    """Print it; 0."""
    from indicia.errors import StatementError
    from indicia.model.statement import Marking
    from indicia.report.terminal.statements.statement import Shown, print_claim, print_statement, shown_json

    folder = opened(arguments.folder)
    ceiling = Marking(arguments.up_to) if arguments.up_to else Marking.RED
    if folder.has_draft and arguments.version is None:
        shown = Shown.of_draft(folder.draft(), ceiling)
    else:
        shown = Shown.of_version(folder.version(arguments.version).up_to(ceiling))
    if arguments.id is not None:
        shown = shown.only(arguments.id)
        if not shown.claims:
            raise StatementError(f"no claim {arguments.id[:20]} here that may be shown")
    if arguments.json:
        sys.stdout.buffer.write(shown_json(shown))
    elif arguments.id is not None:
        print_claim(shown.claims[0], verbose=True)
    else:
        print_statement(shown, verbose=arguments.verbose)
    return 0


def run_diff(arguments: argparse.Namespace) -> int:
    """Print it; 0."""
    from indicia.report.terminal.statements.statement import diff_json, print_diff
    from indicia.statement.changes import changes

    folder = opened(arguments.folder)
    found = changes(folder.version(arguments.first), folder.version(arguments.second))
    if arguments.json:
        sys.stdout.buffer.write(diff_json(found))
    else:
        print_diff(found)
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print what is wrong; 4 where it keeps the draft from being sealed."""
    from indicia.report.terminal.statements.statement import print_remarks, remarks_json
    from indicia.statement.lint import errors, lint

    draft = opened(arguments.folder).draft()
    found = lint(draft.claims, draft.policy)
    if arguments.json:
        sys.stdout.buffer.write(remarks_json(found))
    else:
        print_remarks(found)
    return 4 if errors(found) else 0


def run_agreement(arguments: argparse.Namespace) -> int:
    """Print or write it; 0."""
    from indicia.cli.common.times import now
    from indicia.report.page.agreement import agreement_page
    from indicia.report.terminal.statements.agreement import agreement_json, print_agreement
    from indicia.statement.agreement import agreement

    folder = opened(arguments.folder)
    version, at = folder.version(arguments.version), arguments.at or now()
    found = agreement(version, folder.heard(), folder.replies(), at, folder.revocations())
    if arguments.html is not None:
        try:
            arguments.html.write_text(agreement_page(found), "utf-8")
        except OSError as error:
            raise ReportError(f"{arguments.html}: {error.strerror}") from error
        sys.stderr.write(f"{arguments.html}\n")
    if arguments.json:
        sys.stdout.buffer.write(agreement_json(found))
    elif arguments.html is None:
        print_agreement(found)
    return 0

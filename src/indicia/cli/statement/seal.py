"""`indicia statement publish`, `sign`, `disclose` and `revoke`: seal a version, let others have it, take it back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.party.keys import passphrase_option, pin_option
from indicia.cli.statement.options import alone, folder_argument, marking, opened

if TYPE_CHECKING:
    from indicia.statement.version import Version


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    publish = verbs.add_parser(
        "publish",
        help="seal the draft as the next version",
        description="Check the draft, and seal it: each claim as a salted commitment, the root over all of them, and "
        "the digest of the version before.  A sealed version is never written again.  Sign it then.",
    )
    folder_argument(publish)
    publish.set_defaults(run=alone(run_publish))

    sign = verbs.add_parser("sign", help="sign a sealed version as its author, with both keys of a key file")
    folder_argument(sign)
    sign.add_argument("--version", type=int, metavar="N", help="default: the newest")
    key_options(sign)
    sign.set_defaults(run=alone(run_sign))

    disclose = verbs.add_parser(
        "disclose",
        help="write what a reader may see, up to a marking",
        description="Write the payload of a version, with objects and salts of those claims and stances that a reader "
        "may see who is allowed everything up to the marking.  The rest stays signed and hidden.  The file is for that "
        "reader: only you can read it here.",
    )
    folder_argument(disclose)
    disclose.add_argument("--up-to", type=marking, required=True, metavar="TLP", help="what the reader is allowed")
    disclose.add_argument("--version", type=int, metavar="N", help="default: the newest")
    disclose.add_argument("--out", type=Path, required=True, metavar="FILE")
    disclose.set_defaults(run=run_disclose)

    revoke = verbs.add_parser(
        "revoke",
        help="take a signed version back, as its author, with nothing in its place",
        description="Sign that a version no longer stands.  Once the ledger has logged it, no verifier calls the "
        "statement issued any more, whoever agreed.  What was signed stays readable.  To change it, publish a version.",
    )
    folder_argument(revoke)
    revoke.add_argument("--version", type=int, metavar="N", help="default: the newest")
    revoke.add_argument("--why", required=True, metavar="TEXT", help="for everybody to read")
    key_options(revoke)
    revoke.set_defaults(run=alone(run_revoke))


def key_options(verb: argparse.ArgumentParser) -> None:
    """Which keys sign."""
    verb.add_argument("--key", type=Path, required=True, metavar="FILE", help="NAME.secret.json of the party")
    passphrase_option(verb)
    pin_option(verb)


def run_publish(arguments: argparse.Namespace) -> int:
    """Seal it; 0, or 4 where something has to be mended first."""
    from indicia.cli.common.times import now
    from indicia.report.terminal.statements.statement import print_remarks
    from indicia.statement.lint import errors, lint
    from indicia.statement.version import next_draft, sealed_version, unchanged

    folder = opened(arguments.folder)
    draft = folder.draft()
    if draft.version in folder.versions():
        # Somebody was interrupted after sealing it, and before the draft became that of the next.
        there = folder.version(draft.version)
        draft = next_draft(draft, there)
        folder.save_draft(draft)
        if unchanged(draft, there):
            _print_sealed(arguments, there)
            return 0
    found = lint(draft.claims, draft.policy)
    if errors(found):
        print_remarks(found)
        return 4
    before = folder.version(draft.version - 1) if draft.version > 1 else None
    version = sealed_version(draft, now(), before)
    folder.save_version(version)
    folder.save_draft(next_draft(draft, version))
    _print_sealed(arguments, version)
    return 0


def _print_sealed(arguments: argparse.Namespace, version: "Version") -> None:
    from indicia.report.terminal.sets import print_facts

    statement = version.statement
    print_facts(
        "sealed",
        (f"version {statement.version}", f"{len(statement.claims)} claims", f"SHA-256 {version.digest}"),
        f"indicia statement sign {arguments.folder} --key {statement.author}.secret.json",
    )


def run_sign(arguments: argparse.Namespace) -> int:
    """Sign it; 0."""
    from indicia.cli.common.signing import signed_by
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.envelope import PayloadType

    folder = opened(arguments.folder)
    statement = folder.version(arguments.version).statement
    path, fingerprint = signed_by(
        folder, PayloadType.STATEMENT, str(statement.version), statement.alliance, statement.author, arguments
    )
    print_facts("signed", (f"version {statement.version}", statement.author, fingerprint), str(path))
    return 0


def run_disclose(arguments: argparse.Namespace) -> int:
    """Write it; 0."""
    from indicia.model.statement import Marking
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.disclosed import disclosed
    from indicia.statement.private_files import write_new

    folder = opened(arguments.folder)
    version = folder.version(arguments.version)
    ceiling = Marking(arguments.up_to)
    data = disclosed(folder, version, ceiling)
    write_new(arguments.out, data, private=True)
    shown = len(version.up_to(ceiling).claims)
    kept = len(version.statement.claims) - shown
    print_facts("written", (str(arguments.out), f"{shown} claims up to {ceiling}", f"{kept} stay hidden"))
    return 0


def run_revoke(arguments: argparse.Namespace) -> int:
    """Sign it; 0."""
    from indicia.cli.common.signing import take_back

    folder = opened(arguments.folder)
    version = folder.version(arguments.version)
    statement = version.statement
    take_back(folder, statement.author, version.digest, f"version {statement.version}", arguments)
    return 0

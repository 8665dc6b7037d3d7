"""`indicia statement receive`: take in a bundle, an envelope, or what was disclosed; and say what was verified."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.statement.options import alone, opened, read_file
from indicia.errors import StatementError, UsageError

if TYPE_CHECKING:
    from indicia.statement.folder import StatementFolder


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    receive = verbs.add_parser(
        "receive",
        help="take in a bundle, a signed envelope, or what was disclosed to you",
        description="Keep what it holds in a folder, beside what is there.  A bundle is verified first, and refused "
        "where it is refuted; an envelope is verified where --membership says whose keys are whose; a disclosed file "
        "carries no signatures.  What was not looked at is said.",
    )
    receive.add_argument("file", type=Path, metavar="FILE", help="bundle, NAME.dsse.json, or what `disclose` wrote")
    receive.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder, or one of it")
    receive.add_argument("--membership", type=Path, metavar="DIR", help="of an envelope: whose keys are whose")
    receive.add_argument("--root", metavar="FINGERPRINT", help="of a bundle: its first root, as somebody told you")
    receive.add_argument("--log", metavar="KEY", help="of a bundle: public key of the log, as told to you")
    receive.add_argument("--known", type=Path, metavar="FOLDER", help="of a bundle: what you have seen, as in `verify`")
    receive.set_defaults(run=alone(run_receive, "out"))


def run_receive(arguments: argparse.Namespace) -> int:
    """Keep it; 0."""
    from indicia.statement.bundle.opened import is_bundle
    from indicia.statement.canonical import MOST_BYTES
    from indicia.statement.receiving import is_envelope

    path: Path = arguments.file
    if path.is_dir() and is_bundle(path):
        return _bundle(arguments)
    data = read_file(path, 8 * MOST_BYTES)
    if not data.startswith(b"{"):
        return _bundle(arguments)
    if is_envelope(data):
        return _envelope(arguments, data)
    return _disclosed(arguments, data)


def _bundle(arguments: argparse.Namespace) -> int:
    from indicia.cli.common.times import now
    from indicia.cli.ledger.keys import public_key
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.bundle.opened import open_bundle
    from indicia.statement.receiving import take_bundle
    from indicia.statement.verifying.items import Outcome, State
    from indicia.statement.verifying.trust import Known, Named
    from indicia.statement.verifying.verify import Asked, verify_bundle

    _only(arguments, "membership", "a bundle brings its own membership; --root and --log say which one you trust")
    named = Named(root=arguments.root, log=public_key(arguments.log) if arguments.log else None)
    known = Known(arguments.known) if arguments.known else None
    found = verify_bundle(arguments.file, Asked(at=now(), named=named, known=known))
    if found.items.outcome is Outcome.REFUTED:
        first = next(iter(found.items.of(State.REFUTED)))
        raise StatementError(
            f"{arguments.file}: refuted, and not taken in: {first.what}: {first.why}",
            hint=f"indicia verify {arguments.file}",
        )
    folder = _folder(arguments.out)
    with open_bundle(arguments.file) as bundle:
        take_bundle(folder, bundle)
    notes = [f"verified: {found.items.outcome.value}"]
    if found.items.outcome is Outcome.OWN_WORD:
        notes.append("nobody has said whose root and log these are: compare both, and give --root and --log")
    print_facts("taken in", (*_held(folder), *notes), f"indicia verify {arguments.file}")
    return 0


def _envelope(arguments: argparse.Namespace, data: bytes) -> int:
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.membership.folder import read_folder
    from indicia.statement.receiving import take_envelope

    for name in ("root", "log", "known"):
        _only(arguments, name, "an envelope is verified with --membership DIR")
    membership = read_folder(arguments.membership) if arguments.membership else None
    what = take_envelope(opened(arguments.out), data, str(arguments.file), membership)
    note = (
        "both signatures hold; whether its keys counted when it was logged, `indicia verify` tells"
        if membership is not None
        else "no signature was looked at: --membership DIR says whose keys are whose"
    )
    print_facts("taken in", (what, note))
    return 0


def _disclosed(arguments: argparse.Namespace, data: bytes) -> int:
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.disclosed import take_in

    for name in ("membership", "root", "log", "known"):
        _only(arguments, name, "a disclosed file carries no signatures; they are in envelopes and bundles")
    folder = _folder(arguments.out)
    take_in(folder, data, str(arguments.file))
    print_facts(
        "taken in",
        _held(folder),
        "no signature was looked at, it carries none: whose words these are, only an envelope or a bundle proves",
    )
    return 0


def _held(folder: "StatementFolder") -> tuple[str, ...]:
    """Read back as a whole, so that what does not fit together is said now."""
    from indicia.report.words import plural

    version, heard = folder.version(), folder.heard()
    return (
        f"version {version.statement.version}",
        f"{len(version.claims)} of {len(version.statement.claims)} claims disclosed",
        plural(len(heard), "position"),
    )


def _folder(out: Path) -> "StatementFolder":
    from indicia.statement.folder import StatementFolder

    there = out.is_dir() and any(out.iterdir())
    return opened(out) if there else StatementFolder.create(out)


def _only(arguments: argparse.Namespace, name: str, why: str) -> None:
    if getattr(arguments, name):
        raise UsageError(f"--{name} means nothing here: {why}")

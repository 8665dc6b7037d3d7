"""`indicia verify` of a bundle, or of the folder of a statement."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from indicia.cli.common.times import moment, now
from indicia.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicia.cli.common.progress import Counted
    from indicia.statement.verifying.trust import Named
    from indicia.statement.verifying.verify import Asked, Verification

_INDEX = "indicia-bundle.json"
_PARTS = ("statements", "positions", "replies", "disclosures")
_OPTIONS = ("evidence", "at", "known", "require_witnesses", "witness", "log", "root", "proof", "membership", "ledger")


def options(verb: argparse.ArgumentParser) -> None:
    """What a statement is verified with."""
    group = verb.add_argument_group("bundles and statements")
    group.add_argument("--evidence", type=Path, metavar="DIR", help="files, results, reports that claims rest on")
    group.add_argument("--at", type=moment, metavar="TIME", help="as of when, UTC (default: now)")
    group.add_argument(
        "--known", type=Path, metavar="FOLDER", help="remember there what was seen; refuse older and other copies"
    )
    group.add_argument("--root", metavar="FINGERPRINT", help="of the first root, as somebody you know told you")
    group.add_argument("--log", metavar="KEY", help="public key of the log, text or file, as told to you")
    group.add_argument("--witness", action="append", metavar="KEY", help="public key of a witness (repeat)")
    group.add_argument("--require-witnesses", type=int, metavar="N", help="so many have to have cosigned")
    group.add_argument("--proof", type=Path, metavar="FILE", help="that the log continues what --known has seen of it")
    group.add_argument("--membership", type=Path, metavar="DIR", help="of a STATEMENT folder, which has none in it")
    group.add_argument("--ledger", type=Path, metavar="DIR", help="the same")
    group.add_argument("--json", action="store_true", help="every item for machines")


def is_one(path: Path) -> bool:
    """Whether it is a bundle or the folder of a statement; a case is always a folder with other things in it."""
    if path.is_dir():
        return (path / _INDEX).exists() or all((path / part).is_dir() for part in _PARTS)
    return path.is_file()


def refuse_options(arguments: argparse.Namespace) -> None:
    """Raises UsageError for what means nothing for a case."""
    given = [name for name in (*_OPTIONS, "json") if getattr(arguments, name)]
    if given:
        raise UsageError(f"--{given[0].replace('_', '-')} is for bundles and statements; {arguments.case} is neither")


def run(arguments: argparse.Namespace) -> int:
    """Verify and print; 0 proven, 1 refuted, 2 by its own word only, 3 cannot be told."""
    from indicia.report.terminal.statements.verified import print_verified, verified_json
    from indicia.statement.verifying.items import Outcome

    found = _shown(arguments)
    if arguments.json:
        sys.stdout.buffer.write(verified_json(found))
    else:
        print_verified(found, str(arguments.case))
    codes = {Outcome.PROVEN: 0, Outcome.REFUTED: 1, Outcome.OWN_WORD: 2, Outcome.CANNOT_TELL: 3}
    return codes[found.items.outcome]


def _shown(arguments: argparse.Namespace) -> "Verification":
    from indicia.cli.common.progress import Counted

    if not sys.stderr.isatty():
        return _verified(arguments, None)
    with Counted("verifying") as progress:
        return _verified(arguments, progress)


def _verified(arguments: argparse.Namespace, progress: "Counted | None") -> "Verification":
    from indicia.statement.verifying.contents import of_folder
    from indicia.statement.verifying.items import Items
    from indicia.statement.verifying.verify import verify, verify_bundle

    path: Path = arguments.case
    asked = _asked(arguments)
    if progress is not None:
        shown = progress
        asked = replace(asked, told=lambda what, done, total: shown.told(done, total))
    if path.is_dir() and not (path / _INDEX).exists():
        return verify(of_folder(path, arguments.membership, arguments.ledger), asked, Items())
    if arguments.membership or arguments.ledger:
        raise UsageError("a bundle has its own membership and ledger", hint="Leave --membership and --ledger out.")
    if path.is_file() and _first_byte(path) == b"{":
        raise UsageError(
            f"{path}: one file of a statement proves nothing without the others",
            hint="Name the bundle, or the folder of the statement.",
        )
    return verify_bundle(path, asked)


def _first_byte(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None


def _asked(arguments: argparse.Namespace) -> "Asked":
    from indicia.statement.ledger.proof_files import consistency_of
    from indicia.statement.ledger.reading import read_file
    from indicia.statement.verifying.trust import Known
    from indicia.statement.verifying.verify import Asked

    known: Known | None = Known(arguments.known) if arguments.known else None
    proof = consistency_of(read_file(arguments.proof, 1 << 20), str(arguments.proof)) if arguments.proof else None
    return Asked(
        at=arguments.at or now(),
        named=_named(arguments),
        known=known,
        proof=proof,
        evidence=arguments.evidence,
        answers=_answers,
    )


def _answers(results: "Sequence[Path]") -> "Mapping[str, float] | None":
    """Who it could have been, asked again of the cases that these results lie in."""
    from indicia.attribution.priors import EMPIRICAL
    from indicia.cli.attribute.verb import answered, named_cases
    from indicia.errors import IndiciaError

    try:
        found = answered(named_cases([path.parent for path in results]), None)
    except IndiciaError:
        # A result by itself, or a case of another version: it is looked up, and cannot be asked.
        return None
    return {one.id: one.shares[EMPIRICAL] for one in found.hypotheses}


def _named(arguments: argparse.Namespace) -> "Named":
    from indicia.cli.ledger.keys import public_key
    from indicia.statement.ledger.note import COSIGNATURE, ED25519
    from indicia.statement.verifying.trust import Named

    log = public_key(arguments.log) if arguments.log else None
    witnesses = tuple(public_key(one) for one in arguments.witness or ())
    if (log is not None and log.algorithm != ED25519) or any(one.algorithm != COSIGNATURE for one in witnesses):
        raise UsageError("a log signs with keys of kind 1, a witness with keys of kind 4")
    if (arguments.require_witnesses or 0) < 0:
        raise UsageError("--require-witnesses: a number from 0 on")
    if arguments.root and not re.fullmatch(r"\s*(?:[0-9a-fA-F]\s*){32,64}", arguments.root):
        raise UsageError("--root: a fingerprint has 32 hex digits or more, as `bd1e 62d6 …`")
    return Named(root=arguments.root, log=log, witnesses=witnesses, required=arguments.require_witnesses or 0)

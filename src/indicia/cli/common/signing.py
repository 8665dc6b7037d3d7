"""The one place where a sealed payload is signed: with both keys of the party that it speaks for, and no other's."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.envelope import PayloadType
    from indicia.statement.folder import StatementFolder
    from indicia.statement.keys.pair import KeyPair


def signed_by(
    folder: "StatementFolder",
    kind: "PayloadType",
    stem: str,
    alliance: str,
    party: str,
    arguments: argparse.Namespace,
) -> tuple[Path, str]:
    """Sign a payload of the folder and keep the envelope beside it; path, and fingerprint of the keys.

    Raises UsageError for keys of another party or alliance, and for an officer's; StatementError where it is signed
    already or the keys cannot be had.
    """
    from indicia.statement.envelope import seal

    payload = folder.payload(kind, stem)
    if folder.is_signed(kind, stem):
        raise UsageError(f"{folder.root}: {kind.name.lower()} {stem} is signed already", hint="Nothing has to be done.")
    keys = _keys(alliance, party, arguments)
    return folder.save_envelope(kind, stem, seal(payload, kind, keys)), keys.public.fingerprint


def take_back(folder: "StatementFolder", party: str, digest: str, what: str, arguments: argparse.Namespace) -> None:
    """Sign that a party takes back what it signed, keep that in the folder, and say what to do with it."""
    from indicia.cli.common.times import now
    from indicia.model.statement import Revocation
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.canonical import canonical
    from indicia.statement.envelope import PayloadType, seal
    from indicia.statement.objects import revocation_object

    if not arguments.why.strip():
        raise UsageError("--why: who takes something back says why")
    statement = folder.version().statement
    made = Revocation(
        alliance=statement.alliance,
        statement=statement.statement,
        party=party,
        digest=digest,
        made=now(),
        why=arguments.why,
    )
    keys = _keys(statement.alliance, party, arguments)
    path = folder.save_other(seal(canonical(revocation_object(made)), PayloadType.REVOCATION, keys))
    facts = (f"{party} takes {what} back", keys.public.fingerprint, str(path))
    print_facts("signed", facts, f"it counts once it is logged: indicia ledger append LEDGER {path}")


def _keys(alliance: str, party: str, arguments: argparse.Namespace) -> "KeyPair":
    from indicia.cli.common.passphrases import PHRASE_VARIABLE, PIN_VARIABLE, secret
    from indicia.statement.keys.announcement import Purpose
    from indicia.statement.keys.secret_file import MOST_BYTES, secret_file
    from indicia.statement.private_files import read_small

    held = secret_file(read_small(arguments.key, MOST_BYTES, private=True), str(arguments.key))
    if held.purpose is not Purpose.PARTY:
        raise UsageError(f"{arguments.key}: keys of an officer; these sign the membership and nothing else")
    if (held.alliance, held.holder) != (alliance, party):
        raise UsageError(
            f"{arguments.key}: keys of {held.holder} in {held.alliance}; this is {party}'s in {alliance}",
            hint="Each party signs for itself.",
        )
    return held.unlock(
        secret("passphrase", arguments.passphrase_file, PHRASE_VARIABLE),
        lambda: secret("PIN of the token", arguments.pin_file, PIN_VARIABLE),
    )

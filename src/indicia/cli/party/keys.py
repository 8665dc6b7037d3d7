"""`indicia party key`: make key pairs, show them, change their passphrase."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.keys.secret_file import SecretFile


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    verb = verbs.add_parser("key", help="make a pair of keys, show one, change its passphrase")
    below = verb.add_subparsers(dest="what", metavar="WHAT", required=True)

    make = below.add_parser(
        "make",
        help="make a pair of keys for a party or an officer",
        description="Make an Ed25519 and an ML-DSA-65 key.  NAME.secret.json is encrypted and stays with you; "
        "NAME.keys.json is public and goes to the officers.  Nothing is overwritten.",
    )
    make.add_argument("--alliance", required=True, metavar="NAME", help="the alliance the keys are for")
    whose = make.add_mutually_exclusive_group(required=True)
    whose.add_argument("--party", metavar="NAME", help="keys that sign statements and positions of this party")
    whose.add_argument("--officer", metavar="NAME", help="keys that sign changes of the membership")
    make.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder for both files (default: here)")
    make.add_argument(
        "--hardware",
        metavar="ID",
        type=int,
        help="use the ECDSA key with this id on a PKCS#11 token in place of Ed25519 (2: signature slot of PIV)",
    )
    make.add_argument("--token", metavar="LABEL", help="which token, where there are several")
    _new_passphrase(make, "--passphrase-file", "INDICIA_PASSPHRASE")
    pin_option(make)
    make.set_defaults(run=run_make)

    show = below.add_parser(
        "show",
        help="show whose keys a file holds, and the fingerprint to compare by voice",
        description="Show a public (NAME.keys.json) or secret file; no passphrase is asked for.  Of a public file it "
        "is verified that its sender holds both keys.",
    )
    show.add_argument("file", type=Path, help="NAME.keys.json or NAME.secret.json")
    show.add_argument("--json", action="store_true", help="print everything as JSON")
    show.set_defaults(run=run_show)

    change = below.add_parser("passphrase", help="change the passphrase of a secret file")
    change.add_argument("file", type=Path, help="NAME.secret.json")
    passphrase_option(change)
    _new_passphrase(change, "--new-passphrase-file", "INDICIA_NEW_PASSPHRASE")
    change.set_defaults(run=run_passphrase)


def passphrase_option(verb: argparse.ArgumentParser) -> None:
    """Where the passphrase comes from."""
    verb.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="first line of a file only you can read (default: INDICIA_PASSPHRASE, or you are asked)",
    )


def pin_option(verb: argparse.ArgumentParser) -> None:
    """Where the PIN of a token comes from."""
    verb.add_argument(
        "--pin-file",
        type=Path,
        metavar="FILE",
        help="the same for the PIN of a token (default: INDICIA_PIN, or you are asked)",
    )


def _new_passphrase(verb: argparse.ArgumentParser, option: str, variable: str) -> None:
    verb.add_argument(
        option,
        type=Path,
        metavar="FILE",
        help=f"at least 12 characters: first line of a file only you can read (default: {variable}, or you are asked)",
    )


def run_make(arguments: argparse.Namespace) -> int:
    """Make both files."""
    from indicia.cli.common.passphrases import PHRASE_VARIABLE, PIN_VARIABLE, secret
    from indicia.cli.common.times import now
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.keys.announcement import Purpose, announce
    from indicia.statement.keys.hardware import hardware_key
    from indicia.statement.keys.pair import make_pair
    from indicia.statement.keys.secret_file import lock
    from indicia.statement.names import alliance_name, holder_name
    from indicia.statement.private_files import write_pair

    if arguments.token and arguments.hardware is None:
        raise UsageError("--token goes with --hardware")
    alliance, holder = alliance_name(arguments.alliance), holder_name(arguments.officer or arguments.party)
    purpose = Purpose.OFFICER if arguments.officer else Purpose.PARTY
    first = None
    if arguments.hardware is not None:
        first = hardware_key(
            arguments.hardware, arguments.token, lambda: secret("PIN of the token", arguments.pin_file, PIN_VARIABLE)
        )
    phrase = secret("new passphrase", arguments.passphrase_file, PHRASE_VARIABLE, twice=True)
    keys, made = make_pair(first), now().replace(microsecond=0)
    locked = lock(keys, phrase, alliance=alliance, holder=holder, purpose=purpose, made=made)
    public = announce(keys, alliance=alliance, holder=holder, purpose=purpose, made=made)
    kept, given = arguments.out / f"{holder}.secret.json", arguments.out / f"{holder}.keys.json"
    write_pair(kept, locked, given, public)
    print_facts(
        "made",
        (f"{purpose.value} {holder}", keys.public.fingerprint, keys.public.schemes),
        f"keep {kept} and its passphrase apart; give {given} to the officers and read them the fingerprint",
    )
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print whose they are."""
    from indicia.report.terminal.statements.party import KeysShown, print_keys
    from indicia.statement.keys.announcement import MOST_BYTES, announced
    from indicia.statement.keys.secret_file import is_secret
    from indicia.statement.private_files import read_small

    data = read_small(arguments.file, MOST_BYTES)
    if is_secret(data):
        held = _secret(arguments.file)
        shown = KeysShown.of(held, held.public, secret=True)
    else:
        public = announced(data, str(arguments.file))
        shown = KeysShown.of(public, public.pair, secret=False)
    print_keys(shown, as_json=arguments.json)
    return 0


def run_passphrase(arguments: argparse.Namespace) -> int:
    """Lock it anew."""
    from indicia.cli.common.passphrases import NEW_PHRASE_VARIABLE, PHRASE_VARIABLE, secret
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.keys.secret_file import lock
    from indicia.statement.private_files import replace

    held = _secret(arguments.file)
    keys = held.unlock(secret("passphrase", arguments.passphrase_file, PHRASE_VARIABLE), str)
    phrase = secret("new passphrase", arguments.new_passphrase_file, NEW_PHRASE_VARIABLE, twice=True)
    locked = lock(keys, phrase, alliance=held.alliance, holder=held.holder, purpose=held.purpose, made=held.made)
    replace(arguments.file, locked, private=True)
    print_facts("changed", (str(arguments.file), held.public.fingerprint), "copies keep the passphrase they had")
    return 0


def _secret(path: Path) -> "SecretFile":
    from indicia.statement.keys.secret_file import MOST_BYTES, secret_file
    from indicia.statement.private_files import read_small

    return secret_file(read_small(path, MOST_BYTES, private=True), str(path))

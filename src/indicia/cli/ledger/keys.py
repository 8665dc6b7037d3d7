"""Keys on the command line of the ledger: secret ones in files, public ones as `name+id+key`."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.ledger.key_file import KeyFile
    from indicia.statement.ledger.note import VerifierKey


def signer(path: Path) -> "KeyFile":
    """The key in a file; its passphrase is asked for where it has one."""
    from indicia.statement.ledger.key_file import KeyFile

    return KeyFile(path, ask)


def signer_or_new(path: Path, *, protect: bool) -> "KeyFile":
    """The same; a file that is not there is made, with a passphrase where `protect` is set."""
    from indicia.statement.ledger.key_file import make_key

    if path.exists():
        return signer(path)
    passphrase = ask() if protect else ""
    if protect and (not passphrase or getpass.getpass("once more: ") != passphrase):
        raise UsageError("no passphrase, or not the same one twice")
    return make_key(path, passphrase)


def ask() -> str:
    """A passphrase from whoever sits there."""
    try:
        return getpass.getpass("passphrase of the key: ")
    except (EOFError, OSError):
        raise UsageError("the key has a passphrase, and nobody is there to be asked for it") from None


def public_key(given: str) -> "VerifierKey":
    """A public key given as its text or as a file that holds it."""
    from indicia.cli.ledger.files import MOST_FILE
    from indicia.statement.ledger.note import verifier_key
    from indicia.statement.ledger.reading import read_file

    if given.count("+") >= 2:
        return verifier_key(given.strip(), "the key")
    return verifier_key(read_file(Path(given), MOST_FILE).decode("utf-8", "replace").strip(), given)

"""Passphrases and PINs: from a file, the environment, or asked for.  Never from the command line, which all can see."""

import getpass
import os
import sys
from pathlib import Path

from indicia.errors import UsageError

PHRASE_VARIABLE = "INDICIA_PASSPHRASE"
NEW_PHRASE_VARIABLE = "INDICIA_NEW_PASSPHRASE"
PIN_VARIABLE = "INDICIA_PIN"
_MOST = 4096


def secret(what: str, file: Path | None, variable: str, *, twice: bool = False) -> str:
    """The first line of `file`, or else the environment variable, or else what somebody types, `twice` if new.

    Raises UsageError where nobody is there to be asked, and StatementError for a file that others can read.
    """
    if file is not None:
        return _first_line(file)
    if given := os.environ.get(variable, ""):
        return given
    if not sys.stdin.isatty():
        raise UsageError(
            f"the {what} is needed, and nobody is there to be asked for it",
            hint=f"Give a file that only you can read, or set {variable}.",
        )
    typed = getpass.getpass(f"{what}: ")
    if twice and getpass.getpass("once more: ") != typed:
        raise UsageError(f"not the same {what} twice")
    return typed


def _first_line(file: Path) -> str:
    from indicia.statement.private_files import read_small

    try:
        text = read_small(file, _MOST, private=True).decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{file}: not text in UTF-8") from None
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise UsageError(f"{file}: its first line is empty")
    return lines[0]

"""What several verbs about statements ask for alike."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.bounded import read_bounded
from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.folder import StatementFolder

Run = Callable[[argparse.Namespace], int]

MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


def folder_argument(verb: argparse.ArgumentParser) -> None:
    """The folder."""
    verb.add_argument("folder", type=Path, metavar="FOLDER", help="folder of the statement")


def marking(text: str) -> str:
    """A marking, also without its `TLP:` and in small letters."""
    found = text.upper() if text.upper().startswith("TLP:") else f"TLP:{text.upper()}"
    if found not in MARKINGS:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(MARKINGS)}")
    return found


def names(text: str) -> list[str]:
    """Names with commas between."""
    return [part.strip() for part in text.split(",") if part.strip()]


def opened(path: Path) -> "StatementFolder":
    """The folder.  Raises StatementError."""
    from indicia.statement.folder import StatementFolder

    return StatementFolder.open(path)


def alone(run: Run, where: str = "folder") -> Run:
    """A verb that writes into the folder that the argument `where` names, one process at a time."""

    def runs(arguments: argparse.Namespace) -> int:
        path: Path = getattr(arguments, where)
        if where != "folder" and not (path / "statements").is_dir():
            # A new one.
            return run(arguments)
        with opened(path).alone():
            return run(arguments)

    return runs


def read_file(path: Path, most: int) -> bytes:
    """A file of the user's; UsageError where it cannot be read."""
    return read_bounded(path, most, UsageError)

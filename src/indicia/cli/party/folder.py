"""The membership that a verb of `indicia party` is about, held against the highest versions seen."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicia.statement.membership.members import Membership


def folder_options(verb: argparse.ArgumentParser) -> None:
    """Where it is, and where what was seen is kept."""
    verb.add_argument("folder", type=Path, metavar="FOLDER", help="the membership: root.1.json …, targets.json")
    verb.add_argument(
        "--seen",
        type=Path,
        metavar="FILE",
        help="where the highest versions seen are kept, so that older copies are refused (default: your data folder)",
    )


def held(arguments: argparse.Namespace) -> "Membership | None":
    """It, verified, and newer than or as new as all that was seen; null where the folder holds none.

    Raises StatementError.
    """
    from indicia.statement.membership.folder import is_membership

    return checked(arguments) if is_membership(arguments.folder) else None


def checked(arguments: argparse.Namespace) -> "Membership":
    """The same, where there has to be one."""
    from indicia.statement.membership.folder import keep_highest, read_folder

    found = read_folder(arguments.folder)
    keep_highest(seen_file(arguments), found)
    return found


def seen_file(arguments: argparse.Namespace) -> Path:
    """Where what was seen is kept."""
    from indicia.cli.common.places import alliances_file

    given: Path | None = arguments.seen
    return given or alliances_file()

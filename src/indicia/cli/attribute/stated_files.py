"""Files of others for `indicia attribute`: which arguments are such files, opened; which reports are left out."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from indicia.attribution.profiles import Claims
    from indicia.model.stated import StatedFile

_SHOWN = 6


def add(verb: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verb.add_argument("--first", metavar="DATE", help="first day of the activity in the files, before what they say")
    verb.add_argument("--last", metavar="DATE", help="last day of it")
    verb.add_argument("--campaign", default="", metavar="NAME", help="of a STIX bundle with several: name or id")
    verb.add_argument(
        "--suggestions", action="store_true", help="suggestions and names in prose of a reading count too"
    )
    verb.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="SOURCE",
        help="leave a report out of all profiles, by its name in the ATT&CK bundle or a part of it",
    )
    verb.add_argument("--without-cited", action="store_true", help="leave out every report that the files cite or are")


def split(arguments: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Case folders, and files.  Raises UsageError for a file that is not there, or that is given twice."""
    folders, files = [], []
    for path in arguments:
        if path.is_file():
            files.append(path)
        elif path.suffix and not path.exists():
            raise UsageError(f"{path}: there is no such file or case")
        else:
            folders.append(path)
    if len({path.resolve() for path in files}) < len(files):
        raise UsageError("the same file is given twice", hint="One source counts once: give each file once.")
    return folders, files


def check(arguments: argparse.Namespace, files: Sequence[Path]) -> None:
    """Raises UsageError for arguments that make no sense without a file, and for days that are none."""
    if not files:
        for name in ("first", "last", "campaign", "suggestions", "without_cited"):
            if getattr(arguments, name):
                raise UsageError(
                    f"--{name.replace('_', '-')}: there is no file that it could be said of",
                    hint="A case has times of its own.",
                )
    first, last = day("--first", arguments.first), day("--last", arguments.last)
    if first is not None and last is not None and last < first:
        raise UsageError(f"--last {last} lies before --first {first}")


def opened(arguments: argparse.Namespace, paths: Sequence[Path], claims: "Claims | None") -> "list[StatedFile]":
    """All files, each with a name of its own; days that the user gives count before those of the files."""
    from msgspec.structs import replace

    from indicia.knowledge.stated.naming import Naming
    from indicia.knowledge.stated.opening import open_stated

    naming = Naming(claims.uses if claims is not None else None)
    first, last = day("--first", arguments.first), day("--last", arguments.last)
    found: list[StatedFile] = []
    for path in paths:
        taken = {before.name for before in found}
        name = path.name if path.name not in taken else f"{path.name}-{len(found) + 1}"
        one = open_stated(_bytes(path), name, naming, campaign=arguments.campaign, suggestions=arguments.suggestions)
        one = replace(one, first=first or one.first, last=last or one.last)
        if one.first is not None and one.last is not None and one.last < one.first:
            raise UsageError(
                f"{name}: its last day, {one.last}, lies before its first, {one.first}",
                hint="Give both --first and --last.",
            )
        found.append(one)
    if arguments.campaign and not any(one.format == "stix" for one in found):
        raise UsageError("--campaign: no file is a STIX bundle")
    return found


def left_out(arguments: argparse.Namespace, files: "Sequence[StatedFile]", claims: "Claims | None") -> frozenset[str]:
    """Names of reports to leave out.  Raises UsageError for a name that no report has."""
    if not (arguments.without or arguments.without_cited):
        return frozenset()
    if claims is None:
        raise UsageError(
            "--without: the shipped sets do not say which report a technique is from",
            hint="Give an ATT&CK bundle: --attack FILE, or indicia knowledge update.",
        )
    from indicia.attribution.files import own_reports

    names = {name.casefold(): name for name in claims.uses.sources}
    found = set(own_reports(files, claims)) if arguments.without_cited else set()
    for asked in arguments.without:
        wanted = asked.strip().casefold()
        if not wanted:
            raise UsageError("--without: an empty name would be part of every name")
        chosen = {names[wanted]} if wanted in names else {name for key, name in names.items() if wanted in key}
        if not chosen:
            near = sorted(name for key, name in names.items() if wanted.split()[0] in key)[:_SHOWN]
            raise UsageError(
                f"--without: no report of the ATT&CK bundle is called {asked}",
                hint=f"Similar: {', '.join(near)}" if near else "Names are those of its external references.",
            )
        found |= chosen
    return frozenset(found)


def day(option: str, text: str | None) -> date | None:
    """The day that an option names; null where it is not given."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option}: {text} is no day", hint="Write it as 2021-03-31.") from error


def _bytes(path: Path) -> bytes:
    from indicia.knowledge.stated.opening import MOST_BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read: {error.strerror or error}") from None

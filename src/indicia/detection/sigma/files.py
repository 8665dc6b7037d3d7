"""Rule files in files, folders, zip archives and set archives, in an order that depends on their names only."""

import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from indicia.detection.sets.archive import SUFFIX, is_set, members
from indicia.detection.sigma.document import MAX_FILE_BYTES
from indicia.errors import RulesetError, SetError
from indicia.plain import printable

MAX_FILES = 200_000
"""Rule files in one argument; SigmaHQ has under 4,000."""

MAX_ARCHIVE_BYTES = 256_000_000
"""Of rules in one archive, unpacked; all of SigmaHQ's have 9 MB."""


class RuleFile(Struct, frozen=True):
    """The bytes of one rule file, or why they cannot be had."""

    path: str
    """How a person names it: the argument's own name, then the way inside it, `/` between parts, `!` after a zip."""
    data: bytes = b""
    reason: str = ""


def rule_files(paths: Sequence[Path]) -> Iterator[RuleFile]:
    """Each rule file of the arguments: `*.yml` and `*.yaml` of folders and zips, a file given by name whatever it is.

    YARA files among the arguments, and folders and archives that hold only such, are somebody else's and are passed
    over.  Raises RulesetError for an argument that does not exist.  What cannot be read comes with its reason.
    """
    for path in paths:
        name = printable(path.resolve().name or str(path))
        if path.is_dir():
            yield from _folder(path, name)
        elif path.is_file():
            if _is_content_rule(path.name):
                continue
            yield from _file(path, name)
        else:
            raise RulesetError(f"no rules at {path}", hint="Give a rule file, a folder or a zip archive of rules.")


def _is_rule(name: str) -> bool:
    return name.lower().endswith((".yml", ".yaml"))


def _is_content_rule(name: str) -> bool:
    return name.lower().endswith((".yar", ".yara"))


def _folder(folder: Path, label: str) -> Iterator[RuleFile]:
    names: list[str] = []
    others = False
    for root, folders, files in os.walk(folder):
        folders.sort()
        inner = Path(root).relative_to(folder).as_posix()
        for file in files:
            others = others or _is_content_rule(file)
            if _is_rule(file) or file.lower().endswith((".zip", SUFFIX)):
                names.append(file if inner == "." else f"{inner}/{file}")
    if not names and not others:
        yield RuleFile(label, reason="the folder holds no rule file (*.yml, *.yaml, *.yar, *.yara, *.zip)")
    if len(names) > MAX_FILES:
        yield RuleFile(label, reason=f"more than {MAX_FILES:,} rule files; only the first are read")
    for name in sorted(names)[:MAX_FILES]:
        if (folder / name).is_file():
            yield from _file(folder / name, printable(f"{label}/{name}"))
        else:
            yield RuleFile(printable(f"{label}/{name}"), reason="not a plain file")


def _file(path: Path, label: str) -> Iterator[RuleFile]:
    try:
        if not _is_rule(path.name) and is_set(path):
            yield from _set(path, label)
            return
        if not _is_rule(path.name) and zipfile.is_zipfile(path):
            yield from _archive(path, label)
            return
        with path.open("rb") as stream:
            yield RuleFile(label, stream.read(MAX_FILE_BYTES + 1))
    except OSError as error:
        yield RuleFile(label, reason=f"cannot be read: {error.strerror or error}")


def _set(path: Path, label: str) -> Iterator[RuleFile]:
    """Rule files of a set archive; it may hold none, for sets carry other kinds too."""
    try:
        for name, data in members(path):
            if _is_rule(name):
                yield RuleFile(f"{label}!{name}", data[: MAX_FILE_BYTES + 1])
    except SetError as error:
        yield RuleFile(label, reason=str(error))


def _archive(path: Path, label: str) -> Iterator[RuleFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = sorted(
                (entry for entry in archive.infolist() if not entry.is_dir() and _is_rule(entry.filename)),
                key=lambda entry: entry.filename,
            )
            if not entries and not any(map(_is_content_rule, archive.namelist())):
                yield RuleFile(label, reason="the archive holds no rule file (*.yml, *.yaml)")
            if len(entries) > MAX_FILES:
                yield RuleFile(label, reason=f"more than {MAX_FILES:,} rule files; only the first are read")
            left = MAX_ARCHIVE_BYTES
            for entry in entries[:MAX_FILES]:
                member = _member(archive, entry, printable(f"{label}!{entry.filename}"))
                left -= len(member.data)
                if left < 0:
                    reason = f"the archive holds more than {MAX_ARCHIVE_BYTES:,} bytes; only the first are read"
                    yield RuleFile(label, reason=reason)
                    return
                yield member
    except zipfile.BadZipFile as error:
        yield RuleFile(label, reason=f"damaged archive: {error}")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str) -> RuleFile:
    try:
        with archive.open(entry) as stream:
            return RuleFile(label, stream.read(MAX_FILE_BYTES + 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        return RuleFile(label, reason=f"damaged in the archive: {error}")
    except (RuntimeError, NotImplementedError) as error:
        # How zipfile says "encrypted" and "packed by a method I do not know".
        return RuleFile(label, reason=f"cannot be unpacked: {error}")

"""Where YARA sources lie: files, folders, zips and set archives, read in place; includes stay in what was given."""

import mmap
import os
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from indicia.detection.sets.archive import SUFFIX, is_set, members
from indicia.detection.sets.kinds import kind_of
from indicia.detection.yara.refused import NoRules, Refused
from indicia.errors import RulesetError, SetError
from indicia.plain import printable

MAX_BYTES = 16 * 2**20
"""Of one rule file; the largest of the public sets is under 3 MB."""
MAX_FILES = 50_000
"""Rule files in one argument; the largest public sets hold under 5,000."""
_NAMED_RULE = re.compile(rb"\.yar", re.IGNORECASE)
MAX_TOTAL = 256 * 2**20
"""Of all rule files of one argument."""


class Root(Protocol):
    """One argument, or a zip archive below one: a tree of rule files."""

    label: str
    """How a person names it."""

    def names(self) -> Sequence[str]:
        """Paths of its rule files in it, `/` between parts, sorted.  Raises Refused, NoRules when there are none."""

    def read(self, name: str) -> bytes:
        """Bytes of a file inside it.  Raises Refused with the reason."""

    def shown(self, name: str) -> str:
        """How a person names a file inside it."""


def roots(paths: Sequence[Path], *, shared: bool) -> Iterator[Root]:
    """The trees of the arguments in order, zip archives below a folder behind it.

    With `shared` a file by itself is left out when its name is not that of a YARA file.
    Raises RulesetError for an argument that does not exist.
    """
    for path in paths:
        label = printable(path.resolve().name or str(path))
        if path.is_dir():
            yield _Folder(label, path, None)
            for name in _below(path, _is_archive):
                found, inner = printable(f"{label}/{name}"), path / name
                if is_set(inner):
                    yield _Set(found, inner)
                elif not shared or not zipfile.is_zipfile(inner) or _names_rules(inner):
                    yield _Archive(found, inner)
        elif not path.is_file():
            raise RulesetError(f"no YARA rules at {path}", hint="Give a rule file, a folder or a zip archive of rules.")
        elif not is_rule(path.name) and is_set(path):
            yield _Set(label, path)
        elif not is_rule(path.name) and zipfile.is_zipfile(path):
            if not shared or _names_rules(path):
                yield _Archive(label, path)
        elif is_rule(path.name) or not shared:
            yield _Folder(label, path.resolve().parent, path.resolve().name)


def _names_rules(path: Path) -> bool:
    """Whether the name of a rule file stands anywhere in an archive: names are not packed, and to take the list of an
    archive of thousands of rules of another kind apart would cost a tenth of a second."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _NAMED_RULE.search(data) is not None


def is_rule(name: str) -> bool:
    """Whether a file is taken for a rule file when nobody named it."""
    return name.lower().endswith((".yar", ".yara"))


def _is_archive(name: str) -> bool:
    return name.lower().endswith((".zip", SUFFIX))


def _below(folder: Path, wanted: Callable[[str], bool]) -> list[str]:
    names: list[str] = []
    for root, folders, files in os.walk(folder):
        folders.sort()
        inner = Path(root).relative_to(folder).as_posix()
        names.extend(file if inner == "." else f"{inner}/{file}" for file in files if wanted(file))
    return sorted(names)


class _Folder:
    def __init__(self, label: str, base: Path, only: str | None) -> None:
        self.label = label
        self._base = base.resolve()
        self._only = only

    def names(self) -> Sequence[str]:
        if self._only is not None:
            return [self._only]
        found = _below(self._base, is_rule)
        if not found and not _below(self._base, _is_archive):
            raise NoRules("the folder holds no rule file (*.yar, *.yara, *.zip)")
        return found

    def read(self, name: str) -> bytes:
        path = (self._base / name).resolve()
        if not path.is_relative_to(self._base):
            raise Refused("leads out of the folder of the rules")
        if not path.is_file():
            raise Refused("there is no such file" if not path.exists() else "not a plain file")
        try:
            with path.open("rb") as stream:
                return _bounded(stream.read(MAX_BYTES + 1))
        except OSError as error:
            raise Refused(f"cannot be read: {error.strerror or error}") from None

    def shown(self, name: str) -> str:
        if self._only is None:
            return printable(f"{self.label}/{name}")
        return self.label if name == self._only else printable(name)


class _Archive:
    def __init__(self, label: str, path: Path) -> None:
        self.label = label
        self._path = path

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._path)
        except (zipfile.BadZipFile, OSError) as error:
            raise Refused(f"damaged archive: {error}") from None

    def names(self) -> Sequence[str]:
        found = sorted({entry for entry in self._archive.namelist() if is_rule(entry)})
        if not found:
            raise NoRules("the archive holds no rule file (*.yar, *.yara)")
        return found

    def read(self, name: str) -> bytes:
        try:
            with self._archive.open(name) as stream:
                return _bounded(stream.read(MAX_BYTES + 1))
        except KeyError:
            raise Refused("there is no such file in the archive") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise Refused(f"damaged in the archive: {error}") from None
        except (RuntimeError, NotImplementedError) as error:
            # How zipfile says "encrypted" and "packed by a method I do not know".
            raise Refused(f"cannot be unpacked: {error}") from None

    def shown(self, name: str) -> str:
        return f"{self.label}!{name}"


class _Set:
    def __init__(self, label: str, path: Path) -> None:
        self.label = label
        self._path = path

    @cached_property
    def _files(self) -> Mapping[str, bytes]:
        """What a rule file may be or include; lists of indicators are not held."""
        try:
            return {name: data for name, data in members(self._path) if kind_of(name) != "indicators"}
        except SetError as error:
            raise Refused(str(error)) from None

    def names(self) -> Sequence[str]:
        found = [name for name in self._files if is_rule(name)]
        if not found:
            raise NoRules("the set holds no rule file (*.yar, *.yara)")
        return found

    def read(self, name: str) -> bytes:
        if name not in self._files:
            raise Refused("there is no such file in the set")
        return _bounded(self._files[name])

    def shown(self, name: str) -> str:
        return f"{self.label}!{name}"


def _bounded(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise Refused(f"larger than {MAX_BYTES // 2**20} MiB (limit)")
    return data


def included(name: str, target: str) -> str:
    """Path, inside the same tree, of a file that `name` includes.  Raises Refused when it would lie outside."""
    target = target.replace("\\\\", "/").replace("\\", "/")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
    if target.startswith("/") or ":" in target or "\0" in target or path == ".." or path.startswith("../"):
        raise Refused("leads out of the folder of the rules")
    return path


def as_text(data: bytes) -> str:
    """The source as text; bytes that are no UTF-8 come out as lone surrogates.  Raises Refused for what is no text."""
    if data.startswith(b"YARA"):
        raise Refused("compiled rules, which are native data of another program; give their sources")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:4] == b"\0\0\xfe\xff":
        raise Refused("written in UTF-16 or UTF-32; save it as UTF-8")
    if b"\0" in data:
        raise Refused(f"not text: a zero byte at offset {data.index(0)}")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")

"""`indicia-bundle.json`: which files a bundle holds.  It is read before anything else, and nothing beside it is taken.

    {"format": "indicia-bundle/1", "alliance": …, "made": …, "files": [{"path", "sha256", "size"}, …]}

Paths are of few characters and fixed places, so that none can lead outside, hide another one or fill a disk with
folders.
"""

import re
from datetime import datetime

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical, parsed, time_text

NAME = "indicia-bundle.json"
FORMAT = "indicia-bundle/1"
MOST_FILES = 200_000
MOST_INDEX = 64 << 20
MOST_FILE = (8 << 30) - 1
"""Bytes; what the archive can say of one file."""
MOST_READ = 128 << 20
"""Bytes of a file that is read whole."""
_PATH = re.compile(
    r"membership/(?:root\.[1-9][0-9]{0,5}|targets)\.json"
    r"|ledger/(?:checkpoint|entries\.jsonl|before\.json|keys\.json)"
    r"|statements/[1-9][0-9]{0,8}\.dsse\.json"
    r"|positions/[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.[1-9][0-9]{0,8}\.dsse\.json"
    r"|replies/[1-9][0-9]{0,8}\.dsse\.json"
    r"|others/[0-9a-f]{64}\.dsse\.json"
    r"|disclosures/(?:claims|stances|manifests)\.jsonl"
    r"|evidence/[0-9a-f]{64}"
)


class FileLine(Struct, frozen=True):
    """One file."""

    path: str
    sha256: str
    size: int
    """Bytes."""


class Index(Struct, frozen=True):
    """What a bundle says of itself.  Nobody signs it: what counts is in the files."""

    alliance: str
    made: datetime
    """When its newest entry was logged, so that one ledger gives one bundle."""
    files: tuple[FileLine, ...]
    """By path."""

    def to_bytes(self) -> bytes:
        """The file."""
        files: list[Json] = [{"path": one.path, "sha256": one.sha256, "size": one.size} for one in self.files]
        return canonical({"format": FORMAT, "alliance": self.alliance, "made": time_text(self.made), "files": files})


def index_of(data: bytes, where: str = NAME) -> Index:
    """Read one.  Raises StatementError for a path that no bundle has, one that is there twice, and sizes beyond all."""
    row = Row(parsed(data, where), where)
    if row.text("format") != FORMAT:
        row.wrong(f"not `{FORMAT}`")
    alliance, made = row.text("alliance", most=100), row.time("made")
    files: list[FileLine] = []
    for value in row.values("files", most=MOST_FILES):
        one = Row(value, f"{where} files[{len(files)}]")
        line = FileLine(checked_path(one.text("path", most=200), one.where), one.hash("sha256"), one.whole("size"))
        one.close()
        if line.size > MOST_FILE:
            one.wrong(f"{line.path}: {line.size:,} bytes are more than a bundle takes")
        files.append(line)
    row.close()
    paths = [one.path for one in files]
    if paths != sorted(set(paths)):
        row.wrong("a path is there twice, or they are not sorted")
    # On disks that know no capitals, two parties could be one file.
    if len({path.lower() for path in paths}) < len(paths):
        row.wrong("two paths differ by capitals only")
    return Index(alliance, made, tuple(files))


def checked_path(path: str, where: str) -> str:
    """The path, if a bundle can have it.  Raises StatementError."""
    if not _PATH.fullmatch(path):
        raise StatementError(f"{where}: `{path[:80]!a}` is no path of a bundle")
    return path

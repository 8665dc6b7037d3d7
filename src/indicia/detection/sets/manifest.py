"""What a set archive says about itself, and what it may not say."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import orjson
from msgspec import Struct

from indicia.errors import SetError

FORMAT = "indicia-set/1"
MAX_MEMBERS = 200_000
"""Files in one set; the largest public set of rules has under 5,000."""
MAX_MEMBER = 256 * 2**20
"""Bytes of one file."""
MAX_CONTENT = 512 * 2**20
"""Bytes of all files together."""
_MAX_NAME = 300

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_VERSION = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){0,3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_KEYS = {"format", "name", "version", "date", "expires", "about", "members"}


class Member(Struct, frozen=True):
    """One file of a set."""

    name: str
    """Path in the set, `/` between parts."""
    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a set is, and every file in it."""

    name: str
    version: str
    """One to four numbers with dots between; a publisher counts up."""
    date: datetime
    """When its publisher made it, UTC, whole seconds."""
    expires: datetime | None = None
    """After this nobody should install it any more; null: never said."""
    about: str = ""
    members: tuple[Member, ...]
    """In the order of their names."""

    def __post_init__(self) -> None:
        """Refuse what no set may be.  Raises SetError."""
        if not _NAME.fullmatch(self.name):
            raise SetError(
                f"the set is called {self.name[:80]!r}", hint="A name has small letters, digits, `-` and `_`."
            )
        if not _VERSION.fullmatch(self.version):
            raise SetError(
                f"{self.name}: the version is {self.version[:40]!r}",
                hint="Versions are numbers such as 2026.4 or 1.12.3.",
            )
        if len(self.about) > 1000 or "\n" in self.about:
            raise SetError(f"{self.name}: what it says about itself is longer than a line of 1,000 characters")
        _check_members(self.name, self.members)

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts versions; `1.2` and `1.2.0` are the same."""
        numbers = [int(part) for part in self.version.split(".")]
        return tuple(numbers + [0] * (4 - len(numbers)))

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(member.size for member in self.members)

    def to_bytes(self) -> bytes:
        """The one way to write it; equal manifests give equal bytes."""
        return orjson.dumps(
            {
                "format": FORMAT,
                "name": self.name,
                "version": self.version,
                "date": self.date.strftime(_MOMENT),
                "expires": self.expires.strftime(_MOMENT) if self.expires else None,
                "about": self.about,
                "members": [[member.name, member.size, member.sha256] for member in self.members],
            },
            option=orjson.OPT_SORT_KEYS,
        )


def read_manifest(data: bytes) -> Manifest:
    """The manifest in these bytes.  Raises SetError for anything that `to_bytes` would not write."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise SetError("the manifest is not JSON") from None
    if not isinstance(found, dict) or set(found) != _KEYS or found["format"] != FORMAT:
        raise SetError("the manifest is of a form that this version does not know", hint="Is Indicia itself too old?")
    rows = found["members"]
    if not all(isinstance(found[key], str) for key in ("name", "version", "about")) or not isinstance(rows, list):
        raise SetError("the manifest holds a value of the wrong type")
    if len(rows) > MAX_MEMBERS:
        raise SetError(f"the set lists more than {MAX_MEMBERS:,} files (limit)")
    expires = found["expires"]
    manifest = Manifest(
        name=found["name"],
        version=found["version"],
        date=_moment(found["date"]),
        expires=None if expires is None else _moment(expires),
        about=found["about"],
        members=tuple(map(_member, rows)),
    )
    if manifest.to_bytes() != data:
        raise SetError("the manifest is not written the way manifests are written")
    return manifest


def _moment(value: object) -> datetime:
    try:
        return datetime.strptime(str(value), _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise SetError(f"the manifest holds {str(value)[:40]!r} where a date belongs") from None


def _member(row: Any) -> Member:
    match row:
        case [str(name), int(size), str(sha256)] if not isinstance(size, bool):
            return Member(name, size, sha256)
        case _:
            raise SetError("the manifest lists a file without name, size and hash")


def _check_members(of: str, members: tuple[Member, ...]) -> None:
    if not members:
        raise SetError(f"{of}: the set holds no file")
    if len(members) > MAX_MEMBERS:
        raise SetError(f"{of}: the set lists more than {MAX_MEMBERS:,} files (limit)")
    total = 0
    seen: set[str] = set()
    folders: set[str] = set()
    last = ""
    for member in members:
        check_name(member.name)
        if not 0 <= member.size <= MAX_MEMBER:
            raise SetError(f"{of}: {member.name}: larger than {MAX_MEMBER // 2**20} MiB (limit)")
        if not _SHA256.fullmatch(member.sha256):
            raise SetError(f"{of}: {member.name}: its hash is none")
        total += member.size
        # Two names that one disk would take for the same file, or a file that another one needs as a folder.
        same = _same(member.name)
        if same in seen:
            raise SetError(f"{of}: {member.name}: this name is there twice")
        seen.add(same)
        parts = same.split("/")[:-1]
        folders.update("/".join(parts[: number + 1]) for number in range(len(parts)))
        if member.name <= last:
            raise SetError(f"{of}: {member.name}: the files are not in the order of their names")
        last = member.name
    if clash := min(seen & folders, default=""):
        raise SetError(f"{of}: {clash}: a file and a folder have this name")
    if total > MAX_CONTENT:
        raise SetError(f"{of}: the files hold more than {MAX_CONTENT // 2**20} MiB together (limit)")


def check_name(name: str) -> None:
    """Raises SetError for a path that leads out of the set, or that not every system can hold."""
    parts = name.split("/")
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise SetError(f"{name[:80]!r}: no name for a file of a set")
    if name.startswith("/") or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise SetError(f"{name[:80]!r}: leads out of the set")


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

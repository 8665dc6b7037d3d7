"""Knowledge that a user keeps: catalogues and ontologies in one folder, named after their content.

    <folder>/<kind>/<sha256>.data   the file as it came (it may be packed)
    <folder>/<kind>/<sha256>.json   what it is: name, version, date, where from

Several editions may lie side by side; the newest one counts.  Without any of them the packs' own facts serve.
"""

import hashlib
import re
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
from msgspec import Struct

from indicia.bounded import read_bounded
from indicia.errors import RulesetError
from indicia.knowledge.kept.kinds import KnowledgeKind, Recognised
from indicia.knowledge.kept.unpacking import MOST_BYTES, unpacked
from indicia.knowledge.kept.writing import write_whole

_FORMAT = "indicia-knowledge/1"
_NAME = re.compile(r"[0-9a-f]{64}")


class Kept(Struct, frozen=True, kw_only=True):
    """One file of the store."""

    kind: KnowledgeKind
    name: str
    version: str
    day: date | None
    """When it was published."""
    sha256: str
    """Of the file as it came."""
    size: int
    origin: str
    """Name of the file it came from."""
    path: Path
    problem: str = ""
    """Why it is not used; empty when it is."""

    @property
    def order(self) -> tuple[date, tuple[int, ...], str]:
        """Later editions come later."""
        numbers = tuple(int(part) for part in re.findall(r"\d+", self.version)[:6])
        return self.day or date.min, numbers, self.sha256


class Store:
    """The folder.  It is made when something is put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, what: Recognised, origin: str) -> tuple[Kept, bool]:
        """Keep a file; the flag says that it was there already.  Raises SetError when it cannot be written.

        A model of techniques has no edition of its own: the one that was kept last is the newest.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self.folder / what.kind / f"{digest}.data"
        there = path.is_file() and _sha256(path) == digest and path.with_suffix(".json").is_file()
        by_keeping = what.kind is KnowledgeKind.TECHNIQUES
        now = datetime.now(UTC)
        version, day = (f"kept {now:%Y-%m-%d %H:%M:%S} UTC", now.date()) if by_keeping else (what.version, what.day)
        if not there or by_keeping:
            meta = {
                "format": _FORMAT,
                "name": what.name,
                "version": version,
                "date": day.isoformat() if day else None,
                "size": len(data),
                "origin": origin[-300:],
            }
            if not there:
                write_whole(path, data)
            write_whole(path.with_suffix(".json"), orjson.dumps(meta, option=orjson.OPT_INDENT_2))
        return _kept(path, what.kind), there

    def entries(self, kind: KnowledgeKind | None = None) -> tuple[Kept, ...]:
        """Everything kept (of one kind), by kind and name, newest first; also what cannot be used, with the reason."""
        found = []
        for each in KnowledgeKind:
            folder = self.folder / each
            if kind not in (None, each) or not folder.is_dir():
                continue
            try:
                paths = sorted(path for path in folder.iterdir() if path.suffix == ".data")
            except OSError as error:
                raise RulesetError(f"{folder}: cannot be read: {error.strerror or error}") from None
            kept = sorted((_kept(path, each) for path in paths), key=lambda item: item.order, reverse=True)
            found += sorted(kept, key=lambda item: item.name)
        return tuple(found)

    def newest(self, kind: KnowledgeKind, name: str = "") -> Kept | None:
        """The newest usable edition of a kind (and name); null when there is none."""
        usable = [item for item in self.entries(kind) if not item.problem and (not name or item.name == name)]
        return max(usable, key=lambda item: item.order, default=None)

    def read(self, kept: Kept) -> bytes:
        """Its content, unpacked.  Raises RulesetError when it is not what was put there."""
        data = read_bounded(kept.path, MOST_BYTES, RulesetError)
        if hashlib.sha256(data).hexdigest() != kept.sha256:
            raise RulesetError(
                f"{kept.path}: changed since it was kept", hint="indicia knowledge remove it, then update again."
            )
        return unpacked(data, kept.path.name)

    def remove(self, digest: str) -> Kept:
        """Take a file away, named by its hash or the beginning of it.  Raises RulesetError."""
        fits = [item for item in self.entries() if digest and item.sha256.startswith(digest.lower())]
        if len(fits) != 1:
            raise RulesetError(
                f"{len(fits)} kept files begin with {digest[:64]}", hint="`indicia knowledge list` shows them."
            )
        try:
            fits[0].path.unlink()
            fits[0].path.with_suffix(".json").unlink(missing_ok=True)
        except OSError as error:
            raise RulesetError(f"{fits[0].path}: cannot be removed: {error.strerror or error}") from None
        return fits[0]


def _kept(path: Path, kind: KnowledgeKind) -> Kept:
    name, version, day, origin, problem = "", "", None, "", ""
    try:
        meta = orjson.loads(read_bounded(path.with_suffix(".json"), MOST_BYTES, RulesetError))
        if not isinstance(meta, dict) or meta.get("format") != _FORMAT:
            raise ValueError("of another form")
        name, version, origin = (str(meta.get(key) or "") for key in ("name", "version", "origin"))
        day = date.fromisoformat(meta["date"]) if meta.get("date") else None
    except (RulesetError, ValueError, TypeError) as error:
        problem = f"what it is cannot be read: {error}"
    if not _NAME.fullmatch(path.stem):
        problem = "not named after its content"
    size = path.stat().st_size if path.is_file() and not path.is_symlink() else -1
    if size < 0:
        problem = "not a plain file"
    return Kept(
        kind=kind,
        name=name,
        version=version,
        day=day,
        sha256=path.stem,
        size=max(size, 0),
        origin=origin,
        path=path,
        problem=problem,
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_bounded(path, MOST_BYTES, RulesetError)).hexdigest()

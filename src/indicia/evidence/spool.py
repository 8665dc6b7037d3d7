"""The spool: a folder of our own for what cannot be read in place, under names that say nothing."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from indicia.errors import EvidenceError, unwritable
from indicia.evidence.archives.budget import Budget
from indicia.evidence.archives.damage import CutOff, Damaged, Spent
from indicia.evidence.archives.member import Flaw, Member


class Unpacked(Struct, frozen=True, kw_only=True):
    """One line of an unpacked archive's listing: a spooled member, or why there is none."""

    name: str
    file: str = ""
    """Path in the spool; empty where the member could not be had."""
    sha256: str = ""
    size: int = 0
    reason: str = ""
    modified: datetime | None = None
    created: datetime | None = None


class _UntilCut:
    """The pieces of a member up to the place where it is cut off, and what was said of that."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.cut: CutOff | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        except CutOff as cut:
            self.cut = cut


class Spool:
    """Numbered files in `folder`/unpacked; what a killed run left there is removed first."""

    def __init__(self, folder: Path) -> None:
        self._parent = folder
        self._folder = folder / "unpacked"
        self._made = False
        self._count = 0

    def close(self) -> None:
        """Remove everything spooled."""
        if self._made:
            shutil.rmtree(self._folder, ignore_errors=True)
            with suppress(OSError):
                # Only goes where nothing else lies in it.
                self._parent.rmdir()

    def new_path(self) -> Path:
        """A path that is not in use; raises EvidenceError when the spool cannot be made."""
        try:
            if not self._made:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder.mkdir(parents=True, mode=0o700)
                self._made = True
            self._count += 1
            folder = self._folder / f"{self._count // 1000:05}"
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise self._full(error) from error
        return folder / f"{self._count:08}"

    def keep(self, pieces: Iterator[bytes]) -> tuple[Path, str, int]:
        """Write pieces to a new file; gives its path, SHA-256 and size.

        Nothing is left behind when the pieces raise.  Raises EvidenceError when the disk is full.
        """
        path = self.new_path()
        digest, size = sha256(), 0
        try:
            with path.open("wb") as file:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    try:
                        file.write(piece)
                    except OSError as error:
                        raise self._full(error) from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path, digest.hexdigest(), size

    def unpack(self, members: Iterator[Member | Flaw], budget: Budget) -> Path:
        """Unpack members one after the other; gives the path of their listing.

        Everything wrong ends in the listing.  Raises EvidenceError when the disk is full.
        """
        listing = self.new_path()
        try:
            with listing.open("w", encoding="ascii") as file:
                for line in self._unpacked(members, budget):
                    file.write(json.dumps(_plain(line)) + "\n")
        except OSError as error:
            raise self._full(error) from error
        return listing

    def _unpacked(self, members: Iterator[Member | Flaw], budget: Budget) -> Iterator[Unpacked]:
        try:
            for member in members:
                budget.member()
                if isinstance(member, Flaw):
                    yield Unpacked(name=member.name, reason=member.reason)
                elif member.special:
                    yield Unpacked(name=member.name, reason=f"{member.special}, not followed")
                else:
                    yield from self._one(member, budget)
        except Damaged as damage:
            yield Unpacked(name="", reason=str(damage))

    def _one(self, member: Member, budget: Budget) -> Iterator[Unpacked]:
        """The member, and what is wrong with it: one that is cut off is used up to there."""
        pieces = _UntilCut(member.pieces)
        try:
            path, digest, size = self.keep(budget.meter(iter(pieces)))
        except Spent:
            raise
        except Damaged as damage:
            yield Unpacked(name=member.name, reason=str(damage))
            return
        if pieces.cut is not None:
            used = f"; the {size} bytes before that are used" if size else ""
            yield Unpacked(name=member.name, reason=f"{pieces.cut}{used}")
        if size or pieces.cut is None:
            yield Unpacked(
                name=member.name,
                file=str(path),
                sha256=digest,
                size=size,
                modified=member.modified,
                created=member.created,
            )

    def _full(self, error: OSError) -> EvidenceError:
        return EvidenceError(
            f"{self._folder}: archives cannot be unpacked there: {error.strerror or error}",
            hint=unwritable(error, "Free space on that disk, or choose a case folder on a larger one with --case."),
        )


def read_listing(listing: Path) -> Iterator[Unpacked]:
    """The lines of a listing, as they were written."""
    with listing.open(encoding="ascii") as file:
        for line in file:
            row = json.loads(line)
            for key in ("modified", "created"):
                row[key] = datetime.fromisoformat(row[key]) if row[key] else None
            yield Unpacked(**row)


def _plain(line: Unpacked) -> dict[str, str | int | None]:
    return {
        "name": line.name, "file": line.file, "sha256": line.sha256, "size": line.size, "reason": line.reason,
        "modified": line.modified.isoformat() if line.modified else None,
        "created": line.created.isoformat() if line.created else None,
    }  # fmt: skip

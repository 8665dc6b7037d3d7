"""Taking evidence in: every file of the arguments found, unpacked, hashed and named, in the same order every time."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from indicia.config import Limits, Settings
from indicia.errors import NoEvidence, PasswordError
from indicia.evidence.archives.budget import Budget
from indicia.evidence.archives.damage import CutOff, Damaged, Locked, Spent
from indicia.evidence.archives.formats import TELLING_BYTES, Format, archive_format
from indicia.evidence.archives.member import Flaw, Member
from indicia.evidence.archives.names import parts as name_parts
from indicia.evidence.archives.stream import is_empty_tar, is_single, read_stream
from indicia.evidence.archives.zip_directory import (
    Directory,
    first_local_name,
    is_document,
    names_document,
    read_directory,
)
from indicia.evidence.archives.zip_entry import Entry, unix_time
from indicia.evidence.archives.zip_lock import require_unlocked
from indicia.evidence.archives.zip_member import Packed, password_for
from indicia.evidence.arguments import Argument, arguments_of
from indicia.evidence.copies import Copy, Hashing, beginning, rest_of, until_cut, with_beginning
from indicia.evidence.hashing_ahead import HashingAhead
from indicia.evidence.host_paths import HOST_FILE_BYTES, host_in_name, names_host
from indicia.evidence.identify import identify
from indicia.evidence.naming import Naming, Place
from indicia.evidence.openable import require_openable, why_closed
from indicia.evidence.spool import Spool, read_listing
from indicia.evidence.walk import Found, open_evidence, walk
from indicia.model.evidence import Evidence, Fault, Origin


class Item(Struct, frozen=True, kw_only=True):
    """One piece of evidence, ready to be read."""

    evidence: Evidence
    origin: Origin
    head: bytes
    """Its first bytes, at most `Limits.content_bytes`."""


_FAULTS_NAMED = 3
"""Faults named in the error when nothing at all could be read."""


class Intake:
    """The evidence of some arguments.  A context manager: its end removes what was unpacked.

    `on_bytes` is told how many bytes of evidence were hashed since it was last told; what `ahead` has hashed already is
    not read again.  The folder `without` is passed over.
    """

    def __init__(
        self,
        arguments: Sequence[Path],
        settings: Settings,
        spool: Path,
        on_bytes: Callable[[int], None] | None = None,
        ahead: HashingAhead | None = None,
        without: Path | None = None,
    ) -> None:
        self._given, self._without = arguments, without
        self._settings = settings
        self._limits: Limits = settings.limits
        self._spool = Spool(spool)
        self._on_bytes = on_bytes or (lambda _: None)
        self._hashing = Hashing(self._limits.content_bytes, self._on_bytes)
        self._ahead = ahead
        self._naming = Naming()
        self._direct: frozenset[str] = frozenset()
        self._locked = False
        self.containers: list[tuple[str, str, int]] = []
        """(display path, SHA-256, bytes) of each archive, filled while `items` is drawn, before its members."""

    def __enter__(self) -> "Intake":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was unpacked; origins that point there end with it."""
        self._spool.close()

    def items(self) -> Iterator[Item | Fault]:
        """Every file of the arguments, sorted by name; members of an archive in the archive's order.

        Raises EvidenceError for an argument that is not there, PasswordError for an archive none of whose members can
        be opened, NoEvidence when nothing could be read at all, EvidenceError when the disk of the spool is full.
        """
        arguments = arguments_of(self._given)
        self._direct = frozenset(os.path.realpath(path) for path in self._given)
        for argument in arguments:
            require_openable(argument, self._settings.passwords, self._limits.archive_members)
        readable = 0
        faults: list[str] = []
        for argument in arguments:
            for item in self._bounded(self._argument(argument), argument.label):
                readable += isinstance(item, Item)
                if isinstance(item, Fault) and len(faults) < _FAULTS_NAMED:
                    faults.append(f"; {item.path}: {item.reason}")
                yield item
        if readable:
            return
        named = ", ".join(argument.label for argument in arguments)
        if self._locked:
            raise PasswordError(f"{named}: every archive needs a password", hint="Give it with --password.")
        raise NoEvidence(
            f"{named}: no file that could be read{''.join(faults)}",
            hint="Name a folder or archive that holds a host's logs and files; an empty collection is not a clean one.",
        )

    # Arguments and folders

    def _argument(self, argument: Argument) -> Iterator[Item | Fault]:
        budget = Budget(self._limits)
        if not argument.folder:
            inside = Place(shown="", scope=argument.parent, below=1, depth=0, budget=budget)
            self._naming.learn(host_in_name(argument.path.name), argument.label)
            yield from self._on_disk(argument.path, (argument.label,), inside, direct=True)
            return
        inside = Place(shown="", scope=argument.label, below=1, depth=0, budget=budget)
        for found in walk(argument.path, argument.label, self._without):
            if isinstance(found, Found):
                self._naming.learn_from_file(found.path, (argument.label, *found.parts), inside)
        for found in walk(argument.path, argument.label, self._without):
            if isinstance(found, Fault):
                yield found
                continue
            # One budget for each archive: the limits are those of one archive, not of the folder it lies in.
            own = replace(inside, budget=Budget(self._limits))
            direct = os.path.realpath(found.path) in self._direct
            yield from self._on_disk(found.path, (argument.label, *found.parts), own, direct=direct)

    def _on_disk(self, path: Path, parts: tuple[str, ...], inside: Place, *, direct: bool) -> Iterator[Item | Fault]:
        shown = self._naming.shown(parts, inside)
        try:
            with open_evidence(path) as file:
                before = os.fstat(file.fileno())
                start = file.read(TELLING_BYTES)
                kept_out = self._refused(start, before.st_size, parts, inside)
                if kept_out:
                    yield Fault(path=shown, reason=kept_out)
                    return
                hashed = self._ahead.of(path, before) if self._ahead else None
                if hashed is None:
                    head, digest, size = self._hashing.digest(rest_of(start, file, before.st_size))
                else:
                    digest, size = hashed
                    head = start + file.read(max(self._limits.content_bytes - len(start), 0))
                    self._on_bytes(size)
                after = os.fstat(file.fileno())
        except OSError as error:
            yield Fault(path=shown, reason=f"cannot be read: {error.strerror or error}")
            return
        changed = hashed is not None and before.st_ctime_ns != after.st_ctime_ns
        if changed or (before.st_size, before.st_mtime_ns, size) != (after.st_size, after.st_mtime_ns, after.st_size):
            yield Fault(path=shown, reason="changed while it was read; not used")
            return
        copy = Copy(path=path, head=head, sha256=digest, size=size, modified=unix_time(before.st_mtime))
        yield from self._copied(copy, parts, inside, direct=direct)

    def _refused(self, start: bytes, size: int, parts: tuple[str, ...], inside: Place) -> str:
        """Why a file is not taken in: it holds a collection in a form that cannot be opened.  Empty when it is."""
        if self._naming.located(parts, inside).original is not None:
            # A file of the host itself is evidence by its place and hash, whatever is in it.
            return ""
        return why_closed(start, size)

    # A file whose bytes are on this disk: the evidence itself, or a spooled copy

    def _copied(
        self, copy: Copy, parts: tuple[str, ...], inside: Place, *, direct: bool = False
    ) -> Iterator[Item | Fault]:
        found = archive_format(copy.head[:TELLING_BYTES])
        if found is None and is_empty_tar(copy.head[:512], parts[-1]):
            found = Format.TAR
        if found is not None and not (found is Format.ZIP and not direct and self._is_document(copy)):
            yield from self._archive(copy, found, parts, inside)
            return
        yield self._item(copy, Origin(path=str(copy.path)), parts, inside)

    def _archive(self, copy: Copy, found: Format, parts: tuple[str, ...], inside: Place) -> Iterator[Item | Fault]:
        shown = self._naming.shown(parts, inside)
        located = self._naming.located(parts, inside)
        of_host = located.original is not None
        if of_host:
            # An archive that lay on the host (a backup, something staged) is itself one of the host's files.
            yield self._item(copy, Origin(path=str(copy.path)), parts, inside)
        self.containers.append((shown, copy.sha256, copy.size))
        if inside.depth >= self._limits.depth:
            yield Fault(
                path=shown,
                reason=f"limit depth: archives lie more than {self._limits.depth} deep; this one was not opened",
            )
            return
        single = False
        if found is not Format.ZIP:
            with copy.path.open("rb") as file:
                single = is_single(file, found)
        scope = self._naming.scope(parts, inside) if of_host or single or inside.archive else shown
        if scope == shown:
            self._naming.learn(host_in_name(parts[-1].rpartition("/")[2]), scope)
        within = Place(
            shown=f"{shown}!", scope=scope, below=0, depth=inside.depth + 1, budget=inside.budget,
            archive=shown if of_host or inside.archive else "",
        )  # fmt: skip
        members = (
            self._zip(copy.path, within, shown) if found is Format.ZIP else self._unpacked(copy, found, within, parts)
        )
        yield from self._bounded(members, shown)

    def _is_document(self, copy: Copy) -> bool:
        if names_document(first_local_name(copy.head)):
            return True
        try:
            return is_document(copy.path, self._limits.archive_members)
        except OSError:
            return False

    # Zip archives, read in place

    def _zip(self, path: Path, inside: Place, shown: str) -> Iterator[Item | Fault]:
        try:
            directory = read_directory(path, self._limits.archive_members)
            yield from (Fault(path=shown, reason=reason) for reason in directory.damage)
            if inside.depth > 1:
                require_unlocked(path, self._settings.passwords, self._limits.archive_members)
            with path.open("rb") as file:
                for index in range(len(directory)):
                    self._naming_member(file, directory, index, inside)
                for index in range(len(directory)):
                    inside.budget.member()
                    yield from self._zip_member(path, file, directory, index, inside)
        except Locked as locked:
            self._locked = True
            yield Fault(path=shown, reason=f"every member {locked}")
        except Spent as spent:
            yield Fault(path=shown, reason=str(spent))
        except OSError as error:
            yield Fault(path=shown, reason=f"cannot be read: {error.strerror or error}")

    def _zip_member(
        self, path: Path, file: BinaryIO, directory: Directory, index: int, inside: Place
    ) -> Iterator[Item | Fault]:
        shown = f"{inside.shown}#{index}"
        try:
            entry = directory.entry(index, file)
            parts = name_parts(entry.name) or (f"#{index}",)
            shown = self._naming.shown(parts, inside)
            if entry.folder:
                return
            if entry.special:
                raise Damaged(f"{entry.special}, not followed")
            if index in directory.overlapping:
                raise Damaged("shares its bytes with another member, as in a zip bomb; not read")
            pieces = self._pieces(file, entry, inside.budget)
            start = beginning(pieces)
            kept_out = self._refused(start, entry.size, parts, inside)
            if kept_out:
                yield Fault(path=shown, reason=kept_out)
            elif archive_format(start) and not names_document(first_local_name(start)):
                spooled, digest, size = self._spool.keep(self._hashing.told(with_beginning(start, pieces)))
                with spooled.open("rb") as copy:
                    head = copy.read(self._limits.content_bytes)
                nested = Copy(
                    path=spooled, head=head, sha256=digest, size=size, modified=entry.modified, created=entry.created
                )
                yield from self._copied(nested, parts, inside)
            else:
                head, digest, size = self._hashing.digest(with_beginning(start, pieces))
                whole = Copy(
                    path=path, head=head, sha256=digest, size=size, modified=entry.modified, created=entry.created
                )
                yield self._item(whole, Origin(path=str(path), member=index), parts, inside)
        except Spent:
            raise
        except CutOff as cut:
            yield from self._torn(file, directory.entry(index, file), inside, cut)
        except Damaged as damage:
            yield Fault(path=shown, reason=str(damage))

    def _torn(self, file: BinaryIO, entry: Entry, inside: Place, cut: CutOff) -> Iterator[Item | Fault]:
        """What can be had of a member whose end is missing, beside the fault that says so."""
        parts = name_parts(entry.name) or ("#",)
        shown = self._naming.shown(parts, inside)
        spooled, digest, size = self._spool.keep(until_cut(self._pieces(file, entry, inside.budget)))
        if not size:
            yield Fault(path=shown, reason=str(cut))
            return
        yield Fault(path=shown, reason=f"{cut}; the {size} bytes before that are used")
        with spooled.open("rb") as copy:
            head = copy.read(self._limits.content_bytes)
        kept_out = self._refused(head[:TELLING_BYTES], size, parts, inside)
        if kept_out or archive_format(head[:TELLING_BYTES]):
            yield Fault(path=shown, reason=kept_out or "the end of this archive is missing; not opened")
            return
        rest = Copy(path=spooled, head=head, sha256=digest, size=size, modified=entry.modified, created=entry.created)
        yield self._item(rest, Origin(path=str(spooled)), parts, inside)

    def _pieces(self, file: BinaryIO, entry: Entry, budget: Budget) -> Iterator[bytes]:
        packed = Packed(file, entry, password_for(file, entry, self._settings.passwords))
        return budget.meter(iter(packed), lambda: packed.count)

    def _naming_member(self, file: BinaryIO, directory: Directory, index: int, inside: Place) -> None:
        """Learn the name of the host from a member where it is one that gives it."""
        try:
            entry = directory.entry(index, file)
            parts = name_parts(entry.name)
            if not parts or not names_host(parts) or entry.special or index in directory.overlapping:
                return
            head = b""
            for piece in self._pieces(file, entry, Budget(self._limits)):
                head += piece
                if len(head) >= HOST_FILE_BYTES:
                    break
        except Damaged:
            # The same member is a fault when its turn comes.
            return
        self._naming.learn_from(parts, head[:HOST_FILE_BYTES], inside)

    # Archives that are unpacked into the spool

    def _unpacked(self, copy: Copy, found: Format, inside: Place, parts: tuple[str, ...]) -> Iterator[Item | Fault]:
        archive = inside.shown[:-1]
        try:
            with copy.path.open("rb") as file:
                if found is Format.SEVEN_ZIP:
                    from indicia.evidence.archives.seven_zip import read_seven_zip  # its library takes long to import

                    members: Iterator[Member | Flaw] = read_seven_zip(copy.path, self._settings.passwords)
                else:
                    members = read_stream(file, found, parts[-1], inside.budget)
                listing = self._spool.unpack(members, inside.budget)
        except OSError as error:
            yield Fault(path=archive, reason=f"cannot be read: {error.strerror or error}")
            return
        for line in read_listing(listing):
            if line.file:
                self._naming.learn_from_file(Path(line.file), name_parts(line.name), inside)
        for number, line in enumerate(read_listing(listing)):
            member = name_parts(line.name)
            if not line.file:
                self._locked = self._locked or "--password" in line.reason
                yield Fault(path=self._naming.shown(member, inside) if member else archive, reason=line.reason)
                continue
            member = member or (f"#{number}",)
            self._on_bytes(line.size)
            spooled = Path(line.file)
            with spooled.open("rb") as file:
                head = file.read(self._limits.content_bytes)
            kept_out = self._refused(head, line.size, member, inside)
            if kept_out:
                yield Fault(path=self._naming.shown(member, inside), reason=kept_out)
                continue
            whole = Copy(
                path=spooled,
                head=head,
                sha256=line.sha256,
                size=line.size,
                modified=line.modified,
                created=line.created,
            )
            yield from self._copied(whole, member, inside)

    def _item(self, copy: Copy, origin: Origin, parts: tuple[str, ...], inside: Place) -> Item:
        scope = self._naming.scope(parts, inside)
        evidence = Evidence(
            sha256=copy.sha256,
            size=copy.size,
            path=self._naming.shown(parts, inside),
            scope=scope,
            kind=identify(copy.head, parts[-1]),
            original=self._naming.located(parts, inside).original,
            host=self._naming.host(scope),
            created=copy.created,
            modified=copy.modified,
        )
        return Item(evidence=evidence, origin=origin, head=copy.head)

    def _bounded(self, found: Iterator[Item | Fault], shown: str) -> Iterator[Item | Fault]:
        """All items, but only so many faults of one archive one by one; the rest is counted in a last one."""
        faults = more = 0
        for item in found:
            if isinstance(item, Fault):
                faults += 1
                if faults > self._limits.faults_per_file:
                    more += item.count
                    continue
            yield item
        if more:
            yield Fault(path=shown, reason=f"{more} more files could not be read", count=more)

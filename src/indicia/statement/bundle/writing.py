"""A bundle for one reader: everything that is signed and logged, and what this reader may see of what is hidden.

Envelopes of all versions and all positions go along, whatever the reader is allowed: a bundle without one would be
refused, and they hold commitments only.  Claims go up to the reader's ceiling, stances also up to that of their party.
"""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from indicia.errors import StatementError
from indicia.model.statement import Claim, FindingSupport, Marking, ReportSupport
from indicia.statement.bundle.archive import write_archive
from indicia.statement.bundle.evidence import Evidence
from indicia.statement.bundle.index import NAME, FileLine, Index
from indicia.statement.bundle.log_keys import LogKeys
from indicia.statement.bundle.log_part import begins
from indicia.statement.canonical import canonical, digest
from indicia.statement.commitments import Disclosure
from indicia.statement.envelope import PayloadType
from indicia.statement.folder import StatementFolder
from indicia.statement.ledger.entry import Entry, EntryKind, entry_of
from indicia.statement.ledger.note import VerifierKey
from indicia.statement.ledger.proving import prove_before
from indicia.statement.ledger.store import Ledger
from indicia.statement.membership.folder import read_folder, roots_of
from indicia.statement.membership.members import Membership
from indicia.statement.membership.metadata import MOST_BYTES
from indicia.statement.objects import stance_of
from indicia.statement.private_files import read_small
from indicia.statement.version import Version

_PIECE = 1 << 20


class Packed(Struct, frozen=True, kw_only=True):
    """What a bundle will hold."""

    index: Index
    files: "Mapping[str, bytes | _FromEvidence]"
    left_out: tuple[str, ...]
    """What is in the folder and not in the bundle, and why."""
    claims: int
    """Disclosed, of the newest version."""
    hidden: int

    def save(self, out: Path) -> None:
        """Write it: an archive where the name ends in `.tar`, otherwise a new folder.  Nothing is overwritten.

        Raises StatementError.
        """
        if out.exists():
            raise StatementError(f"{out}: is there already", hint="Nothing is overwritten; choose another name.")
        try:
            self._archive(out) if out.suffix == ".tar" else self._folder(out)
        except OSError as error:
            raise StatementError(f"{out}: cannot be written: {error.strerror or error}") from None

    def _archive(self, out: Path) -> None:
        handle, temporary = tempfile.mkstemp(dir=out.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                write_archive(stream, self.index, self._pieces)
            Path(temporary).replace(out)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise

    def _folder(self, out: Path) -> None:
        out.mkdir(mode=0o700, parents=True)
        for line in self.index.files:
            path = out / line.path
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as stream:
                stream.writelines(self._pieces(line))
        # Last, as it makes the folder a bundle.
        (out / NAME).write_bytes(self.index.to_bytes())

    def _pieces(self, line: FileLine) -> Iterator[bytes]:
        held = self.files[line.path]
        return iter((held,)) if isinstance(held, bytes) else held.pieces()


class _FromEvidence(Struct, frozen=True):
    evidence: Evidence
    sha256: str

    def pieces(self) -> Iterator[bytes]:
        size = self.evidence.size(self.sha256)
        hashed = hashlib.sha256()
        for piece in self.evidence.part(self.sha256, 0, size):
            hashed.update(piece)
            yield piece
        if hashed.hexdigest() != self.sha256:
            raise StatementError(f"evidence {self.sha256[:12]}…: changed while it was packed")


def pack(
    folder: StatementFolder,
    ledger: Ledger,
    membership: Path,
    ceiling: Marking,
    *,
    witnesses: Sequence[VerifierKey] = (),
    evidence: Evidence | None = None,
) -> Packed:
    """Put together a bundle for readers who are allowed everything up to `ceiling`.

    Raises StatementError where the statement is for fewer, where something that was logged is not in the folder or not
    signed, and where ledger, membership and statement are of unlike alliances.
    """
    signed = ledger.checkpoint
    if signed is None:
        raise StatementError(f"{ledger.root}: nothing is signed yet", hint="`indicia ledger checkpoint` signs it.")
    id, alliance, size = folder.version().statement.statement, ledger.about.alliance, signed.checkpoint.size
    members = read_folder(membership, alliance=alliance)
    first = begins(ledger, folder.version(1).statement, folder.digest(PayloadType.STATEMENT, "1"), size)
    lines = list(ledger.entries(first, size))
    entries = [entry_of(one, f"entry {first + number}") for number, one in enumerate(lines)]
    about = [one for one in entries if one.statement == id]
    files: dict[str, bytes | _FromEvidence] = {
        "ledger/checkpoint": signed.note.data,
        "ledger/keys.json": LogKeys(ledger.about.key, tuple(witnesses)).to_bytes(),
        "ledger/before.json": canonical(prove_before(ledger, first).object),
        "ledger/entries.jsonl": b"".join(one + b"\n" for one in lines),
        "membership/targets.json": read_small(membership / "targets.json", MOST_BYTES),
    }
    files |= {f"membership/root.{number}.json": data for number, data in roots_of(membership).items()}
    left: list[str] = []
    files |= _envelopes(folder, about, ceiling, left)
    author = folder.version(1).statement.author
    holds = [one for one in about if _holds(folder, one, members, author)]
    shown = {number: folder.version(number).up_to(ceiling) for number in _numbers(holds, EntryKind.STATEMENT)}
    if not shown:
        raise StatementError("no version that was logged is signed by its author with keys that counted then")
    files |= _disclosures(folder, shown, _numbers_of_positions(holds), ceiling)
    newest = shown[max(shown)]
    if evidence is not None:
        wanted = sorted(documents_named(newest.claims))
        files |= {f"evidence/{one}": _FromEvidence(evidence, one) for one in wanted if one in evidence}
        cases = {each.case for claim in newest.claims for each in claim.support if isinstance(each, FindingSupport)}
        for one in wanted:
            if one not in evidence:
                left.append(f"{'result of case' if one in cases else 'file'} {one[:12]}…: not at hand")
    return Packed(
        index=Index(alliance, entries[-1].logged, tuple(_line(path, files[path]) for path in sorted(files))),
        files=files,
        left_out=tuple(left),
        claims=len(newest.claims),
        hidden=len(newest.hidden),
    )


def documents_named(claims: Iterable[Claim]) -> set[str]:
    """Hashes of everything that these claims rest on: files of evidence, results of cases, documents."""
    found: set[str] = set()
    for claim in claims:
        for one in claim.support:
            if isinstance(one, FindingSupport):
                found.update((one.case, *(exhibit.file for exhibit in one.exhibits)))
            elif isinstance(one, ReportSupport):
                found.add(one.sha256)
    return found


def _envelopes(
    folder: StatementFolder, about: Sequence[Entry], ceiling: Marking, left: list[str]
) -> dict[str, bytes | _FromEvidence]:
    found: dict[str, bytes | _FromEvidence] = {}
    others = folder.others()
    for one in about:
        if one.kind is EntryKind.STATEMENT:
            _take(folder, f"statements/{one.sequence}", one.digest, others, found)
        elif one.kind is EntryKind.POSITION:
            _take(folder, f"positions/{one.party}.{one.sequence}", one.digest, others, found)
        elif one.kind is EntryKind.REVOCATION:
            _take(folder, f"others/{one.digest}", one.digest, others, found)
    replies = {one.digest for one in about if one.kind is EntryKind.REPLY}
    for _, number in folder.names("replies"):
        path = folder.root / "replies" / f"{number}.dsse.json"
        if not path.exists():
            left.append(f"reply {number}: not signed")
            continue
        if folder.digest(PayloadType.REPLY, str(number)) not in replies:
            left.append(f"reply {number}: not logged, or after the checkpoint")
        elif not folder.reply(number).marking.within(ceiling):
            left.append(f"reply {number}: {folder.reply(number).marking}")
        else:
            found[f"replies/{number}.dsse.json"] = path.read_bytes()
    for name in ("statements", "positions"):
        for party, number in folder.names(name):
            stem = f"{party}.{number}" if party else str(number)
            if f"{name}/{stem}.dsse.json" not in found:
                left.append(f"{name}/{stem}: not logged, or after the checkpoint")
    return found


def _holds(folder: StatementFolder, entry: Entry, members: Membership, author: str) -> bool:
    """Whether it logged the version or position of the folder, and its party signed it.

    What nobody signed goes along, to be disregarded; nothing of it is disclosed.
    """
    kinds = {EntryKind.STATEMENT: PayloadType.STATEMENT, EntryKind.POSITION: PayloadType.POSITION}
    if entry.kind not in kinds or (entry.kind is EntryKind.STATEMENT and entry.party != author):
        return False
    kind, stem = kinds[entry.kind], str(entry.sequence)
    if entry.kind is EntryKind.POSITION:
        stem = f"{entry.party}.{entry.sequence}"
    if not folder.is_signed(kind, stem) or folder.digest(kind, stem) != entry.digest:
        return False
    try:
        members.check(folder.envelope(kind, stem), entry.party or "", entry.logged)
    except StatementError:
        return False
    return True


def _take(
    folder: StatementFolder, stem: str, hashed: str, others: Mapping[str, Path], into: dict[str, bytes | _FromEvidence]
) -> None:
    """The file that was logged: under its own name, or, where another one was logged as the same, under its hash."""
    for name, path in ((stem, folder.root / f"{stem}.dsse.json"), (f"others/{hashed}", others.get(hashed))):
        if path is not None and path.exists():
            data = read_small(path, 2 * (64 << 20))
            if digest(data) == hashed:
                into[f"{name}.dsse.json"] = data
                return
    raise StatementError(
        f"{stem}: was logged, with the hash {hashed[:16]}…, and is not here, or not signed",
        hint="A bundle without it would be refused. Get it from whoever logged it, and put it there with "
        "`indicia statement receive`, even where it is nobody's word.",
    )


def _disclosures(
    folder: StatementFolder,
    shown: Mapping[int, Version],
    positions: Collection[tuple[str, int]],
    ceiling: Marking,
) -> dict[str, bytes | _FromEvidence]:
    claims = [one for version in shown.values() for one in version.claim_disclosures.values()]
    manifests = [one for version in shown.values() for one in version.manifest_disclosures.values()]
    stances: list[Disclosure] = []
    for heard in folder.heard():
        position = heard.position
        if (position.party, position.sequence) not in positions:
            continue
        claims_here = shown[position.version].claim_disclosures if position.version in shown else {}
        for one in folder.stances(position.party, position.sequence):
            stance = stance_of(one.object)
            allowed = stance.marking.within(ceiling) and stance.marking.within(position.ceiling)
            if allowed and stance.claim in claims_here:
                stances.append(one)
    held = {"claims": claims, "stances": stances, "manifests": manifests}
    return {
        f"disclosures/{name}.jsonl": b"".join(canonical(one.to_object()) + b"\n" for one in some)
        for name, some in held.items()
        if some
    }


def _numbers(about: Sequence[Entry], kind: EntryKind) -> list[int]:
    return sorted({one.sequence for one in about if one.kind is kind and one.sequence is not None})


def _numbers_of_positions(about: Sequence[Entry]) -> set[tuple[str, int]]:
    return {(one.party or "", one.sequence or 0) for one in about if one.kind is EntryKind.POSITION}


def _line(path: str, held: bytes | _FromEvidence) -> FileLine:
    if isinstance(held, bytes):
        return FileLine(path, hashlib.sha256(held).hexdigest(), len(held))
    return FileLine(path, held.sha256, held.evidence.size(held.sha256))

"""The folder of a statement: plain files, every version kept.

    draft.json                          what is being worked at; only where the author works
    statements/1.payload.json           a sealed version: the bytes that are signed
    statements/1.dsse.json              signed
    positions/US.1.payload.json         a position: the bytes that are signed;  US.1.dsse.json  signed
    replies/1.payload.json              a reply of the accused;  1.dsse.json  signed
    disclosures/claims.1.jsonl          what version 1 commits to, with the salts: only its owner may read these files
    disclosures/manifests.1.jsonl
    disclosures/stances.US.1.jsonl
    others/<SHA-256>.dsse.json          other envelopes that were logged about it: revocations, what counts for nothing

Files are written under a temporary name and renamed.  A sealed file is never written again.  Whoever writes is alone.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import orjson

from indicia.alone import folder_alone
from indicia.errors import StatementError
from indicia.model.statement import Reply, Revocation
from indicia.statement.canonical import MOST_BYTES, Json, canonical, digest, parsed
from indicia.statement.commitments import Disclosure, disclosure
from indicia.statement.draft import Draft, draft_object, draft_of
from indicia.statement.envelope import PayloadType, Sealed, sealed
from indicia.statement.objects import reply_object, reply_of, revocation_of
from indicia.statement.policy import Heard
from indicia.statement.positions import heard_of
from indicia.statement.private_files import read_small, replace, write_new
from indicia.statement.version import Version, version_of

_DRAFT = "draft.json"
_MOST_DRAFT = 512 << 20
_MOST_LINE = 4 << 20
_MOST_FILES = 100_000
_WAIT = 30.0
"""Seconds that one waits for another."""
_FOLDERS = ("statements", "positions", "replies", "disclosures")
_PAYLOAD = re.compile(r"(?:(?P<party>[A-Za-z0-9_-]{1,40})\.)?(?P<number>[1-9][0-9]{0,8})\.(?:payload|dsse)\.json\Z")
_KINDS = {"statements": PayloadType.STATEMENT, "positions": PayloadType.POSITION, "replies": PayloadType.REPLY}


class StatementFolder:
    """A folder, opened."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def create(cls, root: Path) -> "StatementFolder":
        """Make one where nothing is yet, or in an empty folder.  Raises StatementError."""
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(root.iterdir()):
                raise StatementError(f"{root}: not empty", hint="Name a new folder with --out.")
            for name in _FOLDERS:
                (root / name).mkdir(mode=0o700 if name == "disclosures" else 0o755)
        except OSError as error:
            raise StatementError(f"{root}: {error.strerror or error}") from None
        return cls(root)

    @classmethod
    def open(cls, root: Path) -> "StatementFolder":
        """One that is there.  Raises StatementError."""
        if not all((root / name).is_dir() for name in _FOLDERS):
            raise StatementError(
                f"{root}: no statement here",
                hint="`indicia statement draft … --out FOLDER` makes one, `receive FILE --out FOLDER` takes one in.",
            )
        return cls(root)

    @contextmanager
    def alone(self, wait: float = _WAIT) -> Iterator[None]:
        """Keep other processes that write out of the folder until the end of the block.  Raises StatementError."""
        with ExitStack() as stack:
            try:
                held = stack.enter_context(folder_alone(self.root, wait))
            except OSError as error:
                raise StatementError(f"{self.root}: {error.strerror or error}") from None
            if not held:
                raise StatementError(
                    f"{self.root}: another process works in it",
                    hint="Wait for it to end, then give the same command again.",
                )
            yield

    @property
    def has_draft(self) -> bool:
        """Whether somebody works at the next version here."""
        return (self.root / _DRAFT).is_file()

    def draft(self) -> Draft:
        """The next version as it stands.  Raises StatementError where there is none or it is damaged."""
        if not self.has_draft:
            raise StatementError(
                f"{self.root}: no draft here",
                hint="Only the author's folder has one; sealed versions are read as they are.",
            )
        path = self.root / _DRAFT
        return draft_of(_json(read_small(path, _MOST_DRAFT, private=True), str(path)), str(path))

    def save_draft(self, draft: Draft) -> None:
        """Keep it; only its owner may read it."""
        try:
            data = orjson.dumps(draft_object(draft), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        except TypeError as error:
            raise StatementError(
                f"{self.root}: the draft has no form: {error}",
                hint="A text holds what is no character, or a number is too large; nothing was kept.",
            ) from None
        replace(self.root / _DRAFT, data, private=True)

    def versions(self) -> tuple[int, ...]:
        """Numbers of the sealed versions."""
        return tuple(sorted({number for party, number in self.names("statements") if not party}))

    def version(self, number: int | None = None) -> Version:
        """One sealed version, the newest by default, as far as it is disclosed here.  Raises StatementError."""
        there = self.versions()
        if number is None and there:
            number = there[-1]
        if number is None or number not in there:
            what = f"version {number}" if number is not None else "a sealed version"
            raise StatementError(
                f"{self.root}: {what} is not here", hint="`indicia statement publish` seals the draft."
            )
        payload = self._payload("statements", str(number))
        found = version_of(
            payload,
            self.disclosures(f"claims.{number}"),
            self.disclosures(f"manifests.{number}"),
            f"version {number}",
        )
        if found.statement.version != number:
            raise StatementError(f"statements/{number}: it says that it is version {found.statement.version}")
        return found

    def save_version(self, version: Version) -> None:
        """Keep a sealed version with what it commits to.  Raises StatementError where another one is there."""
        number = version.statement.version
        more = self._is_there("statements", str(number), version.payload)
        # What opens the commitments first: a payload without it would be of no use to anybody.
        self.save_disclosures(f"claims.{number}", version.claim_disclosures.values(), more=more)
        self.save_disclosures(f"manifests.{number}", version.manifest_disclosures.values(), more=more)
        self._save_payload("statements", str(number), version.payload)

    def heard(self) -> tuple[Heard, ...]:
        """Every position that is here, with what is disclosed of it, by party and sequence."""
        found = []
        for party, number in self.names("positions"):
            stem = f"{party}.{number}"
            payload = self._payload("positions", stem)
            heard = heard_of(payload, self.disclosures(f"stances.{stem}"), f"position {stem}")
            if (heard.position.party, heard.position.sequence) != (party, number):
                raise StatementError(
                    f"positions/{stem}: it is {heard.position.party[:40]}'s with the sequence {heard.position.sequence}"
                )
            found.append(heard)
        return tuple(found)

    def save_position(self, payload: bytes, stances: Iterable[Disclosure]) -> Heard:
        """Keep a position with what it commits to.  Raises StatementError where another one is there."""
        held = tuple(stances)
        heard = heard_of(payload, held, "position")
        stem = f"{heard.position.party}.{heard.position.sequence}"
        more = self._is_there("positions", stem, payload)
        self.save_disclosures(f"stances.{stem}", held, more=more)
        self._save_payload("positions", stem, payload)
        return heard

    def stances(self, party: str, sequence: int) -> tuple[Disclosure, ...]:
        """What is disclosed of a position, with salts."""
        return tuple(self.disclosures(f"stances.{party}.{sequence}"))

    def replies(self) -> tuple[Reply, ...]:
        """What the accused answered."""
        return tuple(self.reply(number) for _, number in self.names("replies"))

    def reply(self, number: int) -> Reply:
        """One reply.  Raises StatementError."""
        where = f"reply {number}"
        return reply_of(parsed(self._payload("replies", str(number)), where), where)

    def save_reply(self, reply: Reply) -> int:
        """Keep a reply under the next number, unless this very one is there."""
        data = canonical(reply_object(reply))
        numbers = [number for _, number in self.names("replies")]
        for number in numbers:
            if self._payload("replies", str(number)) == data:
                return number
        number = max(numbers, default=0) + 1
        self._save_payload("replies", str(number), data)
        return number

    def others(self) -> dict[str, Path]:
        """Envelopes that were logged and have no other place, by the SHA-256 that each is named after."""
        found = sorted((self.root / "others").glob("*.dsse.json"))[:_MOST_FILES]
        return {one.name.partition(".")[0]: one for one in found}

    def revocations(self) -> tuple[Revocation, ...]:
        """What parties took back, as their envelopes say; nothing is verified."""
        found = []
        for path in self.others().values():
            with suppress(StatementError):
                envelope = sealed(read_small(path, 2 * MOST_BYTES), PayloadType.REVOCATION, str(path))
                found.append(revocation_of(parsed(envelope.payload, str(path)), str(path)))
        return tuple(found)

    def save_other(self, envelope: bytes) -> Path:
        """Keep one.  Nothing is verified."""
        path = self.root / "others" / f"{digest(envelope)}.dsse.json"
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            write_new(path, envelope)
        return path

    def digest(self, kind: PayloadType, stem: str) -> str:
        """SHA-256 of an envelope, as it is logged.  Raises StatementError where it is not signed."""
        return digest(self._envelope(kind, stem)[1])

    def envelope(self, kind: PayloadType, stem: str) -> Sealed:
        """As it is signed; nothing is verified.  Raises StatementError where it is not."""
        path, data = self._envelope(kind, stem)
        return sealed(data, kind, str(path))

    def _envelope(self, kind: PayloadType, stem: str) -> tuple[Path, bytes]:
        path = self.root / _folder(kind) / f"{stem}.dsse.json"
        if not path.exists():
            raise StatementError(f"{path}: is not there: nobody has signed it yet")
        return path, read_small(path, 2 * MOST_BYTES)

    def payload(self, kind: PayloadType, stem: str) -> bytes:
        """The bytes that are signed.  Raises StatementError."""
        return self._payload(_folder(kind), stem)

    def is_signed(self, kind: PayloadType, stem: str) -> bool:
        """Whether an envelope is beside it; nothing is verified."""
        return (self.root / _folder(kind) / f"{stem}.dsse.json").is_file()

    def save_envelope(self, kind: PayloadType, stem: str, envelope: bytes) -> Path:
        """Keep an envelope beside the payload that it holds.  Raises StatementError where one is there."""
        path = self.root / _folder(kind) / f"{stem}.dsse.json"
        if sealed(envelope, kind, str(path)).payload != self._payload(_folder(kind), stem):
            raise StatementError(f"{path}: another payload than the one beside it")
        write_new(path, envelope)
        return path

    def keep_envelope(self, kind: PayloadType, stem: str, envelope: bytes) -> None:
        """The same where this very one may be there already; beside another one it goes to `others`."""
        if not self.is_signed(kind, stem):
            self.save_envelope(kind, stem, envelope)
        elif self.digest(kind, stem) != digest(envelope):
            self.save_other(envelope)

    def save_payload(self, kind: PayloadType, stem: str, data: bytes) -> None:
        """Keep the bytes that are signed.  Raises StatementError where others are there."""
        self._save_payload(_folder(kind), stem, data)

    def _payload(self, folder: str, stem: str) -> bytes:
        """Of the plain file, the envelope, or both, which then have to agree."""
        plain = self.root / folder / f"{stem}.payload.json"
        signed = self.root / folder / f"{stem}.dsse.json"
        data = read_small(plain, MOST_BYTES) if plain.exists() else None
        if signed.exists():
            envelope = sealed(read_small(signed, 2 * MOST_BYTES), _KINDS[folder], str(signed))
            if data is not None and envelope.payload != data:
                raise StatementError(f"{plain}: another payload than in {signed.name}")
            data = envelope.payload
        if data is None:
            raise StatementError(f"{plain}: is not there")
        return data

    def _is_there(self, folder: str, stem: str, data: bytes) -> bool:
        """Whether this very payload is.  Raises StatementError where another one is."""
        path = self.root / folder / f"{stem}.payload.json"
        if not path.exists() and not (self.root / folder / f"{stem}.dsse.json").exists():
            return False
        if digest(self._payload(folder, stem)) == digest(data):
            return True
        raise StatementError(f"{path}: another one is there already", hint="What was sealed is never written again.")

    def _save_payload(self, folder: str, stem: str, data: bytes) -> None:
        if not self._is_there(folder, stem, data):
            write_new(self.root / folder / f"{stem}.payload.json", data)

    def names(self, folder: str) -> tuple[tuple[str, int], ...]:
        """(party or empty, number) of the payloads of a folder, sorted."""
        found = set()
        try:
            names = [one.name for one in os.scandir(self.root / folder)]
        except OSError as error:
            raise StatementError(f"{self.root / folder}: {error.strerror or error}") from None
        if len(names) > _MOST_FILES:
            raise StatementError(f"{self.root / folder}: more than {_MOST_FILES} files")
        for name in names:
            matched = _PAYLOAD.match(name)
            if matched is None or bool(matched["party"]) != (folder == "positions"):
                if name.startswith(".new-"):
                    continue
                raise StatementError(f"{self.root / folder / name}: nothing that belongs here")
            found.add((matched["party"] or "", int(matched["number"])))
        return tuple(sorted(found))

    def disclosures(self, stem: str) -> Iterator[Disclosure]:
        """What a file of `disclosures/` opens: `claims.1`, `stances.US.1`, …; nothing where there is none."""
        path = self.root / "disclosures" / f"{stem}.jsonl"
        if path.exists():
            for number, line in enumerate(_lines(path), start=1):
                where = f"{path} line {number}"
                yield disclosure(_json(line, where), where)

    def save_disclosures(self, stem: str, disclosures: Iterable[Disclosure], *, more: bool = True) -> None:
        """Keep what opens commitments of `claims.1`, `stances.US.1`, …, together with what is there.

        `more` is false where nothing is sealed yet that commits to it: what is there then belongs to a seal that was
        interrupted, and is replaced.
        """
        known = {one.commitment: one for one in self.disclosures(stem)} if more else {}
        known |= {one.commitment: one for one in disclosures}
        data = b"".join(canonical(one.to_object()) + b"\n" for one in known.values())
        replace(self.root / "disclosures" / f"{stem}.jsonl", data, private=True)


def _folder(kind: PayloadType) -> str:
    return next(name for name, one in _KINDS.items() if one is kind)


def _json(data: bytes, where: str) -> Json:
    try:
        value: Json = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise StatementError(f"{where}: not JSON: {error}") from None
    return value


def _lines(path: Path) -> Iterator[bytes]:
    """Lines of a file that holds salts; refused, unread, where others could read it."""
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise StatementError(
                    f"{path}: others on this machine can read it (mode {stat.S_IMODE(mode):04o}), and it holds salts",
                    hint="If nobody has read it: chmod 600. Otherwise what it opens is no longer hidden.",
                )
            while line := stream.readline(_MOST_LINE + 1):
                if len(line) > _MOST_LINE:
                    raise StatementError(f"{path}: a line longer than {_MOST_LINE >> 20} MiB")
                yield line
    except OSError as error:
        raise StatementError(f"{path}: cannot be read: {error.strerror or error}") from None

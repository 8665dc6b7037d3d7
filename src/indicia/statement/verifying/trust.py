"""What a reader knows beforehand: keys somebody named to them, and what they have seen of an alliance.

    alliances.json          highest versions of the membership   (`membership/seen.py`)
    logs/                   checkpoints of each log               (`ledger/memory.py`)
    statements.json         per alliance: keys of its log; per statement: newest version, and sequence of each party

A bundle vouches for itself as little as any stranger does.  Who sees an alliance for the first time compares the
fingerprint of its first root, and the key of its log, with somebody they know.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.errors import StatementError
from indicia.statement.bundle.log_keys import LogKeys, log_keys_of
from indicia.statement.canonical import MOST_BYTES, Json, Row, canonical, parsed
from indicia.statement.ledger.durable import alone
from indicia.statement.ledger.memory import Memory
from indicia.statement.ledger.note import VerifierKey
from indicia.statement.membership.folder import check_highest, keep_highest
from indicia.statement.membership.members import Membership
from indicia.statement.own_files import OwnFilesError, own_files
from indicia.statement.private_files import read_small
from indicia.statement.private_files import replace as write

FORMAT = "indicia-known/1"
_DAMAGED = "What --known keeps is damaged: take it from a copy, or compare anew with another folder."


class Named(Struct, frozen=True, kw_only=True):
    """What the reader was told by somebody they trust."""

    root: str | None = None
    """Fingerprint of the first root; blanks do not matter, and a beginning of 32 digits or more is enough."""
    log: VerifierKey | None = None
    witnesses: tuple[VerifierKey, ...] = ()
    required: int = 0
    """So many witnesses have to have cosigned."""


class SeenStatement(Struct, frozen=True, kw_only=True):
    """How far one statement was when it was seen last."""

    version: int
    digest: str
    """Of the payload of that version."""
    parties: Mapping[str, tuple[int, str]]
    """Party → its highest sequence, and the digest of that position."""


class SeenAlliance(Struct, frozen=True, kw_only=True):
    """One alliance."""

    keys: LogKeys
    statements: Mapping[str, SeenStatement] = field(default_factory=dict)


class Known:
    """A folder that remembers, made when something is kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.memory = Memory(root / "logs")

    def alliance(self, name: str) -> SeenAlliance | None:
        """What was seen of it; null where it is new here.  Raises StatementError where the memory is damaged."""
        with own_files(_DAMAGED):
            return self._read().get(name)

    def check_membership(self, membership: Membership) -> None:
        """Raises StatementError for a rollback, another alliance of this name, or a past told differently."""
        check_highest(self.root / "alliances.json", membership)

    def keep(self, membership: Membership, seen: SeenAlliance) -> None:
        """Remember."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise OwnFilesError(f"{self.root}: cannot be made: {error.strerror or error}") from None
        with own_files(), alone(self.root):
            keep_highest(self.root / "alliances.json", membership)
            held = {**self._read(), membership.alliance: seen}
            body: dict[str, Json] = {name: _object(one) for name, one in held.items()}
            write(self.root / "statements.json", canonical({"format": FORMAT, "alliances": body}), private=True)

    def _read(self) -> Mapping[str, SeenAlliance]:
        path = self.root / "statements.json"
        if not path.exists():
            return {}
        row = Row(parsed(read_small(path, MOST_BYTES), str(path)), str(path))
        if row.text("format") != FORMAT:
            row.wrong(f"not `{FORMAT}`")
        found = {name: _seen(Row(value, f"{path}: {name}")) for name, value in row.mapping("alliances").items()}
        row.close()
        return found


def with_statement(seen: SeenAlliance, id: str, statement: SeenStatement) -> SeenAlliance:
    """With how far a statement is now."""
    return replace(seen, statements={**seen.statements, id: statement})


def check_statement(before: SeenStatement, now: SeenStatement) -> None:
    """Raises StatementError where less is there than was seen, or something else in its place."""
    if now.version < before.version:
        raise StatementError(f"rollback: version {now.version}, but version {before.version} was seen before")
    if now.version == before.version and now.digest != before.digest:
        raise StatementError(f"another version {now.version} than the one that was seen before")
    for party, (sequence, digest) in before.parties.items():
        newest, newest_digest = now.parties.get(party, (0, ""))
        if newest < sequence:
            raise StatementError(f"rollback: position {newest} of {party}, but position {sequence} was seen before")
        if newest == sequence and newest_digest != digest:
            raise StatementError(f"another position {sequence} of {party} than the one that was seen before")


def _object(seen: SeenAlliance) -> Json:
    statements: dict[str, Json] = {
        id: {
            "version": one.version,
            "digest": one.digest,
            "parties": {party: {"sequence": number, "digest": hash} for party, (number, hash) in one.parties.items()},
        }
        for id, one in seen.statements.items()
    }
    return {"keys": seen.keys.to_bytes().decode("utf-8"), "statements": statements}


def _seen(row: Row) -> SeenAlliance:
    keys = log_keys_of(row.text("keys").encode(), row.where)
    statements = {}
    for id, value in row.mapping("statements").items():
        one = Row(value, f"{row.where} {id}")
        parties = {}
        for party, held in one.mapping("parties").items():
            last = Row(held, f"{one.where} {party}")
            parties[party] = (last.whole("sequence", least=1), last.hash("digest"))
            last.close()
        statements[id] = SeenStatement(
            version=one.whole("version", least=1), digest=one.hash("digest"), parties=parties
        )
        one.close()
    row.close()
    return SeenAlliance(keys=keys, statements=statements)

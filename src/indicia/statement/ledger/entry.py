"""What one entry says: that bytes of this hash were logged at this time.  The bytes themselves are elsewhere."""

import re
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical, parsed, time_text

MOST_ENTRY_BYTES = 65_535
"""A bundle writes the length of an entry in 16 bits."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class EntryKind(StrEnum):
    """What was logged."""

    STATEMENT = "statement"
    POSITION = "position"
    REPLY = "reply"
    MANIFEST = "manifest"
    MEMBERSHIP = "membership"
    REVOCATION = "revocation"


_NEEDS = {
    EntryKind.STATEMENT: ("statement", "party", "sequence"),
    EntryKind.POSITION: ("statement", "party", "sequence"),
    EntryKind.REPLY: ("statement", "party"),
    EntryKind.REVOCATION: ("statement", "party"),
}


class Entry(Struct, frozen=True, kw_only=True):
    """One entry."""

    kind: EntryKind
    alliance: str
    statement: str | None
    """UUID; null for what belongs to no statement."""
    party: str | None
    """Who signed it: author, party of a position, who recorded a reply."""
    sequence: int | None
    """Of a position its sequence; of a statement or a membership its version."""
    digest: str
    """SHA-256 of the payload."""
    logged: datetime


def entry_bytes(entry: Entry) -> bytes:
    """The bytes whose hash is the leaf.  Raises StatementError where they are too many for a bundle."""
    value: Json = {
        "kind": entry.kind.value,
        "alliance": entry.alliance,
        "statement": entry.statement,
        "party": entry.party,
        "sequence": entry.sequence,
        "digest": entry.digest,
        "logged": time_text(entry.logged),
    }
    data = canonical(value)
    if len(data) > MOST_ENTRY_BYTES:
        raise StatementError(f"an entry has {len(data):,} bytes; a ledger takes {MOST_ENTRY_BYTES:,}")
    return data


def entry_of(data: bytes, where: str = "entry") -> Entry:
    """The inverse.  Raises StatementError for any other bytes."""
    if len(data) > MOST_ENTRY_BYTES:
        raise StatementError(f"{where}: larger than {MOST_ENTRY_BYTES:,} bytes")
    row = Row(parsed(data, where), where)
    entry = Entry(
        kind=_kind(row),
        alliance=row.text("alliance"),
        statement=row.text_or_none("statement"),
        party=row.text_or_none("party"),
        sequence=row.whole_or_none("sequence"),
        digest=row.hash("digest"),
        logged=row.time("logged"),
    )
    row.close()
    for name in _NEEDS.get(entry.kind, ()):
        if getattr(entry, name) is None:
            row.wrong(f"a {entry.kind.value} without `{name}`")
    if entry.statement is not None and not _UUID.fullmatch(entry.statement):
        row.wrong("`statement` is no UUID in lower case")
    return entry


def _kind(row: Row) -> EntryKind:
    word = row.text("kind")
    try:
        return EntryKind(word)
    except ValueError:
        row.wrong(f"an unknown kind `{word[:40]}`")

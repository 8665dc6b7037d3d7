"""A file as an entry of the ledger: envelopes by what they hold, metadata of members, anything else as a manifest."""

from datetime import datetime

import orjson
from securesystemslib.exceptions import FormatError
from securesystemslib.formats import encode_canonical

from indicia.errors import StatementError
from indicia.statement.canonical import MOST_BYTES, Json, Row, digest, parsed
from indicia.statement.ledger.entry import Entry, EntryKind
from indicia.statement.ledger.note import unbase64
from indicia.statement.objects import position_of, reply_of, revocation_of, statement_of

STATEMENT_PAYLOAD = "application/vnd.in-toto+json"
POSITION_PAYLOAD = "application/vnd.indicia.position+json"
REPLY_PAYLOAD = "application/vnd.indicia.reply+json"
REVOCATION_PAYLOAD = "application/vnd.indicia.revocation+json"
_METADATA = ("root", "targets")


def entry_for(data: bytes, name: str, alliance: str, logged: datetime, kind: EntryKind | None = None) -> Entry:
    """The entry that logs this file; `kind` is told from the content where it is null.

    Signatures are not verified here: a ledger says that something was there at that time, not that it is right.  Raises
    StatementError for an envelope of another form, with none of our payloads or one of another alliance, and where
    `kind` is not what the content is.
    """
    value = _json(data)
    found = _from_envelope(data, name, alliance, logged) if "payloadType" in value else None
    found = found or _from_metadata(value, name, alliance, logged)
    if found is not None:
        if kind not in (None, found.kind):
            raise StatementError(f"{name}: this is a {found.kind.value}, not a {kind}")
        return found
    if kind in (EntryKind.STATEMENT, EntryKind.POSITION, EntryKind.REPLY, EntryKind.REVOCATION):
        raise StatementError(f"{name}: no envelope, so it is no {kind}")
    return _entry(kind or EntryKind.MANIFEST, alliance, digest(data), logged)


def _from_envelope(data: bytes, name: str, alliance: str, logged: datetime) -> Entry:
    row = Row(parsed(data, name), name)
    kind, text = row.text("payloadType"), row.text("payload", most=2 * MOST_BYTES)
    signatures = row.rows("signatures")
    row.close()
    if not signatures:
        row.wrong("nobody signed it")
    payload = unbase64(text)
    if payload is None:
        row.wrong("`payload` is not base64")
    inside = parsed(payload, name)
    # Of the whole envelope: whoever hands it on could otherwise break a signature and say that it was logged so.
    hashed = digest(data)
    if kind == STATEMENT_PAYLOAD:
        said = statement_of(inside, name)
        entry = _entry(EntryKind.STATEMENT, said.alliance, hashed, logged, said.statement, said.author, said.version)
    elif kind == POSITION_PAYLOAD:
        held = position_of(inside, name)
        entry = _entry(EntryKind.POSITION, held.alliance, hashed, logged, held.statement, held.party, held.sequence)
    elif kind == REPLY_PAYLOAD:
        answer = reply_of(inside, name)
        entry = _entry(EntryKind.REPLY, answer.alliance, hashed, logged, answer.statement, answer.recorded_by)
    elif kind == REVOCATION_PAYLOAD:
        taken = revocation_of(inside, name)
        entry = _entry(EntryKind.REVOCATION, taken.alliance, hashed, logged, taken.statement, taken.party)
    else:
        row.wrong(f"an envelope of `{kind[:80]}`, which no ledger of statements holds")
    if entry.alliance != alliance:
        raise StatementError(f"{name}: of the alliance {entry.alliance!r}; this ledger is that of {alliance!r}")
    return entry


def _from_metadata(value: dict[str, Json], name: str, alliance: str, logged: datetime) -> Entry | None:
    signed = value.get("signed")
    if not isinstance(signed, dict) or signed.get("_type") not in _METADATA or "signatures" not in value:
        return None
    version = signed.get("version")
    if not isinstance(version, int) or version < 1:
        raise StatementError(f"{name}: metadata of members without a version")
    try:
        # What TUF signs: signatures that are added later do not make it another membership.
        payload = encode_canonical(signed)
    except FormatError as error:
        raise StatementError(f"{name}: metadata of members that cannot be signed: {error}") from error
    if payload is None or signed.get("alliance", alliance) != alliance:
        raise StatementError(f"{name}: of another alliance; this ledger is that of {alliance!r}")
    return _entry(EntryKind.MEMBERSHIP, alliance, digest(payload.encode()), logged, None, None, version)


def _entry(
    kind: EntryKind,
    alliance: str,
    hashed: str,
    logged: datetime,
    statement: str | None = None,
    party: str | None = None,
    sequence: int | None = None,
) -> Entry:
    return Entry(
        kind=kind,
        alliance=alliance,
        statement=statement,
        party=party,
        sequence=sequence,
        digest=hashed,
        logged=logged,
    )


def _json(data: bytes) -> dict[str, Json]:
    """The members of a JSON object; none where it is something else."""
    # What cannot be one of ours is not parsed, however large it is.
    if not any(word in data for word in (b'"payloadType"', b'"signed"')) or data.lstrip()[:1] != b"{":
        return {}
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}

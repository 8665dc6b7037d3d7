"""Which entry a file becomes."""

import base64
import hashlib
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import StatementError
from indicia.model.statement import Committed, Marking, Policy, Position, Reply, Role, Stance, Statement
from indicia.statement.canonical import canonical
from indicia.statement.commitments import claims_root
from indicia.statement.ledger.entry import Entry, EntryKind, entry_bytes, entry_of
from indicia.statement.ledger.filing import entry_for
from indicia.statement.objects import position_object, reply_object, statement_object

from .invented import ALLIANCE, NOON, entry

UUID = str(uuid.UUID(int=7))
HASH = "ab" * 32
STATEMENT = Statement(
    alliance=ALLIANCE,
    statement=UUID,
    version=2,
    previous=HASH,
    title="t",
    author="US",
    made=NOON,
    marking=Marking.CLEAR,
    claims=(Committed(id="C1", commitment=HASH),),
    root=claims_root([HASH]),
    policy=Policy(agree=1, of=("US",), claims=("C1",), counts=(Stance.AGREE,)),
)
POSITION = Position(
    alliance=ALLIANCE,
    statement=UUID,
    version=2,
    digest=HASH,
    party="CA",
    sequence=3,
    previous=None,
    made=NOON,
    expires=None,
    role=Role.PARTNER,
    stances=(Committed(id="C1", commitment=HASH),),
    measures=(),
    ceiling=Marking.CLEAR,
)
REPLY = Reply(
    alliance=ALLIANCE,
    statement=UUID,
    speaker="the accused",
    text="no",
    day="2021-07-20",
    source="press",
    recorded_by="UK",
    marking=Marking.CLEAR,
)
FORMS = {
    "application/vnd.in-toto+json": (canonical(statement_object(STATEMENT)), EntryKind.STATEMENT, "US", 2),
    "application/vnd.indicia.position+json": (canonical(position_object(POSITION)), EntryKind.POSITION, "CA", 3),
    "application/vnd.indicia.reply+json": (canonical(reply_object(REPLY)), EntryKind.REPLY, "UK", None),
}


OTHERS = b'{"signed":{"_type":"root","version":1,"alliance":"others"},"signatures":[]}'
HALF = b'{"signed":{"_type":"root","version":1,"half":0.5},"signatures":[]}'


def envelope(form: str, data: bytes, **more: object) -> bytes:
    signature = {"keyid": "k", "sig": "AAAA"}
    value: dict[str, object] = {
        "payloadType": form,
        "payload": base64.b64encode(data).decode(),
        "signatures": [signature],
        **more,
    }
    return canonical(value)


@pytest.mark.parametrize("form", FORMS)
def test_an_envelope_is_filed_by_its_payload(form) -> None:
    """Kind, party and number are those of what was signed; the digest is that of the whole envelope."""
    payload, kind, party, sequence = FORMS[form]
    found = entry_for(envelope(form, payload), "it", ALLIANCE, NOON)
    assert (found.kind, found.party, found.sequence, found.statement) == (kind, party, sequence, UUID)
    assert found.digest == hashlib.sha256(envelope(form, payload)).hexdigest()
    assert entry_of(entry_bytes(found)) == found
    for data, alliance, asked in (
        (envelope(form, payload), "others", None),
        (envelope(form, payload), ALLIANCE, EntryKind.MANIFEST),
        (envelope("text/plain", payload), ALLIANCE, None),
        (envelope(form, payload + b" "), ALLIANCE, None),
        (envelope(form, b"{}"), ALLIANCE, None),
        (envelope(form, payload, signatures=[]), ALLIANCE, None),
        (envelope(form, payload, payload="?"), ALLIANCE, None),
        (envelope(form, payload, more=1), ALLIANCE, None),
        (envelope(form, payload) + b"\n", ALLIANCE, None),
    ):
        with pytest.raises(StatementError):
            entry_for(data, "it", alliance, NOON, asked)


def test_other_files_are_manifests() -> None:
    """By the hash of all their bytes; metadata of members are known by what they are."""
    found = entry_for(b"\x00 anything", "it", ALLIANCE, NOON)
    assert (found.kind, found.digest) == (EntryKind.MANIFEST, hashlib.sha256(b"\x00 anything").hexdigest())
    assert entry_for(b"{broken", "it", ALLIANCE, NOON).kind is EntryKind.MANIFEST
    root = json.dumps({"signed": {"_type": "root", "version": 4}, "signatures": []}).encode()
    found = entry_for(root, "it", ALLIANCE, NOON)
    assert (found.kind, found.sequence) == (EntryKind.MEMBERSHIP, 4)
    assert found.digest == hashlib.sha256(b'{"_type":"root","version":4}').hexdigest()
    assert entry_for(root.replace(b"[]", b"[1]"), "it", ALLIANCE, NOON) == found
    for data, kind in (
        (b"x", EntryKind.POSITION),
        (b"{}", EntryKind.REVOCATION),
        (root.replace(b"4", b"0"), None),
        (OTHERS, None),
        (HALF, None),
    ):
        with pytest.raises(StatementError):
            entry_for(data, "it", ALLIANCE, NOON, kind)


@given(
    kind=st.sampled_from(EntryKind),
    alliance=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    party=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    sequence=st.integers(0, 2**40),
)
def test_entries_come_back(kind, alliance, party, sequence) -> None:
    """As the same bytes; a member more, less or of another type is refused."""
    made = Entry(kind=kind, alliance=alliance, statement=UUID, party=party, sequence=sequence, digest=HASH, logged=NOON)
    data = entry_bytes(made)
    assert entry_of(data) == made
    value = json.loads(data)
    for name in value:
        for wrong in ({key: one for key, one in value.items() if key != name}, {**value, name: 1.5}, {**value, "x": 1}):
            with pytest.raises(StatementError):
                entry_of(canonical(wrong))


def test_entries_that_cannot_be() -> None:
    """Too large, of an unknown kind, a position of nobody, a statement that is no UUID."""
    value = json.loads(entry(1))
    for wrong in (
        {**value, "kind": "other"},
        {**value, "kind": "position", "statement": UUID, "party": "US"},
        {**value, "kind": "reply", "party": "US"},
        {**value, "statement": "X"},
        {**value, "alliance": "x" * 70_000},
    ):
        with pytest.raises(StatementError):
            entry_of(canonical(wrong))
    with pytest.raises(StatementError, match="bytes"):
        entry_bytes(
            Entry(
                kind=EntryKind.MANIFEST,
                alliance="x" * 70_000,
                statement=None,
                party=None,
                sequence=None,
                digest=HASH,
                logged=NOON,
            )
        )

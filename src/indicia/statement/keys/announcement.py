"""The public file that a party or an officer hands in: both keys, and the proof that the sender holds them.

It is an envelope that the new keys sign themselves, so that nobody can have somebody else's keys registered as theirs.
Who it is from is not proven by it: that is what the fingerprint is compared for, by voice.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from indicia.statement.canonical import Row, canonical, parsed, time_text
from indicia.statement.envelope import PayloadType, seal, sealed
from indicia.statement.keys.pair import KeyPair
from indicia.statement.keys.public import PublicPair, key_of, pair_of

FORMAT = "indicia-keys/1"
MOST_BYTES = 64 << 10


class Purpose(StrEnum):
    """What a pair is for; one is never taken for the other."""

    PARTY = "party"
    OFFICER = "officer"


class Announcement(Struct, frozen=True, kw_only=True):
    """Keys that somebody wants to have registered."""

    alliance: str
    holder: str
    """Name of the party or officer."""
    purpose: Purpose
    made: datetime
    pair: PublicPair


def announce(keys: KeyPair, *, alliance: str, holder: str, purpose: Purpose, made: datetime) -> bytes:
    """The file."""
    payload = canonical(
        {
            "format": FORMAT,
            "alliance": alliance,
            "holder": holder,
            "purpose": purpose.value,
            "made": time_text(made),
            "keys": keys.public.to_objects(),
        }
    )
    return seal(payload, PayloadType.KEYS, keys)


def announced(data: bytes, where: str) -> Announcement:
    """Read one and verify that the sender holds both keys.  Raises StatementError."""
    envelope = sealed(data, PayloadType.KEYS, where)
    row = Row(parsed(envelope.payload, where), where)
    if row.text("format") != FORMAT:
        row.wrong(f"not in the format {FORMAT}")
    purpose = row.text("purpose")
    if purpose not in set(Purpose):
        row.wrong(f"`{purpose}` is none of {', '.join(Purpose)}")
    found = Announcement(
        alliance=row.text("alliance", most=200),
        holder=row.text("holder", most=200),
        purpose=Purpose(purpose),
        made=row.time("made"),
        pair=pair_of([key_of(one, where) for one in row.values("keys", most=2)], where),
    )
    row.close()
    envelope.verify(found.pair)
    return found

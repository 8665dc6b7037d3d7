"""A roll as TUF metadata, and back, strictly.

Reading takes out what the roll needs, writes the metadata again from that alone, and compares: so nothing can stand in
a file that was not understood, and each content has one form.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any, Generic, NoReturn, TypeVar, cast

from msgspec import Struct
from securesystemslib.formats import encode_canonical
from securesystemslib.signer import Key
from tuf.api.metadata import (
    SPECIFICATION_VERSION,
    TOP_LEVEL_ROLE_NAMES,
    DelegatedRole,
    Delegations,
    Metadata,
    Role,
    Root,
    Targets,
)

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical, digest, parsed, time_text
from indicia.statement.keys.public import PublicPair, key_of, pair_of
from indicia.statement.membership.roll import (
    MOST_OFFICERS,
    MOST_TENURES,
    Officer,
    Tenure,
    Why,
    check_officers,
    check_tenures,
)

MOST_BYTES = 16 << 20
"""Of one file."""
_EACH = 2
"""Keys, and so signatures, of one officer.  TUF counts keys: its threshold is twice that of officers."""
_SPEC = ".".join(SPECIFICATION_VERSION)
_S = TypeVar("_S", Root, Targets)


class Offices(Struct, frozen=True):
    """What a root says."""

    alliance: str
    version: int
    expires: datetime
    officers: tuple[Officer, ...]
    threshold: int
    """Officers."""


class Parties(Struct, frozen=True):
    """What targets say."""

    alliance: str
    version: int
    expires: datetime
    tenures: tuple[Tenure, ...]


_C = TypeVar("_C", Offices, Parties)


class Document(Struct, Generic[_C, _S], frozen=True):
    """One file of metadata: what it says, and TUF's view of it.  Its signatures are not verified by reading."""

    says: _C
    tuf: Metadata[_S]
    payload: bytes
    """What is signed: TUF's canonical JSON."""
    where: str

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed; signatures that are added later do not change it."""
        return digest(self.payload)

    def to_object(self) -> Json:
        """As it is written."""
        return cast("Json", self.tuf.to_dict())

    def to_bytes(self) -> bytes:
        """As it is written to a file of its own."""
        return canonical(self.to_object())


RootDocument = Document[Offices, Root]
TargetsDocument = Document[Parties, Targets]


def root_document(says: Offices, where: str = "root") -> RootDocument:
    """Metadata without signatures.  Raises StatementError for what could not stand."""
    check_officers(says.alliance, says.officers, says.threshold, where)
    return _document(says, Metadata(_root(says, _SPEC)), where)


def targets_document(says: Parties, where: str = "targets") -> TargetsDocument:
    """Metadata without signatures.  Raises StatementError for what could not stand."""
    check_tenures(says.tenures, where)
    return _document(says, Metadata(_targets(says, _SPEC)), where)


def read_root(data: bytes, where: str) -> RootDocument:
    """Read one.  Raises StatementError for another form or size."""
    return root_of(_value(data, where), where)


def read_targets(data: bytes, where: str) -> TargetsDocument:
    """Read one.  Raises StatementError for another form or size."""
    return targets_of(_value(data, where), where)


def root_of(value: Json, where: str) -> RootDocument:
    """The same of a value that was read already."""
    signed = _signed(value, where)
    if signed.text("_type") != "root":
        signed.wrong("no root")
    keys = signed.mapping("keys")
    officers = tuple(_officer(one, keys) for one in _rows(signed, "officers", MOST_OFFICERS))
    role = signed.row("roles").row("root")
    keys_needed = role.whole("threshold", least=_EACH)
    if keys_needed % _EACH:
        role.wrong("a threshold of TUF that is no whole number of officers")
    says = Offices(
        signed.text("alliance", most=200),
        signed.whole("version", least=1),
        signed.time("expires"),
        officers,
        keys_needed // _EACH,
    )
    check_officers(says.alliance, says.officers, says.threshold, where)
    return _same(says, _again(value, Root, where), _root(says, _spec(signed)), value, where)


def targets_of(value: Json, where: str) -> TargetsDocument:
    """The same of a value that was read already."""
    signed = _signed(value, where)
    if signed.text("_type") != "targets":
        signed.wrong("no targets")
    delegations = signed.row("delegations")
    keys = delegations.mapping("keys")
    says = Parties(
        signed.text("alliance", most=200),
        signed.whole("version", least=1),
        signed.time("expires"),
        tuple(_tenure(one, keys) for one in _rows(delegations, "tenures", MOST_TENURES)),
    )
    check_tenures(says.tenures, where)
    made = _targets(says, _spec(signed))
    return _same(says, _again(value, Targets, where), made, value, where)


def _root(says: Offices, spec: str) -> Root:
    keys: dict[str, Key] = {key.keyid: key for one in says.officers for key in one.pair.keys}
    return Root(
        version=says.version,
        spec_version=spec,
        expires=says.expires,
        keys=keys,
        # Nothing here is fetched, so snapshot and timestamp have no use; TUF wants them, and the officers hold them.
        roles={name: Role(list(keys), _EACH * says.threshold) for name in sorted(TOP_LEVEL_ROLE_NAMES)},
        consistent_snapshot=False,
        unrecognized_fields={
            "alliance": says.alliance,
            "officers": [{"name": one.name, "keyids": list(one.pair.keyids)} for one in says.officers],
        },
    )


def _targets(says: Parties, spec: str) -> Targets:
    keys: dict[str, Key] = {key.keyid: key for one in says.tenures for key in one.pair.keys}
    roles = {one.party: _role(says.alliance, one) for one in says.tenures if one.until is None}
    return Targets(
        version=says.version,
        spec_version=spec,
        expires=says.expires,
        delegations=Delegations(
            keys, roles, unrecognized_fields={"tenures": [tenure_object(one) for one in says.tenures]}
        ),
        unrecognized_fields={"alliance": says.alliance},
    )


def _role(alliance: str, tenure: Tenure) -> DelegatedRole:
    return DelegatedRole(
        tenure.party,
        list(tenure.pair.keyids),
        _EACH,
        terminating=True,
        paths=[f"position/{alliance}/{tenure.party}/*"],
        unrecognized_fields={
            "country": tenure.country,
            "title": tenure.title,
            "since": time_text(tenure.joined),
        },
    )


def tenure_object(tenure: Tenure) -> dict[str, Json]:
    """As targets hold it."""
    return {
        "party": tenure.party,
        "country": tenure.country,
        "title": tenure.title,
        "joined": time_text(tenure.joined),
        "keyids": list(tenure.pair.keyids),
        "since": time_text(tenure.since),
        "until": time_text(tenure.until) if tenure.until else None,
        "why": tenure.why.value if tenure.why else None,
    }


def _officer(row: Row, keys: Mapping[str, Json]) -> Officer:
    found = Officer(name=row.text("name", most=200), pair=_pair(row, keys))
    row.close()
    return found


def _tenure(row: Row, keys: Mapping[str, Json]) -> Tenure:
    why = row.text_or_none("why")
    if why is not None and why not in set(Why):
        row.wrong(f"`{why}` is none of {', '.join(Why)}")
    found = Tenure(
        party=row.text("party", most=200),
        country=row.text("country"),
        title=row.text("title"),
        joined=row.time("joined"),
        pair=_pair(row, keys),
        since=row.time("since"),
        until=row.time_or_none("until"),
        why=Why(why) if why else None,
    )
    row.close()
    return found


def _pair(row: Row, keys: Mapping[str, Json]) -> PublicPair:
    keyids = row.texts("keyids")
    if len(keyids) != _EACH or any(one not in keys for one in keyids):
        row.wrong("not the ids of two keys that are there")
    return pair_of([key_of(keys[one], row.where, one) for one in keyids], row.where)


def _value(data: bytes, where: str) -> Json:
    if len(data) > MOST_BYTES:
        raise StatementError(f"{where}: larger than {MOST_BYTES >> 20} MiB")
    return parsed(data, where)


def _signed(value: Json, where: str) -> Row:
    """The signed part, after the signatures around it were found to be of their one form."""
    top = Row(value, where)
    seen: set[str] = set()
    for one in _rows(top, "signatures", 2 * _EACH * MOST_OFFICERS):
        keyid, signature = one.text("keyid", most=64), one.text("sig", most=8_000)
        if keyid in seen:
            one.wrong("a second signature by the same key")
        seen.add(keyid)
        # Digits in capitals would be a second spelling of the same signature.
        if not signature or signature.strip("0123456789abcdef") or len(signature) % 2:
            one.wrong("`sig` is not lower-case hex")
        one.close()
    signed = top.row("signed")
    top.close()
    return signed


def _spec(signed: Row) -> str:
    """The version of TUF's specification; other majors have other rules."""
    text = signed.text("spec_version", most=20)
    if not re.fullmatch(rf"{SPECIFICATION_VERSION[0]}\.\d+\.\d+", text, re.ASCII):
        signed.wrong(f"`spec_version` is `{text[:20]}`, not {_SPEC}")
    return text


def _rows(row: Row, name: str, most: int) -> tuple[Row, ...]:
    found = row.rows(name)
    if len(found) > most:
        row.wrong(f"`{name}` holds more than {most}")
    return found


def _again(value: Json, kind: type[_S], where: str) -> Metadata[_S]:
    try:
        # TUF takes its argument to pieces.
        found = Metadata[_S].from_dict(deepcopy(cast("dict[str, Json]", value)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StatementError(f"{where}: no TUF metadata: {error}") from None
    if not isinstance(found.signed, kind):
        raise StatementError(f"{where}: not of the role {kind.type}")
    return found


def _document(says: _C, metadata: Metadata[_S], where: str) -> Document[_C, _S]:
    return Document(says, metadata, _encoded(metadata.signed.to_dict()), where)


def _same(says: _C, metadata: Metadata[_S], made: _S, value: Json, where: str) -> Document[_C, _S]:
    """The document, if the file says nothing else than what was understood."""
    signed = value["signed"] if isinstance(value, Mapping) else None
    held, written = (cast("Mapping[str, Json]", one) for one in (signed, made.to_dict()))
    # As bytes: to Python 1 and true are equal, to a signature they are not.
    if canonical(held) != canonical(written):
        names = set(held) | set(written)
        _strange(where, sorted(one for one in names if held.get(one) != written.get(one)))
    if canonical(cast("Json", metadata.to_dict())) != canonical(value):
        _strange(where, [])
    # Only now: TUF's form cannot say everything that JSON can.
    return _document(says, metadata, where)


def _strange(where: str, names: list[str]) -> NoReturn:
    named = ", ".join(f"`{one}`" for one in names) or "the signatures"
    raise StatementError(f"{where}: {named}: not in the one form of a membership, so that readers could differ on it")


def _encoded(signed: dict[str, Any]) -> bytes:
    text = encode_canonical(signed)
    assert text is not None  # it returns nothing only where it writes to a function
    return text.encode("utf-8")

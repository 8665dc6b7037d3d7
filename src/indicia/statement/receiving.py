"""What somebody sends, taken into the folder of a statement: an envelope, or everything that a bundle holds.

What was disclosed without signatures is taken in by `disclosed.take_in`.
"""

from indicia.errors import StatementError
from indicia.statement.bundle.opened import Bundle
from indicia.statement.canonical import Row, parsed
from indicia.statement.commitments import Disclosure, disclosure
from indicia.statement.envelope import PayloadType, Sealed, sealed
from indicia.statement.folder import StatementFolder
from indicia.statement.membership.members import Membership
from indicia.statement.objects import position_of, reply_of, revocation_of, statement_of
from indicia.statement.verifying.contents import Lines, of_bundle


def is_envelope(data: bytes) -> bool:
    """Whether a file may be one."""
    return data.startswith(b"{") and b'"payloadType"' in data[-100_000:]


def take_envelope(folder: StatementFolder, data: bytes, where: str, membership: Membership | None) -> str:
    """Keep a signed envelope about the statement of the folder, and say what it is.

    With a membership it has to be signed by keys that are or were those of its party; whether they counted when it was
    logged only a ledger tells.  Raises StatementError, also for another payload than the one that is here.
    """
    envelope = sealed(data, _kind(data, where), where)
    says = parsed(envelope.payload, where)
    match envelope.kind:
        case PayloadType.STATEMENT:
            said = statement_of(says, where)
            of, party, stem, what = said.statement, said.author, str(said.version), f"version {said.version}"
        case PayloadType.POSITION:
            held = position_of(says, where)
            of, party, stem = held.statement, held.party, f"{held.party}.{held.sequence}"
            what = f"position {held.sequence} of {party}"
        case PayloadType.REPLY:
            reply = reply_of(says, where)
            of, party, what = reply.statement, reply.recorded_by, f"a reply, recorded by {reply.recorded_by}"
            stem = ""
        case PayloadType.REVOCATION:
            back = revocation_of(says, where)
            of, party, stem, what = back.statement, back.party, "", f"a revocation by {back.party}"
        case _:
            raise StatementError(f"{where}: keys, and nothing about a statement")
    if of != folder.version().statement.statement:
        raise StatementError(f"{where}: about another statement than the one in this folder")
    if membership is not None:
        _signed(envelope, party, membership)
    if envelope.kind is PayloadType.REVOCATION:
        folder.save_other(data)
    elif envelope.kind is PayloadType.REPLY:
        folder.keep_envelope(envelope.kind, str(folder.save_reply(reply_of(says, where))), data)
    else:
        if envelope.kind is PayloadType.POSITION:
            folder.save_position(envelope.payload, ())
        folder.keep_envelope(envelope.kind, stem, data)
    return what


def take_bundle(folder: StatementFolder, bundle: Bundle) -> None:
    """Keep every envelope of a bundle that was verified, with what it discloses.  Raises StatementError."""
    contents = of_bundle(bundle)
    for number, source in sorted(contents.statements.items()):
        data = source()
        payload = sealed(data, PayloadType.STATEMENT, f"statements/{number}").payload
        said = statement_of(parsed(payload, f"version {number}"))
        claims = {one.commitment for one in said.claims}
        manifests = {one.commitment for one in said.evidence}
        folder.save_payload(PayloadType.STATEMENT, str(number), payload)
        folder.keep_envelope(PayloadType.STATEMENT, str(number), data)
        held = [one for one in _all(contents.claims) if one.commitment in claims]
        folder.save_disclosures(f"claims.{number}", held)
        some = [one for one in _all(contents.manifests) if one.commitment in manifests]
        folder.save_disclosures(f"manifests.{number}", some)
    stances = _all(contents.stances)
    for (party, number), source in sorted(contents.positions.items()):
        data = source()
        envelope = sealed(data, PayloadType.POSITION, f"positions/{party}.{number}")
        mine = {one.commitment for one in position_of(parsed(envelope.payload, envelope.where)).stances}
        folder.save_position(envelope.payload, [one for one in stances if one.commitment in mine])
        folder.keep_envelope(PayloadType.POSITION, f"{party}.{number}", data)
    for number, source in sorted(contents.replies.items()):
        data = source()
        payload = sealed(data, PayloadType.REPLY, f"replies/{number}").payload
        here = folder.save_reply(reply_of(parsed(payload, f"reply {number}")))
        folder.keep_envelope(PayloadType.REPLY, str(here), data)
    for _, source in sorted(contents.others.items()):
        folder.save_other(source())


def _all(lines: Lines) -> list[Disclosure]:
    return [disclosure(parsed(line, "disclosure"), "disclosure") for line in lines()]


def _kind(data: bytes, where: str) -> PayloadType:
    row = Row(parsed(data, where), where)
    word = row.text("payloadType", most=200)
    try:
        return PayloadType(word)
    except ValueError:
        row.wrong(f"an envelope of `{word[:80]!a}`, which belongs to no statement")


def _signed(envelope: Sealed, party: str, membership: Membership) -> None:
    tenure = membership.holder(envelope.keyids)
    if tenure is None or tenure.party != party:
        by = tenure.party if tenure is not None else "unknown keys"
        raise StatementError(f"{envelope.where}: signed by {by}, not by {party}")
    envelope.verify(tenure.pair)

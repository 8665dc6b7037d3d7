"""A statement on its way to a reader: payloads, and the objects behind them that this reader may see.

    {"format": "indicia-disclosed/1", "statement": payload, "claims": [disclosure, …],
     "positions": [{"position": payload, "stances": [disclosure, …]}, …], "replies": [payload, …]}

It carries no signatures: bundles do.
"""

import orjson

from indicia.errors import StatementError
from indicia.model.statement import Marking
from indicia.statement.canonical import MOST_BYTES, Json, Row, canonical
from indicia.statement.commitments import Disclosure, disclosure
from indicia.statement.folder import StatementFolder
from indicia.statement.objects import position_object, reply_object, reply_of, stance_of, statement_object
from indicia.statement.version import Version, version_of

FORMAT = "indicia-disclosed/1"
_MOST = 1_000_000


def disclosed(folder: StatementFolder, version: Version, ceiling: Marking) -> bytes:
    """What a reader may see who is allowed everything up to `ceiling`.

    Every position is in it; of its stances those that its party lets be shown, about claims that are shown.  Raises
    StatementError where the statement itself is for fewer.
    """
    shown = version.up_to(ceiling)
    positions: list[Json] = []
    for heard in folder.heard():
        position = heard.position
        if position.statement != version.statement.statement:
            continue
        stances = [
            one.to_object()
            for one in folder.stances(position.party, position.sequence)
            if _may_go(one, shown, ceiling, position.ceiling)
        ]
        positions.append({"position": position_object(position), "stances": stances})
    replies: list[Json] = [reply_object(one) for one in folder.replies() if one.marking.within(ceiling)]
    body: Json = {
        "format": FORMAT,
        "statement": statement_object(version.statement),
        "claims": [one.to_object() for one in shown.claim_disclosures.values()],
        "positions": positions,
        "replies": replies,
    }
    return canonical(body) + b"\n"


def take_in(folder: StatementFolder, data: bytes, where: str) -> Version:
    """Keep what such a file holds, beside what is there.

    Raises StatementError for another form, for what was not committed to, and for another statement than the folder's.
    """
    if len(data) > 8 * MOST_BYTES:
        raise StatementError(f"{where}: larger than {8 * MOST_BYTES >> 20} MiB")
    try:
        value: Json = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise StatementError(f"{where}: not JSON: {error}") from None
    row = Row(value, where)
    if row.text("format") != FORMAT:
        row.wrong(f"not `{FORMAT}`")
    payload = canonical(row.anything("statement"))
    claims = [disclosure(one, f"{where} claims") for one in row.values("claims", most=_MOST)]
    version = version_of(payload, claims, (), where)
    positions = []
    for one in row.rows("positions"):
        held = [disclosure(each, f"{where} stances") for each in one.values("stances", most=_MOST)]
        positions.append((canonical(one.anything("position")), held))
        one.close()
    replies = [reply_of(one, f"{where} replies") for one in row.values("replies", most=_MOST)]
    row.close()
    for number in folder.versions()[:1]:
        mine = folder.version(number).statement
        if mine.statement != version.statement.statement:
            raise StatementError(f"{where}: another statement than the one in this folder")
    folder.save_version(version)
    for said, held in positions:
        folder.save_position(said, held)
    for reply in replies:
        folder.save_reply(reply)
    return version


def _may_go(one: Disclosure, shown: Version, ceiling: Marking, own: Marking) -> bool:
    stance = stance_of(one.object)
    there = stance.claim in shown.claim_disclosures or all(claim.id != stance.claim for claim in shown.statement.claims)
    return there and stance.marking.within(ceiling) and stance.marking.within(own)

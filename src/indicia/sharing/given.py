"""What an export is given beside cases: an attribution, and statements with their disclosures.

    {"format": "indicia-disclosed/1", "statement": payload, "claims": [disclosure, …],
     "positions": [{"position": payload, "stances": [disclosure, …]}, …], "replies": [payload, …]}

A disclosure whose commitment is not in what it belongs to is refused.  Signatures are not looked at here.
"""

import orjson

from indicia.errors import StatementError, UsageError
from indicia.model.attribution import Attribution
from indicia.model.statement import Committed
from indicia.plain import Unreadable, stated
from indicia.sharing.material import Disclosed, Heard
from indicia.statement.canonical import MOST_BYTES, Json, Row
from indicia.statement.claim_objects import claim_of
from indicia.statement.commitments import disclosure
from indicia.statement.objects import position_of, reply_of, stance_of, statement_of

FORMAT = "indicia-disclosed/1"
_ATTRIBUTION = "indicia-attribution/1"


def attribution_of(data: bytes, name: str) -> Attribution:
    """What `indicia attribute --json` wrote.  Raises UsageError."""
    try:
        found = stated(orjson.loads(data), Attribution)
    except (*Unreadable, TypeError) as error:
        raise UsageError(
            f"{name}: no answer about who it could have been ({type(error).__name__})",
            hint="Give what `indicia attribute CASE --json` printed.",
        ) from None
    if found.format != _ATTRIBUTION:
        raise UsageError(f"{name}: format {found.format}, not {_ATTRIBUTION}", hint="Run `indicia attribute` again.")
    return found


def disclosed_of(data: bytes, name: str) -> Disclosed:
    """A statement as far as it is disclosed.  Raises StatementError."""
    if len(data) > MOST_BYTES:
        raise StatementError(f"{name}: larger than {MOST_BYTES >> 20} MiB")
    try:
        value: Json = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise StatementError(f"{name}: not JSON: {error}") from None
    top = Row(value, name)
    if top.text("format") != FORMAT:
        top.wrong(f"not `{FORMAT}`")
    value = value if isinstance(value, dict) else {}
    statement = statement_of(value.get("statement"), f"{name} statement")
    claims = tuple(
        claim_of(_shown(one, statement.claims, f"{name} claims[{number}]"), f"{name} claims[{number}]")
        for number, one in enumerate(_list(value, "claims", name))
    )
    positions = tuple(
        _heard(one, f"{name} positions[{number}]") for number, one in enumerate(_list(value, "positions", name))
    )
    replies = tuple(
        reply_of(one, f"{name} replies[{number}]") for number, one in enumerate(_list(value, "replies", name))
    )
    unknown = set(value) - {"format", "statement", "claims", "positions", "replies"}
    if unknown:
        top.wrong(f"unknown: {', '.join(f'`{one}`' for one in sorted(unknown))}")
    if any(heard.position.statement != statement.statement for heard in positions):
        top.wrong("a position is about another statement")
    whole = len(claims) == len(statement.claims) and all(one.whole for one in positions)
    return Disclosed(statement=statement, claims=claims, positions=positions, replies=replies, whole=whole)


def _heard(value: Json, where: str) -> Heard:
    if not isinstance(value, dict) or set(value) != {"position", "stances"}:
        raise StatementError(f"{where}: it has to hold `position` and `stances`")
    position = position_of(value["position"], where)
    stances = tuple(
        stance_of(_shown(one, position.stances, f"{where} stances[{number}]"), where)
        for number, one in enumerate(_list(value, "stances", where))
    )
    return Heard(position=position, stances=stances, whole=len(stances) == len(position.stances))


def _shown(value: Json, committed: tuple[Committed, ...], where: str) -> Json:
    """The object of a disclosure that belongs here."""
    held = disclosure(value, where)
    inside = held.object if isinstance(held.object, dict) else {}
    name = inside.get("id", inside.get("claim"))
    if Committed(id=str(name), commitment=held.commitment) not in committed:
        raise StatementError(f"{where}: it was not committed to: another object, or of another version")
    return held.object


def _list(value: dict[str, Json], name: str, where: str) -> list[Json]:
    found = value.get(name, [])
    if not isinstance(found, list):
        raise StatementError(f"{where}: `{name}` is not a list")
    return found

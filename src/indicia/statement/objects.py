"""Statements, stances, positions and replies as the objects that are hashed and signed, and back, strictly."""

from collections.abc import Iterable, Sequence

from indicia.model.statement import (
    Committed,
    Marking,
    Measure,
    MeasureKind,
    OnClaim,
    OwnWords,
    Policy,
    Position,
    Reply,
    Revocation,
    Role,
    Stance,
    Statement,
)
from indicia.statement.canonical import Json, Row, time_text
from indicia.statement.fields import closed, enum_of, likelihood_object, likelihood_of, member_of

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:indicia:statement:1"
POSITION_FORMAT = "indicia-position/1"
REPLY_FORMAT = "indicia-reply/1"
REVOCATION_FORMAT = "indicia-revocation/1"


def statement_object(statement: Statement) -> Json:
    """The payload that the author signs."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": one.id, "digest": {"sha256": one.commitment}} for one in statement.evidence],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "alliance": statement.alliance,
            "statement": statement.statement,
            "version": statement.version,
            "previous": statement.previous,
            "title": statement.title,
            "author": statement.author,
            "made": time_text(statement.made),
            "marking": statement.marking.value,
            "claims": _committed_objects(statement.claims, "id"),
            "root": statement.root,
            "policy": policy_object(statement.policy),
            "notes": list(statement.notes),
        },
    }


def statement_of(value: Json, where: str = "statement") -> Statement:
    """The inverse.  Raises StatementError."""
    top = Row(value, where)
    if top.text("_type") != STATEMENT_TYPE or top.text("predicateType") != PREDICATE_TYPE:
        top.wrong(f"not a statement of this form ({PREDICATE_TYPE})")
    row = top.row("predicate")
    statement = Statement(
        alliance=row.text("alliance"),
        statement=row.text("statement"),
        version=row.whole("version", least=1),
        previous=row.hash_or_none("previous"),
        title=row.text("title"),
        author=row.text("author"),
        made=row.time("made"),
        marking=enum_of(row, "marking", Marking),
        claims=_committed(row.rows("claims"), "id"),
        root=row.hash("root"),
        policy=policy_of(row.row("policy")),
        evidence=tuple(_subject_of(one) for one in top.rows("subject")),
        notes=row.texts("notes"),
    )
    row.close()
    top.close()
    _no_twice(top, [one.id for one in statement.claims], "claim")
    _no_twice(top, [one.id for one in statement.evidence], "manifest")
    return statement


def policy_object(policy: Policy) -> Json:
    """When a statement counts as issued, as it stands in the statement."""
    return {
        "agree": policy.agree,
        "of": list(policy.of),
        "claims": list(policy.claims),
        "counts": [one.value for one in policy.counts],
        "veto": list(policy.veto),
        "dissent": policy.dissent,
        "until": time_text(policy.until) if policy.until else None,
    }


def policy_of(row: Row) -> Policy:
    """The inverse.  Raises StatementError, also for one that nobody or nobody's word could fulfil."""
    policy = Policy(
        agree=row.whole("agree", least=1),
        of=row.texts("of"),
        claims=row.texts("claims"),
        counts=tuple(member_of(row, text, Stance) for text in row.texts("counts")),
        veto=row.texts("veto"),
        dissent=row.whole_or_none("dissent"),
        until=row.time_or_none("until"),
    )
    row.close()
    _no_twice(row, policy.of, "party")
    if policy.agree > len(policy.of):
        row.wrong(f"{policy.agree} of {len(policy.of)} parties can never agree")
    if not policy.claims or not policy.counts:
        row.wrong("no claim or no kind of position counts: it would be issued by nobody's word")
    return policy


def stance_object(stance: OnClaim) -> Json:
    """What a stance's commitment is made from."""
    own = stance.confidence
    return {
        "claim": stance.claim,
        "stance": stance.stance.value,
        "wording": stance.wording,
        "likelihood": likelihood_object(stance.likelihood),
        "confidence": {"word": own.word, "scale": own.scale} if own else None,
        "reasons": stance.reasons,
        "marking": stance.marking.value,
    }


def stance_of(value: Json, where: str = "stance") -> OnClaim:
    """The inverse.  Raises StatementError, also where a part agreement has no wording or a dissent no reasons."""
    row = Row(value, where)
    own = row.row_or_none("confidence")
    stance = OnClaim(
        claim=row.text("claim"),
        stance=enum_of(row, "stance", Stance),
        wording=row.text_or_none("wording"),
        likelihood=likelihood_of(row),
        confidence=closed(own, lambda one: OwnWords(word=one.text("word"), scale=one.text("scale"))),
        reasons=row.text_or_none("reasons"),
        marking=enum_of(row, "marking", Marking),
    )
    row.close()
    if stance.stance is Stance.IN_PART and not stance.wording:
        row.wrong("who agrees in part says in which words: `wording` is empty")
    if stance.stance is Stance.DISSENT and not stance.reasons:
        row.wrong("who dissents says why: `reasons` is empty")
    return stance


def position_object(position: Position) -> Json:
    """The payload that a party signs."""
    return {
        "format": POSITION_FORMAT,
        "alliance": position.alliance,
        "statement": position.statement,
        "version": position.version,
        "digest": position.digest,
        "party": position.party,
        "sequence": position.sequence,
        "previous": position.previous,
        "made": time_text(position.made),
        "expires": time_text(position.expires) if position.expires else None,
        "role": position.role.value,
        "stances": _committed_objects(position.stances, "claim"),
        "measures": [
            {"kind": one.kind.value, "taken": one.taken, "text": one.text, "day": one.day} for one in position.measures
        ],
        "ceiling": position.ceiling.value,
    }


def position_of(value: Json, where: str = "position") -> Position:
    """The inverse.  Raises StatementError."""
    row = Row(value, where)
    _format(row, POSITION_FORMAT)
    position = Position(
        alliance=row.text("alliance"),
        statement=row.text("statement"),
        version=row.whole("version", least=1),
        digest=row.hash("digest"),
        party=row.text("party"),
        sequence=row.whole("sequence", least=1),
        previous=row.hash_or_none("previous"),
        made=row.time("made"),
        expires=row.time_or_none("expires"),
        role=enum_of(row, "role", Role),
        stances=_committed(row.rows("stances"), "claim"),
        measures=tuple(_measure_of(one) for one in row.rows("measures")),
        ceiling=enum_of(row, "ceiling", Marking),
    )
    row.close()
    _no_twice(row, [one.id for one in position.stances], "claim")
    return position


def reply_object(reply: Reply) -> Json:
    """The payload that the member signs who recorded it."""
    return {
        "format": REPLY_FORMAT,
        "alliance": reply.alliance,
        "statement": reply.statement,
        "speaker": reply.speaker,
        "text": reply.text,
        "day": reply.day,
        "source": reply.source,
        "recorded_by": reply.recorded_by,
        "marking": reply.marking.value,
    }


def reply_of(value: Json, where: str = "reply") -> Reply:
    """The inverse.  Raises StatementError."""
    row = Row(value, where)
    _format(row, REPLY_FORMAT)
    reply = Reply(
        alliance=row.text("alliance"),
        statement=row.text("statement"),
        speaker=row.text("speaker"),
        text=row.text("text"),
        day=row.text("day"),
        source=row.text("source"),
        recorded_by=row.text("recorded_by"),
        marking=enum_of(row, "marking", Marking),
    )
    row.close()
    return reply


def revocation_object(revocation: Revocation) -> Json:
    """The payload that the party signs which takes something back."""
    return {
        "format": REVOCATION_FORMAT,
        "alliance": revocation.alliance,
        "statement": revocation.statement,
        "party": revocation.party,
        "digest": revocation.digest,
        "made": time_text(revocation.made),
        "why": revocation.why,
    }


def revocation_of(value: Json, where: str = "revocation") -> Revocation:
    """The inverse.  Raises StatementError, also where it says no reason."""
    row = Row(value, where)
    _format(row, REVOCATION_FORMAT)
    revocation = Revocation(
        alliance=row.text("alliance"),
        statement=row.text("statement"),
        party=row.text("party"),
        digest=row.hash("digest"),
        made=row.time("made"),
        why=row.text("why"),
    )
    row.close()
    if not revocation.why.strip():
        row.wrong("who takes something back says why: `why` is empty")
    return revocation


def _measure_of(row: Row) -> Measure:
    measure = Measure(
        kind=enum_of(row, "kind", MeasureKind),
        taken=row.flag("taken"),
        text=row.text("text"),
        day=row.text_or_none("day"),
    )
    row.close()
    return measure


def _subject_of(row: Row) -> Committed:
    inside = row.row("digest")
    committed = Committed(id=row.text("name"), commitment=inside.hash("sha256"))
    inside.close()
    row.close()
    return committed


def _committed(rows: Sequence[Row], name: str) -> tuple[Committed, ...]:
    found = []
    for row in rows:
        found.append(Committed(id=row.text(name), commitment=row.hash("commitment")))
        row.close()
    return tuple(found)


def _committed_objects(all_of_them: Iterable[Committed], name: str) -> Json:
    return [{name: one.id, "commitment": one.commitment} for one in all_of_them]


def _format(row: Row, wanted: str) -> None:
    given = row.text("format")
    if given != wanted:
        row.wrong(f"format `{given}`, not `{wanted}`")


def _no_twice(row: Row, names: Sequence[str], what: str) -> None:
    if len(set(names)) != len(names):
        row.wrong(f"a {what} is there twice")

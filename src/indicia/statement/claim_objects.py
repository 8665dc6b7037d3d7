"""Claims as the objects that are hashed and signed, and back, strictly."""

from indicia.model.statement import (
    AttributionSupport,
    Basis,
    Bytes,
    Claim,
    ClaimKind,
    ClaimSupport,
    FindingSupport,
    Marking,
    ReportSupport,
    Support,
)
from indicia.statement.canonical import Json, Row
from indicia.statement.fields import closed, enum_of, likelihood_object, likelihood_of


def claim_object(claim: Claim) -> Json:
    """What a claim's commitment is made from."""
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        "sentence": claim.sentence,
        "likelihood": likelihood_object(claim.likelihood),
        "confidence": {"word": claim.confidence.word, "why": claim.confidence.why} if claim.confidence else None,
        "marking": claim.marking.value,
        "effective": claim.effective.value,
        "support": [_support_object(one) for one in claim.support],
        "rivals": list(claim.rivals),
        "withdrawn": claim.withdrawn,
    }


def claim_of(value: Json, where: str = "claim") -> Claim:
    """The inverse.  Raises StatementError."""
    row = Row(value, where)
    confidence = row.row_or_none("confidence")
    claim = Claim(
        id=row.text("id"),
        kind=enum_of(row, "kind", ClaimKind),
        sentence=row.text("sentence"),
        likelihood=likelihood_of(row),
        confidence=closed(confidence, lambda one: Basis(word=one.text("word"), why=one.text("why"))),
        marking=enum_of(row, "marking", Marking),
        effective=enum_of(row, "effective", Marking),
        support=tuple(_support_of(one) for one in row.rows("support")),
        rivals=row.texts("rivals"),
        withdrawn=row.text_or_none("withdrawn"),
    )
    row.close()
    return claim


def _support_object(support: Support) -> Json:
    match support:
        case FindingSupport():
            return {
                "kind": "finding",
                "case": support.case,
                "id": support.id,
                "detector": support.detector,
                "exhibits": [
                    {"file": one.file, "name": one.name, "start": one.start, "end": one.end, "sha256": one.sha256}
                    for one in support.exhibits
                ],
                "marking": support.marking.value,
            }
        case ReportSupport():
            return {
                "kind": "report",
                "sha256": support.sha256,
                "title": support.title,
                "start": support.start,
                "end": support.end,
                "words": support.words,
                "marking": support.marking.value,
            }
        case AttributionSupport():
            return {
                "kind": "attribution",
                "case": support.case,
                "explanation": support.explanation,
                "share": support.share,
                "marking": support.marking.value,
            }
        case ClaimSupport():
            return {"kind": "claim", "id": support.id}


def _support_of(row: Row) -> Support:
    kind = row.text("kind")
    found: Support
    match kind:
        case "finding":
            found = FindingSupport(
                case=row.hash("case"),
                id=row.text("id"),
                detector=row.text("detector"),
                exhibits=tuple(_bytes_of(one) for one in row.rows("exhibits")),
                marking=enum_of(row, "marking", Marking),
            )
        case "report":
            found = ReportSupport(
                sha256=row.hash("sha256"),
                title=row.text("title"),
                start=row.whole("start"),
                end=row.whole("end"),
                words=row.text("words"),
                marking=enum_of(row, "marking", Marking),
            )
        case "attribution":
            found = AttributionSupport(
                case=row.hash("case"),
                explanation=row.text("explanation"),
                share=row.number("share"),
                marking=enum_of(row, "marking", Marking),
            )
        case "claim":
            found = ClaimSupport(id=row.text("id"))
        case _:
            row.wrong(f"support of an unknown kind `{kind}`")
    row.close()
    return found


def _bytes_of(row: Row) -> Bytes:
    found = Bytes(
        file=row.hash("file"),
        name=row.text("name"),
        start=row.whole("start"),
        end=row.whole("end"),
        sha256=row.hash_or_none("sha256"),
    )
    row.close()
    if found.end < found.start:
        row.wrong("it ends before it starts")
    return found

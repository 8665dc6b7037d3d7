"""Claims, drafts and versions put together by hand.  All is invented."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from indicia.model.statement import (
    Claim,
    ClaimKind,
    ClaimSupport,
    Marking,
    Measure,
    MeasureKind,
    OnClaim,
    Policy,
    ReportSupport,
    Role,
    Stance,
)
from indicia.statement.draft import Draft, with_claims
from indicia.statement.policy import Heard
from indicia.statement.positions import Meant, NewPosition, heard_of, new_position
from indicia.statement.version import Version, sealed_version

NOON = datetime(2021, 7, 19, 12, tzinfo=UTC)
HASH = "ab" * 32


def place(words: str = "words", marking: Marking = Marking.CLEAR) -> ReportSupport:
    return ReportSupport(sha256=HASH, title="A report", start=0, end=len(words), words=words, marking=marking)


def claim(number: int, sentence: str = "", **more: object) -> Claim:
    """A claim that no lint minds."""
    values: dict[str, object] = {
        "id": f"C{number}",
        "kind": ClaimKind.INCIDENT,
        "sentence": sentence or f"Server {number} was broken into.",
        "likelihood": None,
        "confidence": None,
        "marking": Marking.CLEAR,
        "effective": Marking.CLEAR,
        "support": (place(),),
    }
    return Claim(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name


def resting(number: int, *on: int, **more: object) -> Claim:
    return claim(number, support=tuple(ClaimSupport(id=f"C{one}") for one in on), **more)


def policy(**more: object) -> Policy:
    values: dict[str, object] = {
        "agree": 2,
        "of": ("US", "CA", "GB"),
        "claims": ("C1",),
        "counts": (Stance.AGREE, Stance.IN_PART),
    }
    return Policy(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name


def draft(*claims: Claim, **more: object) -> Draft:
    values: dict[str, object] = {
        "alliance": "test",
        "statement": "3f1c9a52-0000-4000-8000-000000000001",
        "version": 1,
        "previous": None,
        "title": "A statement",
        "author": "US",
        "marking": Marking.CLEAR,
        "policy": policy(),
    }
    empty = Draft(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name
    return with_claims(empty, claims or (claim(1), claim(2)))


def version(*claims: Claim, at: datetime = NOON, **more: object) -> Version:
    return sealed_version(draft(*claims, **more), at, None)


def stance(id: str, kind: Stance = Stance.AGREE, **more: object) -> OnClaim:
    values: dict[str, object] = {"claim": id, "stance": kind, "marking": Marking.CLEAR}
    if kind is Stance.IN_PART:
        values["wording"] = "in our words"
    if kind is Stance.DISSENT:
        values["reasons"] = "we saw otherwise"
    return OnClaim(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name


def meant(about: Version, party: str, *stances: OnClaim, **more: object) -> Meant:
    values: dict[str, object] = {
        "party": party,
        "digest": about.digest,
        "role": Role.PARTNER,
        "stances": stances,
        "measures": (Measure(kind=MeasureKind.STATEMENT, taken=True, text="a statement", day="2021-07-19"),),
        "ceiling": Marking.RED,
    }
    return Meant(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name


def position(
    about: Version,
    party: str,
    *stances: OnClaim,
    before: Sequence[Heard] = (),
    at: datetime = NOON + timedelta(hours=1),
    **more: object,
) -> NewPosition:
    return new_position(meant(about, party, *stances, **more), about, before, at)


def heard(made: NewPosition, *hidden: str) -> Heard:
    """As a reader hears it to whom stances to `hidden` are not disclosed."""
    shown = [one for one, said in zip(made.disclosures, made.stances, strict=True) if said.claim not in hidden]
    return heard_of(made.payload, shown, "position")


def marked(one: Claim, marking: Marking) -> Claim:
    return replace(one, marking=marking)

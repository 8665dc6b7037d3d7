"""Statements on a terminal, a pipe, or as JSON: claims, what they rest on, remarks, what a version changed.

Nothing here sees a salt: the JSON is made from claims, never from disclosures.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from indicia.model.statement import Claim, FindingSupport, Marking, Policy, ReportSupport
from indicia.plain import to_json
from indicia.report.clean import clean_json
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.words import plural
from indicia.report.words_statement import (
    NOT_PROVEN,
    likelihood_words,
    policy_words,
    support_count,
    support_words,
)
from indicia.statement.canonical import Json, time_text
from indicia.statement.changes import ChangeKind, Changes
from indicia.statement.claim_objects import claim_object
from indicia.statement.draft import Draft
from indicia.statement.lint import Remark, Weight
from indicia.statement.objects import policy_object
from indicia.statement.version import Version

_ID, _LABEL, _INDENT = 5, 12, 4
_MOST_NOTES = 12
_COLOURS = {
    Marking.CLEAR: "",
    Marking.GREEN: "green",
    Marking.AMBER: "yellow",
    Marking.STRICT: "yellow",
    Marking.RED: "red",
}
_CHANGED = {
    ChangeKind.NEW: "green",
    ChangeKind.CHANGED: "yellow",
    ChangeKind.WITHDRAWN: "magenta",
    ChangeKind.HIDDEN: "dim",
    ChangeKind.GONE: "red",
}


class Shown(Struct, frozen=True, kw_only=True):
    """A draft or a sealed version, as far as it is shown."""

    title: str
    alliance: str
    statement: str
    author: str
    state: str
    """`draft of version 2`, `version 1, sealed 2021-07-19T12:00:00Z`."""
    marking: Marking
    claims: tuple[Claim, ...]
    hidden: tuple[str, ...]
    policy: Policy | None
    notes: tuple[str, ...]
    manifests: int
    digest: str
    """Of the payload; empty for a draft."""

    @classmethod
    def of_draft(cls, draft: Draft, ceiling: Marking) -> "Shown":
        """The draft, up to a marking."""
        claims = tuple(one for one in draft.claims if one.effective.within(ceiling))
        ids = {one.id for one in claims}
        return cls(
            title=draft.title,
            alliance=draft.alliance,
            statement=draft.statement,
            author=draft.author,
            state=f"draft of version {draft.version}",
            marking=draft.marking,
            claims=claims,
            hidden=tuple(one.id for one in draft.claims if one.id not in ids),
            policy=draft.policy,
            notes=draft.notes,
            manifests=len(draft.manifests),
            digest="",
        )

    @classmethod
    def of_version(cls, version: Version) -> "Shown":
        """A sealed version as far as it is disclosed."""
        statement = version.statement
        return cls(
            title=statement.title,
            alliance=statement.alliance,
            statement=statement.statement,
            author=statement.author,
            state=f"version {statement.version}, sealed {time_text(statement.made)}",
            marking=statement.marking,
            claims=version.claims,
            hidden=version.hidden,
            policy=statement.policy,
            notes=statement.notes,
            manifests=len(statement.evidence),
            digest=version.digest,
        )

    def only(self, id: str) -> "Shown":
        """One claim of it."""
        return replace(self, claims=tuple(one for one in self.claims if one.id == id))


def print_statement(shown: Shown, *, verbose: bool) -> None:
    """Its head, every claim, the policy."""
    out = sheet()
    out.heading(shown.title, shown.marking.value)
    out.row(Cell(f"{shown.state} · {shown.author} for {shown.alliance} · {shown.statement}", style="dim"))
    if shown.digest:
        out.row(Cell(f"SHA-256 {shown.digest}", style="dim"))
    for claim in shown.claims:
        _claim(out, claim, verbose=verbose)
    if shown.hidden:
        out.blank()
        out.row(Cell(f"{plural(len(shown.hidden), 'claim')} not disclosed: {_some(shown.hidden)}", style="dim"))
    out.heading("Policy")
    words = policy_words(shown.policy) if shown.policy else "none yet: nobody could tell when it counts as issued"
    out.row(Cell(words), indent=_INDENT)
    for note in shown.notes:
        out.row(Cell(note), indent=_INDENT)
    if shown.manifests:
        out.row(Cell(f"evidence of {plural(shown.manifests, 'case')} is committed to", style="dim"), indent=_INDENT)
    out.row(Cell(NOT_PROVEN, style="dim"), indent=_INDENT)
    out.show()


def print_claim(claim: Claim, *, verbose: bool = False) -> None:
    """One claim."""
    out = sheet()
    _claim(out, claim, verbose=verbose)
    out.show()


def print_drafted(folder: Path, draft: Draft, new: Sequence[str], notes: Sequence[str]) -> None:
    """What was proposed, and what was not turned into a claim."""
    out = sheet()
    out.heading(f"{plural(len(new), 'claim')} proposed", draft.marking.value)
    fresh = set(new)
    for claim in draft.claims:
        if claim.id in fresh:
            out.row(Cell(claim.id, _ID, "bold"), Cell(claim.kind.value, _LABEL, "dim"), Cell(claim.sentence), indent=2)
    if notes:
        out.heading("Not in a claim")
        for note in notes[:_MOST_NOTES]:
            out.row(Cell(note), indent=_INDENT)
        if len(notes) > _MOST_NOTES:
            out.row(Cell(f"and {len(notes) - _MOST_NOTES} more", style="dim"), indent=_INDENT)
    out.blank()
    out.row(Cell(f"Proposals are no claims before you read them: indicia statement show {folder} -v", style="dim"))
    out.show()


def print_remarks(remarks: Sequence[Remark]) -> None:
    """What is wrong, errors first."""
    out = sheet()
    if not remarks:
        out.row(Cell("nothing is wrong with it that can be seen from here", style="green"))
    for weight, style in ((Weight.ERROR, "red"), (Weight.WARNING, "yellow")):
        for one in remarks:
            if one.weight is weight:
                about = f"{one.lint.value}: {one.text}"
                out.row(Cell(one.claim or "-", _ID, "bold"), Cell(weight.value, 8, style), Cell(about))
    out.show()


def print_diff(found: Changes) -> None:
    """What the second version changed."""
    out = sheet()
    out.heading(f"Version {found.first} to version {found.second}")
    if not found.follows:
        out.row(Cell("the second does not name the first as the one before it", style="red"))
    if found.statement:
        out.row(Cell(f"of the statement itself: {', '.join(found.statement)}"))
    for one in found.claims:
        members = f" ({', '.join(one.members)})" if one.members else ""
        out.row(Cell(one.id, _ID, "bold"), Cell(f"{one.kind.value}{members}", style=_CHANGED[one.kind]))
        if one.before is not None and (one.after is None or one.after.sentence != one.before.sentence):
            out.row(Cell("−", 1), Cell(one.before.sentence, style="red"), indent=9)
        if one.after is not None and (one.before is None or one.after.sentence != one.before.sentence):
            out.row(Cell("+", 1), Cell(one.after.sentence, style="green"), indent=9)
        if one.after is not None and one.after.withdrawn is not None and "withdrawn" in one.members:
            out.row(Cell(f"withdrawn: {one.after.withdrawn}"), indent=9)
    out.row(Cell(f"{plural(found.same, 'claim')} as before", style="dim"))
    out.show()


def shown_json(shown: Shown) -> bytes:
    """The same for machines; claims as they are committed to, without their salts."""
    body: Json = {
        "format": "indicia-statement-view/1",
        "title": shown.title,
        "alliance": shown.alliance,
        "statement": shown.statement,
        "author": shown.author,
        "state": shown.state,
        "marking": shown.marking.value,
        "digest": shown.digest or None,
        "claims": [claim_object(one) for one in shown.claims],
        "hidden": list(shown.hidden),
        "policy": policy_object(shown.policy) if shown.policy else None,
        "notes": list(shown.notes),
    }
    return clean_json(to_json(body))


def remarks_json(remarks: Sequence[Remark]) -> bytes:
    """Remarks for machines."""
    return clean_json(to_json({"format": "indicia-statement-check/1", "remarks": remarks}))


def diff_json(found: Changes) -> bytes:
    """Changes for machines."""
    claims: list[Json] = [
        {
            "id": one.id,
            "kind": one.kind.value,
            "members": list(one.members),
            "before": claim_object(one.before) if one.before else None,
            "after": claim_object(one.after) if one.after else None,
        }
        for one in found.claims
    ]
    body: Json = {
        "format": "indicia-statement-diff/1",
        "first": found.first,
        "second": found.second,
        "follows": found.follows,
        "statement": list(found.statement),
        "claims": claims,
        "same": found.same,
    }
    return clean_json(to_json(body))


def _claim(out: Sheet, claim: Claim, *, verbose: bool) -> None:
    out.blank()
    style = "dim" if claim.withdrawn is not None else "bold"
    out.row(
        Cell(claim.id, _ID, "bold"),
        Cell(claim.kind.value, _LABEL, "dim"),
        Cell(claim.effective.value, style=_COLOURS[claim.effective]),
        indent=2,
    )
    out.row(Cell(claim.sentence, style=style), indent=9)
    if claim.withdrawn is not None:
        _fact(out, "withdrawn", claim.withdrawn, "magenta")
    if claim.likelihood is not None:
        _fact(out, "likelihood", likelihood_words(claim.likelihood))
    if claim.confidence is not None:
        why = f": {claim.confidence.why}" if claim.confidence.why else ""
        _fact(out, "confidence", claim.confidence.word + why)
    if claim.effective is not claim.marking:
        _fact(out, "marked", f"{claim.marking}, but rests on what is {claim.effective}")
    for rival in claim.rivals:
        _fact(out, "or", rival)
    if not verbose:
        _fact(out, "rests on", support_count(claim), "" if claim.support else "red")
        return
    for support in claim.support:
        _fact(out, "rests on", support_words(support))
        if isinstance(support, ReportSupport):
            _fact(out, "", f"“{support.words}”", "dim")
        if isinstance(support, FindingSupport):
            for one in support.exhibits:
                hashed = f", these bytes {one.sha256[:12]}…" if one.sha256 else ""
                place = f"{one.name} bytes {one.start}–{one.end}, SHA-256 {one.file[:12]}…{hashed}"
                _fact(out, "", place, "dim")


def _fact(out: Sheet, label: str, text: str, style: str = "") -> None:
    out.row(Cell(label, 10, "dim"), Cell(text, style=style), indent=9)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:12]) + (f" and {len(ids) - 12} more" if len(ids) > 12 else "")

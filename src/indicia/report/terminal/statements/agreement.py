"""Who agrees to what, on a terminal and as JSON."""

from indicia.plain import plain, to_json
from indicia.report.clean import clean_json
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.words import plural
from indicia.report.words_statement import (
    NO_SIGNATURES,
    NOT_PROVEN,
    likelihood_words,
    measure_words,
    policy_sentence,
    policy_words,
    said,
)
from indicia.statement.agreement import AgreementView, ClaimAgreement, Side
from indicia.statement.canonical import Json, time_text
from indicia.statement.claim_objects import claim_object
from indicia.statement.objects import reply_object, stance_object, statement_object
from indicia.statement.policy import Outcome

STYLES = {
    Side.AGREE: "green",
    Side.IN_PART: "green",
    Side.ACKNOWLEDGE: "yellow",
    Side.ABSTAIN: "yellow",
    Side.DISSENT: "magenta",
    Side.UNKNOWN: "dim",
    Side.SILENT: "dim",
}
_OUTCOMES = {
    Outcome.ISSUED: "bold green",
    Outcome.NOT_YET: "bold yellow",
    Outcome.VETO: "bold magenta",
    Outcome.DISSENT: "bold magenta",
    Outcome.PAST: "bold magenta",
    Outcome.REVOKED: "bold magenta",
    Outcome.HIDDEN: "bold yellow",
}
_SIDE, _PARTY = 14, 16


def print_agreement(found: AgreementView) -> None:
    """What the policy says, then claim by claim, measures, replies."""
    out = sheet()
    statement = found.version.statement
    out.heading(statement.title, statement.marking.value)
    out.row(
        Cell(
            f"version {statement.version} · {statement.author} for {statement.alliance} · as of {time_text(found.at)}",
            style="dim",
        )
    )
    out.blank()
    out.row(Cell(found.policy.outcome.value.upper(), style=_OUTCOMES[found.policy.outcome]))
    out.row(Cell(policy_sentence(found.policy)))
    out.row(Cell(policy_words(statement.policy), style="dim"))
    for claim in found.claims:
        _claim(out, claim)
    measures = [(one.party, measure) for one in found.parties for measure in one.measures]
    if measures:
        out.heading("Measures taken, and not taken")
        for party, measure in measures:
            out.row(Cell(party, _PARTY, "bold"), Cell(measure_words(measure)), indent=4)
    if found.replies:
        out.heading("What the accused answered")
        for reply in found.replies:
            text = f"“{reply.text}” ({reply.day}, {reply.source}; recorded by {reply.recorded_by})"
            out.row(Cell(reply.speaker, _PARTY, "bold"), Cell(text), indent=4)
    out.blank()
    for line in found.breaks:
        out.row(Cell(line, style="red"))
    out.row(Cell(f"{NO_SIGNATURES} {NOT_PROVEN}", style="dim"))
    out.show()


def agreement_json(found: AgreementView) -> bytes:
    """The same for machines, without salts."""
    claims: list[Json] = [
        {
            "id": claim.id,
            "claim": claim_object(claim.claim) if claim.claim else None,
            "needed": claim.needed,
            "parties": [
                {
                    "party": one.party,
                    "side": one.side.value,
                    "stance": stance_object(one.said) if one.said else None,
                    "why": one.why,
                }
                for one in claim.lines
            ],
        }
        for claim in found.claims
    ]
    body = {
        "format": "indicia-agreement/1",
        "statement": statement_object(found.version.statement),
        "digest": found.version.digest,
        "at": time_text(found.at),
        "policy": plain(found.policy),
        "claims": claims,
        "parties": plain(found.parties),
        "replies": [reply_object(one) for one in found.replies],
        "breaks": list(found.breaks),
        "signatures": "not looked at",
    }
    return clean_json(to_json(body))


def _claim(out: Sheet, claim: ClaimAgreement) -> None:
    out.heading(f"{claim.id}{'  needed' if claim.needed else ''}", _tally(claim))
    if claim.claim is None:
        out.row(Cell("not disclosed to you", style="dim"), indent=4)
    else:
        out.row(Cell(claim.claim.sentence), indent=4)
        if claim.claim.withdrawn is not None:
            out.row(Cell(f"withdrawn: {claim.claim.withdrawn}", style="magenta"), indent=4)
        if claim.claim.likelihood is not None:
            out.row(Cell(f"likelihood: {likelihood_words(claim.claim.likelihood)}", style="dim"), indent=4)
        if claim.claim.confidence is not None:
            out.row(Cell(f"confidence: {claim.claim.confidence.word}", style="dim"), indent=4)
    for side in Side:
        lines = claim.on(side)
        plain_ones = [one for one in lines if one.said is None or not said(one.said)]
        if plain_ones:
            names = ", ".join(one.party for one in plain_ones)
            out.row(
                Cell(side.value, _SIDE, STYLES[side]), Cell(names, style="" if plain_ones[0].said else "dim"), indent=4
            )
        for one in lines:
            if one.said is not None and said(one.said):
                text = f"{one.party}: {said(one.said)}"
                out.row(Cell(side.value, _SIDE, STYLES[side]), Cell(text), indent=4)


def _tally(claim: ClaimAgreement) -> str:
    parts = [f"{len(claim.on(side))} {side.value}" for side in Side if claim.on(side)]
    return " · ".join(parts) if parts else plural(0, "party")

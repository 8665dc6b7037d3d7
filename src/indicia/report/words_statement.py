"""What terminal and page say alike about claims, positions and policies."""

from collections.abc import Sequence

from indicia.model.statement import (
    AttributionSupport,
    Claim,
    ClaimSupport,
    FindingSupport,
    Likelihood,
    Measure,
    OnClaim,
    Policy,
    ReportSupport,
    Stance,
    Support,
)
from indicia.report.words import plural
from indicia.statement.canonical import time_text
from indicia.statement.policy import PolicyAnswer

NOT_PROVEN = (
    "A position says what its party says. It proves neither that evidence is true, nor that parties looked at it "
    "apart, nor that nothing was left out."
)
NO_SIGNATURES = "Signatures were not looked at here."


def likelihood_words(likelihood: Likelihood | None) -> str:
    """`likely (55–80 %, icd203)`; empty without one."""
    if likelihood is None:
        return ""
    bounds = (
        f"{likelihood.low}–{likelihood.high} %" if likelihood.low is not None and likelihood.high is not None else ""
    )
    about = ", ".join(part for part in (bounds, likelihood.scale) if part)
    return f"{likelihood.word} ({about})" if about else f"{likelihood.word} (no scale named)"


def own_confidence(stance: OnClaim) -> str:
    """A party's own words of likelihood and of confidence, each with its scale; empty without any."""
    parts = []
    if stance.likelihood is not None:
        parts.append(f"likelihood “{stance.likelihood.word}”" + _scale(stance.likelihood.scale))
    if stance.confidence is not None:
        parts.append(f"confidence “{stance.confidence.word}”" + _scale(stance.confidence.scale))
    return "; ".join(parts)


def said(stance: OnClaim) -> str:
    """Wording, reasons and own words of a stance, in one line; empty where it has none."""
    wording = f"“{stance.wording}”" if stance.wording else ""
    label = "because" if stance.stance is Stance.DISSENT else "note"
    reasons = f"{label}: {stance.reasons}" if stance.reasons else ""
    return " · ".join(part for part in (wording, reasons, own_confidence(stance)) if part)


def measure_words(measure: Measure) -> str:
    """`charges: indictment, two counts (2021-07-19)`, `no sanctions: …`."""
    day = f" ({measure.day})" if measure.day else ""
    return f"{'' if measure.taken else 'no '}{measure.kind.value}: {measure.text}{day}"


def support_words(support: Support) -> str:
    """One thing that a claim rests on, in one line."""
    match support:
        case FindingSupport():
            places = plural(len(support.exhibits), "record")
            return f"{support.id} {support.detector}, {places}, case {support.case[:12]}…, {support.marking}"
        case ReportSupport():
            return f"“{support.title}” {support.start}–{support.end}, SHA-256 {support.sha256[:12]}…, {support.marking}"
        case AttributionSupport():
            share = f"{support.share * 100:.0f} %"
            return f"who: {support.explanation} {share}, case {support.case[:12]}…, {support.marking}"
        case ClaimSupport():
            return f"{support.id} of this statement"


def support_count(claim: Claim) -> str:
    """`3 findings, 1 claim`; `nothing` where there is none."""
    kinds = (
        (FindingSupport, "finding"),
        (ReportSupport, "place"),
        (AttributionSupport, "answer about who"),
        (ClaimSupport, "claim"),
    )
    counts = [(sum(isinstance(one, kind) for one in claim.support), word) for kind, word in kinds]
    return ", ".join(_many(number, word) for number, word in counts if number) or "nothing"


def policy_words(policy: Policy) -> str:
    """When a statement counts as issued, in one sentence."""
    counts = " or ".join(one.value for one in policy.counts)
    text = f"issued when {policy.agree} of {', '.join(policy.of)} take a position that counts ({counts}) on each of "
    text += _listed(policy.claims)
    if policy.veto:
        text += f"; a dissent of {' or '.join(policy.veto)} stops it"
    if policy.dissent is not None:
        text += f"; at most {policy.dissent} may dissent"
    if policy.until is not None:
        text += f"; not after {time_text(policy.until)}"
    return text


def _many(number: int, word: str) -> str:
    if word == "answer about who":
        return "an answer about who" if number == 1 else f"{number} answers about who"
    return plural(number, word)


def _scale(scale: str) -> str:
    return f" ({scale})" if scale else ""


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) if len(ids) <= 12 else f"{', '.join(ids[:12])} and {len(ids) - 12} further claims"


def policy_sentence(answer: PolicyAnswer) -> str:
    """Who made it so."""
    parts = [f"{answer.needed} needed, {len(answer.agree)} there: {', '.join(answer.agree) or 'nobody'}"]
    if answer.perhaps:
        parts.append(f"perhaps {', '.join(answer.perhaps)}, whose stances are not disclosed here")
    if answer.vetoes:
        parts.append(f"veto of {', '.join(answer.vetoes)}")
    if answer.dissenting:
        parts.append(
            f"{', '.join(answer.dissenting)} dissents"
            if len(answer.dissenting) == 1
            else (f"{', '.join(answer.dissenting)} dissent")
        )
    else:
        parts.append("nobody is seen to dissent")
    if answer.perhaps_dissenting:
        parts.append(f"whether {', '.join(answer.perhaps_dissenting)} dissents is not disclosed here")
    if answer.silent:
        parts.append("silent: " + ", ".join(f"{party} ({why.value})" for party, why in answer.silent))
    return "; ".join(parts)

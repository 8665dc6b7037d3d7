"""The word for one host: the furthest stage that the evidence carries, and never "none seen" beyond coverage."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from indicia.assessment.coverage.answers import Period
from indicia.assessment.coverage.sources import Traced, standing
from indicia.knowledge.packs.pack import Pack
from indicia.model.assessment import Incident, Standing, Verdict
from indicia.model.finding import Confidence, Finding, Severity, Stage

FAMILY = "any"
"""Window of the pack that "none seen" is held against when the user gives no period."""

_WORDS = {
    Stage.PROBED: Verdict.PROBED,
    Stage.EXPLOITED: Verdict.EXPLOITED,
    Stage.IMPLANTED: Verdict.IMPLANTED,
    Stage.OPERATED: Verdict.OPERATED,
}


class Judged(Struct, frozen=True):
    """The verdict with what it rests on."""

    verdict: Verdict
    stage: Stage
    deciding: tuple[Finding, ...]
    """Findings that prove the stage, strongest first; empty without a stage."""
    unsettled: tuple[Finding, ...]
    """Signs that would mean more than probing but that nothing else supports; the one to look at first comes first."""
    lacking: tuple[str, ...]
    """Why "none seen" cannot be said: one line for each required group that is not covered."""


def judge(
    pack: Pack,
    traced: Mapping[str, Traced],
    findings: Sequence[Finding],
    incidents: Sequence[Incident],
    period: Period,
) -> Judged:
    """Decide.

    A finding carries its stage when it is strong or conclusive.  A moderate one carries it when another detector saw
    something past probing in the same incident; a weak one carries probing at most.  What is left over keeps
    "none seen" from being said.
    """
    together = {step.finding: number for number, incident in enumerate(incidents) for step in incident.steps}
    carried: list[tuple[Stage, Finding]] = []
    unsettled: list[Finding] = []
    for finding in findings:
        if finding.stage is None or finding.stage is Stage.NONE:
            if finding.severity >= Severity.MEDIUM:
                unsettled.append(finding)
        elif _carries(finding, findings, together):
            carried.append((finding.stage, finding))
        elif finding.severity >= Severity.MEDIUM:
            unsettled.append(finding)
        elif finding.confidence is Confidence.WEAK:
            carried.append((Stage.PROBED, finding))
    stage = max((reached for reached, _ in carried), default=Stage.NONE)
    deciding = sorted(
        (finding for reached, finding in carried if reached is stage),
        key=lambda item: (-item.confidence, item.seen is None, item.seen.timestamp() if item.seen else 0.0),
    )
    lacking = _lacking(pack, traced, period)
    return Judged(
        verdict=_word(stage, bool(unsettled), bool(lacking)),
        stage=stage,
        deciding=tuple(deciding),
        unsettled=tuple(sorted(unsettled, key=_weight)),
        lacking=lacking,
    )


def _weight(finding: Finding) -> tuple[int, int, int]:
    """What somebody weighed comes before a hit that nobody did, then what is worse and surer; else by time."""
    return -(finding.stage or Stage.NONE), -finding.severity, -finding.confidence


def _word(stage: Stage, unsettled: bool, lacking: bool) -> Verdict:
    if stage >= Stage.EXPLOITED:
        return _WORDS[stage]
    if unsettled:
        return Verdict.CANNOT_TELL
    if stage is Stage.PROBED:
        return Verdict.PROBED
    return Verdict.CANNOT_TELL if lacking else Verdict.NONE_SEEN


def _carries(finding: Finding, findings: Sequence[Finding], together: Mapping[str, int]) -> bool:
    """Whether a finding proves its own stage, alone or with what another detector saw in the same incident."""
    if finding.stage is Stage.PROBED or finding.confidence >= Confidence.STRONG:
        return True
    if finding.confidence is not Confidence.MODERATE:
        return False
    group = together.get(finding.id)
    return group is not None and any(
        other.detector != finding.detector
        and together.get(other.id) == group
        and other.confidence >= Confidence.MODERATE
        and _adds_up(other, finding)
        for other in findings
    )


def _adds_up(other: Finding, finding: Finding) -> bool:
    """Whether a second finding makes the first more than a lone sign: it went past probing too, or the same client
    tried the way in that the first would have used."""
    stage = other.stage or Stage.NONE
    return stage >= Stage.EXPLOITED or (stage is Stage.PROBED and bool(set(other.clients) & set(finding.clients)))


def _lacking(pack: Pack, traced: Mapping[str, Traced], period: Period) -> tuple[str, ...]:
    """One line for each required group of which no source is covered."""
    lines = []
    names = {source.id: source.name for source in pack.sources}
    for group in pack.required:
        reasons = []
        for source in group:
            found = traced.get(source)
            start = None if source in pack.states else period.start(pack, FAMILY)
            if found is None:
                state, why = Standing.MISSING, "not in this evidence"
            else:
                state, why = standing(found, start, period.until, found.source.parts)
            if state is Standing.COVERED:
                break
            reasons.append(f"{names.get(source, source)}: {why}")
        else:
            lines.append("; ".join(reasons))
    return tuple(lines)

"""A claim about who, from the answer of `indicia attribute`: its cap, its rivals, and the limits of both stay.

A cluster is named only where that answer names it.  Likelihood and confidence are two fields and two sentences.  The
organisation or state behind a cluster is the claim of others alone, and none is proposed.
"""

from collections.abc import Sequence

from indicia.attribution.priors import EMPIRICAL
from indicia.attribution.wording import NAMED_FROM
from indicia.errors import UsageError
from indicia.knowledge.actors.likelihood import scales
from indicia.model.attribution import AnswerKind, Attribution, Hypothesis, HypothesisKind
from indicia.model.finding import Finding
from indicia.model.statement import AttributionSupport, Basis, ClaimKind, Likelihood, Support
from indicia.statement.drafting.given import GivenCase
from indicia.statement.drafting.proposals import Proposals

_FORMAT = "indicia-attribution/1"
_WORTH_NAMING = 0.01
_MOST_RIVALS = 6
_MOST_PIECES = 3
_TELLS = 0.4
_WHAT = {
    HypothesisKind.UNKNOWN: "an actor whom nobody had named",
    HypothesisKind.SEVERAL: "several actors, each on its own",
    HypothesisKind.IMITATION: "somebody who imitates another",
}


def propose_from_attribution(found: Attribution, given: Sequence[GivenCase], into: Proposals) -> None:
    """One claim: a cluster where one is named, else that the actor is unknown; with all that could be instead.

    Raises UsageError for an answer about other cases.
    """
    if found.format != _FORMAT:
        raise UsageError(f"format {found.format}, not {_FORMAT}", hint="Run `indicia attribute --json` again.")
    servers = {host.host for case in given for host in case.result.hosts}
    strange = [host for host in found.hosts if host not in servers]
    if strange:
        raise UsageError(
            f"this answer is about {strange[0]}, which is in none of these cases",
            hint="Give the answer that `indicia attribute` gave for the same cases.",
        )
    if found.answer is AnswerKind.NOTHING or not found.hypotheses:
        into.notes.append(f"{found.sentence} No claim about who.")
        return
    if not found.hosts:
        raise UsageError("this answer is about no server", hint="Give the answer about these cases.")
    leader = found.hypotheses[0]
    share = leader.shares[EMPIRICAL]
    named = found.answer is AnswerKind.CLUSTER
    told = named or (leader.kind is not HypothesisKind.CLUSTER and share >= NAMED_FROM)
    likelihood = _likelihood(found, share)
    if named:
        sentence = f"It is {likelihood.word} that this is activity of the cluster called {leader.name}."
    elif told:
        sentence = f"Unknown actor: it is {likelihood.word} that {_WHAT[leader.kind]} did this."
    else:
        sentence = "Unknown actor: who did this cannot be said."
    into.add(
        ClaimKind.CLUSTER if named else ClaimKind.OTHER,
        sentence,
        _support(found, leader, share, given),
        likelihood=likelihood if told else None,
        confidence=Basis(word=found.confidence, why=_why(found)) if found.confidence else None,
        rivals=_rivals(found, leader, named=named),
    )
    if found.claims:
        into.notes.append(
            f"{len(found.claims)} claims of others about organisations and states are not ours, and not proposed; "
            "`indicia read` and `indicia statement add` bring them in as theirs"
        )


def _likelihood(found: Attribution, share: float) -> Likelihood:
    """The word of the scale that the answer was given in."""
    held = next((one for one in scales() if found.scale in (one.name, one.id)), None)
    if held is None:
        raise UsageError(f"the answer speaks in an unknown scale, {found.scale[:40]}")
    word = held.word(share)
    band = next(one for one in held.bands if one.word == word)
    return Likelihood(scale=held.id, word=word, low=band.low, high=band.high)


def _support(found: Attribution, leader: Hypothesis, share: float, given: Sequence[GivenCase]) -> list[Support]:
    """The answer, for each case that it was asked of, and the findings behind its evidence."""
    asked = [case for case in given if any(host.host in found.hosts for host in case.result.hosts)] or list(given)
    support: list[Support] = [
        AttributionSupport(case=case.digest, explanation=leader.id, share=round(share, 4), marking=case.marking)
        for case in asked
    ]
    names = {case.name: case for case in given}
    behind: dict[str, list[Finding]] = {}
    for id in dict.fromkeys(id for feature in found.features for id in feature.findings):
        name, colon, rest = id.rpartition(":")
        case = names.get(name) if colon else (given[0] if len(given) == 1 else None)
        finding = case.finding(rest) if case is not None else None
        if case is not None and finding is not None:
            behind.setdefault(case.name, []).append(finding)
    for name, findings in behind.items():
        support += names[name].supports(findings)
    return support


def _rivals(found: Attribution, leader: Hypothesis, *, named: bool) -> list[str]:
    """The other explanations with what speaks for them; where nobody is named, no cluster is either."""
    rest = [one for one in found.hypotheses if one.id != leader.id]
    nameless = [one for one in rest if one.kind is not HypothesisKind.CLUSTER]
    clusters = [one for one in rest if one.kind is HypothesisKind.CLUSTER and one.shares[EMPIRICAL] >= _WORTH_NAMING]
    rivals = [_rival(found, one, _WHAT[one.kind]) for one in nameless]
    if named:
        rivals += [_rival(found, one, f"the cluster called {one.name}") for one in clusters[:_MOST_RIVALS]]
    elif clusters or leader.kind is HypothesisKind.CLUSTER:
        rivals.append("a cluster that is known; none is likely enough to be named")
    return rivals


def _rival(found: Attribution, one: Hypothesis, what: str) -> str:
    value = one.shares[EMPIRICAL]
    share = "under 1 %" if value < 0.005 else f"{value * 100:.0f} %"
    texts = {feature.id: feature.text for feature in found.features}
    rows = [row for row in found.matrix if row.cells.get(one.id, 0.0) >= _TELLS]
    rows.sort(key=lambda row: -row.cells[one.id])
    pieces = [texts.get(row.feature, row.feature) for row in rows[:_MOST_PIECES]]
    speaks = (
        f"speaks for it: {'; '.join(pieces)}" if pieces else "no single piece of evidence speaks for it in particular"
    )
    return f"{what} ({share}); {speaks}"


def _why(found: Attribution) -> str:
    """The reasons of the confidence sentence, without its beginning."""
    _, colon, why = found.confidence_sentence.partition(": ")
    return why.rstrip(".") if colon else found.confidence_sentence

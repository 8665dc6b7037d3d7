"""What is wrong with claims before anybody signs.  An error keeps a version from being sealed, a warning does not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache

from msgspec import Struct

from indicia.knowledge.actors.clusters import shipped_actors
from indicia.knowledge.actors.likelihood import scales
from indicia.model.statement import Claim, ClaimSupport, Likelihood, Policy, ReportSupport
from indicia.statement.certainty import (
    band,
    expressions,
    hedged,
    own_words,
    sentences,
    speaks_of_confidence,
)
from indicia.statement.closure import circles, effective_markings

_SURE_FROM = 95
"""A sentence without a word of likelihood says what is so: it needs a likelihood that reaches this high."""


class Weight(StrEnum):
    """Whether it has to be mended."""

    ERROR = "error"
    WARNING = "warning"


class Lint(StrEnum):
    """What is looked for."""

    SUPPORT = "without support"
    RIVALS = "names somebody without rivals"
    MIXED = "likelihood and confidence in one sentence"
    STRONGER = "stronger than its likelihood"
    MARKING = "marked weaker than its support"
    CIRCLE = "rests on itself"
    LOST = "rests on what is not there"
    WITHDRAWN = "rests on what was withdrawn"
    UNFILED = "a likelihood outside its field"
    KIND = "names somebody under another kind"
    EMPTY = "no sentence"
    POLICY = "policy"


class Remark(Struct, frozen=True, kw_only=True):
    """One thing."""

    claim: str
    """Its id; empty for the statement."""
    lint: Lint
    weight: Weight
    text: str


def lint(claims: Sequence[Claim], policy: Policy | None = None) -> tuple[Remark, ...]:
    """Everything that is wrong, by claim.  Of withdrawn claims nothing is asked."""
    held = {claim.id: claim for claim in claims}
    turning = circles(claims)
    markings = effective_markings(claims)
    found: list[Remark] = []
    for claim in claims:
        if claim.withdrawn is None:
            found += _support(claim, held, turning)
            found += _naming(claim)
            found += _words(claim)
            if markings[claim.id] is not claim.marking:
                text = f"{claim.marking}, but rests on {markings[claim.id]}, and counts as that"
                found.append(Remark(claim=claim.id, lint=Lint.MARKING, weight=Weight.WARNING, text=text))
    return (*found, *_policy(policy, held))


def errors(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Those that keep a version from being sealed."""
    return tuple(one for one in remarks if one.weight is Weight.ERROR)


def _support(claim: Claim, held: Mapping[str, Claim], turning: frozenset[str]) -> Iterator[Remark]:
    if not claim.sentence.strip():
        yield _error(claim, Lint.EMPTY, "it says nothing")
    if not claim.support:
        yield _error(claim, Lint.SUPPORT, "nothing is named that it rests on")
    if claim.id in turning:
        yield _error(claim, Lint.CIRCLE, "through other claims it rests on itself, so that nothing bears any of them")
    for support in claim.support:
        if not isinstance(support, ClaimSupport):
            continue
        other = held.get(support.id)
        if other is None:
            yield _error(claim, Lint.LOST, f"{support.id} is not in this statement")
        elif other.withdrawn is not None:
            yield _error(claim, Lint.WITHDRAWN, f"{support.id} was withdrawn: {other.withdrawn}")


def _naming(claim: Claim) -> Iterator[Remark]:
    if claim.kind.names_somebody:
        if not any(rival.strip() for rival in claim.rivals):
            text = "whoever is named could be somebody else: which explanations are left, and what speaks for them?"
            yield _error(claim, Lint.RIVALS, text)
        return
    named = _names().search(_own(claim))
    if named is not None and not claim.rivals:
        text = f"it names {named.group()}, yet is of the kind `{claim.kind}` and has no rivals"
        yield _warning(claim, Lint.KIND, text)


def _words(claim: Claim) -> Iterator[Remark]:
    """The words of the sentence against its own fields.  What others said, quoted from a report, is theirs."""
    text = _own(claim)
    quoting = text != claim.sentence
    scale = _scale_of(claim.likelihood)
    basis = f"Confidence is {claim.confidence.word}: {claim.confidence.why}" if claim.confidence else ""
    for one in (*sentences(text), *sentences(basis)):
        likely = expressions(one, scale)
        if likely and speaks_of_confidence(one):
            yield _error(claim, Lint.MIXED, f"“{likely[0].words}” says how likely, and the same sentence how confident")
    said = expressions(text, scale)
    if claim.likelihood is None:
        if said:
            yield _warning(claim, Lint.UNFILED, f"“{said[0].words}” is in the sentence, and no likelihood is given")
        return
    word = claim.likelihood.word
    bounds = band(word, scale)
    ceiling = claim.likelihood.high if claim.likelihood.high is not None else bounds[1] if bounds else _SURE_FROM
    stronger = [one.words for one in said if one.low >= ceiling and one.words != word.lower()]
    if stronger:
        yield _error(claim, Lint.STRONGER, f"“{stronger[0]}” is more than “{word}”")
    elif not (said or quoting or hedged(text)) and ceiling < _SURE_FROM:
        yield _error(claim, Lint.STRONGER, f"the sentence says it as a fact, and its likelihood is “{word}”")


def _own(claim: Claim) -> str:
    """The sentence without what it quotes from the reports that it rests on, and without their titles."""
    reports = [one for one in claim.support if isinstance(one, ReportSupport)]
    return own_words(claim.sentence, [text for one in reports for text in (one.words, one.title)])


def _policy(policy: Policy | None, held: Mapping[str, Claim]) -> Iterator[Remark]:
    if policy is None:
        text = "without one nobody can tell when it counts as issued"
        yield Remark(claim="", lint=Lint.POLICY, weight=Weight.ERROR, text=text)
        return
    for id in policy.claims:
        other = held.get(id)
        if other is None or other.withdrawn is not None:
            state = "is not there" if other is None else "was withdrawn"
            text = f"it asks for {id}, which {state}"
            yield Remark(claim="", lint=Lint.POLICY, weight=Weight.ERROR, text=text)


def _scale_of(likelihood: Likelihood | None) -> str:
    """The scale of a word; where its speaker names none, the first that knows it, to compare words and nothing else."""
    if likelihood is None or likelihood.scale:
        return likelihood.scale if likelihood else ""
    return next((one.id for one in scales() if band(likelihood.word, one.id) is not None), "")


@cache
def _names() -> re.Pattern[str]:
    """Names of clusters that come with Indicia; short ones only as they are written."""
    actors = shipped_actors()
    names = {name for actor in actors.actors for name in (actor.name, *(one.name for one in actor.aliases))}
    ordered = sorted((name for name in names if len(name) > 3), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b", re.IGNORECASE)


def _error(claim: Claim, lint: Lint, text: str) -> Remark:
    return Remark(claim=claim.id, lint=lint, weight=Weight.ERROR, text=text)


def _warning(claim: Claim, lint: Lint, text: str) -> Remark:
    return Remark(claim=claim.id, lint=lint, weight=Weight.WARNING, text=text)

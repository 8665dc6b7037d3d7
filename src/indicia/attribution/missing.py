"""What would change the answer: sources that are missing, by how much they could tell about who it was.

For every technique that a missing source could show, the expected information is what its being there or not being
there would move the probabilities, by the rates of the profiles.  Sums of it are held to what there is to know.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from indicia.attribution.hypotheses import NAMELESS, Judgement, Question
from indicia.attribution.priors import EMPIRICAL
from indicia.attribution.profiles import Floats
from indicia.knowledge.packs.pack import Pack
from indicia.model.assessment import Answer, Assessment, Standing
from indicia.model.attribution import Feature, MissingSource

MOST_TECHNIQUES = 6
"""Of one source: the most telling ones count, as what one source shows hangs together."""
LEAST_BITS = 0.005


def missing_sources(
    question: Question, judged: Judgement, features: Sequence[Feature], hosts: Sequence[Assessment], pack: Pack
) -> tuple[MissingSource, ...]:
    """Sources that are not covered on these servers, most telling first."""
    seen = {feature.value for feature in features if feature.kind.ordinary}
    open_tests = {test.id for host in hosts for test in host.tests if test.answer is Answer.CANNOT_TELL}
    shows: dict[str, set[str]] = {}
    for test in pack.tests:
        if test.id in open_tests:
            for need in test.needs:
                shows.setdefault(need.source, set()).update(test.techniques)
    found: dict[str, MissingSource] = {}
    for host in hosts:
        for source in host.coverage:
            if source.standing is Standing.COVERED or source.source in found:
                continue
            bits = _bits(question, judged, shows.get(source.source, set()) - seen)
            told = sorted(bits, key=lambda id: (-bits[id], id))[:MOST_TECHNIQUES]
            total = min(sum(bits[id] for id in told), _entropy(judged.shares[EMPIRICAL]))
            if total >= LEAST_BITS:
                found[source.source] = MissingSource(
                    source=source.source,
                    name=source.name,
                    lines=source.lines,
                    bits=float(total),
                    shows=tuple(told),
                    why=source.why or "not in this evidence",
                )
    return tuple(sorted(found.values(), key=lambda one: (-one.bits, one.source)))


def _bits(question: Question, judged: Judgement, techniques: set[str]) -> Mapping[str, float]:
    """Technique → expected information of seeing whether it was used."""
    shares = judged.shares[EMPIRICAL]
    found = {}
    for id in sorted(techniques):
        clusters, base = question.fit.rate(id)
        rates = np.clip(np.concatenate((clusters, np.full(len(NAMELESS), base))), 1e-9, 1 - 1e-9)
        found[id] = _information(shares, rates)
    return found


def _information(shares: Floats, rates: Floats) -> float:
    """Mutual information of one yes-or-no answer and who it was, in bits."""
    before = _entropy(shares)
    after = 0.0
    for odds in (rates, 1 - rates):
        joint = shares * odds
        total = float(joint.sum())
        after += total * _entropy(joint / total)
    return max(before - after, 0.0)


def _entropy(shares: Floats) -> float:
    positive = shares[shares > 0]
    return float(-(positive * np.log2(positive)).sum())

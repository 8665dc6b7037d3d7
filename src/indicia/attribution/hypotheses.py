"""Rival explanations and their probabilities under each prior.  Rivals without a name are always among them.

Words are held down in code: whatever the numbers say, a cluster is at most *likely* while fewer than two independent
kinds of evidence beyond techniques and tools speak for it, and never *almost certain*: that would need a written test
of imitation and a second party, and one command has neither.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct, field

from indicia.attribution.fitting import Fit
from indicia.attribution.priors import EMPIRICAL, PriorShares
from indicia.attribution.profiles import Floats
from indicia.attribution.ranking import softmax
from indicia.attribution.roster import Roster
from indicia.attribution.weighing import Weights, shown_by, weigh
from indicia.model.attribution import Feature, Hypothesis, HypothesisKind

LIKELY_AT_MOST = 0.79
VERY_LIKELY_AT_MOST = 0.94
KINDS_FOR_MORE = 2
"""Independent kinds of evidence beyond techniques and tools that *very likely* takes."""
NAMELESS = (HypothesisKind.UNKNOWN, HypothesisKind.SEVERAL, HypothesisKind.IMITATION)
_NAMES = {
    HypothesisKind.UNKNOWN: "an actor nobody has named",
    HypothesisKind.SEVERAL: "several independent actors",
    HypothesisKind.IMITATION: "one imitating another",
}


class Judgement(Struct, frozen=True):
    """Probabilities: clusters in the order of the roster, then the three without a name."""

    ids: tuple[str, ...]
    before: Mapping[str, Floats]
    """Prior → probabilities before the evidence."""
    shares: Mapping[str, Floats]
    """Prior → probabilities after it."""
    weights: Floats
    """Log-likelihood ratio of all evidence against an actor nobody knows."""
    beyond: tuple[int, ...]
    """Of each: independent kinds of evidence beyond techniques and tools."""
    capped: bool

    def leader(self, prior: str = EMPIRICAL) -> str:
        """The likeliest; of equals the first."""
        return self.ids[int(self.shares[prior].argmax())]

    def share(self, id: str, prior: str = EMPIRICAL) -> float:
        """Probability of one."""
        return float(self.shares[prior][self.ids.index(id)])

    def weight(self, id: str) -> float:
        """Weight of the evidence for one."""
        return float(self.weights[self.ids.index(id)])

    @property
    def flips(self) -> bool:
        """Whether another one leads under another prior."""
        return len({self.leader(prior) for prior in self.shares}) > 1


class Question(Struct, frozen=True):
    """What stays the same while evidence is added or left out."""

    roster: Roster
    fit: Fit
    priors: tuple[PriorShares, ...]
    _fitted: dict[tuple[str, ...], tuple[Floats, Floats]] = field(default_factory=dict)
    """What techniques and tools weigh, once for each set of them that was asked about."""

    def judge(self, features: Sequence[Feature]) -> Judgement:
        """Probabilities of every explanation."""
        shown = shown_by(features)
        if shown not in self._fitted:
            self._fitted[shown] = (self.fit.ratios(shown), self.fit.imitations(shown))
        return _judge(weigh(features, self.roster, self.fit.cap, *self._fitted[shown]), self)

    def hypotheses(self, judged: Judgement) -> tuple[Hypothesis, ...]:
        """Every explanation, likeliest first."""
        names = {cluster.id: cluster.name for cluster in self.roster.clusters}
        found = []
        for place, id in enumerate(judged.ids):
            kind = HypothesisKind(id) if id in set(NAMELESS) else HypothesisKind.CLUSTER
            found.append(
                Hypothesis(
                    id=id,
                    kind=kind,
                    name=names.get(id) or _NAMES[kind],
                    shares={prior: float(values[place]) for prior, values in judged.shares.items()},
                    before={prior: float(values[place]) for prior, values in judged.before.items()},
                    weight=float(judged.weights[place]),
                )
            )
        return tuple(sorted(found, key=lambda one: (-one.shares[EMPIRICAL], one.id)))


def _judge(weights: Weights, question: Question) -> Judgement:
    ids = (*(cluster.id for cluster in question.roster.clusters), *(kind.value for kind in NAMELESS))
    fame = question.fit.shares
    imitation = 0.0
    if len(fame):
        highest = float(weights.imitations.max())
        imitation = highest + float(np.log((fame * np.exp(weights.imitations - highest)).sum() + 1e-300))
    ratios = np.concatenate((weights.clusters, [0.0, weights.several, imitation]))
    beyond = (*(len(kinds) for kinds in weights.beyond), 0, 0, 0)
    before, shares = {}, {}
    capped = False
    for one in question.priors:
        start = np.concatenate((one.clusters, [one.unknown, one.several, one.imitation]))
        before[one.prior.id] = start
        raw = softmax(np.log(start + 1e-300) + ratios)
        shares[one.prior.id] = held = _held_down(raw, beyond)
        capped = capped or bool(np.any(held != raw))
    return Judgement(ids, before, shares, ratios, beyond, capped)


def _held_down(shares: Floats, beyond: Sequence[int]) -> Floats:
    """No cluster above what its kinds of evidence allow; what is taken goes to the rivals without a name, evenly to
    what each of them has."""
    count = len(shares) - len(NAMELESS)
    most = np.array([VERY_LIKELY_AT_MOST if kinds >= KINDS_FOR_MORE else LIKELY_AT_MOST for kinds in beyond[:count]])
    over = np.maximum(shares[:count] - most, 0)
    taken = float(over.sum())
    if taken <= 0:
        return shares
    held = shares.copy()
    held[:count] -= over
    rest = held[count:]
    total = float(rest.sum())
    held[count:] = rest * (1 + taken / total) if total > 0 else taken / len(NAMELESS)
    return np.asarray(held, dtype=np.float64)

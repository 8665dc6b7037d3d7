"""Whether an actor is being imitated: what it is typical for is there, and the rest of the case is somebody else's.

Learned from cases of the past in which techniques of another actor were planted, against actors that had nothing to do
with a case and against those who really did it.
"""

import numpy as np
from msgspec import Struct

from indicia.attribution.familiarity import Familiarity, fit_familiarity
from indicia.attribution.history import History
from indicia.attribution.profiles import Flags, Floats, Indices
from indicia.attribution.ranking import Ranking

_BYSTANDERS = 6
"""Actors of each case that had nothing to do with it."""
_LEAST_KNOWN = 5
_SEED = 1


class Imitation(Struct, frozen=True):
    """Learned weights of the signs."""

    signs: Familiarity
    taught: float
    """Share of imitated actors among those it was taught with."""

    def ratios(self, ranking: Ranking, table: Floats, known: Flags) -> Floats:
        """Log-likelihood ratio for each actor of being imitated against having nothing to do with it."""
        base = np.log(self.taught / (1 - self.taught))
        found = np.zeros(len(known))
        for row in np.flatnonzero(known).tolist():
            probability = self.signs.probability(_signs(ranking, table, known, row))
            inside = min(max(probability, 1e-6), 1 - 1e-6)
            found[row] = np.log(inside / (1 - inside)) - base
        return found


def learn_imitation(cases: History, ranking: Ranking) -> Imitation | None:
    """Weights from these cases; null where none of them has planted techniques."""
    draw = np.random.default_rng(_SEED)
    rows: list[Floats] = []
    answers: list[float] = []
    for number in range(len(cases.days)):
        known = cases.known[number]
        if known.sum() <= _LEAST_KNOWN:
            continue
        imitated, right = int(cases.imitated[number]), int(cases.right[number])
        others: Indices = np.array([row for row in np.flatnonzero(known) if row not in (imitated, right)])
        chosen = draw.choice(others, min(_BYSTANDERS, len(others)), replace=False).tolist()
        for row in (imitated, right, *chosen):
            if row >= 0:
                rows.append(_signs(ranking, cases.tables[number], known, row))
                answers.append(float(row == imitated))
    taught = float(np.mean(answers)) if answers else 0.0
    if not taught:
        return None
    return Imitation(fit_familiarity(np.array(rows), np.array(answers)), taught)


def _signs(ranking: Ranking, table: Floats, known: Flags, row: int) -> Floats:
    """Every measure of the actor, and how far it is ahead of the best of the others."""
    scores = ranking.scores(table, known)
    others = np.delete(scores, row)
    return np.append(table[row] / ranking.scale, scores[row] - others.max(initial=scores[row] - 1))

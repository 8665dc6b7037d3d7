"""How likely it is that the actor is one of those that can be named at all: the rival “an actor we do not know”."""

import numpy as np
from msgspec import Struct

from indicia.attribution.measures import NAMES, Case
from indicia.attribution.profiles import Flags, Floats
from indicia.attribution.ranking import Ranking

_ROUNDS = 50
_RIDGE = 30.0
_CENTRE, _REPORTS, _COMPANY = (
    NAMES.index(name) for name in ("like its centre", "like its reports", "like its company")
)


class Familiarity(Struct, frozen=True):
    """Weights of the signs."""

    middle: Floats
    scale: Floats
    weights: Floats
    """One a sign, and the constant last."""

    def probability(self, signs: Floats) -> float:
        """Probability that the actor is among the known ones."""
        inside = float(((signs - self.middle) / self.scale) @ self.weights[:-1] + self.weights[-1])
        return float(1 / (1 + np.exp(-np.clip(inside, -30, 30))))


def signs(ranking: Ranking, shown: Case, table: Floats, known: Flags) -> Floats:
    """What tells a known actor from a new one: how well the best fits, how alone, and on how much."""
    return sign_values(ranking, len(shown.techniques), table, known)


def sign_values(ranking: Ranking, techniques: int, table: Floats, known: Flags) -> Floats:
    """The same, for a case that shows so many techniques."""
    shares = ranking.probabilities(table, known)
    best = int(shares.argmax())
    rows = table[known]
    if not len(rows):
        return np.zeros(8)
    ordered = np.sort(shares)[::-1]
    spread = -float((shares * np.log(shares + 1e-12)).sum())
    return np.array(
        [
            table[best, _CENTRE],
            rows[:, _CENTRE].max(),
            table[best, _REPORTS],
            rows[:, _COMPANY].max(),
            np.log(ordered[0] + 1e-12),
            np.log((ordered[0] + 1e-12) / (ordered[1] + 1e-12)) if len(ordered) > 1 else 0.0,
            spread,
            np.log(techniques + 1),
        ]
    )


def fit_familiarity(rows: Floats, answers: Floats) -> Familiarity:
    """Weights by logistic regression with a ridge; `answers` is 1 where the actor was known."""
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    table = np.column_stack(((rows - middle) / scale, np.ones(len(rows))))
    held = np.diag([_RIDGE] * rows.shape[1] + [1e-6])
    weights = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        said = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (said - answers) + held @ weights
        bend = (table * (said * (1 - said))[:, None]).T @ table + held
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return Familiarity(middle, scale, weights)

"""From measures to probabilities among known actors: a conditional logit, fitted on earlier cases only.

Source: McFadden, Conditional logit analysis of qualitative choice behavior (1974); fitted by Newton’s method with a
ridge towards the weights one would begin with.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from indicia.attribution.profiles import Flags, Floats

_ROUNDS = 40
_ENOUGH = 1e-3
_SMALLEST_STEP = 1e-4
_HELD = 10.0
"""How strongly a temperature is held at one: a few dozen forecasts say little about it."""


class Example(Struct, frozen=True):
    """A case whose actor is known."""

    table: Floats
    """Measures, one row an actor."""
    known: Flags
    """Actors that could be named on the day of the case."""
    actor: int
    """Row of the right one; it has to be among the known."""
    weight: float = 1.0


class Ranking(Struct, frozen=True):
    """Weights of the measures."""

    scale: Floats
    """What each measure is divided by: its spread over all candidates it was fitted on."""
    weights: Floats
    temperature: float = 1.0
    """What log-odds are divided by so that the probabilities keep their promise."""

    def scores(self, table: Floats, known: Flags) -> Floats:
        """Log-odds up to a constant, one an actor; minus infinity for those that cannot be named."""
        scores = (table / self.scale) @ self.weights / self.temperature
        return np.where(known, scores, -np.inf)

    def probabilities(self, table: Floats, known: Flags) -> Floats:
        """Probability of each actor, given that it is one of those that can be named; all zero where there is none."""
        return softmax(self.scores(table, known))


def softmax(scores: Floats) -> Floats:
    """Probabilities for log-odds; all zero where every one is minus infinity."""
    highest = scores.max(initial=-np.inf)
    if not np.isfinite(highest):
        return np.zeros(len(scores))
    odds = np.exp(scores - highest)
    share: Floats = odds / odds.sum()
    return share


def spread(tables: Sequence[tuple[Floats, Flags]]) -> Floats:
    """Standard deviation of each measure over all candidates of all cases; needs no answers."""
    rows = np.concatenate([table[known] for table, known in tables])
    scale: Floats = rows.std(axis=0) + 1e-9
    return scale


def fit(examples: Sequence[Example], scale: Floats, ridge: float, begin: Floats | None = None) -> Ranking:
    """The weights under which the right actors are likeliest, held near `begin` (zero) by a ridge."""
    start = np.zeros(len(scale)) if begin is None else begin
    data = [
        ((one.table / scale)[one.known], int(np.count_nonzero(one.known[: one.actor])), one.weight) for one in examples
    ]
    weights = start.copy()
    now = _loss(data, weights, start, ridge)
    for _ in range(_ROUNDS):
        slope, bend = ridge * (weights - start), ridge * np.eye(len(weights))
        for table, right, weight in data:
            share = softmax(table @ weights)
            mean = share @ table
            away = table - mean
            slope = slope + weight * (mean - table[right])
            bend = bend + weight * (away * share[:, None]).T @ away
        step = np.linalg.solve(bend, slope)
        length = 1.0
        while length > _SMALLEST_STEP:
            then = _loss(data, weights - length * step, start, ridge)
            if then <= now - 1e-4 * length * float(slope @ step):
                break
            length /= 2
        else:
            break
        weights, gain, now = weights - length * step, now - then, then
        if gain < _ENOUGH:
            break
    return Ranking(scale, weights)


def temperature(ranking: Ranking, examples: Sequence[Example]) -> float:
    """The temperature under which the right actors of cases that were not fitted on are likeliest; 1 without any."""
    if not examples:
        return 1.0
    scores = [(ranking.scores(one.table, one.known), one.actor) for one in examples]
    return temperature_of(scores)


def temperature_of(scores: Sequence[tuple[Floats, int]]) -> float:
    """The same from scores and the row of the right actor."""
    if not scores:
        return 1.0
    trials = np.exp(np.linspace(np.log(0.4), np.log(4), 47))
    losses = [
        _HELD * np.log(trial) ** 2 + sum(-np.log(softmax(each / trial)[right] + 1e-12) for each, right in scores)
        for trial in trials
    ]
    return float(trials[int(np.argmin(losses))])


def _loss(data: Sequence[tuple[Floats, int, float]], weights: Floats, start: Floats, ridge: float) -> float:
    total = ridge / 2 * float(((weights - start) ** 2).sum())
    for table, right, weight in data:
        scores = table @ weights
        highest = scores.max()
        total += weight * float(highest + np.log(np.exp(scores - highest).sum()) - scores[right])
    return total

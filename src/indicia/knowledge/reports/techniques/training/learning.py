"""A linear judge for each technique, all learnt in one pass over the sentences (logistic loss, AdaGrad)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.knowledge.reports.techniques.features import Numbers

Floats = npt.NDArray[np.float32]
MOST_WEIGHTS = 2**26
"""Of features times techniques; each takes eight bytes while learning, so half a gigabyte at most."""
UNKNOWN = -1
"""Target of a pair of sentence and technique on which its annotators were silent."""


class Settings(Struct, frozen=True, kw_only=True):
    """How to learn.  The defaults were chosen on loose sentences alone."""

    epochs: int = 6
    rate: float = 0.5
    ridge: float = 1e-5
    least: int = 2
    """Sentences that a feature has to occur in."""
    seed: int = 20210719


class Linear(Struct, frozen=True, kw_only=True):
    """Scores are `weights` of the sentence's features, added, and `bias`."""

    numbers: npt.NDArray[np.uint32]
    """Of the features that count, ascending."""
    weights: Floats
    """One row a feature, one column a technique."""
    bias: Floats

    def scores(self, found: Numbers) -> Floats:
        """One for each technique."""
        rows, values = kept(self.numbers, found)
        return np.asarray(values @ self.weights[rows] + self.bias, dtype=np.float32)


def kept(numbers: npt.NDArray[np.uint32], found: Numbers) -> tuple[npt.NDArray[np.intp], Floats]:
    """Rows and weights of those features of a sentence that count."""
    if not len(numbers):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
    rows = np.searchsorted(numbers, found[0])
    known = numbers[np.minimum(rows, len(numbers) - 1)] == found[0]
    return rows[known], found[1][known]


def learn(examples: Sequence[Numbers], targets: npt.NDArray[np.int8], importance: Floats, settings: Settings) -> Linear:
    """Learn from sentences (`examples`) and their targets (1, 0, `UNKNOWN`; one column a technique).

    The same input gives the same weights on the same machine: order is drawn from the seed.
    """
    every = np.concatenate([found[0] for found in examples]) if examples else np.zeros(0, dtype=np.uint32)
    distinct, counts = np.unique(every, return_counts=True)
    numbers = _most_frequent(distinct, counts, settings.least, MOST_WEIGHTS // max(1, targets.shape[1]))
    rows = [kept(numbers, found) for found in examples]
    width = targets.shape[1]
    weights = np.zeros((len(numbers), width), dtype=np.float32)
    speed = np.full((len(numbers), width), 1e-3, dtype=np.float32)
    bias = np.full(width, -4.0, dtype=np.float32)
    bias_speed = np.ones(width, dtype=np.float32)
    random = np.random.default_rng(settings.seed)
    for _ in range(settings.epochs):
        for at in random.permutation(len(examples)):
            where, values = rows[at]
            wanted = targets[at]
            here = weights[where]
            guess = 1.0 / (1.0 + np.exp(-np.clip(values @ here + bias, -30.0, 30.0)))
            error = np.where(wanted == UNKNOWN, 0.0, guess - wanted).astype(np.float32) * importance[at]
            active = np.abs(error) > 1e-3
            if not active.any():
                continue
            columns = np.flatnonzero(active)
            slope = values[:, None] * error[columns][None, :]
            if settings.ridge:
                slope += settings.ridge * here[:, columns]
            grid = np.ix_(where, columns)
            speed[grid] += slope * slope
            weights[grid] -= settings.rate * slope / np.sqrt(speed[grid])
            bias_speed[columns] += error[columns] ** 2
            bias[columns] -= settings.rate * error[columns] / np.sqrt(bias_speed[columns])
    return Linear(numbers=numbers, weights=weights, bias=bias)


def _most_frequent(
    distinct: npt.NDArray[np.uint32], counts: npt.NDArray[np.intp], least: int, most: int
) -> npt.NDArray[np.uint32]:
    """Numbers of features that occur often enough, ascending; of too many the most frequent, of equals the lowest."""
    often = counts >= least
    distinct, counts = distinct[often], counts[often]
    stays = np.argsort(-counts, kind="stable")[:most]
    return np.sort(distinct[stays]).astype(np.uint32)

"""How sure the signs of a technique make, and from which score on it is suggested."""

import numpy as np
import numpy.typing as npt

_STEPS = 100
_CLOSE = 1e-9
_RIDGE = 1.0
"""On signs of equal spread: keeps a sign that hardly ever stands there from counting for much."""
_NEVER = 1e-6

Rows = npt.NDArray[np.float64]


def fitted(rows: Rows, true: npt.NDArray[np.bool_]) -> tuple[float, ...]:
    """Weights of the signs (columns of `rows`), and a constant: logistic regression by Newton's steps.

    Without a true or a false case the first sign counts as it stands, and nothing else.
    """
    if not true.any() or true.all():
        return (1.0, *([0.0] * rows.shape[1]))
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    # A sign that is the same everywhere tells nothing.
    spread = np.where(spread > _NEVER, spread, np.inf)
    inputs = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    ridge = np.diag([*([_RIDGE] * rows.shape[1]), _NEVER])
    point = np.zeros(inputs.shape[1])
    loss = _loss(inputs, true, ridge, point)
    for _ in range(_STEPS):
        guess = 1.0 / (1.0 + np.exp(-np.clip(inputs @ point, -60.0, 60.0)))
        slope = inputs.T @ (guess - true) + ridge @ point
        bend = (inputs * (guess * (1.0 - guess))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(bend, slope)
        size = 1.0
        # A whole step overshoots where nearly all rows say the same.
        while (after := _loss(inputs, true, ridge, point - size * step)) > loss and size > _NEVER:
            size /= 2
        if loss - after < _CLOSE:
            break
        point, loss = point - size * step, after
    weights = point[:-1] / spread
    return (*map(float, weights), float(point[-1] - weights @ middle))


def _loss(inputs: Rows, true: npt.NDArray[np.bool_], ridge: Rows, point: Rows) -> float:
    sums = inputs @ point
    return float(np.logaddexp(0.0, sums).sum() - sums[true].sum() + 0.5 * point @ ridge @ point)


def best_threshold(
    scores: npt.NDArray[np.float64], true: npt.NDArray[np.bool_], missed: int = 0
) -> tuple[float, float]:
    """The score from which on to say yes for the best F1, and that F1.

    `missed` are true cases that have no score at all.  The threshold lies between two scores.
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(true[order])
    said = np.arange(1, len(order) + 1)
    measure = 2 * hits / (said + true.sum() + missed)
    # Equal scores are all said or none is.
    ends = np.append(np.diff(scores[order]) < 0, True)
    measure = np.where(ends, measure, 0.0)
    at = int(np.argmax(measure))
    here = float(scores[order[at]])
    below = float(scores[order[at + 1]]) if at + 1 < len(order) else here
    return (here + below) / 2, float(measure[at])

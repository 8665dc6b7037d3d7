"""How sure a raw score is, and from which score on a technique is suggested."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_STEPS = 100
_CLOSE = 1e-9
LEAST_RAW = -3.0
"""Scores below are not near any threshold; they are millions, and the curve would fit nothing but them."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Probability of a raw score: `1 / (1 + exp(-(slope * raw + shift)))`."""

    slope: float
    shift: float

    def of(self, raw: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Probabilities of raw scores."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.slope * raw.astype(np.float64) + self.shift, -60, 60))))


def fitted(raw: npt.NDArray[np.float32], true: npt.NDArray[np.bool_]) -> Curve:
    """The curve that fits scores of sentences that were not learnt from (Platt's targets, Newton's steps).

    Only scores from `LEAST_RAW` on count.  Without a true or a false case it is the curve the model was learnt with.
    """
    raw, true = raw[raw >= LEAST_RAW], true[raw >= LEAST_RAW]
    count, all = int(true.sum()), true.size
    if not count or count == all:
        return Curve(1.0, 0.0)
    wanted = np.where(true, (count + 1) / (count + 2), 1 / (all - count + 2))
    inputs = np.stack([raw.astype(np.float64), np.ones(all)])
    point = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        guess = 1.0 / (1.0 + np.exp(-np.clip(point @ inputs, -60, 60)))
        slope = inputs @ (guess - wanted)
        bend = (inputs * (guess * (1 - guess))) @ inputs.T + 1e-9 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        # Far steps overshoot where nearly all scores say the same.
        point -= step * min(1.0, 5.0 / (np.abs(step).max() + _CLOSE))
        if np.abs(step).max() < _CLOSE:
            break
    return Curve(float(point[0]), float(point[1])) if point[0] > 0 else Curve(1.0, 0.0)


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

"""What is measured of forecasts: ranks, honesty of the probabilities, and how wide the figures may be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicia.attribution.profiles import Floats

_BINS = 10
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Forecast:
    """Probabilities for one case, and who it was."""

    case: str
    actor: str
    """The right one, for drawing by actor."""
    year: int
    shares: Floats
    right: tuple[int, ...]
    """Rows of the right actors."""

    @property
    def rank(self) -> int:
        """Place of the best right actor among all others, from 1; ties count against it."""
        best = max(self.shares[row] for row in self.right)
        others = np.delete(self.shares, list(self.right))
        return int((others >= best).sum()) + 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over many forecasts."""

    cases: int
    top1: float
    top3: float
    top5: float
    reciprocal: float
    """Mean reciprocal rank."""
    brier: float
    """Over all actors, 0 to 2."""
    ece: float
    """Expected calibration error of the first name, ten bins of equal size."""
    chance: float
    """The same error of somebody whose every probability is true: with few cases it is not zero."""
    sharpness: float
    """Mean probability of the first name: an error near zero can also mean that nothing is ever said."""


def figures(forecasts: Sequence[Forecast]) -> Figures:
    """All figures; NaN where there is no forecast."""
    values = _columns(forecasts)
    return replace(_figures(values), chance=chance_error(values[1]))


def _columns(forecasts: Sequence[Forecast]) -> Floats:
    """Rank, first probability, whether the first is right, and Brier score of each forecast, as rows."""
    return np.array(
        [
            [one.rank for one in forecasts],
            [one.shares.max() for one in forecasts],
            [int(one.shares.argmax()) in one.right for one in forecasts],
            [_brier(one) for one in forecasts],
        ],
        dtype=float,
    )


def _figures(values: Floats) -> Figures:
    ranks, first, hit, brier = values
    return Figures(
        cases=len(ranks),
        top1=float((ranks <= 1).mean()),
        top3=float((ranks <= 3).mean()),
        top5=float((ranks <= 5).mean()),
        reciprocal=float((1 / ranks).mean()),
        brier=float(brier.mean()),
        ece=calibration_error(first, hit),
        chance=float("nan"),
        sharpness=float(first.mean()),
    )


def _brier(one: Forecast) -> float:
    right = max(one.right, key=lambda row: one.shares[row])
    return float((one.shares**2).sum() - 2 * one.shares[right] + 1)


def calibration_error(said: Floats, hit: Floats) -> float:
    """Mean distance between what is said and what is so, over ten bins of equal size."""
    order = np.argsort(said, kind="stable")
    bins = [part for part in np.array_split(order, _BINS) if len(part)]
    return float(sum(len(part) / len(said) * abs(said[part].mean() - hit[part].mean()) for part in bins))


def chance_error(said: Floats, seed: int = 1) -> float:
    """Mean calibration error where each answer is right exactly as often as is said."""
    random = np.random.default_rng(seed)
    draws = [calibration_error(said, (random.random(len(said)) < said).astype(float)) for _ in range(_DRAWS)]
    return float(np.mean(draws))


def interval(forecasts: Sequence[Forecast], of: str, seed: int = 1) -> tuple[float, float]:
    """95 % interval of a figure, drawing actors with replacement: cases of one actor are no independent cases."""
    by_actor: dict[str, list[int]] = {}
    for number, one in enumerate(forecasts):
        by_actor.setdefault(one.actor, []).append(number)
    groups = [np.array(by_actor[name]) for name in sorted(by_actor)]
    values = _columns(forecasts)
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(_DRAWS):
        some = np.concatenate([groups[name] for name in random.choice(len(groups), len(groups))])
        drawn.append(float(getattr(_figures(values[:, some]), of)))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def auroc(scores: Floats, positive: Floats) -> float:
    """Area under the curve: how often a positive one scores above a negative one, ties counting half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):
        same = scores == value
        ranks[same] = ranks[same].mean()
    many, others = positive.sum(), len(positive) - positive.sum()
    return (
        float((ranks[positive == 1].sum() - many * (many + 1) / 2) / (many * others))
        if many and others
        else float("nan")
    )

"""Our model under each protocol, fitted so that no case is judged by weights that have seen it or anything later.

F  for each year: weights from cases of earlier years, imitation training from the same years, temperature from the
   forecasts that were made for earlier years.
R, L, C, E  time plays no part or cases are few: weights from the forward cases of other actors, in five folds by actor.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from bench.attribution.kept import Kept
from bench.attribution.metrics import Forecast
from indicia.attribution.learning import PLANTED_WEIGHT, RIDGE
from indicia.attribution.measures import NAMES
from indicia.attribution.profiles import Floats
from indicia.attribution.ranking import Example, Ranking, fit, softmax, spread, temperature_of

_FOLDS = 5


def rolling(cases: Sequence[Kept], planted: Sequence[Kept], first_year: int) -> Iterator[tuple[int, Ranking]]:
    """(year, ranking fitted on earlier years, with a temperature from the forecasts made for earlier years)."""
    years = sorted({one.instance.day.year for one in cases})
    made: list[tuple[Floats, int]] = []
    for year in years:
        earlier = [one for one in cases if one.instance.day.year < year and one.right]
        if len(earlier) < len(NAMES):
            continue
        ranking = fitted(earlier, [one for one in planted if one.instance.day.year < year])
        warm = temperature_of(made)
        if year >= first_year:
            yield year, Ranking(ranking.scale, ranking.weights, warm)
        made.extend(
            (ranking.scores(one.table, one.known), one.right[0])
            for one in cases
            if one.instance.day.year == year and one.right
        )


def fitted(cases: Iterable[Kept], planted: Iterable[Kept]) -> Ranking:
    """Weights from these cases, also with planted techniques."""
    examples = [_example(one, 1.0) for one in cases if one.right]
    examples += [_example(one, PLANTED_WEIGHT) for one in planted]
    return fit(examples, spread([(one.table, one.known) for one in examples]), RIDGE)


def forward_forecasts(cases: Sequence[Kept], planted: Sequence[Kept], first_year: int) -> list[Forecast]:
    """Forecasts of our model for the cases of each year whose actor was known."""
    by_year = dict(rolling(cases, planted, first_year))
    return [
        forecast(one, by_year[one.instance.day.year].probabilities(one.table, one.known))
        for one in cases
        if one.right and one.instance.day.year in by_year
    ]


def folded(cases: Sequence[Kept], training: Sequence[Kept], planted: Sequence[Kept]) -> list[Forecast]:
    """Forecasts with weights from cases of other actors and other reports."""
    actors = sorted({actor for one in (*cases, *training) for actor in one.instance.actors})
    fold = {actor: number % _FOLDS for number, actor in enumerate(actors)}
    made = []
    for number in range(_FOLDS):
        mine = [one for one in cases if one.right and fold[one.instance.actors[0]] == number]
        if not mine:
            continue
        names = {name for one in mine for name in one.instance.sources}
        others = [one for one in training if _apart(one, number, fold, names)]
        ranking = fitted(others, [one for one in planted if _apart(one, number, fold, names)])
        made += [forecast(one, ranking.probabilities(one.table, one.known)) for one in mine]
    return made


def _apart(one: Kept, number: int, fold: dict[str, int], names: set[str]) -> bool:
    return all(fold[actor] != number for actor in one.instance.actors) and not one.instance.sources & names


def baseline(cases: Sequence[Kept], name: str) -> list[Forecast]:
    """Forecasts of a simpler way: its scores over a temperature that was fitted on the other half of the actors."""
    named = [one for one in cases if one.right]
    scores = [np.where(one.known, one.scores[name], -np.inf) for one in named]
    actors = sorted({one.instance.actors[0] for one in named})
    half = {actor: number % 2 for number, actor in enumerate(actors)}
    warm = {
        side: temperature_of(
            [
                (_even(each), one.right[0])
                for each, one in zip(scores, named, strict=True)
                if half[one.instance.actors[0]] != side
            ]
        )
        for side in (0, 1)
    }
    return [
        forecast(one, softmax(_even(each) / warm[half[one.instance.actors[0]]]))
        for each, one in zip(scores, named, strict=True)
    ]


def _even(scores: Floats) -> Floats:
    """Scores at a spread of two among the candidates, so that one temperature fits ways of any scale."""
    finite = scores[np.isfinite(scores)]
    even: Floats = scores / (finite.std() / 2 + 1e-9)
    return even


def forecast(one: Kept, shares: Floats) -> Forecast:
    """Shares as a forecast."""
    return Forecast(one.instance.name, one.instance.actors[0], one.instance.day.year, shares, one.right)


def _example(one: Kept, weight: float) -> Example:
    return Example(one.table, one.known, one.right[0], weight)

"""Weights learned from cases of the past, forward in time: how to rank, and whether the actor is known at all."""

from datetime import date

import numpy as np
from msgspec import Struct

from indicia.attribution.familiarity import Familiarity, fit_familiarity, sign_values
from indicia.attribution.history import History
from indicia.attribution.imitation import Imitation, learn_imitation
from indicia.attribution.measures import NAMES
from indicia.attribution.profiles import Floats
from indicia.attribution.ranking import Example, Ranking, fit, spread, temperature_of

RIDGE = 3.0
"""Decided on the forward cases of 2018 to 2020, as were the measures and the weight of planted cases."""
PLANTED_WEIGHT = 1.0
LEAST_CASES = 60
"""Fewer earlier cases than this teach nothing."""
_LEAST_KNOWN = 5


class Learned(Struct, frozen=True):
    """What the past teaches up to a day."""

    ranking: Ranking
    familiarity: Familiarity
    imitation: Imitation | None
    """Null where no case of the past could be planted with anything."""
    taught: float
    """Share of known actors among the cases that familiarity was taught with; half of them are made by striking out."""
    known: float
    """Share of earlier cases whose actor had been named before, one case each."""
    cases: int
    until: date | None

    @property
    def text(self) -> str:
        """For people."""
        return f"{self.cases} reports of the past, each judged with what was known ninety days before it"


def learn(past: History, until: date | None) -> Learned | None:
    """Weights from the cases before a day; null where there are too few.

    The temperature is from forecasts for each year with weights of the years before.
    """
    cases = past if until is None else past.until(until.toordinal())
    plain = np.flatnonzero((cases.imitated < 0) & (cases.known.sum(axis=1) > _LEAST_KNOWN))
    named = plain[cases.right[plain] >= 0]
    if len(named) < LEAST_CASES:
        return None
    ranking = _ranking(cases, np.flatnonzero(cases.right >= 0))
    warm = temperature_of(_forecasts(cases))
    ranking = Ranking(ranking.scale, ranking.weights, warm)
    rows, answers = _lessons(cases, plain, ranking)
    return Learned(
        ranking=ranking,
        familiarity=fit_familiarity(rows, answers),
        imitation=learn_imitation(cases, ranking),
        taught=float(answers.mean()),
        known=(len(named) + 1) / (len(plain) + 2),
        cases=len(plain),
        until=until,
    )


def _ranking(cases: History, rows: "np.typing.NDArray[np.int64]") -> Ranking:
    examples = [
        Example(
            cases.tables[row],
            cases.known[row],
            int(cases.right[row]),
            1.0 if cases.imitated[row] < 0 else PLANTED_WEIGHT,
        )
        for row in rows.tolist()
    ]
    return fit(examples, spread([(one.table, one.known) for one in examples]), RIDGE)


def _forecasts(cases: History) -> list[tuple[Floats, int]]:
    """Scores for the cases of each year by weights of the years before, and who it was."""
    years = np.array([date.fromordinal(int(day)).year for day in cases.days])
    made: list[tuple[Floats, int]] = []
    for year in sorted(set(years.tolist())):
        earlier = np.flatnonzero((years < year) & (cases.right >= 0))
        if len(earlier) < 2 * len(NAMES):
            continue
        ranking = _ranking(cases, earlier)
        now = np.flatnonzero((years == year) & (cases.right >= 0) & (cases.imitated < 0))
        made += [(ranking.scores(cases.tables[row], cases.known[row]), int(cases.right[row])) for row in now.tolist()]
    return made


def _lessons(cases: History, plain: "np.typing.NDArray[np.int64]", ranking: Ranking) -> tuple[Floats, Floats]:
    """Signs of each case, and again with its actor struck out, which is what a new actor looks like."""
    rows: list[Floats] = []
    answers: list[float] = []
    for row in plain.tolist():
        table, known, right = cases.tables[row], cases.known[row], int(cases.right[row])
        many = int(cases.techniques[row])
        rows.append(sign_values(ranking, many, table, known))
        answers.append(float(right >= 0))
        if right >= 0:
            left = known.copy()
            left[right] = False
            rows.append(sign_values(ranking, many, table, left))
            answers.append(0.0)
    return np.array(rows), np.array(answers)

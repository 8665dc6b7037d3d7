"""Whether an actor is one that anybody had named before: a question of its own beside who it is."""

from collections.abc import Sequence

import numpy as np

from bench.attribution.kept import Kept
from bench.attribution.metrics import auroc
from bench.attribution.model import fitted
from indicia.attribution.familiarity import Familiarity, fit_familiarity, sign_values
from indicia.attribution.profiles import Flags, Floats
from indicia.attribution.ranking import Ranking


def newness(cases: Sequence[Kept], planted: Sequence[Kept], first_year: int) -> tuple[float, int, int]:
    """Area under the curve of known against new, the number of cases, and how many were new.

    Fitted for each year on earlier ones.  Every earlier case counts twice: as it is, and with its actor struck
    out, which is what a new actor looks like.
    """
    said: list[float] = []
    known: list[float] = []
    for year in sorted({one.instance.day.year for one in cases}):
        if year < first_year:
            continue
        earlier = [one for one in cases if one.instance.day.year < year and one.known.sum() > 5]
        ranking = fitted(earlier, [one for one in planted if one.instance.day.year < year])
        model = _fitted(ranking, earlier)
        for one in cases:
            if one.instance.day.year == year:
                said.append(model.probability(sign_values(ranking, one.techniques, one.table, one.known)))
                known.append(float(bool(one.right)))
    return auroc(np.array(said), np.array(known)), len(known), int(len(known) - sum(known))


def _fitted(ranking: Ranking, earlier: Sequence[Kept]) -> Familiarity:
    rows: list[Floats] = []
    answers: list[float] = []
    for one in earlier:
        open_to = one.known
        rows.append(sign_values(ranking, one.techniques, one.table, open_to))
        answers.append(float(bool(one.right)))
        if one.right:
            rows.append(sign_values(ranking, one.techniques, one.table, _struck(open_to, one.right)))
            answers.append(0.0)
    return fit_familiarity(np.array(rows), np.array(answers))


def _struck(known: Flags, right: tuple[int, ...]) -> Flags:
    left = known.copy()
    left[list(right)] = False
    return left

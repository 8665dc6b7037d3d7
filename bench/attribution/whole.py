"""The whole model of `indicia attribute` on forward cases: every explanation has a probability, unknown actors as well.

W  forward in time: knowledge from ninety days or more before the case, weights from the years before.  The truth is
   the cluster where anybody had named it by then, else *an actor nobody has named*.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.attribution.metrics import auroc, calibration_error
from indicia.attribution.decoys import own_draw, plant
from indicia.attribution.features.techniques import BLOCK
from indicia.attribution.fitting import LearnedFit
from indicia.attribution.history import History
from indicia.attribution.hypotheses import Judgement, Question
from indicia.attribution.instances import Instance, report_instances
from indicia.attribution.learning import Learned, learn
from indicia.attribution.prepared import LAG_DAYS
from indicia.attribution.priors import priors
from indicia.attribution.profiles import Claims
from indicia.attribution.roster import roster
from indicia.attribution.wording import NAMED_FROM
from indicia.knowledge.actors.clusters import shipped_actors
from indicia.model.attribution import EvidenceClass, Feature, HypothesisKind

_UNKNOWN = HypothesisKind.UNKNOWN.value
_IMITATION = HypothesisKind.IMITATION.value
_SURE = 0.75
_SEED = 1


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """Over the cases of some years."""

    cases: int
    new: int
    """Cases whose actor nobody had named."""
    log_score: float
    """Mean surprise in nats at who it was; smaller is better."""
    before: float
    """The same for the probabilities before any evidence."""
    brier: float
    ece: float
    """Of the first explanation, ten bins of equal size."""
    first: float
    """How often the first explanation is right, a name or none."""
    named: int
    """Cases in which a cluster is named, at 55 % or more."""
    named_right: int
    sure: int
    """Of them at 75 % or more."""
    sure_wrong: int
    new_named: int
    """Cases of new actors in which a cluster is named: the worst mistake."""
    auroc: float
    """Of the probability of an actor nobody has named, new against known."""
    most: float
    """Highest probability ever given to a cluster."""


def features_of(ids: Sequence[str]) -> list[Feature]:
    """Techniques and tools as evidence of one source."""
    return [
        Feature(
            id=f"{'technique' if id.startswith('T') else 'tool'}:{id}",
            kind=EvidenceClass.TECHNIQUE if id.startswith("T") else EvidenceClass.TOOL,
            value=id,
            text=id,
            findings=(id,),
            block=BLOCK,
        )
        for id in dict.fromkeys(ids)
    ]


def question_of(claims: Claims, learned: Learned, day: date) -> Question:
    """What the command would ask on a day, for an activity about which nobody wrote before it."""
    who = roster(shipped_actors(), claims, day - timedelta(days=LAG_DAYS), None, None)
    assert who.profiles is not None  # there are claims
    fit = LearnedFit(who, who.profiles, learned)
    return Question(who, fit, priors(fit.shares, learned.known))


def whole(console: Console, claims: Claims, past: History, spans: Sequence[tuple[int, int]]) -> dict[str, object]:
    """Print and return the figures for these spans of years."""
    table = Table(title="W  the whole model, forward in time", title_justify="left")
    heads = ("years", "n", "new", "log score", "before", "Brier", "ECE", "first right %", "named", "right", "≥ 75 %",
             "wrong", "new named", "AUROC", "highest")  # fmt: skip
    for name in heads:
        table.add_column(name, justify="right")
    kept: dict[str, object] = {}
    lines = []
    for first, last in spans:
        cases = [one for one in report_instances(claims) if first <= one.day.year <= last]
        got, fakes = _span(claims, past, cases)
        kept[f"{first}-{last}"] = asdict(got) | {"imitation": fakes}
        row = [f"{first}–{last}", got.cases, got.new, f"{got.log_score:.2f}", f"{got.before:.2f}", f"{got.brier:.2f}",
               f"{got.ece:.2f}", f"{got.first * 100:.0f}", got.named, got.named_right, got.sure, got.sure_wrong,
               got.new_named, f"{got.auroc:.2f}", f"{got.most:.2f}"]  # fmt: skip
        table.add_row(*map(str, row))
        lines.append(
            f"{first}–{last}, 8 planted techniques in {fakes['cases']} reports: the imitated one comes first in "
            f"{fakes['first']}, is named in {fakes['named']}; imitation rises in {fakes['seen']}"
        )
    console.print(table)
    for line in lines:
        console.print(line)
    return kept


def _span(claims: Claims, past: History, cases: Sequence[Instance]) -> tuple[WholeFigures, dict[str, int]]:
    by_year: dict[int, Learned] = {}
    rows: list[dict[str, float]] = []
    fakes = {"cases": 0, "first": 0, "named": 0, "seen": 0}
    for one in cases:
        learned = by_year.get(one.day.year) or learn(past, date(one.day.year, 1, 1))
        if learned is None:
            continue
        by_year[one.day.year] = learned
        question = question_of(claims, learned, one.day)
        judged = question.judge(features_of(one.features))
        rows.append(_row(judged, question, one))
        assert question.roster.profiles is not None  # as above
        decoy = plant(claims, one, question.roster.profiles, 8, own_draw(one, 8, _SEED))
        if decoy is not None:
            shown = decoy.prepared.case.shown
            names = [question.roster.profiles.features[place] for place in shown.tolist()]
            faked = question.judge(features_of([*one.features, *names]))
            leads = faked.leader() == claims.actors[decoy.decoy]
            fakes["cases"] += 1
            fakes["first"] += leads
            fakes["named"] += leads and faked.share(faked.leader()) >= NAMED_FROM
            fakes["seen"] += faked.share(_IMITATION) > judged.share(_IMITATION)
    return _figures(rows), fakes


def _row(judged: Judgement, question: Question, one: Instance) -> dict[str, float]:
    known = [actor for actor in one.actors if actor in question.roster.index]
    right = known[0] if known else _UNKNOWN
    leader = judged.leader()
    share = judged.share(leader)
    values = judged.shares["empirical"]
    named = leader in question.roster.index and share >= NAMED_FROM
    return {
        "new": float(not known),
        "log": -float(np.log(judged.share(right))),
        "before": -float(np.log(judged.before["empirical"][judged.ids.index(right)])),
        "brier": float((values**2).sum() - 2 * judged.share(right) + 1),
        "said": share,
        "hit": float(leader == right),
        "named": float(named),
        "sure": float(named and share >= _SURE),
        "unknown": judged.share(_UNKNOWN),
        "most": max((judged.share(id) for id in question.roster.index), default=0.0),
    }


def _figures(rows: Sequence[dict[str, float]]) -> WholeFigures:
    column = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    named, hit, new, sure = column["named"] == 1, column["hit"] == 1, column["new"] == 1, column["sure"] == 1
    return WholeFigures(
        cases=len(rows),
        new=int(new.sum()),
        log_score=float(column["log"].mean()),
        before=float(column["before"].mean()),
        brier=float(column["brier"].mean()),
        ece=calibration_error(column["said"], column["hit"]),
        first=float(hit.mean()),
        named=int(named.sum()),
        named_right=int((named & hit).sum()),
        sure=int(sure.sum()),
        sure_wrong=int((sure & ~hit).sum()),
        new_named=int((named & new).sum()),
        auroc=auroc(column["unknown"], column["new"]),
        most=float(column["most"].max()),
    )

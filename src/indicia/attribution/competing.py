"""Analysis of competing hypotheses from the same numbers: the matrix, what hangs on one piece, what it costs to fake.

A cell is what a hypothesis loses when one piece of evidence is left out and everything is weighed again.  So cells do
not add up: where much says the same, no single piece matters.

Source: Heuer, Psychology of Intelligence Analysis (1999), chapter 8.
"""

from collections.abc import Sequence

from indicia.attribution.hypotheses import NAMELESS, Judgement, Question
from indicia.model.attribution import CostToFake, EvidenceClass, EvidenceRow, Feature, Sensitivity

COLUMNS = 4
"""Clusters in the matrix; the rivals without a name are always in it."""
RIVALS = 3
MOST_PLANTED = 12
_SAME = 1e-9


def compare(
    question: Question, features: Sequence[Feature], judged: Judgement, shown: Sequence[str]
) -> tuple[tuple[EvidenceRow, ...], tuple[Sensitivity, ...]]:
    """The matrix, most telling piece first, and what happens without each piece."""
    rows, sensitivity = [], []
    leader = judged.leader()
    for feature in features:
        without = question.judge([one for one in features if one.id != feature.id])
        cells = {id: _tidy(judged.weight(id) - without.weight(id)) for id in shown}
        spread = max(cells.values(), default=0.0) - min(cells.values(), default=0.0)
        rows.append(EvidenceRow(feature=feature.id, cells=cells, diagnosticity=spread))
        now = without.leader()
        sensitivity.append(
            Sensitivity(feature=feature.id, leader=now, share=without.share(leader), flips=now != leader)
        )
    rows.sort(key=lambda row: (-row.diagnosticity, row.feature))
    change = judged.share(leader)
    sensitivity.sort(key=lambda one: (not one.flips, -abs(one.share - change), one.feature))
    return tuple(rows), tuple(sensitivity)


def columns(judged: Judgement) -> tuple[str, ...]:
    """Hypotheses of the matrix: the likeliest clusters and the rivals without a name."""
    nameless = {kind.value for kind in NAMELESS}
    clusters = sorted((id for id in judged.ids if id not in nameless), key=lambda id: (-judged.share(id), id))
    return (*clusters[:COLUMNS], *(kind.value for kind in NAMELESS))


def costs(question: Question, features: Sequence[Feature], judged: Judgement) -> tuple[CostToFake, ...]:
    """For the nearest clusters that do not lead: how many public techniques had to be planted until they do."""
    leader = judged.leader()
    nameless = {kind.value for kind in NAMELESS}
    clusters = [cluster.id for cluster in question.roster.clusters if question.roster.has_profile(cluster)]
    rivals = sorted(
        (id for id in clusters if id not in nameless and id != leader), key=lambda id: (-judged.share(id), id)
    )
    there = {feature.value for feature in features if feature.kind.ordinary}
    found = []
    for rival in rivals[:RIVALS]:
        planted: list[str] = []
        leads = False
        for id in question.fit.typical(question.roster.index[rival]):
            if len(planted) == MOST_PLANTED:
                break
            if id in there:
                continue
            planted.append(id)
            leads = question.judge([*features, *map(_planted, planted)]).leader() == rival
            if leads:
                break
        found.append(CostToFake(rival=rival, planted=tuple(planted), enough=leads))
    return tuple(found)


def _planted(id: str) -> Feature:
    return Feature(
        id=f"technique:{id}",
        kind=EvidenceClass.TECHNIQUE,
        value=id,
        text=id,
        findings=(),
        block="planted",
        copyable=True,
    )


def _tidy(value: float) -> float:
    return 0.0 if abs(value) < _SAME else value

"""From labelled sentences to a model: learn, try on reports that were held out, calibrate, prune."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indicia.errors import RulesetError
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.standing import load_standing
from indicia.knowledge.reports.techniques.training.calibration import Curve, best_threshold, fitted
from indicia.knowledge.reports.techniques.training.learning import Settings
from indicia.knowledge.reports.techniques.training.material import LOOSE, Material, labels_of
from indicia.knowledge.reports.techniques.training.pruning import MOST_ENTRIES, pruned

_SURE_ENOUGH = 0.8
"""From here on what only loose sentences were tried on is suggested: there, every sentence tells of something."""
_LOOSE_HELD = 6
"""One in so many loose sentences is held out in each turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    settings: Settings = field(default_factory=Settings)
    least: int = 20
    """Sentences that a technique has to have."""
    turns: int = 3
    """Times that a part of the reports is held out to calibrate."""
    entries: int = MOST_ENTRIES
    labels: tuple[str, ...] = ()
    """These techniques and no others; empty for all that have enough sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model and how it was calibrated."""

    model: TechniqueModel
    held_out_f1: float
    """Micro F1 over sentences of the reports that were held out in turn, at the threshold chosen on them; 0 without
    reports."""


def train(
    stuff: Material,
    plan: Plan | None = None,
    held: Collection[int] = (),
    say: Callable[[str], None] = lambda line: None,
) -> Trained:
    """Train on everything but the groups of reports `held`.  Raises RulesetError where there is too little.

    Thresholds and curves come from reports (and loose sentences) that were held out in turn, never from `held`.
    """
    plan = plan or Plan()
    everything = stuff.apart_from(held)
    labels = plan.labels or labels_of(stuff.corpus, plan.least)
    if not labels:
        raise RulesetError(
            f"no technique has {plan.least} labelled sentences", hint="give more of TRAM's data, or an ATT&CK bundle."
        )
    groups = [number for number in range(len(stuff.groups)) if number not in held]
    random = np.random.default_rng(plan.settings.seed)
    order = [groups[at] for at in random.permutation(len(groups))]
    part = random.integers(0, _LOOSE_HELD, len(stuff.found))
    raws, rows = [], []
    turns = min(plan.turns, max(len(order), 1))
    for turn in range(turns):
        say(f"turn {turn + 1} of {turns}: learning without a part of the reports")
        out = set(order[turn::turns])
        outside = stuff.apart_from({*held, *out})
        away = (stuff.group == LOOSE) & (part == turn)
        linear = stuff.fit(outside[~away[outside]], labels, plan.settings, 1.0)
        tested = np.flatnonzero(np.isin(stuff.group, list(out)) | (away & np.isin(np.arange(len(part)), everything)))
        rows.append(tested)
        raws.append(np.array([linear.scores(stuff.found[row]) for row in tested]).reshape(len(tested), len(labels)))
    judged = _judge(stuff, labels, np.concatenate(rows), np.concatenate(raws))
    say("learning from everything")
    linear = stuff.fit(everything, labels, plan.settings, 1.0)
    arrays = pruned(linear, plan.entries)
    curve, loose_curve, threshold, measure, tried = judged
    model = TechniqueModel(
        labels=labels,
        tried=tuple(bool(each) for each in tried),
        thresholds=tuple(threshold if each else _SURE_ENOUGH for each in tried),
        slopes=tuple(curve.slope if each else loose_curve.slope for each in tried),
        shifts=tuple(curve.shift if each else loose_curve.shift for each in tried),
        numbers=arrays["numbers"],
        begins=arrays["begins"],
        columns=arrays["columns"],
        weights=arrays["weights"],
        steps=arrays["steps"],
        bias=arrays["bias"],
        trained_on=stuff.corpus.files,
        notes=(_note(len(order), measure),),
    )
    return Trained(model=model, held_out_f1=measure)


def _judge(
    stuff: Material, labels: tuple[str, ...], rows: npt.NDArray[np.intp], raw: npt.NDArray[np.float32]
) -> tuple[Curve, Curve, float, float, npt.NDArray[np.bool_]]:
    """Curves for what reports were looked through for and for the rest, the threshold of the former and its F1."""
    true = np.array([[_tells(stuff.ids[row], label) for label in labels] for row in rows], dtype=np.bool_)
    true = true.reshape(len(rows), len(labels))
    loose = stuff.group[rows] == LOOSE
    sought = _sought(stuff)
    tried = np.array([label in sought for label in labels], dtype=np.bool_)
    loose_curve = fitted(raw[loose].ravel(), true[loose].ravel())
    if loose.all() or not tried.any():
        return loose_curve, loose_curve, _SURE_ENOUGH, 0.0, np.zeros(len(labels), dtype=np.bool_)
    # What a report advises is never suggested, so it is not counted when the threshold is chosen.
    telling = _telling(stuff, rows[~loose])
    reports, answers = raw[~loose][:, tried], true[~loose][:, tried]
    curve = fitted(reports[telling].ravel(), answers[telling].ravel())
    missed = int(answers[~telling].sum())
    threshold, measure = best_threshold(curve.of(reports[telling]).ravel(), answers[telling].ravel(), missed)
    return curve, loose_curve, threshold, measure, tried


def _tells(ids: frozenset[str], label: str) -> bool:
    return label in ids or any(id.startswith(f"{label}.") for id in ids)


def _sought(stuff: Material) -> set[str]:
    """Techniques that the annotators of reports looked for: all that any report or file of loose labels has.

    Examples of an ATT&CK bundle do not count: reports were not looked through for all of ATT&CK.
    """
    ids = {id for report in stuff.corpus.reports for told in report.ids for id in told}
    ids |= {id for labelled in stuff.corpus.loose if not labelled.cites and labelled.ids for id in labelled.ids}
    return ids if stuff.corpus.reports else set()


def _telling(stuff: Material, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Which rows of reports are sentences that tell what was done."""
    standing = load_standing()
    flags = np.ones(len(stuff.found), dtype=np.bool_)
    row = len(stuff.corpus.loose)
    for reports in stuff.groups:
        for report in reports:
            for sentence, advising in zip(report.sentences, standing.chapters(report.sentences), strict=True):
                flags[row] = not advising and not standing.of(sentence.words)
                row += 1
    return flags[rows]


def _note(groups: int, measure: float) -> str:
    if not groups:
        return "calibrated on loose sentences alone: how often it is wrong on the prose of reports is not known"
    return f"calibrated on {groups} reports held out in turn; micro F1 over their sentences {measure:.3f}"

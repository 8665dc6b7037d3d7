"""From labelled sentences to a model: learn, try on reports that were held out, weigh, prune."""

from collections.abc import Callable, Collection

import numpy as np
from msgspec import Struct, field

from indicia.errors import RulesetError
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.training.judging import Weighed, tried
from indicia.knowledge.reports.techniques.training.learning import Settings
from indicia.knowledge.reports.techniques.training.material import LOOSE, Material, labels_of
from indicia.knowledge.reports.techniques.training.pruning import MOST_ENTRIES, pruned

_LOOSE_HELD = 6
"""One in so many loose sentences is held out in each turn."""


class Plan(Struct, frozen=True, kw_only=True):
    """How to train."""

    settings: Settings = field(default_factory=Settings)
    least: int = 20
    """Sentences that a technique has to have."""
    turns: int = 3
    """Times that a part of the reports is held out to calibrate."""
    entries: int = MOST_ENTRIES
    labels: tuple[str, ...] = ()
    """These techniques and no others; empty for all that have enough sentences."""


class Trained(Struct, frozen=True, kw_only=True):
    """A model and how it was calibrated."""

    model: TechniqueModel
    held_out_f1: float
    """Micro F1 over sentences of the reports that were held out in turn, at the threshold chosen on them; 0 without
    reports."""
    alone: Weighed
    """The linear judges by themselves, to compare."""


def train(
    stuff: Material,
    plan: Plan | None = None,
    held: Collection[int] = (),
    say: Callable[[str], None] = lambda line: None,
) -> Trained:
    """Train on everything but the groups of reports `held`.  Raises RulesetError where there is too little.

    Weights of signs and the threshold come from reports that were held out in turn, never from `held`; where there are
    no reports, from loose sentences.
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
    pairs = tried(stuff, labels, np.concatenate(rows), np.concatenate(raws))
    found = pairs.weigh()
    say("learning from everything")
    linear = stuff.fit(everything, labels, plan.settings, 1.0)
    arrays = pruned(linear, plan.entries)
    model = TechniqueModel(
        labels=labels,
        tried=tuple(bool(each) for each in pairs.sought),
        weighing=found.weighing,
        threshold=found.threshold,
        numbers=arrays["numbers"],
        begins=arrays["begins"],
        columns=arrays["columns"],
        weights=arrays["weights"],
        steps=arrays["steps"],
        bias=arrays["bias"],
        trained_on=stuff.corpus.files,
        notes=(_note(len(order), found.f1),),
    )
    return Trained(model=model, held_out_f1=found.f1, alone=pairs.weigh(alone=True))


def _note(groups: int, measure: float) -> str:
    if not groups:
        return "calibrated on loose sentences alone: how often it is wrong on the prose of reports is not known"
    return f"calibrated on {groups} reports held out in turn; micro F1 over their sentences {measure:.3f}"

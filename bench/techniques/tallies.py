"""Counting what was said against what annotators marked, for sentences and for whole reports."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

Pairs = tuple[frozenset[str], frozenset[str]]
"""What was said, what was marked."""


@dataclass(slots=True)
class Tally:
    """Counts over sentences or over reports."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, said: frozenset[str], marked: frozenset[str]) -> None:
        """Count one sentence or report."""
        self.right.update(said & marked)
        self.wrong.update(said - marked)
        self.missed.update(marked - said)

    @property
    def precision(self) -> float:
        """Share of what was said that was marked; 0 where nothing was said."""
        return _share(self.right.total(), self.right.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        """Share of what was marked that was said."""
        return _share(self.right.total(), self.right.total() + self.missed.total())

    @property
    def micro(self) -> float:
        """F1 over all pairs of sentence and technique."""
        return _f1(self.right.total(), self.wrong.total(), self.missed.total())

    @property
    def macro(self) -> float:
        """Mean F1 of the techniques that were marked anywhere."""
        marked = set(self.right) | set(self.missed)
        each = [_f1(self.right[id], self.wrong[id], self.missed[id]) for id in marked]
        return sum(each) / len(each) if each else 0.0


def tally(pairs: Iterable[Pairs]) -> Tally:
    """Count all pairs."""
    found = Tally()
    for said, marked in pairs:
        found.add(said, marked)
    return found


def interval(groups: Sequence[Sequence[Pairs]], draws: int = 2000, seed: int = 1) -> tuple[float, float]:
    """95 % of micro F1 when the groups of reports are drawn anew."""
    random = np.random.default_rng(seed)
    counts = np.array([_counts(pairs) for pairs in groups])
    values = []
    for _ in range(draws):
        right, wrong, missed = counts[random.integers(0, len(groups), len(groups))].sum(axis=0)
        values.append(_f1(int(right), int(wrong), int(missed)))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _counts(pairs: Sequence[Pairs]) -> tuple[int, int, int]:
    found = tally(pairs)
    return found.right.total(), found.wrong.total(), found.missed.total()


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(right: int, wrong: int, missed: int) -> float:
    return _share(2 * right, 2 * right + wrong + missed)

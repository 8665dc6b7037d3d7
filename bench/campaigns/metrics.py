"""How well labels found agree with labels that are true."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """All between 0 and 1, the index of Rand from about 0 (chance) to 1."""

    pair_precision: float
    pair_recall: float
    b3_precision: float
    b3_recall: float
    rand: float

    @property
    def b3(self) -> float:
        """Harmonic mean of the B-cubed figures."""
        total = self.b3_precision + self.b3_recall
        return 2 * self.b3_precision * self.b3_recall / total if total else 0.0


def agreement(found: Sequence[Hashable], true: Sequence[Hashable]) -> Agreement:
    """Pairwise and B-cubed precision and recall, and the adjusted Rand index."""
    both = Counter(zip(found, true, strict=True))
    mine, theirs = Counter(found), Counter(true)
    together, found_pairs, true_pairs = _pairs(both), _pairs(mine), _pairs(theirs)
    count = len(found)
    every = count * (count - 1) / 2
    expected = found_pairs * true_pairs / every if every else 0.0
    most = (found_pairs + true_pairs) / 2
    return Agreement(
        pair_precision=together / found_pairs if found_pairs else 1.0,
        pair_recall=together / true_pairs if true_pairs else 1.0,
        b3_precision=sum(size * size / mine[one] for (one, _), size in both.items()) / count if count else 1.0,
        b3_recall=sum(size * size / theirs[other] for (_, other), size in both.items()) / count if count else 1.0,
        rand=(together - expected) / (most - expected) if most != expected else 1.0,
    )


def _pairs(sizes: "Counter[Hashable] | Counter[tuple[Hashable, Hashable]]") -> float:
    return sum(size * (size - 1) / 2 for size in sizes.values())

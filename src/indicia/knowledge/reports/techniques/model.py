"""A trained model of techniques: what it holds, and how it scores a sentence.  Nothing but numpy is needed for it."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indicia.knowledge.reports.techniques.features import Numbers, features
from indicia.knowledge.reports.techniques.weighing import signs

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TechniqueModel:
    """One linear judge for each technique, its weights pruned and rounded.

    A score is calibrated as `1 / (1 + exp(-(signs · weighing)))`; a technique is suggested from `threshold` on.
    """

    labels: tuple[str, ...]
    """Ids of version 18, sorted."""
    tried: tuple[bool, ...]
    """Whether whole reports, sentences without the technique included, said how sure it is (else only loose
    sentences did)."""
    weighing: tuple[float, ...]
    """One for each of `SIGNS`, and a constant."""
    threshold: float
    """Calibrated."""
    bias: Floats
    numbers: npt.NDArray[np.uint32]
    """Of the features that count, ascending."""
    begins: npt.NDArray[np.uint32]
    """Where in `columns` and `weights` each feature's entries begin; one more than `numbers`."""
    columns: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.int8]
    """In steps of the column's `steps`."""
    steps: Floats
    trained_on: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of each file."""
    notes: tuple[str, ...] = ()
    """How it was calibrated, and what it was measured at, in words."""
    sha256: str = field(default="", compare=False)
    """Of the file it was loaded from; empty for one that was just trained."""

    def raw(self, sentence: str) -> Floats:
        """Scores of a sentence, one for each label, not calibrated."""
        return self.raw_of(features(sentence))

    def raw_of(self, found: Numbers) -> Floats:
        """The same for features that were already taken."""
        if not len(self.numbers) or not len(found[0]):
            return self.bias.copy()
        rows = np.searchsorted(self.numbers, found[0])
        known = self.numbers[np.minimum(rows, len(self.numbers) - 1)] == found[0]
        rows, values = rows[known], found[1][known]
        starts = self.begins[rows].astype(np.int64)
        sizes = self.begins[rows + 1].astype(np.int64) - starts
        if not sizes.sum():
            return self.bias.copy()
        entries = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(sizes.sum())
        columns = self.columns[entries]
        parts = np.repeat(values, sizes) * self.weights[entries]
        sums = np.bincount(columns, weights=parts, minlength=len(self.labels))
        return (sums * self.steps + self.bias).astype(np.float32)

    def scores(self, sentence: str) -> npt.NDArray[np.float64]:
        """Calibrated scores, one for each label."""
        return weighed(signs(sentence, self.raw(sentence), self.labels), self.weighing)


def weighed(rows: npt.NDArray[np.float64], weighing: tuple[float, ...]) -> npt.NDArray[np.float64]:
    """Probabilities of rows of signs."""
    sums = rows @ np.array(weighing[:-1]) + weighing[-1]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(sums, -60.0, 60.0))))

"""From learnt weights to those that a model keeps: the entries that matter most, rounded to 255 steps a technique."""

import numpy as np

from indicia.knowledge.reports.techniques.training.learning import Linear

MOST_ENTRIES = 600_000
"""Entries (feature, technique) that a model keeps at most; about two bytes each in its file."""


def pruned(linear: Linear, most: int = MOST_ENTRIES) -> dict[str, np.ndarray]:
    """The arrays of a model: `numbers`, `begins`, `columns`, `weights`, `steps`, `bias`."""
    size = np.abs(linear.weights)
    if linear.weights.size > most:
        least = np.partition(size.ravel(), linear.weights.size - most)[linear.weights.size - most]
        stays = size > least
    else:
        stays = size > 0
    steps = size.max(axis=0, initial=0.0) / 127.0
    steps[steps == 0] = 1.0
    rounded = np.rint(linear.weights / steps).astype(np.int8)
    stays &= rounded != 0
    rows = np.flatnonzero(stays.any(axis=1))
    where, columns = np.nonzero(stays[rows])
    counts = np.bincount(where, minlength=len(rows))
    return {
        "numbers": linear.numbers[rows].astype(np.uint32),
        "begins": np.concatenate(([0], np.cumsum(counts))).astype(np.uint32),
        "columns": columns.astype(np.uint16),
        "weights": rounded[rows][where, columns],
        "steps": steps.astype(np.float32),
        "bias": linear.bias,
    }

"""What speaks for a technique in a sentence, as numbers: the linear judge, phrases, and the form of the sentence."""

import math
from collections.abc import Set

import numpy as np
import numpy.typing as npt

from indicia.knowledge.reports.techniques.phrases import load_phrases
from indicia.knowledge.reports.techniques.standing import load_standing

SIGNS = ("judge", "says", "hints", "phrases", "stop", "row", "length")
"""Score of the linear judge; whether a phrase says it, or hints at it; how many techniques phrases say in the sentence;
whether it ends as a sentence does; whether it is a row of a table; logarithm of its words."""
_ENDS = (".", "!", "?", '."', ".”", ".)", "]")


def signs(words: str, raw: npt.NDArray[np.float32], labels: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """One row for each technique, one column for each of `SIGNS`."""
    said, hinted = by_phrases(words)
    found = np.zeros((len(labels), len(SIGNS)))
    found[:, 0] = raw
    found[:, 1] = [stands_for(label, said) for label in labels]
    found[:, 2] = [stands_for(label, hinted) for label in labels]
    found[:, 3] = len(said)
    found[:, 4] = words.rstrip().endswith(_ENDS)
    found[:, 5] = "\t" in words or "|" in words
    found[:, 6] = math.log(1 + len(words.split()))
    return found


def by_phrases(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """Techniques that phrases say, and that they hint at, in a sentence that does not deny them."""
    standing = load_standing()
    said: set[str] = set()
    hinted: set[str] = set()
    for hit in load_phrases().find(words):
        if not standing.denied(words, hit.start, hit.end):
            (said if hit.sure else hinted).add(hit.id)
    return frozenset(said), frozenset(hinted)


def stands_for(label: str, ids: Set[str]) -> bool:
    """Whether the technique is one of these, or stands above one of these."""
    return label in ids or any(id.startswith(f"{label}.") for id in ids)

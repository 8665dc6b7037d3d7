"""A sentence as numbers: its words, pairs of words, pieces of words and phrases, each under a hashed number."""

import math
import re
from collections import Counter
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indicia.knowledge.reports.techniques.phrases import load_phrases

VERSION = 1
"""Goes up whenever the same sentence gives other numbers; a model of another version is refused."""
BITS = 20
"""Words and pieces are numbers below 2**BITS, phrases above."""
MOST_WORDS = 400
"""Of one sentence; the rest does not count."""
_LONGEST_WORD = 40
_PIECES = (3, 4, 5)
_MASK = (1 << BITS) - 1
_SURE = 0.5
_HINT = 0.25
"""Weights of a phrase: of several, the one at which loose sentences that were held out were told best."""
_CITATION = re.compile(r"\(Citation: [^)]*\)|\[\d{1,3}\]")
_PLACES = (
    (re.compile(r"\bcve-\d{4}-\d{4,7}\b"), " cveid "),
    (re.compile(r"(?:hxxps?|https?|ftp)\[?:\]?//\S+"), " weblink "),
    (re.compile(r"\b\d{1,3}(?:\[?\.\]?\d{1,3}){3}\b"), " ipaddress "),
    (re.compile(r"\b[0-9a-f]{32,128}\b"), " hashvalue "),
    (re.compile(r"\bt1\d{3}(?:[./]\d{3})?\b"), " "),
    (re.compile(r"\b\d+\b"), " 0 "),
)
"""What tells nothing by its value.  Ids are the grammar's: a model that reads them learns nothing else."""
_WORD = re.compile(r"[a-z0-9_]+(?:[.'+-][a-z0-9_]+)*|[^\W\d_]+")

Numbers = tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32]]


def features(sentence: str) -> Numbers:
    """Numbers of the features, ascending, and their weights; words and pieces are of length one each.

    Empty for a sentence without a word.
    """
    text = _CITATION.sub(" ", sentence).lower()
    for pattern, place in _PLACES:
        text = pattern.sub(place, text)
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(text)[:MOST_WORDS]]
    whole: Counter[int] = Counter(_number("w", word) for word in words)
    whole.update(_number("p", f"{left} {right}") for left, right in pairwise(words))
    pieces: Counter[int] = Counter()
    for word in words:
        framed = f" {word} "
        for size in _PIECES:
            pieces.update(_number("c", framed[at : at + size]) for at in range(max(1, len(framed) - size + 1)))
    found: dict[int, float] = {}
    for group in (whole, pieces):
        logs = {number: 1.0 + math.log(count) if count > 1 else 1.0 for number, count in group.items()}
        length = sum(weight * weight for weight in logs.values()) ** 0.5
        for number, weight in logs.items():
            found[number] = found.get(number, 0.0) + weight / length
    for hit in load_phrases().find(sentence):
        number = _MASK + 1 + (_number("g", f"{hit.id}{hit.sure}") & 0xFFFFF)
        found[number] = found.get(number, 0.0) + (_SURE if hit.sure else _HINT)
    numbers = np.fromiter(sorted(found), dtype=np.uint32, count=len(found))
    return numbers, np.fromiter((found[int(number)] for number in numbers), dtype=np.float32, count=len(found))


def _number(kind: str, text: str) -> int:
    return crc32(f"{kind}{text}".encode()) & _MASK

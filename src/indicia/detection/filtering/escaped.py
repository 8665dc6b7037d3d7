"""What stands around percent escapes once they are decoded; remembered, since in a log the same comes again and again.

A literal that shows only in decoded text spans an escape, so nothing that is farther away than a literal is long can be
part of it.  Request ids and the like mostly are.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from indicia.detection.filtering.literals import LONGEST
from indicia.detection.filtering.matcher import Ids
from indicia.detection.filtering.percent_decoding import DIGITS, Block, Offsets, escapes, percent_decoded
from indicia.detection.filtering.spelling import FOLDED

Search = Callable[[Block], tuple[Offsets, Ids]]
"""Row and number of each literal found in the lines of a block."""

_AROUND = LONGEST + 8
"""Bytes on either side of an escape that a literal may span, which may have an edge and be decoded twice."""
_MOST_BYTES = 4 * 2**20
"""Text remembered; then it begins anew."""
_EACH = 150
"""Bytes that remembering a text takes beside its own."""
_LONGEST = 1024
"""Bytes of texts that are remembered."""
_DECODINGS = 2
"""How often a value may be percent-encoded; readers of web logs decode as often."""

_PERCENT = ord("%")
_MAKES_ESCAPES = np.zeros(256, dtype=bool)
_MAKES_ESCAPES[list(b"%0123456789abcdefABCDEF")] = True
Codes = npt.NDArray[np.uint8]


class Escaped:
    """Text around escapes in lines in which blanks stand only between values; what a search found in it."""

    def __init__(self, search: Search, folded: Sequence[bytes]) -> None:
        """`folded`: all texts that the search finds, as they stand in folded text."""
        self._search = search
        self._pairs = _pairs(folded)
        self._known: dict[bytes, tuple[int, ...]] = {}
        self._bytes = 0

    def find(self, block: Block) -> tuple[Offsets, Ids]:
        """Row and number of each literal in what is decoded once or twice; some may be false."""
        rows_of = self._around(block)
        if self._bytes > _MOST_BYTES:
            self._known, self._bytes = {}, 0
        self._learn([text for text in rows_of if text not in self._known])
        rows: list[int] = []
        numbers: list[int] = []
        for text, where in rows_of.items():
            for number in self._known[text]:
                rows += where
                numbers += [number] * len(where)
            if len(text) > _LONGEST:
                del self._known[text]
                self._bytes -= len(text) + _EACH
        return block.rows[rows], np.array(numbers, dtype=np.int64)

    def _around(self, block: Block) -> dict[bytes, list[int]]:
        """Text around escapes that stand near each other, with the indexes of the lines that hold it."""
        text = block.text
        found: dict[bytes, list[int]] = {}
        codes = np.frombuffer(text, dtype=np.uint8)
        at = self._telling(codes, escapes(codes))
        lines = np.searchsorted(block.starts, at, side="right") - 1
        inside = (lines >= 0) & (at < block.ends[lines])
        at, lines = at[inside], lines[inside]
        if not len(at):
            return found
        new = (np.diff(at) > _AROUND) | (np.diff(lines) != 0)
        firsts, lasts = np.flatnonzero(np.append(True, new)), np.flatnonzero(np.append(new, True))
        for first, last, line in zip(at[firsts].tolist(), at[lasts].tolist(), lines[firsts].tolist(), strict=True):
            low = max(first - _AROUND, 0)
            start = text.rfind(b" ", low, first)
            end = text.find(b" ", last, last + _AROUND)
            piece = text[low if start < 0 else start : last + _AROUND if end < 0 else end + 1]
            found.setdefault(piece, []).append(line)
        return found

    def _telling(self, codes: Codes, at: Offsets) -> Offsets:
        """Those of the escapes that could be part of a literal: what they stand for, and what stands before or behind
        it, follow each other in one.

        All escapes of a literal are among them where it is decoded once.  Where it is decoded twice those are that
        make up the escapes of the second time, and others only at its very ends can be missing.
        """
        if not len(at):
            return at
        value = DIGITS[codes[at + 1]] * 16 + DIGITS[codes[at + 2]]
        before, behind = codes[np.maximum(at - 1, 0)], codes[np.minimum(at + 3, len(codes) - 1)]
        letter = FOLDED[value]
        telling = self._pairs[FOLDED[before], letter] | self._pairs[letter, FOLDED[behind]] | _MAKES_ESCAPES[value]
        # What an escape nearby stands for is not looked at.
        telling |= (before == _PERCENT) | (behind == _PERCENT) | (codes[np.maximum(at - 3, 0)] == _PERCENT)
        found: Offsets = at[telling]
        return found

    def _learn(self, texts: list[bytes]) -> None:
        """Search texts that are new."""
        if not texts:
            return
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        ends = np.cumsum(sizes + 1)
        block = Block(b"\n".join((b"", *texts, b"")), ends - sizes, ends, np.arange(len(texts), dtype=np.int64))
        hits: dict[int, set[int]] = {}
        variant: Block | None = block
        for _ in range(_DECODINGS):
            variant = percent_decoded(variant) if variant else None
            if variant:
                rows, numbers = self._search(variant)
                for row, number in zip(rows.tolist(), numbers.tolist(), strict=True):
                    hits.setdefault(row, set()).add(number)
        for row, text in enumerate(texts):
            self._known[text] = tuple(sorted(hits.get(row, ())))
            self._bytes += len(text) + _EACH


def _pairs(folded: Sequence[bytes]) -> npt.NDArray[np.bool_]:
    """For two bytes whether one follows the other in any of the texts."""
    pairs = np.zeros((256, 256), dtype=bool)
    for text in folded:
        letters = np.frombuffer(text, dtype=np.uint8)
        pairs[letters[:-1], letters[1:]] = True
        if len(letters) == 1:
            pairs[letters, :] = pairs[:, letters] = True
    return pairs

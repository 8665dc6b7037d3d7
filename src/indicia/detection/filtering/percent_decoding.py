"""Percent escapes of whole blocks of lines, decoded at once."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.tables.marks import Marks

Offsets = npt.NDArray[np.int64]

_PERCENT = ord("%")
_NO_DIGIT = 255
DIGITS = np.full(256, _NO_DIGIT, dtype=np.uint8)
"""Value of each hexadecimal digit; 255 for any other byte."""
for _value, _digit in enumerate("0123456789abcdef"):
    DIGITS[ord(_digit)] = DIGITS[ord(_digit.upper())] = _value


class Block(Struct, frozen=True):
    """Lines in one text: line `i` is `text[starts[i]:ends[i]]` and is row `rows[i]` of the block it came from."""

    text: bytes
    starts: Offsets
    ends: Offsets
    rows: Offsets


def percent_decoded(block: Block) -> Block | None:
    """The lines that hold a percent escape, with their escapes decoded once; null when no line does.

    Bytes come out as they are, whatever they mean: a decoded line may hold line ends.
    Source: RFC 3986, 2.1.
    """
    if b"%" not in block.text:
        return None
    data = np.frombuffer(block.text, dtype=np.uint8)
    at = escapes(data)
    if not len(at):
        return None
    lines = np.searchsorted(block.starts, at, side="right") - 1
    lines = np.unique(lines[(lines >= 0) & (at < block.ends[lines])])
    if not len(lines):
        return None
    alone = picked(block, lines)
    starts, ends = alone.starts, alone.ends

    data = np.frombuffer(alone.text, dtype=np.uint8).copy()
    at = escapes(data)
    data[at] = DIGITS[data[at + 1]] * 16 + DIGITS[data[at + 2]]
    keep = np.ones(len(data), dtype=np.bool_)
    keep[at + 1] = False
    keep[at + 2] = False
    # Every escape before an offset moves it two bytes to the left.
    return Block(
        text=data[keep].tobytes(),
        starts=starts - 2 * np.searchsorted(at, starts),
        ends=ends - 2 * np.searchsorted(at, ends),
        rows=alone.rows,
    )


def picked(block: Block, lines: Offsets) -> Block:
    """Only these lines, a line end before and behind each."""
    starts, ends = block.starts[lines], block.ends[lines]
    pieces = [block.text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    sizes = ends - starts
    ends = np.cumsum(sizes + 1)
    return Block(b"\n".join((b"", *pieces, b"")), ends - sizes, ends, block.rows[lines])


def escapes(data: npt.NDArray[np.uint8]) -> Offsets:
    """Offsets of `%` followed by two hexadecimal digits.  They cannot overlap."""
    at = Marks(data, _PERCENT).places() if len(data) > 2 else np.empty(0, dtype=np.int64)
    at = at[: np.searchsorted(at, len(data) - 2)]
    if not len(at):
        return at
    escapes: Offsets = at[(DIGITS[data[at + 1]] != _NO_DIGIT) & (DIGITS[data[at + 2]] != _NO_DIGIT)]
    return escapes

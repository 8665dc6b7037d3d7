"""Blocks in which all lines have the same number of values: proved for the whole block at once, with all separators."""

from typing import NamedTuple

import numpy as np

from indicia.tables.batch import Offsets

_BLANK, _CR, _LF = 32, 13, 10


class Ruled(NamedTuple):
    """The lines of a block."""

    starts: Offsets
    ends: Offsets
    separators: Offsets
    """Of each line the places of its blanks, in order."""


def ruled(text: bytes, width: int) -> Ruled | None:
    """The lines, if each of them is so many values, none of them empty, with one blank between two, and ends as the
    first one does, with LF or CRLF; null elsewhere, also where any other control character stands in the text.
    """
    first = text.find(b"\n") + 1
    if width < 2 or first < 2 or text.count(b" ", 0, first) != width - 1:
        return None
    # The header comes again in many logs, and is seen quicker like this.
    header = text.find(b"#")
    if header > 0 and text[header - 1] == _LF:
        return None
    codes = np.frombuffer(text, dtype=np.uint8)
    crlf = int(codes[first - 2] == _CR)
    marks: Offsets = np.flatnonzero(codes <= _BLANK)
    lines, rest = divmod(len(marks), width + crlf)
    if rest or marks[0] == 0:
        return None
    table = marks.reshape(lines, -1)
    feeds = table[:, -1]
    ends = table[:, -2] if crlf else feeds
    # If these are line ends, and there are as many blanks as are left, then all the others are blanks.
    if bool((codes[feeds] != _LF).any()) or (crlf and bool((codes[ends] != _CR).any() or (feeds - ends != 1).any())):
        return None
    if feeds[-1] != len(text) - 1 or np.count_nonzero(codes == _BLANK) != lines * (width - 1):
        return None
    # Only CR and LF stand side by side: no value is empty.
    if np.count_nonzero(np.diff(marks) == 1) != lines * crlf:
        return None
    starts = np.zeros(lines, dtype=np.int64)
    starts[1:] = feeds[:-1] + 1
    return Ruled(starts, ends, table[:, : width - 1])

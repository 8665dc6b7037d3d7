"""Which addresses are those of script files: files that a web server runs."""

import numpy as np

from indicia.detection.matcher import matcher
from indicia.detection.usage.values import Values, lower
from indicia.tables.batch import Offsets

EXTENSIONS = (
    ".aspx", ".ashx", ".asmx", ".asp", ".asa", ".cer", ".cshtml", ".vbhtml", ".soap", ".php", ".php3", ".php4",
    ".php5", ".php7", ".phtml", ".phar", ".jsp", ".jspx", ".jspf", ".cfm", ".cfc", ".cfml", ".cgi", ".pl", ".py",
    ".rb", ".shtml",
)  # fmt: skip
"""Not `.axd` and `.svc`: handlers of the framework, which no file planted by somebody answers under."""
_INSIDE = (".aspx/", ".ashx/", ".asmx/", ".asp/", ".php/", ".jsp/", ".jspx/", ".cfm/", ".cfc/", ".cgi/", ".pl/")
"""What follows the name of a script is handed to it (`/x.aspx/logon.css`)."""
_LAST = np.zeros(256, dtype=bool)
_LAST[[ord(extension[-1]) for extension in EXTENSIONS]] = True
_LAST[[ord(extension[-1].upper()) for extension in EXTENSIONS]] = True


class Scripts:
    """Finds the requests for scripts.  Not to be shared between threads."""

    def __init__(self) -> None:
        self._inside = matcher([text.encode() for text in _INSIDE])

    def inside(self, text: bytes) -> Offsets:
        """Places in a block where the name of a script ends and a `/` follows, rising."""
        _, ends = self._inside.scan_block(text, len(text))
        return np.unique(ends) - 1

    def choose(self, values: Values, starts: Offsets, ends: Offsets, inside: Offsets) -> tuple[Offsets, Offsets]:
        """Numbers of the addresses that are scripts, and where the names of these end.

        `inside` comes from the same text.
        """
        found = np.zeros(len(starts), dtype=bool)
        maybe = np.flatnonzero(_LAST[values.codes[np.maximum(ends - 1, 0)]] & (ends > starts))
        if len(maybe):
            found[maybe] = _ends_as_script(values, starts[maybe], ends[maybe])
        if len(inside):
            ends = ends.copy()
            row = np.searchsorted(starts, inside, side="right") - 1
            held = (row >= 0) & (inside < ends[np.maximum(row, 0)])
            # From behind, so that the first name in an address is the one that stays.
            ends[row[held][::-1]] = inside[held][::-1]
            found[row[held]] = True
        chosen = np.flatnonzero(found)
        return chosen, ends[chosen]


def _ends_as_script(values: Values, starts: Offsets, ends: Offsets) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    tails = lower(values.tails(ends))
    lengths = ends - starts
    found = np.zeros(len(starts), dtype=bool)
    for size in sorted({len(extension) for extension in EXTENSIONS}):
        mine = tails >> np.uint64(8 * (8 - size))
        for extension in EXTENSIONS:
            if len(extension) == size:
                found |= (mine == np.uint64(int.from_bytes(extension.encode(), "little"))) & (lengths > size)
    return found

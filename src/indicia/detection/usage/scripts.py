"""Which addresses are those of script files: files that a web server runs."""

import numpy as np
import numpy.typing as npt

from indicia.detection.filtering.matcher import matcher
from indicia.detection.usage.values import Values, Words, lower
from indicia.tables.batch import Offsets

Flags = npt.NDArray[np.bool_]

EXTENSIONS = (
    ".aspx", ".ashx", ".asmx", ".asp", ".asa", ".cer", ".cshtml", ".vbhtml", ".soap", ".php", ".php3", ".php4",
    ".php5", ".php7", ".phtml", ".phar", ".jsp", ".jspx", ".jspf", ".cfm", ".cfc", ".cfml", ".cgi", ".pl", ".py",
    ".rb", ".shtml",
)  # fmt: skip
"""Not `.axd` and `.svc`: handlers of the framework, which no file planted by somebody answers under."""
_INSIDE = (".aspx/", ".ashx/", ".asmx/", ".asp/", ".php/", ".jsp/", ".jspx/", ".cfm/", ".cfc/", ".cgi/", ".pl/")
"""What follows the name of a script is handed to it (`/x.aspx/logon.css`)."""
_ENDS = tuple(extension.encode() for extension in EXTENSIONS)
_CELLS = 12
_ODD = np.uint64(0x9E3779B97F4A7C15)
_LAST = np.zeros(256, dtype=bool)
_LAST[[ord(extension[-1]) for extension in EXTENSIONS]] = True
_LAST[[ord(extension[-1].upper()) for extension in EXTENSIONS]] = True


class Scripts:
    """Finds the requests for scripts.  Not to be shared between threads."""

    def __init__(self) -> None:
        self._inside = matcher([text.encode() for text in _INSIDE])
        # What was last found out about tails that fall into a cell; zero is the tail of nothing.
        self._tails = np.zeros(1 << _CELLS, dtype=np.uint64)
        self._found = np.zeros(1 << _CELLS, dtype=bool)

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
            found[maybe] = self._named(lower(values.tails(ends[maybe])))
        if len(inside):
            ends = ends.copy()
            row = np.searchsorted(starts, inside, side="right") - 1
            held = (row >= 0) & (inside < ends[np.maximum(row, 0)])
            # From behind, so that the first name in an address is the one that stays.
            ends[row[held][::-1]] = inside[held][::-1]
            found[row[held]] = True
        chosen = np.flatnonzero(found)
        return chosen, ends[chosen]

    def _named(self, tails: Words) -> Flags:
        """Which of the last eight bytes of addresses are those of a script; there are few different ones."""
        cells = (tails * _ODD) >> np.uint64(64 - _CELLS)
        found: Flags = self._found[cells]
        unknown = np.flatnonzero(self._tails[cells] != tails)
        if len(unknown):
            each, inverse = np.unique(tails[unknown], return_inverse=True)
            told = np.array([tail.to_bytes(8, "little").endswith(_ENDS) for tail in each.tolist()], dtype=bool)
            found[unknown] = told[inverse]
            into = (each * _ODD) >> np.uint64(64 - _CELLS)
            self._tails[into] = each
            self._found[into] = told
        return found

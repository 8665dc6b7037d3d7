"""Gives back the memory that compiling a module took, of which running it needs next to nothing.

Some 9 MB of the compiler's code are in memory once it ran.  They are clean pages of a file, so the system takes them
back when it is told, and reads those again that are run again.  Source: madvise(2), MADV_DONTNEED.
"""

import ctypes
import sys
from pathlib import Path

_DONT_NEED = 4


def let_go(library: str) -> None:
    """Let go of the code of a loaded library, named by a part of its path, where the system can do that."""
    if sys.platform != "linux":
        return
    try:
        advise = ctypes.CDLL(None).madvise
        maps = Path("/proc/self/maps").read_text("utf-8", "replace")
    except (OSError, AttributeError):
        return
    advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for line in maps.splitlines():
        span, access, *_ = line.split(maxsplit=2)
        # Code only: pages that were written to would be lost.
        if library in line and access == "r-xp":
            begin, _, end = span.partition("-")
            advise(int(begin, 16), int(end, 16) - int(begin, 16), _DONT_NEED)

"""Memory that reading used, given back before anything is made of what was read."""

import ctypes
import sys

from indicia.wasm.sandbox import let_go


def give_back() -> None:
    """Have glibc give what was freed back to the system, some 15 MB after large logs; nothing where it is not used.

    Compiled readers are let go of.
    """
    let_go()
    trim()


def trim() -> None:
    """The same of what was freed alone."""
    if sys.platform == "linux":
        known = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if known is not None:
            known(0)

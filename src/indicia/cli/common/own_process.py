"""What is set once for the whole process, and how it ends; worker processes inherit it."""

import atexit
import gc
import os
import sys
import threading

_KEPT = 4 * 2**20
"""More bytes than any array of a block of a log takes."""


def settle() -> None:
    """Have Python, the C library and Arrow manage memory as suits reading logs; to be called before Arrow is loaded."""
    # Reading makes millions of short-lived objects and no cycles; looking for cycles after every 700 of them is waste.
    gc.set_threshold(200_000, 5, 100)
    # Arrow's own allocators keep what they once had, some 20 MB; we give it small tables, a few at a time.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # No matrix of ours is large enough for threads, and starting them takes a third of the import of numpy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # glibc gives memory back to the system whenever a block of a log is done, and every page of the next one is made
    # anew; once something larger was freed it keeps twice as much.  These bytes are never touched.
    bytes(_KEPT)


def leave(code: int) -> None:
    """End the process with this code at once: nothing of its memory has to be taken apart, which takes 15 ms.

    What was put down for the end of the process runs before.  Returns where other threads are at work, or where what
    was printed cannot be written: Python's own end deals with that.
    """
    if threading.active_count() > 1:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()
    os._exit(code)

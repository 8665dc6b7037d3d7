"""Workers that do not outlive the process that started them."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def end_with_the_parent() -> None:
    """From now on end this worker when the process that started it is gone.

    Killed, it cannot say so, and the worker would wait for its next unit for ever.  Stopped from the keyboard, which
    reaches them all, it is the one to say so and to end the others.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_wait, daemon=True).start()


def end_all() -> None:
    """End the processes that this one started, at once, whatever they are at."""
    for process in multiprocessing.active_children():
        process.kill()


def _wait() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

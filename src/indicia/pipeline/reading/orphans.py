"""Workers that do not outlive the process that started them."""

import multiprocessing
import os
import threading
from multiprocessing.connection import wait


def end_with_the_parent() -> None:
    """From now on end this worker when the process that started it is gone.

    Killed, it cannot say so, and the worker would wait for its next unit for ever.
    """
    threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

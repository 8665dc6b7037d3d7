"""Memory of this process that nobody uses, given back to the system while it goes on.

Of a process that reads logs a fifth is room between what the C library handed out, and pages of libraries that were
needed once: to load rules, to begin with YARA, to read tables of relocations.  Those pages are what lies in the
libraries' files; whoever needs one again has it anew from there in a microsecond.
Sources: madvise(2), MADV_DONTNEED on private mappings; proc_pid_smaps(5); malloc_trim(3).
"""

import ctypes
import os
import re
import sys
from pathlib import Path
from time import process_time

HIGH = 88 * 10**6
"""Resident bytes up to which nothing is looked for: most small scans stay below."""
_STEP = 10 * 10**6
"""Bytes beyond those at which it was done last, from which on it is done again: what is in use comes back at once."""
_PRESSING = ((136 * 10**6, 15), (122 * 10**6, 80))
"""Resident bytes from which on it is done without that, as soon as so many times as long has passed as it took."""
_SELDOM = 0.003
"""Seconds between two looks."""
_DONTNEED = 4
_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE") if sys.platform == "linux" else 4096

_UNTOUCHED = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) r-([x-])p [0-9a-f]+ \S+ [1-9][0-9]* +(/.*)\n(?:[A-Z].*\n)*?Anonymous: +0 kB\n", re.M
)
"""Mappings of files that may not be written to and hold no page that ever was, so none that only memory holds."""


class _State:
    """Of this process."""

    last = HIGH - _STEP
    """Resident bytes when something was given back last."""
    done = took = looked = 0.0
    """When that was, how long it took, and when it was looked, in seconds of the process's processor time."""


def _begin() -> None:
    """In a copy of the process, whose time begins anew and which has none of the pages of libraries."""
    _State.last, _State.done, _State.took, _State.looked = HIGH - _STEP, 0.0, 0.0, 0.0


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin)


def look() -> None:
    """Give back what nobody uses where much is resident; to be called often, in the middle of whatever takes memory.

    Takes a fifth of a microsecond, every few milliseconds some 20, and now and then some milliseconds.  Nothing outside
    Linux.
    """
    if sys.platform != "linux":
        return
    now = process_time()
    if now < _State.looked + _SELDOM:
        return
    _State.looked = now
    resident = _resident()
    since, took = now - _State.done, _State.took
    if resident >= _State.last + _STEP or any(resident >= high and since > took * share for high, share in _PRESSING):
        _give_back(now, resident)


def look_at_once() -> None:
    """The same where much is resident: behind what takes pages that nobody needs again, before something new."""
    if sys.platform == "linux":
        resident = _resident()
        if resident >= HIGH:
            _give_back(process_time(), resident)


def _give_back(now: float, resident: int) -> None:
    _State.last = max(_State.last, resident)
    give_back_idle()
    _State.done = process_time()
    _State.took = _State.done - now


def give_back_idle() -> None:
    """The same at once, however little it is."""
    trim()
    drop_pages()


def trim() -> None:
    """Have glibc give what was freed back to the system; nothing where it is not used."""
    if sys.platform == "linux":
        known = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if known is not None:
            known(0)


def drop_pages() -> None:
    """Let go of pages of code and constants of libraries, which come back from their files when they are used."""
    if sys.platform != "linux":
        return
    try:
        mappings = Path("/proc/self/smaps").read_bytes()
    except OSError:
        return
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for begin, end in of_libraries(mappings):
        # A mapping that is locked in memory refuses, and stays as it is.
        advise(begin, end - begin, _DONTNEED)


def of_libraries(mappings: bytes) -> list[tuple[int, int]]:
    """Begin and end of mappings of which only what lies in a library's file is in memory, out of what `smaps` says."""
    found = _UNTOUCHED.findall(mappings)
    # Files that hold no code are not ours to know: evidence is read through a mapping here and there.
    libraries = {name for _, _, code, name in found if code == b"x"}
    return [(int(begin, 16), int(end, 16)) for begin, end, _, name in found if name in libraries]


def _resident() -> int:
    """Bytes of this process in memory, as the kernel counts them at a glance."""
    return int(_STATM.read_bytes().split()[1]) * _PAGE

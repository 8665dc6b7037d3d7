"""Run a command as a whole and measure it: wall clock, processor time, memory of the whole process tree."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05
"""Seconds between two looks at the memory of the tree."""


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    seconds: float
    cpu: float
    """Processor seconds of all processes."""
    largest: int
    """Peak resident bytes of the largest process."""
    tree: int
    """Highest sum over the tree of proportional resident bytes (shared pages counted once), sampled."""
    code: int
    output: bytes


def measure(command: Sequence[str], *, cwd: Path | None = None, stdin: int | None = None) -> Run:
    """Run a command to its end."""
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        watch = _Watch(child.pid)
        watch.start()
        chunks = {"out": b"", "err": b""}

        def drain() -> None:
            assert child.stderr is not None
            chunks["err"] = child.stderr.read()

        reader = threading.Thread(target=drain)
        reader.start()
        assert child.stdout is not None
        chunks["out"] = child.stdout.read()
        reader.join()
        # wait4 gives what this child and its children used, which a sum over all children would not.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    return Run(
        seconds=seconds,
        cpu=usage.ru_utime + usage.ru_stime,
        largest=usage.ru_maxrss * 1024,
        tree=max(watch.peak, 0),
        code=child.returncode,
        output=chunks["out"] or chunks["err"],
    )


class _Watch(threading.Thread):
    """Samples the memory of a process and everything below it."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.peak = 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(EVERY):
            self.peak = max(self.peak, sum(_proportional(pid) for pid in _tree(self.root)))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(text) for text in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue
    return found


def _proportional(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0

"""How a command ends."""

import subprocess
import sys
from pathlib import Path

import pytest

BEGIN = """
import atexit, sys, threading
from indicia.cli.common.own_process import leave
atexit.register(lambda: print("put down for the end"))
"""


def ended(code: str) -> "subprocess.CompletedProcess[str]":
    """A process that runs this."""
    return subprocess.run([sys.executable, "-c", BEGIN + code], text=True, capture_output=True, check=False)


def test_it_ends_at_once_and_loses_nothing() -> None:
    """The code is the one given, what was printed is there, and what was put down for the end was done."""
    done = ended("print('printed'); leave(3); print('never')")
    assert (done.returncode, done.stdout, done.stderr) == (3, "printed\nput down for the end\n", "")


def test_it_waits_for_no_thread_and_leaves_none() -> None:
    """While another thread is at work it returns, and Python ends as it always does."""
    done = ended("gate = threading.Event(); t = threading.Thread(target=gate.wait); t.start()\n"
                 "leave(3); print('goes on'); gate.set(); sys.exit(2)")  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "goes on\nput down for the end\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_what_cannot_be_printed_is_told_by_python() -> None:
    """Output that has no room is no success."""
    code = BEGIN + "sys.stdout.write('x' * 10); leave(0)"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode != 0

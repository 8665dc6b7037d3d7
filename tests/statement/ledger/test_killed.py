"""A writer that is killed, and two writers at once: real processes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indicia.errors import StatementError
from indicia.statement.ledger.audit import audit
from indicia.statement.ledger.durable import alone
from indicia.statement.ledger.store import Ledger

from .invented import LOG, LOG_KEY, entries, ledger

HERE = Path(__file__).parent
# Appends entries FIRST… in pieces of STEP, and says after each piece how many are in.
WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from invented import entries
from indicia.statement.ledger.store import Ledger
root, first, end, step = Path(sys.argv[2]), *map(int, sys.argv[3:6])
made = Ledger(root)
for at in range(first, end, step):
    print(made.append(entries(step, at)).stop, flush=True)
"""
# Leaves, without any cleaning up, before the file with this number gets its name.
STOPPED = """
import os, sys
count = int(sys.argv[6])
def hook(event, arguments):
    global count
    if event == "os.rename":
        count -= 1
        if count < 0:
            os._exit(9)
sys.addaudithook(hook)
"""


def start(root: Path, first: int, end: int, step: int, stop: int | None = None) -> "subprocess.Popen[str]":
    text = WRITER if stop is None else WRITER.replace("root,", STOPPED + "root,", 1)
    arguments = [str(HERE), str(root), str(first), str(end), str(step), str(stop)]
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("stop", range(7))
def test_left_at_each_step_of_an_append(tmp_path, stop) -> None:
    """Old or new, never between; the next append goes on and the whole is sound."""
    made = ledger(tmp_path / "l", 250, signed=True)
    writer = start(made.root, 250, 262, 12, stop)
    said, errors = writer.communicate(timeout=60)
    # Six files: two bundles, two tiles of leaves, one tile above, the head.
    assert (writer.returncode, said) == ((9, "") if stop < 6 else (0, "262\n")), errors
    assert made.head.size == (250 if stop < 6 else 262)
    assert audit(made).read == made.head.size
    made.append(entries(20, made.head.size))
    signed = made.sign(LOG)
    assert list(made.entries()) == entries(signed.checkpoint.size)
    assert audit(made).after_checkpoint == 0


def test_killed_at_any_moment(tmp_path) -> None:
    """Whatever was said to be in is in; the next writer goes on from there."""
    made = ledger(tmp_path / "l")
    chance = random.Random(6)
    for _ in range(6):
        before = made.head.size
        writer = start(made.root, before, before + 200_000, 37)
        assert writer.stdout is not None
        said = [int(writer.stdout.readline())]
        time.sleep(chance.uniform(0, 0.15))
        os.kill(writer.pid, signal.SIGKILL)
        said += [int(one) for one in writer.stdout.read().split()]
        writer.wait()
        writer.stdout.close()
        assert writer.stderr is not None
        writer.stderr.close()
        assert made.head.size in (said[-1], said[-1] + 37)
        assert audit(made).read == made.head.size
    assert list(made.entries()) == entries(made.head.size)


def test_two_writers_take_turns(tmp_path) -> None:
    """Each entry of both is in once, and those of each in its order."""
    made = ledger(tmp_path / "l")
    writers = [start(made.root, first, first + 300, 3) for first in (1000, 2000)]
    for writer in writers:
        said, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0 and len(said.split()) == 100, errors
    found = list(made.entries())
    assert audit(made).read == len(found) == 600
    for first in (1000, 2000):
        expected = entries(300, first)
        mine = set(expected)
        assert [one for one in found if one in mine] == expected


def test_who_waits_too_long_is_told(tmp_path) -> None:
    """The lock is held by one; the other says so and what to do."""
    made = ledger(tmp_path / "l")
    with alone(made.root), pytest.raises(StatementError, match="another process") as caught, alone(made.root, 0.05):
        pass
    assert caught.value.hint
    assert Ledger(made.root).append(entries(1)) == range(1) and made.about.key == LOG_KEY

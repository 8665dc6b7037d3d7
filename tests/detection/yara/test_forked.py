"""Processes forked from one that has scanned: they scan through one of their own, and end."""

import subprocess
import sys

import pytest

SCRIPT = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.detection.yara.scanner import scanner_for
from indicia.knowledge.packs.load import load_pack

RULES = load_ruleset(load_pack(), Sources(), Settings().limits).yara


def scanned(number):
    return len(scanner_for(RULES).scan(b"nothing of interest" * number, 5))


if __name__ == "__main__":
    scanned(1)
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        print(list(pool.map(scanned, range(4))))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_forked_workers_end(tmp_path):
    """A worker waits for the process it started, so that has to be told to go."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[0, 0, 0, 0]", 0)

"""The kept vectors: both verifiers say of each what it was made for, today and with any later version of either."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.statement.verifying.both import both

from indicia.statement.canonical import time_of

VECTORS = Path(__file__).parents[1] / "vectors"
CASES = json.loads((VECTORS / "cases.json").read_text("utf-8"))
TOOL = Path(__file__).parents[3] / "tools" / "verify_statement.py"


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one['name']}-{one['at'][:4]}")
def test_what_both_say(case):
    found = both(VECTORS / f"{case['name']}.tar", at=time_of(case["at"]))
    assert found.items.outcome.value == case["verdict"]
    assert any(case["says"] in f"{one.what}: {one.why}" for one in found.items.all)


@pytest.mark.parametrize("case", CASES[:4], ids=lambda one: f"{one['name']}-{one['at'][:4]}")
def test_the_second_verifier_alone(case):
    """As a stranger runs it: isolated, without this project on the path, with nobody's word for root and log."""
    code = {"proven": 2, "refuted": 1, "cannot be told": 3}[case["verdict"]]
    words = [sys.executable, "-I", TOOL, VECTORS / f"{case['name']}.tar", "--at", case["at"]]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")


def test_the_second_verifier_is_small_and_stands_alone():
    """At most 400 lines; the standard library and `cryptography` are all it imports."""
    text = TOOL.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    names = set()
    for one in ast.walk(ast.parse(text)):
        if isinstance(one, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in one.names}
        elif isinstance(one, ast.ImportFrom):
            names.add((one.module or "").partition(".")[0])
    assert names - set(sys.stdlib_module_names) == {"cryptography"}

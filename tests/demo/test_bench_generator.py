"""The generator of big logs: sizes, positions and rows are what it says."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some megabytes of each log."""
    out = tmp_path_factory.mktemp("bench") / "logs"
    command = [sys.executable, "-m", "bench.generate", "--iis", "30MB", "--httpproxy", "30MB", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return out


def test_planted_lines_lie_where_the_truth_says(logs: Path) -> None:
    """Each planted line is found at its line number and offset, and no other line is forged or asks for the page."""
    truth = json.loads((logs / "truth.json").read_text(encoding="utf-8"))
    for name in ("iis", "httpproxy"):
        assert abs(truth[name]["bytes"] - 30e6) < 3e6
        planted = truth[name]["planted"]
        marks = (
            (b"ServerInfo~", truth["page"].encode()) if name == "httpproxy" else (b"/ecp/y.js", truth["page"].encode())
        )
        for row in planted:
            data = (logs / row["file"]).read_bytes()
            line = data[row["offset"] : row["offset"] + row["length"]]
            assert marks[row["kind"] == "page"] in line
            assert data[row["offset"] - 1 : row["offset"]] == b"\n"
            assert data[: row["offset"]].count(b"\n") == row["line"] - 1
        found = sum(
            any(mark in line for mark in marks)
            for path in logs.rglob("*")
            if path.suffix.lower() == ".log" and ("HttpProxy" in path.parts) == (name == "httpproxy")
            for line in path.read_bytes().splitlines()
        )
        assert found == len(planted) > 10


def test_rows_fit_their_fields_and_rise_in_time(logs: Path) -> None:
    """Every row has as many values as fields, times rise within a file, and every line is counted."""
    truth = json.loads((logs / "truth.json").read_text(encoding="utf-8"))
    lines = {"iis": 0, "httpproxy": 0}
    for path in logs.rglob("*"):
        if path.suffix.lower() != ".log":
            continue
        proxied = "HttpProxy" in path.parts
        text = path.read_bytes().decode()
        assert text.endswith("\r\n")
        rows = [line for line in text.splitlines() if not line.startswith(("#", "DateTime"))]
        separator, width, stamp = (",", 74, 24) if proxied else (" ", 15, 19)
        assert {row.count(separator) + 1 for row in rows} == {width}
        assert all(before[:stamp] <= after[:stamp] for before, after in pairwise(rows))
        lines["httpproxy" if proxied else "iis"] += text.count("\n")
    assert lines == {name: truth[name]["lines"] for name in lines}

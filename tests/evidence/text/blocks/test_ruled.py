"""Blocks of equal lines, proved at once, say what line after line says; anything else is left to closer looks."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.text.blocks import whole_lines as blocks
from indicia.evidence.text.blocks.ruled import ruled
from indicia.evidence.text.blocks.whole_lines import line_bounds
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.raw.columns import Columns
from indicia.evidence.text.web.iis import IisForm
from indicia.tables.batch import Ledger

values = st.text("ab-/\t\x01\x00\r é", min_size=0, max_size=4) | st.sampled_from(["a", "bc", "def"])
words = st.sampled_from(["a", "bc", "def", "é-/"])
lines = st.lists(st.lists(values, min_size=1, max_size=4), min_size=1, max_size=6) | st.lists(
    st.lists(words, min_size=3, max_size=3), min_size=1, max_size=6
)


@given(
    lines,
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", " ", "\n", "#x\n"]),
    st.sampled_from([1, 2, 3, 3, 3, 4]),
)
def test_what_is_ruled_is_what_the_lines_are(rows, end, last, width):
    """Starts, ends and separators as they are found otherwise; null exactly where a line is not so many values."""
    text = ("".join(" ".join(row) + end for row in rows) + last).encode()
    found = ruled(text, width)
    starts, ends = line_bounds(text)
    shown = [text[start:stop] for start, stop in zip(starts.tolist(), ends.tolist(), strict=True)]
    plain = all(
        len(line.split(b" ")) == width and all(line.split(b" ")) and min(line, default=0) >= 32 for line in shown
    )
    alike = text.endswith(b"\n") and text.count(b"\r\n") in {0, len(shown)} and text.count(b"\r") == text.count(b"\r\n")
    if found is None:
        assert not (plain and alike and width > 1) or b"#" in text
        return
    assert plain
    assert found.starts.tolist() == starts.tolist()
    assert found.ends.tolist() == ends.tolist()
    split = [
        [start + at for at, byte in enumerate(line) if byte == 32] for start, line in zip(starts, shown, strict=True)
    ]
    assert found.separators.tolist() == split


def read(data, block_bytes):
    """All records decoded, and the account."""
    ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
    found = []
    for batch in read_log(io.BytesIO(data), ledger, Limits(), IisForm("iis"), block_bytes):
        for run in batch.runs:
            numbers = np.arange(len(run))[run.plain]
            for column in range(len(run.names)):
                starts, ends = run.bounds(column, numbers)
                found.append([batch.text[start:end] for start, end in zip(starts, ends, strict=True)])
        found.extend(batch.decode(row).raw for row in range(len(batch.starts)))
    account = ledger.account()
    return sorted(map(str, found)), account, ledger.faults, ledger.spans


ROW = "2021-03-03 00:00:{:02d} {} /a{} {}"
HEAD = "#Fields: date time cs-method cs-uri-stem sc-status\n"


@pytest.mark.parametrize(
    "odd", ["", HEAD, "#Date: x\n", "torn\n", "a  b\n", "\n", "2021-03-03 00:00:01 GET /x\ty 200\n"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_records_do_not_depend_on_it(odd, end, monkeypatch):
    """The same of every block, with headers and odd lines between, and with blocks that are looked at closely only."""
    rows = [ROW.format(number % 60, "GET", number, 200) + end for number in range(400)]
    data = (HEAD + "".join(rows[:150]) + odd + "".join(rows[150:])).encode()
    found = [read(data, size) for size in (700, 1 << 20)]
    monkeypatch.setattr(blocks, "ruled", lambda text, width: None)
    assert [read(data, size) for size in (700, 1 << 20)] == found


def test_a_header_between_lines_costs_no_table():
    """Separators of what stands between the lines are no separators of theirs."""
    text = b"a b c\nd e f\n#x y z\ng h i\n"
    starts, ends = line_bounds(text)
    kept = [0, 1, 3]
    columns = Columns(np.frombuffer(text, dtype=np.uint8), starts[kept], ends[kept], 32, 3, listed=True)
    assert columns.all_listed
    for column, wanted in enumerate((b"adg", b"beh", b"cfi")):
        found = zip(*columns.bounds(column, np.arange(3)), strict=True)
        assert b"".join(text[start:end] for start, end in found) == wanted

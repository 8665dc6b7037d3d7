"""Bytes that are no text, lines without measure, files that end early."""

import io
import tracemalloc
import zlib

import pytest

from indicia.config import Limits
from indicia.evidence.text.blocks.whole_lines import end_at_padding, line_bounds
from indicia.model.evidence import Kind

HEAD = "#Fields: date time c-ip\n"
LINE = "2021-03-03 05:00:51 192.0.2.7"
SMALL = Limits(line_bytes=200)


def test_line_bounds():
    """LF, CRLF and CR each end a line; the last line needs no end."""
    for text, lines in {
        b"": [],
        b"\n": [b""],
        b"a": [b"a"],
        b"\na\r\nb\rc\n\rd": [b"", b"a", b"b", b"c", b"", b"d"],
        b"a\r\r\nb\r": [b"a", b"", b"b"],
        b"a\r\n": [b"a"],
        b"a\n": [b"a"],
    }.items():
        starts, ends = line_bounds(text)
        assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == lines


def test_padding():
    """Only runs of at least eight NULs end a line, with a line end for their first and last byte."""
    text, pads = end_at_padding(b"a" + bytes(7) + b"b" + bytes(8) + b"c" + bytes(9))
    assert text == b"a" + bytes(7) + b"b\r" + bytes(6) + b"\nc\r" + bytes(7) + b"\n"
    assert pads.tolist() == [9, 16, 18, 26]


@pytest.mark.parametrize("block_bytes", [1, 5, 13, 64, 1 << 20])
@pytest.mark.parametrize("run", [1, 7, 8, 100])
def test_nul_runs(read, block_bytes, run):
    """NULs at the ends of a line are padding, a long run ends a line, a short one inside makes it a fault."""
    nul = "\0" * run
    text = f"{nul}{HEAD}{LINE}{nul}\n{nul}{LINE}\n{nul}\n{LINE}{nul}{LINE}\n{LINE}{nul}"
    found = read(text.encode(), block_bytes=block_bytes)
    assert len(found.records) == (5 if run >= 8 else 3)
    assert found.reasons == ([] if run >= 8 else ["NUL byte inside the line"])
    lines = [record.at.line for record in found.records]
    assert lines == ([2, 3, 5, 5, 6] if run >= 8 else [2, 3, 6])
    assert {record.raw for record in found.records} == {LINE}


@pytest.mark.parametrize("block_bytes", [3, 64, 1 << 20])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings(read, codec, end, block_bytes):
    """A log may be UTF-8 or UTF-16 with or without mark; places are those of the bytes in the file."""
    lines = [HEAD.strip(), LINE, f"{LINE}é€\U0001f600", "torn", LINE]
    data = end.join(lines).encode(codec)
    found = read(data, block_bytes=block_bytes)
    plain = "utf-16-be" if codec == "utf-16-be" else "utf-16-le" if "16" in codec else "utf-8"
    assert [record.raw for record in found.records] == [lines[1], lines[2], lines[4]]
    for record in found.records:
        assert data[record.at.offset : record.at.offset + record.at.length].decode(plain) == record.raw
    assert found.reasons == ["1 value, 3 fields"]
    assert found.faults[0].at.length == len("torn".encode(plain))
    assert [record.at.line for record in found.records] == [2, 3, 5]


def test_broken_utf_16(read):
    """Broken surrogates and half a character cost no place and no other line."""
    data = (HEAD + LINE).encode("utf-16-le") + b"\x00\xd8" + ("\n" + LINE + "\n").encode("utf-16-le") + b"x"
    for block_bytes in (1, 2, 1 << 20):
        found = read(data, block_bytes=block_bytes)
        assert [record.fields["c-ip"] for record in found.records] == ["192.0.2.7\ufffd", "192.0.2.7"]
        assert found.reasons == ["half a UTF-16 character at the end"]
        assert data[found.records[1].at.offset :].startswith(LINE.encode("utf-16-le"))


@pytest.mark.parametrize("block_bytes", [1, 100, 150, 1 << 20])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\0" * 8])
def test_long_line(read, block_bytes, end):
    """A line beyond the limit is one fault over the whole of it, and the next line is read."""
    long = "x" * 201
    text = f"{HEAD}{LINE}\n{long}{end}{LINE}\n{long}"
    found = read(text.encode(), block_bytes=block_bytes, limits=SMALL)
    assert found.reasons == ["line longer than 200 bytes"] * 2
    assert [fault.at.length for fault in found.faults] == [201, 201]
    assert [fault.at.line for fault in found.faults] == [3, 4 if "\0" in end else 5]
    assert [record.raw for record in found.records] == [LINE, LINE]


def test_longest_line(read):
    """A line of exactly the limit is read."""
    for block_bytes in (1, 100, 1 << 20):
        assert read((HEAD + LINE.ljust(200, "7")).encode(), block_bytes=block_bytes, limits=SMALL).records


class Endless(io.RawIOBase):
    """A file of one byte over and over, never held in memory."""

    def __init__(self, head: bytes, byte: bytes, size: int) -> None:
        self._head, self._byte, self._left = head, byte, size

    def read(self, size: int = -1) -> bytes:
        piece = self._head[:size] or self._byte * min(size, self._left - len(self._head))
        self._head = self._head[len(piece) :]
        self._left -= len(piece)
        return piece


@pytest.mark.parametrize("byte", [b"x", b"\0", b"\n", b"\r", b"#", b'"', b" ", b","])
@pytest.mark.parametrize("kind", [Kind.IIS, Kind.RPS_CMDLET, Kind.NCSA, Kind.IIS_NATIVE])
def test_memory_is_bounded(byte, kind):
    """One byte over and over, many megabytes of it, is read in little memory and accounted for."""
    from collections import deque

    from indicia.evidence.readers import reader_of
    from indicia.evidence.text.exchange import reading as exchange  # noqa: F401 (importing files the readers)
    from indicia.evidence.text.web import iis  # noqa: F401 (importing files the readers)
    from indicia.model.evidence import Evidence
    from indicia.tables.batch import Ledger

    size = 12 * 2**20
    head = HEAD.encode() if kind is Kind.IIS else b"#Fields: DateTime,Cmdlet\n"
    evidence = Evidence(sha256="0" * 64, size=size, path="x", scope="s", kind=kind)
    ledger = Ledger(size=size, path="x", sha256="0" * 64)
    limits = Limits()
    tracemalloc.start()
    try:
        deque(reader_of(kind)(Endless(head, byte, size), evidence, ledger, limits), maxlen=0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ledger.account().count == 0
    assert peak < 200 * 2**20


class Failing(io.RawIOBase):
    """A stream that fails in the middle, as those out of damaged archives do."""

    def __init__(self, data: bytes, error: Exception | None) -> None:
        self._data, self._error = io.BytesIO(data), error

    def read(self, size: int = -1) -> bytes:
        piece = self._data.read(min(size, 10))
        if not piece and self._error:
            raise self._error
        return piece


@pytest.mark.parametrize("error", [None, OSError("bad sector"), zlib.error("bad block"), EOFError()])
def test_stream_that_ends_early(read, error):
    """What was read before a stream fails or ends early is kept, the rest is one fault with its size."""
    data = (HEAD + LINE + "\n" + LINE + "\n").encode()
    found = read(data, stream=Failing(data[:-20], error))
    assert len(found.records) == 1
    assert found.reasons[0].startswith("torn last line: ")
    assert found.faults[1].at.offset == len(data) - 20
    assert found.faults[1].at.length == 20


def test_torn_last_line(read):
    """The last line is a record if it is whole, else a fault that calls it torn."""
    assert len(read((HEAD + LINE).encode()).records) == 1
    assert read((HEAD + LINE[:15]).encode()).reasons == ["torn last line: 2 values, 3 fields"]
    assert read((HEAD + LINE[:20]).encode()).reasons == ["torn last line: 2 values, 3 fields"]
    assert read((HEAD + LINE[:15] + "\n").encode()).reasons == ["2 values, 3 fields"]


def test_mark_in_the_middle(read):
    """Logs copied one behind the other keep their byte order marks; these are framing."""
    one = "\ufeff" + HEAD + LINE + "\n"
    found = read((one + one).encode())
    assert (len(found.records), found.faults) == (2, ())


def test_empty(read):
    """An empty file has no record and no fault."""
    found = read(b"")
    assert (found.records, found.faults, found.spans) == ([], (), [])

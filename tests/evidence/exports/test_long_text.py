"""Files too large for memory are read as small ones are."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.exports import listings, reading
from indicia.evidence.exports.long_text import LongText
from indicia.evidence.exports.text import read_text
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

SMALL = Limits(config_bytes=0)
ROWS = '"Name","Identity","PollInterval","OfflineAddressBooks"\r\n"a","b","1","c"\r\n"d","e\nf","2","g"\r\nx\r\n'
JSON_LINES = '{"OSPath":"C:\\\\a.aspx","Size":1}\n{"OSPath":"C:\\\\b.aspx","Size":2}\nbroken\n'
BODY = "0|/C/inetpub/wwwroot/a.aspx|1|r|0|0|120|0|1614744000|0|1614744000\n" * 3


def opened(data, path="Get-OabVirtualDirectory.csv"):
    evidence = Evidence(sha256="ab" * 32, size=len(data), path=path, scope="t", kind=Kind.EXPORT)
    return evidence, Ledger(size=len(data), path=path, sha256=evidence.sha256)


def run(function, data, limits, path="Get-OabVirtualDirectory.csv"):
    evidence, ledger = opened(data, path)
    records = [record for batch in function(BytesIO(data), evidence, ledger, limits) for record in batch.records]
    ledger.account()
    return records, ledger


@settings(deadline=None)
@given(
    lines=st.lists(
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=30), max_size=8
    ),
    end=st.sampled_from(["\n", "\r\n"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_lines_are_the_same(lines, end, codec):
    """Places and texts of a long file are those of a short one."""
    data = (end.join(["Name : value of some length", *lines])).encode(codec)
    evidence, ledger = opened(data)
    short = read_text(BytesIO(data), evidence, ledger, Limits())
    assert short is not None
    assert list(LongText(BytesIO(data), evidence, ledger, Limits()).lines()) == list(short.lines())
    assert not ledger.faults


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("function", "text", "path"),
    [
        (reading.read_export, ROWS, "Get-OabVirtualDirectory.csv"),
        (listings.read_listing, JSON_LINES, "glob.json"),
        (listings.read_listing, BODY, "body.txt"),
    ],
)
def test_a_long_file_gives_what_a_short_one_gives(function, text, path, codec):
    """Records, faults and spans."""
    data = text.encode(codec)
    long, short = run(function, data, SMALL, path), run(function, data, Limits(), path)
    assert len(long[0]) >= 2
    assert [record.fields for record in long[0]] == [record.fields for record in short[0]]
    assert [record.at for record in long[0]] == [record.at for record in short[0]]
    assert [fault.at for fault in long[1].faults] == [fault.at for fault in short[1].faults]
    assert long[1].spans == short[1].spans


def test_what_needs_the_whole_file_is_refused():
    """One JSON document and CliXML beyond the limit: a fault that says what to do."""
    for data in (b'[\n{"Name": "a"}\n]', b'<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04"></Objs>'):
        records, ledger = run(reading.read_export, data, SMALL)
        assert not records
        assert "export it as CSV, or in parts" in ledger.faults[0].reason


def test_a_line_without_end_is_not_held():
    """It is a fault with its length; the next line is read."""
    limits = Limits(config_bytes=0, line_bytes=100)
    data = b"Name,Identity,PollInterval,OfflineAddressBooks\r\n" + b"x" * 3_000_000 + b"\r\na,b,c,d\r\n"
    records, ledger = run(reading.read_export, data, limits)
    assert [record.fields["Name"] for record in records] == ["a"]
    (fault,) = ledger.faults
    assert fault.at is not None
    assert (fault.at.line, fault.at.length) == (2, 3_000_002)


def test_a_stream_that_ends_too_early():
    """What is missing is a fault at its place."""
    evidence, ledger = opened(b"a\nb\n" * 2)
    assert len(list(LongText(BytesIO(b"a\nb\n"), evidence, ledger, Limits()).lines())) == 2
    assert [fault.reason for fault in ledger.faults] == ["ends earlier than its size says"]
    assert ledger.faulty == 4

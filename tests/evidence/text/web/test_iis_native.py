"""IIS logs in the format "IIS"."""

import pytest

from indicia.evidence.identify import identify
from indicia.model.evidence import Kind

LINE = "192.0.2.7, frank, 3/2/21, 7:55:20, W3SVC1, EX01, 192.0.2.1, 45, 163, 3223, 200, 0, GET, /a.aspx, x=1,"


def test_a_line(read):
    """Fields as in the W3C format; times are local and so none, which is said."""
    found = read(f"{LINE}\r\n".encode(), Kind.IIS_NATIVE)
    (record,) = found.records
    assert (record.time, record.host, record.source) == (None, "EX01", "iis_native")
    assert record.fields == {
        "c-ip": "192.0.2.7",
        "cs-username": "frank",
        "date": "3/2/21",
        "time": "7:55:20",
        "s-sitename": "W3SVC1",
        "s-computername": "EX01",
        "s-ip": "192.0.2.1",
        "time-taken": "45",
        "cs-bytes": "163",
        "sc-bytes": "3223",
        "sc-status": "200",
        "sc-win32-status": "0",
        "cs-method": "GET",
        "url.path": "/a.aspx",
        "url.query": "x=1",
        "cs-uri-stem": ("/a.aspx",),
        "cs-uri-query": ("/a.aspx?x=1",),
    }
    assert found.notes == ["1 line: no time that can be read, so in no period"]


def test_commas_in_the_address(read):
    """They are part of it, which is noted; other lines are faults."""
    found = read(f"{LINE.replace('/a.aspx', '/a, b,c.gif')}\n{LINE[:60]}\n\nx\n".encode(), Kind.IIS_NATIVE)
    assert [record.fields["url.path"] for record in found.records] == ["/a, b,c.gif"]
    assert [fault.at.line for fault in found.faults] == [2, 4]
    assert "1 line: commas inside the address" in found.notes


@pytest.mark.parametrize("date", ["3/2/21", "02.03.2021", "2021-03-02"])
def test_identified(date):
    """Dates are in the order of the server."""
    assert identify(LINE.replace("3/2/21", date).encode() + b"\n", "in210302.log") is Kind.IIS_NATIVE


def test_recorded(read, corpora):
    """A recorded one."""
    (path,) = (corpora / "iis-logs").rglob("ex010320.log")
    found = read(path.read_bytes(), Kind.IIS_NATIVE)
    assert not found.faults
    assert [record.fields["url.path"] for record in found.records] == ["/DeptLogo.gif", "/style.css"]

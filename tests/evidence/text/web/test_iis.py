"""What an IIS log says, in all the ways it is written."""

from datetime import UTC, datetime

import pytest

FIELDS = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) " + (
    "sc-status sc-substatus sc-win32-status time-taken"
)
HEAD = f"#Software: Microsoft Internet Information Services 10.0\n#Fields: {FIELDS}\n"
LINE = "2021-03-03 05:00:51 10.0.0.5 GET /owa/auth/a%2Ejs q=%2525 443 - 192.0.2.7 Mozilla/5.0+(X) - 200 0 0 15"


def test_fields(read):
    """Columns come under their own names, addresses decoded once and twice, headers with blanks, `-` as absent."""
    record = read((HEAD + LINE + "\n").encode()).records[0]
    assert record.time == datetime(2021, 3, 3, 5, 0, 51, tzinfo=UTC)
    assert record.host is None
    assert record.fields == {
        "date": "2021-03-03",
        "time": "05:00:51",
        "s-ip": "10.0.0.5",
        "cs-method": "GET",
        "url.path": "/owa/auth/a%2Ejs",
        "url.query": "q=%2525",
        "cs-uri-stem": ("/owa/auth/a%2Ejs", "/owa/auth/a.js"),
        "cs-uri-query": ("/owa/auth/a%2Ejs?q=%2525", "/owa/auth/a.js?q=%25", "/owa/auth/a.js?q=%"),
        "s-port": "443",
        "c-ip": "192.0.2.7",
        "cs-user-agent": ("Mozilla/5.0+(X)", "Mozilla/5.0 (X)"),
        "sc-status": "200",
        "sc-substatus": "0",
        "sc-win32-status": "0",
        "time-taken": "15",
    }


def test_no_query(read):
    """Without a query the path alone stands where rules look for path and query."""
    record = read((HEAD + LINE.replace("q=%2525", "-") + "\n").encode()).records[0]
    assert record.fields["cs-uri-query"] == ("/owa/auth/a%2Ejs", "/owa/auth/a.js")
    assert "url.query" not in record.fields


def test_custom_fields_and_host(read):
    """Further columns keep their names, request headers lose their parentheses, the server name is the host."""
    data = b"#Fields: date time s-computername s-port X-Forwarded-For cs(Content-Type) sc(Server)\n"
    found = read(data + b"2021-03-03 05:00:51 EX01 444 192.0.2.9 text/xml;+a IIS\n")
    fields = found.records[0].fields
    assert fields["X-Forwarded-For"] == "192.0.2.9"
    assert fields["cs-content-type"] == ("text/xml;+a", "text/xml; a")
    assert fields["sc-server"] == ("IIS",)
    assert found.records[0].host == "EX01"
    assert [(span.host, span.parts) for span in found.spans] == [("EX01", {"444": 1})]


def test_fields_change(read):
    """Columns hold from their header on; the same header again changes nothing."""
    head = "#Fields: date time c-ip\n"
    data = (
        HEAD + LINE + "\n" + HEAD + LINE + "\n" + head + "2021-03-04 01:00:00 192.0.2.1\n" + LINE + "\n" + HEAD + LINE
    )
    found = read(data.encode())
    assert [len(record.fields) for record in found.records] == [15, 15, 3, 15]
    assert found.reasons == ["15 values, 3 fields"]
    assert found.faults[0].at.line == 9


@pytest.mark.parametrize("count", [15, 14])
def test_no_header(read, count):
    """A log without header is read with the default columns if its lines look like them, and the reader says so."""
    values = LINE.split()
    if count == 14:
        del values[10]
    data = " ".join(values) + "\n" + " ".join(values) + "\n"
    found = read(data.encode())
    assert [record.fields["sc-status"] for record in found.records] == ["200", "200"]
    assert found.notes == [f"no #Fields line: the {count} default columns of IIS assumed"]


def test_no_header_other_shape(read):
    """Without a header, lines of another shape are faults."""
    found = read(b"a b c\n\n192.0.2.1 - - [10/Oct/2020] x\n")
    assert not found.records
    assert [fault.at.line for fault in found.faults] == [1, 3]


def test_plain_header_row(read):
    """A row of column names without `#Fields:` declares them."""
    found = read(f"{FIELDS}\n{LINE}\n{FIELDS}\n{LINE}\n".encode())
    assert (len(found.records), found.faults, found.notes) == (2, (), [])


def test_trailing_blanks(read):
    """Blanks at the end of the header or of a line count for nothing."""
    found = read((HEAD.replace("time-taken\n", "time-taken \n") + f"{LINE} \n{LINE}\n{LINE}  \n").encode())
    assert (len(found.records), found.faults) == (3, ())
    assert {record.fields["time-taken"] for record in found.records} == {"15"}


def test_tabs(read):
    """Tabs may separate the values, with a header in tabs or in blanks."""
    line = LINE.replace(" ", "\t")
    tabbed = read((HEAD.replace(FIELDS, FIELDS.replace(" ", "\t")) + line + "\n").encode())
    mixed = read((HEAD + line + "\n").encode())
    assert tabbed.records[0].fields == mixed.records[0].fields == read((HEAD + LINE).encode()).records[0].fields
    assert (tabbed.notes, len(mixed.notes)) == ([], 1)


def test_blank_inside_value(read):
    """Surplus blanks are given to a column only when no other could hold them."""
    clear = LINE.replace(" - 192", " CONTOSO\\a b 192")
    either = LINE.replace("Mozilla/5.0+(X) -", "Mozilla/5.0 (X) http://a/ b")
    found = read(f"{HEAD}{clear}\n{either}\n".encode())
    assert [record.fields["cs-username"] for record in found.records] == ["CONTOSO\\a b"]
    assert found.reasons == ["17 values, 15 fields"]


def test_missing_value_with_empty_one(read):
    """A missing value is not made up for by an empty one between two blanks, or before the first."""
    short = LINE.removesuffix(" 15")
    found = read(f"{HEAD}{short.replace(' - 192', '  - 192')}\n {short}\n".encode())
    assert not found.records
    assert found.reasons == ["14 values, 15 fields"] * 2


def test_several_blanks_between_values(read):
    """Aligned by some tool: read where the values are told apart, with a note; else a fault that says so."""
    got = read((HEAD + LINE.replace(" ", "  ") + "\n").encode())
    assert [record.fields["cs-method"] for record in got.records] == ["GET"]
    assert got.records[0].fields["time-taken"] == "15"
    assert got.notes == ["1 line: several blanks between values"]
    odd = read((HEAD + LINE.replace("443 - 192.0.2.7", "443  192.0.2.7 x") + "\n").encode())
    assert not odd.records
    assert [fault.reason for fault in odd.faults] == [f"empty values among {len(FIELDS.split())} fields"]


def test_without_date_column(read):
    """Without a date column the date is that of `#Date`, a day further when the clock passes midnight."""
    data = "#Date: 2021-02-28 22:00:00\n#Fields: time c-ip\n23:59:58 ::1\n00:00:01 ::1\n23:00:00 ::1\n01:00:00 ::1\n"
    found = read((data + "#Date: 2021-03-05 00:00:00\n02:00:00 ::1\n").encode())
    times = [f"{record.time:%m-%d %H:%M:%S}" for record in found.records]
    assert times == ["02-28 23:59:58", "03-01 00:00:01", "03-01 23:00:00", "03-02 01:00:00", "03-05 02:00:00"]
    assert found.notes == ["no date column: date from the #Date line, a day further at each midnight"]
    assert found.spans[0].last == found.records[-1].time


def test_without_any_date(read):
    """Without a date column and `#Date` records have no time; they count all the same."""
    found = read(b"#Fields: time c-ip\n23:59:58 ::1\n")
    assert found.records[0].time is None
    assert (found.spans[0].first, found.spans[0].records, found.spans[0].hours) == (None, 1, {})


def test_local_times(read):
    """Times that the log declares as local are not taken for UTC."""
    found = read(b"#Time Format: Local\n#Fields: date time c-ip\n2021-03-03 01:00:00 ::1\n")
    assert found.records[0].time is None
    assert found.notes


@pytest.mark.parametrize(
    "written", ["2021-02-30 10:00:00", "2021-03-03 25:00:00", "x y", "2021-03-03 1:00:61", "0000-01-01 00:00:00"]
)
def test_impossible_time(read, written):
    """A record with a time that cannot be is a record without time."""
    found = read(f"{HEAD}{LINE.replace('2021-03-03 05:00:51', written)}\n".encode())
    assert found.records[0].time is None
    assert found.spans[0].first is None


def test_spans(read):
    """Coverage counts each record once per port and hour, with exact first and last times."""
    lines = [
        LINE,
        LINE.replace(" 443 ", " 444 "),
        LINE.replace("05:00:51", "06:10:00"),
        LINE.replace("05:00:51", "05:00:50"),
    ]
    found = read((HEAD + "\n".join(lines)).encode())
    front, back = found.spans
    assert (front.parts, back.parts) == ({"443": 3}, {"444": 1})
    assert front.hours == {"2021-03-03T05": 2, "2021-03-03T06": 1}
    assert (front.first.second, front.last.hour) == (50, 6)
    assert (front.source, front.host) == ("iis", None)


def test_code_pages(read):
    """Bytes that are not UTF-8 are read as code page 1252, and those that it lacks as Latin-1."""
    parts = [LINE.encode().replace(b"q=%2525", value) for value in ("é".encode(), b"\xe9\x80", b"\xe9\x81")]
    found = read(HEAD.encode() + b"\n".join(parts) + b"\n")
    assert [record.fields["url.query"] for record in found.records] == ["é", "é€", "é\x81"]


def test_percent_in_code_page(read):
    """Percent-encoded bytes that are no UTF-8 are decoded all the same."""
    found = read((HEAD + LINE.replace("q=%2525", "q=%E9") + "\n").encode())
    assert found.records[0].fields["cs-uri-query"][1] == "/owa/auth/a.js?q=é"


def test_repeated_column(read):
    """A column that is declared twice keeps both values."""
    found = read(b"#Fields: date c-ip c-ip\n2021-03-03 ::1 ::2\n")
    assert found.records[0].fields["c-ip"] == ("::1", "::2")


def test_raw_is_limited(read):
    """The text kept of a record is at most 64 KiB; its place is that of the whole line."""
    long = LINE.replace("q=%2525", "é" * 100_000)
    record = read(f"{HEAD}{long}\n".encode()).records[0]
    assert len(record.raw.encode()) <= 65536
    assert long.startswith(record.raw)
    assert record.at.length == len(long.encode())
    assert len(record.fields["url.query"]) == 100_000

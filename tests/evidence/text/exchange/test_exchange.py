"""What the CSV logs of Exchange say, in all the ways they are written."""

from datetime import UTC, datetime

import pytest

from indicia.evidence.text.exchange.httpproxy_columns import COLUMNS
from indicia.model.evidence import Kind

PROXY_HEAD = (
    "#Software: Microsoft Exchange Server\r\n#Version: 15.01.2176.002\r\n#Log-type: HttpProxy Logs\r\n"
    f"#Date: 2021-03-03T05:00:00.001Z\r\n#Fields: {','.join(COLUMNS)}\r\n"
)
ECP_HEAD = "#Log-type: ECP Server Log\n#Fields: TimeStamp,ServerName,EventId,EventData\n"


def proxy_row(width: int = 74, **values: str) -> str:
    row = dict.fromkeys(COLUMNS, "") | {
        "DateTime": "2021-03-03T05:00:51.122Z",
        "Protocol": "Ecp",
        "UrlStem": "/ecp/y.js",
        "ServerHostName": "EX01",
        "RoutingStatus": "CafeV1",
    }
    return ",".join((row | values)[name] for name in COLUMNS[:width])


def test_httpproxy(read):
    """Columns come under their own names; time is UTC to the millisecond; the server is the host."""
    row = proxy_row(AnchorMailbox="ServerInfo~a]@ex01:444/autodiscover/autodiscover.xml?#")
    found = read((PROXY_HEAD + row + "\r\n").encode(), Kind.HTTPPROXY)
    record = found.records[0]
    assert record.time == datetime(2021, 3, 3, 5, 0, 51, 122000, tzinfo=UTC)
    assert record.host == "EX01"
    assert record.fields == {
        "DateTime": "2021-03-03T05:00:51.122Z",
        "Protocol": "Ecp",
        "UrlStem": "/ecp/y.js",
        "AnchorMailbox": "ServerInfo~a]@ex01:444/autodiscover/autodiscover.xml?#",
        "ServerHostName": "EX01",
        "RoutingStatus": "CafeV1",
    }
    assert [(span.host, span.parts, span.hours) for span in found.spans] == [("EX01", {"Ecp": 1}, {"2021-03-03T05": 1})]


@pytest.mark.parametrize("field", ["MajorVersion", "IsAuthenticated", "ClientIpAddress", "ServerHostName"])
def test_a_separator_too_many(read, field):
    """Behind the last value it is none of the row's; before one of a known look it moves that one, and is a fault."""
    known = {"MajorVersion": "15", "IsAuthenticated": "true", "ClientIpAddress": "203.0.113.9", "ServerHostName": "EX"}
    row = proxy_row(RoutingStatus="", **known)
    columns = row.split(",")
    place = COLUMNS.index(field)
    moved = ",".join([*columns[:place], "", *columns[place:]])
    assert len(moved.split(",")) == len(COLUMNS) + 1
    found = read((PROXY_HEAD + row + ",\r\n" + moved + "\r\n").encode(), Kind.HTTPPROXY)
    assert [record.fields[field] for record in found.records] == [known[field]]
    assert len(found.faults) == 1
    assert "75 values, 74 fields" in found.faults[0].reason


@pytest.mark.parametrize(
    ("written", "micros"),
    [
        ("51Z", 0),
        ("51.1Z", 100_000),
        ("51.1234567Z", 123_456),
        ("51", 0),
        ("51.122", 122_000),
        ("51.122+00:00", 122_000),
    ],
)
@pytest.mark.parametrize("between", "T ")
def test_time_forms(read, written, micros, between):
    """Fractions of any number of digits, blank or T between date and time, zone or none: all are the same clock."""
    found = read((PROXY_HEAD + proxy_row(DateTime=f"2021-03-03{between}05:00:{written}")).encode(), Kind.HTTPPROXY)
    assert found.records[0].time == datetime(2021, 3, 3, 5, 0, 51, micros, tzinfo=UTC)
    assert found.spans[0].first == found.spans[0].last == found.records[0].time


def test_time_with_offset(read):
    """A time with an offset is brought to UTC."""
    found = read((PROXY_HEAD + proxy_row(DateTime="2021-03-03T05:00:51-01:30")).encode(), Kind.HTTPPROXY)
    assert found.records[0].time == datetime(2021, 3, 3, 6, 30, 51, tzinfo=UTC)
    assert found.spans[0].hours == {"2021-03-03T06": 1}


def test_wrong_width(read):
    """A row with another number of values is a fault at its place."""
    found = read((PROXY_HEAD + proxy_row(70) + "\r\n" + proxy_row() + "\r\n").encode(), Kind.HTTPPROXY)
    assert (found.reasons, len(found.records)) == (["70 values, 74 fields"], 1)
    assert found.faults[0].at.line == 6


def test_plain_header_rows(read):
    """A plain row of column names is no record: before `#Fields`, after it, again, and with other columns."""
    names = ",".join(COLUMNS)
    short = "Protocol,DateTime,UrlStem\r\nEcp,2021-03-03T06:00:00Z,/x\r\n"
    other = "DateTime,Protocol,UrlStem\r\n2021-03-03T07:00:00Z,Owa,/y\r\n"
    text = f"{names}\r\n{PROXY_HEAD}{names}\r\n{proxy_row()}\r\n{names}\r\n{proxy_row()}\r\n{other}{other}"
    found = read(text.encode(), Kind.HTTPPROXY)
    assert [record.fields["Protocol"] for record in found.records] == ["Ecp", "Ecp", "Owa", "Owa"]
    assert not found.faults
    assert read((short + short).encode(), Kind.HTTPPROXY).records[1].fields["UrlStem"] == "/x"


def test_no_header(read):
    """Without header the columns of HttpProxy are assumed if the row looks so, and the reader says so."""
    whole = read((proxy_row() + "\n" + proxy_row() + "\n").encode(), Kind.HTTPPROXY)
    assert whole.records[1].fields["RoutingStatus"] == "CafeV1"
    assert whole.notes == ["no #Fields line: columns of HttpProxy assumed for the first 74 of 74"]
    older = read((proxy_row(60, ClientReqStreamLatency="7") + "\n").encode(), Kind.HTTPPROXY)
    assert older.records[0].fields["UrlStem"] == "/ecp/y.js"
    assert older.records[0].fields[f"column {COLUMNS.index('ClientReqStreamLatency') + 1}"] == "7"
    assert older.notes == ["no #Fields line: columns of HttpProxy assumed for the first 30 of 60"]
    assert read(b"a,b,c\n", Kind.HTTPPROXY).reasons


def test_exported_again(read):
    """A log that a shell exported again, any columns, all in quotes, reads like the log itself."""
    text = (
        '#TYPE Selected.System.Management.Automation.PSCustomObject\r\n"AnchorMailbox","Protocol","DateTime"\r\n'
        '"ServerInfo~a,b""c]@x","Ecp","2021-03-03T05:00:51.122Z"\r\n"","Owa","2021-03-03T05:00:52.122Z"\r\n'
    )
    found = read(text.encode(), Kind.HTTPPROXY)
    assert [record.fields.get("AnchorMailbox") for record in found.records] == ['ServerInfo~a,b"c]@x', None]
    assert [span.parts for span in found.spans] == [{"Ecp": 1}, {"Owa": 1}]
    assert [span.first for span in found.spans] == [record.time for record in found.records]
    assert found.records[0].time == datetime(2021, 3, 3, 5, 0, 51, 122000, tzinfo=UTC)


COMMAND = "Set-OabVirtualDirectory.ExternalUrl='http://f/<scri;pt>S:CMD=x;'.Identity='7280d03f'"
DOUBLED = COMMAND.replace("'", "''")


@pytest.mark.parametrize(
    "data",
    [
        f"S:TIME=1;'S:CMD={DOUBLED}';S:URL=/ecp/a,b",
        f"S:TIME=1;S:CMD={COMMAND};S:URL=/ecp/a,b",
        f"\"S:TIME=1;'S:CMD={DOUBLED}';S:URL=/ecp/a,b\"",
        f'"S:TIME=1;S:CMD={COMMAND};S:URL=/ecp/a,b"',
    ],
)
def test_ecp_command(read, data):
    """The command is found whole, with or without quotes of either kind around it, commas and semicolons included."""
    found = read(f"{ECP_HEAD}2021-03-03T05:00:51.122Z,EX01,ECP.Request,{data}\n".encode(), Kind.ECP_SERVER)
    fields = found.records[0].fields
    assert fields["S:CMD"] == COMMAND
    assert fields["S:URL"] == "/ecp/a,b"
    assert fields["EventData"] == data.strip('"')
    assert found.records[0].host == "EX01"


def test_ecp_double_quotes_inside(read):
    """Double quotes inside the last column of an ECP row, quoted as CSV or not, are text."""
    plain = 'S:CMD=x "y", z;S:EX=a'
    quoted = '"S:CMD=x ""y"", z;S:EX=a"'
    rows = "".join(f"2021-03-03T05:00:51Z,EX01,ECP.Request,{data}\n" for data in (plain, quoted))
    found = read((ECP_HEAD + rows).encode(), Kind.ECP_SERVER)
    assert [record.fields["S:CMD"] for record in found.records] == ['x "y", z'] * 2


def test_ecp_no_header(read):
    """An ECP log without header is read with its four columns, and the reader says so."""
    found = read(b"2021-03-03T05:00:51Z,EX01,ECP.Request,S:CMD=Get-X\n", Kind.ECP_SERVER)
    assert found.records[0].fields["S:CMD"] == "Get-X"
    assert found.notes


def test_oabgen(read):
    """Every line of an OABGenerator log is a record with its whole text, columns or not."""
    lines = [
        '2021-03-03T05:00:51.122Z,12,Download failed and temporary file "C:\\x" needs to be removed',
        "2021-03-03 05:00:52 free text",
        "no time",
    ]
    for head in ("", "#Fields: DateTime,Thread,Event,Data\n"):
        found = read((head + "\n".join(lines) + "\n").encode(), Kind.OABGEN)
        assert [record.fields["Text"] for record in found.records] == lines
        assert [record.time and record.time.second for record in found.records] == [51, 52, None]
        assert not found.faults
    assert (
        read((f"#Fields: DateTime,Thread,Event\n{lines[0]}").encode(), Kind.OABGEN).records[0].fields["Thread"] == "12"
    )


def test_message_tracking(read):
    """Message tracking names its time `date-time`, after a byte order mark."""
    text = "\ufeff#Fields: date-time,client-ip,event-id\r\n2021-03-03T05:00:51.122Z,192.0.2.1,RECEIVE\r\n"
    found = read(text.encode(), Kind.MESSAGE_TRACKING)
    assert found.records[0].fields["event-id"] == "RECEIVE"
    assert found.records[0].time == datetime(2021, 3, 3, 5, 0, 51, 122000, tzinfo=UTC)


CSV_HEAD = "#Fields: DateTime,Cmdlet,Parameters\n"
ROW = "2021-03-03T05:00:51Z,Get-X,"


@pytest.mark.parametrize("block_bytes", [1, 7, 64, 1 << 20])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_in_values(read, end, block_bytes):
    """A quoted value may hold line ends, blank lines too; the record lies over all its lines."""
    text = end.join([CSV_HEAD.strip(), ROW + '"a', "", 'b, ""c"""', ROW + "d", ""])
    found = read(text.encode(), Kind.RPS_CMDLET, block_bytes)
    assert [record.fields["Parameters"] for record in found.records] == [f'a{end}{end}b, "c"', "d"]
    assert [record.at.line for record in found.records] == [2, 5]
    assert not found.faults


@pytest.mark.parametrize("block_bytes", [1, 50, 1 << 20])
def test_unpaired_quote_swallows_nothing(read, block_bytes):
    """A quote that never closes costs its own line, not the records after it."""
    text = CSV_HEAD + ROW + '"a\n' + (ROW + "b\n") * 3 + ROW + 'c"d\n' + ROW + '"e\n' + "x\n" * 80 + ROW + '"f"\n'
    found = read(text.encode(), Kind.RPS_CMDLET, block_bytes)
    assert [record.fields["Parameters"] for record in found.records] == ["b"] * 3 + ['c"d', "f"]
    assert found.reasons == ["a quoted value does not end"] * 2 + ["1 value, 3 fields"] * 80


def test_tabs_and_semicolons(read):
    """Tabs or semicolons may separate the columns of a log that was exported again."""
    for sep in "\t;":
        text = f"DateTime{sep}Cmdlet{sep}Parameters\n2021-03-03T05:00:51Z{sep}Get-X{sep}a,b\n"
        assert read(text.encode(), Kind.RPS_CMDLET).records[0].fields["Parameters"] == "a,b"


def test_huge_value(read):
    """A value of a megabyte is a value."""
    row = ROW + '"' + "x" * 1_000_000 + '"\n'
    assert len(read((CSV_HEAD + row).encode(), Kind.RPS_CMDLET).records[0].fields["Parameters"]) == 1_000_000


def test_fields_again_after_plain_row(read):
    """`#Fields` takes its columns back from a plain header row that came between."""
    other = "DateTime,Protocol,UrlStem\n2021-03-03T07:00:00Z,Owa,/y\n"
    found = read((PROXY_HEAD + other + PROXY_HEAD + proxy_row() + "\n").encode(), Kind.HTTPPROXY)
    assert [record.fields["Protocol"] for record in found.records] == ["Owa", "Ecp"]
    assert not found.faults


def test_ecp_exported_again(read):
    """Event data is taken apart in an ECP log that was exported again, whatever column it is."""
    text = '"EventData","TimeStamp"\n"S:CMD=Set-X;S:URL=/a","2021-03-03T05:00:51Z"\n'
    assert read(text.encode(), Kind.ECP_SERVER).records[0].fields["S:CMD"] == "Set-X"


def test_continuation_of_the_right_width(read):
    """A line inside a quoted value that has as many values as columns, but no time, is part of the value."""
    found = read(f'{CSV_HEAD}{ROW}"a\n,,b"\n{ROW}"a\nx,y,z\nb"\n'.encode(), Kind.RPS_CMDLET)
    assert [record.fields["Parameters"] for record in found.records] == ["a\n,,b", "a\nx,y,z\nb"]


EWS_HEAD = "#Software: Microsoft Exchange Server\n#Log-type: EWS Logs\n#Fields: DateTime,SoapAction,HttpStatus\n"
OTHERS = {
    "another kind": EWS_HEAD + "2021-03-03T06:00:00Z,GetFolder,200\n",
    "a type nobody knows": "#Log-type: Some Audit\n#Fields: DateTime,UrlStem\n2021-03-03T06:00:00Z,/x\n",
    "the same columns": PROXY_HEAD.replace("HttpProxy Logs", "ECP Activity Log").replace("\r", "") + proxy_row() + "\n",
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("block", [200, 2**20])
def test_two_kinds_of_logs_in_one_file(read, other, block):
    """What stands behind the header of another kind is not filed under the first one: each line is a fault with its
    place; where the first kind goes on, so does reading."""
    data = PROXY_HEAD + proxy_row() + "\r\n" + OTHERS[other] + PROXY_HEAD + proxy_row() + "\r\n"
    found = read(data.encode(), Kind.HTTPPROXY, block_bytes=block)
    assert [record.fields["UrlStem"] for record in found.records] == ["/ecp/y.js"] * 2
    assert [fault.reason.startswith("the log of another kind") for fault in found.faults] == [True]
    at = found.faults[0].at
    assert at and data.encode()[at.offset : at.offset + at.length].startswith(b"2021-03-03T0")


def test_a_header_that_comes_again_is_none_of_another_kind(read):
    """Neither the own type again, in whatever case, nor an unknown one that stood at the beginning."""
    twice = (PROXY_HEAD + proxy_row() + "\r\n" + PROXY_HEAD.replace("HttpProxy Logs", "HTTPPROXY LOGS")) + proxy_row()
    assert len(read(twice.encode(), Kind.HTTPPROXY).records) == 2
    head = "#Log-type: audit\n#Fields: DateTime,UrlStem\n"
    row = "2021-03-03T06:00:00Z,/x\n"
    assert len(read((head + row + head + row).encode(), Kind.EXCHANGE_OTHER).records) == 2
    found = read((head + row + head.replace("audit", "other") + row).encode(), Kind.EXCHANGE_OTHER)
    assert (len(found.records), len(found.faults)) == (1, 1)

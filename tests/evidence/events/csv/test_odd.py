"""CSV exports of Windows events in forms that people and tools make of them, and what is mistaken for them."""

import csv
import random
import time

import pytest
from tests.evidence.events.csv.test_reading import SEARCHED, WINEVENT, event, table, win_event
from tests.evidence.events.evtxecmd_writer import HEADER, as_csv

from indicia.config import Limits
from indicia.evidence.events.csv.hopeless import Hopeless
from indicia.evidence.events.csv.rows import split
from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.model.evidence import Kind

XML = (
    "<Event xmlns='x'><System><Provider Name='P'/><EventID>1</EventID>"
    "<TimeCreated SystemTime='2021-03-03T05:10:22.123Z'/>"
    "<EventRecordID>7</EventRecordID><Channel>Sysmon</Channel><Computer>MX1</Computer></System><EventData>"
    r"<Data Name='Image'>C:\a.exe</Data></EventData></Event>"
)
SYSTEM = (
    '{"Provider":{"Name":"P"},"EventID":{"Value":1},"TimeCreated":{"SystemTime":1614748222.123},"EventRecordID":7,'
    '"Channel":"Sysmon","Computer":"MX1"}'
)
FORMS = {
    "nothing but the event": {"_raw": XML},
    "the event beside what was searched": {"_time": "1", "EventCode": "1", "Channel": "other", "_raw": XML},
    "values shown twice": {
        "_time": "2021-03-03T05:10:22.123+0000", "EventCode": "1\n1", "Channel": "Sysmon\nSysmon", "Computer": "MX1",
        "SourceName": "P", "RecordNumber": "7\n7", "Image": r"C:\a.exe",
    },
    "names of the common schema": {
        "@timestamp": "2021-03-03T05:10:22.123Z", "event.code": "1", "winlog.channel": "Sysmon", "host.name": "MX1",
        "event.provider": "P", "winlog.record_id": "7", "winlog.event_data.Image": r"C:\a.exe",
    },
    "parts of Velociraptor": {"System": SYSTEM, "EventData": r'{"Image":"C:\\a.exe"}', "Message": "x"},
    "a time of Germany": {
        "TimeGenerated [UTC]": "3.3.2021, 05:10:22,123", "Channel": "Sysmon", "EventID": "1", "Computer": "MX1",
        "EventSourceName": "P", "EventRecordId": "7", "Image": r"C:\a.exe",
    },
    "a time of Japan": {
        "TimeGenerated [UTC]": "2021/3/3 5:10:22.123", "Channel": "Sysmon", "EventID": "1", "Computer": "MX1",
        "EventSourceName": "P", "EventRecordId": "7", "Image": r"C:\a.exe",
    },
    "blanks in front of names": {
        "Channel": "Sysmon", " EventID": "1", " Computer": "MX1", " EventRecordId": "7", " Image": r"C:\a.exe",
        " Provider": "P", " TimeCreated": "2021-03-03T05:10:22.123Z",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_other_forms_are_the_same_event(read, name):
    """What a row holds twice or whole in one cell is taken from where it is whole."""
    given = FORMS[name]
    data = table(list(given), [list(given.values())] * 2).encode()
    assert identify(data, "x.csv") is Kind.EVENTS_CSV
    events, ledger = read(Kind.EVENTS_CSV, data)
    assert not ledger.faults
    assert not ledger.notes
    record = events[1].decode()
    assert (record.source, record.host, record.fields["EventID"], record.at.record_id) == ("Sysmon", "MX1", 1, 7)
    assert (record.fields["Provider_Name"], record.fields["Image"]) == ("P", r"C:\a.exe")
    assert record.time and record.time.isoformat() == "2021-03-03T05:10:22.123000+00:00"


def test_an_event_cut_in_its_cell_is_read_by_its_columns(read):
    """Splunk cuts what is long."""
    given = SEARCHED["splunk"][0] | {"_raw": XML[:-40]}
    ((found,), ledger) = read(Kind.EVENTS_CSV, table(list(given), [list(given.values())]).encode())
    assert not ledger.faults
    assert found.decode().fields["Image"] == r"C:\a.exe"


def test_get_winevent_without_the_log(read):
    """`Select-Object TimeCreated, ProviderName, Id, Message` tells the provider, which rules go by as well."""
    names = ["TimeCreated", "ProviderName", "Id", "Message"]
    data = table(names, [["04.03.2021 05:10:22", "P", "7045", "A service"]]).encode()
    assert identify(data, "x.csv") is Kind.EVENTS_CSV
    ((found,), _) = read(Kind.EVENTS_CSV, data)
    assert found.decode().fields == {
        "EventID": 7045, "Provider_Name": "P", "Message": "A service", "TimeCreated(local)": "04.03.2021 05:10:22",
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["EventID,Channel,Description,Recommended", "Channel,EventID,Provider,Level,Message", "EventID,Channel,count",
     "EventID,Source,Channel,Description", "Id,ProviderName,LogName,Name", "_raw", "System,EventData,Message"],
)  # fmt: skip
def test_tables_about_events_are_none(header):
    """Catalogues and statistics name events, yet nothing in them happened."""
    data = f"{header}\r\n{','.join('4624' for _ in header.split(','))}\r\n".encode()
    assert identify(data, "x.csv") is not Kind.EVENTS_CSV


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_behind_one_that_ends_without_a_line_end(read, encoding, mark):
    """The last row of the one and the header of the other share a line; both files come out whole."""
    for text, count in (
        (as_csv(map(event, range(3))), 3),
        (table(WINEVENT, [win_event(number) for number in range(3)]), 3),
    ):
        data = f"{text.removesuffix(chr(13) + chr(10))}{mark}{text}".encode(encoding)
        events, ledger = read(Kind.EVENTS_CSV, data)
        assert [each.decode().at.record_id for each in events] == [*range(count)] * 2
        assert not ledger.faults


def test_a_row_that_names_columns_hides_nothing(read):
    """Values that somebody chose to look like names of columns make no header of an event."""
    given = SEARCHED["splunk"][0]
    names = [*given, "A", "B", "C"]
    rows = [
        [*given.values(), "x", "y", "z"],
        [*given.values(), "EventID", "Channel", "Computer"],
        [*given.values(), "", "", ""],
    ]
    events, ledger = read(Kind.EVENTS_CSV, table(names, rows).encode())
    assert len(events) == 3
    assert not ledger.faults


@pytest.mark.parametrize("seed", range(60))
def test_passing_by_finds_what_asking_each_line_finds(read, monkeypatch, seed):
    """Lines at which no row can begin are passed by; asking each gives the same events and the same account."""
    chance = random.Random(seed)
    text = chance.choice([as_csv(map(event, range(9))), table(WINEVENT, [win_event(number) for number in range(9)])])
    data = bytearray(text.encode(chance.choice(["utf-8", "utf-16-le", "utf-16-be"])))
    for _ in range(chance.choice([1, 3, 9])):
        at = chance.randrange(len(data))
        what = chance.choice([b'"', b"\n", b'"\n', b'",\n', b"Id,x\n", b"EventID,Channel,Computer\n", b"x\r\n", b"\0"])
        data[at : at + chance.choice([0, 0, 1, 200])] = what * chance.choice([1, 2, 90])
    limits = chance.choice([Limits(), Limits(line_bytes=200)])
    accounts = []
    for end in (Hopeless.end, lambda self, units, position, *_: position):
        monkeypatch.setattr(Hopeless, "end", end)
        events, ledger = read(Kind.EVENTS_CSV, bytes(data), limits=limits, most=chance.choice([100, 2**20]))
        faults = [(fault.reason, fault.at) for fault in ledger.faults]
        accounts.append(([each.text for each in events], faults, ledger.records, ledger.faulty, ledger.framing))
    assert accounts[0] == accounts[1]


HOSTILE = {
    "short lines": b"x\n" * 400_000,
    "quotes": b'"\n' * 400_000,
    "quotes and separators": b'",\n' * 300_000,
    "a quote that stays open": b'"' + b"x,y\n" * 200_000,
    "blank lines": b"\n" * 800_000,
    "headers in turn": b"".join(b"EventID,Channel,Computer%s\n" % (b"", b",x")[n % 2] for n in range(4000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_made_to_take_long(read, name):
    """A second for a megabyte of broken lines, and then the rows behind them; without care it is minutes."""
    names, *rows = as_csv(map(event, range(3))).encode().split(b"\r\n", 1)
    before = time.process_time()
    again = b"" if name != "a quote that stays open" else b'"\n'
    events, ledger = read(Kind.EVENTS_CSV, b"\r\n".join((names, HOSTILE[name] + again + names, *rows)))
    assert time.process_time() - before < 5
    assert [each.decode().at.record_id for each in events] == [0, 1, 2]
    assert len(ledger.faults) <= 1


@pytest.mark.parametrize("size", [1_000_000, 5_000_000])
def test_a_cell_of_megabytes(read, size):
    """A script block of any size that the limit allows comes out whole."""
    data = as_csv([event(1, ScriptBlockText="x\n" * (size // 2)), event(2)]).encode()
    events, ledger = read(Kind.EVENTS_CSV, data)
    assert not ledger.faults
    assert len(events[0].decode().fields["ScriptBlockText"]) == size
    assert len(HEADER) == 27
    assert identify(data[:HEAD_BYTES], "x.csv") is Kind.EVENTS_CSV


def test_rows_leave_no_lower_limit_behind():
    """How long a value of CSV may be is one number for the whole process, which others count on."""
    before = csv.field_size_limit()
    assert split("a,b", ",") == ["a", "b"]
    assert split("x" * (before + 5), ",") == ["x" * (before + 5)]
    assert csv.field_size_limit() >= before

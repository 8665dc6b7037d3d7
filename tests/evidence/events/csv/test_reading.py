"""The reader of CSV exports of Windows events."""

import csv
import io
import random

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evidence.events.evtxecmd_writer import HEADER, as_csv, as_json

from indicia.config import Limits
from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.model.evidence import Kind

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


def event(number: int, **data: str | None) -> bytes:
    """An event as the `evtx` wheel gives it."""
    system = {
        "Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon"}},
        "EventID": 1,
        "Version": 5,
        "Level": 4,
        "Keywords": "0x8000000000000000",
        "TimeCreated": {"#attributes": {"SystemTime": f"2021-03-03T05:10:{number % 60:02}.123456Z"}},
        "EventRecordID": number,
        "Execution": {"#attributes": {"ProcessID": 4, "ThreadID": 8}},
        "Channel": "Microsoft-Windows-Sysmon/Operational",
        "Computer": "MX1",
        "Security": {"#attributes": {"UserID": "S-1-5-18"}},
    }
    given = {"ProcessId": str(7000 + number), "CommandLine": 'cmd /c "a, b;\tc" é\r\n{x}', "Empty": None} | data
    return orjson.dumps({"Event": {"System": system, "EventData": given}})


def table(names: list[str], rows: list[list[str]], separator: str = ",", quoting: int = csv.QUOTE_ALL) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows([names, *rows])
    return made.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("most", [1, 2**20])
def test_rows_of_evtxecmd_give_the_events_of_the_log(read, encoding, separator, most):
    """Whatever separates and encodes values, each event comes out once, with its fields, its time and its place."""
    text = as_csv(map(event, range(5)), separator)
    data = text.encode(encoding)
    assert identify(data[:HEAD_BYTES], "x.txt") is Kind.EVENTS_CSV
    events, ledger = read(Kind.EVENTS_CSV, data, most=most)
    assert not ledger.faults
    assert not ledger.notes
    records = [each.decode() for each in events]
    assert [record.at.record_id for record in records] == list(range(5))
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    for number, record in enumerate(records):
        assert data[record.at.offset : record.at.offset + record.at.length].decode(plain) == record.raw
        assert record.fields["CommandLine"] == 'cmd /c "a, b;\tc" é\r\n{x}'
        assert (record.fields["ProcessId"], record.fields["System.ProcessID"]) == (str(7000 + number), "4")
        assert (record.fields["Level"], record.fields["Keywords"]) == ("4", "0x8000000000000000")
        assert (record.fields["EventID"], record.fields["UserID"], record.fields["Empty"]) == (1, "S-1-5-18", "")
        assert "PayloadData1" not in record.fields
        assert record.time and record.time.isoformat() == f"2021-03-03T05:10:{number:02}.123456+00:00"
        assert (record.source, record.host) == ("Microsoft-Windows-Sysmon/Operational", "MX1")
    assert [record.at.line for record in records] == [2, 3, 4, 5, 6]


def test_lines_of_json_of_evtxecmd_are_the_same_events(read):
    """The other output of the tool gives the same fields: neither its summary nor its own ProcessId among the data."""
    texts = [*map(event, range(5))]
    rows, _ = read(Kind.EVENTS_CSV, as_csv(texts).encode())
    lines, ledger = read(Kind.EVENTS_JSON, as_json(texts).encode())
    assert not ledger.notes
    assert [each.decode().fields for each in rows] == [each.decode().fields for each in lines]


def test_recordings_read_alike_from_the_log_and_from_rows(corpora, read):
    """Field by field, but for what EvtxECmd leaves out, joins, or spells otherwise."""
    compared, other = 0, set()
    for path in sorted((corpora / "evtx-attack-samples").rglob("*.evtx")):
        if path.stat().st_size > 2**21:
            continue
        log = [each for each in read(Kind.EVTX, path.read_bytes())[0] if each.event_id >= 0]
        rows, ledger = read(Kind.EVENTS_CSV, as_csv(each.text for each in log).encode("utf-8-sig"))
        assert len(rows) == len(log)
        assert not ledger.faults
        for left, right in zip(log, rows, strict=True):
            one, two = left.decode(), right.decode()
            assert (one.time, one.host, one.source, one.at.record_id) == (
                two.time,
                two.host,
                two.source,
                two.at.record_id,
            )
            names = one.fields.keys() | two.fields.keys()
            for name in names - {"Version", "Task", "Opcode", "System.ActivityID"}:
                ours, theirs = one.fields.get(name), two.fields.get(name)
                if str(ours).lower() != str(theirs).lower() and (ours, theirs) != (None, "0"):
                    other.add(name)
            compared += 1
    assert compared > 600
    assert other == {"Data"}


def test_positional_data_of_exchange_is_a_cmdlet(read):
    """EvtxECmd joins positions; what runs and with what is still told."""
    payload = '{"EventData":{"Data":"Set-OabVirtualDirectory, -ExternalUrl \\"http://a/, b\\", corp/admin"}}'
    given = dict.fromkeys(HEADER, "") | {
        "EventRecordId": "5", "EventId": "1", "Provider": "MSExchange CmdletLogs", "Computer": "MX",
        "Channel": "MSExchange Management", "TimeCreated": "2021-03-03 05:10:22.1234567", "Payload": payload,
    }  # fmt: skip
    ((found,), ledger) = read(Kind.EVENTS_CSV, table(HEADER, [[given[name] for name in HEADER]]).encode())
    fields = found.decode().fields
    assert fields["Cmdlet"] == "Set-OabVirtualDirectory"
    assert fields["CmdletParameters"] == '-ExternalUrl "http://a/, b", corp/admin'
    assert not ledger.faults


@pytest.mark.parametrize(
    ("payload", "field", "value", "note"),
    [
        ('{"UserData":{"LogFileCleared":{"@xmlns":"x","SubjectUserName":"adm"}}}', "SubjectUserName", "adm", ""),
        ('{"EventData":{"Data":{"@Name":"A","#text":"1"}}}', "A", "1", ""),
        ('{"EventData":{"Data":[{"@Name":"A","#text":"1"},{"@Name":"A","#text":"2"}]}}', "A", ("1", "2"), ""),
        ('<EventData><Data Name="A">1</Data></EventData>', "A", "1", ""),
        ('{"EventData":{"Data":[{"@Name":"A","#text":"\\ud800"}]}}', "A", "?", ""),
        ('{"EventData":{"Data":[{"@Name":"A","#te', "Data", ('{"EventData":{"Data":[{"@Name":"A","#te',), "cut"),
        ("[" * 500 + "]" * 500, "Data", ("[" * 500 + "]" * 500,), "cut"),
        ("", "PayloadData1", "User: a", "no Payload"),
    ],
)
def test_payloads(read, payload, field, value, note):
    """Data comes out of every form of a payload; what none tells apart stays text, and a note says so."""
    given = dict.fromkeys(HEADER, "") | {
        "EventRecordId": "5", "EventId": "1102", "Provider": "P", "Channel": "C", "PayloadData1": "User: a",
        "TimeCreated": "2021-03-03 05:10:22.1234567", "Payload": payload, "HiddenRecord": "True",
    }  # fmt: skip
    ((found,), ledger) = read(Kind.EVENTS_CSV, table(HEADER, [[given[name] for name in HEADER]]).encode())
    assert found.decode().fields[field] == value
    assert any(note in each for each in ledger.notes) or not note
    assert any("marked as hidden" in each for each in ledger.notes)
    lines, _ = read(Kind.EVENTS_JSON, orjson.dumps({n: v for n, v in given.items() if v} | {"ChunkNumber": 0}))
    assert lines[0].decode().fields[field] == value


WINEVENT = [
    "Message", "Id", "Version", "Qualifiers", "Level", "Task", "Opcode", "Keywords", "RecordId", "ProviderName",
    "ProviderId", "LogName", "ProcessId", "ThreadId", "MachineName", "UserId", "TimeCreated", "ActivityId",
    "RelatedActivityId", "ContainerLog", "MatchedQueryIds", "Bookmark", "LevelDisplayName", "OpcodeDisplayName",
    "TaskDisplayName", "KeywordsDisplayNames", "Properties",
]  # fmt: skip


def win_event(number: int, **given: str) -> list[str]:
    own = {
        "Message": "An account was logged on.\r\n\r\nSubject:\r\n\tAccount Name:\t\"x\"", "Id": "4624", "Version": "2",
        "Level": "0", "Task": "12544", "Opcode": "0", "Keywords": "-9214364837600034816", "RecordId": str(number),
        "ProviderName": "Microsoft-Windows-Security-Auditing", "LogName": "Security", "ProcessId": "4",
        "ThreadId": "8", "MachineName": "MX1", "UserId": "S-1-5-18", "TimeCreated": "3/4/2021 5:10:22 AM",
        "Properties": "System.Collections.Generic.List`1[System.Diagnostics.Eventing.Reader.EventProperty]",
    }  # fmt: skip
    return [(own | given).get(name, "") for name in WINEVENT]


@pytest.mark.parametrize("front", ["", "#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n", "sep=,\r\n"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_rows_of_get_winevent(read, front, encoding):
    """The system part is read, times without a zone are not taken, and it is said that the data is in the message."""
    data = (front + table(WINEVENT, [win_event(number) for number in range(3)])).encode(encoding)
    assert identify(data[:HEAD_BYTES], "events.csv") is Kind.EVENTS_CSV
    events, ledger = read(Kind.EVENTS_CSV, data)
    assert not ledger.faults
    record = events[1].decode()
    assert (record.at.record_id, record.time, record.host, record.source) == (1, None, "MX1", "Security")
    assert record.fields["Keywords"] == "0x8020000000000000"
    assert (record.fields["UserID"], record.fields["System.ProcessID"]) == ("S-1-5-18", "4")
    assert record.fields["Message"].startswith("An account was logged on.")
    assert "ProcessId" not in record.fields
    assert ledger.notes == [
        "of the times of events 3 are local and the offset is unknown: these records carry no time",
        "3 events with their data only in Message: rules that ask for other fields cannot see them",
    ]


def test_sysmon_says_the_time_in_its_message(read):
    """Before anything that a process could have a hand in; such a line further below is not believed."""
    message = "Process Create:\r\nRuleName: -\r\nUtcTime: 2021-03-03 05:10:22.123\r\nCommandLine: x"
    forged = "Process Create:\r\nCommandLine: x\r\nUtcTime: 2020-01-01 00:00:00.000\r\nUser: x"
    sysmon = {"ProviderName": "Microsoft-Windows-Sysmon", "LogName": "Microsoft-Windows-Sysmon/Operational", "Id": "1"}
    rows = [win_event(1, Message=message, **sysmon), win_event(2, Message=forged, **sysmon)]
    events, ledger = read(Kind.EVENTS_CSV, table(WINEVENT, rows).encode())
    times = [each.decode().time for each in events]
    assert [time and time.isoformat() for time in times] == ["2021-03-03T05:10:22.123000+00:00", None]
    assert "1 are local" in ledger.notes[0]


def sysmon_message(**values: str) -> str:
    """As Sysmon writes it."""
    told = {
        "RuleName": "-",
        "UtcTime": "2021-03-03 05:10:22.123",
        "Image": r"C:\a.exe",
        "CommandLine": "a",
        "User": "x",
    }
    return "Process Create:\r\n" + "\r\n".join(f"{name}: {value}" for name, value in (told | values).items())


@pytest.mark.parametrize(
    ("message", "command"),
    [
        (sysmon_message(), "a"),
        (sysmon_message(CommandLine="a\nb: c"), "a\nb: c"),
        (sysmon_message(CommandLine="a\nDetails: c"), "a\nDetails: c"),
        (sysmon_message(CommandLine="a\r\nImage: b"), None),
        (sysmon_message(CommandLine="a\nUser: b"), None),
        ("Process Create: CommandLine: a", None),
        ("Image: b\r\nCommandLine: a", None),
    ],
)
def test_sysmon_says_its_data_in_its_message(read, message, command):
    """Unless somebody else could have written a line of it."""
    sysmon = {"ProviderName": "Microsoft-Windows-Sysmon", "LogName": "Microsoft-Windows-Sysmon/Operational", "Id": "1"}
    events, ledger = read(Kind.EVENTS_CSV, table(WINEVENT, [win_event(1, Message=message, **sysmon)]).encode())
    fields = events[0].decode().fields
    assert fields.get("CommandLine") == command
    assert fields["Message"] == message
    taken = fields.get("User") == "x"
    assert taken == (not any("only in Message" in note for note in ledger.notes))
    assert taken == (command is not None)


def test_other_providers_are_not_sysmon(read):
    """Their messages have other rules."""
    events, _ = read(Kind.EVENTS_CSV, table(WINEVENT, [win_event(1, Message=sysmon_message(), Id="1")]).encode())
    assert "CommandLine" not in events[0].decode().fields


SEARCHED = {
    "splunk": (
        {"_time": "2021-03-03T05:10:22.123+0000", "EventCode": "1", "LogName": "Sysmon", "SourceName": "P",
         "ComputerName": "MX1", "RecordNumber": "7", "Image": r"C:\a.exe", "Absent": ""},
        "2021-03-03T05:10:22.123000+00:00",
    ),
    "splunk, xml": (
        {"_time": "1614748222.5", "_raw": "<Event xmlns='x'><System><Provider Name='P'/><EventID>1</EventID>"
         "<TimeCreated SystemTime='2021-03-03T05:10:22.123Z'/><EventRecordID>7</EventRecordID><Channel>Sysmon</Channel>"
         r"<Computer>MX1</Computer></System><EventData><Data Name='Image'>C:\a.exe</Data></EventData></Event>"},
        "2021-03-03T05:10:22.123000+00:00",
    ),
    "splunk, seconds": (
        {"_time": "1614748222.5", "EventID": "1", "Channel": "Sysmon", "Computer": "MX1", "SourceName": "P",
         "RecordNumber": "7", "Image": r"C:\a.exe"},
        "2021-03-03T05:10:22.500000+00:00",
    ),
    "kibana": (
        {"@timestamp": "Mar 3, 2021 @ 05:10:22.123", "winlog.event_id": "1", "winlog.channel": "Sysmon",
         "winlog.provider_name": "P", "winlog.computer_name": "MX1", "winlog.record_id": "7",
         "winlog.event_data.Image": r"C:\a.exe"},
        "",
    ),
    "log analytics": (
        {"TimeGenerated [UTC]": "3/13/2021, 5:10:22.123 PM", "Source": "P", "EventLog": "Sysmon", "Computer": "MX1",
         "EventID": "1", "EventRecordId": "7",
         "EventData": r"<EventData><Data Name='Image'>C:\a.exe</Data></EventData>"},
        "2021-03-13T17:10:22.123000+00:00",
    ),
    "velociraptor": (
        {"TimeCreated": "2021-03-03T05:10:22Z", "Computer": "MX1", "Channel": "Sysmon", "Provider": "P",
         "EventID": "1", "EventRecordID": "7", "EventData": '{"Image":"C:\\\\a.exe"}'},
        "2021-03-03T05:10:22+00:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEARCHED)
def test_rows_of_search_engines(read, name):
    """The same event, with its time where its zone is told."""
    given, time = SEARCHED[name]
    data = table(list(given), [list(given.values())] * 3).encode()
    assert identify(data, "x.csv") is Kind.EVENTS_CSV
    events, ledger = read(Kind.EVENTS_CSV, data)
    assert not ledger.faults
    assert len(events) == 3
    record = events[0].decode()
    assert (record.source, record.host, record.fields["EventID"], record.at.record_id) == ("Sysmon", "MX1", 1, 7)
    assert record.fields["Image"] == r"C:\a.exe"
    assert "Absent" not in record.fields
    assert (record.time.isoformat() if record.time else "") == time
    assert bool(ledger.notes) is not bool(time)
    assert b'"Image":"C' in events[0].text or name == "kibana"


@pytest.mark.parametrize(
    ("days", "taken"),
    [(["3/4/2021", "3/14/2021"], ["03-04", "03-14"]), (["3/4/2021", "14/3/2021"], ["04-03", "03-14"]),
     (["3/4/2021", "5/4/2021"], [None, None]), (["3.4.2021"], ["04-03"]), (["13/3/2021", "3/13/2021"], [None, None]),
     (["3/3/2021"], ["03-03"])],
)  # fmt: skip
def test_which_number_is_the_day_is_never_guessed(read, days, taken):
    """It is found from the other dates of the file, or the times are left out, which is said."""
    rows = [[f"{day} 17:10:22", "1", "Sysmon", "P"] for day in days]
    data = table(["TimeGenerated [UTC]", "EventID", "Channel", "SourceName"], rows).encode()
    events, ledger = read(Kind.EVENTS_CSV, data)
    times = [each.decode().time for each in events]
    assert [time and f"{time:%m-%d}" for time in times] == taken
    assert [note.count("which number is the day") for note in ledger.notes] == ([1] if None in taken else [])


OTHERS = {
    "Hayabusa": "Timestamp,RuleTitle,Level,Computer,Channel,EventID,RecordID,Details\n",
    "Zircolite": "rule_title,rule_level,EventID,Channel,Computer\n",
    "Chainsaw": "timestamp,detections,path,count,Event.System.Provider,Event ID,Record ID,Computer\n",
    "services": '"Name","Id","DisplayName","Status"\n',
    "processes": "Id,ProcessName,MachineName\n",
    "Get-EventLog": "EventID,MachineName,Index,Source,TimeGenerated\n",
    "a sentence": "EventID and Channel\n",
    "a list": "EventID\nChannel\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_tables_are_no_events(name):
    """Neither what tools found in events nor anything that only has a number and a name."""
    assert identify(OTHERS[name].encode(), "x.csv") is not Kind.EVENTS_CSV


def rows_of(data: bytes) -> list[bytes]:
    return data.split(b"\r\n")


def test_a_row_of_another_width_costs_only_itself(read):
    """Too few values, too many, no number of an event: each a fault with its line; the others come out."""
    lines = rows_of(as_csv(event(number, CommandLine="x") for number in range(8)).encode())
    lines[2] = lines[2].replace(b"MX1,", b"", 1)
    lines[4] += b",more"
    lines[6] = lines[6].replace(b",1,Info", b",one,Info", 1)
    data = b"\r\n".join(lines)
    events, ledger = read(Kind.EVENTS_CSV, data)
    assert [each.decode().at.record_id for each in events] == [0, 2, 4, 6, 7]
    assert [(fault.at.line, fault.reason) for fault in ledger.faults] == [
        (3, "26 values, 27 columns"),
        (5, "28 values, 27 columns"),
        (7, "a row that names no event"),
    ]
    for fault in ledger.faults:
        assert data[fault.at.offset : fault.at.offset + fault.at.length] == lines[fault.at.line - 1]


@pytest.mark.parametrize("broken", [0, 7, 23])
def test_a_lost_quote_costs_no_other_row(read, broken):
    """Neither where rows are lines nor where values go on over lines."""
    for text in (
        as_csv(event(number, CommandLine="x") for number in range(40)),
        table(WINEVENT, [win_event(number) for number in range(40)]),
    ):
        kept = text.encode()
        marks = [at for at in range(len(kept)) if kept[at : at + 1] == b'"']
        at = marks[len(marks) * (broken * 2 + 5) // 60]
        events, ledger = read(Kind.EVENTS_CSV, kept[:at] + kept[at + 1 :], most=700)
        assert len(events) >= 38
        assert len(ledger.faults) <= 2


def test_what_stands_again_and_what_is_cut(read):
    """A header that comes again, blank lines and NUL bytes are framing; another header counts from there on; a row
    that the end of the file cuts is a fault."""
    text = as_csv(map(event, range(3)))
    names = [name for name in WINEVENT if name != "Properties"]
    other = table(names, [win_event(7)[:-1]])
    data = text.encode("utf-8-sig") + b"\r\n" + text.encode("utf-8-sig") + bytes(64) + b"\n" + other.encode()
    events, ledger = read(Kind.EVENTS_CSV, data + text.encode()[:1450], most=1000)
    ids = [each.decode().at.record_id for each in events]
    assert ids[:7] == [0, 1, 2, 0, 1, 2, 7]
    assert [fault.reason for fault in ledger.faults] == ["the file ends inside a row"]
    assert ledger.faulty


def test_limits(read):
    """A row beyond the limit is a fault, and those behind it come out."""
    lines = rows_of(as_csv(event(number, CommandLine="x") for number in range(3)).encode())
    for long in (b"x" * 3_000_000, b'"' + b"x\r\n" * 1_000_000, b'",' * 500_000):
        data = b"\r\n".join([*lines[:2], long, *lines[2:]])
        events, ledger = read(Kind.EVENTS_CSV, data, limits=Limits(line_bytes=10_000))
        assert [each.decode().at.record_id for each in events] == [0, 1, 2]
        assert ledger.faults


def test_bytes_of_another_code_page(read):
    """A row that is no UTF-8 is read as code page 1252."""
    data = as_csv([event(1, CommandLine="é")]).encode("cp1252")
    ((found,), _) = read(Kind.EVENTS_CSV, data)
    assert found.decode().fields["CommandLine"] == "é"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.sampled_from(['"', ",", "\n", "\r\n", "x", "é", "\x00", '""', "1,2", as_csv([event(1)])])),
    most=st.sampled_from([1, 100]),
    encoding=st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_nothing_is_lost_of_any_text(read, parts, most, encoding):
    """Any mixture of quotes and separators is accounted for."""
    read(Kind.EVENTS_CSV, (as_csv([event(0)]) + "".join(parts)).encode(encoding), most=most)
    read(Kind.EVENTS_CSV, "".join(parts).encode(encoding), most=most)


@pytest.mark.parametrize("seed", range(30))
def test_damaged_bytes(read, seed):
    """Bytes changed, lost and added never raise, and rows far from them come out."""
    chance = random.Random(seed)
    data = bytearray(as_csv(event(number) for number in range(60)).encode(ENCODINGS[seed % 5]))
    for _ in range(4):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at : at + 2] = b""
            case _:
                data[at:at] = bytes(chance.choices(b'",\n\0x', k=2))
    events, _ = read(Kind.EVENTS_CSV, bytes(data))
    assert len(events) >= 40

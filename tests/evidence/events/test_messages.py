"""Exports that hold the rendered message and no data: the readers take the data out of it."""

import csv
import io
import random

import orjson
import pytest
from tests.evidence.events.csv.test_reading import WINEVENT, table, win_event
from tests.evidence.events.decoding.messages.test_said import (
    CLEARED,
    DEFENDER,
    FORGED_NETWORK,
    PIPELINE,
    SCRIPT,
    SECURITY,
    SERVICE,
    creation,
    failure,
    logon,
)

from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.model.evidence import Kind

MESSAGES = [
    (SECURITY, "Security", 4688, creation("cmd /c whoami, \"a\"\nb")),
    (SECURITY, "Security", 4624, logon("KALI")),
    ("Microsoft-Windows-Eventlog", "Security", 1102, CLEARED),
    ("Service Control Manager", "System", 7045, SERVICE),
    ("Microsoft-Windows-PowerShell", "Microsoft-Windows-PowerShell/Operational", 4104, SCRIPT),
    ("Microsoft-Windows-PowerShell", "Microsoft-Windows-PowerShell/Operational", 4103, PIPELINE),
    ("Microsoft-Windows-Windows Defender", "Microsoft-Windows-Windows Defender/Operational", 1116, DEFENDER),
    ("Microsoft-Windows-Sysmon", "Microsoft-Windows-Sysmon/Operational", 1,
     "Process Create:\nUtcTime: 2021-03-14 01:39:33.660\nImage: C:\\a.exe\nCommandLine: a"),
]  # fmt: skip
SAID = [
    {"CommandLine": 'cmd /c whoami, "a"\nb', "ProcessId": "0x850", "SubjectUserSid": "S-1-5-18"},
    {"IpAddress": "10.0.0.5", "TargetUserName": "adm", "LogonType": "3"},
    {"SubjectUserName": "adm"},
    {"ServiceName": "PSEXESVC", "ImagePath": r"%SystemRoot%\PSEXESVC.exe"},
    {"Path": r"C:\a.ps1", "ScriptBlockText": "Write-Host 'a'\n\nScriptBlock ID: forged\nPath: forged"},
    {"ContextInfo": "        Severity = Informational\n        Host Application = powershell.exe"},
    {"ThreatName": "Virus:DOS/EICAR_Test_File", "SourceName": "Real-Time Protection"},
    {"Image": r"C:\a.exe", "CommandLine": "a"},
]
OFFSET = "2021-03-14T02:39:33.66+01:00"
TIMES = [
    "/Date(1615685973660)/", OFFSET, {"value": "/Date(1615685973660)/", "DisplayHint": 2, "DateTime": "Sunday"},
    {"value": OFFSET, "DateTime": "Sunday, 14 March 2021 02:39:33"},
]  # fmt: skip


def json_object(number: int, time: object = TIMES[0], **other: object) -> dict:
    """As `ConvertTo-Json` writes an event."""
    provider, channel, event_id, message = MESSAGES[number % len(MESSAGES)]
    return {
        "Id": event_id, "Version": 2, "Qualifiers": None, "Level": 0, "Task": 12544, "Opcode": 0,
        "Keywords": -9214364837600034816, "RecordId": number, "ProviderName": provider, "ProviderId": "p",
        "LogName": channel, "ProcessId": 4, "ThreadId": 8, "MachineName": "MX1",
        "UserId": {"BinaryLength": 12, "AccountDomainSid": None, "Value": "S-1-5-18"}, "TimeCreated": time,
        "ActivityId": None, "Bookmark": {}, "LevelDisplayName": "Information", "KeywordsDisplayNames": ["Success"],
        "Properties": [{"Value": "S-1-5-18"}, {"Value": 7}], "Message": message, **other,
    }  # fmt: skip


def plainly(value: object) -> object:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def check(events, ledger, *, timed: bool) -> None:
    assert not ledger.faults
    assert len(events) == len(MESSAGES)
    for event, (provider, channel, event_id, message), said in zip(events, MESSAGES, SAID, strict=True):
        record = event.decode()
        fields = record.fields
        assert (fields["EventID"], fields["Provider_Name"], record.source) == (event_id, provider, channel)
        assert {name: plainly(fields.get(name)) for name in said} == said
        assert plainly(fields["Message"]).rstrip() == message.rstrip()
        assert record.host == "MX1"
        if timed:
            assert record.time
            assert record.time.isoformat() == "2021-03-14T01:39:33.660000+00:00"
        assert event.opened()[0].get(next(iter(said))) == fields[next(iter(said))]


@pytest.mark.parametrize("form", ["array", "lines", "printed", "value"])
@pytest.mark.parametrize("time", range(len(TIMES)))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_of_get_winevent(read, form, time, encoding):
    """Arrays and lines, in every way PowerShell writes a time."""
    objects = [json_object(number, TIMES[time]) for number in range(len(MESSAGES))]
    match form:
        case "array":
            text = orjson.dumps(objects).decode()
        case "lines":
            text = "\n".join(orjson.dumps(each).decode() for each in objects)
        case "printed":
            text = orjson.dumps(objects, option=orjson.OPT_INDENT_2).decode().replace("/", "\\/")
        case _:
            text = orjson.dumps({"value": objects, "Count": len(objects)}).decode()
    data = text.encode(encoding)
    assert identify(data[:HEAD_BYTES], "x.json") is Kind.EVENTS_JSON
    events, ledger = read(Kind.EVENTS_JSON, data)
    check(events, ledger, timed=True)
    assert not ledger.notes
    fields = events[0].decode().fields
    assert (fields["UserID"], fields["System.ProcessID"], fields["Keywords"]) == ("S-1-5-18", "4", "0x8020000000000000")
    assert "Data" not in fields
    assert "Value" not in fields


def test_json_of_selected_members(read):
    """`Select-Object TimeCreated, Id, ProviderName, Message`: the log follows from the provider."""
    names = ("TimeCreated", "Id", "ProviderName", "Message", "MachineName")
    lines = [{name: json_object(number)[name] for name in names} for number in range(len(MESSAGES))]
    data = b"\n".join(map(orjson.dumps, lines))
    assert identify(data, "x.json") is Kind.EVENTS_JSON
    check(*read(Kind.EVENTS_JSON, data), timed=True)


def test_messages_that_do_not_say_it_are_counted(read):
    """Of another language, or with lines that somebody could have written."""
    forged = (
        FORGED_NETWORK + "\n\nDetailed Authentication Information:\n\tLogon Process:\t\ta\n\tAuthentication Package:"
        "\ta\n\tTransited Services:\ta\n\tPackage Name (NTLM only):\ta\n\tKey Length:\t\ta"
    )
    given = [
        json_object(1, Message=logon(forged)), json_object(1, Message="Ein Konto wurde erfolgreich angemeldet."),
        json_object(1, Message=None), json_object(1, ProviderName="P"),
    ]  # fmt: skip
    rows = [win_event(1, Message=str(each["Message"] or ""), ProviderName=each["ProviderName"]) for each in given]
    for kind, data in (
        (Kind.EVENTS_JSON, orjson.dumps(given)),
        (Kind.EVENTS_CSV, table(WINEVENT, rows).encode()),
    ):
        events, ledger = read(kind, data)
        assert [note for note in ledger.notes if "local" not in note] == [
            "3 events with their data only in Message: rules that ask for other fields cannot see them",
            "1 event whose Message can be read in more than one way: "
            "values that somebody could have made up are left out",
        ]
        fields = events[0].decode().fields
        assert "IpAddress" not in fields
        assert fields["TargetUserName"] == "adm"


def test_rows_of_get_winevent_hold_the_data(read):
    """Every message that is known, with line ends of Windows."""
    rows = [
        win_event(number, Id=str(event_id), ProviderName=provider, LogName=log, Message=message.replace("\n", "\r\n"))
        for number, (provider, log, event_id, message) in enumerate(MESSAGES)
    ]  # fmt: skip
    events, ledger = read(Kind.EVENTS_CSV, table(WINEVENT, rows).encode("utf-8-sig"))
    check(events, ledger, timed=False)
    assert ledger.notes == ["of the times of events 7 are local and the offset is unknown: these records carry no time"]


def viewed(first: str, times: list[str], separator: str = ",", names: tuple[str, ...] = ()) -> str:
    """As the Event Viewer saves events: the header has no name for the message, and only what needs it is quoted."""
    made = io.StringIO()
    written = csv.writer(made, delimiter=separator, lineterminator="\r\n")
    written.writerow([first, "Date and Time", "Source", "Event ID", "Task Category", *names])
    word = {"Level": "Information", "Keywords": "Audit Success"}[first]
    for number, (provider, _, event_id, message) in enumerate(MESSAGES):
        further = ["MX1"] * len(names)
        text = message.replace("\n", "\r\n")
        written.writerow([word, times[number % len(times)], provider, event_id, "None", *further, text])
    return made.getvalue()


@pytest.mark.parametrize("first", ["Level", "Keywords"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("most", [100, 2**20])
@pytest.mark.parametrize("again", [False, True])
def test_what_the_event_viewer_saves(read, first, encoding, most, again):
    """Six values under five names; the log follows from the provider, the time is local, Sysmon tells its own."""
    text = viewed(first, ["1/16/2021 10:05:18 AM", "16.01.2021 10:05:18", "19-07-2026 09:58:57"])
    data = (text * (1 + again)).encode(encoding)
    assert identify(data[:HEAD_BYTES], "security.csv") is Kind.EVENTS_CSV
    events, ledger = read(Kind.EVENTS_CSV, data, most=most)
    assert not ledger.faults
    events = events[-len(MESSAGES) :]
    for event, (provider, channel, event_id, _), said in zip(events, MESSAGES, SAID, strict=True):
        record = event.decode()
        assert (record.fields["EventID"], record.fields["Provider_Name"], record.source) == (
            event_id,
            provider,
            channel,
        )
        assert {name: plainly(record.fields.get(name)) for name in said} == said
        sysmon = event_id == 1
        assert bool(record.time) is sysmon
        assert record.fields.get("Keywords") == ("0x8020000000000000" if first == "Keywords" else None)
    assert len(ledger.notes) == 1
    assert f"{7 * (1 + again)} are local" in ledger.notes[0]


def test_further_columns_of_the_event_viewer(read):
    """Columns that somebody added, and another separator."""
    data = viewed("Level", ["1/16/2021 10:05:18 AM"], ";", ("Computer",)).encode()
    assert identify(data, "x.csv") is Kind.EVENTS_CSV
    check(*read(Kind.EVENTS_CSV, data), timed=False)


def test_rows_of_the_event_viewer_with_a_wrong_number_of_values(read):
    """Each costs only itself."""
    lines = viewed("Level", ["1/16/2021 10:05:18 AM"]).split("\r\n")
    data = "\r\n".join([lines[0], "Information,1,P,1,None", *lines[1:], "Information,1,P,1,None,a,b", ""]).encode()
    events, ledger = read(Kind.EVENTS_CSV, data)
    assert len(events) == len(MESSAGES)
    assert [fault.reason for fault in ledger.faults] == ["5 values, 6 columns", "7 values, 6 columns"]


NAMED = {SECURITY: "Microsoft Windows security auditing.",
         "Service Control Manager": "Microsoft-Windows-Service Control Manager"}  # fmt: skip


def raw(number: int, end: str = "\n") -> str:
    """An event as Splunk keeps it."""
    provider, channel, event_id, message = MESSAGES[number]
    lines = ["03/14/2021 02:39:33 AM", f"LogName={channel}", f"EventCode={event_id}", "EventType=0",
             "ComputerName=MX1", f"SourceName={NAMED.get(provider, provider)}", "Type=Information",
             f"RecordNumber={number}", "Keywords=Audit Success", "TaskCategory=Logon", "OpCode=Info",
             f"Message={message}"]  # fmt: skip
    return "\n".join(lines).replace("\n", end)


ROWS = {
    "raw": lambda number: {"_raw": raw(number), "_time": "2021-03-14T01:39:33.660+0000"},
    "raw, seconds": lambda number: {"_time": "1615685973.66", "_raw": raw(number, "\r\n"), "host": "a", "index": "b"},
    "columns": lambda number: {
        "_time": "2021-03-14T01:39:33.660+00:00", "EventCode": str(MESSAGES[number][2]), "ComputerName": "MX1",
        "LogName": MESSAGES[number][1], "SourceName": NAMED.get(MESSAGES[number][0], MESSAGES[number][0]),
        "Message": MESSAGES[number][3], "RecordNumber": str(number), "Account_Name": "adm",
    },
}  # fmt: skip


@pytest.mark.parametrize("form", ROWS)
@pytest.mark.parametrize("kind", [Kind.EVENTS_CSV, Kind.EVENTS_JSON])
def test_events_of_splunk_as_text(read, form, kind):
    """In a column or member, alone or beside others, and as columns of their own."""
    rows = [ROWS[form](number) for number in range(len(MESSAGES))]
    if kind is Kind.EVENTS_CSV:
        data = table(list(rows[0]), [list(row.values()) for row in rows]).encode()
    else:
        data = b"\n".join(orjson.dumps({"preview": False, "offset": 0, "result": row}) for row in rows)
    assert identify(data[:HEAD_BYTES], "x") is kind
    events, ledger = read(kind, data)
    check(events, ledger, timed=kind is Kind.EVENTS_CSV or form != "raw, seconds")
    assert not [note for note in ledger.notes if "local" not in note]
    assert events[3].decode().at.record_id == 3
    assert events[3].decode().fields.get("Keywords") == (None if form == "columns" else "0x8020000000000000")


def test_what_splunk_may_have_cut_says_nothing(read):
    """Lines that somebody wrote could be the last ones then."""
    provider, channel, event_id, _ = MESSAGES[0]
    text = f"03/14/2021 02:39:33 AM\nLogName={channel}\nEventCode={event_id}\nSourceName={provider}\nMessage="
    rows = [{"_raw": text + creation("a\n" * 300)}, {"_raw": text + creation("a" * 10_000)}]
    events, ledger = read(Kind.EVENTS_JSON, orjson.dumps(rows))
    assert all("CommandLine" not in event.decode().fields for event in events)
    assert "2 events that Splunk may have cut: no data is taken out of their Message" in ledger.notes


@pytest.mark.parametrize("seed", range(20))
def test_damaged_bytes(read, seed):
    """Bytes changed, lost and added never raise, and events far from them come out."""
    chance = random.Random(seed)
    objects = [json_object(number) for number in range(len(MESSAGES))] * 4
    texts = {
        Kind.EVENTS_JSON: b"\n".join(map(orjson.dumps, objects)),
        Kind.EVENTS_CSV: (viewed("Level", ["1/16/2021 10:05:18 AM"]) * 4).encode(),
    }
    for kind, text in texts.items():
        data = bytearray(text)
        for _ in range(3):
            at = chance.randrange(200, len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at]
                case _:
                    data.insert(at, chance.randrange(256))
        events, _ = read(kind, bytes(data), most=chance.choice([100, 2**20]))
        assert len(events) >= 12
        for event in events:
            event.decode()


def test_failures_of_strangers_keep_their_address(read):
    """A name that was sent over the network does not hide where it came from."""
    message = failure("x\n\tAccount Domain:\t\tforged")
    ((event,), ledger) = read(Kind.EVENTS_JSON, orjson.dumps([json_object(1, Id=4625, Message=message)]))
    fields = event.decode().fields
    assert fields["IpAddress"] == "10.0.0.5"
    assert "TargetUserName" not in fields
    assert len(ledger.notes) == 1

"""The one decoder: each form of an event gives the same record."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from indicia.evidence.events.decoding.loading import load
from indicia.evidence.events.decoding.moment import parse, utc_text
from indicia.evidence.events.decoding.shapes import event_of, route_of
from indicia.evidence.identify_json import holds_events
from indicia.model.evidence import Kind

TIME = "2021-03-14T01:40:13.6601234Z"
MOMENT = datetime(2021, 3, 14, 1, 40, 13, 660123, tzinfo=UTC)
SYSTEM = {
    "Provider": {"#attributes": {"Name": "P", "Guid": "{g}"}},
    "EventID": 11,
    "Version": 2,
    "Level": 4,
    "Task": 11,
    "Opcode": 0,
    "Keywords": "0x8000000000000000",
    "TimeCreated": {"#attributes": {"SystemTime": TIME}},
    "EventRecordID": 77,
    "Correlation": None,
    "Execution": {"#attributes": {"ProcessID": 4, "ThreadID": 8}},
    "Channel": "Sysmon",
    "Computer": "MX",
    "Security": {"#attributes": {"UserID": "S-1-5-18"}},
}
DATA = {"ProcessId": 1234, "Threat Name": "x", "Initiated": True, "Empty": None, "Guid": "{A-B}", "Hex": "0x3e7"}
EXPECTED = {
    "EventID": 11,
    "Channel": "Sysmon",
    "Provider_Name": "P",
    "Computer": "MX",
    "EventRecordID": 77,
    "Level": "4",
    "Task": "11",
    "Version": "2",
    "Opcode": "0",
    "Keywords": "0x8000000000000000",
    "ProcessId": "1234",
    "ThreatName": "x",
    "Initiated": "true",
    "Empty": "",
    "Guid": "{A-B}",
    "Hex": "0x3e7",
}
TEXTS = {name: {True: "true", None: ""}.get(value, str(value)) for name, value in DATA.items()}
FLAT = {
    "Level": "4",
    "Task": "11",
    "Version": "2",
    "Opcode": "0",
    "Keywords": "0x8000000000000000",
    "EventID": 11,
    "Channel": "Sysmon",
}

SHAPES = {
    "the wheel": {"Event": {"System": SYSTEM, "EventData": DATA}},
    "attributes beside": {
        "Event": {
            "System": SYSTEM
            | {
                "Provider": None,
                "Provider_attributes": {"Name": "P"},
                "EventID_attributes": {"Qualifiers": 1},
                "TimeCreated": None,
                "TimeCreated_attributes": {"SystemTime": TIME},
            },
            "EventData": DATA,
        }
    },
    "converted XML": {
        "Event": {
            "@xmlns": "x",
            "System": SYSTEM
            | {
                "Provider": {"@Name": "P"},
                "EventID": {"@Qualifiers": "0", "#text": "11"},
                "TimeCreated": {"@SystemTime": TIME},
                "EventRecordID": "77",
            },
            "EventData": {"Data": [{"@Name": name, "#text": text} for name, text in TEXTS.items()]},
        }
    },
    "Velociraptor": {
        "System": SYSTEM
        | {
            "Provider": {"Name": "P", "Guid": "{g}"},
            "EventID": {"Value": 11},
            "TimeCreated": {"SystemTime": 1615686013.660123},
            "Execution": {"ProcessID": 4, "ThreadID": 8},
            "Security": {"UserID": "S-1-5-18"},
        },
        "EventData": DATA,
        "OSPath": "C:\\x.evtx",
    },
    "Winlogbeat": {
        "@timestamp": TIME,
        "event": {"code": "11", "provider": "P"},
        "host": {"name": "other"},
        "winlog": {
            "channel": "Sysmon",
            "provider_name": "P",
            "event_id": "11",
            "computer_name": "MX",
            "record_id": 77,
            "level": "4",
            "task": "11",
            "version": 2,
            "opcode": "0",
            "keywords": ["0x8000000000000000"],
            "event_data": DATA,
        },
    },
    "Winlogbeat, dotted": {
        "_source": {
            "@timestamp": TIME,
            "event.code": "11",
            "winlog.channel": "Sysmon",
            "winlog.provider_name": "P",
            "winlog.computer_name": "MX",
            "winlog.record_id": "77",
            "winlog.level": "4",
            "winlog.task": "11",
            "winlog.version": 2,
            "winlog.opcode": "0",
            "winlog.keywords": "0x8000000000000000",
        }
        | {f"winlog.event_data.{name}": value for name, value in DATA.items()}
    },
    "flat": FLAT | {"SourceName": "P", "Hostname": "MX", "@timestamp": TIME, "RecordNumber": 77} | DATA,
    "EvtxECmd": FLAT
    | {
        "Provider": "P",
        "Computer": "MX",
        "TimeCreated": "2021-03-14T01:40:13.6601234+00:00",
        "EventRecordId": "77",
        "Payload": orjson.dumps(
            {"EventData": {"Data": [{"@Name": name, "#text": text} for name, text in TEXTS.items()]}}
        ).decode(),
    },
    "Sentinel, XML inside": FLAT
    | {
        "EventSourceName": "P",
        "Computer": "MX",
        "TimeGenerated": TIME,
        "EventRecordId": 77,
        "EventData": "<EventData xmlns='e'>"
        + "".join(f'<Data Name="{name}">{text}</Data>' for name, text in TEXTS.items())
        + "</EventData>",
    },
    "Sentinel, table Event": {name: value for name, value in FLAT.items() if name not in ("Channel", "Level")}
    | {
        "Source": "P",
        "EventLog": "Sysmon",
        "EventLevel": 4,
        "Computer": "MX",
        "TimeGenerated": TIME,
        "EventRecordId": 77,
        "EventData": '<DataItem type="System.XmlData" time="x" sourceHealthServiceId="y"><EventData xmlns="e">'
        + "".join(f'<Data Name="{name}">{text}</Data>' for name, text in TEXTS.items())
        + "</EventData></DataItem>",
        "Type": "Event",
    },
    "Splunk, fields of a classic log": {
        "result": {name: value for name, value in FLAT.items() if name not in ("Channel", "EventID")}
        | {
            "LogName": "Sysmon",
            "EventCode": "11",
            "SourceName": "P",
            "ComputerName": "MX",
            "RecordNumber": "77",
            "_time": TIME,
        }
        | TEXTS
    },
    "Get-WinEvent": FLAT
    | {
        "ProviderName": "P",
        "MachineName": "MX",
        "RecordId": 77,
        "TimeCreated": "/Date(1615686013660)/",
        "EventData": DATA,
    },
}


def decode(document: dict[str, object]):
    return event_of("0" * 64, 5, 6, 7, orjson.dumps(document))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_record(shape):
    """System part, named data, time and host come out under the same names whatever wrote the event."""
    route = route_of(SHAPES[shape])
    record = decode(SHAPES[shape])
    assert (route.channel, route.provider, route.event_id, route.host) == ("Sysmon", "P", 11, "MX")
    assert record.fields.items() >= EXPECTED.items()
    assert (record.source, record.host, record.table) == ("Sysmon", "MX", "win_event")
    assert abs((record.time - MOMENT).total_seconds()) < 0.001
    assert (record.at.offset, record.at.length, record.at.line, record.at.record_id) == (5, 6, 7, 77)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_told_from_other_json(shape):
    """A file of such lines is read as events."""
    assert holds_events(orjson.dumps(SHAPES[shape]).decode())


def test_a_source_alone_makes_no_event():
    """Where nothing says the log, as in the alerts of other programs."""
    assert route_of({"EventID": 1, "Source": "a monitor", "Computer": "MX"}) is None
    assert not holds_events('{"EventID": 1, "Source": "a monitor"}')


def test_system_process_never_hides_event_data():
    """The process that wrote the event and the one it tells of have different names."""
    fields = decode(SHAPES["the wheel"]).fields
    assert (fields["System.ProcessID"], fields["System.ThreadID"], fields["ProcessId"]) == ("4", "8", "1234")
    assert fields["UserID"] == "S-1-5-18"


def test_names_that_the_system_part_has_too():
    """Event data named like the system part is never lost and never changes what the event is."""
    document = {"Event": {"System": SYSTEM, "UserData": {"Cleared": {"Channel": "Security", "EventID": 5, "X": "y"}}}}
    record = decode(document)
    assert record.source == "Sysmon"
    assert record.fields["Channel"] == ("Sysmon", "Security")
    assert (record.fields["EventID"], record.fields["EventData.EventID"]) == (11, "5")
    assert record.fields["X"] == "y"


@pytest.mark.parametrize(
    "data",
    [
        {"Data": {"#text": ["a", "", "c"]}},
        {"Data": ["a", None, "c"]},
        ["a", "", "c"],
        {"Data": [{"#text": "a"}, {"#text": ""}, {"#text": "c"}]},
        '["a", "", "c"]',
        "<EventData><Data>a</Data><Data /><Data>c</Data></EventData>",
    ],
)
def test_positional_data(data):
    """Unnamed data keeps its order, empty values included."""
    assert decode({"Event": {"System": SYSTEM, "EventData": data}}).fields["Data"] == ("a", "", "c")


def test_data_that_is_just_text():
    """A text that is neither XML nor JSON is one positional value."""
    assert decode(FLAT | {"EventData": "<not xml"}).fields["Data"] == ("<not xml",)
    assert decode(FLAT | {"EventData": "{not json"}).fields["Data"] == ("{not json",)


def exchange(**data: object) -> dict[str, object]:
    return {"EventID": 1, "Channel": "MSExchange Management", "SourceName": "MSExchange CmdletLogs", **data}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"EventData": ["Set-Mailbox", '-Identity "A"', "corp/Users/A", "S-1-5-21"]},
            ("Set-Mailbox", '-Identity "A"', "corp/Users/A"),
        ),
        (
            {"param1": "Set-Mailbox", "param2": '-Identity "A"', "param3": "corp/Users/A"},
            ("Set-Mailbox", '-Identity "A"', "corp/Users/A"),
        ),
        (
            {"Message": 'Cmdlet suceeded. Cmdlet Set-Mailbox, parameters -Identity "A".'},
            ("Set-Mailbox", '-Identity "A"', None),
        ),
        (
            {"Message": 'Échec de l\'applet de commande. Applet de commande Get-Mailbox, paramètres -Identity "A".'},
            ("Get-Mailbox", '-Identity "A"', None),
        ),
        (
            {"Message": "Cmdlet failed. Cmdlet Get-Mailbox, parameters {Identity=A}."},
            ("Get-Mailbox", "{Identity=A}", None),
        ),
        ({"Message": "Nothing of the kind."}, (None, None, None)),
    ],
)
def test_cmdlets(data, expected):
    """Cmdlet, parameters and caller come by position, or from the rendered text in any language."""
    fields = decode(exchange(**data)).fields
    assert tuple(fields.get(name) for name in ("Cmdlet", "CmdletParameters", "CmdletCaller")) == expected


def test_real_cmdlet_event(corpora: Path, read):
    """A forwarded event of a French Exchange server names cmdlet, parameters and caller."""
    events, _ = read(Kind.EVTX, (corpora / "evtx-odd" / "MSExchange_Management_wec.evtx").read_bytes())
    record = events[0].decode()
    assert record.source == "MSExchange Management"
    assert record.at.record_id == 3229
    assert record.fields["Cmdlet"] == "Set-Mailbox"
    assert "-ForwardingSmtpAddress" in record.fields["CmdletParameters"]
    assert record.fields["CmdletCaller"] == "ave.local/Users/Administrateur"
    assert record.time == datetime(2021, 11, 19, 16, 52, 33, 833733, tzinfo=UTC)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"EventID": 1},
        {"Id": "4f0b", "Provider": "x"},
        {"Event": "x"},
        {"Event": {"System": None}},
        {"EventID": True, "Channel": "x"},
        {"EventID": 2**40, "Channel": "x"},
        {"winlog": 5, "Id": 1},
    ],
)
def test_documents_of_no_shape(document):
    """What is no Windows event is not taken for one."""
    assert route_of(document) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-03-14T01:40:13.6601234Z", "2021-03-14T01:40:13.6601234"),
        ("2021-03-14 01:40:13", "2021-03-14T01:40:13"),
        ("2021-03-14 01:40:13.660 UTC", "2021-03-14T01:40:13.660"),
        ("2021-03-14T01:40:13+00:00", "2021-03-14T01:40:13"),
        ("2021-03-14T01:40:13.5+02:00", "2021-03-13T23:40:13.500000"),
        ("2021-03-13T20:10:13-0530", "2021-03-14T01:40:13"),
        (1615686013, "2021-03-14T01:40:13"),
        (1615686013.5, "2021-03-14T01:40:13.500000"),
        ("/Date(1615686013660)/", "2021-03-14T01:40:13.660000"),
        ("2021-13-14T01:40:13Z", ""),
        ("yesterday", ""),
        ("", ""),
        (None, ""),
        (True, ""),
        (float("nan"), ""),
        (1e300, ""),
        ("/Date(99999999999999999999)/", ""),
        ({"a": 1}, ""),
    ],
)
def test_times(value, expected):
    """Each way of writing a time gives UTC text that sorts by time, anything else gives nothing."""
    assert utc_text(value) == expected
    assert (parse(expected) is not None) == bool(expected)


def test_a_text_that_does_not_load_is_its_own_message():
    """Decoding never raises."""
    assert load(b"{")["Message"] == "{"
    assert event_of("0" * 64, 0, 1, None, b"{").fields == {"Message": "{"}


@pytest.mark.parametrize("written", [11.0, "11.0", " 11 ", "11"])
def test_an_event_id_that_a_table_of_numbers_wrote(written: object) -> None:
    """`11.0` is 11; what is no whole number is no event id."""
    for odd, told in ((written, 11), (11.5, -1), ("11.5", -1), (float("nan"), -1)):
        route = route_of({"EventID": odd, "Channel": "Sysmon", "Hostname": "MX"})
        assert (route.event_id if route is not None else -1) == told

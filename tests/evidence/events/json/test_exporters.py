"""Events in the envelopes and pages of search engines and collectors are those that went in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from indicia.evidence.events.json import pages
from indicia.evidence.identify import identify
from indicia.model.evidence import Kind

Made = dict[str, Any]
CHANNEL, PROVIDER, HOST = "Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", "EX01.corp.example"
COUNT = 40


def data(number: int) -> Made:
    return {
        "UtcTime": f"2021-03-03 10:00:{number:02}.123",
        "Image": rf"C:\Windows\a{number}.exe",
        "CommandLine": 'a "b" {}]',
    }


def system(number: int) -> Made:
    return {
        "Provider": {"Name": PROVIDER},
        "EventID": 1,
        "TimeCreated": {"SystemTime": f"2021-03-03T10:00:{number:02}.123456Z"},
        "EventRecordID": number,
        "Channel": CHANNEL,
        "Computer": HOST,
    }


def nested(number: int) -> Made:
    return {"Event": {"System": system(number), "EventData": data(number)}}


def winlogbeat(number: int) -> Made:
    return {
        "@timestamp": f"2021-03-03T10:00:{number:02}.123Z",
        "event": {"code": 1, "provider": PROVIDER},
        "winlog": {
            "channel": CHANNEL,
            "event_id": 1,
            "provider_name": PROVIDER,
            "computer_name": HOST,
            "record_id": number,
            "event_data": data(number),
        },
        "message": "text",
    }


def flat(number: int) -> Made:
    return {
        "EventID": "1",
        "SourceName": PROVIDER,
        "Channel": CHANNEL,
        "Computer": HOST,
        "_time": f"2021-03-03T10:00:{number:02}.000+00:00",
        "RecordNumber": str(number),
        **data(number),
    }


def wazuh(number: int) -> Made:
    small = {name[:1].lower() + name[1:]: value for name, value in data(number).items()}
    given = {
        "providerName": PROVIDER,
        "eventID": "1",
        "systemTime": f"2021-03-03T10:00:{number:02}.123456Z",
        "eventRecordID": str(number),
        "channel": CHANNEL,
        "computer": HOST,
    }
    win = {"system": given, "eventdata": small}
    return {"timestamp": "2021-03-04T00:00:00.000+0000", "rule": {"id": "1"}, "id": "7", "data": {"win": win}}


def raw(number: int) -> Made:
    made = system(number)
    values = "".join(f"<Data Name='{name}'>{value}</Data>" for name, value in data(number).items())
    text = (
        f"<Event xmlns='x'><System><Provider Name='{PROVIDER}'/><EventID>1</EventID>"
        f"<TimeCreated SystemTime='{made['TimeCreated']['SystemTime']}'/><EventRecordID>{number}</EventRecordID>"
        f"<Channel>{CHANNEL}</Channel><Computer>{HOST}</Computer></System><EventData>{values}</EventData></Event>"
    )
    return {"preview": False, "result": {"_raw": text, "host": "collector", "source": "XmlWinEventLog:x"}}


def graylog(number: int) -> Made:
    values = {f"winlogbeat_winlog_event_data_{name}": value for name, value in data(number).items()}
    return {
        "index": "graylog_0",
        "message": {
            "_id": "x",
            "timestamp": f"2021-03-03T10:00:{number:02}.123Z",
            "winlogbeat_winlog_channel": CHANNEL,
            "winlogbeat_winlog_event_id": 1,
            "winlogbeat_winlog_provider_name": PROVIDER,
            "winlogbeat_winlog_computer_name": HOST,
            "winlogbeat_winlog_record_id": number,
            **values,
        },
    }


def osquery(number: int) -> Made:
    return {
        "name": "windows_events",
        "columns": {
            "eventid": "1",
            "source": CHANNEL,
            "provider_name": PROVIDER,
            "computer_name": HOST,
            "datetime": f"2021-03-03T10:00:{number:02}.123456Z",
            "data": json.dumps({"EventData": data(number)}),
        },
    }


def lines(make: Callable[[int], Made]) -> str:
    return "".join(json.dumps(make(number)) + "\n" for number in range(COUNT))


def search(first: int, last: int) -> Made:
    hits = [{"_index": "w", "_id": str(number), "_source": winlogbeat(number)} for number in range(first, last)]
    total = {"value": COUNT, "relation": "eq"}
    return {
        "took": 3,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1},
        "hits": {"total": total, "max_score": None, "hits": hits},
        "aggregations": {"by": {"buckets": [{"key": "]}{", "doc_count": 1}]}},
    }


EXPORTS = {
    "evtx_dump json": "".join(f"Record {n}\n{json.dumps(nested(n), indent=2)}\n" for n in range(COUNT)),
    "bulk": "".join('{"index":{"_index":"w"}}\n' + json.dumps(winlogbeat(n)) + "\n" for n in range(COUNT)),
    "elasticdump": lines(lambda n: {"_index": "w", "_id": "1", "_source": winlogbeat(n)}),
    "search page": json.dumps(search(0, COUNT)),
    "search page, printed": json.dumps(search(0, COUNT), indent=1),
    "search page, close": json.dumps(search(0, COUNT), separators=(",", ":")),
    "search pages": "".join(json.dumps(search(n, n + 10)) + "\n" for n in range(0, COUNT, 10)),
    "responses": json.dumps({"took": 1, "responses": [search(0, 20), search(20, COUNT)]}),
    "splunk": lines(lambda n: {"preview": False, "offset": n, "result": flat(n)}),
    "splunk results": json.dumps(
        {"preview": False, "messages": [], "fields": [{"name": "EventID"}], "results": [flat(n) for n in range(COUNT)]}
    ),
    "splunk xml": lines(raw),
    "azure": json.dumps({"@odata.context": "https://x", "value": [flat(n) for n in range(COUNT)]}, indent=2),
    "wazuh": lines(wazuh),
    "wazuh, indexed": lines(lambda n: {"_index": "wazuh", "_source": wazuh(n)}),
    "graylog": lines(graylog),
    "graylog, alone": lines(lambda n: graylog(n)["message"]),
    "graylog page": json.dumps({"query": "*", "messages": [graylog(n) for n in range(COUNT)], "time": 3}),
    "osquery": lines(osquery),
    "array of lines": "[\n" + ",\n".join(json.dumps(nested(n)) for n in range(COUNT)) + "\n]\n",
    "one after another": "".join(json.dumps(nested(n)) for n in range(COUNT)),
}


@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "utf-16", "lines end otherwise"])
@pytest.mark.parametrize("name", EXPORTS)
def test_every_event_comes_out_of_its_export(read, name, written):
    """Whatever is put around events and however the file is written: each comes out once, with its fields and at its
    own place, and nothing is a fault."""
    text = EXPORTS[name]
    encoded = text.replace("\n", "\r\n").encode() if " " in written else text.encode(written)
    assert identify(encoded, "events.json") is Kind.EVENTS_JSON
    for most in (2**30, 5000):
        events, ledger = read(Kind.EVENTS_JSON, encoded, most=most)
        assert not ledger.faults
        records = [event.decode() for event in events]
        assert [record.fields["Image"] for record in records] == [data(number)["Image"] for number in range(COUNT)]
        assert {record.fields["CommandLine"] for record in records} == {'a "b" {}]'}
        assert {(record.source, record.host, record.fields["EventID"]) for record in records} == {(CHANNEL, HOST, 1)}
        assert [record.time.second for record in records if record.time] == list(range(COUNT))
        assert len({record.at.offset for record in records}) == COUNT
        # What is searched holds values under the names of their fields: engines rely on that.
        assert all(b'"Image"' in event.text or b"'Image'" in event.text for event in events)
        assert ("not searched" in " ".join(ledger.notes)) == (name == "bulk")


@pytest.mark.parametrize("cut", range(1, 400, 7))
def test_a_page_that_was_cut_says_so(read, cut):
    """Cut anywhere, a page gives the events before the cut, and a fault."""
    whole = json.dumps(search(0, 3))
    _, ledger = read(Kind.EVENTS_JSON, whole[:-cut].encode())
    assert len(ledger.faults) == 1


def test_events_with_arrays_in_them_are_no_pages(read):
    """An array that happens to be called like that of a page stays part of its event."""
    events, ledger = read(
        Kind.EVENTS_JSON, json.dumps({"EventID": 7, "Channel": "C", "rows": [{"a": 1}], "Computer": "H"}).encode()
    )
    assert [event.event_id for event in events] == [7]
    assert not ledger.faults
    assert pages.page_head(b'{"EventID":7,"rows":[{"a":1}]}', 0) is None


def test_what_stands_around_events_on_pages_is_framing(read):
    """Every byte is accounted for: events as records, the rest of the page as framing."""
    text = EXPORTS["search page"].encode()
    events, ledger = read(Kind.EVENTS_JSON, text)
    assert ledger.records == sum(event.decode().at.length for event in events)
    for event in events:
        at = event.decode().at
        assert json.loads(text[at.offset : at.offset + at.length])["_id"]


def test_xml_of_evtx_dump(read):
    """A line with a number stands before each event."""
    text = "".join(f'Record {n}\n<?xml version="1.0"?>\n{raw(n)["result"]["_raw"]}\n' for n in range(COUNT))
    assert identify(text.encode(), "x.txt") is Kind.EVENTS_XML
    events, ledger = read(Kind.EVENTS_XML, text.encode(), most=1000)
    assert len(events) == COUNT
    assert not ledger.faults


def test_heads_of_pages_take_no_time(read):
    """What looks like the head of a page for long is read in time."""
    for part in (b'{"a":{"b":{', b'{"hits":[{"a":[', b'{"a":[{"b":1},', b'{"' + b"\\u0041" * 50 + b'":"'):
        read(Kind.EVENTS_JSON, part * (200_000 // len(part)))


def test_data_that_is_called_like_an_envelope(read):
    """Payload of a 4103 and Properties of a 4662 are data, also where the event is flat; of EvtxECmd it holds data."""
    event = {"EventID": 4662, "Channel": "Security", "Computer": "H", "AccessMask": "0x100"}
    for text in ("%%7688\n\t{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}", "{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}"):
        given = event | {"Properties": text, "Payload": 'CommandInvocation(Get-X): "Get-X"'}
        ((found,), _) = read(Kind.EVENTS_JSON, json.dumps(given).encode())
        fields = found.decode().fields
        assert fields["Properties"] == text
        assert fields["Payload"] == 'CommandInvocation(Get-X): "Get-X"'
    packed = json.dumps({"EventData": {"Data": [{"@Name": "Image", "#text": "a.exe"}]}})
    ((found,), _) = read(Kind.EVENTS_JSON, json.dumps(event | {"Payload": packed}).encode())
    assert found.decode().fields["Image"] == "a.exe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_exports_put_one_behind_another(read, encoding):
    """Each begins with the mark of its encoding."""
    mark = "\ufeff".encode(encoding)
    data = b"".join(
        mark + json.dumps(nested(number)).encode(encoding) + "\n".encode(encoding) for number in range(COUNT)
    )
    events, ledger = read(Kind.EVENTS_JSON, data, most=3000)
    assert len(events) == COUNT
    assert not ledger.faults

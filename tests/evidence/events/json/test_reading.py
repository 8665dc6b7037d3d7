"""The reader of JSON exports: any layout, any encoding, broken anywhere."""

import json
import zipfile
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.model.evidence import Kind

LAYOUTS = {
    "lines": lambda rows: "".join(json.dumps(row) + "\n" for row in rows),
    "lines, CRLF, not ASCII": lambda rows: "".join(json.dumps(row, ensure_ascii=False) + "\r\n" for row in rows),
    "no line ends": lambda rows: "".join(json.dumps(row) for row in rows),
    "pretty": lambda rows: "\n\n".join(json.dumps(row, indent=2) for row in rows),
    "pretty, flat": lambda rows: "\n".join(json.dumps(row, indent=0) for row in rows),
    "array": json.dumps,
    "array, pretty": lambda rows: json.dumps(rows, indent=4),
    "array, a line each": lambda rows: "[" + ",\n".join(json.dumps(row) for row in rows) + "]\n",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16")

words = st.text(st.sampled_from('aé"\\{}[],:\n\t x\U0001f600'), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def event(number: int, **data: object) -> dict[str, object]:
    return {
        "EventID": number,
        "Channel": "Security",
        "Hostname": "MX",
        "TimeCreated": "2021-03-14T01:40:12.987Z",
        **data,
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payloads=st.lists(values, max_size=6),
    layout=st.sampled_from(sorted(LAYOUTS)),
    encoding=st.sampled_from(ENCODINGS),
    most=st.sampled_from([1, 7, 1000]),
)
def test_documents_come_out_once_in_any_layout(read, payloads, layout, encoding, most):
    """Every document comes out once, in order and unchanged, whatever the layout, encoding and size of reads."""
    rows = [event(number, payload=payload) for number, payload in enumerate(payloads)]
    data = LAYOUTS[layout](rows).encode(encoding)
    events, ledger = read(Kind.EVENTS_JSON, data, most=most)
    assert [orjson.loads(item.text) for item in events] == rows
    assert ledger.faulty == 0
    plain_encoding = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    for item, row in zip(events, rows, strict=True):
        at = item.decode().at
        assert json.loads(data[at.offset : at.offset + at.length].decode(plain_encoding)) == row


@pytest.mark.parametrize("layout", ["lines", "pretty", "array, pretty", "array, a line each"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(1, 60), broken=st.integers(0, 4))
def test_a_torn_document_costs_only_itself(read, layout, cut, broken):
    """When the end of one document is lost the others still come out, and the fault says on which line."""
    rows = [event(number, text="x" * 30, list=[{"a": number}]) for number in range(5)]
    indent = {"pretty": 2, "array, pretty": 4}.get(layout)
    parts = [json.dumps(row, indent=indent) for row in rows]
    parts[broken] = parts[broken][:-cut]
    if layout == "array, pretty":
        parts = ["    " + part.replace("\n", "\n    ") for part in parts]
    separator = ",\n" if layout.startswith("array") else "\n"
    data = separator.join(parts)
    data = f"[\n{data}\n]" if layout.startswith("array") else data
    events, ledger = read(Kind.EVENTS_JSON, data.encode())
    assert [item.event_id for item in events] == [number for number in range(5) if number != broken]
    assert len(ledger.faults) == 1
    assert ledger.faults[0].at.line == data[: data.index(parts[broken])].count("\n") + 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400) | st.text('{}[]",:\\\n 1a', max_size=200).map(str.encode),
    most=st.sampled_from([1, 64]),
)
def test_random_bytes_never_raise(read, data, most):
    """Any bytes at all are accounted for."""
    read(Kind.EVENTS_JSON, data, most=most)


def test_proxylogon_recording(corpora, read):
    """The recording of a real Exchange server gives its 10,487 events, host, channels and the clock's disagreement."""
    path = corpora / "otrf/datasets/atomic/windows/persistence/host/proxylogon_ssrf_rce_poc.zip"
    with zipfile.ZipFile(path) as archive:
        data = archive.read(archive.namelist()[0])
    events, ledger = read(Kind.EVENTS_JSON, data)
    assert ledger.count == len(events) == 10_487
    assert not ledger.faults
    assert {span.host for span in ledger.spans} == {"MXS01.azsentinel.local"}
    spans = {span.source: span for span in ledger.spans}
    assert spans["Security"].records == 5227
    assert spans["MSExchange Management"].parts == {"1": 3}
    assert spans["Microsoft-Windows-Sysmon/Operational"].hours == {"2021-03-14T01": 4679}
    assert min(span.first for span in ledger.spans) == datetime(2021, 3, 14, 1, 39, 32, 609000, tzinfo=UTC)
    assert ledger.notes == ["Sysmon's UtcTime runs 5 h 00 min ahead of the event time; event times are used"]
    cmdlets = [item.decode().fields for item in events if item.channel == "MSExchange Management"]
    assert [fields["Cmdlet"] for fields in cmdlets] == [
        "Set-OabVirtualDirectory",
        "Remove-OabVirtualDirectory",
        "New-OabVirtualDirectory",
    ]
    assert cmdlets[0]["CmdletParameters"].startswith('-ExternalUrl "http://ffff/#')
    assert cmdlets[0]["CmdletParameters"].endswith('-Identity "OAB (Default Web Site)"')


def test_other_recordings(corpora, read):
    """Every line of every recording is counted; documents that are no Windows event are noted, not given on."""
    given_on = {}
    for path in sorted((corpora / "otrf").rglob("*.[zZ]ip")):
        if "proxylogon" in path.name:
            continue
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                events, ledger = read(Kind.EVENTS_JSON, data)
                assert ledger.count == len(data.splitlines())
                assert not ledger.faults
                assert all(item.decode().time for item in events)
                given_on[path.stem] = (len(events), ledger.count)
    strangers = {name: counts for name, counts in given_on.items() if counts[0] != counts[1]}
    assert strangers == {
        "AADAuditEvents": (0, 4),
        "Microsoft365DefenderEvents": (0, 9),
        "OfficeActivityEvents": (0, 1),
        "WindowsEvents": (37, 38),
    }


def test_what_strict_json_refuses_is_still_read(read):
    """Half a character pair, a control character, bytes that are no UTF-8 and NaN do not hide an event."""
    lines = [
        rb'{"EventID":1,"Channel":"C","a":"\ud800x"}',
        b'{"EventID":2,"Channel":"C","a":"tab\there"}',
        b'{"EventID":3,"Channel":"C","a":"caf\xe9"}',
        b'{"EventID":4,"Channel":"C","a":NaN,"b":1e999,"c":123456789012345678901234567890}',
    ]
    events, ledger = read(Kind.EVENTS_JSON, b"\n".join(lines))
    assert [item.event_id for item in events] == [1, 2, 3, 4]
    assert not ledger.faults
    for item in events:
        orjson.loads(item.text)
        for value in item.decode().fields.values():
            str(value).encode()


def test_limits(read):
    """A document longer than the limit is one fault, not held, and the next line is read again."""
    limits = Limits(line_bytes=1000)
    rows = [event(1), event(2, text="x" * 3_000_000), event(3, list=[{"a": "y" * 50}] * 100_000), event(4)]
    for indent in (None, 1):
        data = "\n".join(json.dumps(row, indent=indent) for row in rows).encode()
        events, ledger = read(Kind.EVENTS_JSON, data, limits=limits)
        assert [item.event_id for item in events] == [1, 4]
        assert [fault.reason for fault in ledger.faults] == ["a document longer than 4000 bytes (limit)"] * 2


def test_deep_nesting_is_a_fault_or_an_event(read):
    """Brackets nested thousands deep never raise."""
    deep = b'{"EventID":1,"Channel":"C","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    objects = b'{"EventID":1,"Channel":"C","a":' + b'{"a":' * 900 + b"1" + b"}" * 901 + b"\n"
    events, ledger = read(Kind.EVENTS_JSON, deep + objects + b'{"EventID":2,"Channel":"C"}')
    assert len(ledger.faults) == 1
    assert [item.decode().fields["EventID"] for item in events] == [1, 2]


def test_padding_and_odd_bytes(read):
    """NUL padding is framing; half a UTF-16 unit at the end is a fault."""
    events, ledger = read(Kind.EVENTS_JSON, json.dumps(event(1)).encode() + bytes(5000))
    assert (len(events), ledger.framing, ledger.faulty) == (1, 5000, 0)
    events, ledger = read(Kind.EVENTS_JSON, json.dumps(event(1)).encode("utf-16-le") + b"\n")
    assert (len(events), ledger.faulty) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[{},{}", "the file ends inside an array: what followed is missing"),
        ("[{},{},", "the file ends inside an array: what followed is missing"),
        ("[\n{},\n{},\n", "the file ends inside an array: what followed is missing"),
        ("[\n{}\n,\n{}\n", "the file ends inside an array: what followed is missing"),
        ("[", "the file ends inside an array: what followed is missing"),
        ("{},\n{},\n", "the file ends behind a comma: what followed is missing"),
        ("{},{}]", "an array ends that did not begin: what stood before is missing"),
        (",\n{},\n{}\n]\n", "an array ends that did not begin: what stood before is missing"),
        ("[{},{}]", ""),
        ("[\n{},\n{}\n]\n[{}]", ""),
        ("[]", ""),
        ("[[{}],[{},{}]]", ""),
        ("[\n{}\n{}\n]", ""),
        ("{}\n{}\n", ""),
        ("{}\n{}", ""),
        ("{}{}", ""),
    ],
)
def test_an_array_cut_between_two_documents_is_no_whole_one(read, text, reason, encoding):
    """What a file that is cut there lacks is a fault that stands for no bytes; all documents come out."""
    written = json.dumps(event(1))
    data = text.replace("{}", written).encode(encoding)
    events, ledger = read(Kind.EVENTS_JSON, data, most=1000)
    assert len(events) == text.count("{}")
    assert [fault.reason for fault in ledger.faults] == ([reason] if reason else [])
    assert ledger.faulty == 0


def test_broken_documents_are_not_told_twice(read):
    """Where a document of an array is broken, or the file ends inside one, nothing is said of the array as well."""
    written = json.dumps(event(1))
    for text in (f"[{written},\n{written[:-9]}\n,\n{written}]", f"[{written},\n{written[:-9]}"):
        _, ledger = read(Kind.EVENTS_JSON, text.encode())
        assert len(ledger.faults) == 1

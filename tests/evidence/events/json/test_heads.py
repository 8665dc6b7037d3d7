"""Heads: what decides the route, out of text that is checked whole; the short way and the long way say the same."""

import json
from collections import Counter

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.evidence.events.decoding.layouts import LAYOUTS, FlatFields
from indicia.evidence.events.decoding.loading import load, tolerantly
from indicia.evidence.events.decoding.moment import utc_text, utc_texts
from indicia.evidence.events.decoding.shapes import fields_of, route_of
from indicia.evidence.events.json.heads import FLAT, FORMS, NESTED
from indicia.model.evidence import Kind

TIME = "2021-03-14T01:40:13.660Z"
texts = st.sampled_from(["Security", "", "Microsoft-Windows-Sysmon", "MX", "é", '"\\', "4624", TIME])
odd = st.sampled_from([None, True, 3, 3.0, -1, 2**32, 2**70, [], ["x"], {"Name": "P"}, {"#text": 7}, {"Value": 8}])
times = st.sampled_from([TIME, "2021-03-14 01:40:13", "2021-13-14T01:40:13.660Z", "", 1615686013, None])

flat = st.fixed_dictionaries(
    {
        "Channel": texts,
        "SourceName": texts,
        "EventID": st.sampled_from([4624, "4624", 0, "x"]),
        "Hostname": texts,
    },
    optional={
        "TimeCreated": times,
        "@timestamp": times,
        "EventTime": times,
        "Image": texts | odd,
        "Event": odd,
        "System": odd,
        "winlog": odd,
        "winlog.channel": texts,
        "_source": odd,
        "result": odd | texts,
        "Computer": texts,
        "Target Image": texts,
        "UserID": texts,
        "Level": texts | odd,
        "EventRecordID": st.sampled_from([7, "7", "x", None]),
        "": texts,
    },
)
nested = st.builds(
    lambda system, data, outer: {"Event": {"System": system, "EventData": data}} | outer,
    st.fixed_dictionaries(
        {
            "Provider": st.sampled_from([{"#attributes": {"Name": "P", "Guid": "G"}}, {"@Name": "P"}, "P", None]),
            "EventID": st.sampled_from([1, "1", {"#text": 1}, {"#text": "1"}, {"#attributes": {}, "#text": 800}, None]),
            "Channel": texts | odd,
            "Computer": texts | odd,
            "TimeCreated": st.sampled_from([{"#attributes": {"SystemTime": TIME}}, {"SystemTime": TIME}, TIME, None]),
        },
        optional={"Provider_attributes": st.just({"Name": "Q"}), "TimeCreated_attributes": st.just({})},
    ),
    st.dictionaries(texts, texts, max_size=2),
    st.fixed_dictionaries({}, optional={"_source": odd, "result": odd, "System": odd}),
)
changed = st.dictionaries(st.sampled_from(["Channel", "SourceName", "EventID", "Hostname"]), odd, max_size=2)
documents = st.builds(lambda document, other: document | other, flat | nested, changed)


def deepest(levels: int) -> bytes:
    return b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","x":' + b"[" * levels + b"]" * levels + b"}"


@settings(max_examples=300, deadline=None)
@given(document=documents)
def test_heads_say_what_the_document_says(document):
    """A head has the route of its document: channel, provider, id, computer as told, and the time where it has one."""
    told = {}
    text = json.dumps(document).encode()
    for form in FORMS.values():
        head = form.of_document(text)
        if head is None:
            continue
        route = route_of(load(text))
        (time,) = form.times([head])
        channel, provider, event_id, host = form.told(head)
        number = getattr(event_id, "text", event_id)
        alone = {"Channel": channel, "SourceName": provider, "EventID": number, "Hostname": host}
        found = route_of(alone)
        if route is None:
            assert found is None
        else:
            number = -1 if found is None else found.event_id
            assert (route.channel, route.provider, route.event_id, route.host) == (channel, provider, number, host)
            assert time in {route.time, ""} if form is FLAT else time == route.time
        told[form] = head
    assert len(told) < 2


@settings(max_examples=300, deadline=None)
@given(
    document=flat,
    at=st.integers(0, 400),
    torn=st.integers(0, 3),
    put=st.binary(max_size=3)
    | st.sampled_from([b"\\ud800", b"\\u0041", b"1e999", b"NaN", b"}{", b"\xed\xa0\x80", b"\0"]),
)
def test_what_is_a_head_loads(document, at, torn, put):
    """Text that is no JSON is no head, so nothing broken is taken for an event."""
    text = json.dumps(document, ensure_ascii=False).encode()
    text = text[:at] + put + text[at + torn :]
    for form in FORMS.values():
        if form.of_document(text) is not None:
            loaded = tolerantly(text)
            assert not isinstance(loaded, str)
            assert load(text) == loaded[1]


@pytest.mark.parametrize(
    "text",
    [
        b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","x":"\xff"}',
        b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","\xed\xa0\x80":1}',
        b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","x":"\\ud800"}',
        b'{"Channel":"C","SourceName":"S","EventID":1.0,"Hostname":"H"}',
        b'{"Channel":"C","SourceName":"S","EventID":true,"Hostname":"H"}',
        b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":null}',
        b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","Event":{}}',
        b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H"} x',
        deepest(100_000),
    ],
)
def test_what_is_no_head(text):
    """What the decoder does not check itself, what it would convert, and what makes another shape."""
    assert FLAT.of_document(text) is None
    assert FLAT.of_lines(text, 1) is None


def told(item, ledger):
    """All that a reader says of an event, but where it lies."""
    record = item.decode()
    return item.channel, item.provider, item.event_id, record.host, record.time, dict(record.fields), record.raw


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(documents | st.just({"a": 1}), min_size=1, max_size=8),
    times=st.sampled_from([1, 1, 40]),
    end=st.sampled_from([b"\n", b"\r\n"]),
    most=st.sampled_from([97, 2**30]),
)
def test_lines_say_what_documents_say(read, rows, times, end, most):
    """Many lines at a time give the same events, lines and coverage as their documents one by one."""
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows] * times
    found, ledger = read(Kind.EVENTS_JSON, end.join(lines) + end, most=most)
    # With a comma behind it no line is one document and nothing else, so each is loaded by itself.
    single, other = read(Kind.EVENTS_JSON, b"[\n" + b",\n".join(lines) + b",\n]\n")
    assert [told(item, ledger) for item in found] == [told(item, other) for item in single]
    assert [item.decode().at.line + 1 for item in found] == [item.decode().at.line for item in single]
    assert ledger.spans == other.spans
    assert ledger.count == other.count == len(lines)
    assert ledger.notes == other.notes
    whole = end.join(lines) + end
    for item in found:
        at = item.decode().at
        assert whole[at.offset : at.offset + at.length] in lines


def test_two_documents_on_a_line_are_two(read):
    """As many documents as lines do not make each line a document."""
    one = orjson.dumps({"Channel": "C", "SourceName": "S", "EventID": 1, "Hostname": "H", "TimeCreated": TIME})
    for data in (b"%s%s\n\n%s\n", b"%s\n%s%s\n \n", b"%s %s\n\t\n%s\n", b"%s\n%s,%s\n\n"):
        events, ledger = read(Kind.EVENTS_JSON, data % (one, one, one))
        assert [item.text for item in events] == [one] * 3
        assert not ledger.faults


def test_a_broken_line_among_many_costs_only_itself(read):
    """Of hundreds of lines that are read together one is broken: a fault with its line, and all others come out."""
    row = {"Channel": "C", "SourceName": "S", "EventID": 1, "Hostname": "H", "TimeCreated": TIME}
    lines = [orjson.dumps(row | {"EventID": number}) for number in range(400)]
    for broken, text in ((0, b'{"a":}'), (200, lines[200][:-1]), (399, b'{"x":"\\q"}')):
        torn = [*lines[:broken], text, *lines[broken + 1 :]]
        events, ledger = read(Kind.EVENTS_JSON, b"\n".join(torn) + b"\n")
        assert [item.event_id for item in events] == [number for number in range(400) if number != broken]
        assert [fault.at.line for fault in ledger.faults] == [broken + 1]


def test_numbers_too_large_for_a_float_stay_text(read):
    """Heads do not look at numbers they leave out; the event is whole all the same."""
    line = b'{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","a":1e999,"b":%s,"c":"d"}' % (b"9" * 400)
    events, ledger = read(Kind.EVENTS_JSON, (line + b"\n") * 50)
    assert len(events) == 50
    assert not ledger.faults
    fields = events[7].decode().fields
    assert (fields["a"], fields["b"], fields["c"]) == ("1e999", "9" * 400, "d")
    assert events[7].opened()[0].get("a") == "1e999"


def test_kinds_are_bounded(read):
    """Names as long as a line are not remembered, and any number of names is read."""
    rows = [
        {"Channel": f"C{number}", "SourceName": "S" * (5000 if number % 2 else 1), "EventID": 1, "Hostname": "H"}
        for number in range(5000)
    ]
    events, ledger = read(Kind.EVENTS_JSON, b"\n".join(map(orjson.dumps, rows)) + b"\n")
    assert [item.channel for item in events] == [row["Channel"] for row in rows]
    assert sum(span.records for span in ledger.spans) == 5000


parts = st.sampled_from(["2021-03-14", "2021-02-30", "0000-00-00", "２021-03-14", "2021-3-14x"])
clocks = st.sampled_from(["01:40:13", "24:00:00", "23:59:60", "01:60:00", "01:40:1a"])
ends = st.sampled_from([".660Z", ".660123Z", ".66Z", "Z", ".660", ".660z", ".6 0Z"])
written = st.builds(lambda day, sign, clock, end: day + sign + clock + end, parts, st.sampled_from("T "), clocks, ends)


@settings(max_examples=300, deadline=None)
@given(one=written, other=written, many=st.integers(1, 40), at=st.integers(0, 39))
def test_times_together_are_times_one_by_one(one, other, many, at):
    """Whether times are looked at together makes no difference."""
    values = [one] * many
    values[min(at, many - 1)] = other
    assert utc_texts(values) == [utc_text(value) for value in values]
    assert utc_texts([TIME] * many) == [TIME[:-1]] * many


@settings(max_examples=300, deadline=None)
@given(document=flat)
def test_layouts_change_nothing(document):
    """Fields by layout, fields one by one and fields on demand are the same; a null makes a document be asked."""
    route = route_of(document)
    if route is None:
        return
    asked = fields_of(document | {"zzz": None}, route)
    assert asked.pop("zzz", "") == ""
    fields = fields_of(document, route)
    assert list(fields.items()) == list(asked.items())
    layout = LAYOUTS.of(document)
    if layout is not None:
        view = FlatFields(layout, document, lambda: fields)
        names = {*fields, *document, "Image", "Absent", "EventID", "Computer", "System.ProcessID", "Level"}
        assert {name: view.get(name) for name in names} == {name: fields.get(name) for name in names}
        assert {name: name in view for name in names} == {name: name in fields for name in names}
        assert dict(view) == fields


def test_common_exports_have_heads():
    """What the recordings and the wheel write goes the short way; otherwise nobody would notice but the clock."""
    row = {"Channel": "C", "SourceName": "S", "EventID": 1, "Hostname": "H", "TimeCreated": TIME, "Image": "x"}
    system = {
        "Provider": {"#attributes": {"Name": "P", "Guid": "G"}},
        "EventID": {"#attributes": {"Qualifiers": 0}, "#text": 1},
        "TimeCreated": {"#attributes": {"SystemTime": TIME}},
        "Channel": "C",
        "Computer": "H",
    }
    event = {"Event": {"#attributes": {"xmlns": "x"}, "System": system, "EventData": {"Image": "x"}}}
    found = Counter()
    for document in (row, event):
        for form in FORMS.values():
            found[form] += form.of_document(orjson.dumps(document)) is not None
    assert found == {FLAT: 1, NESTED: 1}
    assert LAYOUTS.of(row) is not None

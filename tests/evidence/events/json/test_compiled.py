"""The compiled reader of JSON lines says what the reader in Python says."""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evidence.events.json.test_hostile import SPOILT, repeat
from tests.growth import assert_costs_like, least_seconds

from indicia.config import Limits
from indicia.evidence.events.json import compiled
from indicia.evidence.events.json.reading import read_json
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Events, Ledger
from indicia.wasm import sandbox
from indicia.wasm.sandbox import Sandbox, Trapped

NEVER = 1 << 60
TIME = "2021-03-14T01:40:13.660Z"
FLAT = {
    "SourceName": "Microsoft-Windows-Sysmon",
    "Channel": "Microsoft-Windows-Sysmon/Operational",
    "EventID": 1,
    "Hostname": "EX01",
    "TimeCreated": TIME,
    "Message": 'Process Create:\r\nUser: A\\B\r\n"quoted"',
    "UtcTime": "2021-03-14 06:40:13.660",
}
NESTED = {
    "Event": {
        "System": {
            "Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon", "Guid": "G"}},
            "EventID": {"#attributes": {"Qualifiers": 0}, "#text": 1},
            "Channel": "Microsoft-Windows-Sysmon/Operational",
            "Computer": "EX01",
            "TimeCreated": {"#attributes": {"SystemTime": TIME}},
        },
        "EventData": {"a": [1, {}], "b": None},
    }
}
Said = tuple[list[tuple[Any, ...]], Ledger, int]


class Trickle(io.BytesIO):
    """A stream that gives few bytes at a time."""

    most = 1 << 30

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self.most if size is None or size < 0 else min(size, self.most))

    def readinto(self, room: memoryview) -> int:
        return super().readinto(room[: self.most])


def line(document: object, *, ascii_only: bool = False, spaced: bool = False) -> bytes:
    separators = (", ", ": ") if spaced else (",", ":")
    return json.dumps(document, ensure_ascii=ascii_only, separators=separators).encode("utf-8", "surrogatepass")


def said(data: bytes, least: int, limits: Limits | None = None, most: int = 1 << 30, worth: int = 0) -> Said:
    """What is said of each event, the ledger, and how many events the compiled reader took.

    `most`: bytes that come at a time; `worth`: bytes of a run that stopping is free behind.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    evidence = Evidence(sha256=sha256, size=len(data), path="log", scope="case", kind=Kind.EVENTS_JSON)
    ledger = Ledger(size=len(data), path="log", sha256=sha256, limit=10**6)
    stream = Trickle(data)
    stream.most = most
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "LEAST", least)
        patch.setattr(compiled, "_WORTH_ASKING", worth)
        events: list[tuple[Any, ...]] = []
        taken = 0
        for batch in read_json(stream, evidence, ledger, limits or Limits()):
            events += told(batch)
            taken += sum(len(group.indexes) for group in batch.groups)
    ledger.account()
    return events, ledger, taken


def told(batch: Events) -> Iterator[tuple[Any, ...]]:
    """All there is to know of each event of a batch; the batch has to agree with itself."""
    for number, (event, kind, text) in enumerate(zip(batch.events, batch.kinds, batch.texts, strict=True)):
        assert (event.channel, event.provider, event.event_id) == (kind.channel, kind.provider, kind.event_id)
        assert event.text == text == batch.events[number].text
        record = event.decode()
        yield event.text, kind.host, record.at, record.time, record.raw, dict(record.fields), *key(event)
    seen = sorted(index for group in batch.groups for index in group.indexes)
    assert seen == list(range(len(batch.events) if batch.groups else 0))
    for group in batch.groups:
        assert list(group.indexes) == sorted(group.indexes)
        assert group.texts.text == b"".join(text + b"\n" for text in group.texts)
        for index, text in zip(group.indexes, group.texts, strict=True):
            assert batch.kinds[index] is group.kind
            assert batch.events[index].text == text
    assert len({id(group.kind) for group in batch.groups}) == len(batch.groups)


def key(event: Any) -> tuple[object, ...]:
    fields, make = event.opened()
    return dict(fields), make().at


def same(data: bytes, limits: Limits | None = None, most: int = 1 << 30, worth: int = 0) -> int:
    """Both readers agree on this; how many events the compiled one took."""
    events, ledger, none = said(data, NEVER, limits)
    compiled_events, compiled_ledger, taken = said(data, 0, limits, most, worth)
    assert not none
    assert compiled_events == events
    assert compiled_ledger == ledger
    return taken


@pytest.fixture
def window(monkeypatch):
    """Sets the size of the window."""
    return lambda size: monkeypatch.setattr(compiled, "WINDOW", size)


def recordings(corpora) -> Iterator[bytes]:
    for path in sorted((corpora / "otrf").rglob("*.[zZ]ip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield archive.read(name)[:4_000_000]


def test_recordings(corpora):
    """Of nearly all recordings of events nearly all events are taken."""
    shares = []
    for data in recordings(corpora):
        taken = same(data)
        shares.append(taken / data.count(b"\n"))
    assert sum(share > 0.98 for share in shares) >= 10


def test_damaged_recordings(corpora):
    """The same with bytes changed, left out and put in."""
    chance = random.Random(7)
    for data in recordings(corpora):
        lines = data.splitlines(keepends=True)
        start = chance.randrange(max(1, len(lines) - 120))
        spoilt = bytearray(b"".join(lines[start : start + 120]))
        for _ in range(chance.choice([1, 5, 40])):
            at = chance.randrange(len(spoilt))
            put = chance.choice([b"", b'"', b"\\", b"{", b"}", b"\n", b"\xc3", b"\0", b",", b"\r\n", b"[", b"\\u00e9"])
            spoilt[at : at + chance.choice([0, 1, 1, 1, 30])] = put
        same(bytes(spoilt))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(['\\"', "\\\\", "é" * 9, "\ud83d", "x" * 70, "😀", "\x01\x1f"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
NAMES = """
Channel SourceName EventID Hostname TimeCreated @timestamp System winlog winlog.channel _source result Event x Chännel
Computer EventTime
"""
names = st.sampled_from([*NAMES.split(), ""])
TIMES = """
2021-03-14T01:40:13.660Z
2021-03-14T01:40:13Z
2021-03-14 01:40:13.66
2021-03-14 01:40:13.660
2021-02-29T01:40:13.660Z
2021-03-14T01:40:13.6600000Z
2021-03-14T01:40:13.660123Z
2021-03-14T25:40:13.660Z
2021-03-14T02:40:13.000Z
2020-02-29T23:59:59.999Z
2021-03-14T01:40:61.000Z
2021-03-14T01:40:13.660+01:00

"""
times = st.just(TIME) | st.sampled_from([*TIMES[1:].split("\n"), 7])
flat = st.fixed_dictionaries(
    {"EventID": st.sampled_from([1, "1", 3, "x", 0, 4294967296, -1, 1.0, "01"])},
    optional={
        "TimeCreated": times,
        "@timestamp": times,
        "Channel": st.sampled_from(["Security", "é", "", "A\\B", 'a"b']),
        "Hostname": st.sampled_from(["EX01", "EX02", "h" * 2000]),
        "Image": values,
        "Keywords": values,
    },
).map(lambda changed: FLAT | changed)
nested = st.builds(
    lambda system, other, outer: {"Event": {"System": NESTED["Event"]["System"] | system, "EventData": other}} | outer,
    st.fixed_dictionaries(
        {},
        optional={
            "EventID": st.sampled_from([1, "1", {"#text": 1}, {"#text": "1", "a": 2}, {"Value": 2}, None]),
            "TimeCreated": times.map(lambda time: {"#attributes": {"SystemTime": time}}) | times,
            "Provider": st.sampled_from([{"#attributes": {"Name": "P"}}, {"#attributes": {}}, {"@Name": "P"}, "P"]),
            "Provider_attributes": values,
            "Channel": values,
            "Level": values,
        },
    ),
    values,
    st.dictionaries(names, values, max_size=2),
)
documents = st.one_of(
    st.just(FLAT),
    st.just(NESTED),
    flat,
    nested,
    st.builds(lambda document, other: document | other, flat, st.dictionaries(names, values, max_size=2)),
)
lines = st.builds(
    lambda document, ascii_only, spaced, end: line(document, ascii_only=ascii_only, spaced=spaced) + end,
    documents,
    st.booleans(),
    st.booleans(),
    st.sampled_from([b"\n"] * 9 + [b"\r\n", b"\r\n", b"\n\n", b" \n", b",\n", b"", b"\r", b"\n \t"]),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    parts=st.lists(lines, min_size=1, max_size=12),
    size=st.integers(300, 3000),
    most=st.sampled_from([1, 7, 1000, 1 << 30]),
    mark=st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"[", b"\n", b"{"]),
)
def test_any_documents(parts, size, most, mark):
    """Whatever stands on the lines, wherever the window ends, however little comes at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "WINDOW", size)
        same(mark + b"".join(parts), most=most)


@settings(max_examples=300, deadline=None)
@given(
    document=flat | nested,
    at=st.floats(0, 1),
    torn=st.integers(0, 3),
    put=st.binary(max_size=3)
    | st.sampled_from([b"\\ud800", b"\\u0041", b"\\ud83d\\ude00", b"1e999", b"NaN", b"}{", b"\xed\xa0\x80", b"\0"])
    | st.sampled_from([b'"x":1,', b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xc3\xa9", b"\x7f", b"\\", b"-", b"01", b"\t"]),
)
def test_any_damage(document, at, torn, put):
    """What is no JSON is not taken."""
    text = line(document)
    place = round(at * len(text))
    sound = line(FLAT) + b"\n"
    same(sound + text[:place] + put + text[place + torn :] + b"\n" + sound)


def test_every_place_where_the_window_may_end(window):
    """Nothing is lost or doubled where lines are cut."""
    rows = [line(FLAT | {"EventID": number, "x": "é" * (number % 7)}) for number in range(30)]
    data = b"\n".join(rows) + b"\n"
    longest = max(map(len, rows))
    for size in range(longest + 2, 2 * longest + 4, 3):
        window(size)
        assert same(data) >= len(rows) // 2


def test_what_is_longer_than_the_window_is_read_all_the_same(window):
    """The reader in Python takes it, and the compiled one goes on."""
    window(2000)
    long = line(FLAT | {"x": "y" * 5000})
    data = b"\n".join([line(FLAT)] * 40 + [long] + [line(FLAT)] * 40) + b"\n"
    assert same(data) > 60


def test_what_is_longer_than_the_limit_is_refused_by_both():
    """A document of more than four times `line_bytes` is a fault."""
    data = b"\n".join([line(FLAT)] * 3 + [line(FLAT | {"x": "y" * 5000})] + [line(FLAT)] * 3) + b"\n"
    assert same(data, Limits(line_bytes=1000)) == 6


@pytest.mark.parametrize("levels", [10, 25, 40, 2000])
def test_depth(levels):
    """What is very deep is left to others."""
    deep = line(FLAT)[:-1] + b',"x":' + b"[" * levels + b"]" * levels + b"}"
    assert same(b"\n".join([line(FLAT), deep, line(FLAT)]) + b"\n") == (3 if levels < 30 else 2)


def test_more_lines_than_are_given_at_once():
    """Short documents come in several batches."""
    short = line({"Channel": "C", "SourceName": "S", "EventID": 1, "Hostname": "H", "TimeCreated": TIME})
    assert same((short + b"\n") * 10_000) == 10_000


def test_more_kinds_than_are_remembered():
    """All is forgotten, and learnt again."""
    rows = [line(FLAT | {"Hostname": f"H{number % 5000}"}) for number in range(11_000)]
    assert same(b"\n".join(rows) + b"\n") == 11_000


def test_one_kind_told_in_several_ways():
    """What has one route is one kind."""
    rows = [line(FLAT), line(FLAT | {"EventID": "1"}), line(NESTED), line(FLAT | {"EventID": 2})] * 5
    data = b"\n".join(rows) + b"\n"
    assert same(data) == 20
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "LEAST", 0)
        evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="case", kind=Kind.EVENTS_JSON)
        ledger = Ledger(size=len(data), path="log", sha256="0" * 64)
        (batch,) = read_json(io.BytesIO(data), evidence, ledger, Limits())
    assert [len(group.indexes) for group in batch.groups] == [15, 5]


def test_what_has_the_form_but_is_no_event():
    """It is counted as such, and so is what follows."""
    rows = [line(FLAT), line(FLAT | {"EventID": "x"}), line(FLAT), line(FLAT | {"EventID": "y"})] * 20
    assert same(b"\n".join(rows) + b"\n") == 40


def test_lines_between_which_the_reader_has_to_stop():
    """It waits the longer the less it could take, and comes back."""
    odd = line(FLAT | {"TimeCreated": "14.03.2021"})
    data = b"\n".join([odd, line(FLAT)] * 2000 + [line(FLAT)] * 20_000) + b"\n"
    assert 15_000 < same(data, worth=compiled._WORTH_ASKING) < 22_000
    assert same(data) == 22_000


def test_two_files_at_a_time():
    """The window is that of one file; the other is read without."""
    data = (line(FLAT) + b"\n") * 20
    evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="case", kind=Kind.EVENTS_JSON)

    def batches() -> Iterator[Events]:
        return read_json(io.BytesIO(data), evidence, Ledger(size=len(data), path="log", sha256="0" * 64), Limits())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "LEAST", 0)
        one, other = batches(), batches()
        assert [bool(next(each).groups) for each in (one, other)] == [True, False]
        assert not [*one, *other]
        assert next(batches()).groups


@pytest.mark.parametrize("call", [1, 2, 3, 5])
def test_a_reader_that_ends_without_an_answer(monkeypatch, window, call):
    """What it held is read in Python."""
    window(4000)
    data = b"\n".join(line(FLAT | {"EventID": number}) for number in range(100)) + b"\n"
    expected, _, _ = said(data, NEVER)
    calls = 0
    whole = Sandbox.call

    def ends(self: Sandbox, name: str, *arguments: int) -> int:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Trapped("unreachable")
        return whole(self, name, *arguments)

    monkeypatch.setattr(Sandbox, "call", ends)
    events, _, taken = said(data, 0)
    assert events == expected
    assert taken < 100


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_lines_cost_as_much_as_without(name):
    """Whatever the reader has to stop at, to ask it in vain is not what costs."""
    data = repeat(SPOILT[name], 2_000_000)

    def reading(least: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sandbox, "LEAST", least)
            evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="case", kind=Kind.EVENTS_JSON)
            ledger = Ledger(size=len(data), path="log", sha256="0" * 64)
            for _ in read_json(io.BytesIO(data), evidence, ledger, Limits()):
                pass

    usual = least_seconds(lambda: reading(NEVER))
    assert_costs_like(lambda: reading(0), usual, 2)

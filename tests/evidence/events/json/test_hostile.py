"""JSON exports made to cost time: whatever stands in them, reading takes time in proportion to their length."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.growth import assert_costs_like, assert_grows_with_length, least_seconds

from indicia.config import Limits
from indicia.evidence.events import units
from indicia.evidence.events.json import nesting
from indicia.evidence.events.json.nesting import Nesting
from indicia.model.evidence import Kind
from indicia.wasm import sandbox


@pytest.fixture(autouse=True, scope="module")
def in_python() -> Iterator[None]:
    """These are on the reader in Python, however much was read before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "LEAST", 1 << 60)
        yield


FLAT = (
    b'{"EventID":1,"Channel":"Security","SourceName":"S","Hostname":"MX","TimeCreated":"2021-03-14T01:40:12.987Z"'
    b',"Message":"' + b"x" * 300 + b'"}'
)
NESTED = json.dumps(
    {
        "Event": {
            "System": {
                "Provider": {"#attributes": {"Name": "P"}},
                "EventID": 1,
                "TimeCreated": {"#attributes": {"SystemTime": "2021-03-14T01:40:13.660Z"}},
                "Channel": "C",
                "Computer": "H",
            },
            "EventData": {"a": "b" * 300},
        }
    }
).encode()
REPEATED = {
    "braces, a line each": b"{\n",
    "braces": b"{",
    "brackets": b"[{",
    "arrays, a line each": b"{[\n",
    "arrays in objects": b'{"a":[',
    "members": b'{"a":1,\n',
    "objects in members": b'{"a":\n',
    "objects in arrays": b'{"a":[{"b":1},\n',
    "an open object after a whole one": b"{},{[\n",
    "texts without an end": b'{"a":"x\n',
    "quotes": b'{"\n',
    "backslashes": b'{"a":"' + b"\\" * 9 + b"\n",
    "brackets in texts": b'{"a":"{{{{[[[[","b":1,\n"c":"}"}\n',
    "whole ones, each on two lines": b'{"a":1\n}\n',
    "pairs that do not match": b"{]",
    "halves of documents": FLAT[:200] + b"\n",
    "blanks": b"{" + b" " * 300 + b"\n",
    "deep ones": b'{"EventID":1,"Channel":"C","a":' + b"[" * 3000 + b"]" * 3000 + b"}\n",
    "NUL": b"{" + bytes(100) + b"\n",
    "numbers": b'{"EventID":1,"Channel":"C","a":' + b"9" * 4000 + b"}\n",
}
WHOLE = {
    "one text": lambda size: b'{"a":"' + b"x" * size + b'"}',
    "one text without an end": lambda size: b'{"a":"' + b"x" * size,
    "backslashes without an end": lambda size: b'{"a":"' + b"\\" * size,
    "a quote after braces": lambda size: b"{\n" * (size // 4) + b'"' + b"x" * (size // 2),
    "objects around each other": lambda size: b'{"a":\n' * (size // 9) + b"1" + b"}\n" * (size // 9),
    "broken inside all": lambda size: b'{"a":\n' * (size // 9) + b"x" + b"}\n" * (size // 9),
    "braces in UTF-16": lambda size: ("{\n" * (size // 4)).encode("utf-16"),
    "open objects, then whole ones": lambda size: b'{"a":\n' * (size // 12) + b'{"b":1}\n' * (size // 16),
}


def repeat(unit: bytes, size: int) -> bytes:
    return unit * (size // len(unit))


@pytest.mark.parametrize("name", REPEATED)
def test_what_repeats_costs_its_length(read, name):
    """Each of these once was, or could be, read again from every brace to the end of the file."""
    assert_grows_with_length(lambda size: read(Kind.EVENTS_JSON, repeat(REPEATED[name], size)), 100_000)


@pytest.mark.parametrize("name", WHOLE)
def test_what_goes_on_costs_its_length(read, name):
    """The same of what is one document, or would be if it ended."""
    assert_grows_with_length(lambda size: read(Kind.EVENTS_JSON, WHOLE[name](size)), 100_000)


@pytest.mark.parametrize(
    "name", ["braces, a line each", "members", "objects in arrays", "an open object after a whole one"]
)
def test_what_is_longer_than_the_limit_costs_its_length(read, name):
    """A search that gives up at the limit is gone on with by the next one, not begun again."""
    limits = Limits(line_bytes=2000)
    assert_grows_with_length(lambda size: read(Kind.EVENTS_JSON, repeat(REPEATED[name], size), limits=limits), 100_000)


SPOILT = {
    "every second line broken": FLAT + b"\n" + FLAT[:-5] + b"\n",
    "every second line no JSON": FLAT + b"\n" + b"hello world " * 30 + b"\n",
    "two documents on a line": FLAT + b" " + FLAT + b"\n",
    "two documents on every second line": FLAT + b"\n" + FLAT + FLAT + b"\n",
    "two forms": FLAT + b"\n" + NESTED + b"\n",
    "broken inside": FLAT + b"\n" + FLAT[:60] + b"!" + FLAT[60:] + b"\n",
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_lines_cost_about_as_much_as_whole_ones(read, name):
    """Trying many lines at once is given up where it fails, and begun again where it does not."""
    size = 4_000_000
    whole = repeat(FLAT + b"\n", size)
    spoilt = repeat(SPOILT[name], size)
    usual = least_seconds(lambda: read(Kind.EVENTS_JSON, whole))
    # One by one, a line costs eight to twenty times what it costs among many; many tried in vain cost sixty times.
    assert_costs_like(lambda: read(Kind.EVENTS_JSON, spoilt), usual, 30)


def test_lines_after_spoilt_ones_are_tried_together_again(read):
    """A bad beginning does not make the rest slow."""
    whole = repeat(FLAT + b"\n", 8_000_000)
    usual = least_seconds(lambda: read(Kind.EVENTS_JSON, whole))
    assert_costs_like(lambda: read(Kind.EVENTS_JSON, b"{\n" * 100 + whole), usual, 2)


@pytest.mark.parametrize(
    "begun", [b"{\n", b"{\n" * 1000, b"{[\n" * 500, b'{"a":[\n', b'{"a":"x\n' * 50, b'{"\n', b"[{" * 1000 + b"\n"]
)
def test_whole_documents_behind_broken_ones_are_read(read, begun):
    """Each open brace is one fault at its line; what is whole behind them all comes out."""
    rows = [b'{"EventID":%d,"Channel":"C"}\n' % number for number in range(20)]
    events, ledger = read(Kind.EVENTS_JSON, begun + b"".join(rows))
    assert [item.event_id for item in events] == list(range(20))
    # What stands on one line is one fault.
    assert [fault.at.line for fault in ledger.faults] == list(range(1, begun.count(b"\n") + 1))


@pytest.mark.parametrize("indent", [0, 1, 4])
def test_torn_documents_one_after_the_other_cost_only_themselves(read, indent):
    """In an array, too, where all that comes after is indented as deep."""
    rows = [{"EventID": number, "Channel": "C", "text": "x"} for number in range(6)]
    parts = [json.dumps(row, indent=indent) for row in rows]
    parts[1:4] = [part[:-3] for part in parts[1:4]]
    array = ",\n".join(parts).replace("\n", "\n" + " " * indent)
    events, ledger = read(Kind.EVENTS_JSON, f"[\n{' ' * indent}{array}\n]".encode())
    assert [item.event_id for item in events] == [0, 4, 5]
    assert [fault.at.line for fault in ledger.faults] == [7, 11, 15]


def test_what_is_passed_over_is_told(read):
    """Of documents that are broken inside each other so many are tried; the rest is one fault, and reading goes on."""
    around, broken = 500, b"x" * 1000
    data = b'{"a":\n' * around + broken + b"}\n" * around + b'{"EventID":7,"Channel":"C"}\n'
    events, ledger = read(Kind.EVENTS_JSON, data)
    assert [item.event_id for item in events] == [7]
    assert len(ledger.faults) < 40
    *tried, last = ledger.faults
    assert all(fault.reason.startswith("broken JSON: ") for fault in tried)
    assert last.reason.endswith("; it is in too many others to look for whole ones")
    end = last.at.offset + last.at.length
    assert end == data.rindex(b"}\n{") + 1
    # A line end stands between two of them.
    assert sum(fault.at.length + 1 for fault in ledger.faults) == end + 1


def test_too_many_brackets_are_a_fault(read, monkeypatch):
    """What is known of brackets takes memory, so a document may have only so many."""
    monkeypatch.setattr(nesting, "_MOST", 100)
    data = b'{"EventID":1,"Channel":"C","a":\n[' + b"[]," * 200 + b'1]}\n{"EventID":2,"Channel":"C"}\n'
    events, ledger = read(Kind.EVENTS_JSON, data)
    assert [item.event_id for item in events] == [2]
    assert [fault.reason for fault in ledger.faults] == ["a document with more than 100 brackets that open (limit)"]


def one_by_one(start: int, text: bytes, limit: int) -> int | str | None:
    """The same question put to brackets of which nothing is known."""
    return Nesting(limit).end(start, text, 0, ended=True)


pieces = st.sampled_from(
    ['{"a":1}', "{", "}", "[", "]", ",", ":", '"', '"{"', "\\", "\n", "\n{", "\n {", ' "a":', "x", '"a":\n{']
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(pieces, max_size=40).map("".join).map(str.encode),
    limit=st.sampled_from([8, 30, 1000]),
    data=st.data(),
)
def test_what_is_known_is_what_would_be_found(text, limit, data):
    """Asked one after the other, the brackets give the answers they give when each is asked alone."""
    known = Nesting(limit)
    place, cut = 0, 0
    while (place := text.find(b"{", place)) >= 0:
        alone = one_by_one(place, text, limit)
        at_line_begin = not text[text.rfind(b"\n", 0, place) + 1 : place].strip(b" ")
        if not at_line_begin:
            place += 1
            continue
        base = data.draw(st.integers(cut, place))
        cut = base
        assert known.end(place, text[base:], base, ended=True) == alone
        place = alone if isinstance(alone, int) and data.draw(st.booleans()) else place + 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(
        pieces | st.sampled_from([json.dumps({"EventID": 5, "Channel": "C"}, indent=indent) for indent in (None, 2)]),
        max_size=25,
    ).map("".join),
    encoding=st.sampled_from(["utf-8", "utf-16"]),
    block=st.sampled_from([3, 5, 64]),
)
@example(text='{"a":1},]', encoding="utf-16", block=5)
@example(text='{"a":1}\n {{"a":1}{"a":1}\n{"a":1}[', encoding="utf-8", block=3)
def test_where_a_window_ends_changes_nothing(read, text, encoding, block):
    """Half a document at the end of what was read so far is gone on with: the same events and faults come out."""
    data = text.encode(encoding)
    whole = read(Kind.EVENTS_JSON, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "_BLOCK", block)
        cut = read(Kind.EVENTS_JSON, data)
    assert [item.decode().at for item in cut[0]] == [item.decode().at for item in whole[0]]
    assert [fault.at for fault in cut[1].faults] == [fault.at for fault in whole[1].faults]

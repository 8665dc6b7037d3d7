"""The EVTX reader against real logs, whole and damaged."""

import io
import random
from collections import Counter
from pathlib import Path

import orjson
import pytest
from evtx import PyEvtxParser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from indicia.evidence.events.evtx import routing
from indicia.evidence.events.evtx.chunk import walk
from indicia.model.evidence import Kind
from indicia.tables.batch import EventKind

ODD = {
    "2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx": (1910, True),
    "Application_no_crc32.evtx": (17, False),
    "MSExchange_Management_wec.evtx": (1, False),
    "Microsoft-Windows-HelloForBusiness%4Operational.evtx": (6, True),
    "Security_short_selected.evtx": (7, False),
    "Security_with_size_t.evtx": (636, False),
    "issue_201.evtx": (1, False),
    "new-user-security.evtx": (4, False),
    "sample-with-irregular-bool-values.evtx": (3028, False),
    "sample-with-zero-data-size-event.evtx": (335, True),
    "sample_with_a_bad_chunk_magic.evtx": (270, True),
    "security_bad_string_cache.evtx": (2261, False),
    "sysmon.evtx": (358, True),
}
"""What the tests of the wheel's own project expect of each sample, and whether it is damaged."""


def by_wheel(data: bytes) -> list[str]:
    """What the wheel alone gives, going on after each of its errors."""
    texts, items = [], PyEvtxParser(io.BytesIO(data), 1).records_json()
    while True:
        try:
            texts.append(next(items)["data"])
        except StopIteration:
            return texts
        except RuntimeError:
            continue


def one(router: routing.Router, text: str) -> tuple[EventKind, str]:
    """Kind and time of a single record."""
    (kind,), (time,) = router.route([text])
    return kind, time


def plain(found: tuple[EventKind, str]) -> tuple[object, ...]:
    """What routing found, comparable."""
    return *astuple(found[0]), found[1]


@pytest.fixture(scope="module")
def small(corpora: Path) -> bytes:
    """A Security log of two chunks in use."""
    return (corpora / "evtx-odd" / "Security_with_size_t.evtx").read_bytes()[: 4096 + 8 * 65536]


@pytest.fixture(scope="module")
def places(small, read) -> list[tuple[int, int, bytes]]:
    """(offset, length, text) of every record of that log."""
    return [((at := event.decode().at).offset, at.length, event.text) for event in read(Kind.EVTX, small)[0]]


@pytest.mark.parametrize("name", ODD)
def test_odd_logs_give_at_least_what_the_wheel_gives(name, corpora, read):
    """Each odd log gives exactly the known number of records, or more where it is damaged, and then says where."""
    expected, damaged = ODD[name]
    data = (corpora / "evtx-odd" / name).read_bytes()
    events, ledger = read(Kind.EVTX, data)
    if damaged:
        assert len(events) >= expected
        assert ledger.faults
    else:
        assert len(events) == expected
        assert ledger.faulty == 0
    assert {event.text for event in events} >= {text.encode() for text in by_wheel(data)} or name.startswith("2-vss")


def test_every_sample_log_reads_as_the_wheel_reads_it(corpora, read):
    """All attack samples come out as the wheel gives them, in the known numbers, and lie where the locator says."""
    known = orjson.loads((corpora / "manifest.json").read_bytes())["files"]
    labels = {entry["path"]: entry["labels"] for entry in known if entry["path"].startswith("evtx-attack-samples/")}
    assert len(labels) > 50
    for name, label in labels.items():
        data = (corpora / name).read_bytes()
        events, ledger = read(Kind.EVTX, data)
        assert [event.text.decode() for event in events] == by_wheel(data)
        assert not ledger.faulty
        for event in events:
            record = event.decode()
            assert record.source == event.channel
            assert data[record.at.offset : record.at.offset + 4] == b"\x2a\x2a\x00\x00"
            assert int.from_bytes(data[record.at.offset + 4 : record.at.offset + 8], "little") == record.at.length
            assert record.at.record_id == record.fields["EventRecordID"]
            assert record.time is not None
        assert len(events) == label["records"]
        assert Counter(str(event.event_id) for event in events) == label["event_ids"]
        assert Counter(event.channel for event in events) == label["channels"]
        assert sum(span.records for span in ledger.spans) == len(events)
        assert all(sum(span.hours.values()) == sum(span.parts.values()) == span.records for span in ledger.spans)


def test_routing_by_text_agrees_with_routing_by_content(corpora):
    """Channel, provider, id, time and computer cut out of the text are those of the loaded document."""
    router = routing.Router()
    for path in sorted((corpora / "evtx-odd").glob("*.evtx")):
        for text in by_wheel(path.read_bytes()):
            assert plain(one(router, text)) == plain(routing._loaded(text))


@pytest.mark.parametrize(
    "middle",
    [
        '"Channel":null,"Computer":"A","Security":null},"EventData":{"Channel":"Fake","Computer":"B","Security":""}',
        '"Channel":"Real\\u0041","Computer":"A","Security":null}',
        '"Computer":"A","Security":null},"UserData":{"Channel":"Fake","Computer":"B","Security":""}',
    ],
)
def test_event_data_never_routes(middle):
    """Names in the event data that look like those of the system part decide nothing."""
    head = (
        '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":'
        '{"#attributes":{"Name":"P"}},"EventID":7,"TimeCreated":{"#attributes":{"SystemTime":'
        '"2021-03-14T01:40:13.660123Z"}},"EventRecordID":1,'
    )
    router = routing.Router()
    text = f"{head}{middle}}}}}"
    orjson.loads(text)
    for known in ("Fake", "RealA"):
        for _ in range(2):
            one(router, f'{head}"Channel":"{known}","Computer":"B","Security":""}}}}}}')
        assert plain(one(router, text)) == plain(routing._loaded(text))
        assert one(router, text)[0].channel != "Fake"


def written(provider: str, time: str, channel: str, computer: str, *, data_first: bool = False) -> str:
    """An event as the wheel writes it, or as a hostile template could make it write one."""
    data = '"EventData":{"Channel":"Fake","Computer":"Z","Security":null},' if data_first else ""
    return (
        '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":'
        f'{{"#attributes":{{"Name":"{provider}"}}}},"EventID":7,"TimeCreated":{{"#attributes":{{"SystemTime":'
        f'"{time}"}}}},"EventRecordID":1,{data}"Channel":"{channel}","Computer":"{computer}","Security":null}}}}}}'
    )


EVENTS = st.builds(
    written,
    st.sampled_from(["P", "Microsoft-Windows-Sysmon"]),
    st.sampled_from(["2021-03-14T01:40:13.660123Z", "2021-03-14T01:40:14.000000Z", "2021-03-14T01:40:13Z", "", "Z"]),
    st.sampled_from(["Security", "Fake", 'A\\"B', "Ä"]),
    st.sampled_from(["HOST", "Z", ""]),
    data_first=st.booleans(),
) | st.sampled_from(["{}", '{"Event":{}}', '{"TimeCreated":{"#attributes":{"SystemTime":"'])


@given(st.lists(EVENTS, max_size=12), st.integers(1, 4096))
def test_order_of_events_does_not_route(texts, remembered):
    """Whatever came before, and however little is remembered, each event is routed by what stands in it."""
    router = routing.Router()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing, "_REMEMBERED", remembered)
        kinds, times = router.route(texts)
    found = [plain(item) for item in zip(kinds, times, strict=True)]
    assert found == [plain(routing._loaded(text)) for text in texts]


@given(st.data())
def test_chunks_are_walked_alike_where_they_lie(small, data):
    """A part of a longer stretch of bytes is walked like a chunk of its own, damaged in whatever way."""
    chunk = bytearray(small[4096 : 4096 + 65536])
    for place in data.draw(st.lists(st.integers(0, 2047) | st.integers(0, 65535), max_size=6)):
        chunk[place % len(chunk)] = data.draw(st.integers(0, 255))
    del chunk[data.draw(st.integers(1, 65536)) :]
    view = memoryview(bytes(9) + chunk + bytes(9))[9 : 9 + len(chunk)]
    assert walk(view) == walk(bytes(chunk))


def test_damaged_file_header_loses_nothing(small, read):
    """Without its file header a log gives the same records; the header alone is a fault."""
    whole, _ = read(Kind.EVTX, small)
    damaged, ledger = read(Kind.EVTX, random.Random(1).randbytes(4096) + small[4096:])
    carved, note = read(Kind.EVTX, small[4096:])
    assert [event.text for event in damaged] == [event.text for event in whole] == [event.text for event in carved]
    assert ledger.faulty == 4096
    assert note.faulty == 0
    assert note.notes


def test_damaged_chunk_header_loses_nothing_but_itself(small, read):
    """A chunk whose header is zeroed still gives its records, found by their form."""
    whole, before = read(Kind.EVTX, small)
    events, ledger = read(Kind.EVTX, small[: 4096 + 65536] + bytes(512) + small[4096 + 65536 + 512 :])
    assert [event.text for event in events] == [event.text for event in whole]
    assert ledger.records == before.records
    assert "bad chunk magic" in ledger.faults[0].reason
    assert ledger.faults[0].at.length == 512
    last = max(at.offset + at.length for event in whole if (at := event.decode().at).offset < 4096 + 2 * 65536)
    assert all(last <= fault.at.offset < 4096 + 2 * 65536 for fault in ledger.faults[1:])


def test_old_records_behind_the_last_are_not_read(small, read):
    """Records past the place where a chunk says that free space begins are framing."""
    whole, before = read(Kind.EVTX, small)
    first = whole[0].decode().at
    chunk = bytearray(small[:69632])
    chunk[4096 + 48 : 4096 + 52] = (512 + first.length).to_bytes(4, "little")
    events, ledger = read(Kind.EVTX, bytes(chunk))
    assert [event.text for event in events] == [whole[0].text]
    assert ledger.faulty == 0
    assert any("checksum" in fault.reason for fault in ledger.faults)
    assert before.count > ledger.count


def test_one_torn_record_costs_only_itself(small, read):
    """When the content of one record is overwritten the others come out, and the fault covers exactly that one."""
    whole, _ = read(Kind.EVTX, small)
    at = whole[20].decode().at
    data = bytearray(small)
    data[at.offset + 24 : at.offset + at.length - 4] = b"\xff" * (at.length - 28)
    events, ledger = read(Kind.EVTX, bytes(data))
    lost = {event.text for event in whole} - {event.text for event in events}
    assert whole[20].text in lost
    assert all(event.text in {other.text for other in whole} for event in events)
    assert (at.offset, at.length) in {(fault.at.offset, fault.at.length) for fault in ledger.faults}


def test_a_log_in_use_is_noted_not_blamed(corpora, read):
    """Old checksums in a log that was open when it was copied are a note; in a closed log they are a fault."""
    data = bytearray((corpora / "evtx-odd" / "security_bad_string_cache.evtx").read_bytes())
    _, ledger = read(Kind.EVTX, bytes(data))
    assert not ledger.faults
    assert any("in use" in note for note in ledger.notes)
    data[120:124] = bytes(4)
    _, ledger = read(Kind.EVTX, bytes(data))
    assert any("checksum" in fault.reason for fault in ledger.faults)


def test_chunks_that_the_header_counts_are_missed(corpora, read):
    """Zeroed or cut off where chunks end, only the header knows of them; a header that is damaged is no judge."""
    (path,) = corpora.rglob("sysmon_1_7_elevate_uacbypass_sysprep.evtx")
    whole = path.read_bytes()
    events, ledger = read(Kind.EVTX, whole)
    assert not ledger.faults
    zeroed = bytearray(whole)
    zeroed[4096 : 4096 + 65536] = bytes(65536)
    left, ledger = read(Kind.EVTX, bytes(zeroed))
    assert len(left) < len(events)
    assert [(fault.at.offset, fault.at.length) for fault in ledger.faults] == [(4096, 65536)]
    assert ledger.faulty == 65536
    _, ledger = read(Kind.EVTX, whole[:4096])
    (fault,) = ledger.faults
    assert (fault.at.offset, "header counts" in fault.reason) == (4096, True)
    zeroed[42:44] = b"\xff\xff"
    _, ledger = read(Kind.EVTX, bytes(zeroed))
    assert not ledger.faults


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 4096 + 3 * 65536), most=st.sampled_from([1000, 65536, 2**30]))
def test_a_cut_log_gives_every_record_before_the_cut(small, places, read, cut, most):
    """Truncated anywhere, a log gives every record that is whole, and accounts for the rest."""
    events, _ = read(Kind.EVTX, small[:cut], most=most)
    assert [event.text for event in events] == [text for offset, length, text in places if offset + length <= cut]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), spots=st.integers(1, 12), span=st.sampled_from([1, 4, 40, 700, 5000]))
def test_random_damage_never_raises_and_spares_other_chunks(small, places, read, seed, spots, span):
    """Random bytes anywhere never raise, the account balances, and chunks that were not hit give all their records."""
    dice = random.Random(seed)
    data = bytearray(small[: 4096 + 4 * 65536])
    hit = set()
    for _ in range(spots):
        start = dice.randrange(len(data) - span)
        data[start : start + span] = dice.randbytes(span)
        hit |= {(start - 4096) // 65536, (start + span - 1 - 4096) // 65536}
    events, _ = read(Kind.EVTX, bytes(data))
    texts = {(event.decode().at.offset, event.text) for event in events}
    for offset, length, text in places:
        if (offset - 4096) // 65536 not in hit and offset + length <= len(data):
            assert (offset, text) in texts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=3000), head=st.booleans())
def test_random_bytes_never_raise(read, data, head):
    """Any bytes at all are accounted for."""
    read(Kind.EVTX, (b"ElfFile\x00" + bytes(4088) + b"ElfChnk\x00" if head else b"") + data)

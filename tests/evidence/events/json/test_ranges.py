"""A file of JSON events that is cut into ranges is read as it is as a whole."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.events import units
from indicia.evidence.events.json import ranges
from indicia.evidence.events.json.reading import read_json, read_json_part
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Events, Ledger
from indicia.wasm import sandbox

EVENT = {
    "EventID": 1,
    "Channel": "Microsoft-Windows-Sysmon/Operational",
    "SourceName": "Microsoft-Windows-Sysmon",
    "Hostname": "EX01",
    "TimeCreated": "2021-03-03T10:00:00.000Z",
    "Image": "C:\\Windows\\System32\\cmd.exe",
}
SOUND = json.dumps(EVENT, separators=(",", ":"))
OTHER = json.dumps(EVENT | {"EventID": 11, "Hostname": "EX02", "Message": 'é "{[\\'}, ensure_ascii=False)
NESTED = json.dumps({"Event": {"System": {"EventID": 7, "Channel": "C", "Computer": "H"}, "EventData": {"a": "}"}}})
STRANGER = '{"a":1}'


@dataclass(frozen=True)
class Outcome:
    """What reading gave."""

    events: list[tuple[object, ...]]
    faults: list[tuple[object, ...]]
    bytes: tuple[int, int, int, int, int]
    spans: dict[object, tuple[object, ...]]
    strangers: int


def gathered(batches: Iterator[Events]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for batch in batches:
        for event in batch.events:
            record = event.decode()
            found.append((record.at, record.time, record.raw, record.fields, event.channel, event.event_id))
    return found


def outcome(parts: list[tuple[list[tuple[object, ...]], Ledger]]) -> Outcome:
    spans: dict[object, tuple[object, ...]] = {}
    strangers = 0
    for _, ledger in parts:
        for span in ledger.spans:
            records, hours = spans.get((span.source, span.host), (0, {}))
            assert isinstance(records, int)
            assert isinstance(hours, dict)
            together = {hour: hours.get(hour, 0) + span.hours.get(hour, 0) for hour in {**hours, **span.hours}}
            spans[span.source, span.host] = records + span.records, together
        strangers += sum(int(note.split()[0]) for note in ledger.notes if "JSON document" in note)
    accounts = [ledger.account() for _, ledger in parts]
    return Outcome(
        events=[event for events, _ in parts for event in events],
        faults=[(fault.reason, fault.at) for _, ledger in parts for fault in ledger.all_faults()],
        bytes=(
            sum(one.size for one in accounts),
            sum(one.records for one in accounts),
            sum(one.faults for one in accounts),
            sum(one.framing for one in accounts),
            sum(one.count for one in accounts),
        ),
        spans=spans,
        strangers=strangers,
    )


def both(data: bytes, part: int, limits: Limits | None = None) -> tuple[Outcome, Outcome, int]:
    """Read at once, and in ranges of so many bytes; with the number of ranges that held anything."""
    limits = limits or Limits()
    sha256 = hashlib.sha256(data).hexdigest()
    evidence = Evidence(sha256=sha256, size=len(data), path="events.json", scope="s", kind=Kind.EVENTS_JSON)

    def ledger() -> Ledger:
        return Ledger(size=len(data), path="events.json", sha256=sha256)

    whole = ledger()
    batches = read_json(io.BytesIO(data), evidence, whole, limits)
    first = outcome([(gathered(batches), whole)])  # type: ignore[arg-type]  # the reader of events gives events
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "PART", part)
        apart = []
        for number in range(ranges.parts_of(len(data))):
            mine = ledger()
            apart.append((gathered(read_json_part(io.BytesIO(data), evidence, mine, limits, number)), mine))
    return first, outcome(apart), sum(ledger.size > 0 for _, ledger in apart)


LINES = st.lists(
    st.sampled_from(
        [
            SOUND,
            SOUND,
            OTHER,
            NESTED,
            STRANGER,
            SOUND[:-30],
            SOUND[:-1],
            SOUND + SOUND,
            SOUND + ",",
            SOUND + "}",
            '{"a":{}',
            '{"a":[{"b":1}',
            '{"a":"}',
            "  " + SOUND,
            "[",
            "]",
            "[{}",
            "}",
            '{"b":1}}',
            "{",
            ' "x": 1',
            "not JSON",
            "not JSON}",
            "",
            " " * 300,
            '{"a":' * 40 + "1" + "}" * 40,
            '{"a":"' + "x" * 900 + '"}',
            json.dumps(EVENT, indent=1),
            "\0\0",
        ]
    ),
    max_size=30,
)


@given(
    lines=LINES,
    mark=st.sampled_from(["", "", "\ufeff"]),
    end=st.sampled_from(["\r\n", "\n"]),
    part=st.integers(20, 900),
)
def test_ranges_make_up_the_whole(lines: list[str], mark: str, end: str, part: int) -> None:
    """Events, places, line numbers, faults, bytes and coverage do not depend on where a file is cut."""
    whole, apart, _ = both((mark + end.join([*lines, SOUND])).encode(), part, Limits(line_bytes=200))
    assert apart == whole


@given(
    lines=LINES, mark=st.sampled_from(["", "\ufeff"]), end=st.sampled_from(["\r\n", "\n"]), block=st.integers(1, 3000)
)
def test_blocks_make_up_the_whole(lines: list[str], mark: str, end: str, block: int) -> None:
    """Nothing depends on how much of a file is read at a time."""
    data = (mark + end.join([SOUND, SOUND, *lines, SOUND])).encode()
    limits = Limits(line_bytes=2000)
    whole, _, _ = both(data, len(data) + 1, limits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "_BLOCK", block)
        pieces, _, _ = both(data, len(data) + 1, limits)
    assert pieces == whole


@given(data=st.binary(max_size=60), at=st.integers(0, 2000), part=st.integers(100, 700))
def test_ranges_of_torn_files(data: bytes, at: int, part: int) -> None:
    """Bytes that stand in for others, anywhere, come out alike."""
    sound = "\n".join([SOUND, OTHER, NESTED, STRANGER] * 3).encode()
    whole, apart, _ = both(sound[:at] + data + sound[at + len(data) // 2 :], part)
    assert apart == whole


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("\n".join([SOUND] * 20), 10),
        ("\r\n".join([SOUND] * 20), 10),
        ("[" + ",\n".join([SOUND] * 20) + "]", 1),
        ("\n".join([json.dumps(EVENT, indent=1)] * 20), 1),
        ("".join([SOUND] * 20), 1),
        ("\n".join([*[SOUND] * 10, *[SOUND[:-20]] * 10, *[SOUND] * 10]), 1),
    ],
    ids=["lines", "CR LF", "an array", "several lines each", "no lines", "many torn ones"],
)
def test_what_can_be_cut(text: str, used: int) -> None:
    """Documents on lines of their own are shared out; anything else is the first range, and the others are empty."""
    whole, apart, filled = both(text.encode(), 2 * len(SOUND) + 5)
    assert apart == whole
    assert (filled > 5) == (used > 1)
    assert filled == 1 or used > 1


def test_texts_hold_little_beside_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are views of what was read where they are most of it; elsewhere they are copied, and the rest is let go."""
    monkeypatch.setattr(sandbox, "LEAST", 1 << 60)
    for data, kind in (("\n".join([SOUND] * 900), memoryview), ((SOUND + "\n" + "x" * 250_000 + "\n") * 9, bytes)):
        raw = data.encode()
        evidence = Evidence(sha256="ef" * 32, size=len(raw), path="e.json", scope="s", kind=Kind.EVENTS_JSON)
        ledger = Ledger(size=len(raw), path="e.json", sha256=evidence.sha256)
        texts: list[object] = []
        for batch in read_json(io.BytesIO(raw), evidence, ledger, Limits()):
            assert isinstance(batch, Events)
            texts += batch.texts
        assert len(texts) in (9, 900)
        assert sum(isinstance(text, kind) for text in texts) >= 0.9 * len(texts) - 1


def test_utf_16_is_read_whole() -> None:
    """Its lines are not looked for."""
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        whole, apart, filled = both("\n".join([SOUND] * 20).encode(encoding), 500)
        assert apart == whole
        assert filled == 1


def test_a_cut_between_two_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut is found wherever the pieces end in which the file is looked through, and lines are counted once."""
    data = "\r\n".join([SOUND] * 30).encode()
    for piece in range(1, 40):
        monkeypatch.setattr(ranges, "_PIECE", piece)
        whole, apart, filled = both(data, 700)
        assert apart == whole
        assert filled > 5


def test_a_file_that_ends_early() -> None:
    """It is read as it is, and what is missing is told by the account."""
    data = "\n".join([SOUND] * 30).encode()
    evidence = Evidence(sha256="cd" * 32, size=len(data) + 999, path="e.json", scope="s", kind=Kind.EVENTS_JSON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "PART", 700)
        counts = []
        for number in range(ranges.parts_of(evidence.size)):
            ledger = Ledger(size=evidence.size, path="e.json", sha256=evidence.sha256)
            counts.append(len(gathered(read_json_part(io.BytesIO(data), evidence, ledger, Limits(), number))))
            if not number:
                with pytest.raises(ValueError, match="accounted for"):
                    ledger.account()
    assert counts == [30] + [0] * (len(counts) - 1)


def test_recordings(corpora: Path) -> None:
    """Recordings, as they are and torn: most of them are really cut."""
    cut = 0
    for path in sorted((corpora / "otrf").rglob("*.[zZ]ip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    data = member.read(400_000)
                for copy in (data, data[: len(data) // 3] + data[len(data) // 2 :]):
                    whole, apart, filled = both(copy, max(len(copy) // 5, 300))
                    assert apart == whole, path.name
                    cut += filled > 1
    assert cut > 10

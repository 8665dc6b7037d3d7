"""Records that are packed away come back as they were, in any order and whatever is held unpacked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.aside import Aside
from indicia.detection import kept as kept_module
from indicia.detection.analyses.common.picked import Picked, divided
from indicia.detection.kept import Kept
from indicia.detection.packed import micros, timeless
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Sighting, Value

_WORDS = st.text(max_size=12)
_VALUES: st.SearchStrategy[Value] = st.one_of(
    _WORDS, st.integers(), st.floats(allow_nan=False), st.booleans(), st.none(), st.lists(_WORDS).map(tuple)
)
_TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
_RECORDS = st.builds(
    Record,
    table=st.sampled_from(["win_event", "web_request", "file_journal", "file"]),
    source=st.sampled_from(["security", "iis"]),
    time=_TIMES,
    host=st.none() | st.sampled_from(["EX01", "EX02"]),
    at=st.builds(
        Locator,
        sha256=st.just("0" * 64),
        offset=st.integers(0, 2**62),
        length=st.integers(0, 2**20),
        line=st.none() | st.integers(1, 9),
        record_id=st.none() | st.integers(0, 9),
    ),
    fields=st.dictionaries(_WORDS, _VALUES, max_size=4),
    raw=_WORDS,
)
SIGHTINGS = st.lists(
    st.builds(
        Sighting,
        detector=st.sampled_from(["one", "two", "three"]),
        record=_RECORDS,
        matched=st.lists(_WORDS, max_size=3).map(tuple),
    ),
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sightings=SIGHTINGS, most=st.integers(0, 12))
def test_records_told_apart_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sightings: list[Sighting], most: int
) -> None:
    """Where there is no room for any in memory; also packed by somebody else."""
    monkeypatch.setattr(kept_module, "_ROOM", 0)
    kept, other = Kept(most, Aside(tmp_path / "spool")), Kept(most)
    other.add(sightings)
    other.close()
    kept.add(sightings)
    kept.absorb(other, range(len(sightings)))
    kept.close()
    twice = [*sightings, *sightings]
    assert [kept[number] for number in range(len(kept))] == twice
    kept.tell_apart()
    assert [kept[number] for number in reversed(range(len(kept)))] == twice[::-1]


@given(sightings=SIGHTINGS, most=st.integers(0, 12))
def test_kept_records_come_back(sightings: list[Sighting], most: int) -> None:
    """Whatever lies packed, each number gives the sighting that was added under it, and its order, owner and name."""
    kept = Kept(most)
    middle = len(sightings) // 2
    numbers = [*kept.add(sightings[:middle]), *kept.add(iter(sightings[middle:]))]
    assert numbers == list(range(len(sightings)))
    for number in reversed(numbers):
        there, record = sightings[number], sightings[number].record
        assert kept[number] == there
        assert (kept.detector(number), kept.host(number)) == (there.detector, record.host)
        assert (kept.time(number), kept.offset(number)) == (micros(record.time), record.at.offset)
        assert timeless(kept.time(number)) == (record.time is None)


def event(number: int, *, host: str = "EX01", raw: str = "") -> Sighting:
    return Sighting(
        detector="one",
        record=Record(
            table="win_event",
            source="security",
            time=datetime(2021, 3, 3, tzinfo=UTC) + timedelta(seconds=number),
            host=host,
            at=Locator(sha256="0" * 64, offset=number, length=1, record_id=number),
            fields={"EventID": number},
            raw=raw,
        ),
    )


def test_copies_of_an_event_are_told() -> None:
    """The same number at the same time on the same computer is the same event, however it is spelt; no other is."""
    kept = Kept(0)
    kept.add([event(1), event(1, raw="exported again"), event(2), event(1, host="EX02")])
    first, copy, other, elsewhere = (kept.identity(number) for number in range(4))
    assert first == copy
    assert len({first, other, elsewhere}) == 3


def test_much_is_held_packed() -> None:
    """Of records that are much alike little is held, and what was unpacked is let go again."""
    kept = Kept(500)
    kept.add(event(number, raw=f"{number} " * 2000) for number in range(3000))
    assert all(kept[number].record.raw.startswith(f"{number} ") for number in range(3000))
    assert len(kept._open) <= 500
    assert sum(kept._blocks[block][1] for block in kept._last) == kept._held < 4 * 2**20
    assert sum(len(packed) for packed, _ in kept._blocks) < 2**20


def test_picked_records_are_made_when_asked_for() -> None:
    """Picked records come in their order with their files; parts of them and the two halves of a division do too."""
    from array import array

    kept = Kept(1)
    kept.add(event(number) for number in range(6))
    files = [
        Evidence(sha256="0" * 64, size=1, path=path, scope="host", kind=Kind.EVTX, original=None, host=None)
        for path in ("a.evtx", "b.evtx")
    ]
    picked = Picked(kept, files, array("q", [5, 3, 1, 0]), array("q", [0, 1, 0, 1]))
    told = [(seen.sighting.record.at.offset, seen.evidence.path) for seen in picked]
    assert told == [(5, "a.evtx"), (3, "b.evtx"), (1, "a.evtx"), (0, "b.evtx")]
    assert [seen.sighting.record.at.offset for seen in picked[1:3]] == [3, 1]
    assert picked[-1] == list(picked)[-1]
    odd, even = divided(picked, lambda seen: seen.sighting.record.at.offset % 2 == 1)
    assert [[seen.sighting.record.at.offset for seen in half] for half in (odd, even)] == [[5, 3, 1], [0]]
    assert divided(list(picked), lambda seen: seen.evidence.path == "a.evtx")[0] == [picked[0], picked[2]]

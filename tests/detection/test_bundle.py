"""What is handed on packed is what would be read back, and is kept and counted like it."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detection.test_kept import SIGHTINGS, event

from indicia.detection import bundle as bundling
from indicia.detection.bundle import Bundle
from indicia.detection.keeping import Keeping
from indicia.detection.kept import Kept
from indicia.model.record import Sighting


def bundled(sightings: list[Sighting], pieces: int) -> Bundle:
    """A bundle filled piece by piece and handed on."""
    made = Bundle()
    for start in range(0, len(sightings), pieces):
        assert made.add(sightings[start : start + pieces])
    made.close()
    handed: Bundle = pickle.loads(pickle.dumps(made))
    return handed


@given(parts=st.lists(SIGHTINGS, max_size=4), pieces=st.integers(1, 30), limit=st.integers(0, 8))
def test_bundles_are_kept_like_what_is_in_them(parts: list[list[Sighting]], pieces: int, limit: int) -> None:
    """One after the other: the same sightings with the same bounds, numbers, times, places and identities."""
    one, other = Kept(3), Kept(3)
    first, second = Keeping(limit), Keeping(limit)
    for sightings in parts:
        bundle = bundled(sightings, pieces)
        assert bundle == tuple(sightings)
        assert len(bundle) == len(sightings)
        numbers = one.add(item for item in sightings if first.keeps(item.detector, item.record))
        assert bundle.bounded(second, other) == numbers
    assert first.overflow == second.overflow
    assert len(one) == len(other)
    for number in range(len(one)):
        assert one[number] == other[number]
        for told in (Kept.detector, Kept.host, Kept.time, Kept.offset, Kept.identity):
            assert told(one, number) == told(other, number)


def test_it_takes_in_no_more_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many, or too large ones, are given up at once: nothing of them is held."""
    made = Bundle()
    assert made.add(event(number) for number in range(bundling.MOST))
    assert not made.add([event(0)])
    assert len(made) == 0
    monkeypatch.setattr(bundling, "_MOST_BYTES", 1_000)
    assert not Bundle().add(event(number) for number in range(1_000))

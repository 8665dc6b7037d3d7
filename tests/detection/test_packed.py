"""Sightings that are packed come back as they were, in their order, however many lie open."""

from hypothesis import given
from hypothesis import strategies as st
from tests.detection.test_kept import SIGHTINGS

from indicia.detection.packed import Packed
from indicia.model.record import Sighting


@given(sightings=SIGHTINGS, most=st.integers(0, 12), several=st.integers(1, 3))
def test_packed_sightings_come_back(sightings: list[Sighting], most: int, several: int) -> None:
    """Each comes back equal, one after the other, by number and as a part; what several detectors saw is one record."""
    given = [sighting for sighting in sightings for _ in range(several)]
    packed = Packed(given, most)
    assert list(packed) == given
    assert len(packed) == len(given)
    assert packed == tuple(given)
    assert [packed[at] for at in range(len(given))] == given
    assert list(packed[1:5]) == given[1:5]
    assert packed != (*given, *given, *packed[:1]) or not given


def test_few_stay_as_they_are() -> None:
    """What never had to be packed is a tuple."""
    assert Packed().few() == ()

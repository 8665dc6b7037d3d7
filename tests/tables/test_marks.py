"""Marks found by words of bits are those that one finds byte by byte."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.tables.marks import Marks

sparse = st.lists(st.sampled_from([b",", b"x", b"y" * 63, b"z" * 200, b",,", b"w" * 2000]), max_size=40).map(b"".join)
dense = st.binary(max_size=300).map(lambda data: data.replace(b"\0", b","))


def marks_of(text: bytes) -> tuple[Marks, np.ndarray, list[int]]:
    codes = np.frombuffer(text, dtype=np.uint8)
    return Marks(codes, ord(",")), codes, [place for place, byte in enumerate(text) if byte == ord(",")]


@given(sparse | dense)
def test_places_and_counts(text):
    """All of them in order, how many there are, and how many stand before each place, the end included."""
    marks, _, places = marks_of(text)
    assert marks.places().tolist() == places
    assert len(marks) == len(places)
    every = np.arange(len(text) + 1)
    assert marks.before(every).tolist() == [sum(place < at for place in places) for at in every.tolist()]


@given(sparse | dense, st.data())
def test_one_by_its_number(text, data):
    """Each is found by its number, from wherever before it one begins to look."""
    marks, _, places = marks_of(text)
    near = [data.draw(st.integers(0, place)) for place in places]
    numbers = np.arange(len(places))
    assert marks.numbered(numbers, np.array(near, dtype=np.int64)).tolist() == places


@given(sparse | dense)
def test_the_following_one(text):
    """The first one at or behind any place that has one."""
    marks, _, places = marks_of(text)
    every = np.arange(places[-1] + 1 if places else 0)
    assert marks.following(every).tolist() == [min(p for p in places if p >= at) for at in every.tolist()]


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 2**18 - 1, 2**18, 2**18 + 1])
def test_sizes_around_words_and_pieces(size):
    """Nothing is lost where words or pieces end."""
    marks, _, _ = marks_of(b"," * size)
    assert len(marks) == size
    assert marks.places().tolist() == list(range(size))
    assert marks.before(np.array([size])).tolist() == [size]


@given(sparse | dense, st.integers(0, 255))
def test_all_values_up_to_one(text, value):
    """Places of several byte values at once, in order."""
    marks = Marks(np.frombuffer(text, dtype=np.uint8), value, lower=True)
    assert marks.places().tolist() == [place for place, byte in enumerate(text) if byte <= value]

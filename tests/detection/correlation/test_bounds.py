"""What is remembered is bounded, and says so; numbers in order are the numbers sorted."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.correlation import meters, window
from indicia.detection.correlation.multiset import Multiset


@pytest.mark.parametrize(
    ("body", "value", "count"),
    [
        ("type: event_count\ncondition: {gte: 3}", 10, 30),
        ("type: value_count\ncondition: {gte: 3, field: N}", 10, 30),
        ("type: value_sum\ncondition: {gte: 3, field: One}", 10, 30),
        ("type: value_percentile\ncondition: {gte: 1, field: One, percentile: 50}", 1, 10),
    ],
)
def test_at_least(world, tools, monkeypatch, body, value, count):
    """A window larger than what is remembered still holds, and its value is "at least"; a later small one is exact."""
    monkeypatch.setattr(window, "MOST", 10)
    monkeypatch.setattr(meters, "MOST", 10)
    loaded = tools.load(tools.base("a") + tools.correlation(f"{body}\ntimespan: 1h"))
    seconds = [*range(30), *range(10_000, 10_004)]
    world.log(loaded, [("a", tools.record(second, second, N=second, One=1)) for second in seconds])
    large, small = world.run(loaded).hits
    assert (large.cut, large.count, large.value) == (True, count, value)
    assert not small.cut
    assert small.count == 4
    assert f"at least {count} events" in world.findings(loaded)[0].summary


@given(st.lists(st.integers(-50, 50) | st.fractions(-5, 5), max_size=60), st.randoms(use_true_random=False))
def test_multiset(numbers, shuffle):
    """Numbers put in and taken out in any order leave the rest sorted."""
    held, kept = Multiset(), []
    for number in numbers:
        held.add(number)
        kept.append(number)
        if shuffle.random() < 0.4:
            gone = kept.pop(shuffle.randrange(len(kept)))
            held.remove(gone)
    assert [held.at(place) for place in range(len(held))] == sorted(kept)
    with pytest.raises(IndexError):
        held.at(len(kept))


def test_multiset_of_many_blocks():
    """Also when they fill many blocks."""
    chance = random.Random(5)
    numbers = [chance.randrange(3_000) for _ in range(12_000)]
    held = Multiset()
    for number in numbers:
        held.add(number)
    for number in numbers[:7_000]:
        held.remove(number)
    left = sorted(numbers[7_000:])
    assert all(held.at(place) == left[place] for place in range(0, len(left), 97))

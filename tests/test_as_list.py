"""Sequences that are made on demand compare by what is in them."""

import pytest

from indicia.as_list import AsList


class Doubled(AsList[int]):
    """The even numbers up to a count."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, at):
        return 2 * range(self.count)[at]


def test_equal_by_what_is_in_them():
    """A tuple and another of them are equal where their items are; a list and a shorter one are not."""
    assert Doubled(3) == (0, 2, 4) == Doubled(3)
    assert Doubled(3) != (0, 2, 5)
    assert Doubled(3) != Doubled(2)
    assert Doubled(3) != [0, 2, 4]


def test_no_hash():
    """What may differ from one moment to the next is no key."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(Doubled(1))

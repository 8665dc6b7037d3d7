"""Texts that lie one after the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.tables.joined import Joined

TEXTS = st.lists(st.binary(max_size=8), min_size=1, max_size=12)


def joined(texts: list[bytes]) -> Joined:
    stops = [sum(len(text) + 1 for text in texts[: count + 1]) for count in range(len(texts))]
    return Joined(b"".join(text + b"\n" for text in texts), stops)


@given(TEXTS, st.integers(-14, 14), st.integers(-14, 14))
def test_is_a_sequence_of_its_texts(texts: list[bytes], first: int, last: int) -> None:
    whole = joined(texts)
    assert list(whole) == texts
    assert list(whole[first:last]) == texts[first:last]
    assert whole[-1] == texts[-1]
    with pytest.raises(IndexError):
        whole[len(texts)]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_parts_lie_behind_each_other(parts: list[list[bytes]]) -> None:
    whole = Joined.of([joined(texts) for texts in parts])
    assert list(whole) == [text for texts in parts for text in texts]
    assert whole.text == b"".join(text + b"\n" for text in whole)


def test_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="as they lie"):
        joined([b"a", b"b"])[::2]

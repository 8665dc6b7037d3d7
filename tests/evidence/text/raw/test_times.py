"""Times told for many lines at once are those that one gets line by line."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicia.evidence.text.raw.columns import Words8
from indicia.evidence.text.raw.times import all_clocks, clocks, parse_clock

numbers = st.integers(0, 99)
tails = st.sampled_from(["", "Z", ".123", ".123Z", ".12", ".12Z", ".9:9Z", ".1234", "x", ".000Z"])
odd = st.text("0123456789:.Z /;\0\xff9", min_size=8, max_size=12)
values = st.builds("{:02}:{:02}:{:02}{}".format, numbers, numbers, numbers, tails) | odd
_FORM = re.compile(r"(\d\d:\d\d:\d\d(?:\.\d\d\d)?)Z?", re.ASCII)


def packed(texts: list[str]) -> tuple[Words8, np.ndarray, np.ndarray]:
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    return Words8("\n".join(texts).encode("latin-1")), np.cumsum(lengths + 1) - lengths - 1, lengths


@given(st.lists(values, min_size=1, max_size=30))
def test_clocks(texts):
    """Exactly the usual forms are taken, and each gives the time that it says."""
    words, starts, lengths = packed(texts)
    micros, good = clocks(words, starts, lengths)
    for text, micro, fits in zip(texts, micros.tolist(), good.tolist(), strict=True):
        found = _FORM.fullmatch(text)
        known = parse_clock(found[1]) if found else -1
        assert fits == (known >= 0)
        assert not fits or micro == known


@given(st.lists(values, min_size=1, max_size=6), st.integers(0, 25))
def test_all_clocks(texts, hour):
    """Only times of one hour are all of one hour."""
    texts = [f"{hour:02}{text[2:8]}" if number % 3 else text[:8] for number, text in enumerate(texts)]
    words, starts, _ = packed(texts)
    told = all_clocks(words.at(starts))
    assert told == (all(_FORM.fullmatch(t) and parse_clock(t) >= 0 for t in texts) and len({t[:2] for t in texts}) == 1)

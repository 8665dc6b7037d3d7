"""The two matchers answer alike, and find what a naive search finds."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicia.detection.filtering import matcher as module
from indicia.detection.filtering.literals import MARKS, TextKind
from indicia.detection.filtering.matcher import HyperscanMatcher, PlainMatcher, TooManyHits, matcher

needs_hyperscan = pytest.mark.skipif(not module.HYPERSCAN, reason="no Hyperscan wheel on this platform")
ALL_MARKS = [mark for kind in TextKind for mark in MARKS[kind]]

literals = st.lists(
    st.text(alphabet="abc\\/.*+([{^$|?\0 -", min_size=1, max_size=6).map(lambda text: text.encode()),
    unique=True,
    max_size=8,
)
texts = st.lists(
    st.sampled_from(
        [
            *(b"a", b"B", b"cC", b"\\", b"/", b".", b"*", b"(", b"[", b"\0", b"\n", b" ", b"-", b"\xc3\xa9"),
            *(b"\xe2\x84\xaa", b"\\u00e9", b'"', b"\xc4\xb0", b'x"y', b'"Payload" : " {'),
        ]
    ),
    max_size=30,
).map(b"".join)


def hits(found):
    """Pairs as a set, so that order does not count."""
    numbers, ends = found
    return set(zip(numbers.tolist(), ends.tolist(), strict=True))


@needs_hyperscan
@settings(max_examples=150, deadline=None)
@given(literals, texts)
def test_both_matchers_report_the_same_places(words, text):
    """Every end of every literal, overlapping ones and those with NUL or special characters included."""
    assert (
        hits(HyperscanMatcher(words).scan_block(text)) == hits(PlainMatcher(words).scan_block(text)) if words else True
    )


@needs_hyperscan
@settings(max_examples=150, deadline=None)
@given(literals, texts)
@example([], b'"Payload" : " {"Payload" : " {"Payload" : " {\xc4\xb0')
def test_both_matchers_find_the_same_in_one_record(words, text):
    """Numbers of literals and marks that stand in a record are the same, and those a block scan reports."""
    fast, plain = HyperscanMatcher(words, ALL_MARKS), PlainMatcher(words, ALL_MARKS)
    found = fast.scan_one(text)
    assert found == plain.scan_one(text)
    assert found == set(fast.scan_block(text)[0].tolist()) == set(plain.scan_block(text)[0].tolist())


@pytest.mark.parametrize("plain", [True, False])
def test_a_literal_is_not_cut_at_nul(plain):
    """The wheel's literal mode reads up to the first NUL only, which would report every `a`."""
    found = matcher([b"a\0b"], plain=plain)
    assert found.scan_one(b"a cat") == set()
    assert found.scan_one(b"A\0B") == {0}


@pytest.mark.parametrize("plain", [True, False])
def test_one_report_a_record_but_every_place_in_a_block(plain):
    """Reporting a pattern once per call would lose all lines of a block but the first."""
    found = matcher([b"cmd"], plain=plain)
    assert hits(found.scan_block(b"CMD\ncmd\nx cMd")) == {(0, 3), (0, 7), (0, 13)}


@pytest.mark.parametrize("plain", [True, False])
def test_letters_outside_ascii_have_one_case(plain):
    """Only ASCII letters match in either case."""
    found = matcher(["é".encode()], plain=plain)
    assert found.scan_one("É".encode()) == set()
    assert found.scan_one("é".encode()) == {0}


@pytest.mark.parametrize("plain", [True, False])
def test_hits_beyond_the_limit_are_refused(plain):
    """A block with more hits than asked for raises, and the matcher works on afterwards."""
    found = matcher([b"aa"], plain=plain)
    with pytest.raises(TooManyHits):
        found.scan_block(b"a" * 100, 10)
    assert len(found.scan_block(b"a" * 10, 10)[0]) == 9


def test_works_without_hyperscan(monkeypatch):
    """Where the wheel is missing the plain matcher is taken."""
    monkeypatch.setattr(module, "HYPERSCAN", False)
    assert isinstance(matcher([b"abc"]), PlainMatcher)
    assert matcher([b"abc"]).scan_one(b"xABCx") == {0}
    assert isinstance(matcher([]), PlainMatcher)

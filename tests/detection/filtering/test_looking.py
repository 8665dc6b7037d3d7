"""Literals are found in single texts as the search for many finds them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicia.detection.conditions.condition import Compare
from indicia.detection.conditions.condition import Test as Asked
from indicia.detection.filtering.literals import FLOAT, TextKind, necessary, number_expression
from indicia.detection.filtering.looking import Shown, look_for

(NUMBERS,) = necessary(Asked("LogonType", Compare("eq", 10)), TextKind.JSON)
SCRAPS = [
    b'"',
    b"10",
    b"0x",
    b"0XA",
    b"00a",
    b" ",
    b"\v",
    b"\x85",
    b"\xc2\xa0",
    b"\\t",
    b"\\u0009",
    b"\\u0020",
    b":",
    b",",
]
SCRAPS += [b"[", b"]", b"}", b"+", b"-", b".", b"1.0e1", b"\n", b"\xff", b"\x1c"]
PARTS = st.lists(st.sampled_from(SCRAPS), max_size=9).map(b"".join)


@given(PARTS)
@example(b'"\v10"')
@example(b":\v10,")
@example(b'"\x8510"')
@example(b'"1.0e1"')
def test_numbers_are_found_by_either_engine(text):
    """White space and digits are the same to the linear-time engine, also among bytes that are no text."""
    expected = any(re.search(number_expression(literal), text) for literal in NUMBERS)
    assert look_for((NUMBERS,))(Shown(text)) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [(b'{"a":10}', True), (b'{"a":"0x0A"}', True), (b'{"a":"100"}', False), (b'{"a":"10 a"}', False), (b"{}", False)],
)
def test_numbers_by_themselves(text, found):
    """A number stands for itself in every spelling, and for no part of another."""
    assert FLOAT in NUMBERS
    assert look_for((NUMBERS,))(Shown(text)) == found

"""A value in pieces is the value as a whole, to the byte."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from indicia.plain import json_pieces, to_json


class _Whole(Struct, frozen=True):
    first: tuple[object, ...]
    second: object
    third: tuple[dict[str, object], ...] = ()


_TEXTS = st.text(max_size=8) | st.just("line\nfeed") | st.just("\udcff")
_VALUES = st.recursive(_TEXTS | st.integers(-9, 9) | st.none(), lambda inner: st.lists(inner, max_size=3).map(tuple))


@given(
    first=st.lists(_VALUES, max_size=4), second=_VALUES, third=st.lists(st.dictionaries(_TEXTS, _VALUES), max_size=2)
)
def test_pieces_are_the_whole(first: list[object], second: object, third: list[dict[str, object]]) -> None:
    """Whatever it holds, also what is no UTF-8."""
    whole = _Whole(tuple(first), second, tuple(third))
    assert b"".join(json_pieces(whole)) == to_json(whole)

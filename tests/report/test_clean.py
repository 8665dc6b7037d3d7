"""Text from evidence cannot act."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from indicia.report.clean import clean, clean_block, clean_json


def test_an_escape_sequence_is_written_out() -> None:
    """A terminal sequence in a log is shown, not obeyed."""
    assert clean("\x1b[2Jx\u202ey\u0085") == "\\x1b[2Jx\\u202ey\\x85"


@given(st.text())
def test_nothing_acting_is_left(text: str) -> None:
    """No control, direction or separator character survives, and everything else does."""
    out = clean(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029\u202a\u202e\u2066\u2069" for c in out)
    out.encode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_json_means_what_it_meant(text: str) -> None:
    """The same characters are written as escapes of JSON, which a reader of JSON takes back."""
    out = clean_json(orjson.dumps(text))
    assert orjson.loads(out) == text
    assert clean(out.decode()) == out.decode()


@given(st.text(alphabet="a\n\r\x1b"))
def test_a_block_keeps_its_lines(text: str) -> None:
    """Line breaks stay where the record has them."""
    assert clean_block(text).count("\n") == text.count("\n")


def test_a_limit_is_visible() -> None:
    """A shortened text ends in an ellipsis."""
    assert clean("abcdef", 4) == "abc…"

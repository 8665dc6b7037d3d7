"""Texts that nobody would write: reading ends, work grows with the length, nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import assert_grows_with_length

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Quoted

_UNITS = [
    "China said that Russia ",
    '" ',
    "China, ",
    "A",
    "the ",
    "China and ",
    "( ",
    "accused Russia of attacking and ",
    "said that it believed that ",
    "group, which China calls ",
    "– China ",
    "’s ",
    "“China said” ",
    "of the ministry of ",
    "“ ‘ « “China said ",
    "it took its orders from China and ",
    "no sanctions were announced and ",
    ", joined by China, ",
    "30,000 companies were hacked and ",
    "almost certain that APT31 and highly likely that ",
    "the announcement was not accompanied by ",
    "which hold China ",
]
_WORDS = (
    "China Russia said the , . \" “ ” ' - ( ) that it he they accused blamed of attack hackers and or not joined in to "
    "by behind responsible highly likely almost certain without punishing reports 30,000 companies we our announcement "
    "responsible highly likely Foreign Minister Jane Doe the EU GRU sanctions imposed no denied must stop "
    "embassy respond comment was were been who which APT28 Microsoft 2021 \n\n"
).split(" ")


@pytest.mark.parametrize("unit", _UNITS)
def test_work_grows_with_the_length_of_one_line(unit: str) -> None:
    """A sentence without an end: nothing of the grammar looks at all of it for each word."""

    def read(size: int) -> None:
        text = unit * (size // len(unit))
        assertions(text, (Quoted(0, len(text), text),))

    assert_grows_with_length(read, 40_000)


@given(st.lists(st.sampled_from(_WORDS), max_size=60))
def test_any_order_of_words_is_read_with_exact_spans(words: list[str]) -> None:
    """No order of the words of the grammar breaks it, and each quotation stands at its place."""
    text = " ".join(words)
    for one in assertions(text, sentences(text)):
        for quoted in (one.sentence, one.speaker, one.verb, one.accused, one.activity, one.confidence, one.measure):
            assert quoted is None or text[quoted.start : quoted.end] == quoted.words


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Any characters at all."""
    assertions(text, sentences(text))

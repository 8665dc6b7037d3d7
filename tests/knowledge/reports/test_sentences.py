"""Sentences come out whole, once, and with their exact place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.knowledge.reports.sentences import MOST_CHARACTERS, sentences

WHOLE = [
    "The U.S. Department of Justice charged four people on Monday.",
    "Mr. Smith of Acme Inc. told Reuters, e.g. by phone, that v. 2.1 was affected.",
    "The server at evil[.]example.com answered 192.0.2[.]7 with build 15.1.2106.2 of Exchange.",
    "It fetched hxxps://a.example/x.aspx?q=1. twice and wrote w3wp.exe to C:\\Windows\\Temp.",
    "J. R. Smith v. the D.C. Court of Appeals was cited.",
    '"Who was it?" Smith asked.',
    "At 5 p.m. ET the N.S.A. published No. 5 of the series.",
    "The group, a.k.a. APT40, has been active since Jan. 2013 et al. and later.",
    "Yahoo! was hit as well.",
]


@pytest.mark.parametrize("sentence", WHOLE)
def test_a_sentence_is_one_alone_and_among_others(sentence):
    """Full stops inside of it end nothing, whatever stands around it."""
    assert [found.words for found in sentences(sentence)] == [sentence]
    text = f"We know this. {sentence} The rest follows."
    assert [found.words for found in sentences(text)] == ["We know this.", sentence, "The rest follows."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He moved to the U.S. The company stayed.", ["He moved to the U.S.", "The company stayed."]),
        ("It is run by Acme Inc. It said no. They agreed.", ["It is run by Acme Inc.", "It said no.", "They agreed."]),
        ("It was stopped. cmd.exe ran next.", ["It was stopped.", "cmd.exe ran next."]),
        ("It beaconed to evil.com. Then it slept.", ["It beaconed to evil.com.", "Then it slept."]),
        ("They stole mail.[3] It was sold.", ["They stole mail.[3]", "It was sold."]),
        ('He said "we know." Nobody asked.', ['He said "we know."', "Nobody asked."]),
        ("犯人は不明。調査は続く。", ["犯人は不明。", "調査は続く。"]),
        ("Was it them? Nobody knows! Or not…", ["Was it them?", "Nobody knows!", "Or not…"]),
    ],
)
def test_ends_are_found(text, expected):
    """A full stop that ends a sentence does so, also after an abbreviation or an address."""
    assert [found.words for found in sentences(text)] == expected


def test_headings_items_and_rows_stand_alone():
    """What the layout sets apart is not joined, and markers of lists are left out."""
    text = (
        "# Summary\nThe actor used two tools:\n- Mimikatz\n- a web shell\n  of its own\n\n1. Patch\n2) Reboot\n"
        "| a | b |\n| c | d |\n\nTechnical details\nThe first request came in early, long before anybody had heard of"
        " it, and went unseen.\n"
    )
    assert [found.words for found in sentences(text)] == [
        "Summary",
        "The actor used two tools:",
        "Mimikatz",
        "a web shell\n  of its own",
        "Patch",
        "Reboot",
        "a | b |",
        "c | d |",
        "Technical details",
        "The first request came in early, long before anybody had heard of it, and went unseen.",
    ]


def test_wrapped_lines_are_joined():
    """Hard-wrapped prose comes out as sentences, not as lines."""
    text = (
        "On Monday the Government of the United Kingdom said that it is\nalmost certain that actors backed by the\n"
        "Chinese state were responsible. The Ministry of State\nSecurity stands behind APT40.\n"
    )
    assert [found.words.replace("\n", " ") for found in sentences(text)] == [
        "On Monday the Government of the United Kingdom said that it is almost certain that actors backed by the"
        " Chinese state were responsible.",
        "The Ministry of State Security stands behind APT40.",
    ]


def test_a_list_of_indicators_is_not_a_sentence():
    """Lines of single words stand for themselves, whatever their length."""
    lines = ["evil.example", "a-much-longer-name.of-a-host.evil.example", "192.0.2.1", "b" * 64, "supp0rt.aspx"]
    assert [found.words for found in sentences("\n".join(lines))] == lines


@given(
    st.text(max_size=400) | st.lists(st.sampled_from([*WHOLE, "\n", "\n\n", "- ", "U.S. ", " ", "[.]"])).map("".join)
)
def test_nothing_is_lost_or_changed(text):
    """Every quoted span equals its text, none overlap, and every letter is in one of them or in a marker of a list."""
    found = sentences(text)
    assert all(text[quoted.start : quoted.end] == quoted.words for quoted in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(quoted.words.strip() for quoted in found)


def test_endless_text_is_cut():
    """A megabyte without an end is taken in bounded pieces."""
    found = sentences("word " * 200_000)
    assert max(quoted.end - quoted.start for quoted in found) <= MOST_CHARACTERS
    assert sum(quoted.words.count("word") for quoted in found) == 200_000

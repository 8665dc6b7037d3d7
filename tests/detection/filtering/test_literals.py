"""What is derived from a condition as necessary is necessary, and as rare as can be had."""

import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.detection.conditions.condition import (
    All,
    Any,
    Not,
    Null,
    Pattern,
    Regex,
    Test,
    Wildcard,
    contains,
    ends,
    equals,
)
from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.filtering.literals import JOINT, SEAM, WIDE, TextKind, anchor, keyword_literals, necessary

JSON, WEB, CSV = TextKind.JSON, TextKind.WEB, TextKind.CSV


def one(*literals):
    """A single group."""
    return (frozenset(literals),)


def test_each_kind_of_text_breaks_where_its_writer_does():
    """A literal never spans what the kind of text may write otherwise."""
    text = 'C:\\Temp\\some "quoted;part" of?it+all, Größe'
    assert necessary(contains("X", text), JSON) == tuple(
        frozenset({lit}) for lit in (rb"c:\\temp\\some ", b"quoted;part", b"of?it+all", WIDE)
    )
    assert necessary(contains("X", text), WEB) == tuple(
        frozenset({lit})
        for lit in (
            rb"c:\temp\some" + JOINT + b'"quoted;part"' + JOINT + b"of" + SEAM,
            SEAM + b"it" + JOINT + b"all," + JOINT + b"gr",
        )
    )
    assert necessary(contains("X", text), CSV) == tuple(
        frozenset({lit}) for lit in (rb"c:\temp\some ", b"quoted", b"part", b" of?it+all", b" gr")
    )


def test_combinations():
    """All keeps every group, any needs one of each part, a negation says nothing."""
    a, b, short = contains("X", "alpha"), contains("X", "beta"), contains("X", "ab")
    assert necessary(All((a, b)), JSON) == (*one(b"alpha"), *one(b"beta"))
    assert necessary(Any((a, b)), JSON) == one(b"alpha", b"beta")
    assert necessary(Any((a, short)), JSON) == ()
    assert necessary(Any((a, All((short, b)))), JSON) == one(b"alpha", b"beta")
    assert necessary(Not(a), JSON) == necessary(Test("X", Null()), JSON) == ()
    assert necessary(All((Not(a), b)), JSON) == one(b"beta")
    assert necessary(Any(()), JSON) == one()
    assert necessary(All(()), JSON) == ()


def test_wildcards_part_literals():
    """Text on both sides of a wildcard is two literals; neighbouring text is one."""
    pattern = Pattern(("start", Wildcard.MANY, "mid", "dle", Wildcard.ONE, "end"))
    assert necessary(Test("X", pattern), JSON) == (*one(b'"start'), *one(b"middle"), *one(b'end"'))


def test_values_made_by_readers_are_not_looked_for():
    """Routing fields, times and numbers may stand in the text in another form, or not at all."""
    for field, text in (
        ("Channel", "Security"),
        ("Provider_Name", "Microsoft"),
        ("X", "4624"),
        ("X", "1.50"),
        ("X", "1e5"),
    ):
        assert necessary(equals(field, text), JSON) == ()
    assert necessary(equals("X", "10.0.0.1"), JSON) == one(b'"10.0.0.1"')
    assert necessary(ends("X", ".ZZZ"), JSON) == one(b'.zzz"')


def test_joined_values_break_at_joints():
    """Keywords and positional data may span values that stand apart in the text; those of JSON join at commas only."""
    assert necessary(contains(None, "Set-Mailbox -Identity"), CSV) == (*one(b"set-mailbox"), *one(b"-identity"))
    assert necessary(contains("Data", "a=bcd;efg"), CSV) == (*one(b"bcd"), *one(b"efg"))
    assert necessary(contains(None, "Set-Mailbox -Identity"), JSON) == one(b"set-mailbox -identity")
    assert necessary(contains("Data", "a=bcd, efg"), JSON) == (*one(b"a=bcd"), *one(b"efg"))
    assert necessary(contains("CommandLine", "Set-Mailbox -Identity"), JSON) == one(b"set-mailbox -identity")


def test_anchor_is_the_rarest_group():
    """Frequent text loses against anything else, long literals win, and no literal holds another."""
    frequent, rare = ends("Image", "\\cmd.exe"), contains("CommandLine", "vssadmin")
    assert anchor(All((frequent, rare)), JSON) == frozenset({b"vssadmin"})
    assert anchor(contains("X", "/owa/auth/x", "owa/auth"), WEB) == frozenset({b"owa/auth"})
    assert anchor(All((rare, frequent)), JSON, lambda literal: -len(literal)) == frozenset({rb'\\cmd.exe"'})
    assert anchor(Not(rare), JSON) is None


def test_long_literals_keep_their_end():
    """A literal has at most 32 bytes."""
    assert anchor(contains("X", "a" * 50 + "the end"), JSON) == frozenset({b"a" * 25 + b"the end"})


def test_folding_letters_never_stand_in_a_literal():
    """The Kelvin sign in a pattern means `k`; the dotted capital I means `i` with a dot, which is not ASCII."""
    assert necessary(contains("X", "ba\N{KELVIN SIGN}er"), JSON) == one(b"baker")
    assert necessary(contains("X", "abc\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}def"), JSON) == (
        *one(b"abci"),
        *one(b"def"),
        *one(WIDE),
    )


def test_keywords_are_told_apart():
    """Only keyword tests may be satisfied by values beside the text."""
    condition = All((contains("X", "alpha"), Any((contains(None, "sysmon"), Not(contains(None, "other"))))))
    assert keyword_literals(condition, JSON) == frozenset({b"sysmon"})


def test_regular_expressions_give_what_is_certain():
    """Plain runs that every match holds, and nothing where the pattern is not fully understood."""
    for pattern, texts in (
        (r"(?i)foo.*bar", [{"foo"}, {"bar"}]),
        (r"^C:\\Temp\\[a-z]{8}\.exe$", [{r"C:\Temp" + "\\"}, {".exe"}]),
        (r"abc?d+e", [{"ab"}, {"d"}, {"e"}]),
        (r"a(?:bc|de)f", [{"abcf", "adef"}]),
        (r"a(bc|)f", [{"abcf", "af"}]),
        (r"a(b|c+)d", [{"a"}, {"b", "c"}, {"d"}]),
        (r"x(ab|cd){2}y", [{"xab", "xcd"}, {"y"}]),
        (r"^/(a|b/(c|d))/[^/]+\.(js|css)$", [{"/a/", "/b/c/", "/b/d/"}, {".js", ".css"}]),
        (r"(abc)*x(?P<n>def)+", [{"xdef"}]),
        (r"ab{0,3}c{2}", [{"a"}, {"c"}]),
        (r"foo|bar", [{"foo", "bar"}]),
        (r"foo|[bar]", []),
        (r"[]a]b[^]a]c[[:alpha:]]\d", [{"b"}, {"c"}]),
        (r"\Qa.b\E", []),
        (r"\x41bc", []),
        (r"ab{c", []),
        (r"abc)", []),
        (r"(abc", []),
    ):
        assert [set(group) for group in required_texts(pattern)] == texts, pattern
    assert necessary(Test("X", Regex(r"(?:alpha|beta\d)\.exe")), JSON) == (*one(b"alpha", b"beta"), *one(b".exe"))
    assert necessary(Test("X", Regex(r"(?:alpha|b)x")), JSON) == ()


LETTERS = st.text("ab", min_size=1, max_size=2)
PATTERNS = st.recursive(
    LETTERS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda both: f"(?:{both[0]}){both[1]}"),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("ab", max_size=8))
def test_whatever_matches_holds_the_required_texts(pattern, text):
    """No pattern matches a text that lacks one of its groups."""
    if re2.search(pattern, text):
        for group in required_texts(pattern):
            assert any(each in text for each in group)


ATOMS = [
    "a",
    "b",
    "k",
    "s",
    ".",
    r"\.",
    r"\d",
    "[ab]",
    "[^a]",
    "(?i)",
    "^",
    "$",
    r"\\",
    "(a|b)",
    "(?:ab|)",
    "(ab)",
    "|",
    "é",
]
patterns = st.lists(
    st.tuples(st.sampled_from(ATOMS), st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{0,1}", "*?"])), max_size=7
).map(lambda items: "".join(atom + (count if atom not in ("(?i)", "^", "$", "|") else "") for atom, count in items))


@settings(max_examples=500, deadline=None)
@given(patterns, st.text(alphabet="abkAKSsé.\\1\N{KELVIN SIGN}ſ", max_size=12))
def test_whatever_a_pattern_matches_holds_the_texts(pattern, text):
    """Each group of texts has one in every text that the pattern matches."""
    match = re2.search(pattern, text)
    if match:
        folded = text.lower().replace("ſ", "s")
        for group in required_texts(pattern):
            assert any(part.lower() in folded for part in group)

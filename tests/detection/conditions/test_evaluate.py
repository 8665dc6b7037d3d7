"""Conditions decide exactly: values, absence, numbers, case, wildcards, marking."""

import re
from itertools import pairwise

import pytest
import re2
from hypothesis import example, given
from hypothesis import strategies as st
from tests.detection.marked import matched_fields

from indicia.detection.conditions.checks import regex
from indicia.detection.conditions.condition import (
    All,
    Any,
    Cidr,
    Compare,
    Condition,
    Not,
    Null,
    Pattern,
    Present,
    Regex,
    SameAs,
    Test,
    Wildcard,
    contains,
    ends,
    equals,
    fold,
    starts,
)
from indicia.detection.conditions.evaluate import View, compile_condition
from indicia.detection.conditions.wildcard import folded, matcher, normal

MANY, ONE = Wildcard.MANY, Wildcard.ONE

CASES: list[tuple[str, Condition, dict[str, object], bool]] = [
    ("equality minds no case", equals("a", "CMD.exe"), {"a": "cmd.EXE"}, True),
    ("equality is of the whole value", equals("a", "cmd"), {"a": "cmd.exe"}, False),
    ("case is Unicode", equals("a", "ÉCOLE"), {"a": "école"}, True),
    ("final sigma is a sigma", starts("a", "ΟΔΟΣ"), {"a": "οδοσβ"}, True),
    ("the Kelvin sign is a k", contains("a", "KEY"), {"a": "\u212aey"}, True),
    ("a cased test minds case", Test("a", Pattern(("Ab",), cased=True)), {"a": "ab"}, False),
    ("a cased test finds its text", Test("a", Pattern(("Ab",), cased=True)), {"a": "Ab"}, True),
    ("a test on an absent field is false", equals("a", "x"), {}, False),
    ("its negation is true", Not(equals("a", "x")), {}, True),
    ("a star needs the field", Test("a", Pattern((MANY,))), {}, False),
    ("a star takes the empty value", Test("a", Pattern((MANY,))), {"a": ""}, True),
    ("a star does not take null", Test("a", Pattern((MANY,))), {"a": None}, False),
    ("empty text is the empty value", Test("a", Pattern(())), {"a": ""}, True),
    ("empty text is not absence", Test("a", Pattern(())), {}, False),
    ("null is absence", Test("a", Null()), {}, True),
    ("null is null", Test("a", Null()), {"a": None}, True),
    ("no value at all is null", Test("a", Null()), {"a": ()}, True),
    ("null is not the empty value", Test("a", Null()), {"a": ""}, False),
    ("a field with null is present", Test("a", Present()), {"a": None}, True),
    ("an absent field is not present", Test("a", Present()), {}, False),
    ("any of several values will do", equals("a", "y"), {"a": ("x", "Y")}, True),
    ("a negation is over all values", Not(equals("a", "y")), {"a": ("x", "y")}, False),
    ("contains-all may use several values", All((contains("a", "p"), contains("a", "q"))), {"a": ("p", "q")}, True),
    ("a number is a number", Test("a", Compare("eq", 31)), {"a": 31}, True),
    ("text of a number is a number", Test("a", Compare("eq", 31)), {"a": "31"}, True),
    ("hex is a number", Test("a", Compare("eq", 31)), {"a": "0x1F"}, True),
    ("a negative number is one", Test("a", Compare("lt", 0)), {"a": "-1"}, True),
    ("a fraction is a number", Test("a", Compare("gt", 1)), {"a": "1.5"}, True),
    ("large numbers stay exact", Test("a", Compare("eq", 2**63)), {"a": hex(2**63 + 1)}, False),
    ("other text is no number", Test("a", Compare("gte", 0)), {"a": "12 apples"}, False),
    ("underscores make no number", Test("a", Compare("eq", 10)), {"a": "1_0"}, False),
    ("other scripts' digits make no number", Test("a", Compare("eq", 3)), {"a": "٣"}, False),
    ("not a number is none", Test("a", Compare("gte", 0)), {"a": "nan"}, False),
    ("true is no number", Test("a", Compare("eq", 1)), {"a": True}, False),
    ("true is text", equals("a", "TRUE"), {"a": True}, True),
    ("a number is text for a text test", starts("a", "46"), {"a": 4688}, True),
    ("of several numbers any", Test("a", Compare("lte", 2)), {"a": ("9", "2")}, True),
    ("expressions mind case", Test("a", Regex("Abc")), {"a": "abc"}, False),
    ("expressions are searched for", Test("a", Regex("b+")), {"a": "abbc"}, True),
    ("expressions take flags", Test("a", Regex("(?i)ABC")), {"a": "xabc"}, True),
    ("a word character is ASCII", Test("a", Regex(r"^\w$")), {"a": "é"}, False),
    ("a dot is one character", Test("a", Regex("^.$")), {"a": "é"}, True),
    ("a lone surrogate is a replacement", Test("a", Regex("^.x$")), {"a": "\ud800x"}, True),
    ("an address is in its network", Test("a", Cidr("10.0.0.0/8")), {"a": "10.200.3.4"}, True),
    ("a name is in no network", Test("a", Cidr("10.0.0.0/8")), {"a": "10.example"}, False),
    ("a port makes no address", Test("a", Cidr("10.0.0.0/8")), {"a": "10.1.1.1:80"}, False),
    ("a dash is in no network", Test("a", Cidr("::/0")), {"a": "-"}, False),
    ("IPv6 in any spelling", Test("a", Cidr("2001:db8::/32")), {"a": "2001:0DB8:0::1"}, True),
    ("IPv4 written as IPv6", Test("a", Cidr("192.168.0.0/16")), {"a": "::ffff:192.168.3.4"}, True),
    ("the other family is outside", Test("a", Cidr("::/0")), {"a": "1.2.3.4"}, False),
    ("fields compare without case", Test("a", SameAs("b")), {"a": "Bob", "b": "bOB"}, True),
    ("fields compare with case when told", Test("a", SameAs("b", cased=True)), {"a": "Bob", "b": "bob"}, False),
    ("fields compare by part", Test("a", SameAs("b", "endswith")), {"a": r"C:\Bob", "b": "bob"}, True),
    ("an absent field equals nothing", Test("a", SameAs("b")), {"a": "x"}, False),
    ("two absent fields are not equal", Test("a", SameAs("b")), {}, False),
    ("a keyword is anywhere", Test(None, Pattern(("WHO",))), {"a": 1, "b": ("x", "cmd /c whoami")}, True),
    ("a keyword is in values, not names", Test(None, Pattern(("alpha",))), {"alpha": "b"}, False),
    ("a keyword does not join values", Test(None, Pattern(("ab",))), {"x": "a", "y": "b"}, False),
    ("a keyword takes wildcards", Test(None, Pattern(("a", MANY, "c"))), {"x": "--abbc--"}, True),
    (
        "a keyword with a wildcard stays in one value",
        Test(None, Pattern(("a", MANY, "c"))),
        {"x": "a", "y": "c"},
        False,
    ),
    ("a keyword with NUL is still exact", Test(None, Pattern(("a\0b",))), {"x": "a", "y": "b"}, False),
    ("a cased keyword minds case", Test(None, Pattern(("A",), cased=True)), {"x": "a"}, False),
    ("an expression is a keyword too", Test(None, Regex("^b")), {"x": "a", "y": "bc"}, True),
    ("all of nothing", All(()), {}, True),
    ("any of nothing", Any(()), {}, False),
    ("plain lists: equals", equals("a", "p", "Q"), {"a": "q"}, True),
    ("plain lists: starts", starts("a", "p", "Q"), {"a": "qx"}, True),
    ("plain lists: ends", ends("a", "p", "Q"), {"a": "xq"}, True),
    ("plain lists: contains", contains("a", "p", "Q"), {"a": "xqx"}, True),
    ("plain lists: none", contains("a", "p", "Q"), {"a": "x"}, False),
]


@pytest.mark.parametrize(("condition", "fields", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_decides(condition, fields, expected):
    """Each condition of the table has the answer of the table, with and without a shared view."""
    decide = compile_condition(condition)
    view = View(fields)
    assert [decide(fields), decide(view), decide(view)] == [expected] * 3


PARTS = st.lists(st.sampled_from(["a", "b", "ab", "\\", "ß", MANY, ONE]), max_size=7)
TEXTS = st.text(alphabet="abß\\\n", max_size=12)


def _reference(parts):
    spelt = "".join(".*" if p is MANY else "." if p is ONE else re.escape(p) for p in parts)
    return re.compile(spelt, re.DOTALL)


@given(PARTS, TEXTS)
@example([MANY, "a", ONE, MANY, "b"], "aab")
@example(["ab", MANY, "ba"], "aba")
def test_wildcards_equal_an_expression(parts, text):
    """The wildcard matcher answers what the same pattern answers as a regular expression on the whole text."""
    assert matcher(normal(parts))(text) == bool(_reference(parts).fullmatch(text))


@given(PARTS)
def test_normal_form_is_stable(parts):
    """The normal form of a normal form is itself, and holds no empty text and no two neighbours of one kind."""
    tidy = normal(parts)
    assert normal(tidy) == tidy
    assert all(not (isinstance(a, str) and isinstance(b, str)) for a, b in pairwise(tidy))


@given(st.text(max_size=20), st.text(max_size=6), st.text(max_size=6))
def test_folding_survives_cutting(text, before, after):
    """Text with anything around it contains the text without case, whatever the characters."""
    assert compile_condition(contains("x", text))({"x": before + text.lower() + after})
    assert fold(before + text) == fold(before) + fold(text)


def test_long_values_stay_linear():
    """A pattern made for going back and forth decides a value of two million characters."""
    hard = matcher(folded(Pattern((MANY, "a", ONE, "a", MANY, "aab", MANY, "b"))))
    assert not hard("a" * 2_000_000)
    assert compile_condition(Test("x", Regex("(a|aa)+$")))({"x": "a" * 200_000 + "b"}) is False


LEAVES = st.sampled_from([equals(name, "1") for name in "abc"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, max_size=3).map(lambda items: All(tuple(items))),
        st.lists(inner, max_size=3).map(lambda items: Any(tuple(items))),
    ),
    max_leaves=8,
)


def _truth(condition, values):
    match condition:
        case Test(field, _):
            return values[field] == "1"
        case Not(item):
            return not _truth(item, values)
        case All(items):
            return all(_truth(item, values) for item in items)
        case Any(items):
            return any(_truth(item, values) for item in items)


@given(TREES, st.fixed_dictionaries(dict.fromkeys("abc", st.sampled_from("01"))))
def test_trees_follow_logic(tree, values):
    """Any nesting of all, any and not has the value logic gives it; marking names fields only when it is true."""
    assert compile_condition(tree)(values) == _truth(tree, values)
    marked = matched_fields(tree, values)
    assert set(marked) <= {name for name in values if values[name] == "1"}
    assert _truth(tree, values) or not marked


@given(TREES, st.lists(st.fixed_dictionaries(dict.fromkeys("abc", st.sampled_from("01"))), min_size=2, max_size=6))
def test_what_was_decided_before_changes_nothing(tree, records):
    """One compiled condition put to many records, which it asks in an order of its own, stays what it is."""
    decide = compile_condition(tree)
    assert [decide(values) for values in records] == [_truth(tree, values) for values in records]


def test_marks_name_what_decided():
    """Marked are the fields of true positive tests, the fields a keyword stood in, and both sides of a comparison."""
    condition = All(
        (
            Any((equals("a", "1"), equals("b", "1"))),
            Not(equals("c", "1")),
            Not(Any((Not(equals("d", "1")), equals("e", "1")))),
            Test(None, Pattern(("key",))),
            Test("f", SameAs("g")),
            Test("h", Null()),
        )
    )
    fields = {"a": "0", "b": "1", "c": "2", "d": "1", "k": "the key", "f": "x", "g": "X"}
    assert matched_fields(condition, fields) == ("b", "d", "k", "f", "g")
    assert matched_fields(condition, {**fields, "c": "1"}) == ()


@pytest.mark.parametrize(
    "text", ["a" * 9, "a" * 10, "a" * 9 + "\n" + "a" * 9, "a\n" + "b" * 12, "\xe4" * 10, "\ud800" * 10, ""], ids=repr
)
def test_a_length_is_a_length(text):
    """An expression for so many characters on one line says what the engine says."""
    data = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    assert regex(".{10,}")(text) == (re2.search(b".{10,}", data) is not None)


SCRAPS = [
    "net ",
    "NET ",
    "user ",
    "`",
    "a",
    "b",
    "Ab",
    "C",
    "${env:path}",
    '"{1}"',
    "-f",
    "abc",
    "elvin",
    "K",
    "k",
    "é",
]
SCRAPS += ["\n", "\ud800", "\u212a"]


@pytest.mark.parametrize(
    "pattern",
    [
        r"net\s+user\s+",
        r"(?i)net\s+user\s+",
        r"(?s:a.b)|(?i:`)",
        r"\w+`(?:\w+|-|.)`[\w+|\s]",
        r"(?i)\$\{`?e`?n`?v`?:`?p`?a`?t`?h`?\}",
        r'"(?:\{\d\})+"\s*-f',
        r"(?P<i>abc)d?",
        r"(?i)\x{212A}elvin",
        r"é+k",
        r"(?-i)Ab(?i)c",
    ],
)
@given(st.lists(st.sampled_from(SCRAPS), max_size=8).map("".join))
def test_what_an_expression_cannot_do_without_decides_nothing(pattern, text):
    """Texts that are looked for before the expression is asked never change what it says."""
    data = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    assert regex(pattern)(text) == (re2.search(pattern.encode(), data) is not None)


def test_signs_beyond_ascii_among_others():
    """A list of texts, some of them signs no ordinary value holds, is true when any of them stands in the value."""
    decide = compile_condition(contains("X", "\N{DUCK}", "\xe4", "plain"))
    assert all(decide({"X": text}) for text in ("a \N{DUCK}", "\xc4", "\xfc PLAIN", "plain"))
    assert not any(decide({"X": text}) for text in ("\xfc", "a", ""))

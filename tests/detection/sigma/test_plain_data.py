"""Documents are read as the library reads them, whether it makes their data or the shorter way does."""

import random
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.sigma import document
from indicia.detection.sigma.document import read_document
from indicia.detection.sigma.refused import Refused

RULE = (
    "title: A\nid: 1\ndate: 2021-03-02\nx: {}\nlogsource: {{product: windows}}\n"
    "detection:\n    sel:\n        - a: [b, 1, null, 1.5, yes]\n          'c|d': \"e\\n\"\n    condition: sel\n"
)
# fmt: off
ODD = (
    "!!bool foo", '!!int ""', '!!float ""', "!!timestamp foo", "!!int foo", "!!null foo", "!!str 12", "!!binary foo",
    "!!binary Zm9v", "!!seq foo", "!!map [a]", "!!set {a, b}", "!!omap [a: b]", "!!pairs [a: b]", "!foo bar",
    "2021-02-31", "2021-02-03 04:05:06Z", "!!timestamp 2021-02-31", "&a [*a]", "[&a b, *a]", "[&a [b], *a]",
    "[&a 2021-02-03, *a]", "{&a a: *a}", "{a: 1, a: 2}", '{a: 1, "a": 2}', "{<<: {a: b}}", "{1: 2}", "{[a]: b}",
    "{null: b}", "{: }", "=", "{=: a}", "1:59", ".inf", ".nan", "1_0", "0x1f", "0b12", "! 12", "!!int [1]",
    "!!bool {a: b}", "!!str {a: b}", "!!str [a]", "~", "''", '"\\ud800"', "[[[[[[]]]]]]", "{? a, ? b}", "*a",
    "a: b: c",
)
# fmt: on


def read_as(text: str) -> object:
    """The data, with what tells equal values apart, or the reason."""
    try:
        found = read_document(text.encode("utf-8", "surrogatepass"))[0]
    except Refused as refusal:
        return f"refused: {refusal}"
    # Shows values that stand twice as aliases.
    return repr(found), yaml.safe_dump(found, sort_keys=False)


def by_the_library(text: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """The same without the shorter way."""

    def unusual(*_: object) -> object:
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr(document, "plain_data", unusual)
        return read_as(text)


@pytest.mark.parametrize("value", ODD)
def test_odd_values(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tags, aliases, merges, names of other kinds, a name twice, numbers and dates that are none."""
    text = RULE.format(value)
    assert read_as(text) == by_the_library(text, monkeypatch)


def test_a_tag_that_does_not_fit() -> None:
    """The document is refused, with the place."""
    assert read_as(RULE.format("!!bool foo")) == "refused: not YAML: 'foo' is no bool, line 4, column 4"
    assert read_as(RULE.format("!!int ''")) == "refused: not YAML: '' is no int, line 4, column 4"


DEEP = (
    "a: " + "[" * 60 + "]" * 60,
    "a: " + "[1," * 99 + "]" * 99,
    f"a: {'9' * 4000}",
    "a: 0x" + "f" * 4000,
    "\n".join(" " * (level * 2) + "a:" for level in range(48)) + " 1",
)


@pytest.mark.parametrize("text", DEEP)
def test_deep_and_long(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds hold on either way."""
    assert read_as(text) == by_the_library(text, monkeypatch)


def test_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound on values holds, by aliases and without."""
    aliases = "a: &a [" + "1," * 900 + "]\nb: [" + "*a," * 200 + "]"
    for text in ("a: [" + "1," * 99_990 + "]", "a: [" + "1," * 100_010 + "]", "a: [" + "1," * 49_000 + "]", aliases):
        assert read_as(text) == by_the_library(text, monkeypatch)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates(date(1, 1, 1)) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=5), values, max_size=5), st.booleans(), st.randoms(use_true_random=False))
def test_any_document(found: dict[str, object], flow: bool, rng: random.Random) -> None:
    """Random documents, as they are and with characters changed."""
    text = yaml.safe_dump(found, default_flow_style=flow, allow_unicode=rng.random() < 0.5)
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert read_as(text) == by_the_library(text, monkeypatch)
        for _ in range(3):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice("{}[]:-,&*!?'\"#%\n ~1a") + text[at + rng.randrange(2) :]
            assert read_as(text) == by_the_library(text, monkeypatch)

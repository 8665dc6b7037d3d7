"""Which correlations run, which are refused and why, and whose findings are held back."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.correlation.expression import holds, parse
from indicia.detection.correlation.loading import load_correlations
from indicia.detection.correlation.timespan import spoken, timespan
from indicia.detection.sigma.refused import Refused

COUNT = "type: event_count\ntimespan: 5m\ncondition: {gte: 3}"


@pytest.mark.parametrize(
    ("body", "rules", "reason"),
    [
        ("type: sequence\ntimespan: 5m\ncondition: {gte: 3}", "a", "type 'sequence' is not known"),
        ("timespan: 5m\ncondition: {gte: 3}", "a", "no correlation type"),
        ("type: event_count\ncondition: {gte: 3}", "a", "timespan"),
        ("type: event_count\ncondition: {gte: 3}", "a", "it has no timespan"),
        ("type: event_count\ntimespan: 5\ncondition: {gte: 3}", "a", "'5' is not a number followed by"),
        ("type: event_count\ntimespan: 0m\ncondition: {gte: 3}", "a", "not between one second"),
        ("type: event_count\ntimespan: 5m", "a", "no condition"),
        ("type: event_count\ntimespan: 5m\ncondition: {}", "a", "compares with nothing"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: many}", "a", "'many' is not a number"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: true}", "a", "is not a number"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: .inf}", "a", "is not a number"),
        ("type: event_count\ntimespan: 5m\ncondition: {above: 3}", "a", "'above', which is not understood"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: 3, field: x}", "a", "'field', which is not understood"),
        (
            "type: event_count\ntimespan: 5m\ncondition: {gte: 3, lt: 3}",
            "a",
            "can never hold: no count from 1 to 250,000 is gte 3 and lt 3",
        ),
        ("type: event_count\ntimespan: 5m\ncondition: {lt: 1}", "a", "can never hold"),
        ("type: event_count\ntimespan: 5m\ncondition: {eq: 2.5}", "a", "can never hold"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: 999999999}", "a", "counts beyond 250,000"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: 3}\nwindow: tumbling", "a", "'window', which is not"),
        ("type: event_count\ntimespan: 5m\ncondition: {gte: 3}\ngenerate: maybe", "a", "neither true nor false"),
        ("type: event_count\ntimespan: 5m\ncondition: a and b", "a, b", "no defined meaning for event_count"),
        ("type: temporal\ntimespan: 5m", "a, a", "names a rule twice"),
        ("type: temporal\ntimespan: 5m", "a, n_a", "by its name and by its id"),
        ("type: temporal\ntimespan: 5m\ncondition: {gte: 3}", "a, b", "can never hold: no count from 1 to 2 is gte 3"),
        ("type: temporal\ntimespan: 5m\ncondition: a and", "a", "lacks the name"),
        ("type: temporal\ntimespan: 5m\ncondition: a and (b", "a, b", "closing parenthesis"),
        ("type: temporal\ntimespan: 5m\ncondition: a b", "a, b", "cannot be parsed at 'b'"),
        ("type: temporal\ntimespan: 5m\ncondition: a & b", "a, b", "cannot be parsed at '& b'"),
        ("type: temporal\ntimespan: 5m\ncondition: not a", "a", "can never hold"),
        ("type: temporal\ntimespan: 5m\ncondition: a", "a, b", "'b' is not in the condition"),
        ("type: temporal_extended\ntimespan: 5m", "a", "needs a condition over rule names"),
        ("type: temporal_ordered\ntimespan: 5m\ncondition: a and b", "a, b", "no defined meaning"),
        ("type: value_count\ntimespan: 5m\ncondition: {gte: 3}", "a", "without a field"),
        ("type: value_sum\ntimespan: 5m\ncondition: {gte: 3, field: [x, y]}", "a", "several fields"),
        ("type: value_percentile\ntimespan: 5m\ncondition: {gte: 3, field: x}", "a", "without 'percentile'"),
        ("type: value_percentile\ntimespan: 5m\ncondition: {gte: 3, field: x, percentile: 0}", "a", "not above 0"),
        ("type: value_avg\ntimespan: 5m\ncondition: {gte: 3, field: x, percentile: 5}", "a", "'percentile', which"),
        (COUNT, "missing", "there is no rule 'missing'"),
        (COUNT, "odd", "its rule 'odd' is refused: no reader for log source"),
        (COUNT, "page", "no time of an event"),
        (f"{COUNT}\naliases: {{x: IpAddress}}", "a", "not a mapping of rules"),
        (f"{COUNT}\naliases: {{x: {{b: IpAddress}}}}", "a", "speaks of 'b', which is not among"),
        (f"{COUNT}\ngroup-by: [1]", "a", "neither text nor a list"),
    ],
)
def test_refusals(tools, body, rules, reason):
    """What cannot be run exactly as written is refused by name, with the reason."""
    others = """
title: odd
id: odd
logsource: {product: aws, service: cloudtrail}
detection: {s: {x: y}, condition: s}
---
title: page
id: page
logsource: {product: exchange, category: files}
detection: {s: {Path: y}, condition: s}
---"""
    text = tools.base("a") + tools.base("b") + others + tools.correlation(body, rules=rules)
    loaded = tools.load(text)
    (refusal,) = loaded.refused
    assert (refusal.rule, refusal.title) == ("corr", "correlation corr")
    assert reason in refusal.reason
    assert not loaded.correlations and not loaded.suppressed and not loaded.bases


def test_names_and_ids(tools):
    """A rule is meant by id or by name; a name that two rules have is refused unless one stands in the same file."""
    loaded = tools.load(tools.base("a") + tools.correlation(COUNT, rules="n_a"))
    assert loaded.correlations[0].rules == ("a",)
    twice = tools.base("a") + tools.base("b").replace("n_b", "n_a") + tools.correlation(COUNT, rules="n_a")
    assert "2 rules have the name 'n_a'" in tools.load(twice).refused[0].reason


def test_long_chains_in_any_order(tools):
    """More of them on each other than the bound are refused, whichever stands first in the file; many that stand on
    the same ones cost no more than they are."""
    chain = [tools.correlation(COUNT, name=f"k{n}", rules=f"k{n - 1}" if n else "a") for n in range(400)]
    for written in (chain, chain[::-1]):
        loaded = tools.load(tools.base("a") + "".join(written))
        assert len(loaded.correlations) == 32
        assert len(loaded.refused) == 400 - 32
        assert all(
            "stand on each other" in refusal.reason or "below it" in refusal.reason for refusal in loaded.refused
        )
        assert loaded.leaves("k31") == ("a",)
    crossed = "".join(
        tools.correlation(
            "type: temporal\ntimespan: 1h", name=f"{side}{n}", rules=f"x{n - 1}, y{n - 1}" if n else "a, b"
        )
        for n in range(32)
        for side in "xy"
    )
    loaded = tools.load(tools.base("a") + tools.base("b") + crossed)
    assert not loaded.refused
    assert loaded.leaves("x31") == ("a", "b")


def test_a_wide_circle(tools):
    """It is refused like a small one."""
    circle = [tools.correlation(COUNT, name=f"k{n}", rules=f"k{(n + 1) % 500}") for n in range(500)]
    loaded = tools.load("".join(circle))
    assert not loaded.correlations
    assert len(loaded.refused) == 500


def test_chains_in_order_and_cycles(tools):
    """A correlation comes after those below it; one that stands on itself is refused, and what stands on it too."""
    rules = tools.base("a") + tools.correlation("type: temporal\ntimespan: 1h", name="outer", rules="inner, a")
    loaded = tools.load(rules + tools.correlation(COUNT, name="inner"))
    assert [item.id for item in loaded.correlations] == ["inner", "outer"]
    assert loaded.leaves("outer") == ("a",)
    circle = (
        tools.correlation(COUNT, name="x", rules="y")
        + tools.correlation(COUNT, name="y", rules="x")
        + tools.correlation(COUNT, name="z", rules="x")
    )
    refused = {refusal.rule: refusal.reason for refusal in tools.load(circle).refused}
    assert set(refused) == {"x", "y", "z"}
    assert [refused[name].partition(", through ")[0] for name in "xy"] == ["it stands on itself"] * 2
    assert refused["z"].count("stands on itself") == 1
    more = tools.correlation(COUNT, name="over", rules="z") + tools.correlation(COUNT, name="top", rules="over")
    reasons = {refusal.rule: refusal.reason for refusal in tools.load(circle + more).refused}
    assert reasons["top"] == reasons["over"] == reasons["z"], "the lowest is named, not all between"
    (own,) = tools.load(tools.base("a") + tools.correlation(COUNT, name="own", rules="own")).refused
    assert own.reason == "it stands on itself"


@pytest.mark.parametrize(
    ("first", "second", "suppressed"),
    [
        ("", "", {"a"}),
        ("generate: true", "", set()),
        ("generate: yes", "", set()),
        ("generate: off", "", {"a"}),
        ("generate: false", "generate: true", set()),
    ],
)
def test_generate(tools, first, second, suppressed):
    """Base rules make no findings unless a correlation says so; our own never fall to the user's."""
    text = tools.base("a") + tools.correlation(f"{COUNT}\n{first}", name="x")
    text += tools.correlation(f"{COUNT}\n{second}", name="y")
    assert tools.load(text).suppressed == suppressed
    assert tools.load(text, own_rules=["a"]).suppressed == set()


def test_same_document_twice(tools):
    """The same correlation met again counts once; another one under its id is refused."""
    document = tools.doc({"id": "c", "title": "t", "correlation": {}}, "t")
    assert len(load_correlations([document, document], []).refused) == 2
    text = tools.base("a") + tools.correlation(COUNT) + tools.correlation(COUNT.replace("3", "4"))
    loaded = tools.load(text)
    assert len(loaded.correlations) == 1
    assert "same id" in loaded.refused[0].reason


@given(
    st.recursive(
        st.text() | st.integers() | st.none() | st.booleans() | st.floats(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "rules", "timespan", "condition", "group-by", "aliases", "generate", "gte", "field", "a"]
                ),
                inner,
            )
        ),
    )
)
def test_any_document_ends(content):
    """Whatever a document holds, it ends as a correlation or as a refusal."""
    mapping = {"id": content, "title": content, "tags": content, "level": content, "correlation": content}
    loaded = load_correlations([SimpleNamespace(mapping=mapping, text="x", path="x", digest="x")], [])
    assert len(loaded.refused) == 1
    assert not loaded.correlations


@pytest.mark.parametrize(
    ("text", "microseconds", "words"),
    [
        ("90s", 90_000_000, "90 s"),
        ("5m", 300_000_000, "5 min"),
        ("2h", 7_200_000_000, "2 h"),
        ("1w", 604_800_000_000, "7 d"),
    ],
)
def test_timespans(text, microseconds, words):
    """Units as the specification has them."""
    assert timespan(text) == microseconds
    assert spoken(microseconds) == words


@pytest.mark.parametrize("text", ["5 m", "m", "-5m", "5min", "", None, 5, "99999999y", "5M5s"])
def test_no_timespans(text):
    """Anything else is refused."""
    with pytest.raises(Refused):
        timespan(text)


@given(st.integers(0, 7))
def test_precedence(seen):
    """`not` binds most, then `and`, then `or`."""
    a, b, c = (bool(seen >> place & 1) for place in range(3))
    expression, names = parse("a or not b and c")
    assert names == ("a", "b", "c")
    assert holds(expression, seen) == (a or (not b and c))


def test_deep_expressions():
    """Nesting is bounded."""
    with pytest.raises(Refused, match="too deeply"):
        parse("(" * 200 + "a" + ")" * 200)
    with pytest.raises(Refused, match="too deeply"):
        parse("not " * 200 + "a")

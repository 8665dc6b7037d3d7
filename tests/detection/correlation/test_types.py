"""Each correlation type: when it holds and when it does not."""

import pytest


def held(world, tools, body, events, *, rules="a", names=("a", "b", "c")):
    """(first second, last second, events, value) of each burst; events are (second, rule, fields)."""
    loaded = tools.load("".join(tools.base(name) for name in names) + tools.correlation(body, rules=rules))
    assert not loaded.refused
    world.log(
        loaded, [(rule, tools.record(second, number, **fields)) for number, (second, rule, fields) in enumerate(events)]
    )
    hits = world.run(loaded).hits
    return [
        ((hit.start - tools.start).total_seconds(), (hit.end - tools.start).total_seconds(), hit.count, hit.value)
        for hit in hits
    ]


def plain(*seconds, rule="a", **fields):
    """Events of one rule."""
    return [(second, rule, fields) for second in seconds]


COUNT = "type: event_count\ntimespan: 10s\ncondition: {%s}"


@pytest.mark.parametrize(
    ("condition", "seconds", "bursts"),
    [
        ("gte: 3", (0, 5, 10), [(0, 10, 3, 3)]),
        ("gte: 3", (0, 5, 10.000001), []),
        ("gt: 3", (0, 5, 10), []),
        ("gt: 2", (0, 5, 10), [(0, 10, 3, 3)]),
        ("gte: 2", (0, 1, 100, 101), [(0, 1, 2, 2), (100, 101, 2, 2)]),
        ("gte: 2", (0, 6, 12, 18), [(0, 18, 4, 2)]),
        ("gte: 1", (0, 100), [(0, 0, 1, 1), (100, 100, 1, 1)]),
        ("lt: 3", (0, 1), [(0, 1, 2, 2)]),
        ("lt: 3", (0, 1, 2), []),
        ("lte: 2", (0, 1, 2, 50), [(50, 50, 1, 1)]),
        ("eq: 2", (0, 1, 2, 50, 51), [(50, 51, 2, 2)]),
        ("neq: 2", (0, 1, 50), [(50, 50, 1, 1)]),
        ("gte: 2, lte: 3", (0, 1, 2, 3, 50, 51), [(50, 51, 2, 2)]),
        ("gt: 1, lt: 4", (0, 1, 2), [(0, 2, 3, 3)]),
        ("gte: 3", (0, 0, 0), [(0, 0, 3, 3)]),
    ],
)
def test_event_count(world, tools, condition, seconds, bursts):
    """Events within a closed window are counted; upper bounds look at the widest windows only."""
    assert held(world, tools, COUNT % condition, plain(*seconds)) == bursts


@pytest.mark.parametrize(
    ("condition", "values", "bursts"),
    [
        ("field: User, gte: 3", ["x", "y", "z"], [(0, 2, 3, 3)]),
        ("field: User, gte: 3", ["x", "X", "y"], []),
        ("field: User, gte: 2", ["x", None, "y"], [(0, 2, 2, 2)]),
        ("field: User, eq: 1", ["x", "x"], [(0, 1, 2, 1)]),
        ("field: [User, Port], gte: 3", ["x", "x", "x"], [(0, 2, 3, 3)]),
        ("field: [User, Other], gte: 1", ["x"], []),
    ],
)
def test_value_count(world, tools, condition, values, bursts):
    """Different values are counted without case; several fields are one value; an event without one takes no part."""
    events = [
        (second, "a", {"Port": second} | ({} if value is None else {"User": value}))
        for second, value in enumerate(values)
    ]
    assert held(world, tools, f"type: value_count\ntimespan: 10s\ncondition: {{{condition}}}", events) == bursts


TEMPORAL = "type: temporal\ntimespan: 10s"


@pytest.mark.parametrize(
    ("extra", "events", "bursts"),
    [
        ("", "a0 b1 c2", [(0, 2, 3, 3)]),
        ("", "c0 b1 a2", [(0, 2, 3, 3)]),
        ("", "a0 b1", []),
        ("", "a0 b5 c10", [(0, 10, 3, 3)]),
        ("", "a0 b5 c11", []),
        ("condition: {gte: 2}", "a0 c1", [(0, 1, 2, 2)]),
        ("condition: {eq: 2}", "a0 b1 c2", []),
        ("condition: a and (b or c)", "a0 c1", [(0, 1, 2, 2)]),
        ("condition: a and b or c", "c3", [(3, 3, 1, 1)]),
        ("condition: a and not b or a and b and c", "a0 b9", []),
        ("condition: a and not b or a and b and c", "a0 b11", [(0, 0, 1, 1)]),
        ("condition: a and not b or a and b and c", "a0 b1 c1", [(0, 1, 3, 3)]),
    ],
)
def test_temporal(world, tools, extra, events, bursts):
    """All rules, so many of them, or an expression over them, in any order within the window."""
    rows = [(int(event[1:]), event[0], {}) for event in events.split()]
    assert held(world, tools, f"{TEMPORAL}\n{extra}", rows, rules="a, b, c") == bursts


@pytest.mark.parametrize(
    ("extra", "events", "bursts"),
    [
        ("", "a0 b1 c2", [(0, 2, 3, 3)]),
        ("", "a0 c1 b2", []),
        ("", "a0 c1 b2 c3", [(0, 3, 4, 3)]),
        ("", "c0 b0 a0", [(0, 0, 3, 3)]),
        ("", "a0 b5 c11", []),
        ("", "a0 b5 a6 b7 c11", [(5, 11, 4, 3)]),
        ("condition: {gte: 2}", "c0 a1 c2", [(0, 2, 3, 2)]),
        ("condition: {gte: 2}", "c0 b1 a2", []),
    ],
)
def test_temporal_ordered(world, tools, extra, events, bursts):
    """Events follow each other as the rules are listed; of one time, either way."""
    rows = [(int(event[1:]), event[0], {}) for event in events.split()]
    assert held(world, tools, f"type: temporal_ordered\ntimespan: 10s\n{extra}", rows, rules="a, b, c") == bursts


@pytest.mark.parametrize(
    ("kind", "condition", "values", "value"),
    [
        ("value_sum", "gt: 10", [5, 6], 11),
        ("value_sum", "gt: 10", [5, 5], None),
        ("value_sum", "gte: 0.3", ["0.1", "0.2"], 0.3),
        ("value_sum", "gte: 16", ["0x10", "-", "many"], 16),
        ("value_avg", "gte: 5", [4, 6], 5),
        ("value_avg", "gt: 5", [4, 6], None),
        ("value_median", "eq: 2.5", [1, 2, 3, 100], 2.5),
        ("value_median", "eq: 2", [1, 2, 100], 2),
        ("value_percentile", "percentile: 50, eq: 20", [10, 20, 30, 40], 20),
        ("value_percentile", "percentile: 51, eq: 30", [10, 20, 30, 40], 30),
        ("value_percentile", "percentile: 100, eq: 40", [40, 10, 20, 30], 40),
        ("value_percentile", "percentile: 1, lte: 10", [40, 10, 20, 30], 10),
        ("value_percentile", "percentile: 95, gt: 40", [40, 10, 20, 30], None),
    ],
)
def test_numbers(world, tools, kind, condition, values, value):
    """Sums and averages are exact, percentiles go by nearest rank; what is no number takes no part."""
    events = [(second, "a", {"Bytes": value}) for second, value in enumerate(values)]
    found = held(world, tools, f"type: {kind}\ntimespan: 1m\ncondition: {{field: Bytes, {condition}}}", events)
    assert [float(hit[3]) for hit in found] == ([] if value is None else [value])


def seen(world, tools, body, events, more="", rules="a, b"):
    """(events, value) of each burst; every event is a record that satisfies two rules."""
    loaded = tools.load(tools.base("a") + tools.base("b") + more + tools.correlation(body, rules=rules))
    assert not loaded.refused
    rows = [(second, tools.record(second, number, **fields)) for number, (second, fields) in enumerate(events)]
    world.log(loaded, [(rule, record) for rule in "ab" for _, record in rows])
    return [
        (hit.count, hit.value, [share.count for share in hit.shares])
        for hit in world.run(loaded).hits
        if hit.correlation.id == "corr"
    ]


ONE = [(0, {"N": 10, "M": 1})]
TWO = [*ONE, (5, {"N": 20, "M": 2})]


@pytest.mark.parametrize(
    ("body", "events", "bursts"),
    [
        ("type: event_count\ntimespan: 10s\ncondition: {gte: 2}", ONE, []),
        ("type: event_count\ntimespan: 10s\ncondition: {gte: 2}", TWO, [(2, 2, [2])]),
        ("type: value_count\ntimespan: 10s\ncondition: {gte: 2, field: N}", TWO, [(2, 2, [2])]),
        ("type: value_sum\ntimespan: 10s\ncondition: {gt: 20, field: N}", TWO, [(2, 30, [2])]),
        ("type: value_sum\ntimespan: 10s\ncondition: {gt: 30, field: N}", TWO, []),
        ("type: value_avg\ntimespan: 10s\ncondition: {eq: 15, field: N}", TWO, [(2, 15, [2])]),
        ("type: value_avg\ntimespan: 2s\ncondition: {eq: 20, field: N}", TWO, [(1, 20, [1])]),
        ("type: value_percentile\ntimespan: 10s\ncondition: {eq: 10, field: N, percentile: 50}", TWO, [(2, 10, [2])]),
        ("type: temporal\ntimespan: 10s", ONE, [(1, 2, [1])]),
        ("type: temporal_ordered\ntimespan: 10s", TWO, [(2, 2, [2])]),
        (
            "type: value_sum\ntimespan: 2s\naliases: {both: {a: N, b: M}}\ncondition: {eq: 22, field: both}",
            TWO,
            [(1, 22, [1])],
        ),
        (
            "type: value_avg\ntimespan: 2s\naliases: {both: {a: N, b: M}}\ncondition: {gt: 5, field: both}",
            [*TWO, (60, {"N": 4, "M": 8})],
            [(1, 5.5, [1]), (1, 11, [1]), (1, 6, [1])],
        ),
    ],
)
def test_an_event_that_satisfies_two_rules_is_one_event(world, tools, body, events, bursts):
    """It counts once and its value once; that it satisfies both is seen, and another field under each rule is read."""
    assert seen(world, tools, body, events) == bursts


def test_bursts_that_one_event_decides_are_several(world, tools):
    """Two correlations held at one event: both count for the one above them."""
    inner = "type: event_count\ntimespan: 10s\ncondition: {gte: 2}"
    more = tools.correlation(inner, name="left", rules="a") + tools.correlation(inner, name="right", rules="b")
    count = "type: event_count\ntimespan: 10s\ncondition: {gte: 2}"
    assert seen(world, tools, count, TWO, more, "left, right") == [(2, 2, [2])]

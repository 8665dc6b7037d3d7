"""What the streaming windows find is what looking at every window finds, whatever the order of files and records."""

import re
from fractions import Fraction
from math import ceil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.detection.correlation.expression import holds

KINDS = (
    "event_count", "value_count", "temporal", "temporal_ordered", "expression", "value_sum", "value_avg",
    "value_median", "value_percentile",
)  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 30) | st.none(),
        st.sampled_from(["a", "b", "c", "ab", "abc"]),
        st.sampled_from(["u", "U", "v", None]),
        st.sampled_from([1, 2, 5, -3, "7", "0x2", "x", None]),
    ),
    max_size=24,
)
CONDITIONS = st.dictionaries(
    st.sampled_from(["gt", "gte", "lt", "lte", "eq", "neq"]), st.integers(1, 4), min_size=1, max_size=2
)


def measured(kind, window, item):
    """The value of a window, by definition; for an expression, whether it holds."""
    if kind == "event_count":
        return len(window)
    if kind == "value_count":
        return len({value for _, _, value in window})
    parts = [(time, "abc".index(rule)) for time, rules, _ in window for rule in rules]
    if kind == "temporal":
        return len({part for _, part in parts})
    if kind == "expression":
        return holds(item.expression, sum(1 << part for part in {part for _, part in parts}))
    if kind == "temporal_ordered":
        best = {}
        for _, part in sorted(parts):
            best[part] = max([best.get(part, 0), *(best.get(lower, 0) + 1 for lower in range(part)), 1])
        return max(best.values())
    numbers = sorted(int(str(value), 16 if "x" in str(value) else 10) for _, _, value in window)
    if kind == "value_sum":
        return sum(numbers)
    if kind == "value_avg":
        return Fraction(sum(numbers), len(numbers))
    if kind == "value_median":
        return Fraction(numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2], 2)
    return numbers[ceil(item.percentile * len(numbers) / 100) - 1]


def expected(kind, events, span, item):
    """(group, start, end, count) of every burst, by looking at every window that ends at an event."""
    groups = {}
    for time, rule, user, value in events:
        numeric = kind in ("value_sum", "value_avg", "value_median", "value_percentile")
        if time is None or user is None or (kind == "value_count" and value is None):
            continue
        if numeric and (value is None or value == "x"):
            continue
        groups.setdefault(user.lower(), []).append((time, rule, str(value) if kind == "value_count" else value))
    found = []
    for group, members in groups.items():
        times = sorted({time for time, *_ in members})
        windows = [[member for member in members if end - span <= member[0] <= end] for end in times]
        spans = [(min(time for time, *_ in window), end) for window, end in zip(windows, times, strict=True)]
        satisfied = []
        for number, window in enumerate(windows):
            widest = number + 1 == len(windows) or spans[number + 1][0] > spans[number][0]
            value = measured(kind, window, item)
            if (item.rising or widest) and (value if kind == "expression" else item.holds(value)):
                satisfied.append(spans[number])
        joined = []
        for start, end in satisfied:
            if joined and start <= joined[-1][1]:
                joined[-1][1] = end
            else:
                joined.append([start, end])
        found.extend((group, start, end, sum(start <= time <= end for time, *_ in members)) for start, end in joined)
    return sorted(found)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(KINDS),
    EVENTS,
    st.integers(1, 12),
    CONDITIONS,
    st.sampled_from(["a and b", "a and not c", "(a or b) and c", "not a and b or c"]),
    st.randoms(use_true_random=False),
)
def test_equals_the_definition(tmp_path_factory, tools, kind, events, span, condition, expression, shuffle):
    """Random events, windows and conditions in a random order over random files, some of them twice: same bursts."""
    body = dict(condition)
    if kind.startswith("value"):
        body["field"] = "V"
    if kind == "value_percentile":
        body["percentile"] = 60
    text = (
        expression if kind == "expression" else "{" + ", ".join(f"{key}: {value}" for key, value in body.items()) + "}"
    )
    section = (
        f"type: {'temporal' if kind == 'expression' else kind}\ngroup-by: [U]\ntimespan: {span}s\ncondition: {text}"
    )
    rules = ", ".join(sorted(set(re.findall(r"\b[abc]\b", expression)))) if kind == "expression" else "a, b, c"
    loaded = tools.load("".join(map(tools.base, "abc")) + tools.correlation(section, rules=rules))
    if not loaded.correlations:
        assert "can never hold" in loaded.refused[0].reason
        return
    (item,) = loaded.correlations
    if kind == "expression":
        named = [(event, "".join(rule for rule in event[1] if rule in item.rules)) for event in events]
        events = [(time, rules, *rest) for (time, _, *rest), rules in named if rules]
    rows = [
        (
            rule,
            tools.record(
                time, number, **({} if user is None else {"U": user}), **({} if value is None else {"V": value})
            ),
        )
        for number, (time, rules, user, value) in enumerate(events)
        for rule in rules
    ]
    rows += [row for row in rows if shuffle.random() < 0.3]
    shuffle.shuffle(rows)
    world = tools.world(tmp_path_factory.mktemp("case"))
    cut = shuffle.randint(0, len(rows))
    world.log(loaded, rows[:cut])
    world.log(loaded, rows[cut:])
    shuffle.shuffle(world.files)
    found = [
        (
            hit.group[0][1].lower(),
            (hit.start - tools.start).total_seconds(),
            (hit.end - tools.start).total_seconds(),
            hit.count,
        )
        for hit in world.run(loaded).hits
    ]
    if kind == "expression":
        order = dict(zip(item.rules, "abc", strict=False))
        events = [(time, "".join(order[rule] for rule in rules), user, value) for time, rules, user, value in events]
    assert sorted(found) == expected(kind, events, span, item)

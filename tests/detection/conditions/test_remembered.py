"""A condition that remembers comes to what it comes to when it is asked anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detection.marked import matched_fields

from indicia.detection.conditions import remembered
from indicia.detection.conditions.condition import (
    All,
    Any,
    Backtracking,
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
)
from indicia.detection.conditions.evaluate import View
from indicia.detection.conditions.remembered import Memory, Remembered, looked_at
from indicia.model.record import Value

FIELDS = ("a", "b", "c")
CHECKS = [Pattern(("x",)), Pattern(("X", Wildcard.MANY)), Regex("^[xy1]$"), Compare("eq", 1.0), Null(), Present()]
VALUES: list[Value] = ["x", "X", "xy", "1", "", None, ("x", "y"), ("1",), (), 1, 1.0, True, False, 0]
tests = st.builds(Test, st.sampled_from(FIELDS), st.sampled_from(CHECKS))
conditions = st.recursive(
    tests,
    lambda below: (
        st.builds(Not, below)
        | st.builds(lambda items: All(tuple(items)), st.lists(below, min_size=1, max_size=3))
        | st.builds(lambda items: Any(tuple(items)), st.lists(below, min_size=1, max_size=3))
    ),
    max_leaves=6,
)
records = st.dictionaries(st.sampled_from((*FIELDS, "other")), st.sampled_from(VALUES))


def asked(remembers: Remembered, fields: dict[str, Value]) -> tuple[bool, tuple[str, ...]]:
    """How it comes out, and what it shows then."""
    view = View(fields)
    true = remembers.decide(view)
    return true, remembers.mark(view) if true else ()


@given(conditions, st.lists(records, min_size=1, max_size=12), st.booleans())
def test_the_same_as_asked_anew(condition: Condition, fields: list[dict[str, Value]], full: bool) -> None:
    """Whatever was asked before: values that are equal without being the same, absent ones, null ones."""
    decided = looked_at(condition)
    assert decided is not None
    with pytest.MonkeyPatch.context() as patch:
        if full:
            patch.setattr(remembered, "_MOST_BYTES", 700)
        remembers = Remembered(condition, decided, Memory())
        for one in fields * 3:
            true, marked = asked(remembers, one)
            assert marked == matched_fields(condition, one)
            assert true == Remembered(condition, decided, Memory()).decide(View(one))


def test_what_hardly_comes_again_is_given_up() -> None:
    """Request ids would fill the memory; the answers stay right."""
    condition = Test("a", Pattern((Wildcard.MANY, "7")))
    memory = Memory()
    remembers = Remembered(condition, frozenset({"a"}), memory)
    for number in range(500):
        assert asked(remembers, {"a": f"id-{number}"}) == ((True, ("a",)) if number % 10 == 7 else (False, ()))
    assert memory.used < 100 * 400


def test_memory_is_bounded() -> None:
    """Beyond the bound all conditions begin anew, and long values are not kept at all."""
    condition = Test("a", Pattern((Wildcard.MANY, "7", Wildcard.MANY)))
    memory = Memory()
    for _ in range(20):
        remembers = Remembered(condition, frozenset({"a"}), memory)
        for number in range(50):
            for _ in range(2):
                assert asked(remembers, {"a": f"{number}" * 500})[0] == ("7" in str(number))
    assert 0 < memory.used <= remembered._MOST_BYTES
    before = memory.used
    assert asked(Remembered(condition, frozenset({"a"}), memory), {"a": "7" * 5000})[0]
    assert memory.used == before


@pytest.mark.parametrize(
    "condition",
    [
        Test(None, Pattern(("x",))),
        Test("a", SameAs("b")),
        Any((Test("a", Pattern(("x",))), Not(Test("b", Backtracking("(?=x)x"))))),
        Any(tuple(Test(f"f{number}", Pattern(("x",))) for number in range(9))),
    ],
    ids=["keyword", "another field", "may be undecided", "many fields"],
)
def test_what_is_not_remembered(condition: Condition) -> None:
    """What looks at other fields than its own or at very many, and what a guard may end."""
    assert looked_at(condition) is None


def test_marks_of_another_record_are_worked_out() -> None:
    """Asked for the fields of a record that was not the last one decided."""
    condition = Any((Test("a", Pattern(("x",))), Test("b", Pattern(("x",)))))
    remembers = Remembered(condition, frozenset({"a", "b"}), Memory())
    first, second = View({"a": "x"}), View({"b": "x"})
    assert remembers.decide(first)
    assert remembers.decide(second)
    assert remembers.mark(first) == ("a",)

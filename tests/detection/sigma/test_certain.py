"""Rules on records that do not tell all that rules ask for: the change journal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.conditions.condition import (
    All,
    Any,
    Condition,
    Not,
    Null,
    Present,
    SameAs,
    Test,
    contains,
    equals,
)
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.conditions.narrowing import NEVER
from indicia.detection.sigma.certain import certain
from indicia.detection.sigma.logsource import bind
from indicia.detection.sigma.modifiers import item_condition
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.translate import detection_condition

TOLD = frozenset(("a", "b"))
VALUES = ("x", "y", "xy")
TESTS = st.builds(
    Test,
    st.sampled_from(("a", "b", "c", "d")),
    st.sampled_from([
        *(equals("a", value).check for value in VALUES), contains("a", "x").check, Present(), Null(), SameAs("b"),
        SameAs("c"),
    ]),
)  # fmt: skip
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
SOME = st.one_of(st.none(), st.sampled_from(VALUES))


@given(condition=CONDITIONS, a=SOME, b=SOME, c=SOME, d=SOME)
def test_what_is_certain_is_true_whatever_else_is(condition: Condition, a: str, b: str, c: str, d: str) -> None:
    """Fields that are not told change nothing, and where it is true the whole condition is."""
    told = {name: value for name, value in (("a", a), ("b", b)) if value is not None}
    rest = {name: value for name, value in (("c", c), ("d", d)) if value is not None}
    sure = compile_condition(certain(condition, TOLD))
    assert sure(told) == sure(told | rest)
    if sure(told):
        assert compile_condition(condition)(told | rest)


@given(condition=CONDITIONS)
def test_what_is_told_whole_stays(condition: Condition) -> None:
    """A condition on fields that are told asks what it asked."""
    every = frozenset("abcd")
    for fields in ({}, {"a": "x"}, {"a": "x", "b": "x", "c": "y"}, {"d": "xy", "c": "x"}):
        assert compile_condition(certain(condition, every))(fields) == compile_condition(condition)(fields)


def test_words_are_looked_for_in_what_is_told() -> None:
    """That a word is absent proves nothing."""
    word = Test(None, contains("a", "x").check)
    assert certain(word, TOLD) == word
    assert certain(Not(word), TOLD) == NEVER


def fires(category: str, detection: dict, **fields: object) -> bool:
    """Whether a rule fires on a record of the journal."""
    record = {"Kind": "file", **fields}
    bindings = bind({"product": "windows", "category": category}, detection_condition(detection, {}))
    return any(item.route.table == "file_journal" and compile_condition(item.condition)(record) for item in bindings)


PAGE = {"selection": {"TargetFilename|endswith": ".aspx"}, "condition": "selection"}
BY_NAME = {**PAGE, "known": {"Image|endswith": r"\setup.exe"}, "condition": "selection and not known"}
BY_EITHER = {
    **PAGE,
    "known": [{"Image": "a"}, {"TargetFilename|contains": "temp"}],
    "condition": "selection and not known",
}
WRITER = {"selection": {"TargetFilename|endswith": ".aspx", "Image|endswith": r"\cmd.exe"}, "condition": "selection"}
ANY_WRITER = {"selection": [{"TargetFilename|endswith": ".aspx"}, {"Image|endswith": "x"}], "condition": "selection"}
ELSEWHERE = {"known": {"TargetFilename|startswith": "C:\\"}, "condition": "not known"}
NEW, PLACE = {"Change": ("created",)}, {"TargetFilename": r"C:\inetpub\x.aspx"}


@pytest.mark.parametrize(
    ("category", "detection", "fields", "fired"),
    [
        ("file_event", PAGE, NEW | PLACE, True),
        ("file_event", PAGE, NEW | {"TargetFilename": r"C:\x.txt"}, False),
        ("file_event", PAGE, {"Change": ("extended",)} | PLACE, False),
        ("file_event", PAGE, NEW | PLACE | {"Kind": "folder"}, False),
        ("file_event", PAGE, NEW | {"KnownPath": r"?\x.aspx"}, False),
        ("file_event", ELSEWHERE, NEW | {"KnownPath": r"?\x.aspx"}, False),
        ("file_event", ELSEWHERE, NEW | {"TargetFilename": r"D:\x.aspx"}, True),
        ("file_event", BY_NAME, NEW | PLACE, False),
        ("file_event", BY_EITHER, NEW | PLACE, False),
        ("file_event", WRITER, NEW | PLACE, False),
        ("file_event", ANY_WRITER, NEW | PLACE, True),
        ("file_delete", PAGE, {"Change": ("deleted", "closed")} | PLACE, True),
        ("file_delete", PAGE, NEW | PLACE, False),
        ("file_rename", PAGE, {"Change": ("renamed to",)} | PLACE, True),
        ("file_rename", PAGE, {"Change": ("renamed from",)} | PLACE, False),
    ],
)
def test_rules_on_files_see_the_journal(category: str, detection: dict, fields: dict, fired: bool) -> None:
    """What was made, deleted and renamed, where the journal decides it."""
    if detection in (BY_NAME, WRITER) and category == "file_event":
        # No binding to the journal is left at all.
        bindings = bind({"product": "windows", "category": category}, detection_condition(detection, {}))
        assert all(item.route.table != "file_journal" for item in bindings)
    assert fires(category, detection, **fields) is fired


def test_a_rule_that_no_journal_decides_is_refused() -> None:
    """Where nothing else has the log source; the reason is said."""
    condition = All((item_condition("TargetFilename|endswith", ".dll"), item_condition("Image|endswith", "x.exe")))
    with pytest.raises(Refused, match="it asks for fields that its log source does not have"):
        bind({"product": "windows", "category": "file_rename"}, condition)

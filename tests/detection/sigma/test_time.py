"""Time modifiers compare one part of a date or time, in UTC."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detection.marked import matched_fields

from indicia.detection.conditions.as_text import condition_from_text, condition_text
from indicia.detection.conditions.condition import All, Not, TimePart, contains, equals
from indicia.detection.conditions.condition import Test as Check
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.conditions.moments import parts_of
from indicia.detection.filtering.literals import TextKind, necessary
from indicia.detection.sigma.logsource import bind
from indicia.detection.sigma.modifiers import item_condition
from indicia.detection.sigma.refused import Refused

SYSTEM_TIME = "2021-03-14T01:39:32.1234567Z"
ITEMS = [
    ("minute", "t|minute", 39, SYSTEM_TIME, True),
    ("minute, another", "t|minute", 40, SYSTEM_TIME, False),
    ("hour", "t|hour", 1, SYSTEM_TIME, True),
    ("day", "t|day", 14, SYSTEM_TIME, True),
    ("month", "t|month", 3, SYSTEM_TIME, True),
    ("year", "t|year", 2021, SYSTEM_TIME, True),
    ("week of ISO 8601", "t|week", 10, SYSTEM_TIME, True),
    ("first days of a year in the last week of the one before", "t|week", 53, "2021-01-03", True),
    ("last days of a year in the first week of the next", "t|week", 1, "2019-12-30", True),
    ("as Sysmon writes it", "t|hour", 1, "2021-03-14 01:39:32.123", True),
    ("without seconds", "t|minute", 39, "2021-03-14 01:39", True),
    ("a zone is converted", "t|hour", 23, "2021-03-14T01:39:32+02:00", True),
    ("over the end of a year", "t|year", 2020, "2021-01-01T00:30:00+0100", True),
    ("to the west", "t|day", 15, "2021-03-14T22:00:00-05:00", True),
    ("UTC in letters", "t|hour", 1, "2021-03-14 01:39:32 UTC", True),
    ("lower case", "t|hour", 1, "2021-03-14t01:39:32z", True),
    ("a date has a day", "t|day", 14, "2021-03-14", True),
    ("but no hour", "t|hour", 0, "2021-03-14", False),
    ("a time has an hour", "t|hour", 1, "01:39:32", True),
    ("but no day", "t|day", 1, "01:39:32", False),
    ("a leap second", "t|minute", 59, "2016-12-31T23:59:60Z", True),
    ("one of a list", "t|hour", [0, 1], SYSTEM_TIME, True),
    ("none of a list", "t|hour|neq", [0, 1], SYSTEM_TIME, False),
    ("neq where there is no time", "t|hour|neq", 1, "-", True),
    ("gte", "t|hour|gte", 1, SYSTEM_TIME, True),
    ("gt", "t|hour|gt", 1, SYSTEM_TIME, False),
    ("lt", "t|hour|lt", 6, SYSTEM_TIME, True),
    ("lte, the comparison first", "t|lte|hour", 1, SYSTEM_TIME, True),
    ("a fraction in a comparison", "t|hour|lt", 1.5, SYSTEM_TIME, True),
    ("any of several values", "t|hour", 1, ("x", SYSTEM_TIME), True),
    ("no date", "t|hour", 1, "yesterday", False),
    ("an impossible date", "t|day", 31, "2021-02-31", False),
    ("an impossible hour", "t|hour", 25, "25:00:00", None),
    ("seconds since 1970", "t|year", 2021, 1615685972, False),
    ("a date in the order of one country", "t|month", 3, "3/14/2021 1:39:32 AM", False),
    ("absent", "u|hour", 1, SYSTEM_TIME, False),
    ("before the first day", "t|year", 1, "0001-01-01T00:00:00+01:00", False),
    ("other digits", "t|year", 2021, "２０２１-03-14", False),
    ("much text", "t|hour", 1, SYSTEM_TIME + " " * 100, False),
]


@pytest.mark.parametrize(("key", "value", "found", "expected"), [i[1:] for i in ITEMS], ids=[i[0] for i in ITEMS])
def test_items(key, value, found, expected):
    """Each part of each shape of time comes out as the table says; null: the rule is refused."""
    if expected is None:
        with pytest.raises(Refused, match="can never be"):
            item_condition(key, value)
    else:
        assert compile_condition(item_condition(key, value))({"t": found}) is expected


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("t|hour", "3", "needs a number"),
        ("t|hour", True, "needs a number"),
        ("t|hour", None, "needs a number"),
        ("t|hour", 24, "can never be 24: it is between 0 and 23"),
        ("t|month", 0, "can never be 0"),
        ("t|week", 54, "can never be 54"),
        ("t|day", 1.5, "can never be 1.5"),
        ("t|hour|minute", 3, "do not go together"),
        ("t|hour|contains", 3, "do not go together"),
        ("t|hour|re", 3, "do not go together"),
        ("t|hour|base64", 3, "do not go together"),
        ("|hour", 3, "needs a field"),
        ("t|hour|gt", float("nan"), "no number to compare"),
    ],
)
def test_what_has_no_meaning_is_refused(key, value, reason):
    """A part of time is a number of its range."""
    with pytest.raises(Refused, match=reason):
        item_condition(key, value)


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1)), st.integers(-840, 840))  # noqa: DTZ001 - UTC without saying so
def test_parts_are_those_of_the_moment_in_utc(moment, ahead):
    """Whatever the zone it is written in."""
    here = moment.replace(tzinfo=UTC)
    sign, minutes = "-" if ahead < 0 else "+", abs(ahead)
    there = (moment + timedelta(minutes=ahead)).isoformat(timespec="seconds")
    parts = parts_of(f"{there}{sign}{minutes // 60:02}:{minutes % 60:02}")
    assert parts == {
        "minute": here.minute,
        "hour": here.hour,
        "day": here.day,
        "week": here.isocalendar().week,
        "month": here.month,
        "year": here.year,
    }


@given(st.text(max_size=40))
def test_any_text_has_parts_or_none(text):
    """Nothing is raised."""
    assert isinstance(parts_of(text), dict)


def test_the_time_of_an_event_is_refused_and_its_fields_are_not():
    """A part of a field that no event has would match nothing, unsaid."""
    security = {"product": "windows", "service": "security"}
    with pytest.raises(Refused, match="not one of its fields: TimeCreated"):
        bind(security, Not(All((item_condition("TimeCreated|hour", 3), equals("x", "1")))))
    assert bind({"product": "windows", "service": "sysmon"}, item_condition("UtcTime|hour", 3))
    assert bind({"category": "webserver"}, item_condition("time|hour", 3))


def test_a_test_of_time_filters_nothing_and_is_kept():
    """It says nothing about the undecoded text, survives the cache, and shows its field."""
    check = Check("t", TimePart("hour", "gte", 1))
    assert necessary(check, TextKind.JSON) == ()
    assert condition_from_text(condition_text(check)) == check
    assert matched_fields(check, {"t": SYSTEM_TIME}) == ("t",)
    assert contains("x", "y") != check

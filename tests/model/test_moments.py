"""Moments before and after others, up to the ends of the calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from indicia.model.moments import earlier, later

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
NOW, HOUR = datetime(2021, 3, 3, 6, 49, 43, tzinfo=UTC), timedelta(hours=1)


def test_as_usual_within_the_calendar() -> None:
    assert earlier(NOW, HOUR) == NOW - HOUR
    assert later(NOW, HOUR) == NOW + HOUR


@pytest.mark.parametrize("by", [timedelta(0), HOUR, timedelta(days=5_000_000)])
def test_the_ends_are_not_passed(by: timedelta) -> None:
    assert earlier(FIRST, by) == FIRST
    assert later(LAST, by) == LAST


def test_up_to_the_ends() -> None:
    assert earlier(FIRST + HOUR, HOUR) == FIRST
    assert later(LAST - HOUR, HOUR) == LAST

"""Moments some way before and after others, also at the ends of the calendar.

Logs hold times such as `0001-01-01T00:00:00` (what .NET writes for "no time") and `9999-12-31T23:59:59` ("for ever").
Beyond them there is no date, and `datetime` raises.
"""

from datetime import UTC, datetime, timedelta

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def earlier(moment: datetime, by: timedelta) -> datetime:
    """So much before a moment (UTC); the first there is where that is none."""
    return moment - by if moment - _FIRST >= by else _FIRST


def later(moment: datetime, by: timedelta) -> datetime:
    """So much after a moment (UTC); the last there is where that is none."""
    return moment + by if _LAST - moment >= by else _LAST

"""Times as whole milliseconds since 1970 UTC, and the spellings the logs use; integers keep generation exact."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

Moment = int
"""Milliseconds since 1970-01-01T00:00:00Z."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(time: datetime) -> Moment:
    """The moment of an aware datetime, cut to the millisecond."""
    return (time - _EPOCH) // timedelta(milliseconds=1)


def clock(at: Moment) -> datetime:
    """The datetime (UTC) of a moment."""
    return _EPOCH + timedelta(milliseconds=at)


@lru_cache(maxsize=4096)
def _date(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).strftime("%Y-%m-%d")


def date_time(at: Moment) -> tuple[str, str]:
    """`("2021-03-03", "06:49:42")`, cut to the second as IIS does."""
    day, rest = divmod(at, DAY)
    seconds = rest // SECOND
    return _date(day), f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def iso(at: Moment) -> str:
    """`2021-03-03T06:49:42.162Z`."""
    date, time = date_time(at)
    return f"{date}T{time}.{at % SECOND:03d}Z"


def spaced(at: Moment) -> str:
    """`2021-03-03 06:49:42.162`, as Sysmon writes UtcTime."""
    date, time = date_time(at)
    return f"{date} {time}.{at % SECOND:03d}"


def day_stamp(at: Moment) -> str:
    """`20210303`."""
    return _date(at // DAY).replace("-", "")


def hour_stamp(at: Moment) -> str:
    """`2021030306`."""
    return f"{day_stamp(at)}{at % DAY // HOUR:02d}"

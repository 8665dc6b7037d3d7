"""Parts of a date or a time as text holds it: what Sigma's time modifiers compare.

ISO 8601 dates, times and both, as logs write them: `2021-03-14T01:39:32.123Z`, `2021-03-14 01:39:32`, `2021-03-14`,
`01:39:32`.  A zone is converted to UTC, a value without one is UTC; the week is that of ISO 8601.  Anything else, such
as seconds since 1970 or a date in the order of one country, has no parts: nothing is guessed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from indicia.detection.conditions.wildcard import Matcher

UNITS: Mapping[str, tuple[int, int]] = {
    "minute": (0, 59),
    "hour": (0, 23),
    "day": (1, 31),
    "week": (1, 53),
    "month": (1, 12),
    "year": (1, 9999),
}
"""Least and greatest number of each part."""

_LONGEST = 64
_DATE = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
_ZONE = r" ?(?:Z|UTC|(?P<sign>[+-])(?P<ahead>\d\d):?(?P<beside>\d\d))"
_MOMENT = re.compile(rf"{_DATE}[T ]{_TIME}(?:{_ZONE})?", re.ASCII | re.IGNORECASE)
_DAY = re.compile(_DATE, re.ASCII)
_CLOCK = re.compile(_TIME, re.ASCII)


@lru_cache(maxsize=4096)
def parts_of(text: str) -> Mapping[str, int]:
    """The parts a value has by the name of their unit; empty when it is no date or time."""
    text = text.strip(" ")
    try:
        if found := _MOMENT.fullmatch(text):
            if int(found["second"] or 0) > 60:
                return {}
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            moment = datetime.combine(day, time(int(found["hour"]), int(found["minute"])))
            if found["sign"]:
                ahead = timedelta(hours=int(found["ahead"]), minutes=int(found["beside"]))
                moment = moment - ahead if found["sign"] == "+" else moment + ahead
            return {**_of_day(moment.date()), "hour": moment.hour, "minute": moment.minute}
        if found := _DAY.fullmatch(text):
            return _of_day(date(int(found["year"]), int(found["month"]), int(found["day"])))
    except (ValueError, OverflowError):
        return {}
    if found := _CLOCK.fullmatch(text):
        hour, minute = int(found["hour"]), int(found["minute"])
        if hour <= 23 and minute <= 59 and int(found["second"] or 0) <= 60:
            return {"hour": hour, "minute": minute}
    return {}


def _of_day(day: date) -> dict[str, int]:
    return {"day": day.day, "week": day.isocalendar().week, "month": day.month, "year": day.year}


def time_part(unit: str, holds: Callable[[float], bool]) -> Matcher:
    """Whether a value has this part and the relation holds for it."""

    def decide(text: str) -> bool:
        part = parts_of(text).get(unit) if len(text) <= _LONGEST else None
        return part is not None and holds(part)

    return decide

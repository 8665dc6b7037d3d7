"""Dates as spreadsheets show them; an order of day and month that cannot be told is never guessed."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AaPp][Mm])?)?")
_NAMED = re.compile(r"(\d{1,2})[ .-]+([A-Za-z]{3,9})\.?[ -]+(\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""2000-01-01 to 2099-12-31 as a spreadsheet counts days."""


class Order(StrEnum):
    """Which comes first in dates such as 03/05/2021."""

    DAY = "day first"
    MONTH = "month first"
    UNTOLD = "untold"
    """No date of the column shows it, or they contradict each other."""


class NoDay(Struct, frozen=True):
    """A text that names no day, and why."""

    reason: str


def day_order(texts: Sequence[str]) -> Order:
    """The order that a whole column follows: shown by the dates that can be read in one way only."""
    day = month = False
    for text in texts:
        found = _NUMBERS.fullmatch(text.strip())
        if found is None or found.group(2) != "/":
            continue
        first, second = int(found.group(1)), int(found.group(3))
        day |= first > 12 >= second
        month |= second > 12 >= first
    if day == month:
        return Order.UNTOLD
    return Order.DAY if day else Order.MONTH


def read_day(text: str, order: Order) -> datetime | NoDay:
    """The moment that a text names, UTC where it names no zone; a bare date is its first moment."""
    text = " ".join(text.split())
    try:
        if found := _ISO.fullmatch(text):
            return _iso(text, found)
        if found := _COMPACT.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
            return datetime(year, month, day, tzinfo=UTC)
        if found := _NUMBERS.fullmatch(text):
            return _numbers(text, found, order)
        if found := _NAMED.fullmatch(text):
            return _named(text, found)
        if (found := _SERIAL.fullmatch(text)) and _FIRST_SERIAL <= int(found.group(1)) <= _LAST_SERIAL:
            return _EPOCH + timedelta(days=int(found.group(1)))
    except (ValueError, OverflowError):
        return NoDay(f"{text[:40]!r} is no day of the calendar")
    return NoDay(f"{text[:40]!r} is no date")


def _iso(text: str, found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    zone = found.group(7)
    if zone and zone != "Z":
        sign = -1 if zone[0] == "+" else 1
        moment += sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return moment


def _numbers(text: str, found: re.Match[str], order: Order) -> datetime | NoDay:
    first, second, year = int(found.group(1)), int(found.group(3)), int(found.group(4))
    if found.group(2) == "." or first > 12 or first == second:
        day, month = first, second
    elif second > 12:
        month, day = first, second
    elif found.group(2) == "/" and order is not Order.UNTOLD:
        day, month = (first, second) if order is Order.DAY else (second, first)
    else:
        return NoDay(f"{text[:40]!r} can be day or month first, and nothing in its column shows which: not taken")
    hour, minute, second_ = (int(part or 0) for part in found.groups()[4:7])
    half = (found.group(8) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime(year, month, day, hour, minute, second_, tzinfo=UTC)


def _named(text: str, found: re.Match[str]) -> datetime | NoDay:
    day, name, year = (
        (found.group(1), found.group(2), found.group(3))
        if found.group(1)
        else (
            found.group(5),
            found.group(4),
            found.group(6),
        )
    )
    month = name[:3].lower()
    if month not in _MONTHS:
        return NoDay(f"{text[:40]!r}: {name} is no month that is known here")
    return datetime(int(year), _MONTHS.index(month) + 1, int(day), tzinfo=UTC)

"""Times of log lines: one by one, and for all lines of a block at once.  Microseconds since 1970, UTC."""

import re
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from indicia.evidence.text.columns import Flags, Words8
from indicia.tables.batch import TIMELESS, Offsets

Micros = npt.NDArray[np.int64]

NONE = TIMELESS
"""Stands for "no time" in arrays."""
DAY = 86_400_000_000
HOUR = 3_600_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMP = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?\s*(Z|UTC|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_CLOCK = re.compile(r"(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?", re.ASCII)
_LONGEST = 64
"""No time is written with more characters; what is longer is not even looked at."""


def parse_stamp(text: str, *, alone: bool = True) -> int:
    """Date and time in one, ISO with `T` or a blank; without a zone it is UTC.  NONE where it is no time.

    With `alone` false the time may be followed by other text.  Digits below the microsecond are dropped.
    """
    found = _STAMP.match(text[:_LONGEST])
    if not found or (alone and text[found.end() :].strip()):
        return NONE
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError:
        return NONE
    micros = (moment - _EPOCH) // timedelta(microseconds=1) + _micros(fraction)
    if zone and zone[0] in "+-":
        shift = (int(zone[1:3]) * 60 + int(zone[-2:])) * 60_000_000
        micros -= shift if zone[0] == "+" else -shift
    return micros


def parse_clock(text: str) -> int:
    """Time of day in microseconds; NONE where it is none."""
    found = _CLOCK.fullmatch(text[:_LONGEST])
    if not found or len(text) > _LONGEST:
        return NONE
    hour, minute, second = (int(part) for part in found.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        return NONE
    return (hour * 3600 + minute * 60 + second) * 1_000_000 + _micros(found.group(4))


def parse_day(text: str) -> int:
    """Days since 1970 of a date `yyyy-mm-dd`; NONE where it is none."""
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())).toordinal() - _EPOCH.toordinal() if found else NONE
    except ValueError:
        return NONE


def as_datetime(micros: int) -> datetime | None:
    """UTC time; null for NONE and for what a calendar cannot hold."""
    if micros == NONE:
        return None
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None


def clocks(words: Words8, starts: Offsets, lengths: Offsets) -> tuple[Micros, Flags]:
    """Times of day of values `hh:mm:ss`, with or without `.fff`, `.fffZ` or `Z` behind them; and which are that."""
    digits = words.at(starts).view(np.uint8).reshape(-1, 8)
    one = [digits[:, place] - np.uint8(48) for place in (0, 1, 3, 4, 6, 7)]
    hour, minute, second = (one[k].astype(np.int64) * 10 + one[k + 1] for k in (0, 2, 4))
    good = (digits[:, 2] == 58) & (digits[:, 5] == 58) & (hour < 24) & (minute < 60) & (second < 60)
    for digit in one:
        good &= digit < 10
    micros = ((hour * 60 + minute) * 60 + second) * 1_000_000
    if bool((lengths == 8).all()):
        return micros, good
    tail = words.at(starts + 8).view(np.uint8).reshape(-1, 8)
    thousandths = [tail[:, place] - np.uint8(48) for place in (1, 2, 3)]
    whole = (lengths == 8) | ((lengths == 9) & (tail[:, 0] == 90))
    split = (tail[:, 0] == 46) & ((lengths == 12) | ((lengths == 13) & (tail[:, 4] == 90)))
    for digit in thousandths:
        split &= digit < 10
    fraction = thousandths[0].astype(np.int64) * 100 + thousandths[1].astype(np.int64) * 10 + thousandths[2]
    return micros + np.where(split, fraction * 1000, 0), good & (whole | split)


def days(words: Words8, starts: Offsets, text: bytes) -> tuple[Micros, Flags]:
    """Days since 1970, in microseconds, of the ten characters `yyyy-mm-dd` at each place; and which are that."""
    front, back = words.at(starts), words.at(starts + 2)
    change = np.ones(len(starts), dtype=bool)
    change[1:] = (front[1:] != front[:-1]) | (back[1:] != back[:-1])
    heads = np.flatnonzero(change)
    known = [parse_day(text[at : at + 10].decode("latin-1")) for at in starts[heads].tolist()]
    runs = np.diff(np.append(heads, len(starts)))
    each = np.repeat(np.array(known, dtype=np.int64), runs)
    good = each != NONE
    return np.where(good, each, 0) * DAY, good


def _micros(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0

"""Times of log lines: one by one, and for all lines of a block at once.  Microseconds since 1970, UTC."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indicia.evidence.text.raw.columns import Flags, Words, Words8
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
_CLOCK_ZERO = np.uint64(int.from_bytes(b"00:00:00", "little"))
_COLONS = np.uint64(int.from_bytes(b"\0\0\xff\0\0\xff\0\0", "little"))
_SIXES, _UPPER = np.uint64(0x0606060606060606), np.uint64(0xF0F0F0F0F0F0F0F0)
_MOST = np.uint64(int.from_bytes(b"\x06\x06\x06\x0a\x06\x06\x0a\x06", "little"))
"""What takes a digit to 16 that is too large for its place."""
_HOUR = np.uint64(0xFFFF)
_TEN, _BYTE, _LOW = np.uint64(10), np.uint64(8), np.uint64(255)
_POINT_ZEROS = int.from_bytes(b".000", "little")
_THREE_SIXES, _ALL_BUT_DIGITS = np.uint64(0x06060600), np.uint64(2**64 - 1 - 0x0F0F0F00)
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
    if len(text) == 8 and text[2] == text[5] == ":":
        digits = text[:2] + text[3:5] + text[6:]
        if digits.isdecimal() and digits.isascii() and text[:2] < "24" and text[3] < "6" and text[6] < "6":
            seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:])
            return seconds * 1_000_000
        return NONE
    found = _CLOCK.fullmatch(text[:_LONGEST])
    if not found or len(text) > _LONGEST:
        return NONE
    hour, minute, second = (int(part) for part in found.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        return NONE
    return (hour * 3600 + minute * 60 + second) * 1_000_000 + _micros(found.group(4))


@lru_cache(maxsize=64)
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
    digits = words.at(starts) ^ _CLOCK_ZERO
    # A byte that is a digit at most keeps its upper half clear when 6 is added; a colon is zero by now.
    good = ((digits + _SIXES | digits) & _UPPER | digits & _COLONS) == 0
    pairs = (digits * _TEN + (digits >> _BYTE)).view(np.int64)
    hour, minute, second = pairs & 255, pairs >> 24 & 255, pairs >> 48 & 255
    good &= (hour < 24) & (minute < 60) & (second < 60)
    micros = ((hour * 60 + minute) * 60 + second) * 1_000_000
    if bool((lengths == 8).all()):
        return micros, good
    tail = words.at(starts + 8)
    after = (tail >> _BYTE) ^ np.uint64(0x303030)
    thousandths = after & np.uint64(0xFFFFFF)
    point, ends_z = (tail & _LOW) == 46, (after >> np.uint64(24) & _LOW) == 90
    whole = (lengths == 8) | ((lengths == 9) & ((tail & _LOW) == 90))
    split = point & ((lengths == 12) | ((lengths == 13) & ends_z))
    split &= (thousandths + _SIXES | thousandths) & np.uint64(0xF0F0F0) == 0
    each = thousandths.view(np.int64)
    fraction = (each & 255) * 100 + (each >> 8 & 255) * 10 + (each >> 16)
    return micros + np.where(split, fraction * 1000, 0), good & (whole | split)


def all_clocks(words: Words) -> bool:
    """Whether each of these eight bytes is a time of day `hh:mm:ss`, all of the same hour."""
    digits = words ^ _CLOCK_ZERO
    odd = (digits + _MOST | digits) & _UPPER | digits & _COLONS
    return not bool(odd.any()) and bool(((digits ^ digits[0]) & _HOUR == 0).all()) and _hour(int(digits[0])) < 24


def all_thousandths(words: Words, behind: int) -> bool:
    """Whether each of these words is a point and three digits, and the bytes of this number behind them."""
    digits = words ^ np.uint64(behind << 32 | _POINT_ZEROS)
    odd = (digits + _THREE_SIXES | digits) & _ALL_BUT_DIGITS
    return not bool(odd.any())


def _hour(digits: int) -> int:
    return 10 * (digits & 15) + (digits >> 8 & 15)


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

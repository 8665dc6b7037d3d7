"""Times as event logs write them, brought to one text form: `2021-03-14T01:40:13.660` in UTC, without a zone."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter

_PLAIN = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z| ?UTC|[+-]00:?00)?", re.ASCII)
_ZONED = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?([+-])(\d\d):?(\d\d)", re.ASCII)
_POWERSHELL = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/", re.ASCII)
_MINUTES: set[str] = set()
"""Beginnings of times, up to the seconds, that are possible times."""
_MINUTES_KEPT = 10_000
_WIDTHS = frozenset({23, 26})
"""Length of a time with milliseconds or microseconds."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_text(value: object) -> str:
    """The time in UTC as text that sorts by time; empty when the value is no time.

    Takes ISO 8601 with `T` or a blank, any number of decimals, `Z`, an offset, or no zone (then UTC is assumed);
    seconds since 1970 as a number; `/Date(milliseconds)/` of PowerShell.
    """
    if isinstance(value, str):
        if value[10:11] == "T" and value[-1] == "Z" and value[7] == "-" == value[4]:
            # By far the most common form, at a fifth of the cost; of a minute that is known only the rest is looked at.
            text = value[:-1]
            if (
                value[:17] in _MINUTES
                and len(text) in _WIDTHS
                and value[17] < "6"
                and text[19] == "."
                and value.isascii()
                and (text[17:19] + text[20:]).isdigit()
            ):
                return text
            if not text.isascii() or not parse(text):
                return ""
            if len(_MINUTES) >= _MINUTES_KEPT:
                _MINUTES.clear()
            _MINUTES.add(value[:17])
            return text
        plain = _PLAIN.fullmatch(value)
        if plain:
            text = f"{plain[1]}T{plain[2]}"
            return text if parse(text) else ""
        zoned = _ZONED.fullmatch(value)
        if zoned:
            local = parse(f"{zoned[1]}T{zoned[2]}")
            away = timedelta(hours=int(zoned[4]), minutes=int(zoned[5]))
            return _text(local, -away if zoned[3] == "+" else away) if local else ""
        milliseconds = _POWERSHELL.fullmatch(value)
        # Fifteen digits are the year 33658; the rest need not be computed.
        return _text(_EPOCH, timedelta(milliseconds=int(milliseconds[1][:15]))) if milliseconds else ""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e11:
        return _text(_EPOCH, timedelta(seconds=value))
    return ""


def utc_texts(values: Sequence[str]) -> list[str]:
    """`utc_text` of each; of many that are written the commonest way most is decided together."""
    form = _FORMS.get(len(values[0])) if len(values) >= _MANY else None
    if form and {*map(len, values)} == {len(form)}:
        written = "".join(values).encode("ascii", "replace")
        if (
            written.translate(_DIGITS_ALIKE) == form * len(values)
            and max(written[17 :: len(form)]) < ord("6")
            and all(map(_is_minute, _minutes(values)))
        ):
            return [*map(_WITHOUT_ZONE, values)]
    return list(map(utc_text, values))


_MANY = 16
"""Times from which on looking at them together takes less than one by one."""
_FORMS = {len(form): form for form in (b"0000-00-00T00:00:00.000Z", b"0000-00-00T00:00:00.000000Z")}
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
_MINUTE, _WITHOUT_ZONE = itemgetter(slice(17)), itemgetter(slice(-1))


def _minutes(values: Sequence[str]) -> set[str]:
    """The beginnings of times that are written alike; most often they are of one minute."""
    first, last = _MINUTE(min(values)), _MINUTE(max(values))
    return {first} if first == last else {*map(_MINUTE, values)}


def _is_minute(beginning: str) -> bool:
    """Whether a time may begin so, up to the seconds; remembered."""
    if beginning in _MINUTES:
        return True
    if parse(f"{beginning}00") is None:
        return False
    if len(_MINUTES) >= _MINUTES_KEPT:
        _MINUTES.clear()
    _MINUTES.add(beginning)
    return True


def parse(text: str) -> datetime | None:
    """The moment such a text stands for, UTC, whole microseconds; null when it is no possible time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def _text(start: datetime, shift: timedelta) -> str:
    try:
        return (start + shift).replace(tzinfo=None).isoformat()
    except OverflowError:
        return ""

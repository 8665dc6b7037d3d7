"""Times in CSV exports of events, often in the form of some culture: which can be taken, and what is said of others."""

import re
from collections import Counter
from collections.abc import Iterable

from indicia.evidence.events.decoding.moment import utc_text

_CULTURE = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}),? (\d{1,2}):(\d\d):(\d\d)([.,]\d{1,9})?(?:[ \u00a0\u202f]?([AP])\.?M\.?)?",
    re.IGNORECASE | re.ASCII,
)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2}),? (\d{1,2}):(\d\d):(\d\d)([.,]\d{1,9})?", re.ASCII)
_SECONDS = re.compile(r"[0-9]{9,10}(?:\.[0-9]{1,9})?")
"""Since 1970."""
_LOCAL = re.compile(r"[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}\D|[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4} @ ")
"""How times without a zone begin; the last one is Kibana's."""
_MONTHS, _NOON = 12, 12


class WrittenTimes:
    """Brings times to UTC where they say enough for that, and counts those that do not."""

    def __init__(self) -> None:
        self._day_first: bool | None = None
        self.lost: Counter[str] = Counter()
        """Times that were not taken, by what they do not tell."""

    def learn(self, values: Iterable[str]) -> None:
        """Find out from some values which number is the day; not told where none says so, or they contradict."""
        seen = set()
        for value in values:
            found = _CULTURE.fullmatch(value.strip())
            if found:
                seen |= {True} if int(found[1]) > _MONTHS else set()
                seen |= {False} if int(found[3]) > _MONTHS else set()
                seen |= {True} if found[2] == "." else set()
        self._day_first = seen.pop() if len(seen) == 1 else None

    def utc(self, value: str, *, known: bool) -> str:
        """The time as `moment.utc_text` gives it; empty where it cannot be told.  `known`: it is in UTC for sure."""
        value = value.strip()
        if _SECONDS.fullmatch(value):
            return utc_text(float(value))
        zoned = utc_text(value)
        if zoned and not known and not value[19:].strip(".0123456789"):
            return ""
        return zoned or (self._ordered(value) if known else "")

    def lose(self, value: str, *, known: bool) -> None:
        """Count a time that was not taken."""
        if not value:
            self.lost["are not there"] += 1
        elif not known and (utc_text(value) or _LOCAL.match(value)):
            self.lost["are local and the offset is unknown"] += 1
        elif _CULTURE.fullmatch(value) and self._day_first is None:
            self.lost["do not tell which number is the day"] += 1
        else:
            self.lost["cannot be read"] += 1

    def note(self, what: str = "events") -> str:
        """What became of times that were not taken; empty where all were."""
        if not self.lost:
            return ""
        said = "; ".join(f"{count} {why}" for why, count in sorted(self.lost.items()))
        return f"of the times of {what} {said}: these records carry no time"

    def _ordered(self, value: str) -> str:
        found = _YEAR_FIRST.fullmatch(value)
        if found:
            return _told(
                found[1], int(found[3]), int(found[4]), int(found[5]), f"{found[6]}:{found[7]}{found[8] or ''}"
            )
        found = _CULTURE.fullmatch(value)
        if found is None:
            return ""
        first, second = int(found[1]), int(found[3])
        day_first = self._day_first
        if first != second and day_first is None:
            return ""
        day, month = (first, second) if day_first else (second, first)
        hour = int(found[5])
        if found[9]:
            hour = hour % _NOON + (_NOON if found[9].lower() == "p" else 0)
        return _told(found[4], month, day, hour, f"{found[6]}:{found[7]}{found[8] or ''}")


def _told(year: str, month: int, day: int, hour: int, rest: str) -> str:
    return utc_text(f"{year}-{month:02}-{day:02}T{hour:02}:{rest.replace(',', '.')}")

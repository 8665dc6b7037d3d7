"""How old a rule is, as its text says."""

import re
from contextlib import suppress
from datetime import date

_DATE = re.compile(r"^\s*(?:date|modified)\s*[:=]\s*['\"]?(\d{4})[-/](\d{2})[-/](\d{2})\b", re.MULTILINE)


def newest_date(text: str) -> date | None:
    """The newest `date` or `modified` in the text of a rule of any kind; null where there is none."""
    found: list[date] = []
    for year, month, number in _DATE.findall(text):
        # Authors write dates that do not exist.
        with suppress(ValueError):
            found.append(date(int(year), int(month), int(number)))
    return max(found, default=None)


def day_of(version: str) -> date | None:
    """The day that a version is, or begins with (`2021-04-14`, `2021-04-14T09:00:00Z`); null for any other version."""
    try:
        return date.fromisoformat(version[:10])
    except ValueError:
        return None

"""One indicator as a file gives it, before anybody has looked at its value."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from indicia.model.moments import later


class Given(NamedTuple):
    """A value and what its source says about it; empty where it says nothing."""

    value: str
    type: str = ""
    place: str = ""
    """Where in the file: `line 12`, `attribute 5c8f…`."""
    id: str = ""
    text: str = ""
    since: str = ""
    """Start of validity as written."""
    until: str = ""
    excluding: str = ""
    """A regular expression of false positives."""
    tlp: str = ""
    confidence: str = ""
    link: str = ""
    allowed: bool = False
    """Whether the file insists on an indicator that would match everything."""
    pattern: bool = False
    """Whether the value is a STIX pattern that has to be decided as a whole."""
    exact: bool = False
    """Whether a domain stands for itself only."""


class Bad(NamedTuple):
    """A part of a file that gives no indicator."""

    value: str
    place: str
    reason: str


class Heading(Struct):
    """What a file says about itself; filled while it is read."""

    title: str = ""
    version: str = ""
    """Version or date."""
    source: str = ""
    tlp: str = ""


_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def moment_of(text: str, *, end: bool = False) -> datetime | None:
    """The time, UTC where it names no zone; a bare day that ends something ends with its last second.

    Reads ISO 8601, seconds since 1970, and `31.12.2024`.  Raises ValueError for anything else; null for nothing.
    """
    text = text.strip()
    if not text or text in {"-", "null", "None"}:
        return None
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
    day = text.split(".")
    if len(day) == 3 and len(day[2]) == 4 and all(part.isdigit() for part in day):
        text = f"{day[2]}-{day[1]:0>2}-{day[0]:0>2}"
    text = text.replace("/", "-")
    if "." in text:
        head, _, tail = text.partition(".")
        digits = len(tail) - len(tail.lstrip("0123456789"))
        text = f"{head}.{tail[: min(digits, 6)]:0<6}{tail[digits:]}"
    found = datetime.fromisoformat(text)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return later(found, _DAY) if end and len(text) <= 10 else found

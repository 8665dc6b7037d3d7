"""Whether pages were written one by one, many at once as when a site is brought up to date, or again and again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

TOGETHER, WITHIN = 10, timedelta(minutes=10)
"""So many different pages by one writer within so long are a deployment."""

HABIT, LONG = 5, timedelta(days=60)
"""On so many days, over so long: who writes like that does so as part of the work."""

Write = tuple[str, str, datetime | None]
"""Page, writer and time; a write without a time belongs to no deployment."""


def deployed(writes: Iterable[Write], together: int = TOGETHER, within: timedelta = WITHIN) -> frozenset[str]:
    """Pages of which every write was part of a deployment: that many different pages by one writer within that time."""
    by_writer: dict[str, list[tuple[datetime, str]]] = {}
    alone: set[str] = set()
    in_company: set[str] = set()
    for page, writer, time in writes:
        if time is None:
            alone.add(page)
        else:
            by_writer.setdefault(writer, []).append((time, page))
    for several in by_writer.values():
        several.sort()
        many = _in_company(several, together, within)
        for number, (_, page) in enumerate(several):
            (in_company if number in many else alone).add(page)
    return frozenset(in_company - alone)


def habitual(times: Iterable[datetime]) -> bool:
    """Whether something was done on many days over a long time."""
    days = {time.date() for time in times}
    return len(days) >= HABIT and max(days) - min(days) >= LONG


def _in_company(writes: list[tuple[datetime, str]], together: int, within: timedelta) -> frozenset[int]:
    """Numbers of the writes, sorted by time, that have enough others within the time."""
    found: set[int] = set()
    inside: dict[str, int] = {}
    start = told = 0
    for end, (time, page) in enumerate(writes):
        inside[page] = inside.get(page, 0) + 1
        while time - writes[start][0] > within:
            _leave(inside, writes[start][1])
            start += 1
        if len(inside) >= together:
            found.update(range(max(start, told), end + 1))
            told = end + 1
    return frozenset(found)


def _leave(inside: dict[str, int], page: str) -> None:
    inside[page] -= 1
    if not inside[page]:
        del inside[page]

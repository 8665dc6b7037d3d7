"""Whether pages were written one by one, or many at once as when a site is set up or brought up to date."""

from collections.abc import Iterable
from datetime import datetime, timedelta

TOGETHER, WITHIN = 10, timedelta(minutes=10)
"""So many different pages by one writer within so long are a deployment."""

Write = tuple[str, str, datetime | None]
"""Page, writer and time; a write without a time belongs to no deployment."""


def deployed(writes: Iterable[Write]) -> frozenset[str]:
    """Pages of which every write was part of a deployment."""
    by_writer: dict[str, list[tuple[datetime, str]]] = {}
    alone: set[str] = set()
    together: set[str] = set()
    for page, writer, time in writes:
        if time is None:
            alone.add(page)
        else:
            by_writer.setdefault(writer, []).append((time, page))
    for several in by_writer.values():
        several.sort()
        many = _in_company(several)
        for number, (_, page) in enumerate(several):
            (together if number in many else alone).add(page)
    return frozenset(together - alone)


def _in_company(writes: list[tuple[datetime, str]]) -> frozenset[int]:
    """Numbers of the writes, sorted by time, that have enough others within the time."""
    found: set[int] = set()
    inside: dict[str, int] = {}
    start = told = 0
    for end, (time, page) in enumerate(writes):
        inside[page] = inside.get(page, 0) + 1
        while time - writes[start][0] > WITHIN:
            _leave(inside, writes[start][1])
            start += 1
        if len(inside) >= TOGETHER:
            found.update(range(max(start, told), end + 1))
            told = end + 1
    return frozenset(found)


def _leave(inside: dict[str, int], page: str) -> None:
    inside[page] -= 1
    if not inside[page]:
        del inside[page]

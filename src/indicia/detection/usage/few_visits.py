"""The statistics of a host's logs joined in memory, for the many hosts that have few: what `estate` has a database do.

Starting a database takes longer than all else that a few thousand rows need, and many times their memory.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field

from indicia.detection.usage.extract import LOG, PAGES, SAMPLES, VISITS, rows_of
from indicia.detection.usage.page_use import (
    FEW,
    LEAST,
    MOST,
    OF_SAMPLE,
    SUMS,
    VISITED,
    Estate,
    PageUse,
    exhibit_of,
    moment,
    visit_of,
)
from indicia.model.finding import Exhibit

MOST_ROWS = 10_000
"""Rows about pages and visits that are held in memory; some 10 MB."""
_ANSWERED = frozenset({"none", "2xx", "5xx"})
_ADDED = len(SUMS)
_POSTS, _QUERIES = SUMS.index("posts"), SUMS.index("queries")
_OF_VISIT = ("stem", "client", *SUMS, "first", "last", "agents", "kinds_of_query")
_OF_PAGE = ("stem", "status", "requests", "clients", "busy")


class TooMany(Exception):
    """More rows than memory is to hold."""


class _Stay(NamedTuple):
    """What a client did with a page."""

    client: str
    numbers: list[Any]
    """As `visit_of` takes them."""


class _Page(Struct):
    """One address, in lower case, over all logs."""

    requests: int = 0
    answered: int = 0
    busy: bool = False
    clients: int = 0
    stays: dict[str, _Stay] = field(default_factory=dict)

    @property
    def asked_by(self) -> int:
        """Clients that it answered, at least so many."""
        return max(self.clients, len(self.stays))


def joined(extracts: Mapping[str, Sequence[Path]], most: int = MOST_ROWS) -> Estate:
    """The extracts of a host, joined.  Raises TooMany beyond so many rows, CaseError when one cannot be read."""
    logs = [row for path in extracts[LOG] for row in rows_of(path, LOG, ("first", "last", "referers", "agents"))]
    pages = _pages(extracts, most)
    answered = [page for page in pages.values() if page.answered]
    folders = Counter(_folder(stem) for stem, page in pages.items() if page.answered)
    chosen = sorted(
        (-used, stem)
        for stem, page in pages.items()
        if not page.busy and page.asked_by <= FEW and folders[_folder(stem)] and (used := _used(page))
    )
    samples = _samples(extracts, {stem for _, stem in chosen})
    found = []
    for _, stem in chosen[:MOST]:
        page = pages[stem]
        stays = [stay for stay in page.stays.values() if stay.numbers[0] >= LEAST]
        stays.sort(key=lambda stay: (-stay.numbers[0], stay.client))
        found.append(
            PageUse(
                stem=stem,
                requests=page.requests,
                refused=page.requests - page.answered,
                clients=page.asked_by,
                neighbours=folders[_folder(stem)] - 1,
                visits=tuple(visit_of(*stay, samples.get((stem, stay.client), ())) for stay in stays),
            )
        )
    return Estate(
        first=moment(min((first for first, *_ in logs if first is not None), default=None)),
        last=moment(max((last for _, last, *_ in logs if last is not None), default=None)),
        visited=sum(page.asked_by >= VISITED or page.busy for page in answered),
        answered=len(answered),
        referers=all(referers for *_, referers, _ in logs),
        agents=all(agents for *_, agents in logs),
        pages=tuple(found),
        more=max(len(chosen) - MOST, 0),
    )


def _pages(extracts: Mapping[str, Sequence[Path]], most: int) -> dict[str, _Page]:
    """By address.  A client's visit that starts at the same moment in two files is in two copies of one log."""
    pages: dict[str, _Page] = defaultdict(_Page)
    rows = 0
    for path in extracts.get(PAGES, ()):
        for stem, status, requests, clients, busy in rows_of(path, PAGES, _OF_PAGE):
            rows = _counted(rows, most)
            page = pages[lower(stem)]
            page.requests += requests
            page.answered += requests if status in _ANSWERED else 0
            page.busy |= busy
            page.clients = max(page.clients, clients)
    fullest: dict[tuple[str, str, int | str], tuple[int, str, list[Any]]] = {}
    for path in extracts[VISITS]:
        for stem, client, *numbers in rows_of(path, VISITS, _OF_VISIT):
            rows = _counted(rows, most)
            start = numbers[_ADDED]
            key = (lower(stem), client, str(path) if start is None else start)
            mine = (-numbers[0], str(path), numbers)
            other = fullest.get(key)
            if other is None or mine[:2] < other[:2]:
                fullest[key] = mine
    for (stem, client, _), (_, _, numbers) in fullest.items():
        stays = pages[stem].stays if stem in pages else {}
        stay = stays.get(client)
        stays[client] = _Stay(client, numbers if stay is None else _together(stay.numbers, numbers))
    return pages


def _counted(rows: int, most: int) -> int:
    if rows >= most:
        raise TooMany
    return rows + 1


def _together(one: list[Any], other: list[Any]) -> list[Any]:
    sums = [first + second for first, second in zip(one[:_ADDED], other[:_ADDED], strict=True)]
    (first, last, agents, kinds), (first_too, last_too, agents_too, kinds_too) = one[_ADDED:], other[_ADDED:]
    firsts = [time for time in (first, first_too) if time is not None]
    lasts = [time for time in (last, last_too) if time is not None]
    return [
        *sums, min(firsts, default=None), max(lasts, default=None), max(agents, agents_too), max(kinds, kinds_too)
    ]  # fmt: skip


def _used(page: _Page) -> int:
    """Requests of the client who came most often and sent something; 0 where none is worth a look."""
    return max(
        (
            numbers[0]
            for _, numbers in page.stays.values()
            if numbers[0] >= LEAST and numbers[_POSTS] + numbers[_QUERIES]
        ),
        default=0,
    )


def _samples(extracts: Mapping[str, Sequence[Path]], stems: set[str]) -> dict[tuple[str, str], list[Exhibit]]:
    """Requests of these pages that were kept whole, by page and client, each once."""
    found: dict[tuple[str, str], list[Exhibit]] = defaultdict(list)
    met: set[tuple[object, ...]] = set()
    for path in extracts.get(SAMPLES, ()) if stems else ():
        for stem, client, *sample in rows_of(path, SAMPLES, ("stem", "client", *OF_SAMPLE)):
            page = lower(stem)
            place = (sample[0], sample[5], page)
            if page in stems and place not in met:
                met.add(place)
                found[page, client].append(exhibit_of(sample))
    return found


def _folder(stem: str) -> str:
    return stem[: stem.rfind("/") + 1]


def lower(stem: str) -> str:
    """In lower case as the database has it: letter by letter, one for one."""
    return stem.lower() if stem.isascii() else "".join(letter.lower()[0] for letter in stem)

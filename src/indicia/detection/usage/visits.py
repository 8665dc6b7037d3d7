"""How each client used each page that is not everybody's."""

from collections import Counter
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from indicia.detection.usage.pages import BUSY, Pages
from indicia.detection.usage.values import Words
from indicia.tables.batch import TIMELESS, Offsets

MOST_VISITS = 40_000
"""Pairs of page and client of one file that are told apart; beyond it the least used half is forgotten, and counted."""
CLIENT_BYTES = 64


class Stat(IntEnum):
    """What is added up for a visit; times of day and gaps only over requests with a time."""

    REQUESTS = 0
    POSTS = 1
    OK = 2
    """Status 200 to 299."""
    FAILED = 3
    """Status 500 to 599."""
    REFERERS = 4
    QUERIES = 5
    SIGNED_IN = 6
    """With a user name."""
    SENT = 7
    RECEIVED = 8
    """Bytes, as the server sees them."""
    GAP_1 = 9
    """Gaps to the request before of at most a second."""
    GAP_10 = 10
    GAP_60 = 11
    GAP_600 = 12
    PAUSES = 13
    """Gaps of more than ten minutes."""
    GAP_SUM = 14
    GAP_SQUARES = 15
    """Seconds of the gaps up to ten minutes, and of their squares."""
    HOURS = 16
    DAYS = 17
    """Hours and days with at least one request."""


class Seen(NamedTuple):
    """Answered requests of pages that are not busy, one entry each."""

    pages: Offsets
    clients: Words
    """Numbers of the client addresses."""
    times: Offsets
    stats: npt.NDArray[np.int64]
    """One row a request with the columns of `Stat` up to RECEIVED."""
    agents: Words
    queries: Words
    """Numbers of user agents and queries; what matters are their lowest six bits."""


_Number = TypeVar("_Number", np.int64, np.uint64)
_SECOND, _HOUR, _DAY = 1_000_000, 3_600_000_000, 86_400_000_000
_PLAIN = int(Stat.RECEIVED) + 1
_GAPS = ((Stat.GAP_1, 1), (Stat.GAP_10, 10), (Stat.GAP_60, 60), (Stat.GAP_600, 600))
_LONGEST = 600
_NOWHERE = -1
_OFTEN = 8
"""From so many requests on those with a referer are worth keeping too."""
_LONG, _EVERY_OTHER = 16, 0x5555555555555555
_AT_ONCE = 4096
"""Visits whose statistics are added up together."""
_KINDS_OF_QUERY = 6
"""So many queries unlike each other are worth keeping of a visit."""


class Visits:
    """Visits by number; the number of one that is no longer kept goes to another."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int], int] = {}
        self._keys: list[tuple[int, int]] = []
        self._of_page: dict[int, set[int]] = {}
        self._free: list[int] = []
        self._freed: list[int] = []
        self.clients: list[str] = []
        self.pages: Offsets = np.full(256, _NOWHERE, dtype=np.int64)
        """Page of each visit; -1 for a number that is free."""
        self.stats: npt.NDArray[np.int64] = np.zeros((256, len(Stat)), dtype=np.int64)
        self.first: Offsets = np.full(256, TIMELESS, dtype=np.int64)
        self.last: Offsets = np.full(256, TIMELESS, dtype=np.int64)
        self.sketches: Words = np.zeros((256, 2), dtype=np.uint64)
        """One bit of 64 for each user agent and for each query."""
        self.untold = 0
        """Requests of visits that were forgotten for want of room."""

    def who(self, number: int) -> int:
        """Number of the client of a visit."""
        return self._keys[number][1]

    def live(self) -> list[int]:
        """Numbers of the visits that are kept."""
        return sorted(self._numbers.values())

    def add(
        self, seen: Seen, pages: Pages, client: Callable[[int], str], drop: Callable[[int], None]
    ) -> tuple[Offsets, Offsets, Offsets]:
        """Add requests; of each that counts its place in `seen`, its visit, and what it is worth to be kept whole.

        Worth 1 are the first ones, ever fewer of the later ones, and those with a query unlike those before; worth 2,
        to be kept also when much was kept before, is of the later ones every other, so that each long visit shows.
        `drop` is told the numbers of visits that are no longer kept.
        """
        if len(self._numbers) >= MOST_VISITS:
            self._forget(drop)
        visit = self._visits(seen, pages, client, drop)
        places = np.flatnonzero(visit >= 0)
        order = places[np.argsort(visit[places], kind="stable")]
        mine = visit[order]
        if not len(order):
            return order, mine, np.zeros(0, dtype=np.int64)
        begins = np.flatnonzero(np.concatenate(([True], mine[1:] != mine[:-1])))
        owner = mine[begins]
        bits = np.stack((seen.agents[order], seen.queries[order]), axis=1) & np.uint64(63)
        stats = np.zeros((len(order), len(Stat)), dtype=np.int64)
        stats[:, :_PLAIN] = seen.stats[order]
        worth = self._worth(stats, bits[:, 1], mine, begins)
        self._time(stats, seen.times[order], begins, owner)
        for start in range(0, len(begins), _AT_ONCE):
            # Some at a time: where each request is a visit of its own this takes three times their statistics.
            few = begins[start : start + _AT_ONCE]
            end = begins[start + _AT_ONCE] if start + _AT_ONCE < len(begins) else len(stats)
            summed = np.add.reduceat(stats[few[0] : end], few - few[0], axis=0)
            self.stats[owner[start : start + _AT_ONCE]] += summed
        self.sketches[owner] |= np.bitwise_or.reduceat(np.uint64(1) << bits, begins, axis=0)
        return order, mine, worth

    def rename(self, renamed: Offsets, drop: Callable[[int], None]) -> None:
        """Take over new numbers of pages; visits to pages that were forgotten go with them."""
        for page in sorted(self._of_page):
            if renamed[page] < 0:
                self._drop(page, drop)
        self._of_page = {int(renamed[page]): visits for page, visits in self._of_page.items()}
        self._numbers = {(int(renamed[page]), who): number for (page, who), number in self._numbers.items()}
        for (page, who), number in self._numbers.items():
            self.pages[number] = page
            self._keys[number] = page, who
        self._release()

    def _visits(self, seen: Seen, pages: Pages, client: Callable[[int], str], drop: Callable[[int], None]) -> Offsets:
        """The visit of each request, -1 where none is kept."""
        order = np.lexsort((seen.clients, seen.pages))
        page, who = seen.pages[order], seen.clients[order]
        new = np.concatenate(([True], (page[1:] != page[:-1]) | (who[1:] != who[:-1])))
        begins = np.flatnonzero(new)
        # The sort is stable: the first of a group is the first in the log.
        shown = order[begins]
        known = self._numbers
        keys = list(zip(page[begins].tolist(), who[begins].tolist(), strict=True))
        numbers = [known.get(key, _NOWHERE) for key in keys]
        fresh = [place for place, number in enumerate(numbers) if number < 0]
        # Most pages of a site turn busy within a block: then nobody has to be entered and struck out again.
        comers = Counter(keys[place][0] for place in fresh)
        for busy, count in comers.items():
            pages.clients[busy] += count
            if pages.clients[busy] > BUSY:
                self._drop(busy, drop)
        for place in fresh:
            if pages.clients[keys[place][0]] <= BUSY:
                numbers[place] = self._new(keys[place], client(int(shown[place])))
        found = np.array(numbers, dtype=np.int64)
        # The page of a visit that was known before may have turned busy.
        found[self.pages[found] != page[begins]] = _NOWHERE
        self._release()
        visit: Offsets = np.empty(len(order), dtype=np.int64)
        visit[order] = found[np.cumsum(new) - 1]
        return visit

    def _new(self, key: tuple[int, int], client: str) -> int:
        if self._free:
            number = self._free.pop()
            self.clients[number], self._keys[number] = client, key
        else:
            number = len(self._keys)
            self._keys.append(key)
            self.clients.append(client)
            self._grow(number + 1)
        self._numbers[key] = number
        self._of_page.setdefault(key[0], set()).add(number)
        self.pages[number] = key[0]
        self.stats[number] = 0
        self.sketches[number] = 0
        self.first[number] = self.last[number] = TIMELESS
        return number

    def _drop(self, page: int, drop: Callable[[int], None]) -> None:
        """Keep no longer who visited a page."""
        for number in sorted(self._of_page.pop(page, ())):
            self._remove(number, drop)

    def _remove(self, number: int, drop: Callable[[int], None]) -> None:
        del self._numbers[self._keys[number]]
        self.pages[number] = _NOWHERE
        self.clients[number] = ""
        self._freed.append(number)
        drop(number)

    def _release(self) -> None:
        """Numbers are given away again only when no request of a block refers to them any more."""
        self._free.extend(self._freed)
        self._freed.clear()

    def _forget(self, drop: Callable[[int], None]) -> None:
        """Forget the half that was used least, those first that never sent anything."""
        live = np.array(self.live(), dtype=np.int64)
        stats = self.stats[live]
        sent = stats[:, Stat.POSTS] + stats[:, Stat.QUERIES]
        order = live[np.lexsort((live, -stats[:, Stat.REQUESTS], sent == 0))]
        for number in order[len(order) // 2 :].tolist():
            self.untold += int(self.stats[number, Stat.REQUESTS])
            self._of_page[self._keys[number][0]].discard(number)
            self._remove(number, drop)
        self._release()

    def _worth(self, stats: npt.NDArray[np.int64], query: Words, mine: Offsets, begins: Offsets) -> Offsets:
        """What requests are worth; before they are added."""
        runs = np.diff(np.append(begins, len(mine)))
        ordinal = self.stats[mine, Stat.REQUESTS] + np.arange(len(mine)) - np.repeat(begins, runs) + 1
        few = (ordinal & (ordinal - 1) == 0) | (ordinal == 3)
        # A single look at a page commands nothing, and who comes from another page is at work there.
        telling = (stats[:, Stat.POSTS] > 0) | (stats[:, Stat.QUERIES] > 0) | (ordinal > 2)
        alone = stats[:, Stat.REFERERS] == 0
        worth: Offsets = (few & telling & (alone | (ordinal >= _OFTEN))).astype(np.int64)
        worth[few & (ordinal >= _LONG) & (ordinal & _EVERY_OTHER != 0)] = 2
        known = self.sketches[mine, 1]
        fresh = np.flatnonzero(
            (known >> query & np.uint64(1) == 0)
            & (stats[:, Stat.QUERIES] > 0)
            & alone
            & (_bits(known) < _KINDS_OF_QUERY)
        )
        if len(fresh):
            pair = mine[fresh] * 64 + query[fresh].astype(np.int64)
            shown = fresh[np.unique(pair, return_index=True)[1]]
            worth[shown] = np.maximum(worth[shown], 1)
        return worth

    def _time(self, stats: npt.NDArray[np.int64], times: Offsets, begins: Offsets, owner: Offsets) -> None:
        """Fill in what depends on the request before; first and last times of the visits move on."""
        before = np.empty_like(times)
        before[1:] = times[:-1]
        before[begins] = self.last[owner]
        timed = times != TIMELESS
        both = timed & (before != TIMELESS)
        gap = np.abs(np.where(both, times - before, 0)) // _SECOND
        rest = both.copy()
        for stat, most in _GAPS:
            mine = rest & (gap <= most)
            stats[:, stat] = mine
            rest &= ~mine
        stats[:, Stat.PAUSES] = rest
        short = np.where(both & ~rest, gap, 0)
        stats[:, Stat.GAP_SUM] = short
        stats[:, Stat.GAP_SQUARES] = short * short
        for stat, length in ((Stat.HOURS, _HOUR), (Stat.DAYS, _DAY)):
            stats[:, stat] = timed & (~both | (times // length != before // length))
        # TIMELESS is the smallest number there is, so it never wins against a time.
        latest = np.maximum.reduceat(times, begins)
        self.last[owner] = np.maximum(self.last[owner], latest)
        earliest = np.minimum.reduceat(np.where(timed, times, np.iinfo(np.int64).max), begins)
        first = self.first[owner]
        known = np.where(first == TIMELESS, np.iinfo(np.int64).max, first)
        first = np.minimum(known, earliest)
        self.first[owner] = np.where(first == np.iinfo(np.int64).max, TIMELESS, first)

    def _grow(self, size: int) -> None:
        room = len(self.first)
        if size > room:
            self.pages = np.concatenate((self.pages, np.full(room, _NOWHERE, dtype=np.int64)))
            self.stats = _wider(self.stats)
            self.first = np.concatenate((self.first, np.full(room, TIMELESS, dtype=np.int64)))
            self.last = np.concatenate((self.last, np.full(room, TIMELESS, dtype=np.int64)))
            self.sketches = _wider(self.sketches)


def _wider(rows: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """The same with as many rows of noughts behind, of which none takes memory before it is written to."""
    wide = np.zeros((2 * len(rows), *rows.shape[1:]), dtype=rows.dtype)
    wide[: len(rows)] = rows
    return wide


def _bits(words: Words) -> Offsets:
    """How many bits of each are set."""
    if not len(words):
        return np.zeros(0, dtype=np.int64)
    bits = np.unpackbits(np.ascontiguousarray(words).view(np.uint8)).reshape(len(words), 64)
    count: Offsets = bits.sum(axis=1, dtype=np.int64)
    return count

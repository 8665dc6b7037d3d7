"""The script pages that a log names, and how often each was asked for and answered."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicia.detection.usage.values import Words
from indicia.tables.batch import TIMELESS, Offsets

METHODS = ("GET", "POST", "other")
"""HEAD counts as GET, PUT as POST."""
CLASSES = ("none", "1xx", "2xx", "3xx", "4xx", "5xx")
"""Of the status; `none` where it is not logged."""
MOST_PAGES = 20_000
"""Pages of one file that are told apart.  When there are more, the least used half is forgotten, and counted."""
MOST_REFUSED = 5_000
"""When so many pages are told apart, one that never answered is no longer entered, only counted."""
BUSY = 12
"""A page that answered more clients than this in one file is everybody's: who they were is no longer kept."""
STEM_BYTES = 400
_KINDS = len(METHODS) * len(CLASSES)
_ANSWERED = np.tile(np.array([True, False, True, False, False, True]), len(METHODS))
_POSTED = _ANSWERED & (np.arange(_KINDS) // len(CLASSES) == METHODS.index("POST"))
_NEVER = np.iinfo(np.int64).max


class Page(NamedTuple):
    """One row of what a log leaves about its pages."""

    stem: str
    """Address as first written, cut at 400 bytes."""
    method: str
    status: str
    requests: int
    first: int | None
    last: int | None
    """Microseconds since 1970 UTC, of the page as a whole."""
    clients: int
    """Different clients that the page answered; at the bound it stands for more."""
    busy: bool
    """Whether there were more than are told apart."""


class Pages:
    """Pages by number; a number may be given to another page after `forgotten` named it."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._stems: list[str] = []
        self._counts: npt.NDArray[np.int64] = np.zeros((256, _KINDS), dtype=np.int64)
        self._first: Offsets = np.full(256, _NEVER, dtype=np.int64)
        self._last: Offsets = np.full(256, TIMELESS, dtype=np.int64)
        self.clients: Offsets = np.zeros(256, dtype=np.int64)
        self.untold = 0
        """Requests for pages that were forgotten or never entered."""

    def __len__(self) -> int:
        return len(self._stems)

    @property
    def busy(self) -> npt.NDArray[np.bool_]:
        """Of each page number whether it is everybody's."""
        found: npt.NDArray[np.bool_] = self.clients > BUSY
        return found

    def add(self, hashes: Words, kinds: Offsets, times: Offsets, stem: Callable[[int], str]) -> Offsets:
        """Count requests (`kinds`: method × 6 + class of status); the page of each, -1 where it is not told apart.

        `stem` gives the address of a request by its place in `hashes`.  Make room before, see `crowded`.
        """
        each, shown, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        known = self._numbers
        numbers = [known.get(key, -1) for key in each.tolist()]
        if -1 in numbers:
            answered = np.bincount(inverse, weights=_ANSWERED[kinds], minlength=len(each)) > 0
            # New pages in the order in which the log names them.
            fresh = sorted((int(shown[place]), place) for place, number in enumerate(numbers) if number < 0)
            for at, place in fresh:
                if answered[place] or len(self._stems) < MOST_REFUSED:
                    numbers[place] = known[int(each[place])] = len(self._stems)
                    self._stems.append(stem(at))
            self._grow()
        page = np.array(numbers, dtype=np.int64)
        # Pages that are not entered are added up on a line behind the last one, which is wiped.
        nobody, none = page < 0, len(self._stems)
        self.untold += int(np.count_nonzero(nobody[inverse]))
        page[nobody] = none
        self._counts[page] += np.bincount(inverse * _KINDS + kinds, minlength=len(page) * _KINDS).reshape(-1, _KINDS)
        pages: Offsets = page[inverse]
        if len(times) and times[0] != TIMELESS and bool((times[1:] >= times[:-1]).all()):
            latest = np.empty(len(page), dtype=np.int64)
            latest[inverse] = np.arange(len(times))
            self._first[page] = np.minimum(self._first[page], times[shown])
            self._last[page] = np.maximum(self._last[page], times[latest])
        else:
            timed = times != TIMELESS
            np.minimum.at(self._first, pages[timed], times[timed])
            np.maximum.at(self._last, pages[timed], times[timed])
        self._counts[none], self._first[none], self._last[none] = 0, _NEVER, TIMELESS
        pages[pages == none] = -1
        return pages

    def crowded(self) -> bool:
        """Whether pages have to be forgotten before more come."""
        return len(self._stems) >= MOST_PAGES

    def forget(self) -> Offsets:
        """Forget the half that was used least, those first that never answered; the new number of each page, or -1."""
        size = len(self._stems)
        counts = self._counts[:size]
        answered = counts[:, _ANSWERED].sum(axis=1)
        posted = counts[:, _POSTED].sum(axis=1)
        order = np.lexsort((np.arange(size), -counts.sum(axis=1), answered == 0, posted == 0))
        kept = np.sort(order[: size // 2])
        renamed = np.full(size, -1, dtype=np.int64)
        renamed[kept] = np.arange(len(kept))
        self.untold += int(counts[renamed < 0].sum())
        self._stems = [self._stems[number] for number in kept.tolist()]
        self._numbers = {key: int(renamed[number]) for key, number in self._numbers.items() if renamed[number] >= 0}
        for table, empty in ((self._counts, 0), (self._first, _NEVER), (self._last, TIMELESS), (self.clients, 0)):
            table[: len(kept)] = table[kept]
            table[len(kept) :] = empty
        return renamed

    def stem(self, number: int) -> str:
        """Address of a page."""
        return self._stems[number]

    def rows(self) -> Iterator[Page]:
        """Everything counted, pages in the order in which they came."""
        for number, stem in enumerate(self._stems):
            first, last = int(self._first[number]), int(self._last[number])
            clients = int(self.clients[number])
            for kind in np.flatnonzero(self._counts[number]).tolist():
                yield Page(
                    stem=stem,
                    method=METHODS[kind // len(CLASSES)],
                    status=CLASSES[kind % len(CLASSES)],
                    requests=int(self._counts[number, kind]),
                    first=None if first == _NEVER else first,
                    last=None if last == TIMELESS else last,
                    clients=clients,
                    busy=clients > BUSY,
                )

    def _grow(self) -> None:
        size, room = len(self._stems) + 1, len(self._first)
        if size > room:
            more = max(size, 2 * room) - room
            self._counts = np.concatenate((self._counts, np.zeros((more, _KINDS), dtype=np.int64)))
            self._first = np.concatenate((self._first, np.full(more, _NEVER, dtype=np.int64)))
            self._last = np.concatenate((self._last, np.full(more, TIMELESS, dtype=np.int64)))
            self.clients = np.concatenate((self.clients, np.zeros(more, dtype=np.int64)))

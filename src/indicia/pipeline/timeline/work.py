"""Records read again in this process or in several; the timeline does not depend on which."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from indicia.case import Listed
from indicia.config import Settings
from indicia.pipeline.progress import Progress
from indicia.pipeline.reading.orphans import end_with_the_parent
from indicia.pipeline.timeline.filing import Filing
from indicia.pipeline.timeline.places import Place, Places, content
from indicia.pipeline.timeline.reading import Share, Unread, records
from indicia.pipeline.timeline.sorting import Sorter

_SMALL = 24 * 2**20
"""Below so many bytes starting processes costs more than they save; of larger files several take a share each."""
_HOSTS = 1000
"""Hosts of one file whose places are remembered."""
_LOOK = 0.25
"""Seconds between two looks at how far the workers are."""


class Gatherer(Struct, frozen=True):
    """What every process needs to know."""

    filing: Filing
    places: Places
    settings: Settings


class Gathered(Struct, frozen=True):
    """What one share of a file gave."""

    runs: tuple[Path, ...]
    """Sorted runs, now the caller's; none where the rows went into the caller's sort at once."""
    unread: Unread
    names: set[str]
    """Names of fields in it."""


_GATHERER: Gatherer | None = None
_DONE: "Synchronized[int] | None" = None
_ROOM: Path | None = None


def gather(items: Sequence[Listed], gatherer: Gatherer, sorter: Sorter, progress: Progress) -> Iterator[Gathered]:
    """Read logs, in as many processes as the settings allow where that pays."""
    workers = gatherer.settings.workers
    total = sum(item.evidence.size for item in items)
    if workers < 2 or total < _SMALL:
        yield _share([Share(item) for item in items], gatherer, sorter, progress.read)
        return
    method = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    counter: Synchronized[int] = method.Value("q", 0)
    with ProcessPoolExecutor(workers, method, _begin, (gatherer, counter, sorter.room())) as pool:
        waiting = {pool.submit(_work, shares) for shares in _portions(items, workers)}
        told = 0
        while waiting:
            done, waiting = wait(waiting, _LOOK, FIRST_COMPLETED)
            progress.read(counter.value - told)
            told = counter.value
            for future in done:
                yield future.result()


def _portions(items: Sequence[Listed], workers: int) -> list[list[Share]]:
    """What is handed to a process at a time: a share of a large file, or small files together; largest first."""
    portions: list[list[Share]] = []
    small: list[Share] = []
    room = _SMALL
    for item in sorted(items, key=lambda item: (-item.evidence.size, item.evidence.sha256)):
        if item.evidence.size >= _SMALL:
            portions += [[Share(item, part, workers)] for part in range(workers)]
            continue
        small.append(Share(item))
        room -= item.evidence.size
        if room < 0:
            portions.append(small)
            small, room = [], _SMALL
    return [*portions, small] if small else portions


def _begin(gatherer: Gatherer, counter: "Synchronized[int]", room: Path) -> None:
    global _GATHERER, _DONE, _ROOM
    _GATHERER, _DONE, _ROOM = gatherer, counter, room
    end_with_the_parent()


def _work(shares: list[Share]) -> Gathered:
    assert _GATHERER is not None  # set by _begin before any share comes
    assert _ROOM is not None
    with Sorter(_ROOM) as sorter:
        gathered = _share(shares, _GATHERER, sorter, _count)
        return replace(gathered, runs=sorter.hand_over())


def _count(size: int) -> None:
    assert _DONE is not None
    with _DONE.get_lock():
        _DONE.value += size


def _share(shares: Sequence[Share], gatherer: Gatherer, sorter: Sorter, on_bytes: Callable[[int], None]) -> Gathered:
    unread = Unread()
    places, filing = gatherer.places, gatherer.filing
    for share in shares:
        evidence = share.item.evidence
        key = content(evidence)
        known = key in places.by_content
        owner = places.owner(evidence)
        found: dict[str | None, Sequence[Place]] = {}
        for record in records(share, gatherer.settings, unread, on_bytes):
            where = found.get(record.host)
            if where is None:
                # A file that the scan did not see belongs to whom it says, or to its collection.
                where = places.of(key, record) if known else [(record.host or owner, evidence.path)]
                if len(found) < _HOSTS:
                    found[record.host] = where
            for place in where:
                filing.add(sorter, record, place)
    return Gathered((), unread, filing.form.names)

"""Units done in this process or in several; the answer does not depend on which."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from queue import SimpleQueue
from threading import RLock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self

from indicia.config import Settings
from indicia.detection.profile import Profile
from indicia.detection.ruleset import Ruleset
from indicia.detection.tools import Tools
from indicia.model.reading import Reading
from indicia.pipeline.reading.give_back import give_back
from indicia.pipeline.reading.units import Unit, perform
from indicia.resident import look, trim

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

SMALL = 48 * 2**20
"""Below so many bytes starting processes costs more than they save."""
_AHEAD = 6 * 2**20
"""Bytes handed out for each process, and one unit more than there are processes.  Others wait, so that a large unit
that is found late need not come last."""
_LEAST = 64 * 2**10
"""Every unit counts for at least so many bytes."""

_WAITING = 500
"""Readings that may wait here to be taken; those beyond it are read back from the case."""

Keep = Callable[[Unit, Reading], Reading | None]
"""Saves a reading, and gives it as it will be read back, if it is small; called in the process that made it."""
_TOOLS: Tools | None = None
_SETTINGS: Settings | None = None
_FOLDER: Path | None = None
_KEEP: Keep | None = None


class Crew:
    """Does units, in this process or in several.  A context manager: its end lets the processes go."""

    def __init__(
        self,
        ruleset: Ruleset,
        settings: Settings,
        folder: Path | None,
        keep: Keep,
        profiled: Callable[[Profile], None] | None = None,
        alone: Callable[[], None] | None = None,
    ) -> None:
        """Extracts go into `folder`, readings to `keep`.

        With `settings.profile`, `profiled` is told of each unit what the engine did for it.  `alone` is called before
        processes are started or units done in this one, and has to end every other thread.
        """
        self._ruleset, self._settings, self._folder, self._keep = ruleset, settings, folder, keep
        self._told = profiled or _nobody
        self._alone = alone
        self._pool: ProcessPoolExecutor | None = None
        self._running = 0
        """Units that were begun and not yet taken for done."""
        self._handed: dict[Future[tuple[Profile, Reading | None]], int] = {}
        """Those of them that were not done yet when somebody last looked, with what they count for."""
        self._done: SimpleQueue[Callable[[], tuple[Unit, Reading | None]]] = SimpleQueue()
        self._begun: set[str] = set()
        self._waiting: list[tuple[int, str, Unit]] = []
        """A heap of units that were not handed out, the largest first."""
        self._going: Thread | None = None
        """Waits for the end of the processes once they have nothing left to do."""
        self._lock, self._ended = RLock(), False
        """Units are handed out by whoever sees one done: this thread may be busy with what came before."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._going is not None:
            self._going.join()
        elif self._pool is not None:
            if isinstance(error, KeyboardInterrupt):
                from indicia.pipeline.reading.orphans import end_all

                # Nobody waits for what they are at, nor for one that was made in the very moment and never gets a unit.
                end_all()
            with self._lock:
                self._ended = True
            self._pool.shutdown(cancel_futures=True)

    def let_go(self) -> None:
        """Have the processes end, all units being done; nobody waits for that before this crew's own end."""
        if self._pool is not None:
            self._going = Thread(target=self._pool.shutdown)
            self._going.start()

    def begin(self, units: Iterable[Unit]) -> None:
        """Begin with units that are known already, while others are still being found; may as well wait."""
        if self._settings.workers < 2:
            return
        self._expect(units)
        if self._pool is not None or self._worth_it([unit for _, _, unit in self._waiting]):
            self._hand_out()

    def expect(self) -> None:
        """Import what starting processes takes, and what each of them needs first, while there is time."""
        if self._settings.workers > 1:
            import concurrent.futures.process  # noqa: F401 - only so that they are there when they are needed
            import multiprocessing.popen_fork  # noqa: F401 - as above

            import indicia.readings  # noqa: F401 - as above

    @property
    def apart(self) -> bool:
        """Whether other processes do the units."""
        return self._pool is not None

    def has_begun(self, unit: Unit) -> bool:
        """Whether it was begun, and may be done by now."""
        return unit.name in self._begun

    def done(self, units: Sequence[Unit], meanwhile: Callable[[], None]) -> Iterator[tuple[Unit, Reading | None]]:
        """Do all these units and yield each when its reading is kept, with what `keep` gave.

        Other processes begin with the largest, and `meanwhile` is called in this one; it does them in their order.
        """
        if self._pool is None and not self._worth_it(units):
            if self._alone is not None:
                self._alone()
            tools = Tools(self._ruleset, self._settings)
            for unit in units:
                reading = self._keep(unit, perform(unit, tools, self._settings, self._folder))
                self._told(tools.engine.take_profile())
                yield unit, reading
                del reading
                look()
            tools.close()
            del tools
            give_back()
            return
        expected = {unit.name for _, _, unit in self._waiting}
        self._expect(unit for unit in units if unit.name not in self._begun and unit.name not in expected)
        self._hand_out()
        meanwhile()
        while self._running:
            come = self._done.get()
            with self._lock:
                self._running -= 1
            self._hand_out()
            yield come()

    def _worth_it(self, units: Sequence[Unit]) -> bool:
        """Whether so many units are worth the start of processes."""
        return self._settings.workers > 1 and len(units) > 1 and sum(unit.size for unit in units) >= SMALL

    def _expect(self, units: Iterable[Unit]) -> None:
        with self._lock:
            for unit in units:
                heappush(self._waiting, (-unit.size, unit.name, unit))

    def _hand_out(self) -> None:
        """Have as many units handed out as keep all processes busy until this is called again."""
        with self._lock:
            if self._ended:
                return
            if self._pool is None:
                self._pool = self._started()
            self._handed = {future: counts for future, counts in self._handed.items() if not future.done()}
            size = sum(self._handed.values())
            workers = self._settings.workers
            while self._waiting and (size < workers * _AHEAD or len(self._handed) <= workers):
                _, _, unit = heappop(self._waiting)
                self._begun.add(unit.name)
                counts = max(unit.size, _LEAST)
                future = self._pool.submit(_perform, unit)
                self._running += 1
                self._handed[future] = counts
                size += counts
                future.add_done_callback(partial(self._come, unit))

    def _come(self, unit: Unit, future: "Future[tuple[Profile, Reading | None]]") -> None:
        """Take in what a unit came to; where much of it waits only what was not kept elsewhere."""
        try:
            profile, reading = future.result()
        except BaseException as error:
            self._done.put(partial(_fail, error))
            return
        if self._done.qsize() >= _WAITING:
            reading = None
        self._done.put(partial(self._tell, unit, profile, reading))
        self._hand_out()

    def _tell(self, unit: Unit, profile: Profile, reading: Reading | None) -> tuple[Unit, Reading | None]:
        self._told(profile)
        return unit, reading

    def _started(self) -> "ProcessPoolExecutor":
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        import indicia.readings  # noqa: F401 - every worker needs it; what is imported now they share

        if self._alone is not None:
            self._alone()
        # A forked worker shares the loaded rules; elsewhere each loads its own copy.
        method = "fork" if sys.platform == "linux" else "spawn"
        return ProcessPoolExecutor(
            max_workers=self._settings.workers,
            mp_context=multiprocessing.get_context(method),
            initializer=_begin,
            initargs=(self._ruleset, self._settings, self._folder, self._keep),
        )


def _fail(error: BaseException) -> NoReturn:
    raise error


def _nobody(_: Profile) -> None:
    """Nobody asks."""


def _begin(ruleset: Ruleset, settings: Settings, folder: Path | None, keep: Keep) -> None:
    global _TOOLS, _SETTINGS, _FOLDER, _KEEP
    _TOOLS, _SETTINGS, _FOLDER, _KEEP = Tools(ruleset, settings), settings, folder, keep
    from indicia.pipeline.reading.orphans import end_with_the_parent

    end_with_the_parent()


def _perform(unit: Unit) -> tuple[Profile, Reading | None]:
    assert _TOOLS is not None  # set by _begin before any unit comes
    assert _SETTINGS is not None
    assert _KEEP is not None
    # A large reading stays here: handed over it would be taken apart and put together once more.
    reading = _KEEP(unit, perform(unit, _TOOLS, _SETTINGS, _FOLDER))
    if reading is None:
        # What many records left between what stays: it would grow from one large reading to the next.
        trim()
    look()
    return _TOOLS.engine.take_profile(), reading

"""The progress bar, on standard error and only where a person looks."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from indicia.report.words import plural


class _Shown:
    """Shown while the block runs; leaves nothing behind."""

    _progress: Progress

    def __enter__(self) -> Self:
        """Show it."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take it away."""
        self._progress.stop()


class Loading(_Shown):
    """Shows what is being loaded, and how much of how much; leaves nothing behind."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=4,
        )
        self._task = self._progress.add_task("loading rules", total=None)

    def told(self, what: str, done: int, total: int) -> None:
        """So much of so much is done; both 0 where nobody knows."""
        counted = f" · {done:,} of {total:,}" if total else f" · {plural(done, 'file')}" if done else ""
        self._progress.update(self._task, description=f"{what}{counted}", completed=done, total=total or None)


class Counted(_Shown):
    """Shows how many of so many are done; leaves nothing behind."""

    def __init__(self, what: str) -> None:
        self._progress = Progress(
            TextColumn(f"  {what}"),
            BarColumn(),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=4,
        )
        self._task = self._progress.add_task("", total=None)

    def told(self, done: int, total: int) -> None:
        """So many of so many are done."""
        self._progress.update(self._task, completed=done, total=total)


class Bar(_Shown):
    """Shows taking in, reading with rate and time left, and judging; leaves nothing behind."""

    def __init__(self, workers: int, ending: str = "putting the answer together") -> None:
        self._workers = workers
        self._ending = ending
        self._progress = Progress(
            TextColumn("  {task.description}"),
            BarColumn(bar_width=None),
            DownloadColumn(binary_units=True),
            TransferSpeedColumn(),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
            # Several workers fill all cores; the bar must not take its share of one.
            refresh_per_second=4,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Show it."""
        super().__enter__()
        self._task = self._progress.add_task("taking in", total=None)
        return self

    def taking_in(self, size: int) -> None:
        """`size` more bytes were hashed."""
        if self._task is not None:
            self._progress.advance(self._task, size)

    def reading(self, files: int, size: int) -> None:
        """Reading begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        what = f"reading {plural(files, 'file')} · {plural(self._workers, 'worker')}"
        self._task = self._progress.add_task(what, total=max(size, 1))

    def read(self, size: int) -> None:
        """One more file was read."""
        if self._task is not None:
            self._progress.advance(self._task, size)

    def judging(self) -> None:
        """Everything was read."""
        if self._task is not None:
            self._progress.update(self._task, description=self._ending, completed=None)

"""Units done in this process or in several; the answer does not depend on which."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from indicia.config import Settings
from indicia.detection.profile import Profile
from indicia.detection.ruleset import Ruleset
from indicia.detection.tools import Tools
from indicia.model.reading import Reading
from indicia.pipeline.units import Unit, perform

SMALL = 48 * 2**20
"""Below so many bytes starting processes costs more than they save."""

_TOOLS: Tools | None = None
_SETTINGS: Settings | None = None
_FOLDER: Path | None = None


def done(
    units: Sequence[Unit],
    ruleset: Ruleset,
    settings: Settings,
    folder: Path | None,
    profiled: Callable[[Profile], None] | None = None,
) -> Iterator[tuple[Unit, Reading]]:
    """Do the units, largest first, and yield each as it is done; extracts go into `folder`.

    With `settings.profile`, `profiled` is told of each unit what the engine did for it.
    """
    told = profiled or _nobody
    ordered = sorted(units, key=lambda unit: (-unit.size, unit.name))
    if settings.workers < 2 or len(ordered) < 2 or sum(unit.size for unit in ordered) < SMALL:
        tools = Tools(ruleset, settings)
        for unit in ordered:
            reading = perform(unit, tools, settings, folder)
            told(tools.engine.take_profile())
            yield unit, reading
        return
    # What starts processes takes a while to import, and small inputs need none.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    # A forked worker shares the loaded rules; elsewhere each loads its own copy.
    method = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(
        max_workers=min(settings.workers, len(ordered)),
        mp_context=multiprocessing.get_context(method),
        initializer=_begin,
        initargs=(ruleset, settings, folder),
    ) as pool:
        futures = {pool.submit(_perform, unit): unit for unit in ordered}
        for future in as_completed(futures):
            # A finished reading must not be kept alive by the table of futures.
            unit = futures.pop(future)
            reading, profile = future.result()
            told(profile)
            yield unit, reading


def _nobody(_: Profile) -> None:
    """Nobody asks."""


def _begin(ruleset: Ruleset, settings: Settings, folder: Path | None) -> None:
    global _TOOLS, _SETTINGS, _FOLDER
    _TOOLS, _SETTINGS, _FOLDER = Tools(ruleset, settings), settings, folder
    from indicia.pipeline.orphans import end_with_the_parent

    end_with_the_parent()


def _perform(unit: Unit) -> tuple[Reading, Profile]:
    assert _TOOLS is not None  # set by _begin before any unit comes
    assert _SETTINGS is not None
    return perform(unit, _TOOLS, _SETTINGS, _FOLDER), _TOOLS.engine.take_profile()

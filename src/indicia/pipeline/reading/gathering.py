"""The readings of a scan taken back out of the case: bounded for each collection, their records packed away."""

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from indicia.aside import Aside
from indicia.case import Case
from indicia.config import Settings
from indicia.detection.bundle import Bundle
from indicia.detection.extracts import extract_path
from indicia.detection.keeping import Keeping
from indicia.detection.kept import Kept
from indicia.detection.ruleset import Ruleset
from indicia.detection.tools import Tools
from indicia.model.reading import Reading
from indicia.pipeline.reading.units import Unit, perform

_HANDED = 4_000
"""Readings, and records in them, that may wait for those before them."""
_PACKED = 8
"""Records in a bundle that take as much as one that lies about as an object, at least."""


class Gathering:
    """Takes readings back in the order of the units, whatever the order in which they are made."""

    def __init__(self, case: Case, ruleset: Ruleset, units: Sequence[Unit], settings: Settings) -> None:
        self._case, self._ruleset, self._settings = case, ruleset, settings
        self._waiting = list(reversed(units))
        self._handed: dict[str, Reading] = {}
        self._room = _HANDED
        self._keeping: dict[str, Keeping] = {}
        self.kept = Kept(aside=Aside(case.spool))
        """Records of all readings that were taken back."""
        self.readings: dict[str, Reading] = {}
        """By unit, without their records."""
        self.numbers: dict[str, range] = {}
        """By unit, which of the records are its."""

    def hand(self, unit: Unit, reading: Reading | None) -> None:
        """Take a reading as it will be read back, before its turn; where many wait it is read back in its turn."""
        if reading is not None and self._room > _room(reading):
            self._handed[unit.name] = reading
            self._room -= _room(reading)

    def take(self, is_there: Callable[[Unit], bool]) -> None:
        """Take back the next readings up to the first that is not there yet."""
        while self._waiting and is_there(self._waiting[-1]):
            self._take(self._waiting.pop())

    def _take(self, unit: Unit) -> None:
        scope = unit.files[0].evidence.scope
        keeping = self._keeping.setdefault(scope, Keeping(self._settings.limits.sightings_per_scope))
        reading = self._reading(unit)
        keeping.overflow.clear()
        sightings = reading.sightings
        if isinstance(sightings, Bundle):
            self.numbers[unit.name] = sightings.bounded(keeping, self.kept)
        else:
            kept = (item for item in sightings if keeping.keeps(item.detector, item.record))
            self.numbers[unit.name] = self.kept.add(kept)
        overflow = Counter(dict(reading.overflow)) + Counter(keeping.overflow)
        # What the collection's bound does not leave is counted.
        self.readings[unit.name] = replace(reading, sightings=(), overflow=tuple(sorted(overflow.items())))

    def _reading(self, unit: Unit) -> Reading:
        """A reading; one that was damaged in the case is made again."""
        handed = self._handed.pop(unit.name, None)
        if handed is not None:
            self._room += _room(handed)
            return handed
        case, digest = self._case, self._ruleset.digest
        reading = case.load_reading(digest, unit.name)
        stem = case.readings(digest) / unit.name
        if reading is not None and all(extract_path(stem, name).is_file() for name in reading.extracts):
            return reading
        made = perform(unit, Tools(self._ruleset, self._settings), self._settings, case.readings(digest))
        case.save_reading(digest, unit.name, made)
        # As it is read back it is as all others are; where the disk does not give it back it is used as it was made.
        return case.load_reading(digest, unit.name) or made


def _room(reading: Reading) -> int:
    """How much of `_HANDED` it takes."""
    return 1 + len(reading.sightings) // (_PACKED if isinstance(reading.sightings, Bundle) else 1)

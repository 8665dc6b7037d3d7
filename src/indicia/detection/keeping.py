"""How many records of one detector are kept, and which, when there are too many.

Who floods a log with thousands of refused requests must not hide the one that was answered: beyond the limit a record
is still kept when few like it were.
"""

from collections.abc import Mapping
from itertools import repeat

from indicia.model.record import Record, Value

TELLING = ("ClientIpAddress", "c-ip", "HttpStatus", "BackEndStatus", "sc-status", "cs-method")
"""Fields whose values make a record unlike another: who asked, and what became of it."""
_TELLING_OF = {"file_journal": ("Name",)}
"""The same of tables that tell neither: an installation brings thousands of changes of known pages."""
EACH = 20
"""Records of one likeness kept beyond the limit."""
_WHO = 2
"""The first of them tell who asked."""
MOST_LIKENESSES = 2000
"""Likenesses of one detector that are told apart, and as many again without who asked."""
Likeness = tuple[str, ...]


def likeness(table: str, fields: Mapping[str, Value]) -> Likeness:
    """What records of a table have in common of which a few are enough."""
    telling = _TELLING_OF.get(table, TELLING)
    return tuple(map(str, map(fields.get, telling, repeat(""))))


class Keeping:
    """Decides record by record; the same records in the same order give the same answer."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._each = min(EACH, limit)
        self._kept: dict[str, int] = {}
        self._alike: dict[str, dict[Likeness, int]] = {}
        self.overflow: dict[str, int] = {}
        """Detectors with the number of records not kept."""

    def keeps(self, detector: str, record: Record) -> bool:
        """Whether this record is kept; counts it when it is not."""
        return self.keeps_alike(detector, likeness(record.table, record.fields))

    def keeps_alike(self, detector: str, like: Likeness) -> bool:
        """The same of any record of this likeness."""
        alike = self._alike.setdefault(detector, {})
        before = alike.get(like, 0)
        if not before and len(alike) >= MOST_LIKENESSES:
            # Too many asked to tell all of them apart; what became of it must not be lost with that.
            like = like[_WHO:]
            before = alike.get(like, 0)
        if before or len(alike) < 2 * MOST_LIKENESSES:
            alike[like] = before + 1
        if self._kept.get(detector, 0) < self._limit or (before < self._each and like in alike):
            self._kept[detector] = self._kept.get(detector, 0) + 1
            return True
        self.overflow[detector] = self.overflow.get(detector, 0) + 1
        return False

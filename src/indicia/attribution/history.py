"""Cases of the past, measured as they could have been judged on their day: what weights are learned from.

Working them out takes about a minute for a bundle, so they are kept as data in the user's cache.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from indicia import __version__
from indicia.attribution.decoys import own_draw, plant
from indicia.attribution.instances import report_instances
from indicia.attribution.measures import NAMES
from indicia.attribution.prepared import LAG_DAYS, Prepared, prepare
from indicia.attribution.profiles import Claims, Flags, Floats, Indices, Profiles

PLANTED = (8, 4)
"""How many techniques of another actor are planted, in one further case each."""
SEED = 77
_FORM = "history-2"


class History(Struct, frozen=True):
    """One row for each case, in order of time, those with planted techniques among them."""

    days: Indices
    """Day number of the case."""
    tables: Floats
    """Measures: cases, actors, measures."""
    known: Flags
    """Actors that could be named on that day: cases, actors."""
    right: Indices
    """Row of the right actor; -1 where nobody had spoken of it."""
    imitated: Indices
    """Row of the actor whose techniques were planted; -1 where none were."""
    techniques: Indices
    """How many techniques each case shows."""

    def until(self, day: int) -> "History":
        """Only cases before a day."""
        rows = self.days < day
        return History(*(getattr(self, name)[rows] for name in self.__struct_fields__))

    def pack(self) -> bytes:
        """As bytes, for keeping."""
        stream = io.BytesIO()
        np.savez_compressed(stream, **{name: getattr(self, name) for name in self.__struct_fields__})
        return stream.getvalue()


def unpack(data: bytes) -> History | None:
    """The inverse of `pack`; null for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            found = History(*(kept[name] for name in History.__struct_fields__))
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile):
        return None
    whole = found.tables.ndim == 3 and found.tables.shape[2] == len(NAMES) and len(found.days) == len(found.tables)
    return found if whole else None


def cache_name(digest: str) -> str:
    """Name under which the history of a bundle is kept: another one for other measures."""
    way = hashlib.sha256(f"{__version__} {NAMES} {PLANTED} {SEED} {LAG_DAYS}".encode()).hexdigest()
    return f"{_FORM}-{way[:12]}-{digest[:40]}"


def history(claims: Claims, progress: Callable[[int, int], None] | None = None) -> History:
    """All cases of a bundle, each against what was known ninety days before; `progress` is told (done, of how many)."""
    cases = report_instances(claims)
    rows: list[_Row] = []
    profiles: Profiles | None = None
    day = None
    for number, one in enumerate(cases):
        if progress is not None:
            progress(number, len(cases))
        if profiles is None or day != one.day:
            day, profiles = one.day, claims.as_of(one.day - timedelta(days=LAG_DAYS))
        rows.append(_row(prepare(claims, one, profiles), -1))
        for planted in PLANTED:
            decoy = plant(claims, one, profiles, planted, own_draw(one, planted, SEED))
            if decoy is not None:
                rows.append(_row(decoy.prepared, decoy.decoy))
    return History(
        days=np.array([one.day for one in rows], dtype=np.int64),
        tables=np.stack([one.table for one in rows]) if rows else np.zeros((0, 0, len(NAMES))),
        known=np.stack([one.known for one in rows]) if rows else np.zeros((0, 0), dtype=np.bool_),
        right=np.array([one.right for one in rows], dtype=np.int64),
        imitated=np.array([one.imitated for one in rows], dtype=np.int64),
        techniques=np.array([one.techniques for one in rows], dtype=np.int64),
    )


class _Row(NamedTuple):
    """What is left of one case: its profiles, of which every day has its own, would fill tens of gigabytes."""

    day: int
    table: Floats
    known: Flags
    right: int
    imitated: int
    techniques: int


def _row(one: Prepared, imitated: int) -> _Row:
    return _Row(
        day=one.instance.day.toordinal(),
        table=one.table,
        known=one.case.profiles.known,
        right=one.right[0] if one.right else -1,
        imitated=imitated,
        techniques=len(one.case.techniques),
    )

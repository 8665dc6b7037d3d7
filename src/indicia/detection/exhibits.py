"""From records that were picked to the exhibits of a finding."""

from collections.abc import Sequence
from datetime import datetime

from indicia.detection.analyses.registry import Seen
from indicia.model.finding import Exhibit

KEPT = 12
"""Exhibits kept of one finding."""


def exhibit(seen: Seen) -> Exhibit:
    """One record as an exhibit."""
    record = seen.sighting.record
    return Exhibit(
        table=record.table,
        source=record.source,
        time=record.time,
        path=seen.evidence.path,
        at=record.at,
        fields=dict(record.fields),
        matched=seen.sighting.matched,
        raw=record.raw,
    )


def exhibits(group: Sequence[Seen]) -> tuple[Exhibit, ...]:
    """At most `KEPT` of a group: the first ones, and the last."""
    kept = list(group) if len(group) <= KEPT else [*group[: KEPT - 1], group[-1]]
    return tuple(exhibit(seen) for seen in kept)


def times(group: Sequence[Seen]) -> tuple[datetime | None, datetime | None]:
    """Earliest and latest time in a group, UTC; nulls when no record has a time."""
    known = [seen.sighting.record.time for seen in group if seen.sighting.record.time is not None]
    return (min(known), max(known)) if known else (None, None)

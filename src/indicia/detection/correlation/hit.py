"""What correlations take in and give: files of ticks, records that took part, bursts with their hosts."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from indicia.detection.correlation.correlation import Correlation, Number
from indicia.model.evidence import Locator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TickFile(Struct, frozen=True, kw_only=True):
    """The extract one log left."""

    path: Path
    evidence: str
    """Display path of the log."""
    host_of: Callable[[str | None], str]
    """Host of the case that a record belongs to, from the name the record itself gives (null where it gives none)."""


class Tick(Struct, frozen=True, kw_only=True):
    """One record that took part."""

    rule: str
    time: datetime
    host: str
    table: str
    source: str
    path: str
    at: Locator
    fields: Mapping[str, str]
    """What correlations read of it, under the names they use; values cut at 200 characters."""


class HostShare(Struct, frozen=True, kw_only=True):
    """What one host has in a burst."""

    host: str
    count: int
    first: datetime
    last: datetime
    samples: tuple[Tick, ...]
    """Records to show, in order of time: the first, the last, and where rules and values show first; at least one."""


class CorrelationHit(Struct, frozen=True, kw_only=True):
    """One burst in which a correlation held."""

    correlation: Correlation
    group: tuple[tuple[str, str], ...]
    """(field, value) as the first record words it."""
    start: datetime
    end: datetime
    decided: Tick
    """The record with which the condition held first."""
    count: int
    value: Number
    cut: bool
    """Whether count and value are "at least"."""
    shares: tuple[HostShare, ...]
    """Hosts with most events first."""


class Correlated(Struct, frozen=True, kw_only=True):
    """What the correlations of a case gave."""

    hits: tuple[CorrelationHit, ...] = ()
    """By correlation, then in order of time."""
    notes: tuple[str, ...] = ()
    """What a reader has to know: records that could not take part, bursts that are not listed."""


def microseconds(time: datetime) -> int:
    """Since 1970, UTC."""
    return (time - _EPOCH) // timedelta(microseconds=1)


def moment(time: int) -> datetime:
    """The inverse."""
    return _EPOCH + timedelta(microseconds=time)

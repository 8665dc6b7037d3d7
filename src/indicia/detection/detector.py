"""A detector that decides on single records: an id, where it looks, and what it asks."""

from dataclasses import dataclass

from indicia.detection.condition import Condition


@dataclass(frozen=True, slots=True)
class Route:
    """Which records a detector is put to.  Null or empty means any; every given part has to hold."""

    table: str
    source: str | None = None
    """Log source of text logs (`httpproxy`), exact; null for any."""
    channels: frozenset[str] = frozenset()
    """Windows channels, lower case."""
    providers: frozenset[str] = frozenset()
    """Windows providers, lower case."""
    event_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Binding:
    """One route and the condition to evaluate there (field names differ between logs, e.g. Sysmon 1 and 4688)."""

    route: Route
    condition: Condition


@dataclass(frozen=True, slots=True)
class Detector:
    """A rule or a selector of an analysis."""

    id: str
    bindings: tuple[Binding, ...]

"""What is known of a host before anything is concluded from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from indicia.assessment.coverage.sources import Traced
from indicia.knowledge.product.builds import Build
from indicia.model.assessment import SourceCoverage
from indicia.model.exposure import BuildSeen
from indicia.model.finding import Finding


class HostFacts(Struct, frozen=True, kw_only=True):
    """What reading gave for one host."""

    host: str
    traced: Mapping[str, Traced]
    """By log source id; a source the host does not have is absent."""
    findings: Sequence[Finding]
    """With ids, in order of time."""
    builds: Sequence[tuple[datetime, Build]]
    """Builds that log headers name, with the time of the header, UTC."""
    first: datetime | None
    last: datetime | None
    others: tuple[SourceCoverage, ...]
    """Logs that are no source of the pack."""
    notes: tuple[str, ...]
    seen: Sequence[BuildSeen] = ()
    """Builds that anything else names: answered requests, setup logs, exports, program files."""

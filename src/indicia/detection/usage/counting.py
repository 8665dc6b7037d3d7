"""Counts requests for script files in web logs; one of the log consumers."""

from typing import TYPE_CHECKING

from indicia.detection.extracts import Extracts
from indicia.model.evidence import Evidence, Kind

if TYPE_CHECKING:
    from indicia.detection.usage.scripts import Scripts
    from indicia.detection.usage.statistics import UsagePass

_COUNTED = frozenset({Kind.IIS, Kind.NCSA, Kind.IIS_NCSA, Kind.IIS_NATIVE, Kind.WEB_CSV, Kind.WEB_JSON})
"""Logs of requests that a web server answered."""


class UsageStatistics:
    """Leaves the extracts named in `extract`."""

    def __init__(self) -> None:
        self._scripts: Scripts | None = None

    def start(self, evidence: Evidence, extracts: Extracts) -> "UsagePass | None":
        """Begin with a web log; null for anything else."""
        if evidence.kind not in _COUNTED:
            return None
        # What counts takes a while to import, and many collections hold no web log.
        from indicia.detection.usage.scripts import Scripts
        from indicia.detection.usage.statistics import UsagePass

        if self._scripts is None:
            self._scripts = Scripts()
        return UsagePass(evidence, extracts, self._scripts)

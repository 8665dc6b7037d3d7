"""Indicators loaded from files, with where they come from and what was refused."""

import re
from collections.abc import Mapping

from msgspec import Struct

from indicia.detection.indicators.kinds import Kind
from indicia.detection.indicators.stix.pattern import Pattern
from indicia.detection.indicators.table import Entry, Table
from indicia.model.assessment import Refusal

PREFIX = "indicator:"
"""How every detector id of an indicator begins."""
_BY_VALUE = re.compile(r"[0-9a-f]{16}")


class SetInfo(Struct, frozen=True, kw_only=True):
    """One file of indicators."""

    name: str
    """Part of detector ids; no two sets share one."""
    title: str
    version: str
    """Version or date as the file gives it; empty where it gives none."""
    path: str
    """Where it was loaded from, as the user named it; members of archives as `feeds.zip!march.csv`."""
    sha256: str
    """Of the file, hex."""
    counts: Mapping[str, int]
    """Indicators by kind (`sha256`, `ipv4`, …)."""
    tlp: str = ""
    source: str = ""
    """Who made it."""
    refused: int = 0
    """How many of its indicators are not used."""
    expired: int = 0
    """How many are past their validity today, as far as the caller said what day it is; they are in use."""


class IndicatorSet(Struct, frozen=True, kw_only=True):
    """All indicators of a scan; can be pickled."""

    sets: tuple[SetInfo, ...]
    table: Table
    patterns: tuple[Pattern, ...]
    """STIX patterns that are more than a list of values; the row of kind PATTERN with the value `n` is number n."""
    refused: tuple[Refusal, ...]
    digest: str
    """SHA-256, hex, of everything that decides what is found."""

    def __len__(self) -> int:
        """Indicators in use."""
        return sum(sum(info.counts.values()) for info in self.sets)

    def detector(self, row: int) -> str:
        """The detector id of a row."""
        entry = self.table.entry(row)
        return self.detector_of(entry)

    def detector_of(self, entry: Entry) -> str:
        """The detector id of an indicator: its own id, else a hash of its value."""
        name = self.sets[entry.set].name
        return f"{PREFIX}{name}/{entry.id or f'{self.table.own_key(entry.row):016x}'}"

    def entries(self, detector: str) -> list[Entry]:
        """The indicators behind a detector id: one, or the values of one indicator; empty when there is none."""
        name, _, rest = detector.removeprefix(PREFIX).partition("/")
        if not detector.startswith(PREFIX):
            return []
        rows = list(self.table.named_as(detector))
        if not rows and _BY_VALUE.fullmatch(rest):
            rows = list(self.table.find(int(rest, 16)))
        found = (self.table.entry(row) for row in rows)
        return [entry for entry in found if self.sets[entry.set].name == name and self.detector_of(entry) == detector]

    def has(self, *kinds: Kind) -> bool:
        """Whether there is an indicator of any of these kinds."""
        return any(info.counts.get(kind.name.lower()) for info in self.sets for kind in kinds)

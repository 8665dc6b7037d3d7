"""How an analysis is declared: selectors that pick records in each file, and a judgement over all records of a host."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from indicia.detection.damage import Torn
from indicia.detection.detector import Detector
from indicia.knowledge.packs.pack import Pack
from indicia.model.evidence import Evidence
from indicia.model.finding import Finding
from indicia.model.record import Sighting


class Seen(Struct, frozen=True, kw_only=True):
    """One record that a selector picked, with the file it lies in."""

    sighting: Sighting
    evidence: Evidence


class HostView(Struct, frozen=True, kw_only=True):
    """Everything selectors picked on one host."""

    host: str
    picked: Mapping[str, Sequence[Seen]]
    """By detector id, in order of time (records without a time last), duplicates of one event removed."""
    pack: Pack
    newest: datetime | None
    """Time of the host's newest record, UTC."""
    extracts: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    """Tables about whole logs by name, each a Parquet file; in order of the evidence's paths."""
    headers: Sequence[tuple[int, int, int, int]] = ()
    """Builds of the product that headers of logs name."""
    damage: Mapping[str, Torn] = field(default_factory=dict)
    """SHA-256 of files that could not be read whole → where."""

    def of(self, detector: str) -> Sequence[Seen]:
        """Records of one selector; empty when it picked none."""
        return self.picked.get(detector, ())


Judge = Callable[[HostView], Iterator[Finding]]


class Analysis(Struct, frozen=True, kw_only=True):
    """A purpose-made detector."""

    name: str
    selectors: tuple[Detector, ...]
    """Ids start with the analysis name: `shell-written/sysmon`."""
    judge: Judge
    tests: tuple[str, ...]
    """Artefact tests it can answer with a hit."""
    techniques: tuple[str, ...]
    reads: tuple[str, ...] = ()
    """Log sources it looks at by itself, beside what its selectors pick."""


_ANALYSES: dict[str, Analysis] = {}


def analysis(
    name: str,
    *,
    selectors: Sequence[Detector],
    tests: Sequence[str] = (),
    techniques: Sequence[str] = (),
    reads: Sequence[str] = (),
) -> Callable[[Judge], Judge]:
    """File a function as the judgement of an analysis."""

    def file(judge: Judge) -> Judge:
        if name in _ANALYSES:
            raise ValueError(f"two analyses named {name}")
        _ANALYSES[name] = Analysis(
            name=name,
            selectors=tuple(selectors),
            judge=judge,
            tests=tuple(tests),
            techniques=tuple(techniques),
            reads=tuple(reads),
        )
        return judge

    return file


ORDER = (
    "front-end-impersonation",
    "virtual-directory-script",
    "shell-written",
    "page-in-journal",
    "page-compiled",
    "page-requested",
    "page-behaviour",
    "worker-process-shell",
    "credential-dump",
    "staging",
    "unexpected-script",
    "web-shell-content",
    "web-server-settings",
    "transport-agents",
    "mail-leaves",
    "extended-protection",
    "hybrid-trust",
)
"""The built-in analyses as an intrusion goes; the order of imports says nothing, because some use each other."""


def analyses() -> tuple[Analysis, ...]:
    """The analyses, built-in ones in the listed order, then others in order of name."""
    return tuple(sorted(_ANALYSES.values(), key=lambda item: (_rank(item.name), item.name)))


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)

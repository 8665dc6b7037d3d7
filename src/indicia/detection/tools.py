"""What a worker puts to evidence: the engine with its rules, and the consumers of the other sets."""

import hashlib

from indicia.config import Settings
from indicia.detection.analyses.planting.compiled_sources import SourcePages
from indicia.detection.builds.files import NamedBuildFiles
from indicia.detection.builds.logs import NamedBuilds
from indicia.detection.cache import Cache
from indicia.detection.consumer import FileConsumer, LogConsumer
from indicia.detection.engine import Engine
from indicia.detection.filtering.matcher import keep_automata
from indicia.detection.ruleset import Ruleset
from indicia.detection.usage.counting import UsageStatistics
from indicia.detection.usage.in_front import FrontsOfExchange
from indicia.detection.webshell.files import WebShellFiles
from indicia.detection.yara.files import YaraFiles
from indicia.detection.yara.records import YaraLayers


class Tools:
    """Built once in each process from a loaded ruleset."""

    def __init__(self, ruleset: Ruleset, settings: Settings) -> None:
        kept = Cache(settings.cache and settings.cache / "automata")
        keep_automata(kept)
        self.engine = Engine(
            ruleset.detectors,
            prefilter=settings.prefilter,
            limit=settings.limits.sightings_per_detector,
            profiled=settings.profile,
            kept=kept,
            named=_fingerprint(ruleset),
        )
        self.named = ruleset.named
        self.bases = ruleset.correlations.bases
        """Rules whose every record leaves a tick."""
        baseline = ruleset.pack.baseline
        harmless = frozenset().union(baseline.benign, *baseline.hashes.values())
        self.logs: tuple[LogConsumer, ...] = (
            YaraLayers(ruleset.yara),
            UsageStatistics(),
            NamedBuilds(),
            FrontsOfExchange(),
        )
        self.files: tuple[FileConsumer, ...] = (
            YaraFiles(ruleset.yara, known=harmless),
            WebShellFiles(known=harmless),
            SourcePages(),
            NamedBuildFiles(),
        )
        if ruleset.indicators is not None:
            from indicia.detection.indicators.files import IndicatorFiles
            from indicia.detection.indicators.logs import IndicatorLogs

            limit = settings.limits.sightings_per_detector
            self.logs = (*self.logs, IndicatorLogs(ruleset.indicators, prefilter=settings.prefilter, limit=limit))
            self.files = (*self.files, IndicatorFiles(ruleset.indicators))

    def close(self) -> None:
        """Take the engine apart, all files being read: what refers to itself would lie about as long as the process."""
        self.engine.kinds.close()


def _fingerprint(ruleset: Ruleset) -> bytes:
    """Of the detectors in their order, which the ruleset's digest says nothing of."""
    whole = hashlib.sha256(ruleset.digest.encode())
    for detector in ruleset.detectors:
        whole.update(f"\0{detector.id}".encode("utf-8", "surrogatepass"))
    return whole.digest()

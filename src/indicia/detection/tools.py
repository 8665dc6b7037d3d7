"""What a worker puts to evidence: the engine with its rules, and the consumers of the other sets."""

from indicia.config import Settings
from indicia.detection.analyses.compiled_sources import SourcePages
from indicia.detection.cache import Cache
from indicia.detection.consumer import FileConsumer, LogConsumer
from indicia.detection.engine import Engine
from indicia.detection.indicators.files import IndicatorFiles
from indicia.detection.indicators.logs import IndicatorLogs
from indicia.detection.matcher import keep_automata
from indicia.detection.ruleset import Ruleset
from indicia.detection.usage.statistics import UsageStatistics
from indicia.detection.yara.files import YaraFiles
from indicia.detection.yara.records import YaraLayers


class Tools:
    """Built once in each process from a loaded ruleset."""

    def __init__(self, ruleset: Ruleset, settings: Settings) -> None:
        keep_automata(Cache(settings.cache and settings.cache / "automata"))
        self.engine = Engine(
            ruleset.detectors, prefilter=settings.prefilter, limit=settings.limits.sightings_per_detector
        )
        self.bases = ruleset.correlations.bases
        """Rules whose every record leaves a tick."""
        baseline = ruleset.pack.baseline
        harmless = frozenset().union(baseline.benign, *baseline.hashes.values())
        self.logs: tuple[LogConsumer, ...] = (
            YaraLayers(ruleset.yara),
            IndicatorLogs(
                ruleset.indicators, prefilter=settings.prefilter, limit=settings.limits.sightings_per_detector
            ),
            UsageStatistics(),
        )
        self.files: tuple[FileConsumer, ...] = (
            YaraFiles(ruleset.yara, known=harmless),
            IndicatorFiles(ruleset.indicators),
            SourcePages(),
        )

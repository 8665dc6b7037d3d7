"""What a worker puts to evidence: the engine with its rules, and the consumers of the other sets."""

from indicia.config import Settings
from indicia.detection.consumer import FileConsumer, LogConsumer
from indicia.detection.engine import Engine
from indicia.detection.ruleset import Ruleset


class Tools:
    """Built once in each process from a loaded ruleset."""

    def __init__(self, ruleset: Ruleset, settings: Settings) -> None:
        self.engine = Engine(
            ruleset.detectors, prefilter=settings.prefilter, limit=settings.limits.sightings_per_detector
        )
        self.logs: tuple[LogConsumer, ...] = ()
        self.files: tuple[FileConsumer, ...] = ()

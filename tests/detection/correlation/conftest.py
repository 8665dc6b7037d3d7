"""Rules and records for correlations: small sets from YAML, and logs that leave their ticks."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.correlation.correlate import correlate
from indicia.detection.correlation.findings import correlation_findings
from indicia.detection.correlation.hit import TickFile
from indicia.detection.correlation.loading import CorrelationSet, load_correlations
from indicia.detection.correlation.ticks import EXTRACT, TickLog
from indicia.detection.extracts import Extracts, extract_path
from indicia.detection.sigma.rules import load_rules
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Sighting

START = datetime(2021, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Doc:
    """A correlation document as the rule loader hands it over."""

    mapping: dict
    text: str
    path: str = "rules/set.yml"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def load(folder: Path, text: str, **options) -> CorrelationSet:
    """The set that a YAML stream of rules and correlations gives."""
    folder.mkdir(exist_ok=True)
    documents, rules, refused = [], [], []
    for number, document in enumerate(filter(None, yaml.safe_load_all(text))):
        one = yaml.safe_dump(document, sort_keys=False)
        if "correlation" in document:
            documents.append(Doc(document, one))
            continue
        (folder / f"{number}.yml").write_text(one, encoding="utf-8")
        loaded = load_rules([folder / f"{number}.yml"])
        refused.extend(loaded.refused)
        for rule in loaded.rules:
            names = ("id", "title", "level", "logsource", "techniques", "detector")
            fields = {name: getattr(rule, name) for name in names}
            rules.append(SimpleNamespace(**fields, name=document.get("name", ""), path="rules/set.yml"))
    return load_correlations(documents, rules, refused, **options)


def _rule(path: Path, document: dict):
    """The one rule of a document."""
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    (rule,) = load_rules([path]).rules
    return rule


def base(name: str, event_id: int = 4625, service: str = "security") -> str:
    """A rule on one Windows event; its id is its name."""
    return f"""
title: {name}
id: {name}
name: n_{name}
logsource: {{product: windows, service: {service}}}
detection: {{s: {{EventID: {event_id}}}, condition: s}}
tags: [attack.t1110]
---"""


def correlation(body: str, *, name: str = "corr", rules: str = "a") -> str:
    """A correlation over these rules; `body` is YAML of its section."""
    return f"""
title: correlation {name}
id: {name}
name: n_{name}
level: high
correlation:
  rules: [{rules}]
  {body.strip().replace(chr(10), chr(10) + "  ")}
---"""


def record(second: float | None, number: int = 0, *, host: str | None = "srv1", raw: str = "", **fields) -> Record:
    """A Windows event so many seconds after the start; `number` is its record id and place."""
    return Record(
        table="win_event",
        source="Security",
        time=None if second is None else START + timedelta(seconds=second),
        host=host,
        at=Locator(sha256="a" * 64, offset=number * 100, length=100, record_id=number),
        fields={"EventID": 4625, **fields},
        raw=raw or f"event {number}",
    )


class World:
    """A case of several logs, each left ticks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[TickFile] = []
        self.seen: list[tuple[str, Seen]] = []

    def log(self, loaded: CorrelationSet, rows, name: str = "", *, owner: str = "srv1", keep: int = 10**9) -> None:
        """A log with (rule, record) in this order; the first `keep` are kept whole."""
        name = name or f"log{len(self.files)}.evtx"
        stem = self.folder / f"stem{len(self.files)}"
        evidence = Evidence(sha256="a" * 64, size=1, path=name, scope="s", kind=Kind.EVTX)
        with Extracts(stem) as extracts:
            log = TickLog(loaded.bases, extracts)
            for place, (rule, item) in enumerate(rows):
                worth = log(rule, item)
                if worth or place < keep:
                    self.seen.append((rule, Seen(sighting=Sighting(detector=rule, record=item), evidence=evidence)))
            log.close()
        if extracts.names:
            path = extract_path(stem, EXTRACT)
            self.files.append(TickFile(path=path, evidence=name, host_of=lambda host: host or owner))

    def run(self, loaded: CorrelationSet, **options):
        """What the correlations give: the same in memory and in a database."""
        found = correlate(loaded, self.files, self.folder, **options)
        assert correlate(loaded, self.files, self.folder, **options, few=0) == found
        return found

    def findings(self, loaded: CorrelationSet, host: str = "srv1", **options):
        """The findings on one host."""
        picked: dict[str, list[Seen]] = {}
        for rule, seen in self.seen:
            if (seen.sighting.record.host or "srv1") == host:
                picked.setdefault(rule, []).append(seen)
        view = HostView(host=host, picked=picked, pack=None, newest=None)
        return list(correlation_findings(loaded, self.run(loaded, **options).hits, view))


@pytest.fixture
def world(tmp_path):
    """An empty case."""
    return World(tmp_path)


@pytest.fixture
def tools(tmp_path):
    """The builders, and `load` bound to a folder."""
    return SimpleNamespace(
        load=lambda text, **options: load(tmp_path / "rules", text, **options),
        base=base,
        correlation=correlation,
        record=record,
        start=START,
        world=World,
        doc=Doc,
        rule=lambda document: _rule(tmp_path / "one.yml", document),
    )

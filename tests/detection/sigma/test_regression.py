"""SigmaHQ's own regression tests and the hits of a reference evaluator, on real events."""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import orjson
import pytest
from evtx import PyEvtxParser
from tests.evidence.events.evtxecmd_writer import as_csv

from indicia.config import Limits
from indicia.detection.conditions.evaluate import View, compile_condition
from indicia.detection.detector import Detector, Route
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.events.decoding import shapes
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger


def _documents(text):
    """JSON documents one after the other; some twins hold several, some a list."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found, at = decoder.raw_decode(text, at)
        yield from found if isinstance(found, list) else [found]


def _decoded(document):
    """Route and fields of an event."""
    text = orjson.dumps(document)
    return shapes.route_of(document), shapes.event_of("0" * 64, 0, len(text), None, text).fields


class _Lazy:
    """The decision of a binding."""

    def __init__(self, binding) -> None:
        self._binding, self._decide = binding, None

    def __call__(self, view) -> bool:
        if self._decide is None:
            self._decide = compile_condition(self._binding.condition)
        return self._decide(view)


class _Judge:
    """Rules, each compiled when the first event asks for it, put to the events their routes lead to."""

    def __init__(self, detectors: list[Detector]) -> None:
        self.asked = [(d.id, b.route, _Lazy(b)) for d in detectors for b in d.bindings]
        self.chosen: dict[tuple[str, int], list] = {}

    def hits(self, events) -> Counter:
        """How often each rule fired."""
        found: Counter = Counter()
        for route, fields in events:
            key = (route.channel.lower(), route.event_id)
            if key not in self.chosen:
                self.chosen[key] = [(name, decide) for name, there, decide in self.asked if _leads(there, *key)]
            view = View(fields)
            found.update({name for name, decide in self.chosen[key] if decide(view)})
        return found


def _leads(route: Route, channel: str, event_id: int) -> bool:
    return (
        route.table == "win_event"
        and (not route.channels or channel in route.channels)
        and (not route.event_ids or event_id in route.event_ids)
    )


@pytest.fixture(scope="module")
def sigmahq(corpora) -> _Judge:
    """Every rule of SigmaHQ that runs."""
    return _Judge([rule.detector for rule in load_rules([corpora / "sigma-rules"]).rules])


@pytest.mark.parametrize("twin", ["evtx", "json"])
def test_sigmahq_regression(corpora, twin):
    """All 84 recorded regression tests of SigmaHQ fire as often as their authors say, or at least once; both twins."""
    folder = corpora / "sigma-regression"
    loaded = load_rules([folder / name for name in ("rules", "rules-emerging-threats", "rules-threat-hunting")])
    assert not loaded.refused
    rules = {rule.id: rule.detector for rule in loaded.rules}
    short, tests = [], json.loads((folder / "index.json").read_text(encoding="utf-8"))["tests"]
    for test in tests:
        if twin == "json":
            text = (folder / test["evtx"]).with_suffix(".json").read_text(encoding="utf-8-sig")
            events = list(_documents(text))
        else:
            events = list(_events(folder / test["evtx"]))
        judge = _Judge([rules[test["rule_id"]]])
        hits = judge.hits(map(_decoded, events))[test["rule_id"]]
        if hits < (test["expected_match_count"] or 1):
            short.append((test["title"], hits, test["expected_match_count"]))
    assert len(tests) == 84
    assert short == []


EXPLAINED: dict[tuple[str, str], int] = {}
"""(file, rule) of which we count so many more than the reference; docs/sigma-reference.md says by which clause."""


@pytest.fixture(scope="module")
def counted(corpora, sigmahq) -> dict[str, tuple[Counter, Counter]]:
    """Hits of each rule in each recording, ours and those of the reference."""
    reference = json.loads((corpora / "reference" / "sigma_reference_hits.json").read_text(encoding="utf-8"))
    hits = {
        name: (sigmahq.hits(map(_decoded, _events(corpora / name))), Counter(expected))
        for name, expected in reference["files"].items()
    }
    (path,) = (corpora / "otrf").rglob("proxylogon_ssrf_rce_poc.zip")
    with zipfile.ZipFile(path) as archive:
        lines = [line for name in archive.namelist() for line in archive.read(name).splitlines()]
    ours = sigmahq.hits(_decoded(orjson.loads(line)) for line in lines)
    # Of this recording the reference names the rules it looked at.
    hits["otrf"] = (ours, Counter(reference["otrf_proxylogon"]))
    return hits


def _events(path):
    """Events of a log, up to the first damaged chunk, where the reference stops too."""
    try:
        for record in PyEvtxParser(str(path)).records_json():
            yield orjson.loads(record["data"])
    except RuntimeError as error:
        assert "chunk" in str(error)


def test_each_difference_to_the_reference_is_explained(counted):
    """Every rule of SigmaHQ fires as often as in a reference evaluator, apart from what is explained."""
    differences = {
        (name, rule): ours[rule] - theirs[rule]
        for name, (ours, theirs) in counted.items()
        for rule in ours.keys() | theirs.keys()
        if ours[rule] != theirs[rule]
    }
    assert differences == EXPLAINED


def test_precision_and_recall_against_the_reference(counted):
    """Nothing of the reference is missed; of our hits hardly any is not in it. Counted as hits and as rules a file."""
    both = sum((ours & theirs).total() for ours, theirs in counted.values())
    mine = sum(ours.total() for ours, _ in counted.values())
    theirs = sum(hits.total() for _, hits in counted.values())
    assert theirs > 500
    precision, recall = both / mine, both / theirs
    assert recall == 1.0
    assert precision >= 0.98
    pairs = [{(name, rule) for name, hits in counted.items() for rule in hits[side]} for side in (0, 1)]
    assert len(pairs[0] & pairs[1]) / len(pairs[0]) >= 0.98
    assert pairs[1] <= pairs[0]


def test_the_page_on_the_reference_says_what_is_measured(counted):
    """docs/sigma-reference.md holds the numbers and every difference."""
    text = (Path(__file__).parents[3] / "docs" / "sigma-reference.md").read_text("utf-8")
    both = sum((ours & theirs).total() for ours, theirs in counted.values())
    mine = sum(ours.total() for ours, _ in counted.values())
    assert f"{mine:,} hits" in text
    assert f"{both:,} of them" in text
    assert f"{len(counted) - 1} event logs" in text
    for name, rule in EXPLAINED:
        assert rule in text
        assert name.rpartition("/")[2] in text.replace("OTRF", "otrf")


def test_rules_fire_on_rows_of_evtxecmd_as_on_the_log(corpora, sigmahq):
    """Rule by rule and file by file, as often in the CSV of EvtxECmd as in the recording it is made from."""
    files, hits, differences = 0, 0, {}
    for path in sorted(corpora.rglob("*.evtx")):
        events = [event for event in _read(Kind.EVTX, path.read_bytes()) if event.event_id >= 0]
        rows = _read(Kind.EVENTS_CSV, as_csv(event.text for event in events).encode("utf-8-sig"))
        assert len(rows) == len(events)
        log, csv = (sigmahq.hits(map(_of_event, each)) for each in (events, rows))
        files += 1
        hits += csv.total()
        for rule in log.keys() | csv.keys():
            if log[rule] != csv[rule]:
                differences[path.name, rule] = (log[rule], csv[rule])
    assert files > 100
    assert hits > 500
    assert differences == {}


def _of_event(event):
    route = shapes.route_of(orjson.loads(event.text))
    assert route is not None
    return route, event.decode().fields


def _read(kind, data):
    evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="case", kind=kind)
    ledger = Ledger(size=len(data), path="log", sha256="0" * 64)
    return [event for batch in reader_of(kind)(io.BytesIO(data), evidence, ledger, Limits()) for event in batch.events]

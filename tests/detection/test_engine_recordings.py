"""Filter-then-evaluate answers as evaluate on everything that was recorded, with real rules."""

import os
import zipfile

import pytest
from tests.detection.seeing import read, seen

from indicia.detection.conditions.condition import (
    contains,
)
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.model.evidence import Kind
from indicia.tables.batch import Events
from indicia.wasm import sandbox


@pytest.fixture(scope="module")
def sigma(corpora):
    """Real rules: those on Exchange and web servers, and those of the regression tests."""
    loaded = load_rules([corpora / "sigma-exchange-rules", corpora / "sigma-regression"])
    assert len(loaded.rules) > 100
    return [found.detector for found in loaded.rules]


def test_real_windows_events(corpora, sigma):
    """The ProxyLogon recording and the event logs of the regression tests: as without the filter, and much is found."""
    (recording,) = corpora.rglob("proxylogon_ssrf_rce_poc.zip")
    with zipfile.ZipFile(recording) as archive:
        batches = read(Kind.EVENTS_JSON, archive.read(archive.namelist()[0]))
    for log in sorted((corpora / "sigma-regression").rglob("*.evtx")):
        batches += read(Kind.EVTX, log.read_bytes())
    hits = seen(batches, sigma)
    assert hits == seen(batches, sigma, prefilter=False)
    assert len(hits) > 80


def test_events_that_a_compiled_reader_put_together(corpora, sigma, monkeypatch):
    """The same is found in them, in the same order."""
    (recording,) = corpora.rglob("proxylogon_ssrf_rce_poc.zip")
    with zipfile.ZipFile(recording) as archive:
        data = archive.read(archive.namelist()[0])
    monkeypatch.setattr(sandbox, "LEAST", 1 << 60)
    apart = read(Kind.EVENTS_JSON, data)
    monkeypatch.setattr(sandbox, "LEAST", 0)
    together = read(Kind.EVENTS_JSON, data)
    assert not any(isinstance(batch, Events) and batch.groups for batch in apart)
    assert all(isinstance(batch, Events) and batch.groups for batch in together)
    assert seen(together, sigma) == seen(apart, sigma)


RECORDINGS = ("evtx-odd", "evtx-attack-samples", "sigma-regression", "otrf")
EVERY = int(os.environ.get("INDICIA_EVERY_RULE", "8"))
"""Each rule of so many is decided on every record; 1 asks for all of them, which takes an hour."""


@pytest.fixture(scope="module")
def whole_sigma(corpora):
    """Every rule of SigmaHQ."""
    loaded = load_rules([corpora / "sigma-rules"])
    assert len(loaded.rules) > 2500
    return [found.detector for found in loaded.rules]


@pytest.mark.parametrize("folder", RECORDINGS)
def test_every_recording(corpora, whole_sigma, folder):
    """Whatever was recorded: rules picked by turns find the same without the filter, places and fields too."""
    rules = whole_sigma[RECORDINGS.index(folder) :: EVERY]
    # Of a long recording every seventh run of a hundred events: all kinds of events are in it.
    decided = 0
    filtering, deciding = Engine(rules), Engine(rules, prefilter=False)
    for kind, log in recordings(corpora / folder):
        batches = [
            Events(events=batch.events[begin : begin + 100])
            for number, batch in enumerate(read(kind, log))
            for begin in range(0, len(batch.events), 100)
            if EVERY == 1 or len(log) < 2**21 or (number * 10 + begin // 100) % 7 == 0
        ]
        everything = list(deciding.scan(batches))
        assert list(filtering.scan(batches)) == everything
        decided += len(everything)
    assert decided or folder == "evtx-odd"


def recordings(folder):
    """Every event log and recording below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".evtx":
            yield Kind.EVTX, path.read_bytes()
        elif path.suffix == ".json" and path.with_suffix(".evtx").exists():
            yield Kind.EVENTS_JSON, path.read_bytes()
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from ((Kind.EVENTS_JSON, archive.read(name)) for name in archive.namelist())


def test_real_text_logs(corpora, sigma):
    """IIS and HttpProxy logs, asked for their own pieces by generated detectors: as without the filter."""
    pieces = (
        "/ecp/",
        "owa/auth",
        "tunnel",
        "Mozilla/5.0 (",
        "%20",
        "select",
        "ServerInfo~",
        "autodiscover.xml?",
        "aspx?proxy",
    )
    own = [
        Detector(f"{field}={piece}", (Binding(Route(table), contains(field, piece)),))
        for piece in pieces
        for table, field in (
            ("web_request", "cs-uri-query"),
            ("web_request", "cs-user-agent"),
            ("exchange_log", "UrlStem"),
            ("exchange_log", None),
        )
    ]
    found = 0
    for folder, kind in (("iis-logs", Kind.IIS), ("exchange-logs", Kind.HTTPPROXY), ("exchange-logs", Kind.ECP_SERVER)):
        for log in sorted(path for path in (corpora / folder).rglob("*") if path.is_file()):
            batches = read(kind, log.read_bytes())
            hits = seen(batches, [*sigma, *own])
            assert hits == seen(batches, [*sigma, *own], prefilter=False), log.name
            found += len(hits)
    assert found > 1000


def test_events_are_routed_by_what_they_carry(corpora):
    """The id and provider known before decoding are those of the decoded event; conditions are narrowed by them."""
    for log in sorted((corpora / "sigma-regression").rglob("*.evtx")):
        for batch in read(Kind.EVTX, log.read_bytes()):
            for each in batch.events:
                fields = each.decode().fields
                assert fields.get("EventID", -1) == each.event_id
                assert fields.get("Provider_Name", "") == each.provider

"""What was false of one path is not asked again for it, and nothing else is left out for that."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.detection import repeated
from indicia.detection.condition import All, Any, Not, contains, ends, equals, starts
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.evidence.text.iis import read_iis
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

WEB = Route("web_request")
DETECTORS = (
    Detector("path", (Binding(WEB, All((ends("cs-uri-stem", ".aspx"), Not(equals("url.path", "/a.aspx"))))),)),
    Detector("folder", (Binding(WEB, Any((starts("url.path", "/owa/"), contains("cs-uri-stem", "shell")))),)),
    Detector("both", (Binding(WEB, All((ends("cs-uri-stem", ".aspx"), equals("cs-method", "POST")))),)),
    Detector("query", (Binding(WEB, contains("cs-uri-query", "aspx?cmd")),)),
)
COLUMNS = ("date", "time", "cs-method", "cs-uri-stem", "cs-uri-query", "sc-status")
paths = st.sampled_from(["/a.aspx", "/A.ASPX", "/b.aspx", "/owa/x", "/%61.aspx", "/s%2568ell", "/shell.aspx", "-", "/"])
rows = st.tuples(st.sampled_from(["GET", "POST"]), paths, st.sampled_from(["-", "cmd=1", "x"]))


def log(columns: tuple[str, ...], requests: list[tuple[str, str, str]]) -> bytes:
    """A log of these requests, with these columns."""
    lines = [f"#Fields: {' '.join(columns)}"]
    for method, path, query in requests:
        known = {"date": "2021-03-03", "time": "01:02:03", "cs-method": method, "cs-uri-stem": path}
        known |= {"cs-uri-query": query, "sc-status": "200"}
        lines.append(" ".join(known.get(column, path) for column in columns))
    return "\n".join([*lines, ""]).encode()


def found(data: bytes, *, prefilter: bool) -> tuple[list[tuple[str, int]], int]:
    """(detector, offset) of every sighting, and how many records were decoded for it."""
    engine = Engine(DETECTORS, prefilter=prefilter, profiled=True)
    scan = engine.start()
    evidence = Evidence(sha256="0" * 64, size=len(data), path="x.log", scope="s", kind=Kind.IIS)
    ledger = Ledger(size=len(data), path="x.log", sha256="0" * 64)
    sightings = [
        (sighting.detector, sighting.record.at.offset)
        for batch in read_iis(io.BytesIO(data), evidence, ledger, Limits())
        for sighting in scan.feed(batch)
    ]
    return sightings, engine.profile().opened


@given(st.lists(rows, min_size=1, max_size=60), st.permutations(COLUMNS), st.booleans())
def test_it_changes_no_answer(requests, columns, doubled):
    """Whatever is remembered, the sightings are those of deciding on every record; a column that stands twice too."""
    names = (*columns, "cs-uri-stem") if doubled else tuple(columns)
    data = log(names, requests)
    assert found(data, prefilter=True)[0] == found(data, prefilter=False)[0]


def test_a_known_path_is_decoded_once():
    """A thousand requests of a page that no rule can be true of cost one decoding."""
    data = log(COLUMNS, [("GET", "/a.aspx", "-")] * 1000 + [("POST", "/b.aspx", "-")])
    sightings, opened = found(data, prefilter=True)
    assert [detector for detector, _ in sightings] == ["path", "both"]
    assert opened < 10


def test_no_more_values_than_the_bound_are_remembered(monkeypatch):
    """Hostile paths cannot fill the memory; the answer stays."""
    monkeypatch.setattr(repeated, "_MOST", 8)
    data = log(COLUMNS, [("GET", f"/{number % 50}/a.aspx", "-") for number in range(500)] + [("GET", "/a.aspx", "-")])
    assert found(data, prefilter=True)[0] == found(data, prefilter=False)[0]


@pytest.mark.parametrize("table", ["win_event", "file", "exchange_log"])
def test_only_web_requests_are_remembered(table):
    """Other tables make fields of more than one column, or have none."""
    assert not repeated.Repeated(table, [contains("cs-uri-stem", "x")])

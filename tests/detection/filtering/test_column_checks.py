"""Candidates that single columns refute are not decoded, and nothing else is left out for that."""

import io

from hypothesis import given
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.detection.conditions.condition import (
    All,
    Any,
    Compare,
    Not,
    Null,
    Pattern,
    Present,
    Test,
    Wildcard,
    contains,
    ends,
    equals,
    starts,
)
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering import column_checks
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

MANY = Wildcard.MANY
WEB = Route("web_request")
DETECTORS = (
    Detector("path", (Binding(WEB, All((ends("cs-uri-stem", ".aspx"), Not(equals("url.path", "/a.aspx"))))),)),
    Detector("folder", (Binding(WEB, Any((starts("url.path", "/owa/"), contains("cs-uri-stem", "shell")))),)),
    Detector("both", (Binding(WEB, All((ends("cs-uri-stem", ".aspx"), equals("cs-method", "POST")))),)),
    Detector("query", (Binding(WEB, contains("cs-uri-query", "aspx?cmd")),)),
    Detector("status", (Binding(WEB, All((ends("cs-uri-stem", ".aspx"), Test("sc-status", Compare("eq", 404))))),)),
    Detector("absent", (Binding(WEB, All((contains("url.path", "a.aspx"), Test("cs-uri-query", Null())))),)),
    Detector("nowhere", (Binding(WEB, All((contains("url.path", "a.aspx"), Test("cs-host", Present())))),)),
    Detector("always", (Binding(WEB, All((Test("sc-status", Compare("gte", 500)), Not(equals("cs-method", "GET"))))),)),
)
COLUMNS = ("date", "time", "cs-method", "cs-uri-stem", "cs-uri-query", "sc-status")
paths = st.sampled_from(["/a.aspx", "/A.ASPX", "/b.aspx", "/owa/x", "/%61.aspx", "/s%2568ell", "/shell.aspx", "-", "/"])
statuses = st.sampled_from(["200", "404", "0x194", "404.0", "500", "-", "4\u0664"])
rows = st.tuples(st.sampled_from(["GET", "POST"]), paths, st.sampled_from(["-", "cmd=1", "x"]), statuses)


def log(columns: tuple[str, ...], requests: list[tuple[str, str, str, str]]) -> bytes:
    """A log of these requests, with these columns."""
    lines = [f"#Fields: {' '.join(columns)}"]
    for method, path, query, status in requests:
        known = {"date": "2021-03-03", "time": "01:02:03", "cs-method": method, "cs-uri-stem": path}
        known |= {"cs-uri-query": query, "sc-status": status}
        lines.append(" ".join(known.get(column, path) for column in columns))
    return "\n".join([*lines, ""]).encode()


def run(data: bytes, engine: Engine, kind: Kind = Kind.IIS) -> list[tuple[str, int]]:
    """(detector, offset) of every sighting."""
    scan = engine.start()
    evidence = Evidence(sha256="0" * 64, size=len(data), path="x.log", scope="s", kind=kind)
    ledger = Ledger(size=len(data), path="x.log", sha256="0" * 64)
    return [
        (sighting.detector, sighting.record.at.offset)
        for batch in reader_of(kind)(io.BytesIO(data), evidence, ledger, Limits())
        for sighting in scan.feed(batch)
    ]


def found(data: bytes, detectors: tuple[Detector, ...], kind: Kind, *, prefilter: bool = True) -> list[tuple[str, int]]:
    """What these detectors see in a log."""
    return run(data, Engine(detectors, prefilter=prefilter), kind)


def opened(data: bytes) -> tuple[list[str], int]:
    """Detectors that saw something, and how many records were decoded for it."""
    engine = Engine(DETECTORS, profiled=True)
    return [detector for detector, _ in run(data, engine)], engine.profile().opened


@given(st.lists(rows, min_size=1, max_size=60), st.permutations(COLUMNS), st.booleans())
def test_it_changes_no_answer(requests, columns, doubled):
    """Whatever is remembered, the sightings are those of deciding on every record; a column that stands twice too."""
    names = (*columns, "cs-uri-stem") if doubled else tuple(columns)
    data = log(names, requests)
    assert found(data, DETECTORS, Kind.IIS) == found(data, DETECTORS, Kind.IIS, prefilter=False)


methods = st.sampled_from(["GET", "POST", "PROPFIND", "VERSION-CONTROL", "x" * 40])


@given(
    st.lists(st.tuples(methods, paths, st.sampled_from(["-", "cmd=1", "a b"]), statuses), min_size=4, max_size=12),
    st.permutations(COLUMNS),
    st.sampled_from([1, 4, 20]),
    st.booleans(),
)
def test_many_rows_of_several_sections(requests, columns, times, long):
    """More rows than are looked up one by one, columns that change between them, lines that a reader repairs, and
    values of more than eight bytes, few or all: the sightings are those of deciding on every record."""
    first = log(COLUMNS, requests * times)
    # Where a column is always long it is not looked at as numbers.
    second = log(tuple(columns), [("M" * 9 if long else method, *rest) for method, *rest in requests * times])
    data = first + b"torn\n" + second + first
    assert found(data, DETECTORS, Kind.IIS) == found(data, DETECTORS, Kind.IIS, prefilter=False)


def test_a_known_path_is_decoded_once():
    """A thousand requests of a page that no rule can be true of cost no decoding."""
    data = log(COLUMNS, [("GET", "/a.aspx", "-", "200")] * 1000 + [("POST", "/b.aspx", "-", "200")])
    assert opened(data) == (["path", "both"], 1)


def test_a_rule_without_a_text_is_told_by_its_columns():
    """A rule that no literal stands for does not have every line decoded for it."""
    data = log(COLUMNS, [("POST", "/", "-", "200")] * 1000 + [("POST", "/", "-", "503")])
    assert opened(data) == (["always"], 1)


def test_no_more_values_than_the_bound_are_remembered(monkeypatch):
    """Hostile paths cannot fill the memory; the answer stays."""
    monkeypatch.setattr(column_checks, "_MOST_BYTES", 1000)
    data = log(COLUMNS, [("GET", f"/{number % 50}/a.aspx", "-", "200") for number in range(500)])
    assert found(data, DETECTORS, Kind.IIS) == found(data, DETECTORS, Kind.IIS, prefilter=False)


PROXY = Route("exchange_log")
FORGED = (
    Detector("cookie", (Binding(PROXY, Test("BackEndCookie", Pattern(("Server~", MANY, "/", MANY)))),)),
    Detector("both", (Binding(PROXY, All((contains("UrlStem", "/ecp/"), equals("Method", "POST")))),)),
    Detector("none", (Binding(PROXY, All((contains("UrlStem", "/ecp/"), Test("Method", Null())))),)),
)
PROXY_COLUMNS = ("DateTime", "Protocol", "UrlStem", "BackEndCookie", "Method", "ServerHostName")
cells = st.sampled_from(["", "Server~a/b~1", "server~EX01~1", "/ecp/x", "POST", 'a "b"', "x,y", "\u00e9/ecp/"])


def csv(value: str, always: bool) -> str:
    """A value, in quotes where it needs them."""
    quoted = '"' + value.replace('"', '""') + '"'
    return quoted if always or set(value) & set('",') else value


@given(st.lists(st.tuples(cells, cells, cells, st.booleans()), min_size=1, max_size=40), st.booleans(), st.booleans())
def test_values_in_quotes_change_no_answer(requests, twice, mailbox):
    """Quoted values, doubled quotes, a column that stands twice: the sightings are those of deciding every record."""
    names = (*PROXY_COLUMNS, "Method") if twice else PROXY_COLUMNS
    lines = [f"#Fields: {','.join(names)}"]
    for stem, cookie, method, always in requests:
        values = ["2021-03-03T01:02:03.004Z", "Ecp", stem, cookie, method, "EX01", *([stem] if twice else [])]
        lines.append(",".join(csv(value, always) for value in values))
    data = "\r\n".join([*lines, ""]).encode()
    kind = Kind.EWS if mailbox else Kind.HTTPPROXY
    assert found(data, FORGED, kind) == found(data, FORGED, kind, prefilter=False)

"""What an engine sees of text logs does not depend on whether a compiled module told it where to look."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.detection.test_engine_filter import CSV_FIELDS, WEB_FIELDS, aimed, conditions, csv_row, web_value
from tests.wasm.test_weblog_reading import IIS, KINDS, PROXY, both_kinds, whole
from tests.wasm.weblogs import batches, engines, sightings

from indicia.config import Settings
from indicia.detection.conditions.condition import All, Any, Compare, Not, Pattern, Regex, Test, Wildcard, contains
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering import dull_values
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Kind

pytest.importorskip("wasmtime", reason="no wheel of wasmtime for this platform")

TABLES = {Kind.IIS: "web_request", Kind.HTTPPROXY: "exchange_log"}
GUID = "0619b8ea-5e91-470c-aa15-50aa75774004"


def assert_same(kind, data, detectors, *, decides=True, **options):
    """Three ways, and the compiled one again, which knows the values by then; gives what was seen."""
    compiled, plain, everything = engines(detectors)
    seen, _ = sightings(kind, data, compiled, on=True, **options)
    assert (seen, _) == sightings(kind, data, plain, on=False, **options)
    assert sightings(kind, data, compiled, on=True, **options)[0] == seen
    if decides:
        assert sightings(kind, data, everything, on=False, **options)[0] == seen
    return seen


def rule(number, table, condition):
    return Detector(f"d{number}", (Binding(Route(table), condition),))


def web(*asked):
    """Detectors on requests."""
    return [rule(number, "web_request", condition) for number, condition in enumerate(asked)]


@pytest.fixture(scope="module")
def every(corpora):
    """The rules of the pack and SigmaHQ's on web servers."""
    sources = Sources(rules=(corpora / "sigma-exchange-rules", corpora / "sigma-rules"))
    loaded = load_ruleset(load_pack(), sources, Settings().limits).detectors
    kinds = set(TABLES.values())
    return [one for one in loaded if any(binding.route.table in kinds for binding in one.bindings)]


@pytest.mark.parametrize("folder", ["iis-logs", "exchange-logs"])
def test_real_logs(corpora, every, folder):
    """Every log at hand with all rules."""
    kind = Kind.IIS if folder == "iis-logs" else Kind.HTTPPROXY
    for path in sorted(each for each in (corpora / folder).rglob("*") if each.suffix.lower() == ".log"):
        assert_same(kind, path.read_bytes(), every, decides=path.stat().st_size < 300_000)


@both_kinds
def test_ordinary_and_damaged_logs(kind, every):
    """Requests for pages that rules look at, whole and with other bytes in them."""
    rng = random.Random(3)
    found = 0
    for _ in range(6):
        lines = whole(kind, 300, seed=rng.random()).splitlines(keepends=True)
        texts = [
            "/owa/auth/x.aspx",
            "/ecp/y.js",
            "python-requests/2.25.1",
            "%2e%2e%2fweb.config",
            "cmd%20/c",
            "TVqQ",
            ".env",
        ]
        for _ in range(60):
            at = rng.randrange(6, len(lines))
            lines[at] = lines[at].replace(rng.choice(("/owa/", "curl/7", "Ews", "404", "=")), rng.choice(texts))
        data = bytearray("".join(lines).encode())
        for _ in range(rng.choice((0, 0, 5, 40))):
            data[rng.randrange(200, len(data))] = rng.choice(b'\0\r\n \t,"#%\x80-:+?AK\xc5')
        found += len(assert_same(kind, bytes(data), every, block_bytes=rng.choice((4000, 1 << 20))))
    assert found


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_any_conditions(kind, data):
    """Conditions on what stands in the lines, and on anything else; values of all kinds, identifiers among them."""
    if kind is Kind.IIS:
        value = st.one_of(web_value, web_value, st.just(f"a={GUID}"), web_value.map(lambda text: f"{text}{GUID};"))
        line = st.tuples(
            *(st.just("2021-03-14 01:40:12"), st.just("::1"), st.sampled_from(["GET", "post"]), value, value),
            *(
                st.sampled_from(["443", "80"]),
                st.just("-"),
                st.just("192.0.2.1"),
                value,
                st.sampled_from(["200", "404"]),
            ),
        ).map(" ".join)
        text, fields = IIS + "".join(each + "\r\n" for each in data.draw(st.lists(line, max_size=8))), WEB_FIELDS
    else:
        head = "#Fields: DateTime,AnchorMailbox,UrlStem,UrlQuery\r\n"
        lines = data.draw(st.lists(csv_row, max_size=8))
        text, fields = head + "".join(each.replace("12.345Z", "12.345Z", 1) + "\r\n" for each in lines), CSV_FIELDS
    log = text.encode()
    values = [
        (name, each)
        for lines in batches(kind, log, on=False)
        if hasattr(lines, "runs")
        for row in range(len(lines.starts))
        for name, value in lines.decode(row).fields.items()
        for each in (value if isinstance(value, tuple) else (str(value),))
    ]
    hit = aimed(values) if values else conditions(fields)
    condition = st.one_of(
        hit, conditions(fields), st.tuples(hit, hit).map(All), st.tuples(hit, conditions(fields).map(Not)).map(All)
    )
    asked = data.draw(st.lists(condition, min_size=1, max_size=5))
    assert_same(kind, log, [rule(number, TABLES[kind], one) for number, one in enumerate(asked)], stretch=1)


def within(field, *texts):
    return Test(field, Pattern((Wildcard.MANY, *(part for text in texts for part in (text, Wildcard.MANY)))))


def requests(*pairs):
    """One request each, for a path with a query."""
    return (
        IIS
        + "".join(
            f"2021-03-14 01:40:12 ::1 GET {stem} {query} 443 - 192.0.2.1 curl/7 {status}\r\n"
            for stem, query, status in pairs
        )
    ).encode()


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("id=0619", f"&id={GUID};"),
        ("04;x", f"id={GUID};x"),
        ("4004", f"id={GUID}"),
        (GUID[:12], f"id={GUID}"),
        ("5e91-470c", f"{GUID}"),
        ("4004 ", f"{GUID}%20a"),
        ("\x06a", f"%{GUID[:1]}{GUID[1:]}"),
        ("k004", f"k{GUID[-3:]}&{GUID}"),
        ("=0619B", f"x%3d{GUID}"),
        ("x=0", f"x%253d{GUID}"),
        ("ab=0619", f"a%62={GUID}"),
        ("ab=0", f"a%2562={GUID}"),
        ("004;xy", f"{GUID};%78y"),
        ("004;xyz", f"id={GUID};x%2579z"),
        ("x=0", f"X={GUID.upper()}"),
    ],
)
def test_texts_that_reach_into_identifiers(text, query):
    """An identifier is hidden only where no literal could begin or end in it."""
    lines = [("/a", f"b={GUID[:-3]}{number:03};c", 200) for number in range(300)]
    lines[150:150] = [("/a", query, 200)]
    lines[10:10] = [("/a", f"b={GUID};c", 200)]
    asked = web(contains("cs-uri-query", text), Test("url.query", Pattern((query,))), Any((within(None, text),)))
    assert assert_same(Kind.IIS, requests(*lines), asked, stretch=1)
    # By itself, so that no other text keeps identifiers from being hidden.
    for alone in asked[::2]:
        seen = assert_same(Kind.IIS, requests(*lines), [alone], stretch=1)
        assert seen or text == "\x06a"


def test_what_other_columns_refute():
    """Of a path that is asked for only the lines are looked at whose status lets the condition be true."""
    lines = [("/ews/exchange.asmx", f"id={number}", 404 if number == 77 else 200) for number in range(3000)]
    asked = web(All((within("cs-uri-stem", ".asmx"), Test("sc-status", Compare("eq", 404)))))
    (seen,) = assert_same(Kind.IIS, requests(*lines), asked)
    assert seen[0] == "d0"
    lines = [*batches(Kind.IIS, requests(*lines), on=True)]
    engine = Engine(asked)
    bucket = engine.kinds.of_source("web_request", "iis")
    (block,) = [each for each in lines if getattr(each, "held", None) is not None and each.held.held is not None]
    list(engine.scan([block]))
    assert len(bucket.lines.among(block, bucket.columns).rows) == 1


def test_what_both_need():
    """Two texts of one condition, each in lines of its own and once together."""
    lines = [("/owa/a" if number % 2 else "/powershell", f"x={number}", 200) for number in range(2000)]
    lines[900] = ("/owa/a", "y=/powershell", 200)
    asked = web(All((within("cs-uri-query", "/owa/"), within("cs-uri-query", "/powershell"))))
    assert len(assert_same(Kind.IIS, requests(*lines), asked)) == 1


@pytest.mark.parametrize("most", [0, 1, 63])
def test_more_conditions_than_bits(monkeypatch, most):
    """What has no bit of its own is looked at."""
    monkeypatch.setattr(dull_values, "_MOST_BITS", most)
    lines = [(f"/p{number}", "-", 200 + number % 3) for number in range(200)]
    asked = web(
        *(All((within("cs-uri-stem", f"/p{number}"), Test("sc-status", Compare("eq", 201)))) for number in range(100))
    )
    assert assert_same(Kind.IIS, requests(*lines), asked)


def test_values_that_never_come_again():
    """Where each line brings another value nothing is remembered for a while, and nothing is lost."""
    lines = [(f"/p{number}", f"q{number * 7919}=a%20b", 200) for number in range(4000)]
    asked = web(within("cs-uri-query", "3959"), Test("cs-uri-stem", Regex("p12.4$")), contains("url.query", "q79190="))
    assert len(assert_same(Kind.IIS, requests(*lines), asked, block_bytes=20_000)) > 3


def test_quoted_values_and_headers_are_searched():
    """Texts in quoted values count, those in headers do not."""
    rows = [f'2021-03-14T01:40:12.{number:03}Z,1,Ews,/a,EX01,x,"a,b{number}",' for number in range(200)]
    text = PROXY + "\r\n".join([*rows[:50], "#Fake: b77 b12", *rows[50:]]) + "\r\n"
    asked = [rule(0, "exchange_log", contains("UrlQuery", "b77")), rule(1, "exchange_log", contains(None, "B12"))]
    assert len(assert_same(Kind.HTTPPROXY, text.encode(), asked)) == 12

"""Filter-then-evaluate answers as evaluate, whatever the records, the detectors and the way a log was written."""

import json
import os
import zipfile
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import orjson
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.detection.backtracking import expression
from indicia.detection.condition import (
    All,
    Any,
    Backtracking,
    Cidr,
    Compare,
    Not,
    Null,
    Pattern,
    Present,
    Regex,
    SameAs,
    Test,
    TimePart,
    Wildcard,
    contains,
    ends,
    equals,
)
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.events import evtx
from indicia.evidence.events import json as events_json
from indicia.evidence.events.shapes import event_of, route_of
from indicia.evidence.readers import reader_of
from indicia.evidence.text import exchange, iis
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record
from indicia.tables.batch import Event, Events, Ledger, Lines, Rows

EXAMPLES = int(os.environ.get("INDICIA_EXAMPLES", "60"))
"""Examples of each property that runs whole readers; more on request."""
READERS = (iis.read_iis, exchange.read_exchange_log, evtx.read_evtx, events_json.read_json)
"""Imported for their names to be filed."""
WEB_FIELDS = ("cs-method", "cs-uri-stem", "cs-uri-query", "c-ip", "cs-user-agent", "sc-status")
CSV_FIELDS = ("AnchorMailbox", "UrlStem", "EventData", "S:CMD", "S:URL")
EVENT_FIELDS = (
    "EventID",
    "Channel",
    "Image",
    "CommandLine",
    "Data",
    "LogonType",
    "Lists",
    "Message",
    "Cmdlet",
    "CmdletParameters",
)
FRAGMENTS = (
    *(
        "owa",
        "/ecp/",
        "Logon.ASPX",
        "cmd.exe",
        "C:\\Windows\\",
        "\\",
        "Set-Mailbox",
        "script",
        "http://x/",
        "4624",
        "1.5",
    ),
    *(
        "%2e",
        "%252f",
        "%25",
        "%",
        "+",
        " ",
        "?",
        "&a=",
        '"',
        "'",
        ",",
        ";",
        "=",
        "-",
        "e",
        "u0041",
        "%u0041",
        "/",
        "<b>",
    ),
    *(
        "ß",
        "İ",
        "ſ",
        "éÉ",
        "\N{KELVIN SIGN}",
        "%C4%B0",
        "%E2%84%AA",
        "%c3%9f",
        "Σς",
        "\n",
        "\t",
        "\0",
        "\x1b",
        "日本",
        "😀",
    ),
)


def joined(*, without=""):
    """Texts put together from fragments; `without` are characters a format cannot hold."""
    usable = [item for item in FRAGMENTS if not set(item) & set(without)]
    return st.lists(st.sampled_from(usable), max_size=5).map("".join)


def conditions(fields):
    """Condition trees over these fields, their texts made of the same fragments as the values."""
    names = st.sampled_from([*fields, None])
    named = st.sampled_from(fields)
    part = st.one_of(joined(), joined().map(str.upper), st.sampled_from(list(Wildcard)))
    pattern = st.builds(Pattern, st.lists(part, max_size=4).map(tuple), st.booleans())
    within = joined().map(lambda text: Pattern((Wildcard.MANY, text, Wildcard.MANY)))
    quoted = st.tuples(st.sampled_from(["", "(?i)"]), st.lists(joined().map(re2.escape), max_size=3)).map(
        lambda item: Regex(item[0] + ".*".join(item[1]))
    )
    loose = st.sampled_from(
        [Regex("(?i)(?:ecp|owa)+/?"), Regex(r"cmd\.e?xe"), Regex("s{2}|(?i)skript?"), Regex("(?i)k")]
    )
    looking = st.sampled_from(
        [r"(?i)(?=.*ecp)owa", r"(?<!/)ecp/?", r"(?i)(c|C:.)\w*.*\1", "(?i)s(?:k++|(?>ript))", "cmd(?!x)"]
    )
    loose = st.one_of(loose, looking.map(lambda text: Backtracking(expression(text))))
    other = [Null(), Present(), Compare("gt", 2), TimePart("hour", "gte", 1), Cidr("10.0.0.0/8")]
    leaf = st.one_of(
        st.builds(Test, names, pattern),
        st.builds(Test, names, within),
        st.builds(Test, names, st.one_of(quoted, loose)),
        st.builds(Test, named, st.sampled_from(other)),
        st.builds(Test, named, st.builds(SameAs, named, st.sampled_from(["", "contains"]))),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(tuple).map(All),
            st.lists(inner, max_size=3).map(tuple).map(Any),
            inner.map(Not),
        ),
        max_leaves=5,
    )


def decoded(batches):
    """All records of the batches."""
    for batch in batches:
        if isinstance(batch, Lines):
            yield from (batch.decode(row) for row in range(len(batch.starts)))
        else:
            yield from (event.decode() for event in batch.events)


@st.composite
def aimed(draw, values):
    """A test that one of these (field, text) satisfies: part of the text, in another case, with wildcards in it."""
    field, text = draw(st.sampled_from(values))
    start = draw(st.integers(0, max(0, len(text) - 3)))
    end = draw(st.integers(min(len(text), start + 3), len(text)))
    part = text[start:end]
    before, after = (Wildcard.MANY,) * (start > 0), (Wildcard.MANY,) * (end < len(text))
    field = draw(st.sampled_from([field, field, None]))
    way = draw(st.sampled_from(["as it is", "cased", "wild", "regex", "any case regex", "optional regex"]))
    if way.endswith("regex"):
        inner = re2.escape(part[: len(part) // 2]) + ".{0}" + re2.escape(part[len(part) // 2 :])
        quantified = "(?:" + inner + "|)" + "(x|y)?" + inner if way == "optional regex" else inner
        return Test(field, Regex("(?i)" + quantified if way == "any case regex" else quantified))
    if way == "wild" and len(part) > 6:
        return Test(field, Pattern((*before, part[:3].upper(), Wildcard.ONE, part[4:], *after)))
    if way == "cased":
        return Test(field, Pattern((*before, part, *after), cased=True))
    return Test(field, Pattern((*before, draw(st.sampled_from([part, part.lower(), part.upper()])), *after)))


def detectors(data, table, fields, batches):
    """Detectors on a table: each asks for something that stands in a record, and for anything else beside it."""
    values = [
        (name, text)
        for made in decoded(batches)
        for name, value in made.fields.items()
        for text in (value if isinstance(value, tuple) else (str(value),))
    ]
    hit = aimed(values) if values else conditions(fields)
    condition = st.one_of(
        hit,
        conditions(fields),
        st.tuples(hit, hit).map(All),
        st.tuples(hit, conditions(fields)).map(Any),
        st.tuples(hit, conditions(fields).map(Not)).map(All),
    )
    items = data.draw(st.lists(condition, min_size=1, max_size=4))
    return [Detector(f"d{number}", (Binding(Route(table), item),)) for number, item in enumerate(items)]


def record(table, number, fields):
    """A decoded record."""
    return Record(
        table=table,
        source=table,
        time=None,
        host=None,
        at=Locator(sha256="00", offset=number, length=1),
        fields=fields,
        raw="",
    )


def lines(table, texts, decode):
    """A block of lines with a directive between them that belongs to no record."""
    text, starts, stops = b"", [], []
    for line in texts:
        text += b"#Fields: owa cmd.exe\r\n"
        starts.append(len(text))
        text += line
        stops.append(len(text))
        text += b"\r\n"
    return Lines(
        table=table,
        source=table,
        text=text,
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(stops, dtype=np.int64),
        decode=decode,
    )


def seen(batches, rules, **options):
    """What an engine sees, as comparable values."""
    return [(found.detector, found.record.at.offset, found.matched) for found in Engine(rules, **options).scan(batches)]


def assert_filter_changes_nothing(batches, rules):
    """The oracle decodes everything; with Hyperscan and without, the filter gives the same in the same order."""
    everything = seen(batches, rules, prefilter=False)
    assert seen(batches, rules) == everything
    assert seen(batches, rules, plain=True) == everything


# Web logs ------------------------------------------------------------------------------------------------------------

WEB_HEAD = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status\r\n"
web_value = joined(without=" \n\t\0").map(lambda text: text or "-")
web_line = st.tuples(
    st.just("2021-03-14 01:40:12"),
    st.sampled_from(["GET", "post"]),
    web_value,
    web_value,
    st.sampled_from(["10.1.2.3", "-"]),
    web_value,
    st.sampled_from(["200", "404"]),
).map(" ".join)


def read(kind, log):
    """Batches of a log as its own reader gives them."""
    evidence = Evidence(sha256="00", size=len(log), path="log", scope="s", kind=kind)
    reader = reader_of(kind)
    return list(reader(BytesIO(log), evidence, Ledger(size=len(log), path="log", sha256="00"), Limits()))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(web_line, max_size=5), st.sampled_from(["utf-8", "cp1252", "utf-16"]), st.data())
def test_web_lines(texts, encoding, data):
    """Percent escapes, `+`, other encodings, letters that fold to ASCII: no hit is lost."""
    log = (WEB_HEAD + "\r\n".join(texts)).encode(encoding, "replace")
    batches = read(Kind.IIS, log)
    assert_filter_changes_nothing(batches, detectors(data, "web_request", WEB_FIELDS, batches))


# Exchange logs -------------------------------------------------------------------------------------------------------

CSV_HEAD = "#Fields: TimeStamp,AnchorMailbox,UrlStem,EventData\r\n"


def quoted(value, way):
    """A CSV value: quoted where it must be, quoted always, or only its first half, which readers put up with."""
    if way == 0 and not set(value) & set('",\n'):
        return value
    if way == 2 and not set(value) & set('",\n'):
        return f'"{value[: len(value) // 2]}"{value[len(value) // 2 :]}'
    return '"' + value.replace('"', '""') + '"'


csv_event = st.tuples(joined(without=";\n\0"), joined(without=";\n\0"), st.booleans()).map(
    lambda item: f"S:CMD={item[0]};" + ("'S:URL=" + item[1].replace("'", "''") + "'" if item[2] else f"S:URL={item[1]}")
)
csv_row = st.tuples(joined(without="\0"), joined(without="\0"), csv_event, st.integers(0, 2)).map(
    lambda row: "2021-03-14T01:40:12.345Z," + ",".join(quoted(value, row[3]) for value in row[:3])
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(csv_row, max_size=5),
    st.sampled_from([Kind.HTTPPROXY, Kind.ECP_SERVER, Kind.OABGEN]),
    st.data(),
)
def test_csv_rows(rows, kind, data):
    """Doubled quotes, half-quoted values, single quotes in event data, line ends inside values: no hit is lost."""
    batches = read(kind, (CSV_HEAD + "\r\n".join(rows)).encode())
    assert_filter_changes_nothing(batches, detectors(data, "exchange_log", CSV_FIELDS, batches))


# Windows events ------------------------------------------------------------------------------------------------------


def as_dotnet(document):
    """JSON as .NET and PowerShell write it: more is escaped than needs to be."""
    text = json.dumps(document, ensure_ascii=False)
    for char in "<>&'":
        text = text.replace(char, f"\\u{ord(char):04X}")
    return text.replace("/", "\\/").encode()


WRITERS = (
    orjson.dumps,
    lambda document: json.dumps(document).encode(),
    lambda document: json.dumps(document, ensure_ascii=False, indent=1).encode(),
    as_dotnet,
)

event_values = st.fixed_dictionaries(
    {"EventID": st.sampled_from([1, 4624]), "Channel": st.sampled_from(["owa/Operational", "MSExchange Management"])},
    optional={
        "Image": joined(),
        "CommandLine": joined(),
        "Data": st.lists(joined(), max_size=3),
        "Lists": st.lists(st.lists(joined(), max_size=2), max_size=2),
        "LogonType": st.sampled_from([3, 1.5, 1e22, True, "0x3", 2**60, None]),
        "Empty": st.just(""),
    },
)


def inside_text(data, as_json):
    """Event data as one text that holds JSON or XML."""
    if as_json:
        return json.dumps({"EventData": data})
    parts = (f"<Data Name={quoteattr(name)}>{escape(str(value))}</Data>" for name, value in data.items())
    return "<EventData>" + "".join(parts).replace("\0", "").replace("\x1b", "") + "</EventData>"


def shaped(value, shape):
    """An event as different exporters lay it out."""
    system = {name: value[name] for name in ("EventID", "Channel")}
    data = {name: item for name, item in value.items() if name not in system}
    match shape:
        case "nested":
            return {"Event": {"System": system | {"Provider": {"#attributes": {"Name": "P"}}}, "EventData": data}}
        case "winlog":
            return {
                "winlog": {"event_id": value["EventID"], "channel": value["Channel"], "event_data": data},
                "message": str(data),
            }
        case "json in text":
            return system | {"Payload": " " + inside_text(data, as_json=True)}
        case "xml in text":
            return system | {"EventData": inside_text(data, as_json=False)}
        case _:
            return value


SHAPES = ("flat", "nested", "winlog", "json in text", "xml in text")


def event(text, number=0):
    """An event as readers give it: routed by what stands in it."""
    route = route_of(orjson.loads(text))
    return Event(route.channel, route.provider, route.event_id, text, partial(event_of, "00", number, 1, None, text))


def events(values, writers, shapes=("flat",) * 5):
    """A batch of events, each in one of the shapes and written by one of the writers."""
    made = []
    for number, (value, writer) in enumerate(zip(values, writers, strict=False)):
        text = WRITERS[writer](shaped(value, shapes[number % len(shapes)]))
        made.append(event(text, number))
    return Events(events=made)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(event_values, max_size=5),
    st.lists(st.integers(0, len(WRITERS) - 1), min_size=5, max_size=5),
    st.lists(st.sampled_from(SHAPES), min_size=5, max_size=5),
    st.data(),
)
def test_windows_events(values, writers, shapes, data):
    """Whatever the shape and whatever the writer escapes, numbers and lists included: no hit is lost."""
    batches = [events(values, writers, shapes)]
    assert_filter_changes_nothing(batches, detectors(data, "win_event", EVENT_FIELDS, batches))


def test_broken_escapes_are_decoded():
    """A text that cannot be written anew (a lone surrogate) proves nothing by what it lacks."""
    rule = Detector("d", (Binding(Route("win_event"), contains("X", "a>b")),))
    text = rb'{"X":"a\u003eb \ud800"}'
    event = Event("X", "", 1, text, lambda: record("win_event", 0, {"X": "a>b \ud800"}))
    assert len(seen([Events(events=[event])], [rule])) == 1


def test_keyword_satisfied_beside_the_text():
    """A keyword may be met by channel or provider where a reader knows them from elsewhere."""
    rule = Detector("d", (Binding(Route("win_event"), contains(None, "powershell")),))
    fields = {"Channel": "Windows PowerShell", "X": "1"}
    event = Event("Windows PowerShell", "", 800, b'{"X":"1"}', lambda: record("win_event", 0, fields))
    assert len(seen([Events(events=[event])], [rule])) == 1


# One case for each way in which a value may stand otherwise in the text -----------------------------------------------

WEB_CASES = {
    "blank written as plus": ("/a - 1.2.3.4 Mozilla/5.0+(Windows+NT+10.0) 200", "cs-user-agent", "(windows nt 10"),
    "path and query joined": ("/owa/ev.owa ns=x 1.2.3.4 - 200", "cs-uri-query", "ev.owa?ns="),
    "escaped once": ("/%6Fwa/%61uth - 1.2.3.4 - 200", "cs-uri-stem", "/owa/auth"),
    "escaped twice": ("/a x=%256Fwa/auth 1.2.3.4 - 200", "cs-uri-query", "owa/auth"),
    "escape of an escape": ("/a x=%252e%252e 1.2.3.4 - 200", "cs-uri-query", "%2e%2e"),
    "Kelvin sign": ("/ba\N{KELVIN SIGN}er - 1.2.3.4 - 200", "cs-uri-stem", "/baker"),
    "Kelvin sign escaped": ("/ba%E2%84%AAer - 1.2.3.4 - 200", "cs-uri-stem", "/baker"),
    "letters of a code page": ("/gr\xf6\xdfe/baker - 1.2.3.4 - 200", "cs-uri-stem", "GR\xd6\xdfE/baker"),
}
CSV_CASES = {
    "doubled quote": ('a,b,"say ""script"" now"', "EventData", 'say "script" now'),
    "doubled single quote": ("a,b,'S:URL=it''s here'", "S:URL", "it's here"),
    "text behind the closing quote": ('"need"le,b,c', "AnchorMailbox", "needle"),
    "Kelvin sign": ("a,/ba\N{KELVIN SIGN}er,c", "UrlStem", "/baker"),
}
EVENT_CASES = {
    "backslash": ('{"X":"c:\\\\users\\\\u0041"}', "X", "users\\u0041"),
    "quote": (r'{"X":"say \"script\" now"}', "X", 'say "script" now'),
    "escape nobody needs": (r'{"X":"\u0067roup \u003E x"}', "X", "group > x"),
    "escaped slash": (r'{"X":"\/owa\/auth"}', "X", "/owa/auth"),
    "Kelvin sign": ('{"X":"ba\N{KELVIN SIGN}er"}', "X", "baker"),
    "Kelvin sign escaped": (r'{"X":"ba\u212aer"}', "X", "baker"),
    "dotted capital I": ('{"X":"abc\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"}', "X", "abci\N{COMBINING DOT ABOVE}"),
    "number": ('{"X":1000000000000000000000}', "X", "1e+21"),
    "truth": ('{"X":true}', "X", "True"),
    "list joined": ('{"Payload":[{"Name":"X","Value":["abc","def"]}]}', "X", "abc, def"),
    "joint in front": ('{"Payload":[{"Name":"X","Value":["abc","def"]}]}', "X", " def"),
    "keyword over a message": ('{"Message":"Cmdlet\\nSet-Mailbox"}', None, "Set-Mailbox"),
    "JSON in a text": (r'{"Payload":"{\"X\":\"c:\\\\users\\\\adm\\u0069n\"}"}', "X", "\\users\\admin"),
    "XML in a text": (r'{"EventData":"<EventData><Data Name=\"X\">a&lt;script</Data></EventData>"}', "X", "a<script"),
}


def rule(table, field, text):
    """A detector that asks for a text in a field."""
    return [Detector("d", (Binding(Route(table), contains(field, text)),))]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("name", WEB_CASES)
def test_web_case(name, plain):
    """Found although the line writes it otherwise."""
    line, field, text = WEB_CASES[name]
    codec = "cp1252" if name == "letters of a code page" else "utf-8"
    batches = read(Kind.IIS, (WEB_HEAD + "2021-03-14 01:40:12 GET " + line).encode(codec))
    assert len(seen(batches, rule("web_request", field, text), plain=plain)) == 1


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("name", CSV_CASES)
def test_csv_case(name, plain):
    """Found although the row writes it otherwise."""
    row, field, text = CSV_CASES[name]
    batches = read(Kind.ECP_SERVER, (CSV_HEAD + "2021-03-14T01:40:12.345Z," + row).encode())
    assert len(seen(batches, rule("exchange_log", field, text), plain=plain)) == 1


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("name", EVENT_CASES)
def test_event_case(name, plain):
    """Found although the event writes it otherwise."""
    members, field, text = EVENT_CASES[name]
    written = ('{"EventID":1,"Channel":"C",' + members[1:]).encode()
    assert len(seen([Events(events=[event(written)])], rule("win_event", field, text), plain=plain)) == 1


# Real recordings -----------------------------------------------------------------------------------------------------


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


# Routes, order, limits -----------------------------------------------------------------------------------------------


def test_routes():
    """Every given part of a route has to hold: table, source, channel, provider, event id."""
    condition = Test("X", Present())
    routes = {
        "all": Route("win_event"),
        "channel": Route("win_event", channels=frozenset({"security"})),
        "id": Route("win_event", event_ids=frozenset({1, 2})),
        "both": Route("win_event", channels=frozenset({"security"}), event_ids=frozenset({2})),
        "provider": Route("win_event", providers=frozenset({"p"}), channels=frozenset({"security"})),
        "web": Route("web_request"),
        "source": Route("exchange_log", source="httpproxy"),
        "logs": Route("exchange_log"),
        "file": Route("file"),
    }
    rules = [Detector(name, (Binding(route, condition),)) for name, route in routes.items()]

    def event(channel, provider, number):
        return Event(channel, provider, number, b"{}", lambda: record("win_event", 0, {"X": "1"}))

    def names(batch):
        assert seen([batch], rules) == seen([batch], rules, prefilter=False)
        return {found[0] for found in seen([batch], rules)}

    assert names(Events(events=[event("SECURITY", "P", 2)])) == {"all", "channel", "id", "both", "provider"}
    assert names(Events(events=[event("Security", "", 1)])) == {"all", "channel", "id"}
    assert names(Events(events=[event("", "p", -1)])) == {"all"}
    row = lines("exchange_log", [b"x"], lambda _: record("exchange_log", 0, {"X": "1"}))
    assert names(row) == {"logs"}
    row.source = "httpproxy"
    assert names(row) == {"source", "logs"}
    assert names(lines("web_request", [b"x"], lambda _: record("web_request", 0, {"X": "1"}))) == {"web"}
    assert names(Rows(table="file", records=[record("file", 0, {"X": "1"})])) == {"file"}


def test_a_detector_sees_a_record_once():
    """Two bindings that both hold give one sighting; order is that of records, then of detectors."""
    rules = [
        Detector("b", (Binding(Route("file"), equals("X", "1")), Binding(Route("file"), Test("X", Present())))),
        Detector("a", (Binding(Route("file"), Test("X", Present())),)),
    ]
    rows = Rows(table="file", records=[record("file", number, {"X": str(number)}) for number in range(2)])
    assert [found[:2] for found in seen([rows], rules)] == [("b", 0), ("a", 0), ("b", 1), ("a", 1)]


def test_limit():
    """Sightings beyond the limit are counted and not kept, for each file anew."""
    rules = [Detector("d", (Binding(Route("file"), Test("X", Present())),))]
    rows = Rows(table="file", records=[record("file", number, {"X": "1"}) for number in range(5)])
    engine = Engine(rules, limit=3)
    for _ in range(2):
        scan = engine.start()
        assert [found.record.at.offset for batch in (rows, rows) for found in scan.feed(batch)] == [0, 1, 2]
        assert scan.overflow == engine.overflow == {"d": 7}
    assert Engine(rules).scan([]) is not None


def test_only_candidates_are_decoded():
    """A record without the literals is not decoded, and none is decoded twice."""
    decoded = []
    rules = [Detector(name, (Binding(Route("web_request"), contains("X", "needle")),)) for name in ("first", "second")]

    def decode(number):
        decoded.append(number)
        return record("web_request", number, {"X": "needle"})

    texts = [b"hay", b"a NEEDLE", b"hay", b"a %4eeedle", b"a %254Eeedle", b"needles #needle"]
    found = seen([lines("web_request", texts, decode)], rules)
    assert decoded == [1, 3, 4, 5]
    assert len(found) == 8


def test_detectors_without_literal_are_named():
    """What has to run on every record is listed with its route."""
    route = Route("win_event", event_ids=frozenset({4624}))
    rules = [
        Detector(
            "slow", (Binding(route, equals("LogonType", "10")), Binding(Route("file"), Present and equals("X", "1")))
        ),
        Detector("fast", (Binding(route, ends("Image", "\\cmd.exe")),)),
    ]
    assert Engine(rules).always == (("slow", route),)


# Learning and bounds -------------------------------------------------------------------------------------------------


def test_choice_of_literals_follows_the_log():
    """A literal that stands in every record is dropped for a rarer one of the same detector, and nothing is lost."""
    frequent = "frequent-in-this-log"
    asked = All((contains("X", frequent), contains("X", "rare")))
    texts = [frequent + (" RARE" if number % 500 == 499 else "") for number in range(2000)]
    written = [orjson.dumps({"EventID": 1, "Channel": "C", "X": text}) for text in texts]
    log = lines(
        "web_request", [text.encode() for text in texts], lambda row: record("web_request", row, {"X": texts[row]})
    )
    for table, batch in (("web_request", log), ("win_event", Events(events=list(map(event, written, range(2000)))))):
        engine = Engine([Detector("d", (Binding(Route(table), asked),))])
        assert [found.record.at.offset for found in engine.scan([batch])] == [499, 999, 1499, 1999]
        (bucket,) = engine.kinds._buckets.values()
        assert (bucket.lines or bucket.events).literals == (b"rare",)


def test_blocks_with_too_many_hits(monkeypatch):
    """A block made to hold millions of hits is scanned line by line, with the same outcome."""
    monkeypatch.setattr("indicia.detection.matcher.MOST", 0)
    rules = [
        Detector("a", (Binding(Route("web_request"), contains("X", "././.")),)),
        Detector("b", (Binding(Route("web_request"), contains("X", "needle")),)),
    ]
    texts = [b"./" * 200_000, b"nothing", b"./" * 400_000 + b" %6eeedle", "\N{KELVIN SIGN}".encode()]
    batch = lines("web_request", texts, lambda number: record("web_request", number, {"X": unquote(texts[number])}))
    assert [found[:2] for found in seen([batch], rules)] == [("a", 0), ("a", 2), ("b", 2)]


def test_hostile_channels_do_not_fill_memory():
    """Any number of made-up channels is remembered up to a bound."""
    rules = [Detector("d", (Binding(Route("win_event"), contains("X", "needle")),))]
    engine = Engine(rules)
    made = (Event(f"c{n}", f"p{n}", n, b"{}", lambda: record("win_event", 0, {})) for n in range(20_000))
    assert list(engine.scan([Events(events=list(made))])) == []
    assert len(engine.kinds._kinds) <= 4096
    assert len(engine.kinds._buckets) == 1


def test_times_are_no_part_of_it():
    """Engines hold no clock: the same file gives equal sightings every time, from the same engine too."""
    rules = [Detector("d", (Binding(Route("win_event"), contains("X", "needle")),))]
    made = Record(
        table="win_event",
        source="X",
        time=datetime(2021, 3, 14, tzinfo=UTC),
        host="h",
        at=Locator(sha256="00", offset=1, length=1),
        fields={"X": "needle"},
        raw="",
    )
    batch = Events(events=[Event("X", "", 1, b'{"X":"needle"}', lambda: made)])
    engine = Engine(rules)
    assert (
        list(engine.scan([batch])) == list(engine.scan([batch])) == list(Engine(rules, prefilter=False).scan([batch]))
    )


@pytest.mark.parametrize("table", ["win_event", "web_request", "file"])
def test_no_detectors(table):
    """An engine without detectors sees nothing."""
    batch = {
        "win_event": Events(events=[Event("c", "p", 1, b"{}", lambda: record("win_event", 0, {}))]),
        "web_request": lines("web_request", [b"x"], lambda _: record("web_request", 0, {})),
        "file": Rows(table="file", records=[record("file", 0, {})]),
    }[table]
    assert seen([batch], []) == seen([batch], [], prefilter=False) == []

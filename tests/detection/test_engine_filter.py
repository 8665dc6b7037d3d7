"""Filter-then-evaluate answers as evaluate, whatever the records, the detectors and the way a log was written."""

import json
import os
from functools import partial
from xml.sax.saxutils import escape, quoteattr

import orjson
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.detection.seeing import assert_filter_changes_nothing, decoded, event, read, record, seen

from indicia.detection.conditions.backtracking import expression
from indicia.detection.conditions.condition import (
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
)
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.model.evidence import Kind
from indicia.tables.batch import Event, Events

EXAMPLES = int(os.environ.get("INDICIA_EXAMPLES", "60"))
"""Examples of each property that runs whole readers; more on request."""
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
        st.builds(Test, named, st.sampled_from([0, 3, -3, 31, 1.5, 4624, 2.0**60]).map(partial(Compare, "eq"))),
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

SPELT = (
    *(31, 31.0, 0, -0.0, 3100e-2, -3, "31", " 31 ", "031", "+31", "-3", "0X1F", "-0x0003", "0x1f ", "31.", "3.1e1"),
    *(
        "30.9999999999999999999999",
        "\t31\r\n",
        "\x0b31\x0c",
        "31e0",
        ".31e2",
        [31],
        ["3"],
        [3, 31],
        "3 1",
        "131",
        "0x131",
    ),
)
"""Numbers as writers may spell them, and what only looks like them."""

event_values = st.fixed_dictionaries(
    {"EventID": st.sampled_from([1, 4624]), "Channel": st.sampled_from(["owa/Operational", "MSExchange Management"])},
    optional={
        "Image": joined(),
        "CommandLine": joined(),
        "Data": st.lists(joined(), max_size=3),
        "Lists": st.lists(st.lists(joined(), max_size=2), max_size=2),
        "LogonType": st.sampled_from([3, 1.5, 1e22, True, "0x3", 2**60, None, *SPELT]),
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
    "XML in an item": (
        r'{"EventData_string":"<DataItem><EventData><Data Name=\"X\">a&lt;script</Data></EventData></DataItem>"}',
        "X",
        "a<script",
    ),
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


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("writer", range(len(WRITERS)))
@pytest.mark.parametrize("spelt", SPELT, ids=repr)
def test_numbers_compare_however_they_are_spelt(spelt, writer, plain):
    """The filter finds a number in each spelling that counts as equal, and decoding decides."""
    batches = [events([{"EventID": 1, "Channel": "owa/Operational", "LogonType": spelt}], [writer], ["nested"])]
    rules = [
        Detector(str(number), (Binding(Route("win_event"), Test("LogonType", Compare("eq", number))),))
        for number in (0, 3, -3, 31)
    ]
    decided = seen(batches, rules, prefilter=False)
    assert seen(batches, rules, plain=plain) == decided
    assert bool(decided) == (spelt not in ("3 1", "131", "0x131"))


def test_what_is_beyond_ascii_is_looked_for_by_itself():
    """A rule on letters outside ASCII costs nothing where there are none, and loses nothing where there are."""
    values = [{"EventID": 1, "Channel": "C", "Image": text} for text in ("plain", "\N{DUCK}", "gr\xfcn", "plain too")]
    rules = [
        Detector("duck", (Binding(Route("win_event"), contains("Image", "\N{DUCK}")),)),
        Detector("green", (Binding(Route("win_event"), Test("Image", Regex("gr\xfcn"))),)),
        Detector("upper", (Binding(Route("win_event"), contains("Image", "\xdc")),)),
    ]
    for writer in range(len(WRITERS)):
        batches = [events(values, [writer] * 4)]
        assert_filter_changes_nothing(batches, rules)
        assert [found[0] for found in seen(batches, rules)] == ["duck", "green", "upper"]
    engine = Engine(rules[::2], profiled=True)
    assert len(list(engine.scan([events(values, [0] * 4)]))) == 2
    assert engine.profile().opened == 2

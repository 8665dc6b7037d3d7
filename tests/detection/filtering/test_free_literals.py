"""In logs whose values are bounded by quotes and escaped, the filter changes nothing either."""

import json
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.detection.seeing import decoded, read, seen

from indicia.detection.conditions.condition import Pattern, Regex, Test, Wildcard, contains, equals
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.filtering.literals import TextKind, necessary, text_kind
from indicia.model.evidence import Kind

MANY = Wildcard.MANY
EXAMPLES = int(os.environ.get("INDICIA_EXAMPLES", "60"))
FRAGMENTS = (
    *(
        "owa",
        "/ecp/",
        "x",
        "_",
        "M",
        "=",
        "+",
        "?",
        "@",
        "404",
        "0404",
        "/powershell",
        ".asp",
        ".aspx",
        "d=1",
        "-",
        ",",
    ),
    *(
        "Mozilla/5.0",
        "(compatible;",
        "%20",
        "%3F",
        "%2B",
        "%252e",
        "%25",
        "%",
        "%5C",
        "%22",
        "%C5%BF",
        "ſ",
        "s",
        "é",
        ",",
    ),
    *(r"\"", r"\\", r"\x22", r"\x5C", r"\xc5\xbf", r"\xC5\xBF", r"\xe2\x84\xaa", r"\n", r"\t", r"\x41", r"\xE9", "\\"),
)
FIELDS = (
    "cs-uri-stem", "cs-uri-query", "url.query", "cs-user-agent", "cs-referer", "cs-method", "sc-status", "cs-host",
    "cs-request", "cs-username", "c-dns", "extra-1", "x-forwarded-for", "cs(User-Agent)", "c-ip", "status",
)  # fmt: skip
value = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join)


@st.composite
def ncsa_lines(draw):
    """One line, mostly of a usual form."""
    front = draw(
        st.sampled_from(["192.0.2.7 - -", "host.example - frank", "www.example:443 192.0.2.7 - -", "a, b - -"])
    )
    request = draw(st.sampled_from(["GET /{} HTTP/1.1", "POST /a?{} HTTP/1.0", "{}", "GET http://x/{} HTTP/1.1"]))
    tail = draw(st.sampled_from(["", ' "{}" "{}"', ' "-" "{}"', ' "-" "x" "{}" 0.1', ' "-" "x" "198.51.100.7"', " {}"]))
    line = f'{front} [14/Mar/2021:01:40:12 +0100] "{request}" {draw(st.sampled_from(["200", "404", "-"]))} 5{tail}'
    return re.sub(r"\{\}", lambda _: draw(value), line)


@st.composite
def native_lines(draw):
    """One line of IIS's own format."""
    return f"192.0.2.7, -, 3/2/21, 7:55:20, W3SVC1, EX, 192.0.2.1, 4, 1, 3, 200, 0, GET, /{draw(value)}, {draw(value)},"


ROW = st.fixed_dictionaries(
    {"cs-method": st.sampled_from(["GET", "POST"]), "c-ip": st.sampled_from(["192.0.2.7", "a, b", "pc.example"])},
    optional={
        "url.original": st.one_of(value.map("/{}".format), value, value.map("http://x/{}".format)),
        "csUriStem": value.map("/{}".format),
        "csUriQuery": value,
        "request": st.one_of(value, value.map("GET /{} HTTP/1.1".format)),
        "cs(User-Agent)": value,
        "csUserAgent": value,
        "cIP": st.one_of(value, st.just("192.0.2.7:80")),
        "status": st.one_of(value, st.just(200)),
        "referer": value,
        "cs-username": value,
        "cs-host": value,
        "sc-status": st.sampled_from(["200", "404", "-"]),
        "extra-1": st.one_of(value, st.lists(value, max_size=3)),
        "http_x_forwarded_for": st.sampled_from(["198.51.100.7", "x", "192.0.2.1, 198.51.100.7"]),
        "_raw": st.one_of(value, ncsa_lines()),
    },
).map(json.dumps)
"""Rows of log platforms, as JSON."""


@st.composite
def asked_of(draw, records):
    """A condition made of what stands in a record."""
    found = [(name, form) for record in records for name in FIELDS for form in _forms(record.fields.get(name))]
    if not found:
        return contains("cs-uri-stem", "owa")
    name, form = draw(st.sampled_from(found))
    begin, end = sorted(draw(st.tuples(st.integers(0, len(form)), st.integers(0, len(form)))))
    way = draw(st.sampled_from(["contains", "starts", "ends", "equals", "two", "regex", "word"]))
    parts = {
        "contains": (MANY, form[begin:end], MANY),
        "starts": (form[:end], MANY),
        "ends": (MANY, form[begin:]),
        "equals": (form,),
        "two": (form[:begin], MANY, form[end:]),
        "word": (MANY, form[begin:end], MANY),
    }.get(way)
    if parts is None:
        return Test(name, Regex("(?i)" + re.escape(form[begin:end])))
    return Test(None if way == "word" else name, Pattern(tuple(part for part in parts if part != "")))


def _forms(held):
    return held if isinstance(held, tuple) else () if held is None else (str(held),)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data(), st.sampled_from([Kind.NCSA, Kind.IIS_NCSA, Kind.IIS_NATIVE, Kind.WEB_JSON]), st.booleans())
def test_the_filter_changes_nothing(data, kind, plain):
    """What is made of a record's own values is seen with and without the filter, by either matcher."""
    made = {Kind.IIS_NATIVE: native_lines(), Kind.WEB_JSON: ROW}.get(kind, ncsa_lines())
    batches = read(kind, "\n".join(data.draw(st.lists(made, min_size=1, max_size=6))).encode())
    records = list(decoded(batches))
    conditions = data.draw(st.lists(asked_of(records), min_size=1, max_size=4))
    rules = [Detector(str(number), (Binding(Route("web_request"), one),)) for number, one in enumerate(conditions)]
    assert seen(batches, rules, plain=plain) == seen(batches, rules, prefilter=False)


def test_what_is_looked_for():
    """Literals span neither quotes nor backslashes nor `?`, and say nothing of where values begin."""

    def texts(condition):
        return [sorted(text.decode() for text in group) for group in necessary(condition, TextKind.FREE)]

    assert texts(equals("cs-uri-query", "/owa/a.aspx?b=12")) == [["/owa/a.aspx"], ["b=12"]]
    assert texts(equals("cs-user-agent", 'say "cheese" now\\here'))[0][0].startswith("say")
    assert texts(equals("cs-user-agent", "x")) == []
    assert texts(equals("cs-user-agent", "")) == [[]]


@pytest.mark.parametrize(
    ("source", "kind"), [("ncsa", TextKind.FREE), ("iis", TextKind.WEB), ("httperr", TextKind.WEB)]
)
def test_kinds(source, kind):
    """By the source of the records."""
    assert text_kind("web_request", source) is kind


def test_rules_that_name_iis_see_what_iis_wrote():
    """The same request in logs of different servers."""
    line = b'192.0.2.7 - - [14/Mar/2021:01:40:12 +0100] "GET /owa/x.aspx HTTP/1.1" 200 5\n'
    rules = [
        Detector("any", (Binding(Route("web_request"), contains("cs-uri-stem", "x.aspx")),)),
        Detector("iis", (Binding(Route("web_request", source="iis_ncsa"), contains("cs-uri-stem", "x.aspx")),)),
    ]
    assert [name for name, _, _ in seen(read(Kind.NCSA, line), rules)] == ["any"]
    assert [name for name, _, _ in seen(read(Kind.IIS_NCSA, line), rules)] == ["any", "iis"]

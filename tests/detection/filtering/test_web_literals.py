"""Whole values, their starts and ends, texts over blanks and question marks are found however a web log has them."""

import os
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.detection.seeing import decoded, read, seen

from indicia.detection.conditions.condition import (
    All,
    Any,
    Compare,
    Not,
    Null,
    Pattern,
    Regex,
    Test,
    Wildcard,
    contains,
    ends,
    equals,
)
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.filtering import escaped
from indicia.detection.filtering.choosing import REVIEWS
from indicia.detection.filtering.in_lines import LinePrefilter
from indicia.detection.filtering.literals import BOTH, EDGE, JOINT, SEAM, TextKind, necessary
from indicia.detection.filtering.matcher import HYPERSCAN, HyperscanMatcher
from indicia.detection.filtering.spelling import as_folded, folded, in_folded, in_plain
from indicia.model.evidence import Kind

WEB = TextKind.WEB
MANY = Wildcard.MANY
EXAMPLES = int(os.environ.get("INDICIA_EXAMPLES", "60"))
"""Examples of each property that runs whole readers; more on request."""
FRAGMENTS = (
    *("owa", "/ecp/", "x", "_", "M", "=", "+", "?", "@", "404", "0404", "/powershell", ".asp", ".aspx", "d=1", "-"),
    *("Mozilla/5.0", "(compatible;", "Chrome/9", "%20", "%3F", "%2B", "%252e", "%25", "%", "%5C", "%C5%BF", "ſ", "s"),
)
LAYOUTS = (
    "date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status",
    "date time cs-uri-query cs-uri-stem c-ip cs(User-Agent)",
    "cs(User-Agent) date time cs-uri-stem sc-status",
    "date time cs-uri-stem c-ip cs(User-Agent) cs(Referer) cs-uri-query",
)
FIELDS = ("cs-uri-stem", "cs-uri-query", "url.query", "cs-user-agent", "cs-referer", "cs-method", "sc-status")

value = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join)


@st.composite
def logs(draw):
    """A log of a few lines, some of which have a blank too many or end in NUL bytes."""
    names = draw(st.sampled_from(LAYOUTS)).split()
    sep = draw(st.sampled_from([" ", " ", " ", "\t"]))
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        row = []
        for name in names:
            match name:
                case "date":
                    row.append("2021-03-14")
                case "time":
                    row.append("01:40:12")
                case "c-ip":
                    row.append("192.0.2.7")
                case "cs-method":
                    row.append(draw(st.sampled_from(["GET", "POST"])))
                case "sc-status":
                    row.append(draw(st.sampled_from(["200", "404", "0404"])))
                case "cs-uri-stem":
                    row.append("/" + draw(value))
                case _:
                    row.append(draw(value))
            if name.startswith("cs(") and draw(st.integers(0, 9)) == 0:
                row[-1] += " " + draw(value)
        lines.append(sep.join(row) + draw(st.sampled_from(["", "", "", " ", "\0"])))
    end = draw(st.sampled_from(["\r\n", "\n"]))
    head = draw(st.sampled_from(["", "\ufeff"])) + f"#Fields: {sep.join(names)}"
    return (end.join([head, *lines]) + draw(st.sampled_from([end, ""]))).encode()


@st.composite
def asked_of(draw, records):
    """A condition made of what stands in a record, so that it mostly is true of one."""
    found = [(name, form) for record in records for name in FIELDS for form in _forms(record.fields.get(name))]
    if not found:
        return contains("cs-uri-stem", "owa")
    tests = []
    for _ in range(draw(st.integers(1, 3))):
        name, form = draw(st.sampled_from(found))
        begin, end = sorted(draw(st.tuples(st.integers(0, len(form)), st.integers(0, len(form)))))
        piece = form[begin:end]
        way = draw(st.sampled_from(["contains", "starts", "ends", "equals", "two", "regex"]))
        parts = {
            "contains": (MANY, piece, MANY),
            "starts": (form[:end], MANY),
            "ends": (MANY, form[begin:]),
            "equals": (form,),
            "two": (form[:begin], MANY, form[end:]),
        }.get(way)
        check = Pattern(tuple(part for part in parts if part != "")) if parts else Regex("(?i)" + re.escape(piece))
        tests.append(Test(name, check))
    return draw(st.sampled_from([All, All, Any]))(tuple(tests))


def _forms(held):
    return held if isinstance(held, tuple) else () if held is None else (str(held),)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data(), logs(), st.booleans())
def test_the_filter_changes_nothing(data, log, plain):
    """What is made of a record's own values is seen with and without the filter, by either matcher."""
    batches = read(Kind.IIS, log)
    records = list(decoded(batches))
    conditions = data.draw(st.lists(asked_of(records), min_size=1, max_size=4))
    rules = [Detector(str(number), (Binding(Route("web_request"), one),)) for number, one in enumerate(conditions)]
    assert seen(batches, rules, plain=plain) == seen(batches, rules, prefilter=False)


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    "line",
    [
        "_ 2021-03-14 01:40:12 /owa/ev.owa x=1",
        "_\t2021-03-14\t01:40:12\t/owa/ev.owa\tx=1",
        "Mozilla/5.0+_ 2021-03-14 01:40:12 /owa/ev%2Eowa x=1",
    ],
)
def test_values_at_the_ends_of_a_line(line, plain):
    """The first value begins with the line and the last one ends with it, which no blank tells."""
    sep = "\t" if "\t" in line else " "
    log = f"#Fields: {sep.join(('cs(User-Agent)', 'date', 'time', 'cs-uri-stem', 'cs-uri-query'))}\n{line}"
    rules = [
        Detector("start", (Binding(Route("web_request"), ends("cs-user-agent", "_")),)),
        Detector("end", (Binding(Route("web_request"), equals("url.query", "x=1")),)),
        Detector("middle", (Binding(Route("web_request"), ends("cs-uri-stem", "v.owa")),)),
    ]
    assert [name for name, _, _ in seen(read(Kind.IIS, log.encode()), rules, plain=plain)] == ["start", "end", "middle"]


def test_ends_of_values_are_part_of_a_literal():
    """What is a whole value is short enough to be looked for; what is not is left, and an empty value never comes."""
    edge, joint, seam = (byte.decode() for byte in (EDGE, JOINT, SEAM))

    def texts(condition):
        return [sorted(text.decode() for text in group) for group in necessary(condition, WEB)]

    assert texts(equals("cs-user-agent", "x")) == [[f"{edge}x{edge}"]]
    assert texts(ends("cs-uri-stem", ".asp")) == [[f".asp{edge}"]]
    assert texts(ends("cs-user-agent", "=")) == [[f"={edge}"]]
    assert texts(equals("cs-user-agent", "20112211")) == [[f"{edge}20112211{edge}"]]
    assert texts(equals("cs-user-agent", "Mozilla 4+x")) == [[f"{edge}mozilla{joint}4{joint}x{edge}"]]
    assert texts(contains("cs-uri-query", "ev.owa?ns=")) == [[f"ev.owa{seam}"], [f"{seam}ns="]]
    assert (
        texts(ends("cs-uri-stem", "/")) == texts(ends("cs-user-agent", "x")) == texts(ends("cs-username", "17")) == []
    )
    assert texts(equals("cs-user-agent", "")) == [[]]
    assert texts(contains(None, "asp")) == [["asp"]]
    # Dates and times may stand in a header alone.
    assert texts(equals("time", "01:40:12")) == []


def test_spelling():
    """Each literal as it stands in plain lines and in folded text, with its number."""
    literals = [b"a", EDGE + b"x" + EDGE, b"a" + JOINT + b"b", b"s" + SEAM, EDGE + b"u" + BOTH + b"v"]
    texts, numbers = in_plain(literals)
    assert texts == [b"a", b" x ", b"a+b", b"s ", b"s?", b" u" + BOTH + b"v"]
    assert numbers.tolist() == [0, 1, 2, 3, 3, 4]
    texts, numbers = in_folded(literals)
    assert [text.replace(EDGE, b"|") for text in texts] == [b"a", b"|x|", b"a|b", b"s|", b"|u", b"v"]
    assert numbers.tolist() == [0, 1, 2, 3, 4, 4]
    assert folded(b"A b+C?\tz") == as_folded(EDGE + b"a" + JOINT + b"b" + JOINT + b"c" + 2 * SEAM + b"z" + EDGE)


@pytest.mark.skipif(not HYPERSCAN, reason="no Hyperscan wheel on this platform")
@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="ab/.", min_size=2, max_size=4),
    st.text(alphabet="ab/.", min_size=2, max_size=4),
    st.text(alphabet="ab/.B\n", max_size=14),
)
@example("/a/", "/b", "x/a/b")
def test_two_literals_of_one_line(one, other, text):
    """Found where both stand in one line, in either order, also where the end of one is the start of the other."""
    first, second = one.encode(), other.encode()
    if first in second or second in first:
        return
    expected = any(one in line and other in line for line in text.lower().split("\n"))
    assert bool(HyperscanMatcher([first + BOTH + second]).hits(text.encode())[0]) == expected


@pytest.mark.skipif(not HYPERSCAN, reason="no Hyperscan wheel on this platform")
def test_common_texts_are_searched_for_together():
    """Two texts that many lines hold are one literal once they are known to meet seldom; no sighting is lost by it."""
    condition = All((contains("cs-uri-query", "/owa/"), contains("cs-uri-query", "/powershell")))
    chosen = LinePrefilter([condition], WEB)
    assert chosen.literals == (b"/owa/" + BOTH + b"/powershell",)
    line = "2021-03-14 01:40:12 GET {} - 192.0.2.7 x 200"
    stems = ["/owa/", "/powershell", "/owa/powershell", "/powershell/%6Fwa/x", "/owa/%70owershell/x"]
    rows = [line.format(stems[number % 2 if number % 500 else number // 500 % 5]) for number in range(REVIEWS[0] * 30)]
    log = "\n".join([f"#Fields: {LAYOUTS[0]}", *rows]).encode()
    batches = read(Kind.IIS, log)
    rules = [Detector("both", (Binding(Route("web_request"), condition),))]
    found = seen(batches, rules)
    assert len(found) > 3
    assert found == seen(batches, rules, prefilter=False)


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["GET", "POST", "PROPPATCH", "BASELINE-CONTROL"]),
            st.sampled_from(["/owa/a", "/owa/%61", "/owa/b.asp", "/owa/c"]),
            st.sampled_from(["200", "404", "0404", "404.0", "-"]),
        ),
        min_size=40,
        max_size=120,
    )
)
def test_many_candidates_of_one_block(rows):
    """Columns refute many candidates at once as they do one by one, be their values short or long."""
    lines = [f"2021-03-14 01:40:12 {method} {stem} - 192.0.2.7 x {status}" for method, stem, status in rows]
    batches = read(Kind.IIS, "\n".join([f"#Fields: {LAYOUTS[0]}", *lines, ""]).encode())
    common = contains("cs-uri-stem", "/owa/")
    asked = {
        "status": Test("sc-status", Compare("eq", 404)),
        "method": equals("cs-method", "POST", "BASELINE-CONTROL"),
        "neither": Not(Any((Test("sc-status", Compare("eq", 404)), equals("cs-method", "GET")))),
        "path": ends("cs-uri-stem", "/a"),
        "absent": Test("sc-status", Null()),
        "never": equals("cs-host", "x"),
    }
    rules = [Detector(name, (Binding(Route("web_request"), All((common, one))),)) for name, one in asked.items()]
    assert seen(batches, rules) == seen(batches, rules, prefilter=False)


@pytest.mark.parametrize("most", [0, 400, 1 << 20])
def test_what_was_decoded_is_remembered_within_bounds(most, monkeypatch):
    """Texts around escapes come out alike however many of them are remembered, long ones are not."""
    monkeypatch.setattr(escaped, "_MOST_BYTES", most)
    wanted = [f"/x{number % 7}/%6Fwa{number % 5}" for number in range(60)]
    long = "%41" * 900 + "%6Fwa9"
    rows = [f"2021-03-14 01:40:12 GET {stem} - 192.0.2.7 x 200" for stem in (*wanted, f"/{long}", *wanted)]
    batches = read(Kind.IIS, "\n".join([f"#Fields: {LAYOUTS[0]}", *rows, ""]).encode())
    rules = [
        Detector(text, (Binding(Route("web_request"), contains("cs-uri-stem", text)),)) for text in ("owa3", "owa9")
    ]
    found = seen(batches, rules)
    assert [name for name, _, _ in found].count("owa3") == 24
    assert [name for name, _, _ in found].count("owa9") == 1
    assert found == seen(batches, rules, prefilter=False)

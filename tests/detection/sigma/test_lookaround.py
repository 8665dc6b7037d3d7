"""Expressions that no linear-time engine takes run under guard, and what the guard ends is said."""

import re
from contextlib import suppress

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.detection.marked import matched_fields
from tests.growth import assert_costs_like, least_seconds, processor_seconds

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.conditions.as_text import condition_from_text, condition_text
from indicia.detection.conditions.backtracking import LONGEST, SECONDS, Undecided, backtracking, expression
from indicia.detection.conditions.checks import check_regex
from indicia.detection.conditions.checks import regex as linear
from indicia.detection.conditions.condition import All, Any, Backtracking, Not, Regex, contains, equals
from indicia.detection.conditions.condition import Test as Check
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import PATIENCE, Engine
from indicia.detection.filtering.literals import TextKind, necessary
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sigma.modifiers import item_condition
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rules import load_rules
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Locator
from indicia.model.record import Record
from indicia.pipeline.scan import Order, scan
from indicia.tables.batch import Rows

MATCHES = [
    ("not behind", "f|re", r"(?<!power)shell\.exe", "cmdshell.exe", True),
    ("behind", "f|re", r"(?<!power)shell\.exe", "powershell.exe", False),
    ("not before", "f|re", r"cmd(?!\.exe)", "cmd.com", True),
    ("before", "f|re", r"(?=.*whoami)(?=.*cmd)", "cmd /c whoami", True),
    ("one missing", "f|re", r"(?=.*whoami)(?=.*cmd)", "cmd /c x", False),
    ("a reference", "f|re", r"(\w+)=\1", "a=a", True),
    ("a named reference", "f|re", r"(?<q>['\"])x\k<q>", "'x'", True),
    ("another spelling", "f|re", r"(?P<q>['\"])x(?P=q)", "'x\"", False),
    ("atomic", "f|re", r"(?>a|ab)c", "abc", False),
    ("possessive", "f|re", r"a++b", "aab", True),
    ("case counts", "f|re", r"(?<!x)ABC", "abc", False),
    ("unless it says so", "f|re|i", r"(?<!x)ABC", "abc", True),
    ("letters of any script", "f|re|i", r"(?<!x)É", "é", True),
    ("words are ASCII", "f|re", r"(?<!x)^\w$", "é", False),
    ("also turned round", "f|re", r"(?<!x)^\W$", "é", True),
    ("in classes", "f|re", r"(?<!x)^[\W]$", "é", True),
    ("digits are ASCII", "f|re", r"(?<!x)^[\d.]$", "٣", False),
    ("blanks are ASCII", "f|re", r"(?<!x)^\S$", "\u00a0", True),
    ("any character", "f|re", r"(?<!x)^[\s\S]$", "\u00a0", True),
    ("borders of words are ASCII", "f|re", r"(?=x)x\b", "xé", True),
    ("the end is the end", "f|re", r"(?=a)a$", "a\n", False),
    ("line ends with m", "f|re|m", r"(?=a)a$", "a\nb", True),
    ("at the start", "f|re|startswith", r"(?=b)b|c", "ab", False),
    ("at the end", "f|re|endswith", r"(?=b)b|c", "xb", True),
    ("dashes in classes", "f|re", r"(?=.)^[\w-.]$", "-", True),
    ("no range behind a class", "f|re", r"(?=.)^[\w-.]$", "a", True),
    ("a bracket in a class", "f|re", r"(?=.)^[][]$", "[", True),
    ("keywords", "|re", r"(?<!a)b", "cb", True),
]


@pytest.mark.parametrize(("key", "value", "found", "expected"), [i[1:] for i in MATCHES], ids=[i[0] for i in MATCHES])
def test_what_is_matched(key, value, found, expected):
    """Look-around, references and the rest mean what they mean elsewhere; what both engines know means the same."""
    condition = item_condition(key, value)
    assert isinstance(condition.check, Backtracking)
    assert compile_condition(condition)({"f": found}) is expected


def test_linear_time_comes_first():
    """An expression that the linear-time engine takes runs there."""
    assert item_condition("f|re", "a+b") == Check("f", Regex("a+b"))


PIECES = ["a", "B", "é", r"\w", r"\W", r"\d", r"\S", r"\s", ".", "[a-c]", r"[\w-]", r"[^\d]", r"\b", "^", "$"]
"""Without `\\B`: the linear engine, which looks at bytes, finds that between the bytes of one character."""
PATTERNS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["", "", "*", "+?", "?", "{1,2}"])).map(
        lambda pair: pair[0] if pair[0] in (r"\b", "^", "$") else "".join(pair)
    ),
    max_size=4,
).map("".join)


@given(
    st.sampled_from(["", "(?i)", "(?m)", "(?s)", "(?im)"]),
    st.lists(PATTERNS, min_size=1, max_size=2),
    st.text(alphabet="aBc1_- \n\u00a0é٣", max_size=6),
)
def test_both_engines_agree(flags, alternatives, text):
    """Of expressions that both take, both say the same."""
    pattern = flags + "|".join(f"(?:{one})" for one in alternatives)
    assert check_regex(pattern) == ""
    assert backtracking(expression(pattern))(text) == linear(pattern)(text)


REFUSED = [
    (r"(a{999}){999}(?=b)", "too large"),
    (r"(((a{50}){50}){50}){50}(?!b)", "too large"),
    (r"(?=a)" * 1000, "longer than"),
    ("(" * 60 + "(?=a)" + ")" * 60, "nested too deeply"),
    (r"(?R)", "not supported"),
    (r"(a)(?1)(?=b)", "not supported"),
    (r"(?(1)a|b)(?=c)", "not supported"),
    (r"(*FAIL)(?=c)", "not supported"),
    (r"(?#note)(?=c)", "not supported"),
    (r"a(?i)b(?=c)", "not supported"),
    (r"(?x)a (?=c)", "not supported"),
    (r"a{e<2}(?=c)", "no repetition"),
    (r"\L<words>(?=c)", "not known"),
    (r"\Qa\E(?=c)", "not known"),
    (r"\Ka(?=c)", "not known"),
    (r"\012(?=c)", "octal"),
    (r"(?=a", "not closed"),
    (r"[a(?=b)", "not closed"),
    (r"(?=a))", "not opened"),
    (r"(?=a)\5", "cannot be run"),
    (r"a**(?=b)", "cannot be run"),
    ("(?=a)\\", "not known"),
]


@pytest.mark.parametrize(("pattern", "reason"), REFUSED, ids=[i[0][:20] for i in REFUSED])
def test_what_is_not_known_is_refused(pattern, reason, monkeypatch):
    """With both reasons, and before the engine sees it: writing it out could take all memory."""
    compiled = []
    real = regex.compile
    monkeypatch.setattr(regex, "compile", lambda *args, **kept: compiled.append(args) or real(*args, **kept))
    with pytest.raises(Refused, match=reason):
        item_condition("f|re", pattern)
    assert bool(compiled) is (reason == "cannot be run")


@given(st.text(alphabet="ab()[]{}?*+|\\^$.-:=!<>P1,wWbk'#&~", max_size=25))
def test_any_pattern_is_an_expression_or_refused(pattern):
    """Whatever stands there; and what comes out can be searched for."""
    try:
        found = backtracking(expression(pattern))
    except ValueError as error:
        assert str(error)
        return
    with suppress(Undecided):
        assert found("abba") in (True, False)


LITERALS = [
    (r"(?<!x)whoami", {"whoami"}),
    (r"(?=.*cmd)(?=.*whoami)", {"cmd", "whoami"}),
    (r"cmd(?!whoami)\.exe", {"cmd", ".exe"}),
    (r"(?:(?!cmd).)*whoami", {"whoami"}),
    (r"(?=.*cmd)?whoami", {"whoami"}),
    (r"(cmd)x\1y", {"cmdx", "y"}),
    (r"cmd++x", {"cmd", "x"}),
    (r"(?>cmd)\.exe", {"cmd.exe"}),
    (r"(?:x?+)cmd", {"cmd"}),
]


@pytest.mark.parametrize(("pattern", "texts"), LITERALS)
def test_what_has_to_stand_there(pattern, texts):
    """Texts that every match holds are found; what must not be there is none of them."""
    groups = required_texts(expression(pattern))
    assert {text for group in groups for text in group} == texts
    assert all(len(group) == 1 for group in groups)


ATOMS = ["a", "b", "ab", "[ab]", ".", r"\w", r"\b", "^", "$", "B"]
NESTED = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda several: f"(?:{'|'.join(several)})"),
        st.tuples(st.sampled_from(["(?=", "(?!", "(?<=", "(?<!", "(?>", "(", "(?:"]), inner).map(
            lambda p: f"{p[0]}{p[1]})"
        ),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{0,2}", "{2}", "*+", "?+", "++", "+?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda text: rf"(?:({text})\1)"),
    ),
    max_leaves=6,
)


@given(st.sampled_from(["", "(?i)"]), NESTED, st.text(alphabet="abBAc", max_size=8))
def test_whatever_an_expression_matches_holds_its_texts(flags, pattern, text):
    """The texts taken for necessary stand in every value that matches, letters in any case."""
    try:
        written = expression(flags + pattern)
    except ValueError:
        return
    if regex.compile(written, regex.VERSION0).search(text, timeout=2):
        for group in required_texts(written):
            assert any(part.lower() in text.lower() for part in group)


def test_without_a_literal_every_record_is_decided():
    """An expression of which nothing is known filters nothing."""
    assert necessary(Check("f", Backtracking(expression(r"(.)\1"))), TextKind.JSON) == ()
    assert necessary(Check("f", Backtracking(expression(r"(?<!x)whoami"))), TextKind.JSON) == ({b"whoami"},)


SLOW = Backtracking(expression(r"(a+)+(?=[bc])c"))
BAD = "c" + "a" * 5000 + "b"
"""Undecided: the expression's texts are in it."""


def test_the_guard_ends_what_never_ends():
    """Within the limit for one value, and without looking at values that are too long."""
    decide = backtracking(SLOW.pattern)

    def ended():
        with pytest.raises(Undecided):
            decide(BAD)

    assert processor_seconds(ended) < 20 * SECONDS
    long = backtracking(expression(r"(?<!x)b"))
    with pytest.raises(Undecided):
        long("b" * (LONGEST + 1))
    assert not long("a" * (LONGEST + 1))


def test_only_what_nothing_else_decides_is_undecided():
    """A test beside it that decides is put first, in every nesting; marking names what decided."""
    slow = Check("f", SLOW)
    fields = {"f": BAD, "g": "1"}
    for condition, expected in [
        (All((slow, equals("g", "2"))), False),
        (Any((slow, equals("g", "1"))), True),
        (Not(All((slow, equals("g", "2")))), True),
        (Any((All((slow, slow)), equals("g", "1"))), True),
    ]:
        assert compile_condition(condition)(fields) is expected
    assert matched_fields(Any((slow, equals("g", "1"))), fields) == ("g",)
    for condition in (slow, Not(slow), All((slow, equals("g", "1"))), Any((slow, equals("g", "2")))):
        with pytest.raises(Undecided):
            compile_condition(condition)(fields)


def test_what_is_slow_stays_last():
    """However often it was false of records before, it is asked when everything else is true."""
    decide = compile_condition(All((Check("f", SLOW), equals("g", "1"), equals("h", "1"))))
    for _ in range(3):
        assert not decide({"f": "b", "g": "1", "h": "1"})
        assert not decide({"f": BAD, "g": "1", "h": "2"})
        assert not decide({"f": BAD, "g": "2", "h": "1"})


def _rows(values):
    return Rows(
        table="file",
        records=[
            Record(
                table="file",
                at=Locator(sha256="0" * 64, offset=number, length=1),
                time=None,
                host="",
                source="",
                fields={"X": value},
                raw="",
            )
            for number, value in enumerate(values)
        ],
    )


def _engine(condition, **options):
    detectors = [Detector("slow", (Binding(Route("file"), condition),))]
    return Engine([*detectors, Detector("quick", (Binding(Route("file"), contains("X", "a")),))], **options)


@pytest.mark.parametrize("profiled", [False, True])
def test_undecided_records_are_counted_and_others_decided(profiled):
    """The count is the engine's answer beside the sightings; other detectors are not touched."""
    engine = _engine(Check("X", SLOW), profiled=profiled)
    seen = engine.start()
    found = [one.detector for one in seen.feed(_rows(["aac", BAD, "xaac", "b"]))]
    assert found == ["slow", "quick", "quick", "slow", "quick"]
    assert seen.undecided == {"slow": 1}


def test_a_detector_that_costs_too_much_is_given_up_for_the_file():
    """After so many records nothing more is spent, every further one is counted; the next file starts anew."""
    engine = _engine(Check("X", SLOW))
    seen = engine.start()
    found: list[str] = []
    spent = processor_seconds(lambda: found.extend(one.detector for one in seen.feed(_rows([BAD] * 500))))
    assert found == ["quick"] * 500
    assert seen.undecided == {"slow": 500}
    assert spent < 10 * PATIENCE * SECONDS < 500 * SECONDS
    assert [one.detector for one in engine.start().feed(_rows(["aac"]))] == ["slow", "quick"]


def test_undecided_records_are_a_fault_of_the_reading(tmp_path):
    """The result says which rule was not decided on how many records of which file."""
    rule = {
        "title": "Never ends",
        "id": "never-ends",
        "logsource": {"product": "windows", "service": "security"},
        "detection": {"a": {"CommandLine|re": r"(a+)+(?=[bc])c"}, "condition": "a"},
    }
    many = {**rule, "title": "Many", "id": "many", "detection": {"a": {"EventID": 4688}, "condition": "a"}}
    (tmp_path / "rule.yml").write_text(yaml.safe_dump_all([rule, many]))
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    event = (
        '{"Event":{"System":{"Provider":{"Name":"Microsoft-Windows-Security-Auditing"},"EventID":4688,'
        '"Channel":"Security","Computer":"EX01","EventRecordID":%d,'
        '"TimeCreated":{"#attributes":{"SystemTime":"2021-03-14T01:39:32Z"}}},"EventData":{"CommandLine":"%s"}}}\n'
    )
    lines = [event % (number, value) for number, value in enumerate([BAD, "aac", BAD, "x"])]
    (evidence / "security.json").write_text("".join(lines))
    settings = Settings()
    ruleset = load_ruleset(load_pack(), Sources(rules=(tmp_path / "rule.yml",)), settings.limits)
    result = scan(Order(arguments=(evidence,), settings=settings), Case.create(tmp_path / "case"), ruleset)
    assert [finding.count for finding in result.findings if finding.detector == "never-ends"] == [1]
    summaries = {finding.detector: finding.summary for finding in result.findings}
    assert summaries["never-ends"] == "A record matched the rule “Never ends”: CommandLine = “aac”."
    assert summaries["many"] == "Records matched the rule “Many”, the first with EventID = “4688”."
    faults = [fault.reason for fault in result.faults if "never-ends" in fault.reason]
    assert len(faults) == 1
    assert re.search(r"the rule “Never ends” \(never-ends\) was not decided on 2 records", faults[0])


def test_it_survives_the_cache():
    """As text and back."""
    check = Check("f", SLOW)
    assert condition_from_text(condition_text(check)) == check
    assert replace(SLOW) == SLOW


def test_a_rule_set_of_catastrophic_patterns_loads_like_another(tmp_path):
    """Hundreds of rules made to hang are refused or loaded in the time that usual ones take."""
    patterns = [
        r"((a+)+)+(?=b)",
        r"(a|a)*(?!b)",
        r"(?:(?:x{30}){30}){30}(?=y)",
        "(?=" * 300,
        "[" * 300,
        "(?<=a{9999})b",
    ]

    def load(name, patterns):
        rules = [
            {
                "title": str(number),
                "id": f"r{number}",
                "logsource": {"category": "webserver"},
                "detection": {
                    "a": {"cs-uri-query|re": f"{patterns[number % len(patterns)]}{number}"},
                    "condition": "a",
                },
            }
            for number in range(300)
        ]
        path = tmp_path / f"{name}.yml"
        path.write_text(yaml.safe_dump_all(rules))
        loaded = load_rules([path])
        assert len(loaded.rules) + len(loaded.refused) == 300
        assert loaded.rules

    assert_costs_like(
        lambda: load("made to hang", patterns), least_seconds(lambda: load("usual", [r"(?<!x)cmd\.exe"])), 10
    )

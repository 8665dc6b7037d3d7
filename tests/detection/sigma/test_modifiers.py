"""Detections of Sigma rules mean what the specification says: modifiers, escapes, lists, conditions."""

from base64 import b64encode

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sigma.types import SigmaString, SpecialChars

from indicia.detection.conditions.condition import Wildcard
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.sigma.modifiers import item_condition, text_parts
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.translate import detection_condition

IPV6 = "2001:db8::1"
WIDE = b64encode("Invoke-X".encode("utf-16-le")).decode()

# (what holds, field and modifiers, value of the rule, value of the record, expected)
ITEMS = [
    ("plain", "f", "cmd.exe", "CMD.EXE", True),
    ("inner wildcard binds the whole value", "f", "c*d", "xcmdx", False),
    ("inner wildcard", "f", "c*d.?xe", "cmd.exe", True),
    ("wildcard inside contains", "f|contains", "a*c", "xxabbcxx", True),
    ("wildcard inside endswith", "f|endswith", r"\a?c", r"c:\abc", True),
    ("contains", "f|contains", "md", "cmd.exe", True),
    ("startswith", "f|startswith", "cm", "xcmd", False),
    ("endswith", "f|endswith", ".exe", "cmd.exe", True),
    ("underscore and percent are plain", "f", "a_b%", "axb%", False),
    ("escaped star", "f", r"a\*b", "a*b", True),
    ("escaped star is no wildcard", "f", r"a\*b", "axb", False),
    ("escaped question mark", "f", r"a\?b", "a?b", True),
    ("backslash and wildcard", "f", r"a\\*b", r"a\xxb", True),
    ("backslash and star", "f", r"a\\\*b", r"a\*b", True),
    ("backslash and star are literal", "f", r"a\\\*b", r"a\xb", False),
    ("single backslash", "f", r"c:\windows", r"C:\Windows", True),
    ("two backslashes are one", "f", r"c:\\windows", r"C:\Windows", True),
    ("four backslashes are two", "f", r"\\\\server\share", r"\\server\share", True),
    ("trailing backslash before a modifier's wildcard", "f|startswith", "c:\\temp\\", r"C:\Temp\x", True),
    ("trailing backslash is needed", "f|startswith", "c:\\temp\\", r"C:\Temporary", False),
    ("all of a list in one value", "f|contains|all", ["a", "b"], "xbxa", True),
    ("all of a list, one missing", "f|contains|all", ["a", "b"], "xbx", False),
    ("all over several values", "f|contains|all", ["a", "b"], ("xa", "bx"), True),
    ("any of a list", "f|contains", ["a", "b"], "xbx", True),
    ("neq", "f|neq", "a", "b", True),
    ("neq of a list is none of it", "f|neq", ["a", "b"], "b", False),
    ("neq on a number", "f|neq", 5, "5", False),
    ("cased", "f|cased", "Abc", "abc", False),
    ("cased contains", "f|contains|cased", "bC", "abCd", True),
    ("number", "f", 4688, "4688", True),
    ("number in hex", "f", 31, "0x1f", True),
    ("number as text with contains", "f|contains", 88, "4688", True),
    ("negative number", "f", -1, "-1", True),
    ("float", "f|gte", 1.5, "1.5", True),
    ("lt", "f|lt", 10, "9", True),
    ("lte", "f|lte", 10, 10, True),
    ("gt", "f|gt", 10, "0x0b", True),
    ("gte on text that is no number", "f|gte", 10, "many", False),
    ("boolean", "f", True, "True", True),
    ("boolean of the record", "f", "false", False, True),
    ("null", "f", None, None, True),
    ("null is not empty", "f", None, "", False),
    ("empty", "f", "", "", True),
    ("empty is not null", "f", "", None, False),
    ("an empty list is null", "f", [], None, True),
    ("exists whatever the value", "f|exists", True, None, True),
    ("exists not", "f|exists", False, "", False),
    ("re minds case", "f|re", "Abc", "abc", False),
    ("re is searched for", "f|re", "b.", "abcd", True),
    ("re takes a flag", "f|re|i", "ABC", "abc", True),
    ("re takes two flags", "f|re|i|m", "^B", "a\nb", True),
    ("re: without the flag", "f|re|i", "^B", "a\nb", False),
    ("re: long names of flags", "f|re|ignorecase|dotall|multiline", "^A.B$", "x\na\nb", True),
    ("re: a dot is no line end", "f|re", "a.b", "a\nb", False),
    ("re keeps its backslashes", "f|re", r"\\a\*", r"c:\a*", True),
    ("re at the start", "f|re|startswith", "b|c", "ab", False),
    ("re at the end", "f|re|endswith", "b|c", "ab", True),
    ("cidr", "f|cidr", "192.168.0.0/16", "192.168.55.1", True),
    ("cidr, IPv6", "f|cidr", "2001:db8::/32", IPV6, True),
    ("cidr, list", "f|cidr", ["10.0.0.0/8", "::1/128"], "::1", True),
    ("cidr of a name", "f|cidr", "10.0.0.0/8", "localhost", False),
    ("windash, slash", "f|contains|windash", " -enc ", "x /ENC y", True),
    ("windash, written first", "f|windash|contains", " -enc ", "x /enc y", True),
    ("windash, from a slash", "f|contains|windash", " /c ", "cmd -c x", True),
    ("windash, en dash", "f|contains|windash", " -enc", "x \u2013enc", True),
    ("windash, em dash", "f|contains|windash", " -enc", "x \u2014enc", True),
    ("windash, horizontal bar", "f|contains|windash", " -enc", "x \u2015enc", True),
    ("windash mixes", "f|contains|windash", "-a -b", "/a \u2014b", True),
    ("windash leaves dashes inside words", "f|contains|windash", "power-shell", "power/shell", False),
    ("windash behind a dash in a path", "f|contains|windash", " -enc", r"c:\a-b\x.exe /enc", True),
    ("windash at the end", "f|endswith|windash", " -q", "x /q", True),
    ("windash at the start", "f|startswith|windash", "-q", "\u2013q x", True),
    ("base64 needs its place", "f|base64", "foobar", "Zm9vYmFy", True),
    ("base64 does not match the text itself", "f|base64", "foobar", "foobar", False),
    ("base64 minds case", "f|base64|contains", "foobar", "xx zm9vymfy", False),
    ("base64offset, first", "f|base64offset|contains", "foobar!", b64encode(b"foobar!..").decode(), True),
    ("base64offset, second", "f|base64offset|contains", "foobar!", b64encode(b".foobar!.").decode(), True),
    ("base64offset, third", "f|base64offset|contains", "foobar!", b64encode(b"..foobar!").decode(), True),
    ("base64offset, order", "f|contains|base64offset", "foobar!", b64encode(b"..foobar!").decode(), True),
    (
        "base64 of other scripts counts bytes",
        "f|base64offset|contains",
        "é!",
        b64encode("xé!y".encode()).decode(),
        True,
    ),
    ("wide", "f|wide|base64offset|contains", "Invoke-X", WIDE, True),
    ("utf16le", "f|utf16le|base64|contains", "Invoke-X", WIDE, True),
    ("utf16be", "f|utf16be|base64", "é", b64encode("é".encode("utf-16-be")).decode(), True),
    ("utf16", "f|utf16|base64", "a", b64encode(b"\xff\xfea\0").decode(), True),
    ("wide without base64", "f|wide|contains", "ab", "xa\0b\0x", True),
    ("keyword-like star", "f", "*", "anything", True),
]


@pytest.mark.parametrize(("key", "value", "found", "expected"), [i[1:] for i in ITEMS], ids=[i[0] for i in ITEMS])
def test_items(key, value, found, expected):
    """Each modifier and value of the table decides the record's value as the table says."""
    assert compile_condition(item_condition(key, value))({"f": found}) is expected


FIELDREFS = [
    ("user|fieldref", {"user": "Bob", "other": "bob"}, True),
    ("user|fieldref|cased", {"user": "Bob", "other": "bob"}, False),
    ("user|fieldref|contains", {"user": "xbobx", "other": "BOB"}, True),
    ("user|fieldref|startswith", {"user": "bobx", "other": "BOB"}, True),
    ("user|fieldref|endswith", {"user": "bobx", "other": "BOB"}, False),
    ("user|fieldref", {"user": "Bob"}, False),
    ("user|fieldref|neq", {"user": "Bob", "other": "bob"}, False),
    ("user|fieldref|neq", {"user": "Bob"}, True),
    ("user|neq|fieldref", {"other": "Bob"}, True),
]


@pytest.mark.parametrize(("key", "fields", "expected"), FIELDREFS)
def test_field_references(key, fields, expected):
    """A field reference compares without case, is false where a side is absent, and `neq` is its plain negation."""
    assert compile_condition(item_condition(key, "other"))(fields) is expected


def test_windash_makes_every_combination():
    """Two dashes are found in all 25 spellings, four in all 625."""
    dashes = "-/\u2013\u2014\u2015"
    two = compile_condition(item_condition("f|windash", "-a /b"))
    assert all(two({"f": f"{first}a {second}b"}) for first in dashes for second in dashes)
    four = compile_condition(item_condition("f|contains|windash", "-a -b -c -d"))
    assert four({"f": "-a /b \u2013c \u2015d"})


REFUSED = [
    ("f|nope", "x", "unknown modifier 'nope'"),
    ("f|expand", "%admins%", "no value for the placeholder %admins%"),
    ("f|re", "(a", "cannot be run"),
    ("f", 1 << 64, "64 bits"),
    ("f", float("nan"), "no number to compare with"),
    ("f|gt", float("inf"), "no number to compare with"),
    ("f|re", 5, "has to be text"),
    ("f|cidr", "10.0.0.0/99", "not a network"),
    ("f|lt", "ten", "needs a number"),
    ("f|exists", "maybe", "true or false"),
    ("f|contains", None, "null"),
    ("f|contains|endswith", "x", "do not go together"),
    ("f|cidr|contains", "10.0.0.0/8", "do not go together"),
    ("f|i", "x", "without 're'"),
    ("f|base64", "a*b", "wildcards"),
    ("f|base64|base64offset", "a", "another encoding"),
    ("f|wide|contains", "é", "ASCII"),
    ("f|windash", " -a" * 5, "more than"),
    ("f", {"a": 1}, "no text"),
    ("|exists", True, "needs a field"),
    (None, None, "null"),
    ("f|contains|contains", "x", "twice"),
]


@pytest.mark.parametrize(("key", "value", "reason"), REFUSED)
def test_refuses_what_it_cannot_honour(key, value, reason):
    """What has no exact meaning here is refused with a reason, never approximated."""
    with pytest.raises(Refused, match=reason):
        item_condition(key, value)


@given(st.text(alphabet="ab\\*?", max_size=10))
def test_escapes_are_read_as_pysigma_reads_them(text):
    """Parts of a text are those of pySigma, literal text and wildcards alike."""
    names = {SpecialChars.WILDCARD_MULTI: Wildcard.MANY, SpecialChars.WILDCARD_SINGLE: Wildcard.ONE}
    assert text_parts(text) == tuple(names.get(part, part) for part in SigmaString(text).s)


SECTION = """
a: {x: '1'}
b: {y: '1'}
sel_1: {x: '1'}
sel_2: {y: '1'}
_hidden: {z: '1'}
maps:
  - {x: '1', y: '1'}
  - {z: '1'}
words: ['alpha', 'be"ta\\\\x']
every: {'|all': ['alpha', 'gamma']}
"""
CONDITIONS = [
    ("a or b and not b", {"x": "1", "y": "1"}, True),
    ("(a or b) and not b", {"x": "1", "y": "1"}, False),
    ("not a and b", {"y": "1"}, True),
    ("not (a and b)", {"y": "1"}, True),
    ("NOT a", {"x": "1"}, None),
    ("1 of sel_*", {"y": "1"}, True),
    ("all of sel_*", {"y": "1"}, False),
    ("all of sel_*", {"x": "1", "y": "1"}, True),
    ("any of sel*", {"x": "1"}, True),
    ("1 of *_2", {"y": "1"}, True),
    ("1 of them", {"z": "0"}, False),
    ("1 of them", {"x": "1"}, True),
    ("_hidden", {"z": "1"}, True),
    ("1 of _*", {"z": "1"}, True),
    ("not 1 of sel_*", {}, True),
    ("not not a", {"x": "1"}, True),
    ("((a)) and (((b)))", {"x": "1", "y": "1"}, True),
    ("maps", {"x": "1"}, False),
    ("maps", {"z": "1"}, True),
    ("words", {"q": "an ALPHA wolf"}, True),
    ("words", {"q": 'the be"ta\\x file'}, True),
    ("words", {"alpha": "names do not count"}, False),
    ("every", {"p": "alpha", "q": "gamma"}, True),
    ("every", {"p": "alpha"}, False),
    ("a and not words", {"x": "1"}, True),
]


@pytest.mark.parametrize(("text", "fields", "expected"), CONDITIONS)
def test_conditions(text, fields, expected):
    """Conditions bind and group as specified; names with `_` are not among `them`; keywords see decoded values."""
    section = {**yaml.safe_load(SECTION), "condition": text}
    if expected is None:
        with pytest.raises(Refused):
            detection_condition(section)
    else:
        assert compile_condition(detection_condition(section))(fields) is expected


def test_hidden_names_are_not_them():
    """`1 of them` stays false when only a detection whose name begins with `_` is true."""
    section = {"sel": {"x": "1"}, "_only": {"z": "1"}, "condition": "1 of them"}
    assert not compile_condition(detection_condition(section))({"z": "1"})


def test_a_list_of_conditions_is_any():
    """Of several conditions one is enough."""
    section = {"a": {"x": "1"}, "b": {"y": "1"}, "condition": ["a and b", "b"]}
    assert compile_condition(detection_condition(section))({"y": "1"})


def test_a_filter_on_an_absent_field_loses_nothing():
    """A rule does not drop out because a field of its filter, or of one branch, is nowhere in the record."""
    section = {
        "selection": {"id": 1},
        "branch": {"Workstation": "x"},
        "filter": {"nowhere": "x"},
        "condition": "(selection or branch) and not filter",
    }
    assert compile_condition(detection_condition(section))({"id": "1"})


BAD_SECTIONS = [
    ({"a": {"x": 1}}, "no condition"),
    ({"condition": "a"}, "names nothing"),
    ({"a": {"x": 1}, "condition": "b"}, "'b'"),
    ({"a": {"x": 1}, "condition": "1 of b*"}, "no detection fits"),
    ({"a": {"x": 1}, "condition": "a and"}, "cannot be parsed"),
    ({"a": {"x": 1}, "condition": "a | count() > 3"}, "aggregation"),
    ({"a": {"x": 1}, "condition": "a", "timeframe": "5m"}, "timeframe"),
    ({"a": {}, "condition": "a"}, "empty"),
    ({"a": [], "condition": "a"}, "empty"),
    ({"a": {1: 2}, "condition": "a"}, "not text"),
    ({"a": {"x": 1}, "condition": "(" * 30 + "a" + ")" * 30}, "deeply nested"),
    ({"a": {"x": 1}, "condition": "not " * 900 + "a"}, "^the condition is too deeply nested$"),
    ({"a": {"x": 1}, "condition": "a AND NOT b"}, "from 'AND NOT b' on: .* lower case"),
    ({"a": {"x": 1}, "condition": "a and 2 of b*"}, "from 'of b\\*' on: .*'1 of', 'any of' and 'all of'"),
    ({"a": {"x": 1}, "condition": "a b"}, "from 'b' on$"),
    ({1: {"x": 1}, "condition": "1"}, "name of a detection is not text: 1"),
    ({"a": None, "condition": "a"}, "'a' is empty"),
    ({"a": {"x": 1}, "condition": 7}, "not text"),
    ({"a": {"x": 1}, "condition": []}, "no condition"),
    ({"a": {"x": ["y"] * 90_000}, "condition": "a or a"}, "tests"),
    ("text", "no detection"),
]


@pytest.mark.parametrize(("section", "reason"), BAD_SECTIONS)
def test_refuses_bad_sections(section, reason):
    """A detection section that is not understood in every part is refused with its reason."""
    with pytest.raises(Refused, match=reason):
        detection_condition(section)

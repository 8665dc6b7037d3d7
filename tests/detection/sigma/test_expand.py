"""`expand` puts the user's values in for placeholders; without a value the rule is refused by name."""

import pytest
import yaml

from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.sigma.modifiers import item_condition
from indicia.detection.sigma.placeholders import Placeholders, read_placeholders
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rules import load_rules
from indicia.errors import RulesetError

VALUES = Placeholders(
    {
        "admins": ("adm_*", "root"),
        "one": ("x",),
        "dirs": ("temp", "debug"),
        "ids": (4624, 4625),
        "nets": ("10.0.0.0/8", "192.168.0.0/16"),
        "field": ("User",),
        "word": ("a.c", "b"),
        "late": (22,),
        "yes": (True,),
        "star": (r"\*",),
        "flag": ("-enc",),
    }
)

ITEMS = [
    ("a list of values is any of them", "f|expand", "%admins%", "ROOT", True),
    ("wildcards in values count", "f|expand", "%admins%", "adm_bob", True),
    ("and bind the whole value", "f|expand", "%admins%", "xadm_bob", False),
    ("escaped wildcards do not count", "f|expand", "%star%", "*", True),
    ("nor match anything", "f|expand", "%star%", "x", False),
    ("with contains", "f|contains|expand", "%dirs%", r"c:\debug\x", True),
    ("written first", "f|expand|contains", "%dirs%", r"c:\debug\x", True),
    ("inside a text", "f|expand", r"c:\%dirs%\x", r"C:\Temp\x", True),
    ("a backslash before a placeholder", "f|endswith|expand", r"\%one%", r"c:\x", True),
    ("a backslash and a placeholder", "f|expand", r"c:\\%dirs%", r"C:\Temp", True),
    ("a plain percent sign", "f|expand", r"\%plain%one%", "%plainx", True),
    ("plain percent signs", "f|expand", r"\%one\%", "%one%", True),
    ("and no backslashes", "f|expand", r"\%one\%", r"\%one\%", False),
    ("a plain percent sign and contains", "f|contains|expand", r"100\%", "a 100% b", True),
    ("a plain percent sign in an expression", "f|re|expand", r"^\%%word%$", "%b", True),
    ("several in one value", "f|expand", "%dirs%-%one%-%dirs%", "temp-x-debug", True),
    ("several in one value, none fits", "f|expand", "%dirs%-%one%", "temp-y", False),
    ("beside plain values", "f|expand", ["plain", "%one%"], "plain", True),
    ("without a placeholder", "f|expand", "plain", "plain", True),
    ("a percent sign alone", "f|expand", "100%", "100%", True),
    ("all of them", "f|contains|all|expand", "%dirs%", "temp debug", True),
    ("not all of them", "f|contains|all|expand", "%dirs%", "temp", False),
    ("none of them", "f|neq|expand", "%dirs%", "other", True),
    ("numbers stay numbers", "f|expand", "%ids%", "0x1210", True),
    ("numbers in text", "f|expand", "id %ids%", "id 4625", True),
    ("networks", "f|cidr|expand", "%nets%", "192.168.1.1", True),
    ("comparisons", "f|gte|expand", "%late%", "23", True),
    ("parts of a time", "f|hour|gte|expand", "%late%", "2021-03-14T23:00:00Z", True),
    ("presence", "f|exists|expand", "%yes%", "", True),
    ("expressions as they stand", "f|re|expand", "^%word%$", "abc", True),
    ("expressions, an alternative", "f|re|expand", "^(?:%word%)$", "b", True),
    ("expressions, without case", "f|re|i|expand", "^%one%$", "X", True),
    ("cased", "f|cased|expand", "%one%", "X", False),
    ("with windash", "f|contains|windash|expand", " %flag%", "x /enc", True),
    ("keywords", "|expand", "%one%", "axa", True),
]


@pytest.mark.parametrize(("key", "value", "found", "expected"), [i[1:] for i in ITEMS], ids=[i[0] for i in ITEMS])
def test_values_stand_as_if_the_rule_listed_them(key, value, found, expected):
    """Each modifier works on the values that were put in."""
    assert compile_condition(item_condition(key, value, VALUES))({"f": found}) is expected


def test_a_field_may_come_from_a_placeholder():
    """`fieldref` takes the name that was put in."""
    decide = compile_condition(item_condition("f|fieldref|expand", "%field%", VALUES))
    assert decide({"f": "bob", "User": "Bob"})


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("f|expand", "%gone%", "placeholder %gone%"),
        ("f|contains|expand", "a %one% %gone%", "placeholder %gone%"),
        ("f|re|expand", "a %gone%", "placeholder %gone%"),
        ("f|cidr|expand", "%one%", "not a network"),
        ("f|gt|expand", "%one%", "needs a number"),
        ("f|expand", "%ids%" * 15, "more than 10,000 texts"),
        ("f|re|expand", "(%one%", "cannot be run"),
    ],
)
def test_what_has_no_value_is_refused(key, value, reason):
    """Never run literally, and never blown up."""
    with pytest.raises(Refused, match=reason):
        item_condition(key, value, VALUES)


def test_without_expand_a_percent_sign_is_text():
    """Environment variables in rules are no placeholders."""
    assert compile_condition(item_condition("f", "%one%", VALUES))({"f": "%ONE%"})


RULE = {
    "title": "x",
    "id": "x",
    "logsource": {"product": "windows", "service": "security"},
    "detection": {"a": {"User|expand": "%admins%"}, "condition": "a"},
}


def test_values_come_from_a_file(tmp_path):
    """Loaded with the rules; what is refused without them runs, and says that it depends on them."""
    rules, values = tmp_path / "rules.yml", tmp_path / "values.yaml"
    plain = {**RULE, "id": "plain", "detection": {"a": {"User": "x"}, "condition": "a"}}
    rules.write_text(yaml.safe_dump_all([RULE, plain]))
    loaded = load_rules([rules])
    assert [refusal.reason for refusal in loaded.refused] == [
        "document 1: there is no value for the placeholder %admins%"
    ]
    values.write_text("admins: [root, 'adm_*']\n'%other%': 5\n")
    one, other = load_rules([rules], values=values).rules
    assert compile_condition(one.detector.bindings[0].condition)({"User": "ADM_x"})
    assert len(one.altered_by) == 64
    assert other.altered_by == ""
    values.write_text("admins: root\n")
    assert load_rules([rules], values=values).rules[0].altered_by != one.altered_by


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [x\nb: y", "line 2, column 2"),
        ("- a\n", "no mapping"),
        ("", "empty"),
        ("a: {b: c}\n", "'a' has"),
        ("a: []\n", "'a' has no value"),
        ("a: [x, null]\n", "'a' has no value"),
        ("a: !!binary YQ==\n", "no text or number"),
        ("a: 1\n---\nb: 2\n", "several YAML documents"),
        ("1: x\n", "a key is not text"),
    ],
)
def test_a_bad_file_of_values_is_an_error_with_its_place(tmp_path, text, place):
    """Nobody wants rules run with half of the values."""
    file = tmp_path / "values.yml"
    file.write_text(text)
    with pytest.raises(RulesetError, match=place) as raised:
        read_placeholders(file)
    assert str(file) in str(raised.value)
    assert raised.value.hint


def test_a_missing_file_of_values_is_an_error(tmp_path):
    """Said before any rule is read."""
    with pytest.raises(RulesetError, match=r"gone\.yml"):
        load_rules([tmp_path], values=tmp_path / "gone.yml")

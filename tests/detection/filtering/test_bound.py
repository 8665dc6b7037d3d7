"""Literals that are bound to a field: found wherever a value of the field may stand, nowhere else where it shows."""

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.detection.seeing import assert_filter_changes_nothing, decoded, event, seen
from tests.detection.test_engine_filter import EXAMPLES, WRITERS

from indicia.detection.conditions.condition import All, Any, Compare, Not, Null, Pattern, Test, Wildcard
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering.bound import apart, bound, may_bind, member_at, without_needless
from indicia.detection.filtering.literals import FLOAT, WIDE, TextKind
from indicia.detection.filtering.needs import clauses
from indicia.tables.batch import Events

FIELDS = ("Image", "ParentImage", "Description", "Value", "Name", "UserID", "Message", "Data", "Level")
NAMES = (*FIELDS, "Im age", "#text", "@Name", "#attributes", "_", "$", "Details", "System.Image", "@timestamp", ":", "")
TEXTS = (
    *("C:\\Windows\\cmd.exe", "cmd.exe", "CMD.EXE", "-", "", " ", "--", "true", "null", "[", "3", "\\", '"', '":', ":"),
    *('x","Image":"cmd.exe', '\\","Image":"cmd.exe', '{"Image":"cmd.exe"}', "Image", '","', '": "', "cmd.exe -", "é-"),
    *("x" * 90, "whoami.exe", "C:\\Users\\a.dll", "rundll32"),
)


single = st.one_of(st.sampled_from(TEXTS), st.sampled_from([None, True, 3, 0.5]))
holder = st.dictionaries(st.sampled_from(["Value", "#text", "_", "$", "Name", "Image", "a"]), single, max_size=2)
value = st.one_of(
    single,
    single,
    holder,
    holder,
    st.lists(st.one_of(single, holder, st.just([])), max_size=2),
    st.dictionaries(st.sampled_from(NAMES), holder, max_size=2),
    st.just({"Value": {}}),
)
"""Whatever may stand under a name."""
members = st.dictionaries(st.sampled_from((*NAMES, "Image", "Image", "Description", "Description")), value, max_size=4)


def shaped(data, shape):
    """An event with this data, as different exporters lay it out."""
    system = {"EventID": 1, "Channel": "C"}
    match shape:
        case "nested":
            return {"Event": {"System": system | {"Security": {"#attributes": {"UserID": "S-1"}}}, "EventData": data}}
        case "named":
            listed = [{"@Name": name, "#text": value} for name, value in data.items()]
            return {"Event": {"System": system, "EventData": {"Data": listed}}}
        case "user data":
            return {"Event": {"System": system, "UserData": {"Inner": data}}}
        case "winlog":
            user = {"user": {"identifier": "-"}}
            return {"winlog": {"event_id": 1, "channel": "C", "event_data": data} | user, "message": "cmd.exe"}
        case "dotted":
            return {"winlog.event_id": 1, "winlog.channel": "C"} | {
                f"winlog.event_data.{n}": v for n, v in data.items()
            }
        case "payload":
            return system | {"Payload": json.dumps(data), "Image": "-"}
        case _:
            return data | system


SHAPES = ("flat", "nested", "named", "user data", "winlog", "dotted", "payload")
SPACED = (*WRITERS, lambda document: json.dumps(document, separators=(",", ": ")).encode())


def patterns():
    """Patterns in every way a rule may ask for a text."""
    some = st.sampled_from(TEXTS)
    whole = st.builds(lambda text: Pattern((text,) if text else ()), some)
    many = Wildcard.MANY
    starts = st.builds(lambda text: Pattern((text, many)), some)
    ends = st.builds(lambda text: Pattern((many, text)), some)
    inside = st.builds(lambda text: Pattern((many, text, many)), some)
    return st.one_of(whole, whole, starts, ends, inside)


tests = st.one_of(
    st.builds(Test, st.sampled_from(FIELDS), patterns()),
    st.builds(Test, st.none(), patterns()),
    st.builds(Test, st.sampled_from(FIELDS), st.sampled_from([Null(), Compare("eq", 3)])),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(All),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(Any),
        inner.map(Not),
    ),
    max_leaves=6,
)


@st.composite
def aimed(draw, known):
    """A test that one of these (field, text) satisfies, most often of a field that may be bound."""
    field, text = draw(st.sampled_from(known))
    many = Wildcard.MANY
    start, stop = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    way = draw(st.sampled_from(["whole", "whole", "starts", "ends", "inside"]))
    match way:
        case "whole":
            return Test(field, Pattern((text,) if text else ()))
        case "starts":
            return Test(field, Pattern((text[:stop], many)))
        case "ends":
            return Test(field, Pattern((many, text[start:])))
        case _:
            return Test(field, Pattern((many, text[start:stop], many)))


@settings(max_examples=3 * EXAMPLES, deadline=None)
@given(
    st.lists(members, min_size=1, max_size=4),
    st.lists(st.sampled_from(range(len(SPACED))), min_size=4, max_size=4),
    st.lists(st.sampled_from(SHAPES), min_size=4, max_size=4),
    st.data(),
)
def test_nothing_is_lost(data, writers, shapes, draws):
    """Whatever members an event has and wherever their values go: the filter changes no answer."""
    documents = [shaped(item, shape) for item, shape in zip(data, shapes, strict=False)]
    texts = [SPACED[writer](document) for document, writer in zip(documents, writers, strict=False)]
    batch = Events(events=[event(text, number) for number, text in enumerate(texts)])
    known = [
        (name, text)
        for record in decoded([batch])
        for name, value in record.fields.items()
        for text in (value if isinstance(value, tuple) else (str(value),))
        if may_bind(name)
    ]
    hit = aimed(known) if known else tests
    sign = st.sampled_from(["cmd.exe", "Windows", '"identifier"', "EventID"]).map(
        lambda text: Test(None, Pattern((Wildcard.MANY, text, Wildcard.MANY)))
    )
    # What is looked for only where a search has found something needs something that is found.
    condition = st.one_of(hit, hit, st.tuples(hit, hit).map(All), st.tuples(hit, sign).map(All), conditions)
    asked = draws.draw(st.lists(condition, min_size=1, max_size=8))
    detectors = [Detector(f"d{n}", (Binding(Route("win_event"), item),)) for n, item in enumerate(asked)]
    assert_filter_changes_nothing([batch], detectors)


@given(members, st.sampled_from(range(len(SPACED))))
def test_a_place_is_in_its_member_or_nowhere(data, writer):
    """Of each text it is told which member it is the value of, or nothing; names in texts are none."""
    marked = {}

    def mark(value, name):
        if isinstance(value, str):
            token = f"token{len(marked)}x"
            marked[token] = name
            return value + token
        if isinstance(value, list):
            return [mark(item, None) for item in value]
        if isinstance(value, dict):
            return {name: mark(item, name) for name, item in value.items()}
        return value

    text = SPACED[writer]({name: mark(value, name) for name, value in data.items()})
    assert isinstance(orjson.loads(text), dict)
    for token, name in marked.items():
        said = member_at(text, text.index(token.encode()))
        assert said is None or said.decode() == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r'{"Image":"@"}', b"Image"),
        (r'{"Image": "@"}', b"Image"),
        (r'{"a":"b","Image":"c:\\@"}', b"Image"),
        (r'{"a":"b","CommandLine":"\"c:\\x\\\" @"}', b"CommandLine"),
        (r'{"a":"b\\","Image":"@"}', b"Image"),
        (r'{"Image":["@"]}', None),
        (r'{"a":"b","Im age":"@"}', None),
        (r'{"a":"b","#text":"@"}', None),
        (r'{"a":"b","Value":"@"}', None),
        (r'{"a":"b","Image" :"@"}', None),
        (r'{"a":"\",\"Image\":\"@"}', b"a"),
        (r'{"x":":","Image":[":","@"]}', None),
        ('{"Image":"' + "x" * 9000 + '@"}', None),
        ('{"Image":"' + r"\"" * 70 + '@"}', None),
    ],
)
def test_what_is_said_of_a_place(text, said):
    """The member whose text a place is in, where that is plain to see."""
    assert member_at(text.encode(), text.index("@")) == said


def test_values_without_quotes():
    """`null`, `true` and `false` are told apart from the same letters in a text."""
    text = b'{"a":"x:null","Image":null,"Signed": true,"b":[false]}'
    assert member_at(text, text.index(b"null")) == b"a"
    assert member_at(text, text.index(b"null", 14)) == b"Image"
    assert member_at(text, text.index(b"true")) == b"Signed"
    assert member_at(text, text.index(b"false")) is None


@pytest.mark.parametrize("writer", SPACED)
@pytest.mark.parametrize(
    "data",
    [
        {"Image": {"Value": "C:\\cmd.exe"}},
        {"Image": {"#text": "C:\\cmd.exe"}},
        {"Image": {"_": "C:\\cmd.exe"}},
        {"Image": ["-", "C:\\cmd.exe"]},
        {"Image": [["a", {"Value": "C:\\cmd.exe"}]]},
        {"Im age": "C:\\cmd.exe"},
        {"EventData": {"a": {"Image": "C:\\cmd.exe"}}},
        {"EventData": {"Data": [{"Name": "Image", "Value": "C:\\cmd.exe"}]}},
        {"EventData": [{"@Name": "Image", "#text": "C:\\cmd.exe"}]},
    ],
    ids=repr,
)
def test_values_of_other_members_count(data, writer):
    """A value that a reader puts under a field from a member of another name is found."""
    rule = Detector("d", (Binding(Route("win_event"), Test("Image", Pattern((Wildcard.MANY, "\\cmd.exe")))),))
    for shape in ("flat", "nested", "user data"):
        batch = Events(events=[event(writer(shaped(data, shape)))])
        everything = seen([batch], [rule], prefilter=False)
        assert seen([batch], [rule]) == everything
        assert everything or shape != "flat"


@pytest.mark.parametrize("writer", SPACED)
@pytest.mark.parametrize(
    "empty",
    ["", None, [None], [""], [[]], {"Value": {}}, {"Value": ""}, {"#text": None}, {"_": []}, {"$": {"a": 1}}],
    ids=repr,
)
def test_empty_values_are_looked_for(empty, writer):
    """An empty value, however it is written, is found where something else of the rule was."""
    image = {"Image": "C:\\cmd.exe"}
    asked = All((Test("Image", Pattern((Wildcard.MANY, "\\cmd.exe"))), Test("Description", Pattern(()))))
    documents = [image | {"Description": empty}, image | {"Description": "-"}, image]
    for shape in ("flat", "nested"):
        texts = [writer(shaped(document, shape)) for document in documents]
        batch = Events(events=[event(text, number) for number, text in enumerate(texts)])
        detectors = [Detector("d", (Binding(Route("win_event"), asked),))]
        assert_filter_changes_nothing([batch], detectors)
        assert [place for _, place, _ in seen([batch], detectors)] == [0]


@pytest.mark.parametrize("data", [{"@Name": "Description"}, {"Name": "Description"}, {"_Name": "Description"}])
def test_empty_values_that_only_have_a_name(data):
    """An element with a name and nothing else is an empty value of the field of that name."""
    asked = All((Test("Image", Pattern((Wildcard.MANY, "\\cmd.exe"))), Test("Description", Pattern(()))))
    document = {"EventID": 1, "Channel": "C", "Image": "C:\\cmd.exe", "EventData": {"Data": data}}
    batch = Events(events=[event(orjson.dumps(document))])
    detectors = [Detector("d", (Binding(Route("win_event"), asked),))]
    assert_filter_changes_nothing([batch], detectors)
    assert len(seen([batch], detectors)) == 1


def test_short_values_are_looked_for():
    """What is asked as a whole value may be short; in other fields it does not count."""
    asked = All((Test("Image", Pattern((Wildcard.MANY, "\\cmd.exe"))), Test("Description", Pattern(("-",)))))
    image = {"EventID": 1, "Channel": "C", "Image": "C:\\cmd.exe"}
    documents = [image | {"Description": "-"}, image | {"RuleName": "-", "Description": "--"}, image]
    batch = Events(events=[event(orjson.dumps(document), number) for number, document in enumerate(documents)])
    engine = Engine([Detector("d", (Binding(Route("win_event"), asked),))], profiled=True)
    assert [found.record.at.offset for found in engine.scan([batch])] == [0]
    assert engine.profile().opened == 1


def test_a_literal_in_another_field_does_not_count():
    """An event that holds what is asked of one field in others only is not looked at."""
    rule = Detector("d", (Binding(Route("win_event"), Test("Image", Pattern((Wildcard.MANY, "\\cmd.exe")))),))
    others = {"EventID": 1, "Channel": "C", "ParentImage": "C:\\cmd.exe", "Message": "Image: C:\\cmd.exe"}
    texts = [orjson.dumps(others), orjson.dumps(others | {"Image": "C:\\cmd.exe"})]
    engine = Engine([rule], profiled=True)
    found = list(engine.scan([Events(events=[event(text, number) for number, text in enumerate(texts)])]))
    assert [sighting.record.at.offset for sighting in found] == [1]
    assert engine.profile().opened == 1


def test_what_is_bound():
    """Literals of plain fields; no numbers, no signs, and nothing of fields that readers put together."""
    assert [name for name in FIELDS if may_bind(name)] == ["Image", "ParentImage", "Description"]
    assert not may_bind(None)
    assert not may_bind("winlog.x")
    group = frozenset({b"cmd.exe", WIDE, FLOAT, b"["})
    assert {apart(literal) for literal in bound(group, "Image")} == {
        (b"cmd.exe", b"Image"),
        (WIDE, b""),
        (FLOAT, b""),
        (b"[", b""),
    }
    assert bound(group, "Message") == group
    (said,) = clauses(Test("Image", Pattern((Wildcard.MANY, "cmd.exe"))), TextKind.JSON)
    assert said == bound(frozenset({b'cmd.exe"'}), "Image")
    assert clauses(Test("Image", Pattern(("cmd.exe",))), TextKind.CSV) == (frozenset({b"cmd.exe"}),)


def test_needless_literals_are_dropped():
    """One that holds another of the same field, or one that counts anywhere."""
    image, parent = bound(frozenset({b"cmd", b"xcmdx"}), "Image"), bound(frozenset({b"cmdx", b"ping"}), "ParentImage")
    assert {apart(literal) for literal in without_needless(image | parent | {b"pin"})} == {
        (b"cmd", b"Image"),
        (b"cmdx", b"ParentImage"),
        (b"pin", b""),
    }


def test_only_the_first_blank_may_part_values():
    """Readers join lists by a comma and a blank; further blanks in front of a text stand in the event."""
    many = Wildcard.MANY
    (said,) = clauses(Test("Image", Pattern((many, "      .exe"))), TextKind.JSON)
    assert said == bound(frozenset({b'     .exe"'}), "Image")
    rule = Detector("d", (Binding(Route("win_event"), Test("Image", Pattern((many, "   .exe")))),))
    image = {"EventID": 1, "Channel": "C"}
    values = ["a   .exe", ["a,", "  .exe"], ["a", "  .exe"], ["a", " .exe"], ["a", "", " .exe"], "a  .exe", "   .exe"]
    texts = [orjson.dumps(image | {"Image": value}) for value in values]
    nested = [orjson.dumps(image | {"Image": {"Value": value}}) for value in values]
    batch = Events(events=[event(text, number) for number, text in enumerate([*texts, *nested])])
    assert_filter_changes_nothing([batch], [rule])
    assert [place for _, place, _ in seen([batch], [rule])] == [0, 6, 7, 8, 9, 13]


@pytest.mark.parametrize("value", [" -", "- ", "  ", " .", "-"])
def test_short_values_with_blanks(value):
    """A short value is looked for as it stands between its quotes, blanks among it."""
    asked = All((Test("Image", Pattern((Wildcard.MANY, "\\cmd.exe"))), Test("Description", Pattern((value,)))))
    image = {"EventID": 1, "Channel": "C", "Image": "C:\\cmd.exe"}
    documents = [image | {"Description": value}, image | {"Description": "x"}]
    batch = Events(events=[event(orjson.dumps(document), number) for number, document in enumerate(documents)])
    detectors = [Detector("d", (Binding(Route("win_event"), asked),))]
    assert_filter_changes_nothing([batch], detectors)
    assert [place for _, place, _ in seen([batch], detectors)] == [0]

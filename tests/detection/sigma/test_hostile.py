"""Rules made to break the reader end as rules or refusals, soon; nothing is raised but what is documented."""

import copy
import datetime
import os
import time
import zipfile

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.detection.conditions.as_text import condition_from_text
from indicia.detection.correlation.loading import load_correlations
from indicia.detection.detector import Binding
from indicia.detection.sigma.rules import load_rules
from indicia.errors import RulesetError

EXAMPLES = int(os.environ.get("INDICIA_EXAMPLES", "150"))
"""Examples of each property; more on request."""

RULE = {
    "title": "Name",
    "id": "one",
    "name": "n_one",
    "status": "test",
    "level": "high",
    "description": "Text",
    "author": "Somebody",
    "date": datetime.date(2021, 3, 14),
    "tags": ["attack.t1505.003", "attack.stealth"],
    "references": ["https://example.org"],
    "fields": ["Image"],
    "falsepositives": ["Administrators"],
    "logsource": {"product": "windows", "category": "process_creation"},
    "detection": {
        "a": {"Image|endswith": ["\\x.exe", "y*"], "User|contains|expand": "%users%", "EventID": 1},
        "b": [{"CommandLine|re|i": "(?<!x)cmd"}, {"UtcTime|hour|gte": 22}],
        "keywords": ["one", "two"],
        "condition": ["a and not 1 of b*", "all of keywords"],
    },
}
CORRELATION = {
    "title": "Many",
    "id": "many",
    "correlation": {
        "type": "event_count",
        "rules": ["one"],
        "group-by": ["User"],
        "timespan": "5m",
        "condition": {"gte": 3},
        "aliases": {"who": {"one": "User"}},
    },
    "level": "high",
}
FILTER = {
    "title": "Known",
    "id": "known",
    "logsource": {"product": "windows"},
    "filter": {"rules": ["one"], "sel": {"User": "svc"}, "condition": "not sel"},
}
ACTION = {"action": "global", "level": "low", "detection": {"c": {"x": 1}}}

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([1 << 70, -(1 << 70), float("nan"), float("inf"), -0.0, 1e300]),
    st.text(alphabet="a*?\\|-/%é\n\u2028 .:'\"", max_size=8),
    st.sampled_from(["", "any", "%users%", "%gone%", "1 of them", "not", "a or", "((a))", "x" * 300, "=", "<<"]),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=3),
    st.sampled_from(["global", "repeat", "reset"]),
)
KEYS = st.one_of(
    st.sampled_from(
        [
            *("condition", "rules", "type", "filter", "correlation", "action", "detection", "logsource", "taxonomy"),
            *("f|re", "f|expand", "|all", "f|hour", "f|cidr|all", "f|fieldref", "f|base64offset|wide", "f|exists"),
            *("f|windash|contains|cased", "f|gt|minute", "_x", "a", "", "timeframe", "name", "f|neq|re|i|m|s"),
        ]
    ),
    st.text(max_size=4),
    st.integers(),
    st.none(),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=5,
)


def _places(tree, at=()):
    """Every place in a document."""
    yield at
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield from _places(value, (*at, key))


@st.composite
def mutated(draw):
    """A file of documents with something else in a few places."""
    documents = draw(st.lists(st.sampled_from([RULE, CORRELATION, FILTER, ACTION]), min_size=1, max_size=4))
    documents = [copy.deepcopy(one) for one in documents]
    for _ in range(draw(st.integers(0, 4))):
        places = [place for place in _places(documents) if place]
        *way, last = draw(st.sampled_from(places))
        inner = documents
        for key in way:
            inner = inner[key]
        match draw(st.integers(0, 3)):
            case 0:
                del inner[last]
            case 1 if isinstance(inner, dict):
                inner[draw(KEYS)] = draw(TREES)
            case _:
                inner[last] = draw(TREES)
        if not documents:
            documents = [copy.deepcopy(RULE)]
    return documents


def _check(loaded) -> None:
    """Everything is a rule that runs, a correlation or a refusal with a reason."""
    for rule in loaded.rules:
        for binding in rule.detector.bindings:
            text = Binding(binding.route, binding.condition).text
            assert Binding(binding.route, condition_from_text(text)).text == text
        assert all(isinstance(value, str) for value in (rule.id, rule.name, rule.title, rule.level, rule.link))
    for refusal in loaded.refused:
        assert refusal.path
        assert refusal.reason
        assert len(refusal.reason) < 1000
    load_correlations(loaded.correlations, loaded.rules, loaded.refused)


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """Values and a pipeline."""
    folder = tmp_path_factory.mktemp("beside")
    (folder / "values.yml").write_text("users: [root, 'adm*', 5]\n")
    (folder / "pipeline.yml").write_text(
        "transformations:\n"
        "- {type: field_name_mapping, mapping: {User: [SubjectUserName, TargetUserName]}}\n"
        "- {type: replace_string, regex: x, replacement: y}\n"
        "- {type: add_condition, conditions: {Computer: h}}\n"
    )
    return folder


@settings(max_examples=EXAMPLES, deadline=None)
@given(mutated(), st.booleans(), st.booleans(), st.booleans())
def test_any_document_ends_as_what_it_is_or_refused(beside, documents, values, pipeline, own):
    """Whatever stands in whatever place."""
    file = beside / "rules.yml"
    file.write_text(yaml.dump_all(documents, allow_unicode=True, sort_keys=False), encoding="utf-8")
    loaded = load_rules(
        [file],
        own=own,
        values=beside / "values.yml" if values else None,
        pipelines=[beside / "pipeline.yml"] if pipeline else [],
    )
    _check(loaded)
    held = sum(
        1
        for one in documents
        if isinstance(one, dict) and "filter" not in one and one.get("action") not in ("global", "reset")
    )
    assert len(loaded.rules) + len(loaded.correlations) + len(loaded.refused) >= min(held, 1)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3), st.binary(max_size=4)), max_size=6))
def test_any_bytes_end_as_rules_or_refusals(beside, changes):
    """A file of rules with bytes changed, left out and put in."""
    data = bytearray(yaml.dump_all([RULE, CORRELATION, FILTER, RULE], sort_keys=False).encode())
    for at, length, put in changes:
        data[at : at + length] = put
    file = beside / "bytes.yml"
    file.write_bytes(bytes(data))
    _check(load_rules([file]))


def _rule(detection: str) -> str:
    return f"title: x\nid: x\nlogsource: {{category: webserver}}\ndetection: {{a: {detection}, condition: a}}\n"


SHAPES = {
    "100,000 values": _rule("{x: [" + "1," * 100_000 + "]}"),
    "30,000 values": _rule("{x: [" + ",".join(f"v{n}" for n in range(30_000)) + "]}"),
    "30,000 expressions": _rule("{'x|re': [" + ",".join(f"'(?<!a)b{n}'" for n in range(30_000)) + "]}"),
    "expressions in many maps": _rule("[" + ",".join(f"{{'x|re': 'b{n}'}}" for n in range(20_000)) + "]"),
    "wildcards": _rule("{x: '" + "*a?" * 30_000 + "'}"),
    "dashes": _rule("{'x|windash|contains': '" + " -a" * 100_000 + "'}"),
    "placeholders": _rule("{'x|expand': '" + "%users%" * 50_000 + "'}"),
    "percent signs": _rule("{'x|expand': '" + "%" * 500_000 + "'}"),
    "modifiers": _rule("{'x" + "|contains" * 50_000 + "': y}"),
    "unknown modifiers": _rule("{'x|" + "y" * 500_000 + "': y}"),
    "maps in lists": _rule("[" + "{x: 1}," * 20_000 + "]"),
    "lists in lists": _rule("[" * 90 + "x" + "]" * 90),
    "many detections": "logsource: {category: webserver}\ndetection:\n"
    + "".join(f"  s{n}: {{x: {n}}}\n" for n in range(5_000))
    + "  condition: 1 of s* and all of s* and not 1 of s1*\n",
    "a long condition": _rule("{x: 1}").replace("condition: a", "condition: '" + "a or " * 100_000 + "a'"),
    "an almost long condition": _rule("{x: 1}").replace("condition: a", "condition: '" + "a or " * 900 + "a'"),
    "many parentheses": _rule("{x: 1}").replace("condition: a", "condition: '" + "(" * 20 + "a" + ")" * 20 + "'"),
    "many conditions": _rule("{x: 1}").replace("condition: a", "condition: [" + "a," * 50_000 + "]"),
    "many patterns": _rule("{x: 1}").replace("condition: a", "condition: '" + "1 of a* or " * 400 + "a'"),
    "a long id": _rule("{x: 1}").replace("id: x", "id: " + "x" * 900_000),
    "a long log source": _rule("{x: 1}").replace("webserver", "w" * 900_000),
    "many documents": "---\n".join(["a: 1\n"] * 20_000),
    "nothing but marks": "---\n" * 300_000,
    "many actions": "---\n".join(["action: repeat\n"] * 20_000),
    "binary": _rule("{x: !!binary aGVsbG8=}"),
    "a set": _rule("!!set {x, y}"),
    "pairs": _rule("!!omap [x: 1, y: 2]"),
    "a key that is a list": _rule("{? [x, y] : 1}"),
    "a filter for everything": yaml.safe_dump(
        {**FILTER, "filter": {"rules": [f"r{n}" for n in range(9_000)], "sel": {"x": 1}, "condition": "sel"}}
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_shapes_end_soon(tmp_path, shape):
    """Each as a rule or with a reason; the dearest takes two seconds of processor time, without limits hours."""
    (tmp_path / "x.yml").write_text(SHAPES[shape])
    begun = time.process_time()
    loaded = load_rules([tmp_path / "x.yml"])
    assert time.process_time() - begun < 120
    _check(loaded)
    assert loaded.rules or loaded.refused


def test_expressions_of_one_rule_are_counted_before_any_is_made(tmp_path):
    """Also those that placeholders multiply."""
    (tmp_path / "v.yml").write_text("n: [" + ",".join(map(str, range(1_500))) + "]")
    (tmp_path / "x.yml").write_text(_rule("{'x|re|expand': 'a%n%'}"))
    for text in (SHAPES["30,000 expressions"], SHAPES["expressions in many maps"], _rule("{'x|re|expand': 'a%n%'}")):
        (tmp_path / "x.yml").write_text(text)
        (refusal,) = load_rules([tmp_path / "x.yml"], values=tmp_path / "v.yml").refused
        assert refusal.reason == "more than 1,000 regular expressions"


def test_an_archive_that_unpacks_without_end_is_stopped(tmp_path, monkeypatch):
    """What was read before still counts."""
    monkeypatch.setattr("indicia.detection.sigma.files.MAX_ARCHIVE_BYTES", 3_000_000)
    with zipfile.ZipFile(tmp_path / "rules.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.yml", _rule("{x: 1}"))
        for number in range(5):
            archive.writestr(f"b{number}.yml", b" " * 1_000_000)
    loaded = load_rules([tmp_path / "rules.zip"])
    assert len(loaded.rules) == 1
    assert loaded.refused[-1].reason == "the archive holds more than 3,000,000 bytes; only the first are read"


PIPELINE = {
    "name": "x",
    "priority": 1,
    "vars": {"users": ["a"]},
    "transformations": [
        {
            "id": "i",
            "type": "field_name_mapping",
            "mapping": {"User": ["A", "B"]},
            "rule_conditions": [{"type": "logsource", "product": "windows"}],
            "rule_cond_op": "or",
            "field_name_conditions": [{"type": "include_fields", "fields": ["User"], "mode": "re"}],
            "detection_item_conditions": [{"type": "match_string", "cond": "any", "pattern": "^a"}],
        },
        {"type": "replace_string", "regex": "x", "replacement": "y", "skip_special": True},
        {"type": "add_condition", "conditions": {"EventID": 1}, "template": True},
        {"type": "nest", "items": [{"type": "case", "method": "upper"}]},
        {"type": "value_placeholders", "include": ["users"]},
        {"type": "hashes_fields", "valid_hash_algos": ["MD5"]},
        {"type": "set_value", "value": 1},
    ],
}


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_any_pipeline_is_applied_or_an_error(beside, data):
    """Whatever stands in a pipeline: RulesetError, or rules behind it that run or are refused."""
    pipeline = copy.deepcopy(PIPELINE)
    for _ in range(data.draw(st.integers(0, 3))):
        *way, last = data.draw(st.sampled_from([place for place in _places(pipeline) if place]))
        inner = pipeline
        for key in way:
            inner = inner[key]
        if data.draw(st.booleans()):
            del inner[last]
        else:
            inner[last] = data.draw(TREES)
        if not pipeline:
            break
    (beside / "p.yml").write_text(yaml.dump(pipeline, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (beside / "r.yml").write_text(yaml.dump_all([RULE, FILTER, CORRELATION], sort_keys=False), encoding="utf-8")
    try:
        loaded = load_rules([beside / "r.yml"], values=beside / "values.yml", pipelines=[beside / "p.yml"])
    except RulesetError as error:
        assert "p.yml" in str(error)
        return
    _check(loaded)

"""pySigma pipelines change rules before they are translated; what cannot be applied whole is refused by name."""

from pathlib import Path

import pytest
import yaml

from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.sigma.pipelines import TRANSFORMATIONS, read_pipelines
from indicia.detection.sigma.rules import load_rules
from indicia.errors import RulesetError

SOURCE = {"product": "windows", "service": "security"}


def rule(detection, **keys):
    """A rule with these detections; one map alone is its only detection."""
    section = detection if "condition" in detection else {"a": detection, "condition": "a"}
    return {"title": "x", "id": "x", "logsource": SOURCE, "detection": section, **keys}


def steps(*transformations, **keys):
    """A pipeline."""
    return {"name": "ours", "priority": 10, "transformations": list(transformations), **keys}


def load(folder, pipeline, *documents, **options):
    """Rules behind one pipeline or several."""
    (folder / "rules.yml").write_text(yaml.safe_dump_all(documents, sort_keys=False), encoding="utf-8")
    files = []
    for number, one in enumerate(pipeline if isinstance(pipeline, list) else [pipeline]):
        files.append(folder / f"p{number}.yaml")
        files[-1].write_text(yaml.safe_dump(one, sort_keys=False), encoding="utf-8")
    return load_rules([folder / "rules.yml"], pipelines=files, **options)


def fires(loaded, **fields):
    """Whether the only rule is true of a record."""
    assert not loaded.refused
    (one,) = loaded.rules
    return any(compile_condition(binding.condition)(fields) for binding in one.detector.bindings)


RENAME = {"type": "field_name_mapping", "mapping": {"user": "TargetUserName"}}
APPLIED = [
    ("a field is renamed", [RENAME], {"user|startswith": "adm"}, {"TargetUserName": "ADMIN"}, True),
    ("the old name is gone", [RENAME], {"user|startswith": "adm"}, {"user": "admin"}, False),
    ("a map is all of its items", [RENAME], {"user": "x", "other": "y"}, {"TargetUserName": "x"}, False),
    ("other fields stay", [RENAME], {"Other": "x"}, {"Other": "x"}, True),
    (
        "one field becomes several",
        [{"type": "field_name_mapping", "mapping": {"user": ["A", "B"]}}],
        {"user|contains": "x"},
        {"B": "axa"},
        True,
    ),
    ("prefixes", [{"type": "field_name_prefix", "prefix": "w."}], {"x": 1}, {"w.x": "1"}, True),
    ("suffixes", [{"type": "field_name_suffix", "suffix": ".w"}], {"x": 1}, {"x.w": "1"}, True),
    (
        "prefixes are mapped",
        [{"type": "field_name_prefix_mapping", "mapping": {"win.": ""}}],
        {"win.user": "x"},
        {"user": "x"},
        True,
    ),
    (
        "references are renamed",
        [{"type": "field_name_mapping", "mapping": {"a": "A", "b": "B"}}],
        {"a|fieldref|endswith": "b"},
        {"A": "xyz", "B": "YZ"},
        True,
    ),
    ("expressions keep their meaning", [RENAME], {"user|re": r"(?<!x)y\d"}, {"TargetUserName": "zy1"}, True),
    ("encodings too", [RENAME], {"user|utf16le|base64offset|contains": "ab"}, {"TargetUserName": "xYQBiA"}, True),
    ("windash too", [RENAME], {"user|contains|windash": " -a -b -c -d"}, {"TargetUserName": " /a -b /c -d"}, True),
    ("numbers too", [RENAME], {"user|gte": 5}, {"TargetUserName": "0x10"}, True),
    ("null too", [RENAME], {"user": None}, {"user": "x"}, True),
    ("neq too", [RENAME], {"user|neq": ["a", "b"]}, {"TargetUserName": "B"}, False),
    ("times too", [RENAME], {"user|hour": 3}, {"TargetUserName": "03:00"}, True),
    (
        "keywords become a field's",
        [{"type": "field_name_mapping", "mapping": {None: "Message"}}],
        {"a": ["bad"], "condition": "a"},
        {"Message": "so bad it is"},
        True,
    ),
    (
        "and no other's",
        [{"type": "field_name_mapping", "mapping": {None: "Message"}}],
        {"a": ["bad"], "condition": "a"},
        {"Other": "bad"},
        False,
    ),
    (
        "texts are replaced",
        [{"type": "replace_string", "regex": r"^\*corp", "replacement": "*example"}],
        {"x|endswith": "corp.local"},
        {"x": "a.example.local"},
        True,
    ),
    (
        "but not in expressions",
        [{"type": "replace_string", "regex": "a", "replacement": "b"}],
        {"x|re": "^a$"},
        {"x": "a"},
        True,
    ),
    (
        "what a replacement does not touch keeps its meaning",
        [{"type": "replace_string", "regex": "zzz", "replacement": "y"}],
        {"x|base64": "ab", "n": 16},
        {"x": "YWI=", "n": "0x10"},
        True,
    ),
    ("texts are mapped", [{"type": "map_string", "mapping": {"a": ["b", "c*"]}}], {"x": "a"}, {"x": "cd"}, True),
    ("a value is set", [{"type": "set_value", "value": 5}], {"x": "a"}, {"x": "0x5"}, True),
    ("cased values stay cased", [{"type": "map_string", "mapping": {"a": "B"}}], {"x|cased": "a"}, {"x": "b"}, False),
    ("all of them stay all", [{"type": "case", "method": "upper"}], {"x|contains|all": ["a", "b"]}, {"x": "a"}, False),
    (
        "an item is dropped",
        [{"type": "drop_detection_item", "field_name_conditions": [{"type": "include_fields", "fields": ["y"]}]}],
        {"x": "1", "y": "2"},
        {"x": "1"},
        True,
    ),
    ("a condition is added", [{"type": "add_condition", "conditions": {"EventID": 4624}}], {"x": 1}, {"x": "1"}, False),
    (
        "and holds",
        [{"type": "add_condition", "conditions": {"y": ["a*", "b"]}}],
        {"x": 1},
        {"x": "1", "y": "abc"},
        True,
    ),
    (
        "a condition is added, negated",
        [{"type": "add_condition", "conditions": {"y": "2"}, "negated": True}],
        {"x": 1},
        {"x": "1", "y": "2"},
        False,
    ),
    (
        "only where its conditions hold",
        [{**RENAME, "rule_conditions": [{"type": "logsource", "service": "system"}]}],
        {"user": "x"},
        {"user": "x"},
        True,
    ),
    (
        "one of several conditions",
        [{**RENAME, "rule_conditions": [{"type": "logsource", "service": "x"}, {"type": "logsource"}][:1]}],
        {"user": "x"},
        {"user": "x"},
        True,
    ),
    ("nested", [{"type": "nest", "items": [RENAME]}], {"user": "x"}, {"TargetUserName": "x"}, True),
    (
        "hashes get fields of their own",
        [{"type": "hashes_fields", "valid_hash_algos": ["MD5"], "field_prefix": "File"}],
        {"Hashes|contains": "MD5=" + "ab" * 16},
        {"FileMD5": "AB" * 16},
        True,
    ),
    (
        "lists of maps",
        [RENAME],
        {"a": [{"user": "x", "b": 1}, {"user": "y"}], "condition": "a"},
        {"TargetUserName": "y"},
        True,
    ),
    ("what is only shown does not matter", [{"type": "add_field", "field": "z"}], {"x": 1}, {"x": "1"}, True),
    (
        "values of its own for placeholders",
        [{"type": "value_placeholders"}],
        {"x|contains|expand": "%users%"},
        {"x": "the root user"},
        True,
    ),
    (
        "wildcards for placeholders",
        [{"type": "wildcard_placeholders"}],
        {"x|expand": "a%users%b"},
        {"x": "a-b"},
        True,
    ),
    (
        "a list of conditions",
        [RENAME],
        {"a": {"user": "x"}, "b": {"user": "y"}, "condition": ["a", "b"]},
        {"TargetUserName": "y"},
        True,
    ),
]


@pytest.mark.parametrize(
    ("several", "detection", "fields", "expected"), [i[1:] for i in APPLIED], ids=[i[0] for i in APPLIED]
)
def test_what_a_pipeline_does(tmp_path, several, detection, fields, expected):
    """Each transformation reaches the condition as pySigma applies it, and only that."""
    loaded = load(tmp_path, steps(*several, vars={"users": ["root", "adm*"]}), rule(detection))
    assert fires(loaded, **fields) is expected
    assert len(loaded.rules[0].altered_by) == 64


def test_every_transformation_that_is_taken_is_documented():
    """docs/sigma.md lists them."""
    text = (Path(__file__).parents[3] / "docs" / "sigma.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in TRANSFORMATIONS)


def test_rules_without_effect_mean_the_same(tmp_path, corpora):
    """Behind a pipeline that changes nothing, every SigmaHQ rule asks exactly what it asked, of the same records."""
    plain = load_rules([corpora / "sigma-exchange-rules", corpora / "sigma-regression"])
    (tmp_path / "p.yml").write_text(yaml.safe_dump(steps({"type": "set_state", "key": "a", "val": 1})))
    piped = load_rules([corpora / "sigma-exchange-rules", corpora / "sigma-regression"], pipelines=[tmp_path / "p.yml"])
    assert len(plain.rules) > 100
    different = 0
    for one, other in zip(plain.rules, piped.rules, strict=True):
        assert [binding.route for binding in one.detector.bindings] == [b.route for b in other.detector.bindings]
        texts = [[binding.text for binding in detector.bindings] for detector in (one.detector, other.detector)]
        different += texts[0] != texts[1]
    assert different == 0
    assert [one.reason for one in plain.refused] == [one.reason for one in piped.refused]


def test_a_log_source_is_changed(tmp_path):
    """A rule on a log source of one's own comes to run; without the pipeline it is refused."""
    own = rule({"user": "x"}, logsource={"product": "acme"}, taxonomy="acme")
    to = {"type": "change_logsource", "product": "windows", "service": "system"}
    loaded = load(tmp_path, steps(to, RENAME), own)
    assert fires(loaded, TargetUserName="x")
    (binding,) = loaded.rules[0].detector.bindings
    assert binding.route.channels == frozenset({"system"})
    assert "taxonomy" in load_rules([tmp_path / "rules.yml"]).refused[0].reason


def test_another_taxonomy_needs_a_pipeline_that_applies(tmp_path):
    """One for other rules does not make a taxonomy known."""
    elsewhere = {**RENAME, "rule_conditions": [{"type": "logsource", "product": "other"}]}
    (refusal,) = load(tmp_path, steps(elsewhere), rule({"user": "x"}, taxonomy="acme")).refused
    assert "taxonomy" in refusal.reason


@pytest.mark.parametrize(
    "step",
    [
        {"type": "rule_failure", "message": "we do not log this"},
        {
            "type": "detection_item_failure",
            "message": "we do not log this",
            "field_name_conditions": [{"type": "include_fields", "fields": ["user"]}],
        },
    ],
)
def test_a_rule_that_a_pipeline_gives_up_is_refused(tmp_path, step):
    """With the pipeline's reason; others run."""
    step = {**step, "rule_conditions": [{"type": "contains_field", "field": "user"}]}
    loaded = load(tmp_path, steps(step), rule({"user": "x"}), {**rule({"y": 1}), "id": "y"})
    assert [one.id for one in loaded.rules] == ["y"]
    (refusal,) = loaded.refused
    assert refusal.reason == "document 1: a pipeline refuses it: we do not log this"


def test_a_field_without_a_mapping_is_refused(tmp_path):
    """Where the pipeline is strict."""
    loaded = load(tmp_path, steps(RENAME, {"type": "strict_field_mapping_failure"}), rule({"user": "x", "other": 1}))
    assert "not mapped: other" in loaded.refused[0].reason


NOT_ALL = [
    ("a detection without anything left", {"type": "drop_detection_item"}, {"x": 1}, "leaves nothing"),
    ("values under an encoding", {"type": "set_value", "value": "b"}, {"x|base64": "a"}, "under 'base64'"),
    (
        "a name that the rule has",
        {"type": "add_condition", "name": "a", "conditions": {"y": 1}},
        {"x": 1},
        "under the name 'a'",
    ),
    ("a field name with a bar", {"type": "field_name_suffix", "suffix": "|re"}, {"x": "("}, "makes the field name"),
    (
        "a placeholder that has no value",
        {"type": "value_placeholders"},
        {"x|expand": "%gone%"},
        "gone",
    ),
    (
        "a condition that is added with an encoding",
        {"type": "add_condition", "conditions": {"y|base64": "x"}},
        {"x": 1},
        "base64",
    ),
    ("a broken rule", RENAME, {"x|nope": 1}, "unknown modifier 'nope'"),
    ("a broken value", RENAME, {"x": {"y": 1}}, "no text"),
]


@pytest.mark.parametrize(("step", "detection", "reason"), [i[1:] for i in NOT_ALL], ids=[i[0] for i in NOT_ALL])
def test_what_cannot_be_applied_whole_refuses_the_rule(tmp_path, step, detection, reason):
    """Never half of it."""
    loaded = load(tmp_path, steps(step), rule(detection))
    assert not loaded.rules
    assert reason in loaded.refused[0].reason


BAD = [
    (steps({"type": "file_placeholders"}), "transformation 1, 'file_placeholders': it reads files"),
    (steps(RENAME, {"type": "http_placeholders"}), "transformation 2, 'http_placeholders': it asks the network"),
    (steps({"type": "command_placeholders"}), "it runs commands"),
    (steps({"type": "query_expression_placeholders", "expression": "x"}), "text of queries"),
    (steps({"type": "field_name_transform"}), "needs a function"),
    (steps({"type": "made_up"}), "'made_up': it is not supported"),
    (steps({"type": "nest", "items": [{"type": "regex"}]}), "'regex'"),
    (steps({"type": "nest"}), "no list of items"),
    (steps(RENAME, postprocessing=[{"type": "template", "template": "{{ x }}"}]), "'postprocessing'"),
    (steps(RENAME, finalizers=[{"type": "template", "template": "{{ x }}", "path": "/etc"}]), "'finalizers'"),
    (steps(RENAME, extra=1), "'extra'"),
    (steps(), "no list of transformations"),
    (steps("x"), "not a mapping"),
    (steps({"mapping": {}}), "'None'"),
    (steps({"type": "field_name_mapping"}), "mapping"),
    (steps({**RENAME, "rule_conditions": [{"type": "made_up"}]}), "made_up"),
    (steps({**RENAME, "rule_cond_op": "xor"}), "'rule_cond_op'"),
    (steps({**RENAME, "rule_condition": []}), "rule_condition"),
    (steps({"type": "replace_string", "regex": "(", "replacement": ""}), "p0.yaml"),
    (steps({"type": "replace_string", "regex": "(?=a)", "replacement": ""}), "p0.yaml"),
    (steps(RENAME, priority="high"), "priority"),
    (steps(RENAME, vars=[1]), "'vars'"),
    ([1], "no mapping"),
]


@pytest.mark.parametrize(("pipeline", "reason"), BAD, ids=range(len(BAD)))
def test_a_pipeline_that_cannot_be_applied_is_an_error(tmp_path, pipeline, reason):
    """Naming the file and what it asks for; nothing is run without it."""
    (tmp_path / "p0.yaml").write_text(yaml.safe_dump(pipeline))
    with pytest.raises(RulesetError) as raised:
        read_pipelines([tmp_path / "p0.yaml"])
    assert reason in str(raised.value)
    assert "p0.yaml" in str(raised.value)


def test_nothing_in_a_pipeline_is_executed(tmp_path):
    """Not even where the library could: the file that code in it would write is never there."""
    mark = tmp_path / "mark"
    texts = [
        f"transformations: [{{type: command_placeholders, command: ['touch', '{mark}']}}]",
        f"transformations: [{{type: nest, items: [{{type: command_placeholders, command: 'touch {mark}'}}]}}]",
        f"finalizers: [{{type: template, template: '{{{{ vars }}}}', vars: '{mark}'}}]",
        f"transformations: [!!python/object/apply:os.system ['touch {mark}']]",
    ]
    for text in texts:
        (tmp_path / "p.yml").write_text(text)
        with pytest.raises(RulesetError):
            read_pipelines([tmp_path / "p.yml"])
    assert not mark.exists()


def test_pipelines_come_by_their_priority(tmp_path):
    """The lower first, whatever the order of the arguments."""
    first = steps({"type": "field_name_mapping", "mapping": {"a": "b"}}, priority=1)
    second = steps({"type": "field_name_mapping", "mapping": {"b": "c"}}, priority=2)
    assert fires(load(tmp_path, [second, first], rule({"a": "x"})), c="x")


def test_filters_go_through_the_pipeline_with_the_rule(tmp_path):
    """Fields of both are renamed; names of detections may be equal."""
    item = {
        "title": "Known",
        "id": "f",
        "logsource": SOURCE,
        "filter": {"rules": "any", "a": {"user": "svc"}, "condition": "not a"},
    }
    loaded = load(tmp_path, steps(RENAME), rule({"user|contains": "s"}), item)
    assert fires(loaded, TargetUserName="boss")
    assert not fires(loaded, TargetUserName="svc")


def test_placeholders_that_a_pipeline_leaves_get_the_users_values(tmp_path):
    """Both may be given."""
    values = tmp_path / "values.yml"
    values.write_text("users: [root]\nhosts: [h1]\n")
    only = {"type": "value_placeholders", "include": ["users"]}
    detection = {"x|expand": "%users%@%hosts%", "y|expand": "%hosts%"}
    loaded = load(tmp_path, steps(only, RENAME, vars={"users": ["adm*"]}), rule(detection), values=values)
    assert fires(loaded, x="admin@h1", y="h1")
    assert not fires(loaded, x="root@h1", y="h1")


def test_the_packs_own_rules_are_not_mapped(tmp_path):
    """A pipeline is for the user's rules; a filter of the user that names one of ours is put to it as it stands."""
    (tmp_path / "ours.yml").write_text(yaml.safe_dump({**rule({"user": "x"}), "id": "ours"}))
    ours = load_rules([tmp_path / "ours.yml"], own=True).rules
    loaded = load(tmp_path, steps(RENAME), rule({"user": "x"}), ours=ours)
    assert loaded.ours == ours

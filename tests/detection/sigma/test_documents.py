"""Files of several YAML documents: each ends as a rule, a correlation, a filter or a refusal."""

import hashlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.correlation.loading import load_correlations
from indicia.detection.sigma.document import cut, read
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rules import load_rules


def rule(name: str, **keys: object) -> str:
    """A rule whose id is its name."""
    whole = {
        "title": f"Title of {name}",
        "id": name,
        "name": f"n_{name}",
        "logsource": {"product": "windows", "service": "security"},
        "detection": {"a": {"EventID": 4624}, "condition": "a"},
    }
    return yaml.safe_dump({**whole, **keys}, sort_keys=False)


CORRELATION = """\
title: Many
id: many
name: n_many
correlation:
  type: event_count
  rules: [one]
  group-by: [IpAddress]
  timespan: 5m
  condition: {gte: 3}
"""


def _load(folder, text, name="set.yml"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load_rules([file])


def _reasons(loaded):
    return [refusal.reason for refusal in loaded.refused]


def test_each_document_of_a_file_is_told_apart(tmp_path):
    """Rules and correlations of one file come out in order, with the text of their own document."""
    loaded = _load(tmp_path, "---\n".join([rule("one"), CORRELATION, rule("two")]))
    assert [one.id for one in loaded.rules] == ["one", "two"]
    assert [one.name for one in loaded.rules] == ["n_one", "n_two"]
    assert not loaded.refused
    (document,) = loaded.correlations
    assert document.mapping["title"] == "Many"
    assert (document.path, document.text) == ("set.yml", CORRELATION)
    assert document.digest == hashlib.sha256(document.text.encode()).hexdigest()
    assert yaml.safe_load(loaded.rules[1].text)["id"] == "two"
    found = load_correlations(loaded.correlations, loaded.rules, loaded.refused)
    assert [item.id for item in found.correlations] == ["many"]


def test_a_broken_document_is_refused_with_its_place_and_the_others_run(tmp_path):
    """Number of the document, line and column of the file are named; the documents around it are not touched."""
    loaded = _load(tmp_path, "\n---\n".join([rule("one"), "title: x\nid: [a\nb: c", rule("two")]))
    assert [one.id for one in loaded.rules] == ["one", "two"]
    (reason,) = _reasons(loaded)
    lines = len(rule("one").splitlines())
    assert reason.startswith("document 2: not YAML: ")
    assert reason.endswith(f"line {lines + 5}, column 2")


def test_a_broken_document_alone_names_line_and_column(tmp_path):
    """A file with one document needs no number."""
    assert _reasons(_load(tmp_path, "title: x\nid: [a\nb: c\n")) == [
        "not YAML: did not find expected ',' or ']', line 3, column 2"
    ]


def test_a_key_that_stands_twice_is_named_with_its_place(tmp_path):
    """Also behind other documents."""
    (reason,) = _reasons(_load(tmp_path, rule("one") + "---\ntitle: x\ntitle: y\n"))
    lines = len(rule("one").splitlines())
    assert reason == f"document 2: the key 'title' stands twice in one mapping, line {lines + 3}, column 1"


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("a: 1", 1),
        ("---\na: 1\n", 1),
        ("# note\n---\na: 1\n---\n# nothing\n---\n", 1),
        ("%YAML 1.1\n---\na: 1\n", 1),
        ("a: 1\n...\n%YAML 1.1\n---\na: 2\n", 2),
        ("a: 1\r\n---\r\na: 2\r\n", 2),
        ("a: |\n  x\n  --- no mark\n  ---\n", 1),
        ("a: --- b\nc: '---'\n", 1),
        ("--- {a: 1}\n--- {a: 2}\n", 2),
        ("---a: 1\n", 1),
        ("\ufeffa: 1\n", 1),
    ],
)
def test_documents_are_cut_where_yaml_cuts_them(text, documents):
    """As many mappings come out as the library finds in the whole."""
    found = [read(one) for one in cut(text.encode())]
    assert len(found) == documents
    assert found == [one for one in yaml.safe_load_all(text) if one is not None]


LINES = ["k{}: 1", "---", "...", "# x", "", "k{}: '", "- x", "--- y", "%YAML 1.1", "k{}: |", "  d"]


@given(st.lists(st.sampled_from(LINES)))
def test_cutting_loses_no_document(lines):
    """Where the library reads the whole file, the pieces are its documents; elsewhere nothing but a refusal comes."""
    text = "\n".join(line.format(number) for number, line in enumerate(lines))
    try:
        whole = [one for one in yaml.load_all(text, Loader=yaml.CSafeLoader) if one is not None]
    except yaml.YAMLError:
        whole = None
    try:
        pieces = cut(text.encode())
    except Refused:
        assert not whole
        return
    found, odd = [], 0
    for piece in pieces:
        try:
            found.append(read(piece))
        except Refused:
            odd += 1
    if whole is not None:
        mappings = [one for one in whole if isinstance(one, dict)]
        # The library takes a directive right behind a document, against YAML; here that document is refused.
        assert found == mappings or (odd and len(found) + odd >= len(mappings))


def test_the_same_rule_in_several_places_counts_once(tmp_path):
    """Alone in a file, among others, and twice in one file; another rule under its id is refused with its number."""
    (tmp_path / "a.yml").write_text("---\n".join([rule("one"), rule("two"), rule("one")]))
    (tmp_path / "b.yml").write_text(rule("two"))
    (tmp_path / "c.yml").write_text("---\n".join([rule("three"), rule("two", level="low")]))
    loaded = load_rules([tmp_path])
    assert [one.id for one in loaded.rules] == ["one", "two", "three"]
    (refusal,) = loaded.refused
    assert refusal.reason == f"document 2: another rule has the same id: {tmp_path.name}/a.yml"
    assert (refusal.rule, refusal.title) == ("two", "Title of two")


def test_rules_without_an_id_get_one_of_their_own(tmp_path):
    """Two documents without an id do not share one."""
    bare = "logsource: {{category: webserver}}\ndetection: {{a: [{}], condition: a}}\n"
    loaded = _load(tmp_path, bare.format("x") + "---\n" + bare.format("y"))
    assert len({one.id for one in loaded.rules}) == 2
    assert all(one.id.startswith("sha256:") for one in loaded.rules)


GLOBAL = "action: global\ntitle: Base\nlevel: high\nlogsource: {product: windows, service: security}\n"


def test_a_global_document_stands_in_the_rules_behind_it(tmp_path):
    """Until it is reset; its keys are merged, and a rule's text is what came out."""
    first = "id: one\ndetection: {a: {EventID: 1}, condition: a}\n"
    second = "id: two\nlevel: low\ndetection: {a: {EventID: 2}, condition: a}\n"
    text = "---\n".join([GLOBAL, first, second, "action: reset\n", rule("three")])
    loaded = _load(tmp_path, text)
    assert not loaded.refused
    assert [(one.id, one.title, one.level) for one in loaded.rules] == [
        ("one", "Base", "high"),
        ("two", "Base", "high"),
        ("three", "Title of three", ""),
    ]
    assert yaml.safe_load(loaded.rules[0].text)["logsource"] == {"product": "windows", "service": "security"}


def test_a_global_document_alone_is_no_rule(tmp_path):
    """What looks like a whole rule and adds to nothing is said, not passed over; behind a lost document it is not."""
    alone = GLOBAL + "id: one\ndetection: {a: {EventID: 1}, condition: a}\n"
    loaded = _load(tmp_path, alone)
    assert not loaded.rules
    assert [(one.rule, one.title) for one in loaded.refused] == [("one", "Base")]
    assert "no rule by itself" in _reasons(loaded)[0]
    loaded = _load(tmp_path, "---\n".join([GLOBAL, "id: two\ndetection: {a: {x: 1}, condition: a}\n", alone]))
    assert [one.id for one in loaded.rules] == ["two"]
    assert [reason[:11] for reason in _reasons(loaded)] == ["document 3:"]
    (reason,) = _reasons(_load(tmp_path, GLOBAL + "---\nx: [\n"))
    assert reason.startswith("document 2: not YAML")


def test_a_repeated_document_changes_the_rule_before_it(tmp_path):
    """Its own keys win, mappings are merged."""
    again = "action: repeat\nid: two\nlogsource: {service: system}\n"
    loaded = _load(tmp_path, rule("one") + "---\n" + again)
    one, two = loaded.rules
    assert two.title == one.title
    assert {route.route.channels for route in two.detector.bindings} == {frozenset({"system"})}
    assert {route.route.channels for route in one.detector.bindings} == {frozenset({"security"})}


def test_nothing_is_built_on_a_document_that_is_lost(tmp_path):
    """Behind a broken 'global' no rule runs without the part that was in it."""
    loaded = _load(tmp_path, GLOBAL + "x: [\n---\n" + rule("one") + "---\naction: reset\n---\n" + rule("two"))
    assert [one.id for one in loaded.rules] == ["two"]
    assert [reason[:11] for reason in _reasons(loaded)] == ["document 1:", "document 2:"]
    assert "could not be read" in _reasons(loaded)[1]


def test_collections_that_grow_are_stopped(tmp_path):
    """Of thousands of documents that each repeat a large rule a few dozen are made; the rest end in refusals."""
    large = rule("one", detection={"a": {"x": ["y" * 100] * 1000}, "condition": "a"})
    loaded = _load(tmp_path, large + "".join(f"---\naction: repeat\nid: r{n}\n" for n in range(3000)))
    assert all("too large" in reason for reason in _reasons(loaded))
    assert (len(loaded.rules) + len(loaded.refused), len(loaded.rules) < 100) == (3001, True)


def test_a_whole_rule_set_in_one_file_is_read(tmp_path):
    """Thousands of documents, some of them broken."""
    texts = [rule(f"r{n}") if n % 100 else f"title: {n}\nx: [" for n in range(3000)]
    loaded = _load(tmp_path, "\n---\n".join(texts))
    assert len(loaded.rules) == 2970
    assert len(loaded.refused) == 30

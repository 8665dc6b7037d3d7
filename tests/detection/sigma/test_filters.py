"""Sigma filters add their condition to the rules they are for, and to no others."""

from types import SimpleNamespace

import pytest
import yaml

from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.sigma.rules import load_rules

SOURCE = {"product": "windows", "category": "process_creation"}
IMAGE = {"Image": "C:\\x.exe", "User": "adm_bob"}


def rule(name, **keys):
    """A rule on x.exe whose id is its name."""
    detection = {"sel": {"Image|endswith": "\\x.exe"}, "condition": "sel"}
    return {"title": name, "id": name, "name": f"n_{name}", "logsource": SOURCE, "detection": detection, **keys}


def narrow(rules, selection=None, condition="not sel", **keys):
    """A filter that leaves out administrators."""
    section = {"rules": rules, "sel": selection or {"User|startswith": "adm_"}, "condition": condition}
    return {"title": "Administrators", "id": "f", "logsource": SOURCE, "filter": section, **keys}


def load(folder, *documents, **options):
    """What the documents give, in one file."""
    file = folder / "set.yml"
    file.write_text(yaml.safe_dump_all(documents, sort_keys=False), encoding="utf-8")
    return load_rules([file], **options)


def fires(one, fields):
    """Whether any binding of the rule is true."""
    return any(compile_condition(binding.condition)(fields) for binding in one.detector.bindings)


@pytest.mark.parametrize("named", ["one", "n_one", ["one"], ["n_one", "one"], "any", "ANY"])
def test_a_filter_is_part_of_the_rules_it_is_for(tmp_path, named):
    """By id, by name, in a list, or for any rule with the log source; the rule says so."""
    plain = load(tmp_path, rule("one")).rules[0]
    loaded = load(tmp_path, narrow(named), rule("one"))
    assert not loaded.refused
    (one,) = loaded.rules
    assert fires(plain, IMAGE)
    assert not fires(one, IMAGE)
    assert fires(one, {**IMAGE, "User": "eve"})
    assert fires(one, {"Image": "C:\\x.exe"})
    assert one.filters == ("Administrators",)
    assert (plain.filters, plain.altered_by) == ((), "")
    assert len(one.altered_by) == 64
    assert (one.text, one.id) == (plain.text, plain.id)


def test_only_the_named_rules_change(tmp_path):
    """Others stay as they are, and a filter behind its rule or in another file works alike."""
    loaded = load(tmp_path, rule("one"), rule("two"), narrow(["two"]))
    one, two = loaded.rules
    assert fires(one, IMAGE)
    assert not fires(two, IMAGE)
    (tmp_path / "apart.yml").write_text(yaml.safe_dump(narrow(["one"])))
    one, two = load_rules([tmp_path / "apart.yml", tmp_path / "set.yml"]).rules
    assert not fires(one, IMAGE)
    assert one.filters == ("Administrators",)


def test_the_condition_is_taken_as_it_stands(tmp_path):
    """A filter is `rule and condition`: without `not` it keeps only what it describes."""
    (one,) = load(tmp_path, rule("one"), narrow(["one"], condition="sel")).rules
    assert fires(one, IMAGE)
    assert not fires(one, {**IMAGE, "User": "eve"})


def test_the_whole_rule_is_filtered(tmp_path):
    """Each of a list of conditions, and both sides of an `or`."""
    detection = {"a": {"Image": "C:\\x.exe"}, "b": {"Image": "C:\\y.exe"}, "condition": ["a or b", "b"]}
    (one,) = load(tmp_path, rule("one", detection=detection), narrow(["one"])).rules
    for image in ("C:\\x.exe", "C:\\y.exe"):
        assert fires(one, {"Image": image})
        assert not fires(one, {"Image": image, "User": "adm_x"})


def test_names_never_collide(tmp_path):
    """Detections of rule and filter may have one name; patterns of either do not see the other's."""
    detection = {"sel": {"Image|endswith": "\\x.exe"}, "condition": "all of sel* and 1 of them"}
    item = narrow(["one"], condition="not 1 of sel*")
    item["filter"]["sel_more"] = {"User": "eve"}
    (one,) = load(tmp_path, rule("one", detection=detection), item).rules
    assert fires(one, {"Image": "C:\\x.exe", "User": "bob"})
    assert not fires(one, {"Image": "C:\\x.exe", "User": "eve"})
    assert not fires(one, {"Image": "C:\\y.exe", "User": "bob"})


def test_a_filter_is_put_to_each_log_in_its_words(tmp_path):
    """The fields of a filter are renamed as those of the rule."""
    item = narrow(["one"], selection={"ParentImage|endswith": "\\backup.exe"})
    (one,) = load(tmp_path, rule("one"), item).rules
    assert fires(one, {"NewProcessName": "C:\\x.exe", "ParentProcessName": "C:\\shell.exe"})
    assert not fires(one, {"NewProcessName": "C:\\x.exe", "ParentProcessName": "C:\\backup.exe"})


def test_several_filters_all_count(tmp_path):
    """Two filters on one rule both leave out; the hash tells them apart."""
    second = {**narrow(["one"], selection={"User": "svc"}), "title": "Service", "id": "g"}
    (one,) = load(tmp_path, rule("one"), narrow(["one"]), second).rules
    (other,) = load(tmp_path, rule("one"), second).rules
    assert one.filters == ("Administrators", "Service")
    assert not fires(one, {**IMAGE, "User": "svc"})
    assert not fires(one, IMAGE)
    assert one.altered_by != other.altered_by


REFUSED = [
    (narrow(["one", "gone"]), "filter: not applied to 'gone': there is no such rule", 1),
    (narrow(["many"]), "it is a correlation", 0),
    (narrow(["one"], logsource={"product": "windows", "category": "file_event"}), "its log source is another", 0),
    (narrow("any", logsource={"product": "windows", "category": "file_event"}), "no rule has a log source", 0),
    (narrow([]), "names no rules", 0),
    (narrow(None), "names no rules", 0),
    (narrow([1]), "names no rules", 0),
    (narrow(["one"], condition="other"), "'other'", 0),
    (narrow(["one"], condition=["sel", "sel"]), "one text", 0),
    (narrow(["one"], selection={"User|nope": "x"}), "unknown modifier", 0),
    (narrow(["one"], logsource=None), "no log source", 0),
    (narrow(["one"], logsource={}), "log source is empty", 0),
    (narrow(["one"], logsource={"vendor": "x"}), "'vendor'", 0),
    (narrow(["one"], filter="x"), "no mapping", 0),
    (narrow(["one"], detection={}), "something else", 0),
    (narrow(["one"], taxonomy="ecs"), "taxonomy", 0),
]
MANY = {"title": "m", "id": "many", "correlation": {"type": "event_count", "rules": ["one"]}}


@pytest.mark.parametrize(("item", "reason", "applied"), REFUSED)
def test_what_cannot_be_filtered_is_said(tmp_path, item, reason, applied):
    """A filter that names what is not there, or is not understood, is refused by its name; the rule still runs."""
    loaded = load(tmp_path, rule("one"), MANY, item)
    (refusal,) = loaded.refused
    assert (refusal.rule, refusal.title, refusal.path) == ("f", "Administrators", "set.yml")
    assert reason in refusal.reason
    assert len(loaded.rules[0].filters) == applied


def test_a_wider_log_source_fits(tmp_path):
    """What the filter's log source does not say may be anything; case does not matter."""
    loaded = load(tmp_path, rule("one"), narrow("any", logsource={"product": "Windows"}))
    assert loaded.rules[0].filters
    assert not loaded.refused


def test_two_rules_of_one_name_are_told_apart_by_their_file(tmp_path):
    """The rule of the filter's own file is meant; from elsewhere neither is."""
    (tmp_path / "other.yml").write_text(yaml.safe_dump({**rule("two"), "name": "n_one"}))
    load(tmp_path, rule("one"), narrow(["n_one"]))
    loaded = load_rules([tmp_path / "other.yml", tmp_path / "set.yml"])
    assert [(one.id, one.filters) for one in loaded.rules] == [("two", ()), ("one", ("Administrators",))]
    (tmp_path / "apart.yml").write_text(yaml.safe_dump(narrow(["n_one"], id="g")))
    load(tmp_path, rule("one"))
    loaded = load_rules([tmp_path])
    assert [refusal.reason for refusal in loaded.refused] == ["filter: not applied to 'n_one': 2 rules have this name"]


def test_the_packs_own_rules_can_be_named_by_id_only(tmp_path):
    """They keep what is theirs; `any` and names do not reach them."""
    ours = load(tmp_path, rule("ours", indicia={"stage": "operated"}), own=True).rules
    loaded = load(tmp_path, narrow(["ours"]), ours=ours)
    assert not loaded.refused
    (one,) = loaded.ours
    assert not fires(one, IMAGE)
    assert (one.custom, one.filters) == ({"stage": "operated"}, ("Administrators",))
    assert one.altered_by
    loaded = load(tmp_path, narrow("any"), rule("theirs"), ours=ours)
    assert loaded.ours == ours
    assert loaded.rules[0].filters
    loaded = load(tmp_path, narrow(["n_ours"]), ours=ours)
    assert loaded.ours == ours
    assert "no such rule" in loaded.refused[0].reason


def test_a_rule_under_an_id_of_the_pack_does_not_catch_its_filter(tmp_path):
    """The filter is for the pack's rule, whatever else has its id."""
    ours = load(tmp_path, rule("ours"), own=True).rules
    loaded = load(tmp_path, narrow(["ours"]), rule("ours", level="low"), ours=ours)
    assert loaded.ours[0].filters == ("Administrators",)
    assert loaded.rules[0].filters == ()
    loaded = load(tmp_path, narrow("any"), rule("ours", level="low"), ours=ours)
    assert (loaded.ours[0].filters, loaded.rules[0].filters) == ((), ("Administrators",))


def test_a_filter_never_changes_a_correlation(tmp_path):
    """It changes the rules below, on which the correlation then stands."""
    loaded = load(tmp_path, rule("one"), {**MANY, "logsource": SOURCE}, narrow("any"))
    assert len(loaded.correlations) == 1
    assert loaded.rules[0].filters


def test_the_same_filter_counts_once(tmp_path):
    """Met again in another file it is not applied twice."""
    (tmp_path / "again.yml").write_text(yaml.safe_dump(narrow(["one"]), sort_keys=False))
    load(tmp_path, rule("one"), narrow(["one"]))
    loaded = load_rules([tmp_path])
    assert loaded.rules[0].filters == ("Administrators",)
    assert SimpleNamespace(refused=loaded.refused) == SimpleNamespace(refused=())

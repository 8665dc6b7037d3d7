"""The Exchange pack as a whole."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

import indicia.detection.analyses
from indicia.detection.analyses.common.registry import analyses
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.rules import load_yara
from indicia.knowledge import load_pack
from indicia.model.finding import Confidence, Presence, Severity, Stage

PACK = load_pack()
LOADED = load_rules([PACK.rules], own=True)
CONTENT = load_yara([], own=[PACK.root / "yara"])
STAGES = {"none", *(stage.name.lower() for stage in Stage if stage is not Stage.NONE)}
TESTS = {test.id: test for test in PACK.tests}
WAYS = {one.id: one for one in PACK.mechanisms}
KEYS = {"test", "stage", "severity", "confidence", "presence", "group", "clients", "objects", "summary", "next_step"}


def named(rule):
    """What a rule answers: artefact tests and ways to stay."""
    test = rule.custom["test"]
    return [test] if isinstance(test, str) else list(test)


def test_no_rule_is_refused():
    """Every rule of the pack runs exactly as written."""
    assert LOADED.refused == ()
    assert len(LOADED.rules) == len(list(PACK.rules.rglob("*.yml")))


def test_every_test_is_accounted_for():
    """73 tests; those answered by rules are the ones that rules name, on records or on content."""
    assert len(PACK.tests) == 73
    answered = {test.id for test in PACK.tests if test.how == "rule"}
    on_records = {name for rule in LOADED.rules for name in named(rule) if name not in WAYS}
    on_content = {rule.meta["test"] for rule in CONTENT.rules if "test" in rule.meta}
    assert on_records <= answered <= on_records | on_content
    assert Counter(test.how.partition(":")[0] for test in PACK.tests) == {
        "rule": 45,
        "analysis": 27,
        "coverage": 1,
    }


def test_analyses_and_tests_name_each_other():
    """Each test left to an analysis is one that this analysis says it answers."""
    assert indicia.detection.analyses.__all__
    answered = {analysis.name: set(analysis.tests) for analysis in analyses()}
    for test in PACK.tests:
        if test.how.startswith("analysis:"):
            assert test.id in answered[test.how.removeprefix("analysis:")]


def test_no_rule_runs_on_every_record():
    """Each rule has a literal by which the filter can pass over records, or asks for rare events by their number."""
    assert all(route.event_ids for _, route in Engine(tuple(rule.detector for rule in LOADED.rules)).always)


def test_unverified_facts_stay_marked():
    """The one test and the two ways to stay whose facts nobody confirmed say so."""
    assert [test.id for test in PACK.tests if not test.verified] == ["PL-20"]
    assert [one.id for one in PACK.mechanisms if not one.verified] == ["PE-12", "PE-18"]


def test_every_way_to_stay_can_be_found():
    """21 of them; each is named by a rule, an analysis or an artefact test."""
    assert len(PACK.mechanisms) == 21
    by_rules = {name for rule in LOADED.rules for name in named(rule)}
    by_analyses = {name for analysis in analyses() for name in analysis.tests}
    for one in PACK.mechanisms:
        assert one.answered_by or one.id in by_rules | by_analyses, one.id


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: Path(rule.path).stem)
def test_a_rule_says_what_it_means(rule):
    """The block `indicia` is complete and in known words, and agrees with the Sigma part and the test."""
    own = rule.custom
    assert (set(own) | {"clients"}) - {"rests_on"} == KEYS
    assert own.get("rests_on", "status") in ("status", "no sign-in", ["status", "no sign-in"], "strange value")
    assert own["stage"] in STAGES
    assert own["severity"] == rule.level
    assert rule.level.upper() in Severity.__members__
    assert own["confidence"].upper() in Confidence.__members__
    assert own["presence"] in {presence.value for presence in Presence}
    assert own["summary"].strip()
    assert own["next_step"].strip()
    assert rule.falsepositives
    assert rule.references
    assert named(rule)
    for name in named(rule):
        if name in WAYS:
            bases = {item.partition(".")[0] for item in WAYS[name].techniques}
            assert {item.partition(".")[0] for item in rule.techniques} & bases
        else:
            assert set(rule.techniques) == set(TESTS[name].techniques)


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: Path(rule.path).stem)
def test_only_rules_of_medium_and_above_prove_more_than_a_probe(rule):
    """A weak or low rule never moves a host to exploited or beyond."""
    if rule.custom["stage"] in {"exploited", "implanted", "operated"}:
        assert rule.level in {"high", "critical"}
        assert rule.custom["confidence"] in {"strong", "conclusive"}


def test_baseline_is_that_of_march_2021():
    """40 files with 68 known contents and four harmless web.config files."""
    assert len(PACK.baseline.hashes) == 40
    assert sum(map(len, PACK.baseline.hashes.values())) == 68
    assert len(PACK.baseline.benign) == 4


def test_known_modules_are_the_same_everywhere():
    """The rule on registered modules passes over the names that the analysis of settings knows, and no other."""
    path = next(PACK.rules.rglob("pe-04-module-added.yml"))
    names = yaml.safe_load(path.read_text(encoding="utf-8"))["detection"]["filter_windows"]["NewValue"]
    assert {name.lower() for name in names} == PACK.baseline.modules
    assert len(PACK.baseline.modules) >= 33


def test_modules_of_a_clean_server_are_known(corpora):
    """Every native module of the clean Exchange 2016 server is in the baseline."""
    (path,) = (corpora / "exchange-config").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read("E16/Exchange/IIS/applicationHost.config").decode("utf-8-sig")
    section = text[text.index("<globalModules>") : text.index("</globalModules>")]
    names = {name.lower() for name in re.findall(r'<add name="([^"]+)"', section)}
    assert len(names) > 25
    assert names <= PACK.baseline.modules

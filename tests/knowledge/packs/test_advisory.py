"""Advisories as data: those that come with the pack are whole and equal the facts; a wrong file is refused."""

import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.knowledge.d3fend import read_d3fend

from indicia.errors import RulesetError
from indicia.knowledge import load_pack
from indicia.knowledge.packs.advisory import load_advisories, load_advisory
from indicia.knowledge.packs.pack import Need
from indicia.knowledge.published.attack_versions import load_attack_versions

ROOT = Path(__file__).parents[3]
PACK = load_pack()
BY_NAME = {advisory.name: advisory for advisory in load_advisories(PACK)}
B, A = BY_NAME["aa21-200b"], BY_NAME["aa21-200a"]


@pytest.fixture
def facts(corpora) -> Path:
    return corpora.parent / "facts"


def test_aa21_200b_is_whole() -> None:
    """Twelve tables, 39 rows, 68 printed ids, 53 leaves, 49 countermeasures, its odd places named."""
    techniques = B.techniques
    assert len(techniques) == 68
    assert sum(item.id in B.leaves() for item in techniques) == 53
    assert sum("." in item.id for item in techniques) == 27
    assert len({item.row for item in techniques}) == 39
    assert len({item.table for item in techniques}) == 12
    assert len({help.printed or help.id for item in techniques for help in item.countermeasures}) == 49
    assert (B.published, B.revised) == (date(2021, 7, 19), date(2021, 8, 20))
    assert B.no_table_for == ("TA0010", "TA0040")
    assert len(B.anomalies) == 8
    assert len(B.trends) == 3


def test_aa21_200a_is_whole() -> None:
    """Thirty ids in the order of its table, three of them misprinted."""
    assert len(A.techniques) == 30
    assert {(item.printed, item.id) for item in A.techniques if item.printed != item.id} == {
        ("1585.001", "T1585.001"),
        ("TA1505.003", "T1505.003"),
        ("T1532", "T1560"),
    }


@pytest.mark.parametrize("advisory", [A, B], ids=lambda item: item.name)
def test_every_id_lives_in_its_version_and_arrives_today(advisory) -> None:
    """Printed ids are of version 9, best fits of 18, and every tactic is known."""
    versions = load_attack_versions()
    for item in advisory.techniques:
        assert versions.lives(item.id, advisory.attack_version), item.printed
        assert versions.migrate(item.id, advisory.attack_version, "18").ids
        assert all(versions.lives(id, "18") for id in item.best_fit)
        assert all(versions.tactic(tactic) for tactic in (*item.tactics, *item.also_tactics))
        assert set(item.attack_mitigations) <= set(versions.mitigations)
        assert item.procedure
        assert item.source


def test_aa21_200b_says_what_the_facts_say(facts) -> None:
    """Ids, names, tactics, rows, best fits, mitigations, countermeasures: carried over without loss."""
    known = yaml.safe_load((facts / "aa21-200b.yaml").read_text("utf-8"))
    assert len(known["techniques"]) == len(B.techniques)
    for fact, item in zip(known["techniques"], B.techniques, strict=True):
        assert (item.printed, item.id, item.parent) == (fact["id"], fact["id_current"], fact["parent"] or "")
        assert (item.row, item.table, item.id in B.leaves()) == (fact["row"], fact["table"], fact["leaf"])
        assert item.name_now == fact["name_current"]
        assert item.tactics == tuple(tactic["id"] for tactic in fact["tactics"])
        assert item.also_tactics == tuple(fact["also_tactics_per_advisory"])
        assert item.best_fit == tuple(fact.get("best_fit_ids_today") or ())
        assert item.procedure == fact["procedure"]
        assert item.mitigations == tuple(fact["mitigations"])
        assert item.attack_mitigations == tuple(fact["attack_v18_mitigations"])
        assert item.observables == tuple(fact["observables"])
        assert item.verified == fact["verified"]
        assert item.observables_verified == fact["observables_verified"]
        assert [(help.printed or help.id, help.id, help.tactic) for help in item.countermeasures] == [
            (help["id_printed"], help["id"], help["tactic"]) for help in fact["d3fend"]
        ]


def test_aa21_200a_says_what_the_facts_say(facts) -> None:
    """Ids as printed and meant, names and tactics."""
    known = yaml.safe_load((facts / "apt40.yaml").read_text("utf-8"))["techniques"]
    assert [(item.printed, item.id, item.name, item.tactics) for item in A.techniques] == [
        (fact["id_printed"], fact["id"], fact["name"], (fact["tactic"],)) for fact in known
    ]


def test_countermeasures_have_the_names_of_the_ontology(corpora) -> None:
    """Also those whose printed id was wrong or has changed since."""
    names = read_d3fend(corpora / "cti" / "d3fend" / "d3fend-protege.ttl.gz")
    for item in B.techniques:
        for help in item.countermeasures:
            assert names[help.id] == help.name
    assert {(help.printed, help.id) for item in B.techniques for help in item.countermeasures if help.printed} == {
        ("D3-SPA", "D3-PSA"),
        ("D3-MAC", "D3-SCF"),
    }


def test_they_are_packaged() -> None:
    """The folders lie in the package, which is packaged whole."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/indicia"]
    assert {path.name for path in PACK.advisories} >= {"aa21-200a", "aa21-200b"}
    assert all(path.parent == PACK.root.parent for path in PACK.advisories)


def test_their_pages_are_up_to_date() -> None:
    """docs/packs/<advisory>.md is what scripts/pack-docs writes from the pack."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "advisory_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


HEAD = """name = "x"
title = "T"
numbers = ["1"]
authors = ["A"]
published = 2021-07-19
revised = 2021-07-19
marking = "TLP:CLEAR"
attack_version = "9"
attack_checked = "18.1"
source = "s"
"""
ROW = """[[row]]
number = 1
table = "I"
tactics = ["TA0001"]
procedure = "p"
mitigations = ["m"]
d3fend = [{ printed = "D3-SPA", id = "D3-PSA", name = "Process Spawn Analysis", tactic = "Detect" }]
source = "s"
  [[row.technique]]
  printed = "T1190"
  name = "N"
  visible_in = [{ source = "sysmon", parts = ["1"] }]
"""


def load(tmp_path: Path, text: str):
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "advisory.toml").write_text(text, encoding="utf-8")
    return load_advisory(folder, PACK)


def test_a_small_advisory_is_read(tmp_path) -> None:
    """What is left out has its default; what stands in the row belongs to each technique of it."""
    advisory = load(tmp_path, HEAD + ROW)
    (item,) = advisory.techniques
    assert (item.printed, item.id, item.name_now, item.parent, item.table) == ("T1190", "T1190", "N", "", "I")
    assert item.visible_in == (Need(source="sysmon", parts=("1",)),)
    assert [(help.printed, help.id) for help in item.countermeasures] == [("D3-SPA", "D3-PSA")]
    assert item.id in advisory.leaves()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('printed = "T1190"', 'printed = "1190"', "no ATT&CK technique id"),
        ('printed = "T1190"', 'printed = "T1190"\n  surplus = 1', "unknown key `surplus`"),
        ('name = "N"', 'name = "N"\n  best_fit = ["T15"]', "`T15` is no ATT&CK technique id"),
        ('source = "sysmon", parts', 'source = "sysmom", parts', "unknown log source `sysmom`"),
        ('name = "N"', 'name = "N"\n  not_visible = "never"', "either what would show it"),
        ('visible_in = [{ source = "sysmon", parts = ["1"] }]', "", "either what would show it"),
        ('name = "N"', 'name = "N"\n  shown_by = ["XX-1"]', "unknown artefact test `XX-1`"),
        ('tactics = ["TA0001"]', 'tactics = ["initial-access"]', "no ATT&CK tactic id"),
        ('tactics = ["TA0001"]', "tactics = []", "a row needs `number`"),
        ("number = 1", "number = 0", "a row needs `number`"),
        ("number = 1", 'number = "one"', "whole number"),
        ('name = "N"', 'name = "N"\n  attack_mitigations = ["T1"]', "`T1` is no ATT&CK mitigation id"),
        ('id = "D3-PSA"', 'id = "PSA"', "`PSA` is no D3FEND id"),
        ('name = "x"', 'name = "y"', "the folder is `x`"),
        ('title = "T"', 'title = ""', "`title` is empty"),
        ("published = 2021-07-19", 'published = "2021-07-19"', "has to be a date"),
        ('procedure = "p"', "", "`procedure` is missing"),
        (ROW, "", "no row prints a technique"),
        (ROW, ROW + ROW, "row 1 is there twice"),
        (ROW, ROW + ROW.replace("number = 1", "number = 2"), "printed id T1190 is there twice"),
    ],
)
def test_a_wrong_advisory_is_refused(tmp_path, old, new, reason) -> None:
    """With the file, the entry and the reason."""
    assert old in HEAD + ROW
    with pytest.raises(RulesetError, match=reason) as error:
        load(tmp_path, (HEAD + ROW).replace(old, new))
    assert "advisory.toml" in str(error.value)
    assert error.value.hint


def test_a_missing_file_is_refused(tmp_path) -> None:
    """A folder without it is no advisory."""
    with pytest.raises(RulesetError, match="No such file"):
        load_advisory(tmp_path, PACK)

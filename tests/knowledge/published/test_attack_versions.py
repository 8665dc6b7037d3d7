"""ATT&CK ids brought from one version to another, and back, by the shipped data and against the stored bundles."""

import subprocess
import sys
from pathlib import Path

import pytest

from indicia.errors import RulesetError
from indicia.knowledge.published.attack import read_attack
from indicia.knowledge.published.attack_versions import How, load_attack_versions

ROOT = Path(__file__).parents[3]
VERSIONS = load_attack_versions()


@pytest.fixture
def bundle(corpora) -> Path:
    return corpora / "cti" / "attack" / "enterprise-attack-18.1.json.gz"


@pytest.fixture
def galaxy(corpora) -> Path:
    return corpora / "cti" / "misp-galaxy" / "mitre-attack-pattern.json.gz"


@pytest.mark.parametrize(
    ("id", "start", "end", "how", "ids"),
    [
        ("T1190", "9", "18", How.SAME, ("T1190",)),
        ("T1190", "9", "19", How.SAME, ("T1190",)),
        ("T1190", "19", "9", How.SAME, ("T1190",)),
        ("T1070", "9", "18", How.RENAMED, ("T1070",)),
        ("T1574.001", "9", "18", How.RENAMED, ("T1574.001",)),
        ("T1211", "18", "19", How.RENAMED, ("T1211",)),
        ("T1574.002", "9", "18", How.REVOKED_BY, ("T1574.001",)),
        ("T1574.001", "18", "9", How.SPLIT, ("T1574.001", "T1574.002")),
        ("T1547.011", "9", "18", How.REVOKED_BY, ("T1647",)),
        ("T1647", "18", "9", How.REVOKED_BY, ("T1547.011",)),
        ("T1562.001", "18", "19", How.REVOKED_BY, ("T1685",)),
        ("T1562.001", "9", "19", How.REVOKED_BY, ("T1685",)),
        ("T1685", "19", "18", How.SPLIT, ("T1562", "T1562.001", "T1562.006")),
        ("T1685.005", "19", "18", How.REVOKED_BY, ("T1070.001",)),
        ("T1656", "18", "19", How.REVOKED_BY, ("T1684.001",)),
        ("T1089", "9", "18", How.REVOKED_BY, ("T1562.001",)),
        ("T1089", "9", "19", How.REVOKED_BY, ("T1685",)),
        ("T1050", "9", "18", How.REVOKED_BY, ("T1543.003",)),
        ("T1562.013", "18", "9", How.BEST_FIT, ("T1562",)),
        ("T1027.018", "19", "18", How.BEST_FIT, ("T1027",)),
        ("T1685.003", "19", "9", How.BEST_FIT, ("T1562",)),
        ("T1682", "19", "18", How.NONE, ()),
        ("T1064", "9", "18", How.NONE, ()),
        ("T9999", "9", "18", How.NONE, ()),
        ("", "9", "18", How.NONE, ()),
    ],
)
def test_an_id_is_brought_into_another_version(id, start, end, how, ids) -> None:
    """Kept, renamed, taken over, split, its nearest, or nothing: each is said."""
    found = VERSIONS.migrate(id, start, end)
    assert (found.how, found.ids) == (how, ids)


@pytest.mark.parametrize(("start", "end"), [("9", "18"), ("18", "19"), ("9", "19")])
def test_there_and_back_loses_no_id(start, end) -> None:
    """Every id of the older version comes back among what its successor stands for."""
    for id in VERSIONS.ids(start):
        there = VERSIONS.migrate(id, start, end)
        assert there.ids, id
        assert all(VERSIONS.lives(new, end) for new in there.ids)
        assert id in {old for new in there.ids for old in VERSIONS.migrate(new, end, start).ids}


def test_an_id_of_any_version_is_brought_to_the_spoken_one() -> None:
    """Rules say no version: ids of 9, 18 and 19 all arrive in 18."""
    assert VERSIONS.brought("T1574.002") == ("T1574.001",)
    assert VERSIONS.brought("T1562.001") == ("T1562.001",)
    assert VERSIONS.brought("T1685.005") == ("T1070.001",)
    assert VERSIONS.brought("T1682") == ()


def test_a_version_with_a_point_is_its_version() -> None:
    """18.1 is 18; what is not in the table is an error that names what is."""
    assert VERSIONS.migrate("T1190", "9", "18.1").ids == ("T1190",)
    with pytest.raises(RulesetError) as error:
        VERSIONS.migrate("T1190", "9", "7")
    assert "9, 18, 19" in error.value.hint


def test_tactics_follow_the_version() -> None:
    """Defense Evasion is divided in 19; a technique may leave a tactic altogether."""
    assert VERSIONS.tactic_in("TA0005", "T1070", "18") == "defense-evasion"
    assert VERSIONS.tactic_in("TA0005", "T1070", "19") == "stealth"
    assert VERSIONS.tactic_in("TA0005", "T1484.001", "19") == "defense-impairment"
    assert VERSIONS.tactic_in("TA0003", "T1574.001", "19") == ""
    assert VERSIONS.tactic_in("TA0003", "T9999", "18") == ""
    assert VERSIONS.tactics("T1685", "19") == ("defense-impairment",)
    assert VERSIONS.tactics("T1685", "18") == ()
    assert VERSIONS.tactic_in("nothing", "T1190", "18") == ""


def test_the_table_holds_the_stored_bundle(bundle) -> None:
    """Ids, tactics and successors of 18.1 are those of the bundle, none more and none less."""
    attack = read_attack(bundle)
    live = {id for id, item in attack.techniques.items() if not item.revoked and not item.deprecated}
    assert set(VERSIONS.ids("18")) == live
    assert VERSIONS.mitigations == attack.mitigations
    for id in live:
        assert VERSIONS.tactics(id, "18") == attack.techniques[id].tactics
    for id, item in attack.techniques.items():
        if item.revoked:
            current = attack.current(id)
            assert VERSIONS.migrate(id, "9", "18").ids == ((current.id,) if current else ())


def test_the_table_is_what_the_script_writes(bundle, galaxy) -> None:
    """Nobody edited the generated file, and both bundles give it again to the byte."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "attack_ids.py"), str(bundle), str(galaxy)],
        capture_output=True,
        check=True,
    )
    assert done.stdout == (ROOT / "src" / "indicia" / "knowledge" / "published" / "attack_ids.toml").read_bytes()


WHOLE = """source = "s"
versions = ["9", "18"]
revoked = [["T2", "T1"]]
[[tactic]]
short = "execution"
id = "TA0002"
name = "Execution"
[[ids]]
first = "9"
last = "18"
tactics = ["execution"]
ids = ["T1"]
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["T2", "T1"]', '["T2"]', "pairs"),
        ('first = "9"', 'first = "8"', "no version of this file"),
        ('tactics = ["execution"]', 'tactics = ["dance"]', "unknown tactic `dance`"),
        ('ids = ["T1"]', 'ids = ["T1", "T1"]', "T1 is there twice"),
        ('source = "s"', 'source = "s"\nsurplus = 1', "unknown key `surplus`"),
        ('name = "Execution"', "name = 3", "has to be a text"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path, old, new, reason) -> None:
    """Each fault is named with its file."""
    path = tmp_path / "ids.toml"
    path.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(RulesetError, match=reason):
        load_attack_versions(path)


def test_revocations_in_a_circle_end(tmp_path) -> None:
    """Two ids that replace each other lead nowhere, and the search ends."""
    path = tmp_path / "ids.toml"
    path.write_text(WHOLE.replace('[["T2", "T1"]]', '[["T2", "T3"], ["T3", "T2"]]'), encoding="utf-8")
    assert load_attack_versions(path).migrate("T2", "9", "18").how is How.NONE

"""Which own detector looks for which technique, and where: of the rules, content rules and analyses that ship."""

import pytest

from indicia.config import Settings
from indicia.detection.by_technique import Looking, detectors_by_technique
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.knowledge.packs.advisory import load_advisories
from indicia.knowledge.published.attack_versions import load_attack_versions

THEIRS = """title: Theirs
id: 11111111-2222-3333-4444-555555555555
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4688}, condition: selection}
level: high
tags: [attack.t1682, attack.t1496]
"""


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture(scope="module")
def looking(ruleset):
    return detectors_by_technique(ruleset)


def named(looking, technique: str) -> dict[str, Looking]:
    return {each.detector: each for each in looking.get(technique, ())}


def test_every_kind_of_detector_is_there(looking) -> None:
    """Sigma rules, content rules and analyses, each once, under the ids their findings will carry."""
    shells = named(looking, "T1505.003")
    assert len(shells) == len(looking["T1505.003"])
    assert {"shell-written", "page-requested", "unexpected-script"} <= set(shells)
    assert any(id.startswith("yara:") for id in shells)
    assert any(id.count("-") == 4 for id in shells)


def test_a_detector_knows_its_logs(looking) -> None:
    """Event ids where it asks for some; the whole log where it does not; what it looks at beside its selectors."""
    assert named(looking, "T1003.001")["credential-dump"].reads["sysmon"] == {"1", "10", "11"}
    assert named(looking, "T1505.003")["page-requested"].reads == {"iis": frozenset()}
    assert named(looking, "T1572")["page-behaviour"].reads == {"iis": frozenset()}
    assert named(looking, "T1027")["web-shell-content"].reads == {"fs": frozenset()}
    assert "PL-05" in named(looking, "T1190")["front-end-impersonation"].tests


def test_rules_of_the_user_are_not_ours(tmp_path) -> None:
    """Nobody here has weighed them, so they are not counted."""
    (tmp_path / "theirs.yml").write_text(THEIRS, encoding="utf-8")
    found = detectors_by_technique(load_ruleset(load_pack(), Sources(rules=(tmp_path,)), Settings().limits))
    assert "T1496" not in found


def test_what_cannot_be_seen_has_no_detector(looking) -> None:
    """An advisory does not call a technique invisible for which a rule of ours is there; none needs such a rule."""
    versions = load_attack_versions()
    for advisory in load_advisories(load_pack()):
        for item in advisory.techniques:
            if item.not_visible:
                ids = versions.migrate(item.id, advisory.attack_version, "18").ids
                assert not any(looking.get(id) for id in ids), f"{advisory.name} {item.printed}"


def test_every_id_is_of_the_spoken_version(looking) -> None:
    """Whatever version a rule speaks."""
    versions = load_attack_versions()
    assert all(versions.lives(id, "18") for id in looking)

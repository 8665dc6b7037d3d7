"""Each leaf technique of AA21-200B has a detector of our own, or nothing of it is left with the victim."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.by_technique import detectors_by_technique
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.knowledge.packs.advisory import AdvisoryTechnique, load_advisories
from indicia.model.finding import Severity
from indicia.pipeline.scan import Order, scan

ADVISORY = next(one for one in load_advisories(load_pack()) if one.name == "aa21-200b")
LEAVES = [item for item in ADVISORY.techniques if item.id in ADVISORY.leaves()]
UNSEEN = {"T1583", "T1608"}
"""Buying servers and putting tools up on them: done elsewhere."""
FEWEST = Counter({
    "T1595": 3, "T1590": 1, "T1588.002": 4, "T1189": 1, "T1190": 20, "T1566.001": 2, "T1566.002": 1, "T1133": 2,
    "T1078.001": 3, "T1078.002": 3, "T1059.001": 8, "T1059.003": 4, "T1059.004": 3, "T1059.006": 3, "T1059.007": 1,
    "T1059.008": 2, "T1053.003": 2, "T1053.005": 7, "T1204.001": 1, "T1204.002": 2, "T1574.001": 5, "T1556.001": 4,
    "T1505.003": 30, "T1543.003": 7, "T1484.001": 4, "T1055.001": 1, "T1055.002": 4, "T1140": 2, "T1564": 8,
    "T1070": 12, "T1027": 6, "T1218.005": 2, "T1218.011": 3,
})  # fmt: skip
"""Of the tactics up to Defense Evasion: detectors that look for it, at least."""


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The pack with its advisories."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture(scope="module")
def counted(ruleset: Ruleset) -> Mapping[str, int]:
    """Leaf → detectors that name it or an id below it."""
    looking = detectors_by_technique(ruleset)
    return {
        item.printed: len(
            {one.detector for id, found in looking.items() if below(id, item) for one in found},
        )
        for item in LEAVES
    }


def below(technique: str, item: AdvisoryTechnique) -> bool:
    """Whether a technique is the leaf or stands below it."""
    return technique == item.id or technique.startswith(f"{item.id}.")


def test_every_leaf_has_a_detector_or_cannot_be_seen(counted):
    """51 of 53; the other two say why nothing can show them."""
    assert len(LEAVES) == 53
    assert {leaf for leaf, count in counted.items() if not count} == UNSEEN
    assert {item.printed for item in LEAVES if item.not_visible} == UNSEEN


@pytest.mark.parametrize("leaf", FEWEST)
def test_a_leaf_keeps_its_detectors(counted, leaf):
    """None of them is lost unseen."""
    assert counted[leaf] >= FEWEST[leaf]


def test_everyday_event_logs_give_nothing_above_low(corpora, tmp_path, ruleset):
    """Odd and damaged logs of machines that nobody attacked: rules of the advisory stay low."""
    result = scan(Order(arguments=(corpora / "evtx-odd",)), Case.create(tmp_path / "case"), ruleset)
    mine = {rule.id: Path(rule.path).stem for rule in ruleset.rules if "/t1" in rule.path}
    assert len(mine) > 80
    assert sum(line.account.count for line in result.evidence) > 1000
    found = {
        mine[finding.detector]
        for finding in result.findings
        if finding.detector in mine and finding.severity > Severity.LOW
    }
    assert found == set()

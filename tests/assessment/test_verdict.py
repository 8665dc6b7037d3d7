"""The verdict word: as far as the evidence carries, and no further."""

import pytest
from tests.assessment.build import day, finding, pack, traced, whole

from indicia.assessment.coverage.answers import Period
from indicia.assessment.incidents import incidents
from indicia.assessment.verdict import judge
from indicia.model.assessment import Verdict
from indicia.model.finding import Confidence, Severity, Stage

OPEN = Period(None, day("2021-04-01"))


def word(*findings, logs=None, period=OPEN):
    """Verdict for these findings."""
    return judge(pack(), whole() if logs is None else logs, findings, incidents(findings), period).verdict


def test_none_seen_needs_every_required_log() -> None:
    """Whole logs give none seen; each required one missing or late gives cannot tell."""
    assert word() is Verdict.NONE_SEEN
    for source in ("iis", "httpproxy", "fs"):
        assert word(logs={k: v for k, v in whole().items() if k != source}) is Verdict.CANNOT_TELL
    assert word(logs=whole() | {"iis": traced("iis", "2021-03-05", "2021-04-01")}) is Verdict.CANNOT_TELL


def test_no_evidence_at_all_is_never_none_seen() -> None:
    """Nothing read is cannot tell."""
    assert word(logs={}) is Verdict.CANNOT_TELL


@pytest.mark.parametrize("stage", [Stage.EXPLOITED, Stage.IMPLANTED, Stage.OPERATED])
def test_a_strong_finding_carries_its_stage(stage: Stage) -> None:
    """Strong and conclusive findings carry their stage alone."""
    assert word(finding(stage=stage)).value == stage.name.lower()


def test_the_furthest_stage_counts() -> None:
    """The word is that of the furthest stage reached."""
    assert word(finding("F1"), finding("F2", stage=Stage.OPERATED)) is Verdict.OPERATED


def test_a_moderate_finding_needs_a_second_source() -> None:
    """Alone it cannot be told; with another detector in the same incident it carries."""
    alone = finding("F1", stage=Stage.IMPLANTED, confidence=Confidence.MODERATE, objects=["/a.aspx"])
    same = finding("F2", confidence=Confidence.MODERATE, objects=["/a.aspx"], detector="d")
    other = finding("F2", confidence=Confidence.MODERATE, objects=["/a.aspx"], detector="e")
    assert word(alone) is Verdict.CANNOT_TELL
    assert word(alone, same) is Verdict.CANNOT_TELL
    assert word(alone, other) is Verdict.IMPLANTED


def test_the_same_clients_attempt_supports_what_it_left() -> None:
    """A page used by the client that tried the way in before is implanted; another client's attempt says nothing."""
    page = finding(
        "F1", stage=Stage.IMPLANTED, confidence=Confidence.MODERATE, clients=["192.0.2.1"], objects=["/a.aspx"]
    )
    mine = finding("F2", stage=Stage.PROBED, confidence=Confidence.MODERATE, detector="e", clients=["192.0.2.1"])
    other = finding("F2", stage=Stage.PROBED, confidence=Confidence.MODERATE, detector="e", clients=["192.0.2.9"])
    assert word(page, mine) is Verdict.IMPLANTED
    assert word(page, other) is Verdict.CANNOT_TELL


def test_probing_is_probing() -> None:
    """A probe is a probe at any confidence, and a weak low sign never more than one."""
    assert word(finding(stage=Stage.PROBED, confidence=Confidence.WEAK)) is Verdict.PROBED
    assert word(finding(confidence=Confidence.WEAK, severity=Severity.LOW)) is Verdict.PROBED


def test_an_unjudged_hit_forbids_none_seen() -> None:
    """A medium hit of the user's own rule keeps "none seen" from being said; a low one does not."""
    assert word(finding(stage=None, severity=Severity.MEDIUM)) is Verdict.CANNOT_TELL
    assert word(finding(stage=None, severity=Severity.LOW)) is Verdict.NONE_SEEN


def test_exit_codes() -> None:
    """Each word has the exit code that the documentation names."""
    assert {verdict.value: verdict.exit_code for verdict in Verdict} == {
        "none seen": 0,
        "exploited": 1,
        "implanted": 1,
        "operated": 1,
        "probed": 2,
        "cannot tell": 3,
    }


def test_the_sign_to_look_at_first_is_named_first() -> None:
    """What an analysis weighed, then the worst hit that nobody weighed."""
    hit = finding("F1", stage=None, kind="sigma", severity=Severity.MEDIUM)
    worse = finding("F2", stage=None, kind="sigma", severity=Severity.CRITICAL)
    weighed = finding("F3", stage=Stage.IMPLANTED, confidence=Confidence.MODERATE, severity=Severity.MEDIUM)
    found = (hit, worse, weighed)
    judged = judge(pack(), whole(), found, incidents(found), OPEN)
    assert [item.id for item in judged.unsettled] == ["F3", "F2", "F1"]

"""Each technique of an advisory is seen, not seen, or not visible, and the reason says why."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace
from tests.assessment.build import artefact, day, finding, pack, traced, tree, whole

from indicia.assessment.coverage.answers import Period
from indicia.assessment.techniques import technique_matrix
from indicia.detection.by_technique import Looking
from indicia.knowledge.packs.advisory import Advisory, AdvisoryTechnique
from indicia.knowledge.packs.pack import Need
from indicia.model.finding import Confidence, Stage, Suppression
from indicia.model.technique import Countermeasure, Sight

OPEN = Period(None, day("2021-04-01"))
IIS = Need(source="iis")
SECURITY = Need(source="evt_sec", parts=("4688",))
FILES = Need(source="fs")
HELP = Countermeasure(id="D3-PSA", name="Process Spawn Analysis", tactic="Detect")


def technique(printed: str, *needs: Need, **more) -> AdvisoryTechnique:
    """A technique of an advisory; what is left out is empty."""
    values = {
        "printed": printed,
        "id": printed,
        "name": "Name",
        "name_now": "Name today",
        "best_fit": (),
        "row": 1,
        "table": "I",
        "tactics": ("TA0002",),
        "also_tactics": (),
        "procedure": "what they did",
        "mitigations": ("do something",),
        "attack_mitigations": ("M1042",),
        "countermeasures": (HELP,),
        "visible_in": needs,
        "visible_elsewhere": (),
        "not_visible": "",
        "shown_by": (),
        "observables": (),
        "observables_verified": False,
        "note": "",
        "source": "s",
        "verified": True,
    }
    return AdvisoryTechnique(**(values | more))


def advisory(*techniques: AdvisoryTechnique) -> Advisory:
    return Advisory(
        name="x",
        title="T",
        numbers=(),
        authors=(),
        published=date(2021, 7, 19),
        revised=date(2021, 7, 19),
        marking="",
        attack_version="9",
        attack_checked="18.1",
        d3fend_version="",
        pages=0,
        verified=True,
        source="s",
        no_table_for=(),
        anomalies=(),
        trends=(),
        general_mitigations=(),
        techniques=techniques,
    )


def looking(name: str = "d", *, tests: Sequence[str] = (), **reads: Sequence[str]) -> Looking:
    return Looking(detector=name, reads={key: frozenset(parts) for key, parts in reads.items()}, tests=frozenset(tests))


def shown(*ids: str, **more):
    """A finding with techniques."""
    return replace(finding(**more), techniques=ids)


def answers(techniques, logs, findings=(), detectors=None, period=OPEN):
    matrix = technique_matrix(
        pack(artefact("A-1")), advisory(*techniques), logs, findings, period, detectors if detectors is not None else {}
    )
    return matrix.answers


def one(item, logs, findings=(), detectors=None, period=OPEN):
    (answer,) = answers([item], logs, findings, detectors, period)
    return answer


OWN = {"T1059": [looking(iis=())], "T1059.003": [looking("e", evt_sec=("4688",))]}


def test_a_finding_with_the_id_shows_it() -> None:
    """Whatever the coverage; mitigations and countermeasures come along."""
    answer = one(technique("T1059.003", IIS), {}, [shown("T1059.003", name="F7")], {"T1059.003": [looking()]})
    assert (answer.sight, answer.findings, answer.why) == (Sight.SEEN, ("F7",), "F7")
    assert (answer.mitigations, answer.countermeasures) == (("do something",), (HELP,))
    assert answer.attack_mitigations == ("M1042 Disable or Remove Feature or Program",)
    assert (answer.printed, answer.current, answer.name) == ("T1059.003", "T1059.003", "Name today")


def test_a_technique_below_shows_the_one_above_and_says_so() -> None:
    """A parent is seen when a child is; a child is not seen by its parent."""
    parent, child = answers(
        [technique("T1059", IIS), technique("T1059.003", IIS)], {}, [shown("T1059.001")], {"T1059": [looking()]}
    )
    assert (parent.sight, child.sight) == (Sight.SEEN, Sight.NOT_VISIBLE)
    assert parent.why.endswith("(as T1059.001)")
    assert (parent.leaf, child.leaf) == (False, True)
    assert one(technique("T1059.003", IIS), {}, [shown("T1059")]).sight is Sight.NOT_VISIBLE


@pytest.mark.parametrize("used", ["T1574.002", "T1574.001"])
def test_ids_of_other_versions_count(used) -> None:
    """DLL side-loading of version 9 is part of the printed id today."""
    assert one(technique("T1574.001", IIS), {}, [shown(used)]).sight is Sight.SEEN


def test_ids_of_version_19_count() -> None:
    """A rule of 2026 that says T1685.005 shows T1070.001, hence T1070."""
    answer = one(technique("T1070", IIS), {}, [shown("T1685.005")])
    assert answer.sight is Sight.SEEN
    assert answer.why.endswith("(as T1070.001)")


def test_an_id_that_only_begins_alike_is_another() -> None:
    """T1059 is not T10591, and T1505.003 not T1505.0031."""
    assert one(technique("T1059", IIS), {}, [shown("T1595")]).sight is Sight.NOT_VISIBLE


def test_a_best_fit_counts_where_no_other_row_prints_it() -> None:
    """One finding does not make two rows of one procedure."""
    item = technique("T1210", IIS, best_fit=("T1021.001", "T1078"))
    assert one(item, {}, [shown("T1021.001")]).sight is Sight.SEEN
    other, _ = answers([item, technique("T1078", IIS)], {}, [shown("T1078")], {"T1210": [looking()]})
    assert other.sight is Sight.NOT_VISIBLE
    assert other.why.endswith("what the advisory describes here fits T1078, printed by itself")
    assert other.best_fit == ("T1021.001", "T1078")


def test_an_artefact_test_shows_what_the_advisory_files_elsewhere() -> None:
    """The procedure counts, not the id it is printed under."""
    item = technique("T1133", IIS, shown_by=("A-1",))
    found = replace(shown("T1505.003"), tests=("A-1",))
    answer = one(item, {}, [found], {"T1505.003": [looking(tests=("A-1",))]})
    assert (answer.sight, answer.detectors) == (Sight.SEEN, 1)


def test_a_suppressed_finding_shows_nothing() -> None:
    """It stays in the result and moves nothing."""
    quiet = Suppression(filter="f", title="t", author="a", reason="r", expires=date(2030, 1, 1))
    assert one(technique("T1190", IIS), {}, [replace(shown("T1190"), suppressed=quiet)]).sight is not Sight.SEEN


def test_attempts_hints_and_foreign_rules_are_called_so() -> None:
    """What a sign is worth stands before it."""
    detectors = {"T1190": [looking("d")]}
    item = technique("T1190", IIS)
    tried = shown("T1190", stage=Stage.PROBED)
    assert one(item, {}, [tried], detectors).why.startswith("attempted, none seen to succeed")
    hint = shown("T1190", stage=None, confidence=Confidence.WEAK)
    assert one(item, {}, [hint], detectors).why.startswith("a hint only")
    foreign = shown("T1190", stage=None, detector="theirs")
    assert one(item, {}, [foreign], detectors).why.startswith("only by rules that were brought along")
    both = one(item, {}, [foreign, shown("T1190", name="F2")], detectors)
    assert both.why == "F2"
    assert set(both.findings) == {"F1", "F2"}


def test_the_furthest_finding_stands_first() -> None:
    """Then the surest, then the earliest."""
    found = [
        shown("T1190", name="F1", stage=Stage.PROBED),
        shown("T1190", name="F2", confidence=Confidence.STRONG),
        shown("T1190", name="F3", confidence=Confidence.CONCLUSIVE),
    ]
    assert one(technique("T1190", IIS), {}, found).findings == ("F3", "F2", "F1")


def test_not_seen_needs_the_log_and_a_detector() -> None:
    """Both are named, and the period that was looked at."""
    answer = one(technique("T1059", IIS), whole(), [], OWN)
    assert (answer.sight, answer.detectors) == (Sight.NOT_SEEN, 2)
    assert answer.why == "IIS read from 2020-12-31 to 2021-04-01; its 2 detectors are silent"


def test_without_a_detector_nothing_is_called_not_seen() -> None:
    """However good the logs are; it says where it would show."""
    answer = one(technique("T1110", IIS, FILES), whole(), [], OWN)
    assert answer.sight is Sight.NOT_VISIBLE
    assert answer.why == "no detector of ours; it would show in IIS or files"


def test_a_short_log_shows_nothing() -> None:
    """It says since when it reaches."""
    answer = one(technique("T1059", IIS), {"iis": traced("iis", "2021-03-01", "2021-04-01")}, [], OWN)
    assert answer.sight is Sight.NOT_VISIBLE
    assert answer.why == "IIS: first record 2021-03-01 is later than 2021-01-01"


def test_a_missing_log_shows_nothing() -> None:
    """Nor does one without the events that would show it."""
    item = technique("T1059.003", SECURITY)
    assert one(item, whole(), [], OWN).why == "Security: not in this evidence"
    other = {"evt_sec": traced("evt_sec", "2020-12-31", "2021-04-01", parts=["4624"])}
    assert one(item, other, [], OWN).why == "Security: no record of 4688"
    there = {"evt_sec": traced("evt_sec", "2020-12-31", "2021-04-01", parts=["4624", "4688"])}
    assert one(item, there, [], OWN).sight is Sight.NOT_SEEN


def test_one_log_of_several_is_enough_and_the_others_are_named() -> None:
    """As with artefact tests; the reader sees which log is missing."""
    answer = one(technique("T1059", IIS, SECURITY), whole(), [], OWN)
    assert answer.sight is Sight.NOT_SEEN
    assert answer.why.endswith("Missing or short: Security: not in this evidence")


def test_what_lies_there_now_does_not_clear_the_past() -> None:
    """With the logs of the time missing, files alone say nothing about what was done and cleared away."""
    detectors = {"T1560": [looking(fs=(), iis=())]}
    item = technique("T1560", FILES, IIS)
    answer = one(item, {"fs": tree()}, [], detectors)
    assert answer.sight is Sight.NOT_VISIBLE
    assert answer.why == "IIS: not in this evidence; nothing of it in what is there now (files)"
    alone = one(item, {"fs": tree(), **whole()}, [], {"T1560": [looking(fs=())]})
    assert alone.sight is Sight.NOT_VISIBLE
    assert alone.why == "no detector of ours reads IIS; nothing of it in what is there now (files)"
    assert one(technique("T1560", FILES), {"fs": tree()}, [], detectors).sight is Sight.NOT_SEEN


def test_a_detector_that_looks_elsewhere_clears_nothing() -> None:
    """Its log is not the one that would show the technique, or not those events."""
    detectors = {"T1543.003": [looking(fs=(), evt_sec=("4697",))]}
    answer = one(technique("T1543.003", SECURITY), whole(), [], detectors)
    assert answer.sight is Sight.NOT_VISIBLE
    assert answer.why == "our detectors look in Security or files only; it would show in Security"


def test_a_log_that_is_not_read_here_is_named() -> None:
    """Unless a rule of ours found a place to look."""
    item = technique("T1059.004", visible_elsewhere=("audit log of Linux hosts",))
    answer = one(item, whole(), [], OWN)
    assert (answer.sight, answer.why) == (
        Sight.NOT_VISIBLE,
        "only in the audit log of Linux hosts, which nothing here reads",
    )
    found = one(item, whole(), [], {"T1059.004": [looking(iis=())]})
    assert found.sight is Sight.NOT_SEEN
    assert found.why.endswith("its detector is silent. Not looked at: audit log of Linux hosts")


def test_what_nothing_can_show_says_why() -> None:
    """And stays so with the best of logs."""
    item = technique("T1583", not_visible="nothing is left with the victim")
    answer = one(item, whole(), [], {"T1583": [looking(iis=())]})
    assert (answer.sight, answer.why) == (Sight.NOT_VISIBLE, "nothing is left with the victim")


def test_the_period_asked_for_counts() -> None:
    """With --since a log that begins then is enough; evidence that ends before it is not."""
    logs = {"iis": traced("iis", "2021-03-01", "2021-04-01")}
    item = technique("T1059", IIS)
    assert one(item, logs, [], OWN, Period(day("2021-03-01"), day("2021-04-01"))).sight is Sight.NOT_SEEN
    late = one(item, logs, [], OWN, Period(day("2021-05-01"), day("2021-04-01")))
    assert late.why == "IIS: the evidence ends 2021-04-01, before 2021-05-01"


def test_the_matrix_counts() -> None:
    """All, and leaves alone."""
    matrix = technique_matrix(
        pack(),
        advisory(technique("T1059", IIS), technique("T1059.003", IIS), technique("T1190", IIS)),
        {},
        [shown("T1059.003")],
        OPEN,
        {},
    )
    assert (matrix.advisory, matrix.attack_version) == ("x", "9")
    assert [matrix.count(sight) for sight in Sight] == [2, 0, 1]
    assert [matrix.count(sight, leaves=True) for sight in Sight] == [1, 0, 1]

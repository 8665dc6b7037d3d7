"""Each artefact test answers hit, no hit, or cannot tell."""

from tests.assessment.build import artefact, day, finding, pack, traced, tree, whole

from indicia.assessment.coverage.answers import Period, answer
from indicia.knowledge.packs.pack import Need
from indicia.model.assessment import Answer

OPEN = Period(None, day("2021-04-01"))
IIS = Need(source="iis")


def only(subject, logs, findings=(), period=OPEN):
    """The one answer of a pack with one test."""
    (line,) = answer(pack(subject), logs, findings, period)
    return line


def test_a_finding_is_a_hit() -> None:
    """A finding that names the test is a hit, whatever the coverage."""
    line = only(artefact("A", IIS), {}, [finding("F7", tests=["A"])])
    assert (line.answer, line.findings) == (Answer.HIT, ("F7",))


def test_no_hit_needs_the_log_over_the_whole_window() -> None:
    """No hit with a whole log; cannot tell with one that starts after the flaw could be used."""
    assert only(artefact("A", IIS), whole()).answer is Answer.NO_HIT
    late = only(artefact("A", IIS), {"iis": traced("iis", "2021-03-05", "2021-04-01")})
    assert late.answer is Answer.CANNOT_TELL
    assert "2021-03-05" in late.reason


def test_a_missing_log_cannot_tell() -> None:
    """Without its log a test cannot tell, and says which log that is."""
    line = only(artefact("A", IIS), {})
    assert (line.answer, line.reason) == (Answer.CANNOT_TELL, "IIS: not in this evidence")


def test_any_one_of_several_logs_is_enough() -> None:
    """A test that two logs can answer needs one of them."""
    assert only(artefact("A", Need(source="evt_sec"), IIS), whole()).answer is Answer.NO_HIT


def test_the_part_that_matters_has_to_be_there() -> None:
    """A Security log without 4688 cannot answer a question about processes."""
    logs = {"evt_sec": traced("evt_sec", "2020-12-31", "2021-04-01", parts=("4624",))}
    line = only(artefact("A", Need(source="evt_sec", parts=("4688",))), logs)
    assert line.answer is Answer.CANNOT_TELL
    assert "4688" in line.reason


def test_each_family_has_its_own_window() -> None:
    """Evidence that ends before a flaw was known cannot answer for it."""
    line = only(artefact("A", IIS, family="late"), whole())
    assert line.answer is Answer.CANNOT_TELL
    assert "2022-09-01" in line.reason


def test_the_period_asked_for_replaces_the_window() -> None:
    """With --since a log that starts late for the window can still cover the question."""
    logs = {"iis": traced("iis", "2021-03-05", "2021-04-01")}
    assert only(artefact("A", IIS), logs, period=Period(day("2021-03-10"), day("2021-04-01"))).answer is Answer.NO_HIT


def test_files_need_no_period() -> None:
    """A collected tree answers for the state it shows."""
    assert only(artefact("A", Need(source="fs")), {"fs": tree()}).answer is Answer.NO_HIT


def test_a_planned_test_cannot_tell() -> None:
    """A test that is not built says so."""
    line = only(artefact("A", how="planned", missing="directory export"), whole())
    assert line.answer is Answer.CANNOT_TELL
    assert "directory export" in line.reason


def test_lost_logs_are_a_hit_of_the_coverage_test() -> None:
    """Short logs are evidence lost; whole ones are none; none at all cannot tell."""
    subject = artefact("A", how="coverage")
    assert only(subject, {"iis": traced("iis", "2021-03-05", "2021-04-01")}).answer is Answer.HIT
    assert only(subject, whole()).answer is Answer.NO_HIT
    assert only(subject, {}).answer is Answer.CANNOT_TELL

"""A long story shortened."""

from tests.report import break_in

from indicia.model.assessment import Incident, Step
from indicia.model.finding import Stage
from indicia.report.story import chosen, passages


def story(*kinds: tuple[Stage | None, str]) -> Incident:
    """An incident of steps with these stages and logs."""
    steps = tuple(
        Step(time=break_in.DAY, stage=stage, text=f"step {number}", source=source, finding=f"F{number}")
        for number, (stage, source) in enumerate(kinds)
    )
    return Incident(stage=Stage.OPERATED, first=break_in.DAY, last=break_in.DAY, clients=(), why=(), steps=steps)


def test_every_step_is_in_one_passage() -> None:
    """Folding loses nothing and keeps the order."""
    incident = story(*[(Stage.PROBED, "IIS")] * 9, *[(Stage.OPERATED, "IIS")] * 3, (None, "file"))
    told = list(passages(incident.steps))
    assert [step for passage in told for step in (passage.step, *passage.more)] == list(incident.steps)
    assert [len(passage.more) for passage in told] == [8, 0, 0, 0, 0]


def test_a_long_story_keeps_its_beginning_and_its_end() -> None:
    """Hundreds of commands do not hide how the intruder came in."""
    incident = story(
        (Stage.PROBED, "HttpProxy"), (Stage.EXPLOITED, "HttpProxy"), (Stage.IMPLANTED, "Sysmon 11"),
        *[(Stage.OPERATED, "IIS"), (Stage.OPERATED, "Sysmon 1")] * 200,
    )  # fmt: skip
    shown, left = chosen(incident, 6)
    stages = [passage.step.stage for passage in shown]
    assert stages[:3] == [Stage.PROBED, Stage.EXPLOITED, Stage.IMPLANTED]
    assert {passage.step.source for passage in shown} == {"HttpProxy", "Sysmon 11", "IIS", "Sysmon 1"}
    assert len(shown) == 6
    assert left == len(incident.steps) - 6


def test_a_short_story_is_told_whole() -> None:
    """Nothing is left out of it."""
    incident = story((Stage.PROBED, "IIS"), (None, "file"))
    shown, left = chosen(incident, 10)
    assert (len(shown), left) == (2, 0)

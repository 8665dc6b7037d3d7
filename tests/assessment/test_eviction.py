"""The plan that what was found asks for, and what a later collection shows of it."""

from dataclasses import replace

import pytest
from build import day, finding

from indicia.assessment.eviction import Situation, eviction_plan
from indicia.assessment.eviction_check import check_eviction
from indicia.assessment.later import compare
from indicia.knowledge.eviction import load_eviction
from indicia.knowledge.load import load_pack
from indicia.model.assessment import Answer, Assessment, Result, RulesetSummary, TestAnswer, Verdict
from indicia.model.eviction import StepState
from indicia.model.exposure import Exposure, Flaw, FlawState
from indicia.model.finding import Confidence, Finding, Presence, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

PACK = load_pack()
BOOK = load_eviction(PACK)
CLEAN, DARK, THERE = MechanismState.CLEAN, MechanismState.NOT_CHECKABLE, MechanismState.PRESENT


def ways(**states: MechanismState) -> tuple[MechanismAnswer, ...]:
    """Every way to stay, clean but for those named (`PE_04=…`)."""
    return tuple(
        MechanismAnswer(
            id=one.id,
            title=one.title,
            state=states.get(one.id.replace("-", "_"), CLEAN),
            why="w",
            findings=("F1",) if states.get(one.id.replace("-", "_")) is THERE else (),
            survives_update=True,
            survives_rebuild=one.survives_rebuild,
            removed_by="",
        )
        for one in PACK.mechanisms
    )


def exposed(state: FlawState, build: str = "15.1.2176.2") -> Exposure:
    """One flaw that is known to be used."""
    flaw = Flaw(cve="CVE-2021-26855", nickname="", what="", state=state, why="", fixed_by="", exploited=True, clocks=())
    return Exposure(build=build, name="", seen=None, origin="", supported_until=None, flaws=(flaw,))


def plan(
    verdict: Verdict = Verdict.IMPLANTED,
    stage: Stage = Stage.IMPLANTED,
    mechanisms: tuple[MechanismAnswer, ...] = (),
    tests: tuple[TestAnswer, ...] = (),
    exposure: Exposure | None = None,
) -> list[str]:
    """Ids of the steps."""
    host = Situation(verdict=verdict, stage=stage, mechanisms=mechanisms or ways(), tests=tests, exposure=exposure)
    steps = eviction_plan(BOOK, host)
    ids = [step.id for step in steps]
    assert all(set(step.depends_on) <= set(ids[: ids.index(step.id)]) for step in steps)
    return ids


def test_the_book_is_that_of_the_facts() -> None:
    """30 steps that together clear all 21 ways to stay."""
    assert len(BOOK.steps) == 30
    assert {name for step in BOOK.steps for name in step.clears} == {one.id for one in PACK.mechanisms}
    assert [step.id for step in BOOK.steps if step.irreversible] == ["EV-20", "EV-23"]
    assert [step.id for step in BOOK.steps if not step.verified] == ["EV-05", "EV-17", "EV-24"]


def test_nothing_seen_asks_for_nothing() -> None:
    """A clean host whose flaws are closed has no plan; one that stands open has its door to close."""
    assert plan(Verdict.NONE_SEEN, Stage.NONE, exposure=exposed(FlawState.CLOSED)) == []
    assert plan(Verdict.NONE_SEEN, Stage.NONE, exposure=exposed(FlawState.OPEN)) == ["EV-12", "EV-21", "EV-28"]


def test_a_probe_does_not_ask_for_an_eviction() -> None:
    """Look, close the door, watch: nobody got in."""
    steps = plan(Verdict.PROBED, Stage.PROBED, exposure=exposed(FlawState.OPEN))
    assert {"EV-04", "EV-06", "EV-21", "EV-27"} <= set(steps)
    assert not {"EV-11", "EV-13", "EV-23"} & set(steps)


def test_steps_follow_what_was_found() -> None:
    """A module asks for its removal; what is clean for nothing; what cannot be checked counts where somebody was in."""
    steps = plan(mechanisms=ways(PE_04=THERE, PE_15=DARK))
    assert {"EV-15", "EV-18"} <= set(steps)
    assert not {"EV-14", "EV-16", "EV-17"} & set(steps)
    assert "EV-18" not in plan(Verdict.PROBED, Stage.PROBED, mechanisms=ways(PE_15=DARK))


def test_a_removal_that_cannot_be_proven_asks_for_a_rebuild() -> None:
    """Code ran, and three ways to stay are in the dark."""
    dark = ways(PE_06=DARK, PE_13=DARK, PE_15=DARK)
    assert "EV-20" in plan(mechanisms=dark)
    assert "EV-20" not in plan(mechanisms=ways(PE_06=DARK))
    assert "EV-20" not in plan(Verdict.EXPLOITED, Stage.EXPLOITED, mechanisms=dark)


def test_settings_follow_their_tests() -> None:
    """A fix that is switched off."""
    hit = TestAnswer(id="CF-01", title="", answer=Answer.HIT, reason="", findings=("F9",))
    assert "EV-22" in plan(tests=(hit,))
    assert "EV-22" not in plan(tests=(replace(hit, answer=Answer.NO_HIT),))


def assessment(
    end: str, mechanisms: tuple[MechanismAnswer, ...], exposure: Exposure | None = None, host: str = "h"
) -> Assessment:
    """A host as it was found."""
    situation = Situation(
        verdict=Verdict.IMPLANTED, stage=Stage.IMPLANTED, mechanisms=mechanisms, tests=(), exposure=exposure
    )
    return Assessment(
        host=host,
        verdict=Verdict.IMPLANTED,
        stage=Stage.IMPLANTED,
        sentence="",
        still_in="",
        patched="",
        since="",
        period=(day("2021-01-01"), day(end)),
        incidents=(),
        remains=(),
        tests=(),
        coverage=(),
        next_steps=(),
        findings=(),
        mechanisms=mechanisms,
        exposure=exposure,
        eviction=eviction_plan(BOOK, situation),
    )


BEFORE = assessment("2021-03-20", ways(PE_01=THERE, PE_04=THERE, PE_13=DARK), exposed(FlawState.OPEN))


def states(after: Assessment, *findings: Finding) -> dict[str, tuple[StepState, bool]]:
    """State of each step, and whether somebody is still in."""
    return {check.step: (check.state, check.still_held) for check in check_eviction(BOOK, BEFORE, after, findings)}


def test_a_step_is_done_by_evidence_only() -> None:
    """Clean is done; there is not done and still held; what the later collection lacks is not done by silence."""
    gone = states(assessment("2021-04-20", ways(), exposed(FlawState.CLOSED)))
    assert gone["EV-13"] == gone["EV-15"] == gone["EV-18"] == gone["EV-21"] == (StepState.DONE, False)
    assert gone["EV-23"] == (StepState.CANNOT_TELL, False)
    there = states(assessment("2021-04-20", ways(PE_04=THERE), exposed(FlawState.OPEN)))
    assert there["EV-15"] == (StepState.NOT_DONE, True)
    assert there["EV-21"] == (StepState.NOT_DONE, False)
    dark = states(assessment("2021-04-20", ways(PE_01=DARK, PE_04=DARK)))
    assert dark["EV-13"] == dark["EV-15"] == dark["EV-21"] == (StepState.CANNOT_TELL, False)


def asked(at: str, **more: object) -> Finding:
    """An answered request to a shell."""
    return replace(
        finding("F5", stage=Stage.IMPLANTED, at=at, last=at, tests=["WS-07"], presence=Presence.UNKNOWN),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("request_", "held"),
    [
        (asked("2021-04-01T10:00:00"), True),
        (asked("2021-03-01T10:00:00"), False),
        (asked("2021-04-01T10:00:00", confidence=Confidence.WEAK), False),
        (asked("2021-04-01T10:00:00", stage=Stage.PROBED), False),
    ],
    ids=["answered later", "before the first collection", "weak", "refused"],
)
def test_a_removed_page_that_is_asked_for_again(request_: Finding, held: bool) -> None:
    """Answered after the first collection: somebody is still in, whatever the files say."""
    found = states(assessment("2021-04-20", ways()), request_)
    assert found["EV-13"] == ((StepState.NOT_DONE, True) if held else (StepState.DONE, False))
    assert found["EV-26"][1] is held


def later(*hosts: Assessment) -> Result:
    """A later result."""
    summary = RulesetSummary(digest="", rules=0, packs=(), refused=())
    return Result(format="", version="", hosts=hosts, findings=(), evidence=(), faults=(), ruleset=summary, exit_code=0)


def test_an_eviction_is_proven_by_what_a_server_can_show() -> None:
    """Secrets and reports are no matter of a server's evidence; one dark step of the others leaves it open."""
    situation = ways(PE_04=THERE)
    first = assessment("2021-03-20", situation, exposed(FlawState.OPEN))
    first = replace(first, eviction=tuple(step for step in first.eviction if step.id in {"EV-15", "EV-21", "EV-23"}))
    (done,) = compare(BOOK, [first], later(assessment("2021-04-20", ways(), exposed(FlawState.CLOSED))))
    assert str(done.proven) == "2021-04-20"
    (dark,) = compare(BOOK, [first], later(assessment("2021-04-20", ways())))
    assert dark.proven is None


def test_collections_that_cannot_be_compared() -> None:
    """Another server, an older collection, a server that is missing: said, and nothing is called done."""
    assert compare(BOOK, [BEFORE], later(assessment("2021-04-20", ways(), host="other"))) == ()
    (older,) = compare(BOOK, [BEFORE], later(assessment("2021-02-01", ways())))
    assert {check.state for check in older.checks} == {StepState.CANNOT_TELL}
    assert "it is the older one" in older.notes[0]
    both = compare(BOOK, [BEFORE, replace(BEFORE, host="second")], later(assessment("2021-04-20", ways())))
    assert [host.host for host in both] == ["h", "second"]
    assert both[1].notes == ("the later collection holds nothing of this server",)

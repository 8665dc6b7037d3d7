"""The plan that what was found asks for, and what a later collection shows of it."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace
from tests.assessment.build import day, finding

from indicia.assessment.eviction.check import Comparison, check_eviction
from indicia.assessment.eviction.later import compare
from indicia.assessment.eviction.plan import Situation, eviction_plan
from indicia.knowledge.packs.eviction import load_eviction
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import (
    Answer,
    Assessment,
    Result,
    RulesetSummary,
    SourceCoverage,
    Standing,
    TestAnswer,
    Verdict,
)
from indicia.model.eviction import StepCheck, StepState
from indicia.model.exposure import Exposure, Flaw, FlawState
from indicia.model.finding import Confidence, Finding, Presence, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

PACK = load_pack()
BOOK = load_eviction(PACK)
SHELL = "c:\\inetpub\\wwwroot\\aspnet_client\\x.aspx"
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


def test_the_book_agrees_with_the_facts() -> None:
    """Order, needs, ways cleared, marks, countermeasures and sources, where the facts are beside the checkout."""
    path = Path(__file__).resolve().parents[4] / "shared" / "facts" / "eviction.yaml"
    if not path.is_file():
        pytest.skip("the facts in ../shared/facts are not on this machine")
    facts = yaml.safe_load(path.read_text("utf-8"))
    for fact, step in zip(facts["steps"], BOOK.steps, strict=True):
        assert (fact["id"], fact["phase"]) == (step.id, step.phase)
        assert (fact["depends_on"], fact["clears_persistence"]) == (list(step.depends_on), list(step.clears))
        assert (fact["irreversible"], fact["verified"]) == (step.irreversible, step.verified)
        assert (fact["source"], fact["done_by"]) == (step.source, step.done_by)
        assert [item["id"] for item in fact["d3fend"]] == [item.id for item in step.countermeasures]
        assert len(fact["evidence_of_completion"]) <= len(step.proof) + 1
    assert [item["source"] for item in facts["lessons"]] == [item.source for item in BOOK.lessons]
    assert [item["verified"] for item in facts["lessons"]] == [item.verified for item in BOOK.lessons]
    assert [(item["due"], item["source"]) for item in facts["deadlines_seen"]] == [
        (item.due, item.source) for item in BOOK.deadlines
    ]
    assert len(facts["meta"]["rules"]) == len(BOOK.rules)
    assert len(facts["meta"]["order_conflict"]) == len(BOOK.conflicts)


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


def test_a_step_says_what_it_is_about() -> None:
    """Titles of the ways, files by their path instead of their web path, no keys that only join records."""
    shell = replace(finding("F1"), objects=(SHELL, "/aspnet_client/x.aspx", "canary"), joins={"canary": "canary"})
    host = Situation(
        verdict=Verdict.IMPLANTED,
        stage=Stage.IMPLANTED,
        mechanisms=ways(PE_01=THERE),
        tests=(),
        exposure=None,
        findings=(shell, replace(shell, id="F2", objects=("elsewhere",))),
    )
    step = next(step for step in eviction_plan(BOOK, host) if step.id == "EV-13")
    assert step.because == "present now: PE-01 Web shell file"
    assert step.here == (SHELL,)


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


def compared(
    after: Assessment,
    *findings: Finding,
    since: str = "2021-03-20",
    first: tuple[Finding, ...] = (),
    folders: frozenset[str] | None = None,
) -> dict[str, StepCheck]:
    """The answer for each step."""
    host = Comparison(before=BEFORE, after=after, first=first, later=findings, since=day(since), folders=folders)
    return {check.step: check for check in check_eviction(BOOK, host)}


def states(after: Assessment, *findings: Finding) -> dict[str, tuple[StepState, bool]]:
    """State of each step, and whether somebody is still in."""
    return {name: (check.state, check.still_held) for name, check in compared(after, *findings).items()}


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


def test_a_request_before_the_removal_is_not_after_it() -> None:
    """The page was asked for after the first collection, and deleted later: nobody is in by that page."""
    gone = finding(
        "F4", stage=Stage.IMPLANTED, at="2021-03-01", last="2021-04-02", tests=["WS-10"], presence=Presence.REMOVED
    )
    gone, request = replace(gone, objects=(SHELL, "/x.aspx")), replace(asked("2021-04-01"), objects=("/x.aspx",))
    later_ = assessment("2021-04-20", ways())
    assert compared(later_, request)["EV-13"].still_held
    assert compared(later_, request, gone)["EV-13"].state is StepState.DONE
    again = replace(request, last=day("2021-04-03"))
    assert compared(later_, again, gone)["EV-13"].still_held


def test_the_time_of_the_eviction_counts() -> None:
    """What happened between the first collection and the eviction is what the eviction ended."""
    request, after = asked("2021-04-01"), assessment("2021-04-20", ways())
    assert compared(after, request)["EV-13"].still_held
    assert not compared(after, request, since="2021-04-05")["EV-13"].still_held


def test_a_page_that_was_laid_anew() -> None:
    """Written after the eviction and gone again by the later collection: not done, still held."""
    new = finding(
        "F7", stage=Stage.IMPLANTED, at="2021-04-01", last="2021-04-02", tests=["WS-10"], presence=Presence.REMOVED
    )
    traces = tuple(
        replace(one, state=MechanismState.REMOVED, findings=("F7",)) if one.id == "PE-01" else one for one in ways()
    )
    check = compared(assessment("2021-04-20", traces), new)["EV-13"]
    assert (check.state, check.still_held, check.findings) == (StepState.NOT_DONE, True, ("F7",))
    old = replace(new, seen=day("2021-03-01"))
    assert compared(assessment("2021-04-20", traces), old)["EV-13"].state is StepState.DONE


@pytest.mark.parametrize(
    ("folders", "state"),
    [
        ({"c:\\inetpub\\wwwroot\\aspnet_client"}, StepState.DONE),
        ({"c:\\inetpub\\wwwroot\\aspnet_client\\system_web"}, StepState.DONE),
        ({"<list>"}, StepState.DONE),
        ({"c:\\inetpub"}, StepState.CANNOT_TELL),
        ({"c:\\windows\\temp"}, StepState.CANNOT_TELL),
        (set(), StepState.CANNOT_TELL),
    ],
    ids=["the folder", "below it", "a list of files", "far above it", "elsewhere", "no files"],
)
def test_a_file_is_gone_only_where_its_folder_was_collected(folders: set[str], state: StepState) -> None:
    """Checked clean, by a collection that holds other folders, is not done."""
    shell = replace(finding("F1", stage=Stage.IMPLANTED, at="2021-03-01", tests=["WS-02"]), objects=(SHELL,))
    check = compared(assessment("2021-04-20", ways()), first=(shell,), folders=frozenset(folders))["EV-13"]
    assert check.state is state
    assert state is StepState.DONE or "aspnet_client" in check.why


def line(source: str, first: str, last: str, *, channels: tuple[str, ...] = (), whole: bool = True) -> SourceCoverage:
    """One log of a collection."""
    return SourceCoverage(
        source=source,
        name=source.upper(),
        standing=Standing.COVERED if whole else Standing.PARTIAL,
        first=day(first),
        last=day(last),
        records=1,
        channels=channels,
    )


def with_logs(end: str, *lines: SourceCoverage) -> Assessment:
    """A clean later host with these logs."""
    return replace(assessment(end, ways()), coverage=lines)


def test_quiet_needs_the_logs_and_the_time() -> None:
    """Nothing seen counts where the logs reach past the eviction, and for the watch only after its four weeks."""
    names = ("iis", "httpproxy", "ecp_server")
    settings = line("evt_mgmt", "2021-01-01", "2021-02-01", channels=("msexchange management",))

    def host(end: str, *more: SourceCoverage) -> dict[str, StepCheck]:
        return compared(with_logs(end, settings, *(line(name, "2021-01-01", end) for name in names), *more))

    short, long = host("2021-04-01"), host("2021-04-20")
    assert short["EV-26"].state is long["EV-26"].state is long["EV-27"].state is StepState.DONE
    assert short["EV-27"].state is StepState.CANNOT_TELL
    assert "12 of 28 days" in short["EV-27"].why
    ended = compared(with_logs("2021-04-20", settings, line("iis", "2021-01-01", "2021-04-20")))
    assert ended["EV-26"].state is StepState.CANNOT_TELL
    assert "httpproxy" in ended["EV-26"].why


def test_older_logs_that_are_missing() -> None:
    """An event log comes whole, so a younger first record is a loss; a file may not have been collected again."""
    before = replace(
        BEFORE, coverage=(line("iis", "2021-01-01", "2021-03-20"), line("evt_sec", "2021-03-01", "2021-03-20"))
    )

    def oldest(*lines: SourceCoverage) -> StepState:
        host = Comparison(
            before=before, after=with_logs("2021-04-20", *lines), first=(), later=(), since=day("2021-03-20")
        )
        return {check.step: check.state for check in check_eviction(BOOK, host)}["EV-05"]

    assert oldest(line("iis", "2021-01-01", "2021-04-20")) is StepState.DONE
    assert oldest(line("iis", "2021-03-01", "2021-04-20")) is StepState.CANNOT_TELL
    assert oldest(line("evt_sec", "2021-03-05", "2021-04-20", channels=("security",))) is StepState.NOT_DONE
    assert oldest() is StepState.CANNOT_TELL


def test_what_no_server_shows_is_told_apart() -> None:
    """Resetting secrets is shown elsewhere; a missing export could have been collected; an update ends a mitigation."""
    checks = compared(assessment("2021-04-20", ways(PE_04=DARK), exposed(FlawState.CLOSED)))
    assert not checks["EV-23"].provable
    (host,) = compare(BOOK, [BEFORE], FIRST, later(assessment("2021-04-20", ways(PE_04=DARK))))
    known = sum(check.state is not StepState.CANNOT_TELL for check in host.checks)
    assert host.dark >= 1
    assert host.elsewhere >= 10
    assert host.dark + host.elsewhere + known == len(host.checks)
    assert checks["EV-15"].provable
    assert checks["EV-12"].state is StepState.DONE
    assert not compared(assessment("2021-04-20", ways()))["EV-12"].provable


def later(*hosts: Assessment, findings: tuple[Finding, ...] = ()) -> Result:
    """A later result."""
    summary = RulesetSummary(digest="", rules=0, packs=(), refused=())
    return Result(
        format="", version="", hosts=hosts, findings=findings, evidence=(), faults=(), ruleset=summary, exit_code=0
    )


FIRST = later(BEFORE)


def test_an_eviction_is_proven_by_what_a_server_can_show() -> None:
    """Secrets and reports are no matter of a server's evidence; one dark step of the others leaves it open."""
    situation = ways(PE_04=THERE)
    first = assessment("2021-03-20", situation, exposed(FlawState.OPEN))
    first = replace(first, eviction=tuple(step for step in first.eviction if step.id in {"EV-15", "EV-21", "EV-23"}))
    (done,) = compare(BOOK, [first], FIRST, later(assessment("2021-04-20", ways(), exposed(FlawState.CLOSED))))
    assert str(done.proven) == "2021-04-20"
    (dark,) = compare(BOOK, [first], FIRST, later(assessment("2021-04-20", ways())))
    assert dark.proven is None


def test_collections_that_cannot_be_compared() -> None:
    """Another server, an older collection, a server that is missing: said, and nothing is called done."""
    assert compare(BOOK, [BEFORE], FIRST, later(assessment("2021-04-20", ways(), host="other"))) == ()
    (older,) = compare(BOOK, [BEFORE], FIRST, later(assessment("2021-02-01", ways())))
    assert {check.state for check in older.checks} == {StepState.CANNOT_TELL}
    assert "it is the older one" in older.notes[0]
    assert not older.compared
    both = compare(BOOK, [BEFORE, replace(BEFORE, host="second")], FIRST, later(assessment("2021-04-20", ways())))
    assert [host.host for host in both] == ["h", "second"]
    assert both[1].notes == ("the later collection holds nothing of this server",)


def test_assumptions_are_noted() -> None:
    """Without a time of the eviction, the end of the first collection stands for it; the same one twice is asked."""
    (assumed,) = compare(BOOK, [BEFORE], FIRST, later(assessment("2021-04-20", ways())))
    assert assumed.notes[0].startswith("assumption:")
    (told,) = compare(BOOK, [BEFORE], FIRST, later(assessment("2021-04-20", ways())), day("2021-03-25"))
    assert told.notes == ()
    (same,) = compare(BOOK, [BEFORE], FIRST, later(assessment("2021-03-20", ways())))
    assert any("is it the same one" in note for note in same.notes)
    (early,) = compare(BOOK, [BEFORE], FIRST, later(assessment("2021-04-20", ways())), day("2021-05-01"))
    assert "before the eviction was finished" in early.notes[0]


@pytest.mark.parametrize(("hours", "noted"), [((2, 2), True), ((0, 0), False), ((2, 5), False)])
def test_clocks_that_differ_are_noted(hours: tuple[int, int], noted: bool) -> None:
    """Two things, both two hours later than in the first collection: the clock was moved.  Different gaps are not."""
    things = [
        replace(finding(f"F{number}", at="2021-03-01T10:00:00"), host="h", detector=f"d{number}") for number in (1, 2)
    ]
    moved = [
        replace(item, seen=item.seen + timedelta(hours=more))
        for item, more in zip(things, hours, strict=True)
        if item.seen
    ]
    first = later(BEFORE, findings=tuple(things))
    (host,) = compare(BOOK, [BEFORE], first, later(assessment("2021-04-20", ways()), findings=tuple(moved)))
    assert any("the clocks differ" in note for note in host.notes) is noted

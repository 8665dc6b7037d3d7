"""Each way to stay against what was found and what was read."""

import pytest
from msgspec.structs import replace
from tests.assessment.build import SOURCES, day, finding, pack, traced, tree

from indicia.assessment.coverage.answers import Period
from indicia.assessment.coverage.sources import Traced, trace
from indicia.assessment.staying.mechanisms import mechanisms
from indicia.assessment.staying.remains import still_in
from indicia.knowledge.packs.pack import LogSource, Mechanism, Need
from indicia.model.coverage import Span
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage, Suppression
from indicia.model.persistence import MechanismAnswer, MechanismState

EXPORTS = LogSource(id="ad_exch", name="settings", state=True)
REGISTRY = LogSource(id="registry", name="Registry keys", state=True)
WAY = Mechanism(
    id="PE-08",
    title="A rule",
    where="the directory",
    answered_by=("T-1",),
    checked_by=((Need(source="ad_exch", parts=("TransportRule",)),), (Need(source="fs"), Need(source="iis"))),
    decides="",
    removed_by="Remove it.",
    survives_update=True,
    survives_rebuild=True,
    techniques=("T1114.003",),
    source="x",
)
PERIOD = Period(since=None, until=day("2021-04-01"))
LASTING = finding("F1", stage=Stage.IMPLANTED, tests=["PE-08"], presence=Presence.UNKNOWN)


def exports(*classes: str) -> Traced:
    """Exports of these classes."""
    span = Span(source="ad_exch", host=None, records=1, first=None, last=None, parts=dict.fromkeys(classes, 1))
    return trace(EXPORTS, [span], files=1, damaged=0)


def answer(read: dict[str, Traced], *findings: Finding, way: Mechanism = WAY) -> MechanismAnswer:
    """The one answer."""
    known = replace(pack(), sources=(*SOURCES, EXPORTS, REGISTRY), mechanisms=(way,))
    (one,) = mechanisms(known, read, findings, PERIOD)
    return one


READ = {"ad_exch": exports("TransportRule"), "fs": tree()}


def test_clean_needs_a_source_of_each_group() -> None:
    """One source of each group was read, with the part that shows it; else it says what would decide."""
    assert answer(READ).state is MechanismState.CLEAN
    late = traced("iis", "2021-03-01", "2021-04-01")
    for read in ({}, {"fs": tree()}, {"ad_exch": exports("InboxRule"), "fs": tree()}, READ | {"fs": late, "iis": late}):
        got = answer({name: one for name, one in read.items() if name != "fs" or one is not late})
        assert got.state is MechanismState.NOT_CHECKABLE
        assert set(got.deciders) == {"ad_exch", "fs", "iis"}
        assert got.why


@pytest.mark.parametrize(
    ("presence", "read", "state"),
    [
        (Presence.PRESENT, {}, MechanismState.PRESENT),
        (Presence.REMOVED, READ, MechanismState.REMOVED),
        (Presence.UNKNOWN, READ, MechanismState.REMOVED),
        (Presence.UNKNOWN, {}, MechanismState.NOT_CHECKABLE),
    ],
)
def test_traces(presence: Presence, read: dict[str, Traced], state: MechanismState) -> None:
    """What stands now is present; what was put there and is in no state read later is removed; else nobody knows."""
    got = answer(read, replace(LASTING, presence=presence))
    assert (got.state, got.findings) == (state, ("F1",))


MADE = replace(LASTING, objects=(r"\task",), seen=day("2021-03-01"), last=day("2021-03-02"))
DELETED = replace(
    MADE, id="F2", severity=Severity.INFORMATIONAL, presence=Presence.REMOVED, seen=day("2021-03-05"), last=None
)


@pytest.mark.parametrize(
    ("made", "removal", "state"),
    [
        (MADE, DELETED, MechanismState.REMOVED),
        (MADE, replace(DELETED, objects=(r"\TASK",)), MechanismState.REMOVED),
        (MADE, replace(DELETED, objects=(r"\other",)), MechanismState.NOT_CHECKABLE),
        (MADE, replace(DELETED, seen=day("2021-02-05")), MechanismState.NOT_CHECKABLE),
        (MADE, replace(DELETED, presence=Presence.SEEN_ONCE), MechanismState.NOT_CHECKABLE),
        (replace(MADE, objects=()), replace(DELETED, objects=()), MechanismState.NOT_CHECKABLE),
    ],
)
def test_a_later_removal(made: Finding, removal: Finding, state: MechanismState) -> None:
    """What a later record says is gone was removed, however weak that record: the same thing, and after its making."""
    got = answer({}, made, removal)
    assert (got.state, got.findings) == (state, ("F1",))


def test_one_removal_clears_no_other_thing() -> None:
    """A shell that was deleted says nothing of the one of which nobody can tell whether it is there."""
    gone = replace(LASTING, id="F2", presence=Presence.REMOVED, objects=("/a.aspx",))
    other = replace(LASTING, objects=("/b.aspx",))
    assert answer({}, gone, other).state is MechanismState.NOT_CHECKABLE
    assert answer({}, gone, replace(other, objects=(r"c:\inetpub\wwwroot\a.aspx",))).state is MechanismState.REMOVED
    assert answer({}, gone, replace(other, presence=Presence.SEEN_ONCE)).state is MechanismState.REMOVED


def test_what_absence_does_not_tell() -> None:
    """Where sources are judged by other criteria than the making, silence of theirs removes nothing."""
    got = answer(READ, LASTING, way=replace(WAY, absence_tells=False))
    assert got.state is MechanismState.NOT_CHECKABLE
    assert "does not tell" in got.why
    assert got.deciders


def test_a_weak_sign_in_the_state_keeps_it_from_being_removed() -> None:
    """A module that was registered and stands there as another product's is there; another one leaves it open."""
    weak = replace(MADE, id="F2", confidence=Confidence.WEAK, presence=Presence.PRESENT)
    assert answer(READ, MADE, weak).state is MechanismState.PRESENT
    assert answer(READ, MADE, replace(weak, objects=("other",))).state is MechanismState.NOT_CHECKABLE


def test_tests_count_as_traces() -> None:
    """A hit of an artefact test that is a trace of this way."""
    assert answer(READ, replace(LASTING, tests=("T-1",), presence=Presence.PRESENT)).state is MechanismState.PRESENT
    assert answer(READ, replace(LASTING, tests=("T-2",), presence=Presence.PRESENT)).state is MechanismState.CLEAN


@pytest.mark.parametrize(
    "weak",
    [
        replace(LASTING, severity=Severity.INFORMATIONAL, presence=Presence.PRESENT),
        replace(LASTING, confidence=Confidence.WEAK, presence=Presence.PRESENT),
    ],
)
def test_weak_signs_are_named_only(weak: Finding) -> None:
    """A mail filter's agent is an agent, and no intruder's."""
    got = answer(READ, weak)
    assert got.state is MechanismState.CLEAN
    assert "weaker signs: F1" in got.why
    assert got.findings == ("F1",)


def test_present_is_not_suspected() -> None:
    """A mailbox that forwards its mail does so; that an intruder made it do so is another thing."""
    mail = answer(READ, replace(LASTING, stage=None, severity=Severity.LOW, presence=Presence.PRESENT))
    assert (mail.state, mail.suspected) == (MechanismState.PRESENT, False)
    module = answer(READ, replace(LASTING, presence=Presence.PRESENT))
    assert (module.state, module.suspected) == (MechanismState.PRESENT, True)
    assert still_in([], tree(), None, [mail]).startswith("nothing found")


def test_what_a_site_allows_does_not_count() -> None:
    """A suppressed finding is no trace."""
    allowed = Suppression(filter="f", title="t", author="a", reason="r", expires=day("2030-01-01").date())
    got = answer(READ, replace(LASTING, presence=Presence.PRESENT, suppressed=allowed))
    assert (got.state, got.findings) == (MechanismState.CLEAN, ())


def test_what_no_server_shows() -> None:
    """Stolen passwords: it says what would decide, whatever was read."""
    got = answer(READ, way=replace(WAY, checked_by=(), decides="Nothing does."))
    assert (got.state, got.why) == (MechanismState.NOT_CHECKABLE, "Nothing does.")


def test_the_keys_that_were_read() -> None:
    """An export of other keys does not show what starts with Windows, and the answer names the keys."""

    def keys(*parts: str) -> dict[str, Traced]:
        span = Span(source="registry", host=None, records=1, first=None, last=None, parts=dict.fromkeys(parts, 1))
        return {"registry": trace(REGISTRY, [span], files=1, damaged=0)}

    way = replace(WAY, checked_by=((Need(source="registry", parts=("Run",)),),))
    got = answer(keys("RegistryValue", "Run"), way=way)
    assert (got.state, got.why) == (MechanismState.CLEAN, "Registry keys (Run) read")
    got = answer(keys("RegistryValue"), way=way)
    assert got.state is MechanismState.NOT_CHECKABLE
    assert "no record of Run" in got.why


def test_files_are_told_of_by_files() -> None:
    """A program was written to a startup folder: no list of services tells whether it still lies there."""
    made = replace(LASTING, objects=(r"c:\programdata\startup\a.exe",))
    services = replace(WAY, checked_by=((Need(source="ad_exch", parts=("TransportRule",)),),))
    assert answer(READ, made, way=services).state is MechanismState.NOT_CHECKABLE
    assert answer(READ, replace(made, objects=("a",)), way=services).state is MechanismState.REMOVED


def test_the_fact_line_names_ways_to_stay() -> None:
    """A module that stands is named before a shell that is gone, and the count closes the line."""
    there = answer(READ, replace(LASTING, presence=Presence.PRESENT))
    line = still_in([], tree(), None, [there, answer(READ), answer({})])
    assert line == "yes: a rule is there; of 3 ways to stay 1 checked clean, 1 not checkable"

"""From invented servers to verdicts: what the scan says is what was planted, whatever the parameters."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.attribution.attribute import Known, attribute
from indicia.case import Case
from indicia.config import Settings
from indicia.demo import EventForm, Form, Server, Story, Truth, demo_servers, invent, truth_of, write_server
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.actors.clusters import shipped_actors
from indicia.knowledge.actors.likelihood import scale
from indicia.knowledge.actors.positions import load_positions
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Assessment, Result, Verdict
from indicia.model.attribution import AnswerKind, Attribution, EvidenceClass, HypothesisKind
from indicia.model.exposure import FlawState
from indicia.model.finding import Finding, Severity, Stage
from indicia.model.persistence import MechanismState
from indicia.pipeline.scan import Order, scan

WHOLE = datetime(2021, 3, 20, tzinfo=UTC)
"""End of the servers whose logs have to begin before 2021-01-01: as short as the period allows."""
LEAN = {
    "end": WHOLE,
    "density": 2.0,
    "rotation_hours": 240,
    "without": frozenset({"ews", "rps_cmdlet", "rps_http", "ecp_activity", "oabgen", "msgtrk"}),
}
"""Three months in few files: what "none seen" needs, and no more."""
STAGES = {Verdict.EXPLOITED: Stage.EXPLOITED, Verdict.IMPLANTED: Stage.IMPLANTED, Verdict.OPERATED: Stage.OPERATED}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scanned:
    """A server, its answer sheet, and what the scan said."""

    server: Server
    truth: Truth
    result: Result

    @property
    def host(self) -> Assessment:
        """The one host of the result."""
        (host,) = self.result.hosts
        return host

    @property
    def findings(self) -> list[Finding]:
        """Findings that prove or support something."""
        return [finding for finding in self.result.findings if finding.severity >= Severity.MEDIUM]


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    """The rules of the built-in packs."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory, ruleset: Ruleset) -> Callable[[Server], Scanned]:
    """Write and scan a server once per session."""
    done: dict[Server, Scanned] = {}

    def run(server: Server) -> Scanned:
        if server not in done:
            folder = tmp_path_factory.mktemp("scan")
            collection = write_server(server, folder / "evidence")
            order = Order(
                arguments=(collection,), settings=Settings(), who="test", clock=lambda: datetime(2021, 5, 1, tzinfo=UTC)
            )
            result = scan(order, Case.create(folder / "case"), ruleset, None)
            done[server] = Scanned(server, truth_of(server), result)
        return done[server]

    return run


def held(seed: int, **chosen: object) -> Server:
    """A server that was broken into, with logs of two weeks."""
    window = {"start": datetime(2021, 2, 26, tzinfo=UTC), "end": datetime(2021, 3, 12, tzinfo=UTC)}
    return invent(Story.HELD, seed, **{"density": 4.0, **window, **chosen})


SERVERS = {
    "held": held(1),
    "held, other names and forms": held(
        5,
        name="post",
        domain="lab.example.net",
        page="supp0rt.aspx",
        page_folder="aspnet_client",
        clients=("192.0.2.211",),
        attack=datetime(2021, 3, 1, 23, 59, 58, tzinfo=UTC),
        schema_last=False,
        form=Form.VELOCIRAPTOR,
        event_form=EventForm.EVTX_DUMP,
    ),
    "held, Exchange 2019, hourly files": held(
        9,
        name="MX19",
        build="15.2.721.2",
        patched_build="15.2.721.13",
        page="a.aspx",
        page_folder="ecp/auth",
        start=datetime(2021, 3, 2, 12, tzinfo=UTC),
        end=datetime(2021, 3, 5, tzinfo=UTC),
        installed=datetime(2021, 3, 4, 3, tzinfo=UTC),
        rotation_hours=1,
        form=Form.ZIP,
        event_form=EventForm.WINLOGBEAT,
    ),
    "held, no events and no files": held(
        11, without=frozenset({"sysmon", "evt_sec", "evt_mgmt", "evt_app", "fs"}), form=Form.KAPE
    ),
    "exploited only": held(13, reach=Stage.EXPLOITED),
    "implanted only": held(17, reach=Stage.IMPLANTED, event_form=EventForm.VELOCIRAPTOR, form=Form.VELOCIRAPTOR),
    "cleaned": invent(
        Story.CLEANED,
        45,
        density=4.0,
        start=datetime(2021, 2, 26, tzinfo=UTC),
        end=datetime(2021, 3, 14, tzinfo=UTC),
        exported=True,
    ),
    "rotated": invent(
        Story.ROTATED,
        19,
        density=4.0,
        start=datetime(2021, 2, 26, tzinfo=UTC),
        end=datetime(2021, 3, 14, tzinfo=UTC),
    ),
    "two actors": invent(
        Story.TWO_ACTORS,
        23,
        density=4.0,
        start=datetime(2021, 2, 26, tzinfo=UTC),
        end=datetime(2021, 3, 16, tzinfo=UTC),
    ),
    "probed": invent(Story.PROBED, 29, **LEAN),
    "patched, then attacked": invent(Story.PATCHED_ATTACKED, 31, **{**LEAN, "event_form": EventForm.EVTX_DUMP}),
    "admin": invent(Story.ADMIN, 37, **LEAN),
    "quiet, whole": invent(Story.QUIET_WHOLE, 41, **LEAN),
    "quiet, short": invent(Story.QUIET_SHORT, 43, density=4.0),
}
NAMES = list(SERVERS)
BROKEN_INTO = [name for name in NAMES if truth_of(SERVERS[name]).stage >= Stage.EXPLOITED]
OPERATED = [name for name in BROKEN_INTO if truth_of(SERVERS[name]).stage is Stage.OPERATED]


@pytest.mark.parametrize("name", NAMES)
def test_host_verdict_and_exit_code(name: str, scanned: Callable[[Server], Scanned]) -> None:
    """The host is named as its records name it, the verdict is a right one, the exit code follows from it."""
    seen = scanned(SERVERS[name])
    # Only events carry the full name; without them the front-end log's short one has to do.
    full = not {"sysmon", "evt_sec", "evt_mgmt", "evt_app"} <= seen.server.without
    assert seen.host.host.lower() == (seen.truth.host if full else seen.server.name).lower()
    assert seen.host.verdict in seen.truth.verdicts
    assert seen.result.exit_code == seen.host.verdict.exit_code
    assert not seen.result.faults


@pytest.mark.parametrize("name", BROKEN_INTO)
def test_stage_and_first_time(name: str, scanned: Callable[[Server], Scanned]) -> None:
    """The stage is the one reached, and its first finding is not later than a minute after the deed."""
    seen = scanned(SERVERS[name])
    assert seen.host.stage is STAGES[seen.host.verdict]
    assert seen.host.stage is seen.truth.stage or len(seen.truth.verdicts) > 1
    deed = {
        Stage.EXPLOITED: seen.truth.exploited,
        Stage.IMPLANTED: seen.truth.implanted,
        Stage.OPERATED: seen.truth.operated,
    }[seen.host.stage]
    assert deed is not None and seen.truth.probed is not None
    times = [finding.seen for finding in seen.findings if finding.stage is seen.host.stage and finding.seen is not None]
    assert times and seen.truth.probed <= min(times) <= deed + DAY
    assert min(incident.first for incident in seen.host.incidents if incident.first) <= deed + timedelta(minutes=5)


@pytest.mark.parametrize("name", BROKEN_INTO)
def test_pages_and_clients_are_named(name: str, scanned: Callable[[Server], Scanned]) -> None:
    """Every planted page and every client of the intruder that these logs show stands in the findings."""
    seen = scanned(SERVERS[name])
    objects = {thing for finding in seen.findings for thing in finding.objects}
    for path, web in zip(seen.truth.pages, seen.truth.web_paths, strict=True):
        assert {path.lower(), web.lower()} & objects
    clients = {client for finding in seen.findings for client in finding.clients}
    assert set(seen.truth.clients) <= clients


@pytest.mark.parametrize("name", OPERATED)
def test_what_remains(name: str, scanned: Callable[[Server], Scanned]) -> None:
    """A page that lies in the tree is present now; without a file tree it is not called gone."""
    seen = scanned(SERVERS[name])
    text = " ".join(f"{remain.what} {remain.state}" for remain in seen.host.remains).lower()
    for path in seen.truth.pages:
        assert path.rsplit("\\", 1)[1].lower() in text
    if "fs" in seen.server.without:
        assert "present now" not in [remain.state for remain in seen.host.remains if "aspx" in remain.what.lower()]
    else:
        assert "present now" in [remain.state for remain in seen.host.remains]


def test_a_module_stays_after_the_page_is_gone(scanned: Callable[[Server], Scanned]) -> None:
    """Still in: the module is present now; the page was removed and left traces; what was exported is checked clean."""
    seen = scanned(SERVERS["cleaned"])
    states = {remain.what: remain.state for remain in seen.host.remains}
    assert states[seen.truth.web_paths[0].lower()] == "removed, trace left"
    assert states[seen.truth.modules[0].lower()] == "present now"
    ways = {way.id: way.state for way in seen.host.mechanisms}
    assert ways["PE-04"] is MechanismState.PRESENT
    assert ways["PE-01"] is MechanismState.REMOVED
    # Of the compiled copies only a look into their folder could tell.
    assert ways["PE-02"] in (MechanismState.REMOVED, MechanismState.NOT_CHECKABLE)
    assert {
        ways[name] for name in ("PE-07", "PE-08", "PE-09", "PE-10", "PE-11", "PE-13", "PE-14", "PE-15", "PE-20")
    } == {MechanismState.CLEAN}
    assert seen.host.still_in.startswith("yes: ")
    assert "module" in seen.host.still_in
    assert f"{seen.truth.web_paths[0].lower()}: removed, trace left" in seen.host.still_in
    assert seen.host.exposure is not None
    assert seen.host.exposure.headline.startswith("patched after entry")


def test_two_actors_give_two_incidents(scanned: Callable[[Server], Scanned]) -> None:
    """Two intruders with own clients and pages are not told as one story."""
    seen = scanned(SERVERS["two actors"])
    told = [incident for incident in seen.host.incidents if incident.stage >= Stage.IMPLANTED]
    assert len(told) >= 2
    assert len({incident.clients for incident in told}) >= 2


def test_rotated_logs_are_said_to_be_missing(scanned: Callable[[Server], Scanned]) -> None:
    """The hours cut out of the front-end logs are a gap of that source."""
    seen = scanned(SERVERS["rotated"])
    (proxy,) = [source for source in seen.host.coverage if source.source == "httpproxy"]
    assert any(gap.start <= seen.server.attack < gap.end for gap in proxy.gaps)


@pytest.mark.parametrize("name", ["quiet, whole", "quiet, short", "admin"])
def test_nothing_is_found_where_nothing_happened(name: str, scanned: Callable[[Server], Scanned]) -> None:
    """No finding of the rungs above probing, and on the quiet servers none of medium severity at all."""
    seen = scanned(SERVERS[name])
    assert not [finding for finding in seen.findings if finding.stage is not None and finding.stage > Stage.PROBED]
    if name != "admin":
        assert not seen.findings


def test_short_logs_say_since_when(scanned: Callable[[Server], Scanned]) -> None:
    """Where logs begin too late, the coverage says from when on they could have shown anything."""
    seen = scanned(SERVERS["quiet, short"])
    late = [source for source in seen.host.coverage if source.source in ("iis", "httpproxy")]
    assert late and all("2021-03-20" in source.why for source in late)


def test_same_evidence_same_verdict_in_every_form(scanned: Callable[[Server], Scanned]) -> None:
    """Packing and exporter do not change the verdict, the stage or the number of planted records behind it."""
    base = replace(SERVERS["held"], start=datetime(2021, 3, 2, tzinfo=UTC), end=datetime(2021, 3, 5, tzinfo=UTC))
    answers = set()
    for form, events in zip(Form, EventForm, strict=True):
        seen = scanned(replace(base, form=form, event_form=events))
        answers.add((seen.host.host, seen.host.verdict, seen.host.stage, len(seen.host.incidents)))
    assert answers == {("EX01.corp.example", Verdict.OPERATED, Stage.OPERATED, len(scanned(base).host.incidents))}


def asked(result: Result, until: date | None = None) -> Attribution:
    """Who it could have been, with the shipped facts alone."""
    known = Known(pack=load_pack(), actors=shipped_actors(), positions=load_positions())
    return attribute([("case", result)], known, scale("icd203"), until=until)


def test_a_break_in_of_march_2021_is_the_work_of_an_unknown_actor(scanned: Callable[[Server], Scanned]) -> None:
    """Judged as of any day of that month nobody is named; a server that was only probed says nothing about who."""
    for until in (date(2021, 3, 5), date(2021, 3, 31), None):
        found = asked(scanned(SERVERS["held"]).result, until)
        assert found.answer is AnswerKind.RIVAL
        assert found.hypotheses[0].kind is HypothesisKind.UNKNOWN
        assert {one.kind for one in found.features} >= {EvidenceClass.TECHNIQUE, EvidenceClass.SHELL}
        named = {id for feature in found.features for id in feature.findings}
        assert named <= {finding.id for finding in scanned(SERVERS["held"]).result.findings}
    assert asked(scanned(SERVERS["quiet, short"]).result).answer is AnswerKind.NOTHING


def test_two_intruders_make_several_likelier(scanned: Callable[[Server], Scanned]) -> None:
    """Two groups of clients with pages of their own weigh for several, one group against it."""
    weights = [
        next(one.weight for one in asked(scanned(SERVERS[name]).result).hypotheses if one.kind is kind)
        for kind in (HypothesisKind.SEVERAL,)
        for name in ("two actors", "held")
    ]
    assert weights[0] > weights[1] + 1


def test_demo_has_its_five_verdicts(tmp_path: Path, ruleset: Ruleset) -> None:
    """The demonstration's servers, scanned together, get the words it promises, worst first."""
    servers = demo_servers()
    collections = tuple(write_server(server, tmp_path / "evidence") for server in servers)
    order = Order(
        arguments=collections, settings=Settings(), who="test", clock=lambda: datetime(2021, 5, 1, tzinfo=UTC)
    )
    result = scan(order, Case.create(tmp_path / "case"), ruleset, None)
    assert [host.host for host in result.hosts] == [server.fqdn for server in servers]
    assert [host.verdict for host in result.hosts] == [
        Verdict.OPERATED,
        Verdict.OPERATED,
        Verdict.PROBED,
        Verdict.CANNOT_TELL,
        Verdict.NONE_SEEN,
    ]
    updated = result.hosts[-1]
    assert updated.exposure is not None
    closed = {flaw.cve for flaw in updated.exposure.flaws if flaw.state is FlawState.CLOSED}
    assert closed >= {"CVE-2021-26855", "CVE-2021-26857", "CVE-2021-26858", "CVE-2021-27065"}
    assert sum(way.state is MechanismState.CLEAN for way in updated.mechanisms) == 18
    mine = [finding for finding in result.findings if finding.host == updated.host]
    assert not [finding for finding in mine if finding.severity > Severity.LOW]
    assert result.exit_code == 1
    _readme_says_the_same(tmp_path / "case")


def _readme_says_the_same(case: Path) -> None:
    """Every line of the excerpts in the README is a line of what the command prints."""
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    shown = readme.partition("## What it says")[2].partition("## Commands")[0].split("```")[1::2]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    assert len(shown) == 2
    for excerpt, more in zip(shown, ([], ["--host", "EX04"]), strict=True):
        command = [sys.executable, "-m", "indicia", "report", str(case), *more]
        printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
        lines = {line.rstrip() for line in printed.splitlines()}
        assert [line for line in excerpt.splitlines() if line.strip() not in ("", "…") and line not in lines] == []

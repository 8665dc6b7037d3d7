"""Servers that face the Internet and that nobody broke into are not called broken into."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.pipeline.internet_year import AUTODISCOVER, SERVERS, START, Year, imagine, invent
from tests.pipeline.ordinary_work import (
    AUTH,
    SITE_ROOT,
    SYSTEM32,
    W3WP,
    Events,
    of_a_site,
    of_exchange,
)  # fmt: skip

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Result, Verdict
from indicia.model.finding import Severity, Stage
from indicia.pipeline.scan import Order, scan

DAYS = {"exchange": 60, "single-page": 60, "site": 220, "error-page": 60, "filtered": 60}
"""Long enough for what is new to be new in the log and there for ten days; the script writes a year when asked."""
FORGED = "A mail rule or panel page asked for with a forged delegation token"
"""Answered 500, as only a server open to the flaw should: worth a look."""


@pytest.fixture(scope="module")
def ruleset():
    """The built-in pack and analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


def _scanned(folder: Path, case: Path, ruleset) -> Result:
    return scan(Order(arguments=(folder,), settings=Settings()), Case.create(case), ruleset)


@pytest.mark.parametrize("name", SERVERS)
def test_nobody_broke_in(tmp_path, ruleset, name):
    """Probed at most, and no finding above low that nobody would look at."""
    invent(tmp_path / "e", name, DAYS[name])
    result = _scanned(tmp_path / "e", tmp_path / "c", ruleset)
    (host,) = result.hosts
    assert host.verdict in {Verdict.PROBED, Verdict.CANNOT_TELL}
    assert any(finding.stage is Stage.PROBED for finding in result.findings)
    loud = [finding for finding in result.findings if finding.severity > Severity.LOW and finding.title != FORGED]
    assert [finding.summary for finding in loud] == []


def test_where_users_are_not_logged_nobody_is_missed(tmp_path, ruleset):
    """An administrator's change without a name in the log is no forged delegation."""
    invent(tmp_path / "e", "exchange", 20)
    for log in (tmp_path / "e").rglob("*.log"):
        lines = []
        for line in log.read_text().splitlines():
            row = line.split(" ")
            # The row of names begins with `#Fields:`.
            at = {"#Fields:": row.index("cs-username") if "cs-username" in row else 0}.get(row[0], 7)
            lines.append(line if line.startswith(("#S", "#D")) else " ".join(row[:at] + row[at + 1 :]))
        log.write_text("\r\n".join(lines) + "\r\n", newline="")
    (host,) = _scanned(tmp_path / "e", tmp_path / "c", ruleset).hosts
    assert host.verdict is Verdict.PROBED


def test_a_site_that_answers_everything_may_still_be_broken_into(tmp_path, ruleset):
    """Its statuses say nothing, a tunnel does."""
    year = invent(tmp_path / "e", "single-page", 20)
    quick = year.at(12)
    for number in range(300):
        method, query = ("POST", "proxy&port=3389&ip=10.0.0.5") if number % 3 == 0 else ("GET", "proxy&port=3389")
        year.ask(quick, "203.0.113.9", method, "/conn.aspx", query if number == 0 else "proxy", agent="-")
    year.write(tmp_path / "f")
    titles = {finding.title for finding in _scanned(tmp_path / "f", tmp_path / "c", ruleset).findings}
    assert "Tunnel through conn.aspx" in titles


def test_an_answered_probe_of_a_server_that_refuses_others_is_believed(tmp_path, ruleset):
    """The same request, where scripts in languages that the server does not run are not found."""
    year = invent(tmp_path / "e", "exchange", 20)
    query = "@evil.example/powershell/?X-Rps-CAT=VgEA"
    year.ask(START.replace(day=12), "203.0.113.9", "POST", AUTODISCOVER, query)
    year.write(tmp_path / "f")
    (host,) = _scanned(tmp_path / "f", tmp_path / "c", ruleset).hosts
    assert host.verdict is Verdict.EXPLOITED


LONELY = {
    "site": {FORGED, "Like a tunnel through bridge.ashx", "Pages of a site that its own application writes"}
    | {f"{page}.aspx written into a web folder" for page in ("contact", "default", "products", "search")},
    "exchange": {FORGED, "logon.aspx written into a web folder", "logon - copy.aspx written into a web folder"},
}
"""Worth a look each, and proving nothing."""


def _worked(name: str) -> tuple[Year, Events]:
    days = DAYS[name]
    year = imagine(name, days)
    events = of_a_site(year, days) if name == "site" else of_exchange(days)
    return year, events


def _written(year: Year, events: Events, folder: Path) -> Path:
    year.write(folder)
    events.write(folder)
    return folder


@pytest.mark.parametrize("name", LONELY)
def test_ordinary_work_is_no_break_in(tmp_path, ruleset, name):
    """Administrators, updates, content management and an application's programs, with all their events."""
    folder = _written(*_worked(name), tmp_path / "e")
    result = _scanned(folder, tmp_path / "c", ruleset)
    (host,) = result.hosts
    assert host.verdict is Verdict.CANNOT_TELL
    assert {finding.title for finding in result.findings if finding.severity > Severity.LOW} <= LONELY[name]
    assert all(len(incident.clients) <= 20 for incident in host.incidents if incident.stage > Stage.PROBED)


def test_a_shell_among_the_work_of_a_site_is_found(tmp_path, ruleset):
    """It was uploaded once and then used, on a site whose content management and programs are busy all the time."""
    year, events = _worked("site")
    at = START + timedelta(days=100, hours=2)
    events.wrote(at, W3WP, rf"{SITE_ROOT}upload\view.aspx")
    for number in range(12):
        moment = at + timedelta(minutes=3 * number + number * number % 7)
        year.ask(moment, "203.0.113.9", "POST", "/upload/view.aspx", agent="-")
        command = ("cmd /c whoami", "cmd /c net user", "cmd /c dir c:\\")[number % 3]
        events.started(moment, SYSTEM32 + "cmd.exe", command, W3WP, "site")
    result = _scanned(_written(year, events, tmp_path / "e"), tmp_path / "c", ruleset)
    (host,) = result.hosts
    assert host.verdict is Verdict.OPERATED
    assert {"w3wp.exe started cmd.exe"} <= {finding.title for finding in result.findings}


def test_a_shell_among_the_work_of_exchange_is_found(tmp_path, ruleset):
    """Written by the kernel, as over a share, beside the pages that administrators keep."""
    year, events = _worked("exchange")
    at = START + timedelta(days=30, hours=2)
    events.wrote(at, "System", AUTH + "look-alike.aspx")
    for number in range(5):
        year.ask(at + timedelta(minutes=number), "203.0.113.9", "POST", "/owa/auth/look-alike.aspx")
    result = _scanned(_written(year, events, tmp_path / "e"), tmp_path / "c", ruleset)
    (host,) = result.hosts
    assert host.verdict is Verdict.OPERATED
    assert host.incidents[0].clients == ("203.0.113.9",)

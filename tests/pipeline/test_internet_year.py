"""Servers that face the Internet and that nobody broke into are not called broken into."""

from pathlib import Path

import pytest
from tests.pipeline.internet_year import AUTODISCOVER, SERVERS, START, invent

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.load import load_pack
from indicia.model.assessment import Result, Verdict
from indicia.model.finding import Severity, Stage
from indicia.pipeline.scan import Order, scan

DAYS = {"exchange": 60, "single-page": 60, "site": 220}
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

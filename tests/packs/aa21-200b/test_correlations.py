"""Correlations of the advisory, put to whole logs through the whole way from files to findings."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.by_technique import detectors_by_technique
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.model.finding import Finding, Severity
from indicia.pipeline.scan import Order, scan

START = datetime(2021, 3, 3, 5, 0, 0, tzinfo=UTC)
MANY = "Many sign-ins of one account from one address were refused"
LET_IN = "A remote desktop sign-in came after many refused ones"
TRIED = "One client tried many pages that are not there"


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The pack with its advisories."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


def found(tmp_path: Path, ruleset: Ruleset, name: str, text: str) -> dict[str, Finding]:
    """Findings on one log, by title."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    result = scan(Order(arguments=(folder,)), Case.create(tmp_path / "case"), ruleset)
    assert result.evidence[0].account.count
    return {finding.title: finding for finding in result.findings}


def requests(paths: Sequence[str], apart: int, status: int = 404, client: str = "192.0.2.44", user: str = "-") -> str:
    """An IIS log with one request for each path, `apart` seconds from one to the next."""
    lines = ["#Software: Microsoft Internet Information Services 10.0"]
    lines.append("#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status")
    for number, path in enumerate(paths):
        when = f"{START + timedelta(seconds=number * apart):%Y-%m-%d %H:%M:%S}"
        lines.append(f"{when} 192.0.2.10 GET {path} - 443 {user} {client} {status}")
    return "\n".join(lines) + "\n"


MANY_PATHS = [f"/example{number}.php" for number in range(25)]


def test_a_scan_for_pages_is_told(tmp_path, ruleset):
    """25 different pages in a minute: one finding, with the client, and none for each request."""
    titles = found(tmp_path, ruleset, "u_ex210303.log", requests(MANY_PATHS, 2))
    tried = titles[TRIED]
    assert tried.clients == ("192.0.2.44",)
    assert (tried.severity, tried.stage, tried.count) == (Severity.LOW, None, 25)
    assert "192.0.2.44 asked for 25 different pages" in tried.summary
    assert set(tried.techniques) == {"T1595", "T1595.003"}
    assert not any("that is not there" in title for title in titles)


@pytest.mark.parametrize(
    "log",
    [
        requests(MANY_PATHS, 60),
        requests(["/example.php"] * 200, 1),
        requests(MANY_PATHS, 2, status=200),
        requests([f"/image{number}.png" for number in range(25)], 2),
        requests(MANY_PATHS, 2, user="EXAMPLE\\alice"),
        requests(MANY_PATHS[:19], 2),
    ],
    ids=["slowly", "one page", "answered", "pictures", "signed in", "fewer"],
)
def test_other_requests_are_no_scan(tmp_path, ruleset, log):
    """Whatever misses one of the criteria."""
    assert TRIED not in found(tmp_path, ruleset, "u_ex210303.log", log)


def events(refused: int, apart: int, then: int = 0, address: str = "203.0.113.7", kind: int = 10) -> str:
    """A Security log as JSON lines: refused sign-ins, and one that is let in `then` seconds after the last."""
    rows = []
    for number in range(refused):
        rows.append((START + timedelta(seconds=number * apart), 4625, "203.0.113.7", 3))
    if then:
        rows.append((START + timedelta(seconds=(refused - 1) * apart + then), 4624, address, kind))
    return "\n".join(
        json.dumps(
            {
                "Channel": "Security",
                "Provider": "Microsoft-Windows-Security-Auditing",
                "EventID": event,
                "Computer": "mx.example.test",
                "TimeCreated": when.isoformat(),
                "TargetUserName": "alice",
                "IpAddress": where,
                "LogonType": logon,
                "SubStatus": "0xc000006a" if event == 4625 else "0x0",
            }
        )
        for when, event, where, logon in rows
    )


def test_a_password_that_was_found_is_told(tmp_path, ruleset):
    """12 refused sign-ins and then one by remote desktop; the single ones are not told."""
    titles = found(tmp_path, ruleset, "security.json", events(12, 5, then=60))
    assert {MANY, LET_IN} <= set(titles)
    assert "alice was refused 12 times from 203.0.113.7" in titles[MANY].summary
    assert titles[LET_IN].severity is Severity.MEDIUM
    assert "T1078.002" in titles[LET_IN].techniques
    assert not {"A sign-in from another host was refused", "A sign-in over remote desktop"} & set(titles)


@pytest.mark.parametrize(
    ("log", "told"),
    [
        (events(12, 5), {MANY}),
        (events(12, 5, then=7200), {MANY}),
        (events(12, 5, then=60, address="203.0.113.8"), {MANY}),
        (events(12, 5, then=60, kind=3), {MANY}),
        (events(9, 5, then=60), set()),
        (events(12, 120, then=60), set()),
    ],
    ids=["never let in", "much later", "another address", "not remote desktop", "fewer", "slowly"],
)
def test_other_sign_ins_are_no_found_password(tmp_path, ruleset, log, told):
    """Whatever misses one of the criteria."""
    assert {MANY, LET_IN} & set(found(tmp_path, ruleset, "security.json", log)) == told


def test_they_are_ours(ruleset):
    """Nothing is refused, and they count as detectors of our own for their techniques, in the logs of their rules."""
    assert ruleset.refused == ()
    (tried,) = (item for item in ruleset.correlations.correlations if item.title == TRIED)
    assert tried.id in ruleset.correlations.own
    (looking,) = (one for one in detectors_by_technique(ruleset)["T1595.003"] if one.detector == tried.id)
    assert set(looking.reads) == {"iis"}
    (own, *more) = ruleset.sets
    assert more == []
    assert own.loaded == ruleset.count

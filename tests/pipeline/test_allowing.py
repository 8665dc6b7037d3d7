"""What a site allows stays in the result and on the page as suppressed, and moves no answer."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Answer, Result, Verdict
from indicia.model.finding import Finding
from indicia.pipeline.scan import Order, scan
from indicia.pipeline.verify import verify
from indicia.report.page.result import page

NOW = datetime(2026, 11, 27, tzinfo=UTC)
IMPERSONATION = "front-end-impersonation"
RULE = {
    "title": "Asks for x.aspx",
    "id": "c0ffee00-0000-4000-8000-000000000001",
    "name": "asks_x",
    "level": "high",
    "logsource": {"category": "webserver"},
    "detection": {"s": {"cs-uri-stem": "/x.aspx"}, "condition": "s"},
}
BURST = {
    "title": "Asks often",
    "id": "c0ffee00-0000-4000-8000-000000000002",
    "name": "burst_x",
    "level": "high",
    "correlation": {
        "type": "event_count",
        "rules": ["asks_x"],
        "group-by": ["c-ip"],
        "timespan": "10m",
        "condition": {"gte": 3},
        "generate": True,
    },
}


def entry(rules: object = "any", category: str = "webserver", expires: str = "2027-01-01", **selection: object) -> dict:
    """An entry that allows what the selection says."""
    source = {"category": "webserver"} if category == "webserver" else {"product": "exchange", "service": category}
    return {
        "title": "Own scanner",
        "id": f"a110-{rules}-{category}-{expires}",
        "description": "Our scanner, ticket 12",
        "author": "J. Doe",
        "logsource": source,
        "filter": {"rules": rules, "own": selection, "condition": "not own"},
        "indicia": {"expires": expires},
    }


def run(tmp_path: Path, evidence: Path, *allow: dict, rules: tuple[dict, ...] = (), indicators: str = "") -> Result:
    """Scan with an allow list, and perhaps rules and indicators."""
    sources = {}
    for name, documents in (("allow", allow), ("rules", rules)):
        file = tmp_path / f"{name}.yml"
        file.write_text(yaml.safe_dump_all(documents, sort_keys=False))
        sources[name] = (file,) if documents else ()
    if indicators:
        (tmp_path / "list.txt").write_text(indicators)
        sources["indicators"] = (tmp_path / "list.txt",)
    given = Sources(**sources)
    ruleset = load_ruleset(load_pack(), given, Settings().limits)
    order = Order(arguments=(evidence,), sources=given, clock=lambda: NOW)
    result = scan(order, Case.create(tmp_path / "case"), ruleset)
    assert Case.open(tmp_path / "case").result() == result
    assert not verify(Case.open(tmp_path / "case"), ruleset, Settings()).doubts
    return result


def of(result: Result, detector: str) -> list[Finding]:
    """Findings of one detector."""
    return [finding for finding in result.findings if finding.detector == detector]


def web(tmp_path: Path, *rows: str) -> Path:
    """A server with one IIS log."""
    folder = tmp_path / "triage/C/inetpub/logs/LogFiles/W3SVC1"
    folder.mkdir(parents=True)
    (folder / "u_ex210303.log").write_text(IIS_HEAD + "".join(rows))
    return tmp_path / "triage"


def asks(client: str, *minutes: int) -> list[str]:
    """Requests for x.aspx."""
    return [iis_row(f"04:{minute:02}:00", "GET", "/x.aspx", 200, client) for minute in minutes]


def test_an_allowed_attack_moves_nothing(attacked: Path, tmp_path: Path) -> None:
    """An analysis whose every record is allowed: no verdict, no incident, no test; visible in result and page."""
    known = entry([IMPERSONATION], "httpproxy", ClientIpAddress="203.0.113.9")
    others = entry("any", "httpproxy", ClientIpAddress="203.0.113.9")
    requests = entry("any", **{"c-ip": "203.0.113.9"})
    result = run(tmp_path, attacked, known, others, requests)
    (host,) = result.hosts
    assert host.verdict is Verdict.CANNOT_TELL
    assert not host.incidents
    assert not host.remains
    assert not [test for test in host.tests if test.answer is Answer.HIT and test.id.startswith("PL-")]
    suppressed = of(result, IMPERSONATION)
    assert suppressed
    assert all(item.suppressed and item.suppressed.author == "J. Doe" for item in suppressed)
    assert any("left out of this answer, suppressed by “Own scanner”" in note for note in host.notes)
    told = [test for test in host.tests if "suppressed by “Own scanner”" in test.reason]
    assert {test.id for test in told} >= set(suppressed[0].tests)
    assert {finding.id for finding in result.findings} == set(host.findings)
    (first, *_) = result.ruleset.allowed
    assert (first.findings, first.records) == (len(suppressed), sum(item.count for item in suppressed))
    assert "Our scanner, ticket 12" in page(result)


def test_without_the_entry_it_is_an_attack(attacked: Path, tmp_path: Path) -> None:
    """The same evidence, an entry for another client, or one that has ended: the answer as ever."""
    result = run(
        tmp_path,
        attacked,
        entry("any", "httpproxy", ClientIpAddress="192.0.2.1"),
        entry("any", "httpproxy", "2026-11-26", ClientIpAddress="203.0.113.9"),
    )
    assert result.hosts[0].verdict is Verdict.EXPLOITED
    assert not [finding for finding in result.findings if finding.suppressed]
    assert "last day was 2026-11-26" in result.ruleset.refused[-1].reason
    assert [line.findings for line in result.ruleset.allowed] == [0]


def test_a_chain_is_not_split(attacked: Path, tmp_path: Path) -> None:
    """An analysis that rests on one more record than is allowed stays whole."""
    result = run(tmp_path, attacked, entry([IMPERSONATION], "httpproxy", HttpStatus=241))
    assert of(result, IMPERSONATION)
    assert not any(item.suppressed for item in of(result, IMPERSONATION))
    assert result.hosts[0].verdict is Verdict.EXPLOITED


def test_like_records_are_split(tmp_path: Path) -> None:
    """Of 30 requests those of the scanner leave, far more than a finding shows; the others stay and say so."""
    rows = [*asks("192.0.2.7", *range(25)), *asks("203.0.113.9", 30, 31, 32, 33, 34)]
    result = run(tmp_path, web(tmp_path, *rows), entry(["asks_x"], **{"c-ip": "192.0.2.7"}), rules=(RULE,))
    kept, gone = sorted(of(result, RULE["id"]), key=lambda item: item.suppressed is not None)
    assert (kept.count, kept.allowed, kept.clients, kept.suppressed) == (5, 25, ("203.0.113.9",), None)
    assert (gone.count, gone.clients, gone.allowed) == (25, ("192.0.2.7",), 0)
    assert gone.suppressed


@pytest.mark.parametrize("named", [RULE["id"], "asks_x"])
def test_one_record_that_is_not_allowed_stays(tmp_path: Path, named: str) -> None:
    """Also where it is none of the twelve that are shown."""
    rows = [*asks("192.0.2.7", *range(20)), *asks("203.0.113.9", 20), *asks("192.0.2.7", *range(21, 40))]
    result = run(tmp_path, web(tmp_path, *rows), entry([named], **{"c-ip": "192.0.2.7"}), rules=(RULE,))
    counts = {item.suppressed is not None: item.count for item in of(result, RULE["id"])}
    assert counts == {False: 1, True: 39}


def test_correlations_and_indicators_are_allowed(tmp_path: Path) -> None:
    """A burst of allowed records, an address of a list; of a burst with one other record nothing is allowed."""
    rows = [*asks("192.0.2.7", 1, 2, 3), *asks("203.0.113.9", 1, 2, 3)]
    allow = entry("any", **{"c-ip": "192.0.2.7"})
    lists = "192.0.2.7\n203.0.113.9\n"
    result = run(tmp_path, web(tmp_path, *rows), allow, rules=(RULE, BURST), indicators=lists)
    bursts = {item.clients: item.suppressed is not None for item in of(result, BURST["id"])}
    assert bursts == {("192.0.2.7",): True, ("203.0.113.9",): False}
    listed = {item.clients: item.suppressed is not None for item in result.findings if item.card.kind == "indicator"}
    assert listed == {("192.0.2.7",): True, ("203.0.113.9",): False}


@pytest.mark.parametrize(("odd", "suppressed"), [(None, True), ((7, 31), False)])
def test_a_large_burst_is_allowed_or_stays(tmp_path: Path, odd: tuple[int, int] | None, suppressed: bool) -> None:
    """Of 60 requests twelve are shown; one that is not among them and not allowed keeps the whole burst."""
    rows = [
        iis_row(f"04:{minute:02}:{second:02}", "GET", "/x.aspx", 200, "192.0.2.7", query)
        for minute in range(10)
        for second in (1, 11, 21, 31, 41, 51)
        for query in ("q" if (minute, second) == odd else "-",)
    ]
    allow = {**entry([BURST["id"]], **{"c-ip": "192.0.2.7"}), "id": "large"}
    allow["filter"] = {
        "rules": [BURST["id"]],
        "own": {"c-ip": "192.0.2.7"},
        "odd": {"url.query": "q"},
        "condition": "not (own and not odd)",
    }
    (burst,) = of(run(tmp_path, web(tmp_path, *rows), allow, rules=(RULE, BURST)), BURST["id"])
    assert (burst.count, len(burst.exhibits)) == (60, 12)
    assert "q" not in [exhibit.fields.get("url.query") for exhibit in burst.exhibits]
    assert (burst.suppressed is not None) is suppressed


def test_a_detector_that_does_not_run_is_said(tmp_path: Path) -> None:
    """A slip of the pen in an entry is told, for it allows nothing."""
    result = run(tmp_path, web(tmp_path, *asks("192.0.2.7", 1)), entry(["ask_x"], **{"c-ip": "192.0.2.7"}))
    assert any("'ask_x'" in note for note in result.notes)

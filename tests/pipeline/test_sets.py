"""Rules on content and what they say, from files to findings."""

import hashlib
from pathlib import Path

import pytest
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Answer, Verdict
from indicia.model.finding import Stage
from indicia.pipeline.scan import Order, scan
from indicia.pipeline.verify import verify

CORRELATED = """
title: Knock
id: 11111111-aaaa-4bbb-8ccc-000000000001
name: knock
logsource: {category: webserver}
detection: {s: {cs-uri-stem|contains: /owa/auth/x}, condition: s}
level: low
---
title: Many knocks of one client
id: 11111111-aaaa-4bbb-8ccc-000000000002
correlation: {type: event_count, rules: [knock], group-by: [c-ip], timespan: 10m, condition: {gte: 4}}
level: medium
---
title: Not the scanner of the house
filter:
  rules: [knock]
  house: {c-ip: 192.0.2.9}
  condition: not house
logsource: {category: webserver}
"""

RULE = """
rule Marked_Page { meta: score = 70 description = "Page with the mark" strings: $a = "mark-of-the-page" condition: $a }
rule Broken { condition: $missing }
"""
# A page in form only: the called member does not exist, so that nothing would ever run.
PAGE = '<%@ Page Language="Jscript"%><%eval(Request.Item["inert-no-such-member"],"unsafe");/* mark-of-the-page */%>'


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """The file tree of a server with one page too many."""
    folder = tmp_path / "triage/C/inetpub/wwwroot/aspnet_client"
    folder.mkdir(parents=True)
    (folder / "page.aspx").write_text(PAGE)
    (folder / "notes.txt").write_text("nothing to see")
    return tmp_path / "triage"


def test_content_is_looked_at_with_rules_of_the_pack_and_of_the_user(server: Path, tmp_path: Path) -> None:
    """The pack's rule moves the stage and answers its test, the user's is shown beside it, the broken one is named."""
    rules = tmp_path / "mine.yar"
    rules.write_text(RULE)
    sources = Sources(rules=(rules,))
    ruleset = load_ruleset(load_pack(), sources, Settings().limits)
    assert [refusal.rule for refusal in ruleset.refused] == ["Broken"]
    case = Case.create(tmp_path / "case")
    result = scan(Order(arguments=(server,), sources=sources), case, ruleset)
    found = {finding.card.title: finding for finding in result.findings if finding.card.kind == "yara"}
    assert found["Page_Evaluates_Request"].stage is Stage.IMPLANTED
    assert found["Marked_Page"].stage is None
    assert all(finding.exhibits[0].path.endswith("page.aspx") for finding in found.values())
    (host,) = result.hosts
    assert host.verdict is Verdict.IMPLANTED
    assert {test.answer for test in host.tests if test.id == "WS-12"} == {Answer.HIT}
    assert verify(case, ruleset, Settings()).doubts == ()


def test_a_tree_without_such_pages_answers_no_hit(server: Path, tmp_path: Path) -> None:
    """Files that were looked at and matched nothing answer the test on content with no hit."""
    (server / "C/inetpub/wwwroot/aspnet_client/page.aspx").unlink()
    ruleset = load_ruleset(load_pack(), Sources(), Settings().limits)
    result = scan(Order(arguments=(server,)), Case.create(tmp_path / "case"), ruleset)
    assert {test.answer for test in result.hosts[0].tests if test.id == "WS-12"} == {Answer.NO_HIT}


def test_correlations_run_over_all_files_with_filters(tmp_path: Path) -> None:
    """Two files of one server give one burst; the filtered client gives none; its rule makes no finding of its own."""
    logs = tmp_path / "triage/C/inetpub/logs/LogFiles/W3SVC1"
    logs.mkdir(parents=True)
    house = "".join(iis_row(f"23:5{n}:00", "GET", "/owa/auth/x.js", 404, "192.0.2.9") for n in range(9))
    first = "".join(iis_row(f"23:5{n}:00", "GET", "/owa/auth/x.js", 404, "203.0.113.5") for n in range(6, 9))
    (logs / "u_ex210303.log").write_text(IIS_HEAD + house + first)
    (logs / "u_ex210304.log").write_text(
        IIS_HEAD.replace("03-03", "03-04")
        + iis_row("00:01:00", "GET", "/owa/auth/x.js", 404, "203.0.113.5").replace("03-03", "03-04")
    )
    rules = tmp_path / "set.yml"
    rules.write_text(CORRELATED)
    sources = Sources(rules=(rules,))
    ruleset = load_ruleset(load_pack(), sources, Settings().limits)
    assert not [refusal for refusal in ruleset.refused if refusal.path == "set.yml"]
    case = Case.create(tmp_path / "case")
    result = scan(Order(arguments=(tmp_path / "triage",), sources=sources), case, ruleset)
    (finding,) = [finding for finding in result.findings if finding.detector.startswith("11111111")]
    assert finding.title == "Many knocks of one client"
    assert (finding.count, finding.clients) == (4, ("203.0.113.5",))
    assert len({exhibit.path for exhibit in finding.exhibits}) == 2
    assert verify(case, ruleset, Settings()).doubts == ()


def test_indicators_are_looked_for_in_logs_and_files(server: Path, tmp_path: Path) -> None:
    """An address in a web log and the hash of a file; what had expired says so; nothing moves the stage."""
    logs = server / "C/inetpub/logs/LogFiles/W3SVC1"
    logs.mkdir(parents=True)
    (logs / "u_ex210303.log").write_text(
        IIS_HEAD
        + iis_row("04:00:00", "GET", "/owa/auth/logon.aspx", 200, "198.51.101.7")
        + iis_row("04:00:01", "GET", "/owa/auth/logon.aspx", 200, "198.51.101.8")
    )
    digest = hashlib.sha256((server / "C/inetpub/wwwroot/aspnet_client/notes.txt").read_bytes()).hexdigest()
    feed = tmp_path / "feed.csv"
    feed.write_text(
        "indicator,type,valid_until,allow\n"
        "198[.]51[.]101[.]7,ip,2022-01-01,yes\n"
        "198.51.101.8,ip,2020-01-01,yes\n"
        f"{digest},sha256,,\n"
        "10.0.0.0/8,ip,,\n"
    )
    sources = Sources(indicators=(feed,))
    ruleset = load_ruleset(load_pack(), sources, Settings().limits)
    case = Case.create(tmp_path / "case")
    result = scan(Order(arguments=(server,), sources=sources), case, ruleset)
    found = [finding for finding in result.findings if finding.card.kind == "indicator"]
    assert all(finding.stage is None for finding in found)
    said = " ".join(f"{finding.title} {finding.summary}" for finding in found)
    assert "198.51.101.7" in said
    assert "notes.txt" in said
    assert any("expired" in finding.summary for finding in found if "198.51.101.8" in finding.summary)
    (line,) = [line for line in result.ruleset.sets if line.kind == "indicators"]
    assert (line.name, line.loaded, line.refused) == ("feed.csv", 3, 1)
    assert verify(case, ruleset, Settings()).doubts == ()

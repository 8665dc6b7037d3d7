"""Rules on content and what they say, from files to findings."""

from pathlib import Path

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.load import load_pack
from indicia.model.assessment import Answer, Verdict
from indicia.model.finding import Stage
from indicia.pipeline.scan import Order, scan
from indicia.pipeline.verify import verify

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

"""Rules of the user's that look at what was asked: refused, answered as everything is, or perhaps successful."""

from datetime import timedelta

import pytest
from tests.pipeline.test_ncsa_logs import START, Site

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Verdict
from indicia.model.finding import Confidence, Stage
from indicia.pipeline.scan import Order, scan

RULES = """
title: Successful look at the tea list
id: 5a1f6a0e-0f2f-4b0e-9d3c-6d6a1f6a0001
status: test
logsource: {{category: webserver}}
detection:
  asked:
    cs-uri-query|contains: '{asked}'
  condition: asked
level: {level}
---
title: Visits of a tool
id: 5a1f6a0e-0f2f-4b0e-9d3c-6d6a1f6a0002
status: test
logsource: {{category: webserver}}
detection:
  tool:
    cs-user-agent|contains: 'lookaround'
  condition: tool
level: {level}
"""


@pytest.fixture
def answer(tmp_path):
    """Result of a scan of a log with these rules."""

    def function(site, *, asked="/tea-list", level="high"):
        log, rules = tmp_path / "access.log", tmp_path / "rules.yml"
        log.write_text(site.text())
        rules.write_text(RULES.format(asked=asked, level=level))
        settings = Settings()
        ruleset = load_ruleset(load_pack(), Sources(rules=(rules,)), settings.limits)
        return scan(Order(arguments=(log,), settings=settings), Case.create(tmp_path / "case"), ruleset)

    return function


def asking(site, *statuses, path="/tea-list?x=1", agent="x/1"):
    for number, status in enumerate(statuses):
        site.ask(START + timedelta(days=9, minutes=number), f"194.5.6.{number}", "GET", path, status, agent)
    return site


def test_what_was_refused_is_an_attempt(answer):
    """Whatever the title says; the sentence tells the answers."""
    result = answer(asking(Site().blog(30), 404, 403, 404))
    (found,) = result.findings
    assert (found.stage, found.confidence, found.count) == (Stage.PROBED, Confidence.WEAK, 3)
    assert found.summary.endswith("All were refused (403, 404).")
    assert result.hosts[0].verdict is Verdict.PROBED


@pytest.mark.parametrize("status", [200, 302, 500])
def test_what_may_have_succeeded_is_a_sign_of_its_own(answer, status):
    """Beside what was refused, and so is what the server failed at or sent elsewhere."""
    result = answer(asking(Site().blog(30), 404, status, 403))
    first, second = sorted(result.findings, key=lambda item: item.count)
    assert (first.stage, first.count) == (None, 1)
    assert (second.stage, second.count) == (Stage.PROBED, 2)
    (host,) = result.hosts
    assert host.verdict is Verdict.CANNOT_TELL
    assert host.sentence.startswith("one sign needs a second source: A record matched the rule “Successful look")
    assert host.sentence.endswith("A title says what a rule looks for, not what happened.")


def test_what_is_logged_may_run_though_refused(answer):
    """A lookup in a logged address works whatever the answer is."""
    result = answer(asking(Site().blog(30), 404, path="/tea-list?x=${lower:x}"))
    assert result.findings[0].stage is None
    assert result.hosts[0].verdict is Verdict.CANNOT_TELL


def test_a_site_that_answers_everything(answer):
    """Its success says little."""
    site = Site().blog(30)
    for end in ("php", "jsp", "cfm", "cgi"):
        for number in range(5):
            asking(site, 200, path=f"/not-there-{number}.{end}")
    result = answer(asking(site, 200))
    mine = [item for item in result.findings if "tea list" in item.title]
    assert [item.stage for item in mine] == [Stage.PROBED]
    assert "answers what cannot be there with success" in mine[0].summary


@pytest.mark.parametrize(("level", "stage"), [("medium", Stage.PROBED), ("high", None)])
def test_who_asked_is_not_what_came_of_it(answer, level, stage):
    """The name of a tool is an attempt, unless the rule's author holds it for worse."""
    result = answer(asking(Site().blog(30), 200, path="/", agent="lookaround/1"), level=level)
    (found,) = result.findings
    assert found.stage is stage

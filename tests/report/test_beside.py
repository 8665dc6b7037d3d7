"""What stands beside the verdict: a line each on the terminal, a section each on the page, from the same values."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.report import besides, results
from tests.report.page_reader import read

from indicia.model.assessment import Answer, Result, Standing
from indicia.model.exposure import FlawState
from indicia.report import tallies
from indicia.report.page import result as html
from indicia.report.terminal.case import result as text


@pytest.fixture(scope="module")
def result() -> Result:
    """A host with everything."""
    return besides.with_beside(results.rich())


def printed(result: Result, capsys: pytest.CaptureFixture[str], *, verbose: bool = False) -> str:
    """The terminal's text, wrapped lines joined."""
    text.print_result(result, Path("case/report.html"), quiet=False, verbose=verbose)
    return " ".join(capsys.readouterr().out.split())


def told(result: Result) -> str:
    """The page's text."""
    found = read(html.page(result))
    assert found.problems == []
    return " ".join(" ".join(found.text).split())


def test_the_terminal_has_a_line_for_each(result: Result, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, since when, and the command that tells all of it."""
    out = printed(result, capsys)
    assert "1 present now · 1 removed, trace left · 2 not checkable · 6 checked clean; 1 outlives a rebuild" in out
    assert "open: 2 flaws known to be used, since 2021-01-03 (70 days): ProxyLogon (CVE-2021-26855)" in out
    assert "aa21-200b 3 seen · 2 not seen · 2 not visible → indicia techniques CASE" in out
    assert "4 steps in 3 phases, 1 of them cannot be taken back" in out
    assert "→ indicia evict CASE" in out
    assert "→ indicia exposure CASE" in out
    assert "1 finding (39 records) by “Vulnerability scanner of the site” (J. Doe, until 2027-05-31)" in out
    assert "Way number 4" not in out


def test_verbose_names_every_way(result: Result, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands first, then what is not known, then what is clean."""
    out = printed(result, capsys, verbose=True)
    numbers = re.findall(r"(PE-\d\d) (?:present|removed|not checkable|checked)", out)
    assert numbers[:4] == ["PE-01", "PE-02", "PE-03", "PE-05"]
    assert sorted(numbers) == [one.id for one in besides.ways()]


def test_a_host_without_them_has_no_heading(capsys: pytest.CaptureFixture[str]) -> None:
    """Results of before say nothing of what they did not ask."""
    assert "Also answered" not in printed(results.rich(), capsys)
    assert "Ways to stay" not in told(results.rich())


def test_the_page_has_a_section_for_each(result: Result) -> None:
    """Each way, the open flaws with seven days, each step with what proves it, the picture, what is allowed."""
    page = told(result)
    for one in besides.ways():
        assert f"{one.id} {one.title}" in page
    assert "Patched after entry: Mar21SU" in page or "patched after entry: Mar21SU" in page
    assert "2021-01-03 ?" in page
    assert "70 days while it was used" in page
    assert "9 days while it was used" in page
    for step in besides.plan():
        assert f"{step.id} {step.action[0].upper()}{step.action[1:]}" in page or step.action in page
    assert page.count("cannot be taken back") == 2
    assert "What shows it; what else shows it." in page or "what shows it; what else shows it" in page
    assert "Techniques of AA21-200B" in html.page(result)
    assert "Suppressed by the site" in page
    assert "Scans every Tuesday, change 4711" in page


def test_suppressed_findings_stand_apart(result: Result) -> None:
    """Under their own heading, not among the findings, not in the drawing; a link leads to them."""
    page = html.page(result)
    last = result.findings[-1].id
    heads = page.index("Suppressed by the site"), page.index("Findings and their records")
    place = page.index(f'<section class="finding" id="{last}"')
    assert heads[0] < place < heads[1]
    drawn = page[page.index("<figure") : page.index("What happened</h")]
    assert f'href="#{last}"' not in drawn


def test_the_record_to_look_up_is_one_that_counts(result: Result, capsys: pytest.CaptureFixture[str]) -> None:
    """With everything suppressed none is named."""
    every = replace(result, findings=tuple(replace(one, suppressed=besides.ENTRY) for one in result.findings))
    assert "indicia show" not in printed(every, capsys)


def test_one_finding_says_who_allows_it(result: Result, capsys: pytest.CaptureFixture[str]) -> None:
    """Entry, author, end and reason stand first."""
    text.print_finding(result.findings[-1], Path("case"))
    out = " ".join(capsys.readouterr().out.split())
    assert "by “Vulnerability scanner of the site”, J. Doe, until 2027-05-31: Scans every Tuesday" in out


@pytest.mark.parametrize(
    ("flaws", "line"),
    [
        ((), "cannot tell: no build in this evidence"),
        ((besides.flaw(1, FlawState.CLOSED, exploited=True),), "none of the known flaws is open"),
        ((besides.flaw(1, FlawState.OPEN, exploited=False),), "open: 1 flaw, none known to be used by then"),
        (
            (besides.flaw(1, FlawState.CANNOT_TELL, exploited=True),),
            "none seen open; cannot tell of 1 flaw known to be used: CVE-2021-26851",
        ),
    ],
)
def test_exposure_in_a_line(flaws, line: str) -> None:
    """Never "closed" where it cannot be told."""
    assert tallies.exposure(replace(besides.exposure(), flaws=flaws)) == line


def test_what_would_decide_is_named(result: Result) -> None:
    """At a missing log, at a test that cannot tell, at a way that is not checkable: the line of the collection plan."""
    host = result.hosts[0]
    coverage = tuple(
        replace(source, source="tasks", lines=("C-19",)) if source.standing is Standing.MISSING else source
        for source in host.coverage
    )
    test = replace(host.tests[0], answer=Answer.CANNOT_TELL, findings=(), lines=("C-07", "C-10"))
    page = told(replace(result, hosts=(replace(host, coverage=coverage, tests=(test,)),)))
    assert "collected by" in page
    assert "indicia collect-plan CASE --velociraptor" in page
    assert "Line C-07, C-10 of the collection plan would decide." in page
    assert page.count("Line C-19 of the collection plan would decide.") == 2
    assert "collected by" not in told(result)

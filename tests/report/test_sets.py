"""How sets of rules show: with their age on a terminal, with their date on the page."""

from datetime import date

import orjson
import pytest
from msgspec.structs import replace
from tests.report.results import empty, rich

from indicia.model.assessment import Result, SetLine
from indicia.plain import again, to_json
from indicia.report.page import result as html
from indicia.report.set_ages import age, newest_record
from indicia.report.terminal.layout import Sheet
from indicia.report.terminal.sets import rows_of_sets

SETS = (
    SetLine(
        name="campaign",
        kind="sigma",
        version="2026.4",
        made=date(2026, 4, 1),
        loaded=3120,
        refused=4,
        digest="ab" * 32,
        signer="The publisher",
        expires=date(2027, 1, 1),
    ),
    SetLine(
        name="\x1b[31m<script>alert(1)</script>",
        kind="indicators",
        version="",
        made=None,
        loaded=7,
        refused=0,
        digest="cd" * 32,
        signer="unsigned",
    ),
)


def text(sets: tuple[SetLine, ...], today: date) -> str:
    out = Sheet(80)
    rows_of_sets(out, sets, today)
    return "\n".join(out.plain())


def page(result: Result) -> str:
    template = html.template().environment.get_template("sets.html")
    return template.render(sets=result.ruleset.sets, newest=newest_record(result))


def with_sets(result: Result) -> Result:
    return replace(result, ruleset=replace(result.ruleset, sets=SETS))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (date(2026, 5, 1), "made today"),
        (date(2026, 4, 30), "1 day old"),
        (date(2026, 4, 1), "30 days old"),
        (date(2026, 5, 2), "dated in the future"),
    ],
)
def test_the_age(made: date, said: str) -> None:
    """Whole days."""
    assert age(made, date(2026, 5, 1)) == said


def test_the_terminal_tells_the_age(capsys: pytest.CaptureFixture[str]) -> None:
    """Name, version, counts, date, age, signer and digest; no line too wide; what is hostile is written out."""
    shown = text(SETS, date(2026, 5, 1))
    for word in ("campaign 2026.4", "3,120 sigma, 4 refused", "2026-04-01, 30 days", "The publisher", "abababababab"):
        assert word in " ".join(shown.split())
    assert "no date" in shown
    assert "unsigned" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert text((), date(2026, 5, 1)) == ""


def test_the_page_tells_the_date() -> None:
    """Dates and counts, the days between a set and the newest record, nothing that changes with the clock or acts."""
    shown = page(with_sets(rich()))
    for word in (
        "campaign",
        "2026.4",
        "2026-04-01",
        "expires 2027-01-01",
        "3,120",
        "ab" * 32,
        "The publisher",
        "no date",
    ):
        assert word in shown
    assert "old" not in shown.replace("older", "")
    assert "<script>" not in shown
    assert "\x1b" not in shown
    assert "before the newest record" not in shown.partition("</table>")[0]
    assert page(empty()).strip() == ""


def test_a_set_older_than_the_evidence_says_so() -> None:
    """Rules made before the newest record may not know what it shows."""
    result = with_sets(rich())
    last = newest_record(result)
    assert last is not None
    old = replace(SETS[0], made=date.fromordinal(last.toordinal() - 12))
    shown = page(replace(result, ruleset=replace(result.ruleset, sets=(old,))))
    assert "12 days before the newest record" in shown


def test_a_saved_result_keeps_its_sets() -> None:
    """Through JSON and back, equal to the byte; a result from before there were sets still reads."""
    result = with_sets(rich())
    data = to_json(result)
    read = again(orjson.loads(data), Result)
    assert read.ruleset.sets == SETS
    assert to_json(read) == data
    before = orjson.loads(data)
    del before["ruleset"]["sets"]
    assert again(before, Result).ruleset.sets == ()

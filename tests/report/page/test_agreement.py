"""The page of who agrees: no script, hostile text acts on nothing, every party is on it."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.report.page.test_browser import browser, measured
from tests.statement.statements import NOON, claim, draft, heard, position, stance, version

from indicia.model.statement import Marking, Reply, Stance
from indicia.report.page.agreement import agreement_page
from indicia.report.terminal.statements.agreement import agreement_json, print_agreement
from indicia.statement.agreement import agreement

__all__ = ["browser"]
EVIL = "<script>alert(1)</script>\x1b[31m\u202e"


def view():
    one = version(claim(1, EVIL, rivals=(EVIL,)), claim(2, withdrawn=EVIL), title=EVIL, notes=(EVIL,))
    said = heard(
        position(one, "CA", stance("C1", Stance.IN_PART, wording=EVIL), stance("C2", Stance.DISSENT, reasons=EVIL))
    )
    reply = Reply(
        alliance="test",
        statement=draft().statement,
        speaker=EVIL,
        text=EVIL,
        day="2021-07-19",
        source=EVIL,
        recorded_by="CA",
        marking=Marking.CLEAR,
    )
    return agreement(one, [said], [reply], NOON + timedelta(days=1))


def test_the_page_carries_no_script() -> None:
    """Everything of others is written out; silence is on it."""
    page = agreement_page(view())
    assert "<script" not in page and "\x1b" not in page and "\u202e" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page and "width=device-width" in page
    assert "took no position" in page and "not yet issued" in page


def test_terminal_and_json(capsys) -> None:
    """The same text there."""
    print_agreement(view())
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and "NOT YET ISSUED" in out
    assert "\u202e" not in agreement_json(view()).decode()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
def test_it_fits(width: int, browser: str, tmp_path: Path) -> None:  # the fixture by its name
    """No sideways scrolling on a phone, also with names that have no blank in them."""
    long = "x" * 300
    one = version(claim(1, long), title=long)
    said = heard(position(one, "A" * 40, stance("C1", Stance.IN_PART, wording=long)))
    for shown in (view(), agreement(one, [said], (), NOON + timedelta(days=1))):
        found = measured(browser, tmp_path, agreement_page(shown), width)
        assert found["scroll"] == width and found["wide"] == []
        assert (found["bad"], found["handlers"], found["heads"]) == (0, 0, 1)

"""Pages that act by other doors than a command or `eval`, and ordinary pages that come near to them."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    acting_otherwise,
    acting_otherwise_last,
    acting_otherwise_more,
    benign_otherwise,
)

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.model.finding import Severity

PAGES = [*acting_otherwise.PAGES, *acting_otherwise_more.PAGES, *acting_otherwise_last.PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_door_is_found_and_explained(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    assert re.match(r"line \d+: \S", verdict.first.way)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_look_alike_can_run(page: Sample) -> None:
    parts, _ = parts_of(page.data.decode(), page.name.rpartition(".")[2])
    assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts)


@pytest.mark.parametrize("page", benign_otherwise.PAGES, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("sql-export-2.asp", "writes a script"),
        ("ports-1.php", "tries the ports"),
        ("service-command-1.php", "starts a program"),
        ("accounts-2.aspx", "accounts of the machine"),
        ("accounts-3.aspx", "administers the server"),
        ("data-set-1.aspx", "builds objects"),
        ("compiler-1.jsp", "compiles and runs"),
        ("more-a-8.asp", "settings of the web server"),
    ],
)
def test_it_is_told_what_a_page_does(page: str, what: str) -> None:
    verdict = judge_script(next(one.data for one in PAGES if one.name == page), page)
    assert verdict is not None
    assert any(what in reason.what for reason in verdict.reasons)

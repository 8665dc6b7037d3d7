"""Pages by style, in two halves: what the analysis was mended after is found whole, the other half is only counted."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    asp,
    benign_asp,
    benign_jsp,
    benign_net,
    benign_php,
    counted,
    jsp,
    net,
    php,
    wider,
)
from tests.detection.webshell.styles.halves import seen

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.model.finding import Severity

SHELLS = {"asp": asp.PAGES, "asp.net": net.PAGES, "jsp": jsp.PAGES, "php": php.PAGES}
LATER = [*wider.NET, *wider.ASP, *counted.NET, *counted.ASP]
ALL = [*(page for pages in SHELLS.values() for page in pages), *LATER]
BENIGN = [
    *(page for pages in (benign_asp, benign_net, benign_jsp, benign_php) for page in pages.PAGES),
    *counted.BENIGN,
]
MISSED = {"string-turn.asp", "shell-env.asp", "js-closure.asp"}
"""Of the later pages those that are not told; docs/analyses/web-shell-content.md says of what kind they are."""
COUNTED = {"asp": (20, 23), "asp.net": (23, 27), "jsp": (23, 28), "php": (29, 37)}
"""Of the half that nothing was mended after: found, and all; docs/analyses/web-shell-content.md tells the same."""


def _text(page: Sample) -> str:
    return page.data.decode("utf-16" if "utf16" in page.name else "utf-8")


def _found(page: Sample) -> bool:
    verdict = judge_script(page.data, page.name)
    return verdict is not None and verdict.severity >= Severity.MEDIUM


FIRST_HALF = [page for pages in SHELLS.values() for page in pages if seen(page)]


@pytest.mark.parametrize("page", FIRST_HALF, ids=lambda page: page.name)
def test_each_style_of_the_first_half_is_found_and_explained(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    assert re.match(r"line \d+: \S", verdict.first.way)


@pytest.mark.parametrize("language", SHELLS)
def test_of_the_other_half_no_fewer_are_found_than_were_counted(language: str) -> None:
    counted = [page for page in SHELLS[language] if not seen(page)]
    least, size = COUNTED[language]
    assert len(counted) == size
    found = [page.name for page in counted if _found(page)]
    assert len(found) >= least, f"found only {found}"


def test_of_the_later_pages_all_but_the_known_are_found() -> None:
    assert {page.name for page in LATER if not _found(page)} <= MISSED


@pytest.mark.parametrize("page", BENIGN, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_no_look_alike_can_run(page: Sample) -> None:
    """What stops the compiler stands in the code itself, where a compiler comes by, not in the text around it."""
    parts, _ = parts_of(_text(page), page.name.rpartition(".")[2])
    assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts)

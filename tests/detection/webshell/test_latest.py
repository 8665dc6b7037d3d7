"""Pages of the latest set, written before reading the analysis and judged once before anything was changed for them.

Blind, at medium or above: 43 of 44 look-alikes, none of 80 ordinary pages.
"""

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    latest_asp,
    latest_jsp,
    latest_net,
    latest_php,
    latest_shells,
)

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity

MISSED = {"a12_include.asp"}
"""Runs a file of a folder for uploads whose name a request gives, as ordinary pages run their own files by name."""
SHELLS = latest_shells.SHELLS
ORDINARY = [page for pages in (latest_asp, latest_net, latest_php, latest_jsp) for page in pages.PAGES]


def _told(page: Sample) -> bool:
    found = judge_script(page.data, page.name)
    return found is not None and found.severity >= Severity.MEDIUM


@pytest.mark.parametrize("page", SHELLS, ids=lambda page: page.name)
def test_look_alikes_are_told(page: Sample) -> None:
    assert b"1broken" in page.data
    assert _told(page) == (page.name not in MISSED)


@pytest.mark.parametrize("page", ORDINARY, ids=lambda page: page.name)
def test_ordinary_pages_are_not(page: Sample) -> None:
    assert not _told(page)


def test_all_pages_are_there() -> None:
    assert (len(SHELLS), len(ORDINARY)) == (44, 80)

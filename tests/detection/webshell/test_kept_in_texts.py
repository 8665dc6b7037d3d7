"""Pages that carry other pages, classes or names of functions in texts, each with ordinary pages that come near."""

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles.kept_in_texts import BENIGN, PAGES

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_carried_is_told(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_none_can_run(page: Sample) -> None:
    assert b"1broken" in page.data


@pytest.mark.parametrize("page", BENIGN, ids=lambda page: page.name)
def test_an_ordinary_page_that_comes_near_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None

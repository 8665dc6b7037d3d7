"""Pages by a second author: what hides a way from the request to an act, and what a business site does."""

import pytest
from tests.detection.webshell.second_benign import PAGES
from tests.detection.webshell.second_samples import ASP, ASP_NET, FOURTH, JSP, PHP, THIRD, Sample

from indicia.detection.webshell.judging import judge_script

SHELLS = [*ASP, *ASP_NET, *PHP, *JSP, *THIRD, *FOURTH]


@pytest.mark.parametrize("page", SHELLS, ids=lambda page: page.name)
def test_the_way_to_the_act_is_found(page: Sample) -> None:
    assert judge_script(page.data, page.name) is not None


@pytest.mark.parametrize("page", SHELLS, ids=lambda page: page.name)
def test_no_sample_can_be_compiled(page: Sample) -> None:
    text = page.data.decode("utf-16" if "utf16" in page.name else "utf-8")
    assert "1broken" in text or page.name.endswith(".config")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None

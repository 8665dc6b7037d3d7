"""The page of an answer in a real browser: no sideways scrolling on a phone, nothing injected."""

from pathlib import Path

import pytest
from tests.attribution.test_shown import ANSWERS
from tests.report.page.test_browser import browser, measured

from indicia.report.page.attribution import attribution_page

pytestmark = pytest.mark.browser
__all__ = ["browser"]


@pytest.mark.parametrize("name", ["march", "named"])
@pytest.mark.parametrize("width", [360, 1200])
def test_it_fits(name: str, width: int, browser: str, tmp_path: Path) -> None:  # the fixture by its name
    """Only the matrix in its own box may be wider than the screen."""
    found = measured(browser, tmp_path, attribution_page(ANSWERS[name]()), width)
    assert found["scroll"] == width
    assert found["wide"] == []
    assert (found["bad"], found["handlers"], found["heads"]) == (0, 0, 1)

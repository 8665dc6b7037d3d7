"""Paths in a folder of the site and values of a known list stay low; what comes near to them and is free is told."""

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import held

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity


@pytest.mark.parametrize("page", held.ORDINARY, ids=lambda page: page.name)
def test_what_is_held_is_not_told_above_low(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is None or verdict.severity <= Severity.LOW


@pytest.mark.parametrize("page", held.TOOLS, ids=lambda page: page.name)
def test_what_is_free_is_told(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM

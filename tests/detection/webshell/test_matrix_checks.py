"""Checks of classic ASP by kind, way and act: where one holds the page is low, where it does not it is named."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import checked_asp, matrix_checks_asp, matrix_checks_jscript, ordinary_asp

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.model.finding import Severity

FREE = [*matrix_checks_asp.FREE, *matrix_checks_jscript.FREE, *checked_asp.FREE, *ordinary_asp.FREE]
HELD = [*matrix_checks_asp.HELD, *matrix_checks_jscript.HELD, *checked_asp.HELD, *ordinary_asp.HELD]


@pytest.mark.parametrize("page", HELD, ids=lambda page: page.name)
def test_a_value_that_a_page_refuses_where_it_must_is_not_told_above_low(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is None or verdict.severity <= Severity.LOW


@pytest.mark.parametrize("page", FREE, ids=lambda page: page.name)
def test_a_check_that_keeps_nothing_from_the_act_changes_nothing(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


def test_no_look_alike_can_run() -> None:
    for page in FREE:
        parts, _ = parts_of(page.data.decode(), page.name.rpartition(".")[2])
        assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts), page.name

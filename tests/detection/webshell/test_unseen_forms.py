"""Ordinary pages of forms that were named on pages nobody had seen; look-alikes in which nothing holds."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    contained_net,
    kept_outside,
    known_to_database,
    raw_uploads,
    sealed_net,
    system_pages,
    told_otherwise,
    unseen_again,
)

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.parts.source_code import source_code
from indicia.model.finding import Severity

FORMS = (
    contained_net,
    kept_outside,
    known_to_database,
    raw_uploads,
    sealed_net,
    system_pages,
    told_otherwise,
    unseen_again,
)
HELD = [page for form in FORMS for page in form.HELD]
FREE = [page for form in FORMS for page in form.FREE]


@pytest.mark.parametrize("page", HELD, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_told_above_low(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is None or verdict.severity <= Severity.LOW


@pytest.mark.parametrize("page", FREE, ids=lambda page: page.name)
def test_what_looks_like_one_is_named(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


def test_no_look_alike_can_run() -> None:
    for page in FREE:
        text = page.data.decode()
        source = source_code(text, page.name)
        parts = [source] if source is not None else parts_of(text, page.name.rpartition(".")[2])[0]
        assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts), page.name

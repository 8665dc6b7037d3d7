"""Classic ASP put together: every way of a value with every act, of web shells and of ordinary pages."""

from collections.abc import Callable

import pytest
from tests.detection.webshell.styles import ways_jscript, ways_vbscript
from tests.detection.webshell.styles.composing import composed, jscript, vbscript

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity

_LOW_BY_RIGHT = {
    ("loop", "inc"), ("hex", "inc"), ("hexfun", "inc"), ("decfun", "inc"),
}  # fmt: skip
"""What makes a path of codes or goes through several may be an application's way to its own files."""
_BASIC = (ways_vbscript.ACTS, ways_vbscript.ORDINARY, vbscript, 'Request("q")')
_SCRIPT = (ways_jscript.ACTS, ways_jscript.ORDINARY, jscript, 'String(Request("q"))')
WAYS = [
    *(pytest.param(name, way, *_BASIC, id=f"vb-{name}") for name, way in ways_vbscript.WAYS.items()),
    *(pytest.param(name, way, *_SCRIPT, id=f"js-{name}") for name, way in ways_jscript.WAYS.items()),
]


@pytest.mark.parametrize(("name", "way", "acts", "ordinary", "page", "source"), WAYS)
def test_each_act_at_the_end_of_a_way_is_found_and_no_ordinary_one(
    name: str, way: str, acts: dict[str, str], ordinary: dict[str, str], page: Callable[[str], bytes], source: str
) -> None:
    missed = [key for key, act in acts.items() if not _told(page(composed(way, act, source)))]
    assert {(name, key) for key in missed} <= _LOW_BY_RIGHT
    assert [key for key, act in ordinary.items() if _told(page(composed(way, act, source)))] == []


def _told(data: bytes) -> bool:
    verdict = judge_script(data, "x.asp")
    return verdict is not None and verdict.severity >= Severity.MEDIUM

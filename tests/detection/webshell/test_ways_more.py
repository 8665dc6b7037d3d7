"""Further ways of values through the languages of ASP and ASP.NET, and acts; each beside what only shows the value."""

from collections.abc import Callable

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    acts_net_more,
    benign_ways,
    ways_basic_more,
    ways_csharp_last,
    ways_csharp_more,
    ways_jscript,
    ways_jscript_more,
    ways_vbscript,
    ways_vbscript_more,
)
from tests.detection.webshell.styles.composing import composed, jscript, vbscript
from tests.detection.webshell.styles.frames import BASIC, CSHARP, Dialect, filled, framed

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity

WAYS = [
    *(pytest.param(CSHARP, way, id=f"cs-{way.name}") for way in (*ways_csharp_more.PAGES, *ways_csharp_last.PAGES)),
    *(pytest.param(BASIC, way, id=f"vb-{way.name}") for way in ways_basic_more.PAGES),
]
_BASIC = (ways_vbscript.ACTS, ways_vbscript.ORDINARY, vbscript, 'Request("q")')
_SCRIPT = (ways_jscript.ACTS, ways_jscript.ORDINARY, jscript, 'String(Request("q"))')
CLASSIC = [
    *(pytest.param(way, *_BASIC, id=f"vbs-{name}") for name, way in ways_vbscript_more.WAYS.items()),
    *(pytest.param(way, *_SCRIPT, id=f"js-{name}") for name, way in ways_jscript_more.WAYS.items()),
]


def _told(data: bytes, name: str) -> bool:
    verdict = judge_script(data, name)
    return verdict is not None and verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize(("dialect", "way"), WAYS)
def test_each_way_is_followed_and_what_only_shows_is_not_named(dialect: Dialect, way: Sample) -> None:
    code = way.data.decode()
    for name, frame in dialect.frames.items():
        assert _told(framed(frame, filled(code, dialect.acts["load"])), name), name
    name, frame = next(iter(dialect.frames.items()))
    assert judge_script(framed(frame, filled(code, dialect.shows)), name) is None


@pytest.mark.parametrize(("way", "acts", "ordinary", "page", "source"), CLASSIC)
def test_each_way_of_classic_asp_is_followed(
    way: str, acts: dict[str, str], ordinary: dict[str, str], page: Callable[[str], bytes], source: str
) -> None:
    missed = [key for key in ("eval", "run", "write") if not _told(page(composed(way, acts[key], source)), "x.asp")]
    assert missed == []
    named = [key for key in ("write", "sql", "shnum") if _told(page(composed(way, ordinary[key], source)), "x.asp")]
    assert named == []


@pytest.mark.parametrize("act", acts_net_more.PAGES, ids=lambda act: act.name)
def test_each_act_is_found_in_a_page_and_behind_one(act: Sample) -> None:
    for name, frame in CSHARP.frames.items():
        assert _told(framed(frame, act.data.decode()), name), name


@pytest.mark.parametrize("page", benign_ways.PAGES, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_named(page: Sample) -> None:
    assert not _told(page.data, page.name)

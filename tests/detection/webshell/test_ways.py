"""Each way of the languages of ASP.NET from the request to what acts, with several acts, in a page and behind one."""

from itertools import cycle

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    acts_net,
    benign_sources,
    places_net,
    ways_basic,
    ways_csharp,
    ways_jscript_net,
)
from tests.detection.webshell.styles.frames import BASIC, CSHARP, JSCRIPT, Dialect, filled, framed

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.weighing.dormant import BEHIND, BROKEN
from indicia.model.finding import Severity

WAYS = [
    *((CSHARP, way) for way in ways_csharp.PAGES),
    *((BASIC, way) for way in ways_basic.PAGES),
    *((JSCRIPT, way) for way in ways_jscript_net.PAGES),
]
_NO_SCRIPT = {("regex-match", "write"), ("protect", "write")}
"""Not told: a pattern may leave no code of a text, and what the server signed it made itself."""


def _named(case: tuple[Dialect, Sample]) -> str:
    dialect, way = case
    return f"{next(reversed(dialect.frames))}-{way.name}"


@pytest.mark.parametrize("case", WAYS, ids=_named)
def test_each_way_is_followed_to_each_act(case: tuple[Dialect, Sample]) -> None:
    dialect, way = case
    frames = cycle(dialect.frames.items())
    for act, code in dialect.acts.items():
        name, frame = next(frames)
        verdict = judge_script(framed(frame, filled(way.data.decode(), code)), name)
        if (way.name, act) not in _NO_SCRIPT:
            assert verdict is not None, act
            assert verdict.severity >= Severity.MEDIUM, act


@pytest.mark.parametrize("case", WAYS, ids=_named)
def test_what_only_shows_a_value_is_not_named(case: tuple[Dialect, Sample]) -> None:
    dialect, way = case
    for name, frame in dialect.frames.items():
        assert judge_script(framed(frame, filled(way.data.decode(), dialect.shows)), name) is None


@pytest.mark.parametrize("page", acts_net.PAGES, ids=lambda page: page.name)
def test_each_act_is_found_in_a_page_and_behind_one(page: Sample) -> None:
    code = page.data.decode()
    for name, frame in CSHARP.frames.items():
        if "%%" in code and "USE" not in frame:
            continue
        verdict = judge_script(framed(frame, code), name)
        assert verdict is not None, name
        assert verdict.severity >= Severity.MEDIUM, name


@pytest.mark.parametrize("page", places_net.PAGES, ids=lambda page: page.name)
def test_code_is_read_wherever_it_stands(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize("page", benign_sources.PAGES, ids=lambda page: page.name)
def test_an_ordinary_page_or_source_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


STARTS = "void M() {{ int 1broken; Process.Start({}); }}"
SOURCE = 'public class C { void M() { int 1broken; Process.Start("cmd.exe", "/c " + Request["k"]); } }'


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("x.aspx.cs", SOURCE, True),
        ("x.ashx.cs", SOURCE, True),
        ("x.cs", SOURCE, False),
        ("x.cs", "using System.Web.UI; " + SOURCE, True),
        ("x.cs", SOURCE.replace("Request", "HttpContext.Current.Request"), True),
        ("x.cs", "// <% eval(Request(1)) %>", False),
        ("form.cs", SOURCE.replace('Request["k"]', "txtCmd.Text"), False),
        ("x.aspx.cs", SOURCE.replace('Request["k"]', "txtCmd.Text"), True),
        ("x.aspx.cs", STARTS.format("box1.Text"), True),
        ("x.aspx.cs", STARTS.format("lblShown.Text"), False),
        ("x.aspx.cs", STARTS.format("Settings.Value"), False),
        ("x.aspx.cs", "class D { TextBox Box; " + STARTS.format("Box.Text") + "}", True),
        ("x.aspx.cs", "class D { Label box; " + STARTS.format("box.Text") + "}", False),
        ("x.aspx.vb", "Dim 1broken\nSub A()\nShell(txtRun.Text)\nEnd Sub", True),
        ("x.aspx.vb", "Dim 1broken, box As New Label\nSub A()\nShell(box.Text)\nEnd Sub", False),
        ("x.aspx.vb", "Dim 1broken\nSub A()\nfuFile.SaveAs(Server.MapPath(fuFile.FileName))\nEnd Sub", True),
    ],
)
def test_a_source_is_read_where_it_serves_requests(name: str, code: str, told: bool) -> None:
    assert (judge_script(code.encode(), name) is not None) is told


RAW = 'Process.Start("cmd.exe", "/c " + {});'


@pytest.mark.parametrize("text", ['$"""{q}"""', '$$"""{{q}}"""', '$"{q}"', '$@"{q}"', '$"{q,-3:X}"'])
def test_texts_with_holes_carry_what_stands_in_them(text: str) -> None:
    code = 'void Page_Load() { var q = Request["k"]; ' + RAW.format(text) + " }"
    assert judge_script(framed(CSHARP.frames["p.aspx"], code), "p.aspx") is not None


@pytest.mark.parametrize("text", ['"""Request["k"] "quoted" """', '"""{q}"""', '@"{q}"'])
def test_texts_without_holes_carry_nothing(text: str) -> None:
    code = 'void Page_Load() { var q = Request["k"]; ' + RAW.format(text) + " }"
    assert judge_script(framed(CSHARP.frames["p.aspx"], code), "p.aspx") is None


ENDED = (
    "void Page_Load(object s, EventArgs e) {{ int 1broken; }}\n"
    'void Go(object s, EventArgs e)\n{{\n{} Process.Start(Request["k"]);\n}}'
)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ('throw new NotSupportedException("off");', BEHIND),
        ("Response.End();", BEHIND),
        ("\n#error off\n", BROKEN),
        ("int i;", ""),
        ("if (off) throw new Exception();", ""),
    ],
)
def test_code_that_does_not_run_is_judged_and_said_to_be_so(first: str, said: str) -> None:
    verdict = judge_script(framed(CSHARP.frames["p.aspx"], ENDED.format(first)), "p.aspx")
    assert verdict is not None
    assert verdict.severity is Severity.CRITICAL
    assert verdict.first.way.endswith(said or ")")


def test_an_end_in_another_function_says_nothing() -> None:
    code = (
        'void Off() { throw new Exception(); }\nvoid Page_Load(object s, EventArgs e) { Process.Start(Request["k"]); }'
    )
    verdict = judge_script(framed(CSHARP.frames["p.aspx"], code), "p.aspx")
    assert verdict is not None
    assert verdict.first.way.endswith(")")

"""Pages that lost a bracket or an end of a block: what is read on behind it, and what stays as it is."""

import pytest

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.unclosed import closed
from indicia.detection.webshell.parts.unopened import opened
from indicia.detection.webshell.tokens.languages import Language, Part
from indicia.model.finding import Severity

PAGE = """<%@ Page Language="C#" %>
<script runat="server">
    int 1broken;
    class Job
    {
        public string Line { get; set; }
    }

    void Go(Job job)
    {
        if (job.Line != null)
        {
            System.Diagnostics.Process.Start("cmd.exe", "/c " + job.Line);
        }
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        var acts = new Dictionary<string, Action<Job>>
        {
            { "go", Go },
            { "none", j => { } },
        };
        var made = new Job
        {
            Line = Request["k"]
        };
        acts[Request["m"]](made);
    }
</script>
"""
LINES = PAGE.split("\n")
ENDS = [index for index, line in enumerate(LINES) if line.strip() in {"}", "};"}]
BEGINS = [index for index, line in enumerate(LINES) if line.strip() == "{"]
BASIC = """<%
Dim 1broken
Class Job
    Private held
    Public Property Let Line(v)
        held = v
    End Property
    Public Property Get Line()
        Line = held
    End Property
    Public Sub Go()
        If Line <> "" Then
            CreateObject("WScript.Shell").Run Line
        End If
    End Sub
End Class
Dim j
Set j = New Job
j.Line = Request("k")
j.Go
%>"""
BASIC_LINES = BASIC.split("\n")
BASIC_ENDS = [index for index, line in enumerate(BASIC_LINES) if line.strip().startswith("End ")]


def _told(data: bytes, name: str) -> bool:
    verdict = judge_script(data, name)
    return verdict is not None and verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize("lost", [(), *((end,) for end in ENDS), tuple(ENDS), tuple(ENDS[2:]), tuple(ENDS[:3])])
def test_a_page_is_read_on_behind_lost_ends(lost: tuple[int, ...]) -> None:
    torn = "\n".join(line for index, line in enumerate(LINES) if index not in lost)
    assert _told(torn.encode(), "x.aspx")


@pytest.mark.parametrize("lost", BEGINS)
def test_a_page_is_read_though_a_block_lost_its_beginning(lost: int) -> None:
    torn = "\n".join(line for index, line in enumerate(LINES) if index != lost)
    assert _told(torn.encode(), "x.aspx")


@pytest.mark.parametrize("lost", [(), *((end,) for end in BASIC_ENDS), tuple(BASIC_ENDS)])
def test_a_page_of_basic_is_read_on_behind_lost_ends(lost: tuple[int, ...]) -> None:
    torn = "\n".join(line for index, line in enumerate(BASIC_LINES) if index not in lost)
    assert _told(torn.encode(), "x.asp")


def test_a_condition_without_its_end_says_nothing_against_it() -> None:
    torn = PAGE.replace("var made", '#if TRACE\n        Trace.Write("a"\n        var made')
    assert _told(torn.encode(), "x.aspx")


def test_what_was_put_in_is_told() -> None:
    torn = "\n".join(line for index, line in enumerate(LINES) if index != ENDS[4])
    verdict = judge_script(torn.encode(), "x.aspx")
    assert verdict is not None
    assert any("blocks put in" in layer for layer in verdict.layers)


def _parts(code: str) -> list[Part]:
    return [Part(Language.CSHARP, code)]


@pytest.mark.parametrize(
    "code",
    [
        "void A()\n{\n    switch (x)\n    {\n        case 1:\n            break;\n    }\n}\n",
        "void A() {\nif (x) {\nB();\n}\n}\n",
        "var a = new[] {\n    \"}\",\n    '{'.ToString(), // {\n};\n",
        "class A\n{\n#if X\n    void B() { }\n#endif\n}\n",
        "void A()\n{\n    B(() =>\n    {\n        C();\n    });\n}\n",
        "",
    ],
)
def test_what_is_whole_is_not_changed(code: str) -> None:
    parts = _parts(code)
    assert closed(parts) is parts
    assert opened(parts) is parts


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        (
            "void A() {\n    if (x) {\n        B();\n    C();\n}\n",
            "void A() {\n    if (x) {\n        B();\n}    C();\n}\n",
        ),
        ("void A() {\n    B();\npublic void C() {\n}\n", "void A() {\n    B();\n}public void C() {\n}\n"),
        (
            'void A() {\n    var x = new X {\n        Y = "{"\n    B();\n}\n',
            'void A() {\n    var x = new X {\n        Y = "{"\n};    B();\n}\n',
        ),
        ("void A() {\nif (x) {\nB();\n}\n", "void A() {\nif (x) {\nB();\n}\n"),
    ],
)
def test_ends_are_put_in_where_lines_are_indented_less(torn: str, whole: str) -> None:
    made = closed(_parts(torn))[0].code
    assert "".join(made.split()) == "".join(whole.split())


def test_a_beginning_is_put_in_with_the_brackets_of_its_head() -> None:
    torn = "class A {\n    void B(string x,\n        C(x);\n    }\n}\n"
    assert opened(_parts(torn))[0].code == "class A {\n    void B(string x,) {\n        C(x);\n    }\n}\n"


def test_a_long_page_is_left_alone() -> None:
    parts = _parts("void A() {\n" * 6_000)
    assert closed(parts) is parts
    assert opened(parts) is parts

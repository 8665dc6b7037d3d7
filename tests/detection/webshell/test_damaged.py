"""Pages that were damaged on the way: what is read in spite of it, and what stays as it is."""

import html

import pytest

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.mending import mended, unescaped
from indicia.detection.webshell.parts.torn import readings
from indicia.detection.webshell.tokens.languages import Language, Part
from indicia.model.finding import Severity

ASP = '<% Dim 1broken\r\nk = Request("k")\r\nIf k <> "" Then\r\n  Execute k\r\nEnd If %>'
NET = (
    '<%@ Page Language="C#" %><script runat="server">\r\nvoid Go() { int 1broken; var k = Request["k"];\r\n'
    '  System.Diagnostics.Process.Start("cmd", "/c " + k);\r\n}</script>'
)
HANDLER = "class H : IHttpHandler { int 1broken; void ProcessRequest(HttpContext c) { " + (
    'System.Diagnostics.Process.Start("cmd", "/c " + c.Request["k"]); } }'
)


def _told(data: bytes, name: str) -> bool:
    verdict = judge_script(data, name)
    return verdict is not None and verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize(("page", "name"), [(ASP, "a.asp"), (NET, "a.aspx")])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\r\n", "\r"),
        ("\r\n", "\r\r\n"),
        ("\r\n", "\r\n\ufeff"),
        ("\r\n", "\r\n\0"),
        ("\r\n", "\u2028"),
        (" ", "\u00a0"),
        ("Request", "Re\u200bquest"),
        (")", ""),
        ("<%", "\ufeff<%"),
        ("<", "&lt;"),
    ],
)
def test_a_damaged_page_is_read(page: str, name: str, old: str, new: str) -> None:
    assert _told(page.replace(old, new).encode(), name)


@pytest.mark.parametrize(("page", "name"), [(ASP, "a.asp"), (NET, "a.aspx")])
def test_curled_quotation_marks_are_read(page: str, name: str) -> None:
    pieces = page.split('"')
    curled = "".join(piece + ("“”"[index % 2] if index + 1 < len(pieces) else "") for index, piece in enumerate(pieces))
    assert _told(curled.encode(), name)


@pytest.mark.parametrize("at", range(ASP.count('"')))
def test_a_lost_quotation_mark_of_basic_is_made_up_for(at: int) -> None:
    pieces = ASP.split('"')
    torn = '"'.join(pieces[: at + 1]) + '"'.join(pieces[at + 1 :])
    assert _told(torn.encode(), "a.asp")


@pytest.mark.parametrize("line", ['Execute Request("k', 'Execute Request(k")', 'Execute Request"k")'])
def test_one_line_that_is_torn_is_read(line: str) -> None:
    verdict = judge_script(f"<% Dim 1broken\n{line} %>".encode(), "a.asp")
    assert verdict is not None
    assert verdict.severity is Severity.CRITICAL


@pytest.mark.parametrize("name", ["a.ashx", "a.asmx"])
def test_a_handler_whose_first_line_was_lost_is_read(name: str) -> None:
    assert _told(HANDLER.encode(), name)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (' = Request("k")\nIf k <> "" Then\n Execute k : Dim 1broken\nEnd If %><p>text</p>', "a.asp"),
        (
            'string k = Request["k"]; int 1broken;\nSystem.Diagnostics.Process.Start("cmd", "/c " + k); }</script>',
            "a.aspx",
        ),
    ],
)
def test_a_page_whose_beginning_was_lost_is_read(page: str, name: str) -> None:
    assert _told(page.encode(), name)


def test_text_before_a_page_is_no_code() -> None:
    page = 'Execute Request("k") is how it begins <% Response.Write Server.HTMLEncode(Request("k")) %>'
    assert judge_script(page.encode(), "a.asp") is None


def test_a_page_that_was_saved_escaped_says_so() -> None:
    verdict = judge_script(html.escape(ASP).encode(), "a.asp")
    assert verdict is not None
    assert "does not run as it stands" in verdict.layers[0]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.php"])
def test_escaped_code_in_other_files_is_prose(name: str) -> None:
    assert judge_script(html.escape(ASP).encode(), name) is None


def test_a_sign_of_two_bytes_does_not_take_a_mark_its_meaning() -> None:
    page = NET.replace("void Go", 'string t = "\u0001"; void Go').encode().replace(b"\x01", b"\xb1\x5c")
    assert _told(page, "a.aspx")


def test_what_is_whole_is_not_changed() -> None:
    text = 'a = "b"\nc = “d”'
    assert mended(text) == text
    assert unescaped("<% x %> &lt;%", "asp") == "<% x %> &lt;%"
    assert not list(readings([Part(Language.VBSCRIPT, 'a = "b" \' don"t\n')]))
    assert not list(readings([Part(Language.CSHARP, 'var a = "b\\"c"; // 5" wide\nvar d = \'"\';')]))


def test_texts_of_several_lines_are_not_torn() -> None:
    assert not list(readings([Part(Language.CSHARP, 'var a = @"x\ny"; var b = "c";')]))


def test_brackets_of_statements_in_heads_stay() -> None:
    page = (
        '<%@ Page Language="C#" %><% int 1broken; for (int i = 0; i < 3; i++) { if (i == 2) { '
        'System.Diagnostics.Process.Start("cmd", "/c " + Request["k"]); } } %>'
    )
    assert _told(page.encode(), "a.aspx")

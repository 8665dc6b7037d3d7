"""Code is found whatever the encoding, in the language it is written in, at the line it stands."""

import pytest

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.tokens.decoding import text_of
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.script_encoding import _ORDER, _PLAIN, decode_scripts

PAGE = '<% inert look alike\nexecute request("n1")%>'


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        b"\xef\xbb\xbf" + PAGE.encode(),
        b"\xff\xfe" + PAGE.encode("utf-16-le"),
        b"\xfe\xff" + PAGE.encode("utf-16-be"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("utf-16-be"),
        b"<%@codepage=65000%>" + PAGE.encode("utf-7"),
        PAGE.replace("alike", "alike ' \xe4\xf6\xfc").encode("latin-1"),
    ],
    ids=["utf-8", "mark", "16-le-mark", "16-be-mark", "16-le", "16-be", "utf-7", "latin-1"],
)
def test_encodings_do_not_hide_a_page(data: bytes) -> None:
    """The same page in eight encodings is told at the same line."""
    verdict = judge_script(data, "x.asp")
    assert verdict is not None
    assert verdict.first.line == 2


def _encode(text: str) -> str:
    """Text as the Script Encoder writes it: the inverse of the three alphabets."""
    inverse = [
        {_PLAIN[code - 9][k]: chr(code) for code in (9, *range(32, 128)) if chr(code) not in "<>@"} for k in range(3)
    ]
    made = []
    for at, sign in enumerate(text):
        made.append(inverse[_ORDER[at % 64]].get(sign, sign))
    special = {"\n": "@&", "\r": "@#", "<": "@!", ">": "@*", "@": "@$"}
    return "#@~^AAAAAA==" + "".join(special.get(sign, sign) for sign in made) + "AAAAAA==^#~@"


def test_an_ordinary_page_in_the_encoder_is_ordinary() -> None:
    """What can be decoded is read like any other page, whatever words it holds."""
    code = (
        '\r\nDim rs\r\nSet rs = Server.CreateObject("ADODB.Connection").Execute("select name from goods")\r\n'
        'If Request("x") = "1" Then Response.Write rs("name")\r\n'
    )
    assert judge_script(f"<%@ LANGUAGE = VBScript.Encode %><%{_encode(code)}%>".encode(), "x.asp") is None


def test_the_alphabets_are_permutations() -> None:
    """Each alphabet has every character once; the published beginning `r6P` is `if `."""
    for alphabet in range(3):
        signs = [_PLAIN[code - 9][alphabet] for code in (9, *range(32, 128)) if chr(code) not in "<>@"]
        assert len(set(signs)) == len(signs)
    assert decode_scripts("#@~^AAAAAA==r6PAAAAAA==^#~@") == ("if ", 1)


def test_script_encoder_is_undone() -> None:
    """An encoded block is decoded in its place, also one that is cut, and the verdict says so."""
    code = 'inert look alike\r\nexecute request("n1") \' <tag> @ and some more text so that the order begins again'
    assert decode_scripts(f"a {_encode(code)} b") == (f"a {code} b", 1)
    assert decode_scripts(_encode(code)[:-12]) == (code, 1)
    verdict = judge_script(f'<%@ LANGUAGE="VBScript.Encode" %><%{_encode(code)}%>'.encode(), "x.asp")
    assert verdict is not None
    assert verdict.layers == ("Script Encoder",)


@pytest.mark.parametrize(
    ("name", "text", "languages"),
    [
        ("aspx", '<%@ Page Language="C#" %><% a(); %>', [Language.CSHARP]),
        ("aspx", '<%@ Page Language="VB" %><% a() %>', [Language.VISUAL_BASIC]),
        ("aspx", '<%@ Page Language="Jscript" %><% a(); %>', [Language.JSCRIPT_NET]),
        ("aspx", '<% eval(Request["a"], "unsafe"); %>', [Language.JSCRIPT_NET]),
        ("ashx", '<%@ WebHandler Language="C#" Class="A" %>\nclass A {}', [Language.CSHARP]),
        ("asp", "<% Dim a : a = 1 %>", [Language.VBSCRIPT]),
        ("asp", "<%@ language=jscript %><% var a = 1; %>", [Language.JSCRIPT]),
        ("asp", "<script language=vbscript runat=server>a = 1</script><script>b()</script>", [Language.VBSCRIPT]),
        ("php", "<? a(); ?>", [Language.PHP]),
        ("html", "<script language='php'>a();</script>", [Language.PHP]),
        ("html", "<p>no code</p>", []),
        ("jsp", "<% a(); %>", [Language.JAVA]),
        ("cshtml", "@{ var a = 1; }", [Language.CSHARP]),
        ("gif", "GIF89a<?php a(); ?>", [Language.PHP]),
        ("xml", "<?xml version='1.0'?><a/>", []),
    ],
)
def test_the_language_is_found(name: str, text: str, languages: list[Language]) -> None:
    """By directive, by attribute, by the words of the code, by the ending."""
    parts, _ = parts_of(text, name)
    assert [part.language for part in parts if part.code.strip("\n;: ")] == languages


def test_lines_hold_between_code_and_text() -> None:
    """What is no code leaves its line ends; tags in texts and comments end nothing."""
    ((part), *rest), _ = parts_of("a\n<?php $x = '?>';\n/* ?> */ b(); ?>\nc\n<?= d ?>", "php")
    assert not rest
    assert [line.strip() for line in part.code.split("\n")] == ["", "$x = '?>';", "/* ?> */ b(); ;", "", "echo  d ;"]
    ((part), *_), _ = parts_of("<p>\n<%-- x\n --%><% a(); %>\n<%= b %>", "jsp")
    assert [line.strip() for line in part.code.split("\n")] == ["", "", "a();", "b ;"]


def test_a_text_of_zero_bytes_is_no_text_of_two_byte_signs() -> None:
    """Bytes that fit no encoding are read one by one."""
    assert text_of(b"\xff\xd8\xff\xe0") == "ÿØÿà"

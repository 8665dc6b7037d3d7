"""Pages by mechanism, and what uses the same mechanisms for something harmless; alphabets; what is told at low."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import (
    benign_last,
    benign_mechanisms,
    mechanisms_asp,
    mechanisms_asp_more,
    mechanisms_jsp,
    mechanisms_last,
    mechanisms_last_more,
    mechanisms_net,
    mechanisms_net_more,
    mechanisms_php,
)

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.values.sink import Effect
from indicia.model.finding import Confidence, Severity

PAGES = [
    *mechanisms_asp.PAGES,
    *mechanisms_asp_more.PAGES,
    *mechanisms_net.PAGES,
    *mechanisms_net_more.PAGES,
    *mechanisms_jsp.PAGES,
    *mechanisms_php.PAGES,
    *mechanisms_last.PAGES,
    *mechanisms_last_more.PAGES,
]
ASP = '<%Dim 1broken\r\nExecute Request("k")%>'
NET = '<%@ Page Language="C#" %><% int 1broken; Process.Start("cmd", "/c " + Request["k"]); %>'
JSP = '<%@ page import="java.io.*" %><% int 1broken; Runtime.getRuntime().exec(request.getParameter("k")); %>'
JSPX = (
    '<?xml version="1.0" encoding="{}"?><jsp:root xmlns:jsp="http://java.sun.com/JSP/Page"><jsp:scriptlet>int 1broken; '
    'Runtime.getRuntime().exec(request.getParameter("k"));</jsp:scriptlet></jsp:root>'
)
ALPHABETS = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp037", "cp500", "cp273",
    "cp1140",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_mechanism_is_found_and_explained(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    assert re.match(r"line \d+: \S", verdict.first.way)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_look_alike_can_run(page: Sample) -> None:
    text = page.data.decode("utf-16" if "utf16" in page.name else "utf-8")
    parts, _ = parts_of(text, page.name.rpartition(".")[2])
    assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts)


@pytest.mark.parametrize("page", [*benign_mechanisms.PAGES, *benign_last.PAGES], ids=lambda page: page.name)
def test_what_is_harmless_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize(("name", "page"), [("a.asp", ASP), ("a.aspx", NET), ("a.jsp", JSP)])
def test_a_page_is_read_in_any_alphabet(name: str, page: str, alphabet: str) -> None:
    assert judge_script(page.encode(alphabet), name) is not None


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-16", "cp037", "cp500", "cp1026"])
def test_a_page_of_xml_is_read_in_the_alphabet_it_names(alphabet: str) -> None:
    assert judge_script(JSPX.format(alphabet).encode(alphabet), "a.jspx") is not None


def test_an_alphabet_that_a_directive_before_it_names_is_read() -> None:
    page = b'<%@ page pageEncoding="cp037"%>' + JSP.encode("cp037")
    assert judge_script(page, "a.jsp") is not None


def test_prose_of_large_machines_and_pictures_are_no_scripts() -> None:
    assert judge_script("Report of sales < 5 % ?\n".encode("cp037") * 40, "a.jsp") is None
    assert judge_script(b"GIF89a" + bytes(range(256)) * 8, "a.gif") is None


LANGUAGE = (
    '<% lang = "de" : If Request.Cookies("lang") = "en" Then lang = "en"\n'
    'Set f = Server.CreateObject("Scripting.FileSystemObject")\n'
    'ExecuteGlobal f.OpenTextFile(Server.MapPath("/lang/" & lang & ".inc"), 1).ReadAll %>'
)


def test_code_that_a_file_of_the_site_holds_is_told_at_low() -> None:
    """Pages with texts in several languages do the same, and what the file holds is not in the page."""
    verdict = judge_script(LANGUAGE.encode(), "default.asp")
    assert verdict is not None
    assert (verdict.severity, verdict.confidence) == (Severity.LOW, Confidence.WEAK)
    assert "a file of the site" in verdict.first.what


def test_the_same_from_a_picture_is_told_above_low() -> None:
    verdict = judge_script(LANGUAGE.replace(".inc", ".gif").encode(), "default.asp")
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


RELAY = (
    '<% Set x = Server.CreateObject("MSXML2.ServerXMLHTTP")\n{}\nx.open "POST", {}, False\n'
    "x.send Request.BinaryRead(Request.TotalBytes)\nResponse.BinaryWrite x.responseBody %>"
)


@pytest.mark.parametrize(
    ("before", "address", "told"),
    [
        ("", 'Request("to")', True),
        ("", '"http://10.1.1.9/api"', False),
        ("", '"http://10.1.1.9/api/" & Request("to")', False),
        ('If Not InStr(Application("allowed"), Request("to")) > 0 Then Response.End', 'Request("to")', False),
    ],
)
def test_only_a_relay_to_any_address_is_told(before: str, address: str, told: bool) -> None:
    verdict = judge_script(RELAY.format(before, address).encode(), "r.asp")
    assert (verdict is not None) is told


UTF7 = "<%@ codepage=65000 %><%Dim 1broken\r\nE+k-xec+ab-ute Re+k-quest(+ACI-k+ACI-)%>"


def test_shifts_of_utf7_that_stand_for_nothing_are_passed_over() -> None:
    verdict = judge_script(UTF7.encode(), "a.asp")
    assert verdict is not None
    assert verdict.first.effect is Effect.EVALUATES


RUNS = "eval($r->fetch_assoc()['t']);"
SHOWS = "echo htmlspecialchars($r->fetch_assoc()['t']);"
TABLE = "<?php 1broken; $m = new mysqli('h'); {} $r = $m->query('select t from n'); {}"
FILLED = "$s = $m->prepare('insert into n values (?)'); $s->bind_param('s', $_POST['t']);"


@pytest.mark.parametrize(("fills", "does", "told"), [(FILLED, RUNS, True), (FILLED, SHOWS, False), ("", RUNS, False)])
def test_code_from_a_database_is_told_only_where_a_request_put_it_there(fills: str, does: str, told: bool) -> None:
    """What others put into a table, the page does not show."""
    verdict = judge_script(TABLE.format(fills, does).encode(), "n.php")
    assert (verdict is not None) is told
    if verdict is not None:
        assert (verdict.severity, verdict.first.what) == (Severity.HIGH, "evaluates what a request put into a database")


DIGITS = (
    '<%@ Page Language="C#" %><% int 1broken; var t = Request["t"]; var b = new byte[t.Length]; '
    "for (int i = 0; i < b.Length; i++) b[i] = {}; System.Reflection.Assembly.Load(b); %>"
)


@pytest.mark.parametrize(
    ("reads", "told"),
    [("Convert.ToByte(t.Substring(i, 2), 16)", True), ("byte.Parse(t.Substring(i, 2), NumberStyles.HexNumber)", True),
     ("Convert.ToByte(t.Length)", False)],
)  # fmt: skip
def test_codes_of_letters_are_followed_and_numbers_are_not(reads: str, told: bool) -> None:
    verdict = judge_script(DIGITS.replace("{}", reads).encode(), "a.aspx")
    assert (verdict is not None) is told

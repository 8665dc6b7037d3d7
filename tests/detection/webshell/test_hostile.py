"""Whatever the bytes, there is an answer, soon and without an exception."""

# ruff: noqa: E501  each line is a case

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import assert_costs_like, least_seconds

from indicia.detection.webshell.judging import MOST_BYTES, judge_script

from . import benign, samples

NAMES = ["x.aspx", "x.asp", "x.php", "x.jsp", "x.jspx", "x.ashx", "x.asmx", "x.cshtml", "web.config", "x.jpg", "x"]
_PIECES = st.sampled_from([
    "<%", "%>", "<?php ", "?>", "<%@ Page Language='C#' %>", "<script runat=server>", "</script>", "<jsp:scriptlet>",
    "eval", "execute", "request", "$_POST", "$x", "$$", "${", "Process.Start", "Assembly.Load", "new ", "function ", "Sub ",
    "End Sub", "class ", "=", "==", "=>", "->", "::", ".", ",", ";", ":", "?", "\n", " ", "(", ")", "[", "]", "{", "}", '"',
    "'", "`", "\\", "\\u0065", "/*", "*/", "//", "#", "<<<A\n", "\nA", "@", "&", "+", "'a'", '"a"', "1", "0x41", "&H41",
    "chr(", "base64_decode('", "array(", "foreach ", "for each ", " as ", " in ", "if ", "else ", "then ", "return ", "with ",
    "#@~^AAAAAA==", "==^#~@", "(int)", "(string)", "preg_replace('/a/e',", "create_function('$a','", "include ", "echo ",
    "System.", "Request", "Server.CreateObject(", "string x", "byte[] b", "$_FILES['a']['name']", "list(", "global $x",
    "fopen(", "fwrite(", "usort(...", "extract(", "new Function(", "defineClass(", "\0", "ÿ", "\u2028",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join), st.sampled_from(NAMES))
def test_any_row_of_words_is_judged(text: str, name: str) -> None:
    """Pieces of the languages in any order."""
    judge_script(text.encode("utf-8", "replace"), name)
    judge_script(("<?php " + text).encode("utf-8", "replace"), "x.php")
    judge_script(("<%" + text).encode("utf-8", "replace"), name)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(NAMES))
def test_any_bytes_are_judged(data: bytes, name: str) -> None:
    """Bytes that are no text."""
    judge_script(data, name)
    judge_script(b"<% eval(request(" + data, name)


PAGES = {**benign.PAGES, **samples.ASPX, **samples.ASP, **samples.PHP, **samples.JSP}
_GIVEN = re.compile(r"\([^()\n]{1,80}\)")


@pytest.mark.parametrize("name", PAGES)
def test_pages_whose_calls_lost_what_they_are_given(name: str) -> None:
    """Each call with nothing between its brackets, one after the other, then all of them."""
    page = PAGES[name]
    for found in _GIVEN.finditer(page):
        judge_script((page[: found.start()] + "()" + page[found.end() :]).encode(), name)
    judge_script(_GIVEN.sub("()", page).encode(), name)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("x.jsp", '<% String n = request.getParameter("n"); if (n.equals()) out.print(n.toString()); %>'),
        (
            "x.aspx",
            '<%@ Page Language="C#" %><% var n = Request["n"]; n.ToLower().Trim(Path.GetFullPath()); x = Server.MapPath(); %>',
        ),
        (
            "x.jsp",
            '<% String n = request.getParameter("n"); File f = new File(n.concat().trim().getFullPath()); Runtime.getRuntime().exec(f); %>',
        ),
        ("x.asp", '<% a = Request("a")\nSelect Case a\nCase{"+", "-", "*"\nr = Eval("1+2")\nEnd Select\nExecute(a) %>'),
        ("x.asmx", "<Public Function Go() As String\nReturn p.Text()\nFunction Go(ByVal a As  End Function"),
    ],
)
def test_calls_without_values(name: str, page: str) -> None:
    """Forms of real pages, and of damaged ones; also blocks and functions that are begun twice or never end."""
    judge_script(page.encode(), name)


LONG = {
    "quotes in a row": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request["a"]); x = ' + '"' * 200_000),
    "queries in queries": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request["a"]); x = ' + "from a in " * 25_000),
    "constructors": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request["a"]); ' + "class A : A { A(x) : base(x) { } } " * 5_000),
    "fields of a source": ("x.aspx.cs", "class A { " + 'x y; a.Text = b.Text; Process.Start(Request["a"]);' * 2_000),
    "holes with texts": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request["a"]); x = $"' + '{a"b' * 100_000),
    "nested kinds": ("x.jsp", '<%! ' + "enum A { B { void f() { } " * 10_000 + '%><% Runtime.exec(request.getParameter("a")); %>'),
    "functions of basic": ("x.asp", "<% " + "Function f(x) : f = StrReverse(x) : End Function : execute f(\"abc\")\n" * 4_000),
    "arguments by reference": ("x.php", "<?php function f(&$a) { $a = $_POST[1]; } " + "f($x); eval($x);" * 7_500),
    "parameters of statements": ("x.jsp", '<% exec(request.getParameter("a")); ' + 'p.setString(1, request.getParameter("a"));' * 400),
    "statements": ("x.php", "<?php $m->query('insert into t values (' . $_POST[1] . ')'); " + "$r = $m->query('select 1'); eval($r);" * 400),
    "given to the output": ("x.php", "<?php ob_start('system'); " + "echo (echo $_GET[1]);" * 10_000),
    "empty shifts": ("x.asp", "<%@ codepage=65000 %><% " + "+a-" * 250_000),
    "with in with": ("x.asp", "<%@ Language=JScript %><% " + "with (Request.Form) { a = b; " * 10_000 + "eval(a)"),
    "records": ("x.jsp", '<%! ' + "record A(String a) { " * 10_000 + '%><% exec(request.getParameter("a"), new A(1)); %>'),
    "conditions": ("x.aspx", '<%@ Page Language="C#" %><% x = Request["a"]; ' + 'if (x != "a") return; y = x;' * 5_000 + "eval(y);"),
    "lists of conditions": ("x.aspx", '<%@ Page Language="C#" %><% x = Request["a"]; if (x == "a"' + ' || x == "b"' * 20_000 + ") eval(x);"),
    "conditions with and": ("x.aspx", '<%@ Page Language="C#" %><% x = Request["a"]; if (x == "a"' + ' && x == "b" || x == "c"' * 10_000 + ") eval(x);"),
    "other conditions": ("x.aspx", '<%@ Page Language="C#" %><% x = Request["a"]; if (x != "a") { eval(x); }' + ' else if (x != "b") { y = x; }' * 5_000),
    "open conditions": ("x.asp", '<% x = Request("a")\n' + 'If x = "a" Then\n' * 15_000 + "Execute x"),
    "lost brackets of basic": ("x.aspx", '<%@ Page Language="VB" %><% ' + "x = f(a, Sub() b(\n" * 10_000 + 'Execute(Request("a"))'),
    "lists of objects": ("x.aspx", '<%@ Page Language="JScript" %><% var a = [' + "{b:1}," * 20_000 + ']; eval(Request["a"]); %>'),
    "closed too often": ("x.asp", "<% " + 'x "a")' * 15_000 + "\nExecute x"),
    "torn lines": ("x.asp", "<% " + ('x = "a' + ' & "b"' * 380 + "\n") * 10 + 'y = Request("a") : z = Eval(b)'),
    "no semicolons": ("x.aspx", '<%@ Page Language="C#" %><% x = Request["a"]; ' + "a = f(x)\n" * 10_000 + "eval(a); %>"),
    "never given": ("x.asp", "<% " + 'w.Run "cmd /c " & a\n' * 500 + 'Execute z : q = Request("a")'),
    "declared in a row": ("x.asp", "<% Dim " + "a, " * 3_000 + 'b\nw.Run "cmd /c " & c : q = Request("a")'),
    "made and deleted": ("x.asp", "<% " + "f.CreateTextFile a : " * 1_250 + 'f.GetFolder(x).SubFolders : On Error Resume Next : Response.Write b'),
    "signs not seen": ("x.asp", "<% " + "\u200b\u00a0" * 150_000 + 'Execute Request("a") %>'),
    "torn encoder": ("x.asp", '<script language="VBScript.Encode" runat="server">@#@&' + "+X+1EDn,D+$E/" * 50_000 + "</script>"),
    "not not": ("x.php", "<?php $x = $_GET[1]; if (" + "!" * 100_000 + "in_array($x, ['a'])) eval($x);"),
    "conditions in brackets": ("x.php", "<?php $x = $_GET[1]; if (" + "(" * 100_000 + "$x == 'a') eval($x);"),
    "patterns in conditions": ("x.aspx", '<%@ Page Language="C#" %><% x = Request["a"]; ' + 'if (Regex.IsMatch(x, "^' + "[a-z]" * 70 + '$")) { y = x; }' * 1_500),
    "lists in conditions": ("x.php", "<?php $x = $_GET[1]; " + "if (!in_array($x, ['a', 'b', 'c'])) die; eval($x);" * 2_500),
    "long statements": ("x.php", "<?php $m = new mysqli; " + "$q .= \"into in into copy backup \" . $_POST[1];" * 2_500 + "$m->query($q);" * 500),
    "appended": ("x.aspx", '<%@ Page Language="C#" %><% b = new StringBuilder("a"); ' + 'b.Append(Request["a"]).Append("b");' * 5_000),
    "pages in pieces": ("x.php", "<?php " + "file_put_contents('a.php', '<?php ' . $_POST[1] . ' ?>');" * 2_500),
    "open brackets": ("x.php", "<?php eval(" + "(" * 150_000),
    "brackets in turn": ("x.jsp", "<% Runtime.exec(request.getParameter(" + "([{" * 50_000),
    "blocks": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request["a"]);' + "if (a) {" * 50_000),
    "one line": ("x.asp", '<% execute request("a") : x = "' + "a" * 1_500_000),
    "many texts": ("x.php", "<?php eval($_POST['a']);" + "'a'." * 150_000),
    "assignments": ("x.php", "<?php " + "".join(f"$a{i} = $a{i - 1};" for i in range(1, 100_000)) + "eval($_POST[1]);"),
    "same variable": ("x.asp", "<% " + "a = a & request(1)\n" * 50_000 + "execute a"),
    "growing text": ("x.php", "<?php $a='aaaaaaaa';" + "$a=$a.$a;" * 2_500 + "eval($a.$_POST[1]);"),
    "escaped quotes": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request[1]); ' + '\\"' * 250_000),
    "comments": ("x.jsp", "<% Runtime.exec(request.getHeader(1)); " + "/*" * 250_000),
    "here texts": ("x.php", "<?php eval($_POST[1]);" + "<<<A\n" * 100_000),
    "tags": ("x.aspx", "<%" * 250_000 + "eval request"),
    "script tags": ("x.aspx", "eval request " + "<script " * 100_000),
    "server tags": ("x.aspx", "eval request " + "<script runat=server>" * 40_000),
    "jsp tags": ("x.jsp", "exec( request " + "<jsp:scriptlet>" * 50_000),
    "layers": ("x.php", "<?php " + "eval('eval($_POST[1]);');" * 10_000),
    "nested layers": ("x.php", "<?php " + 'eval("eval(\'' * 1_000),
    "functions": ("x.php", "<?php " + "".join(f"function f{i}($x){{return f{i + 1}($x);}}" for i in range(20_000)) + "eval(f1($_POST[1]));"),
    "calls of calls": ("x.jsp", "<% request.getParameter(1);" + "exec(" * 50_000),
    "members": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request' + ".a" * 200_000),
    "lambdas": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request["a"]); x = ' + "a => " * 100_000),
    "questions": ("x.php", "<?php eval($_POST[1] " + "? 1 : " * 100_000),
    "holes": ("x.php", '<?php eval("' + "{$a}" * 100_000 + '$_POST[1]");'),
    "encoded": ("x.asp", "<%#@~^AAAAAA==" + "@#@&" * 250_000),
    "generics": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request[1]); ' + "a<b,c " * 100_000),
    "new": ("x.jsp", "<% exec(request.getParameter(1)); " + "new " * 150_000),
    "arrays": ("x.php", "<?php eval($_POST[1]); $x = " + "array(" * 100_000),
    "inverted": ("x.php", "<?php eval($_POST[1]); $x = " + "!" * 250_000),
    "casts": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request[1]); x = ' + "(string)" * 100_000 + "y"),
    "choices": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request[1]); x = ' + "a ? b : " * 50_000 + "y"),
    "assigned": ("x.php", "<?php eval($_POST[1]); " + "$a = " * 50_000 + "1;"),
    "includes": ("x.php", "<?php eval($_POST[1]); " + "include " * 50_000 + "$_GET[1];"),
    "patterns": ("x.asp", "<%@ language=jscript %><% eval(Request(1)); x " + "=/[" * 150_000),
    "indices": ("x.asp", "<%@ language=jscript %><% eval(Request(1)); " + 'this["a"[' * 25_000),
    "literals": ("x.asp", "<%@ language=jscript %><% eval(Request(1)); " + "x({ valueOf: function () { return " * 10_000),
    "keys": ("x.php", "<?php eval($_POST[1]); " + "$x = [$a[" * 10_000 + "1" + "] => 1]" * 10_000),
    "otherwise": ("x.php", "<?php eval($_POST[1] " + "?? 1 " * 100_000),
    "arrows": ("x.php", "<?php eval($_POST[1]); $a = " + "fn($x) => [" * 10_000),
    "written pages": ("x.php", "<?php " + "file_put_contents('a.php', '<?php eval($_POST[1]);'.'x');" * 5_000),
    "beans": ("x.jsp", "<% exec(request.getParameter(1)); %>" + '<jsp:setProperty name="a" property="*"' * 25_000),
    "declared": ("x.aspx", '<%@ Page Language="C#" %><% eval(Request[1]); ' + '[DllImport("a")] static extern int f(int a); ' * 10_000),
    "languages": ("x.asp", "<script runat=server language=vbscript>eval(request(1))</script><script runat=server language=jscript>eval(request(1))</script>" * 4_000),
    "large machine": ("x.jsp", "<% exec(request.getParameter(1)); " * 20_000),
    "blocks without ends": ("x.aspx", '<script runat="server">\n' + '  void F()\n  {\n    process.start_(Request["a"]);\n' * 1_200),
    "heads of loops": ("x.asp", "<%@ language=jscript %><% eval(Request(1)); for (" + "a = 1, " * 20_000 + "b;;) {} %>"),
    "dollars": ("x.php", "<?php eval(" + "$" * 250_000 + "_POST"),
}  # fmt: skip


@pytest.fixture(scope="module")
def usual() -> float:
    """Seconds that a large page of nothing special takes."""
    page = "<?php " + "$name = trim($_GET['name']); echo htmlspecialchars($name);\n" * 25_000
    return least_seconds(lambda: judge_script(page.encode(), "x.php"))


@pytest.mark.parametrize("case", LONG, ids=lambda case: case.replace(" ", "-"))
def test_time_is_bounded(case: str, usual: float) -> None:
    """Deep, long, repeated, unfinished: an answer at a few times the cost of a usual page of one and a half megabytes."""
    name, text = LONG[case]
    data = text.encode("cp037" if case == "large machine" else "utf-8")
    assert_costs_like(lambda: judge_script(data, name), usual, 15)


def test_a_large_file_is_looked_at_up_to_the_limit() -> None:
    """What stands before the limit is told, with a note; what stands behind it is not seen."""
    page, fill = b"<?php inert look alike; eval($_POST['n1']); ?>", b"<p>text</p>\n" * (MOST_BYTES // 12 + 1)
    verdict = judge_script(page + fill, "x.php")
    assert verdict is not None
    assert verdict.notes == ("only the first 4 MiB were looked at",)
    assert judge_script(fill + page, "x.php") is None


def test_too_many_tokens_are_cut_with_a_note() -> None:
    """A script of more tokens than are looked at is judged by its beginning."""
    text = "<?php inert look alike; eval($_POST['n1']);" + "$a=1;" * 100_000
    verdict = judge_script(text.encode(), "x.php")
    assert verdict is not None
    assert verdict.notes == ("it has more tokens than are looked at; the rest was passed over",)


def test_the_answer_is_always_the_same() -> None:
    """Judging again gives the same, so that a finding can be verified."""
    chance = random.Random(1)
    words = ["$a", "=", "$_POST['x']", ";", "eval(", ")", "system(", "function f($a){", "}", "'a'", "."]
    for _ in range(50):
        page = ("<?php " + " ".join(chance.choices(words, k=40))).encode()
        assert judge_script(page, "x.php") == judge_script(page, "x.php")

"""Checks of ASP.NET, PHP and JSP by kind and act: where one holds the page is low, where it does not it is named."""

import re

import pytest

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.model.finding import Severity

CSHARP = """<%@ Page Language="C#" %><script runat="server">HELPERS
void Page_Load(object s, EventArgs e) {{ int 1broken;
string x = Request["x"]; string y = Request["y"]; {} }}</script>"""
PHP = "<?php HELPERS 1broken; $x = $_GET['x']; $y = $_GET['y']; {}"
JAVA = '<%! HELPERS %><% int 1broken; String x = request.getParameter("x"); String y = request.getParameter("y"); {} %>'
HELPERS = {
    CSHARP: r"""
bool Good(string s) { foreach (char c in s) if (!char.IsLetterOrDigit(c) && c != '-') return false; return true; }
bool Matches(string s) { if (s == null) return false; return Regex.IsMatch(s, "^[a-z0-9.-]+$"); }
void Need(string s) { if (!Regex.IsMatch(s, "^[a-z]+$")) throw new Exception(); }
void Deny() { Response.Write("no"); Response.End(); }
void Tell() { Response.Write("no"); }
bool Any(string s) { foreach (char c in s) if (char.IsLetter(c)) return true; return true; }""",
    PHP: r"""
function good($s) { for ($i = 0; $i < strlen($s); $i++) { if (!ctype_alnum($s[$i])) return false; } return true; }
function need($s) { if (!preg_match('/^[a-z]+$/', $s)) throw new Exception(); }
function any($s) { if (preg_match('/[a-z]/', $s)) return true; return false; }""",
    JAVA: r"""
boolean good(String s) { for (char c : s.toCharArray()) { if (!Character.isLetterOrDigit(c)) return false; }
return true; }
void need(String s) { if (!s.matches("[a-z]+")) throw new IllegalArgumentException(); }""",
}
ACTS = {
    CSHARP: {
        "command": 'System.Diagnostics.Process.Start("cmd.exe", "/c ping -n 1 " + x);',
        "shell": 'System.Diagnostics.Process.Start("powershell.exe", "-Command tool " + x);',
    },
    PHP: {"command": "system('tool ' . $x);", "back": 'echo shell_exec("tool $x");'},
    JAVA: {"command": 'Runtime.getRuntime().exec("/bin/sh -c tool " + x);'},
}
HOLDS = {
    CSHARP: {
        "pattern": 'if (!Regex.IsMatch(x, @"^[\\w.-]+$")) return; ACT',
        "denied": 'if (Regex.IsMatch(x, "[^a-z0-9]")) throw new Exception(); ACT',
        "list": 'if (!new[] { "a", "b" }.Contains(x)) { Response.End(); } ACT',
        "letters": "if (!x.All(char.IsLetterOrDigit)) return; ACT",
        "any": "if (x.Any(c => !char.IsLetterOrDigit(c))) return; ACT",
        "each": "if (!Good(x)) return; ACT",
        "helper": "if (Matches(x)) { ACT }",
        "throws": "Need(x); ACT",
        "denies": 'if (x != "a") Deny(); ACT',
        "switch": 'switch (x) { case "a": case "b": break; default: return; } ACT',
        "arm": 'switch (x) { case "a": ACT break; }',
        "kept": 'bool ok = Regex.IsMatch(x, "^[a-z]+$"); if (ok) { ACT }',
        "marked": 'bool ok = false; if (Regex.IsMatch(x, "^[a-z]+$")) ok = true; if (!ok) return; ACT',
        "null": 'if (x != null && !Regex.IsMatch(x, "^[a-z]+$")) return; ACT',
        "replaced": 'if (!Regex.IsMatch(x, "^[a-z]+$")) x = "a"; ACT',
    },
    PHP: {
        "list": "if (!in_array($x, ['a', 'b'], true)) die('no'); ACT",
        "pattern": "if (!preg_match('/^[a-z0-9.-]+$/', $x)) { exit; } ACT",
        "address": "if (!filter_var($x, FILTER_VALIDATE_IP)) exit; ACT",
        "each": "if (!good($x)) exit; ACT",
        "throws": "need($x); ACT",
        "marked": "$ok = false; if (ctype_alnum($x)) { $ok = true; } if ($ok) { ACT }",
        "switch": "switch ($x) { case 'a': case 'b': break; default: exit; } ACT",
    },
    JAVA: {
        "pattern": 'if (!x.matches("[a-z0-9]+")) return; ACT',
        "each": "if (!good(x)) return; ACT",
        "throws": "need(x); ACT",
        "switch": 'switch (x) { case "a": case "b": break; default: return; } ACT',
        "kept": 'boolean ok = x.matches("[a-z]+"); if (!ok) { return; } ACT',
    },
}
FREE = {
    CSHARP: {
        "another": 'if (!Regex.IsMatch(y, @"^[\\w.-]+$")) return; ACT',
        "unused": 'Regex.IsMatch(x, "^[a-z]+$"); ACT',
        "after": 'ACT if (!Regex.IsMatch(x, "^[a-z]+$")) return;',
        "anything": 'if (!Regex.IsMatch(x, "^.*$")) return; ACT',
        "told": 'if (x != "a") Tell(); ACT',
        "every": "if (!Any(x)) return; ACT",
        "of another": "if (!Good(y)) return; ACT",
        "need another": "Need(y); ACT",
        "no default": 'switch (x) { case "a": y = "b"; break; } ACT',
        "goes on": 'switch (x) { case "a": break; default: y = "b"; break; } ACT',
        "falls": 'switch (x) { case "a": break; default: ACT break; }',
        "kept another": 'bool ok = Regex.IsMatch(y, "^[a-z]+$"); if (ok) { ACT }',
        "marked always": 'bool ok = true; if (Regex.IsMatch(x, "^[a-z]+$")) ok = true; if (!ok) return; ACT',
        "one sign": "if (x.IndexOfAny(new[] { '%' }) >= 0) return; ACT",
        "null alone": "if (x != null && x != null) return; ACT",
        "caught": "try { Need(x); } catch (Exception) { } ACT",
    },
    PHP: {
        "another": "if (!in_array($y, ['a', 'b'], true)) die('no'); ACT",
        "anything": "if (!preg_match('/[a-z]/', $x)) { exit; } ACT",
        "of another": "if (!good($y)) exit; ACT",
        "every": "if (!any($x)) exit; ACT",
        "marked always": "$ok = true; if (ctype_alnum($x)) { $ok = true; } if ($ok) { ACT }",
    },
    JAVA: {
        "another": 'if (!y.matches("[a-z0-9]+")) return; ACT',
        "of another": "if (!good(y)) return; ACT",
        "no default": 'switch (x) { case "a": y = "b"; break; } ACT',
    },
}
ENDINGS = {CSHARP: "aspx", PHP: "php", JAVA: "jsp"}


def _cells(checks: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    cells = []
    for page, kinds in checks.items():
        filled = page.replace("HELPERS", HELPERS[page].replace("{", "{{").replace("}", "}}"))
        for act, code in ACTS[page].items():
            for kind, check in kinds.items():
                name = f"{ENDINGS[page]} {kind} {act}"
                cells.append((name, filled.format(check.replace("ACT", code)), f"x.{ENDINGS[page]}"))
    return cells


@pytest.mark.parametrize("cell", _cells(HOLDS), ids=lambda cell: cell[0])
def test_a_check_that_holds_takes_the_act_to_low(cell: tuple[str, str, str]) -> None:
    verdict = judge_script(cell[1].encode(), cell[2])
    assert verdict is None or verdict.severity <= Severity.LOW


@pytest.mark.parametrize("cell", _cells(FREE), ids=lambda cell: cell[0])
def test_a_check_that_does_not_hold_changes_nothing(cell: tuple[str, str, str]) -> None:
    verdict = judge_script(cell[1].encode(), cell[2])
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


def test_no_cell_can_run() -> None:
    for _, page, name in _cells(FREE):
        parts, _ = parts_of(page, name.rpartition(".")[2])
        assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts)

"""What conditions say of values: what is held by one is not the client's any more, what is not stays so."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import conditions

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.values.bounds import MOST_PATTERN, held_by
from indicia.detection.webshell.values.value import Held
from indicia.model.finding import Confidence, Severity

NOTHING = Held(0)


@pytest.mark.parametrize("page", conditions.FREE, ids=lambda page: page.name)
def test_a_condition_that_leaves_the_client_free_changes_nothing(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize("page", conditions.FREE, ids=lambda page: page.name)
def test_no_look_alike_can_run(page: Sample) -> None:
    parts, _ = parts_of(page.data.decode(), page.name.rpartition(".")[2])
    assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts)


@pytest.mark.parametrize("page", conditions.HELD, ids=lambda page: page.name)
def test_what_is_held_by_a_list_a_pattern_or_a_folder_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


@pytest.mark.parametrize("page", conditions.RIGHTS, ids=lambda page: page.name)
def test_a_console_for_those_who_have_rights_is_told_at_low(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert (verdict.severity, verdict.confidence) == (Severity.LOW, Confidence.WEAK)
    assert verdict.first.what.endswith("behind a check of the rights of the visitor")


def test_a_check_of_rights_that_the_page_itself_answers_counts_for_nothing() -> None:
    page = (
        b"<?php function current_user_can($x) { return $_GET['k'] == 'a'; } "
        b"if (!current_user_can('x')) die('no'); eval($_POST['c']);"
    )
    verdict = judge_script(page, "x.php")
    assert verdict is not None
    assert verdict.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        (r"^\d+$", Held.FIXED),
        (r"^[0-9+\-*/(). ]{1,60}$", Held.FIXED),
        (r"\A\d{4}-\d\d-\d\d\z", Held.FIXED),
        (r"^(start|stop|status)$", Held.FIXED),
        (r"^(?:daily|weekly)$", Held.FIXED),
        (r"^[a-z0-9.-]+$", Held.SIGNS | Held.FOLDER),
        (r"^\w{1,20}\.log$", Held.SIGNS | Held.FOLDER),
        (r"^[\w/]+$", Held.SIGNS),
        (r"(?i)^[a-f0-9]+$", Held.SIGNS | Held.FOLDER),
        (r"^[a-z ]+$", NOTHING),
        (r"^[a-z;]+$", NOTHING),
        (r"\d+", NOTHING),
        (r"^\d+", NOTHING),
        (r"^\d+|.*$", NOTHING),
        (r"^a|b$", NOTHING),
        (r"^.*$", NOTHING),
        (r"^[^;]+$", NOTHING),
        (r"^\S+$", NOTHING),
        (r"^\d+\$", NOTHING),
        (r"^[0-9", NOTHING),
        (r"^(?=x)[0-9]+$", NOTHING),
        (r"^[\W]+$", NOTHING),
        ("^" + r"\d" * MOST_PATTERN + "$", NOTHING),
    ],
)
def test_what_a_pattern_says(pattern: str, held: Held) -> None:
    assert held_by(pattern, whole=False) == held


@pytest.mark.parametrize(("pattern", "held"), [(r"\d+", Held.FIXED), (r"up|down", Held.FIXED), (r"\d+|.*", NOTHING)])
def test_a_pattern_that_must_match_the_whole_needs_no_anchors(pattern: str, held: Held) -> None:
    assert held_by(pattern, whole=True) == held


PAGE = '<%@ Page Language="C#" %><% int 1broken; string x = Request["x"]; {} Process.Start("a.exe", {}); %>'


@pytest.mark.parametrize(
    ("condition", "given", "told"),
    [
        ('if (x != "a" && x != "b") return;', "x", False),
        ('if (x != "a" || x == "b") return;', "x", False),
        ('if (x == "a" || Request["y"] == "b") return;', "x", True),
        ('if (!(x == "a" || x == "b")) throw new Exception();', "x", False),
        ('if (x != "a") Log(x);', "x", True),
        ('if (x != "a") { x = "a"; }', "x", False),
        ('if (x != "a") { x = Request["y"]; }', "x", True),
        ('string y = x == "a" ? x : "b";', "y", False),
        ('string y = x == "a" ? "b" : x;', "y", True),
        (r'if (!Regex.IsMatch(x, @"^\d+$")) return;', "x", False),
        (r'if (Regex.IsMatch(x, @"^\d+$")) return;', "x", True),
        (r'while (Regex.IsMatch(x, @"^\d+$")) { break; }', "x", True),
    ],
)
def test_what_holds_after_a_condition(condition: str, given: str, told: bool) -> None:
    verdict = judge_script(PAGE.replace("{}", condition, 1).replace("{}", given).encode(), "x.aspx")
    assert (verdict is not None) is told


BASIC = '<% Dim 1broken : x = Request("x")\n{}\n%>'


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('If x = "a" Then\nExecute x\nEnd If', False),
        ('If x = "a" Then\nEnd If\nExecute x', True),
        ('If x <> "a" Then\nResponse.End\nEnd If\nExecute x', False),
        ('If x <> "a" Then Response.End\nExecute x', False),
        ('If x <> "a" Then Response.Write "?"\nExecute x', True),
        ('If x = "a" Then\nResponse.Write 1\nElse\nExecute x\nEnd If', True),
        ('If x = "a" Then\nResponse.Write 1\nElseIf x = "b" Then\nExecute x\nEnd If', False),
        ('If x = "a" Then\nExecute x\nElseIf y = "b" Then\nExecute x\nEnd If', True),
        ('If x = "a" Then Response.Write 1 %> text <% Execute x', True),
        ('If x = "a" Then Response.Write 1 %><% Execute x', True),
        ('If x = "a" Then %> text <% Execute x : End If', False),
        ('Sub A\nIf x <> "a" Then Exit Sub\nEnd Sub\nExecute x', True),
        ("Do\nIf Not IsNumeric(x) Then Exit Do\nLoop\nIf IsNumeric(x) Then Execute x", False),
    ],
)
def test_what_holds_in_the_parts_of_an_if_of_basic(code: str, told: bool) -> None:
    verdict = judge_script(BASIC.replace("{}", code).encode(), "x.asp")
    assert (verdict is not None) is told

"""Classic ASP by features of its languages: each way from a request to an act is followed, ordinary pieces stay low."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import matrix_benign_asp, matrix_jscript, matrix_vbscript

from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.model.finding import Severity

CELLS = [*matrix_vbscript.CELLS, *matrix_jscript.CELLS]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_each_way_from_a_request_to_an_act_is_followed(cell: Sample) -> None:
    verdict = judge_script(cell.data, cell.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize("piece", matrix_benign_asp.PIECES, ids=lambda piece: piece.name)
def test_an_ordinary_piece_that_comes_near_is_not_told_above_low(piece: Sample) -> None:
    verdict = judge_script(piece.data, piece.name)
    assert verdict is None or verdict.severity <= Severity.LOW


def test_no_cell_can_run() -> None:
    for cell in CELLS:
        parts, _ = parts_of(cell.data.decode(), "asp")
        assert any(re.search(r"\b(?:Dim|DIM|var) 1broken\b", part.code) for part in parts), cell.name


_ACT = 'Execute Request("q")'


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (f"Dim 1broken\nResponse.End\n{_ACT}", 2),
        (f'Dim 1broken\nResponse.Redirect "/"\nSub Go\n{_ACT}\nEnd Sub\nGo', 2),
        (f"Class K\nPublic Sub Go\nResponse.End\nEnd Sub\nEnd Class\nDim 1broken\nResponse.End\n{_ACT}", 7),
        (f'Dim 1broken\nIf Request("k") = "" Then Response.End\n{_ACT}', 0),
        (f'Dim 1broken\nIf Request("k") = "" Then\nResponse.End\nEnd If\n{_ACT}', 0),
        (f"Dim 1broken\nGo\nResponse.End\nSub Go\n{_ACT}\nEnd Sub", 0),
        (f"Dim 1broken\nSelect Case 1\nCase 2\nResponse.End\nEnd Select\n{_ACT}", 0),
        (f"Dim 1broken\n{_ACT}\nResponse.End", 0),
    ],
)
def test_what_stands_behind_the_end_of_a_page_is_told_to_be_dormant(code: str, line: int) -> None:
    verdict = judge_script(f"<% {code}\n%>".encode(), "x.asp")
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    told = (f"line {line} ends the page before that: as it stands, it is dormant",)
    assert verdict.notes == (told if line else ())


def test_of_a_page_of_jscript_that_throws_it_is_told_as_well() -> None:
    act = 'eval(String(Request("q")));'
    head = '<%@ Language="JScript" %><% var 1broken;'
    dormant = judge_script(f'{head}\nthrow new Error("x");\n{act} %>'.encode(), "x.asp")
    assert dormant is not None
    assert dormant.notes
    live = judge_script(f"{head}\nif (a) throw 1;\n{act} %>".encode(), "x.asp")
    assert live is not None
    assert not live.notes

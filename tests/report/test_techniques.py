"""The techniques of advisories on a terminal, as a picture, and as layers for the ATT&CK Navigator."""

import re

import orjson
import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from tests.report import matrices, page_reader

from indicia.errors import RulesetError
from indicia.model.technique import Sight
from indicia.report.navigator import layers
from indicia.report.page.technique_drawing import draw_matrix
from indicia.report.terminal import layout
from indicia.report.terminal.case import techniques as text_techniques
from indicia.report.terminal.case.techniques import print_techniques

MAKERS = {
    "one": matrices.rich,
    "three": lambda: matrices.rich(3),
    "twelve": lambda: matrices.rich(12),
    "hostile": matrices.hostile,
}


def printed(result, capsys, *, verbose: bool = False) -> list[str]:
    print_techniques(result.hosts, verbose=verbose)
    return capsys.readouterr().out.split("\n")[:-1]


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("name", MAKERS)
def test_lines_fit_and_are_plain(name, columns, verbose, capsys, monkeypatch) -> None:
    """Into a pipe at 80 columns, and as wide as a terminal gets; nothing in them acts."""
    monkeypatch.setattr(text_techniques, "sheet", lambda: layout.Sheet(columns))
    for line in printed(MAKERS[name](), capsys, verbose=verbose):
        assert cell_len(line) <= columns
        assert line.isprintable()
        assert line == line.rstrip()


def test_the_word_and_the_findings_stand_in_the_line(capsys) -> None:
    """Each technique with its printed id and its word, what was seen with its numbers, the sum at the end."""
    text = "\n".join(printed(matrices.rich(), capsys))
    assert re.search(r"T1190 +seen +Name of T1190: F3, F1, F2 · forged requests", text)
    assert re.search(r"T1133 +not visible +Name of T1133 \(rather T1190", text)
    assert re.search(r"TA1505\.003 +seen +Name of TA1505\.003 \(today T1505\.003\)", text)
    assert re.search(r"T1070 +not seen ", text)
    assert "7 ids         3 seen · 2 not seen · 2 not visible" in text
    assert "6 leaves      2 seen · 2 not seen · 2 not visible" in text
    assert text.index("Resource Development") < text.index("Initial Access") < text.index("Defense Evasion")


def test_what_helps_is_told_of_what_was_seen(capsys) -> None:
    """Short, and whole with -v, where the advisory's procedure stands as well."""
    short = " ".join(" ".join(printed(matrices.rich(), capsys)).split())
    long = " ".join(" ".join(printed(matrices.rich(), capsys, verbose=True)).split())
    assert "first thing to do; second thing to do (+1 more, -v)" in short
    assert "first thing to do; second thing to do; third" in long
    assert "D3-PSA Process Spawn Analysis" in short
    assert "what the advisory describes" in long
    assert "what the advisory describes" not in short


def test_many_servers_are_counted(capsys) -> None:
    """One line for each server and advisory, and how to see more."""
    lines = printed(matrices.rich(12), capsys)
    assert len(lines) == 12 * 2 + 2
    assert "3 seen · 2 not seen · 2 not visible" in lines[0]
    assert "--host" in lines[-1]


def drawn(html: str) -> page_reader.Read:
    reader = page_reader.Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.read


@pytest.mark.parametrize("reasons", [False, True])
@pytest.mark.parametrize("name", MAKERS)
def test_the_picture_is_whole_and_inert(name, reasons, tmp_path) -> None:
    """Every element closed, nothing that acts or loads, no text of a record become markup."""
    for host in MAKERS[name]().hosts:
        for matrix in host.techniques:
            read = drawn(draw_matrix(matrix, lambda id: f"#x-{id}", reasons=reasons))
            assert read.problems == []
            cells = [values for tag, values in read.elements if tag == "li"]
            assert len(cells) == len(matrix.answers)


def test_a_cell_says_its_answer_without_colour() -> None:
    """In words, by its own shape, and in its title with the reason."""
    html = draw_matrix(matrices.matrix(), reasons=False)
    shapes = {
        cell.group(1).split()[0]: re.search(r"<path[^>]*>", cell.group(0)).group()
        for cell in re.finditer(r'<li class="([^"]+)".*?</li>', html)
    }
    assert set(shapes) == {"seen", "not-seen", "not-visible"}
    assert len(set(shapes.values())) == 3
    for answer in matrices.matrix().answers:
        assert f'<span class="said">{answer.sight.value}: </span><b>{answer.printed}</b>' in html
    assert 'title="T1133 Name of T1133, not visible: IIS: not in this evidence"' in html
    assert "3 seen · 2 not seen · 2 not visible" in html


def test_numbers_lead_where_they_are_told_to() -> None:
    """As links where there is a place on the page, else as text; the list below has all."""
    html = draw_matrix(matrices.matrix(), lambda id: "#finding-3" if id == "F3" else "")
    assert '<a class="ref" href="#finding-3">F3</a>' in html
    assert '<span class="ref">F1</span>' in html
    assert "<a " not in draw_matrix(matrices.matrix())
    assert "<details>" not in draw_matrix(matrices.matrix(), reasons=False)


LAYER = {
    "name": str, "versions": dict, "domain": str, "description": str, "sorting": int, "layout": dict,
    "hideDisabled": bool, "techniques": list, "gradient": dict, "legendItems": list, "metadata": list,
    "selectTechniquesAcrossTactics": bool, "selectSubtechniquesWithParent": bool,
}  # fmt: skip
TECHNIQUE = {
    "techniqueID": str, "tactic": str, "comment": str, "enabled": bool, "score": int, "color": str, "metadata": list,
    "links": list, "showSubtechniques": bool,
}  # fmt: skip


def check(layer) -> None:
    """What the format 4.5 asks of a layer: names, types, required keys, colours, ids, addresses."""
    assert set(layer) <= set(LAYER)
    assert all(isinstance(layer[key], kind) for key, kind in LAYER.items() if key in layer)
    assert layer["versions"]["layer"] == "4.5"
    assert tuple(map(int, layer["versions"]["navigator"].split("."))) >= (4, 9, 0)
    assert layer["versions"]["attack"] in {"9", "18", "19"}
    assert layer["domain"] == "enterprise-attack"
    assert layer["gradient"]["maxValue"] > layer["gradient"]["minValue"]
    assert len(layer["gradient"]["colors"]) >= 2
    assert all(set(item) == {"label", "color"} for item in layer["legendItems"])
    seen = set()
    for cell in layer["techniques"]:
        assert set(cell) <= set(TECHNIQUE)
        assert all(isinstance(cell[key], kind) for key, kind in TECHNIQUE.items() if key in cell)
        assert re.fullmatch(r"T\d{4}(\.\d{3})?", cell["techniqueID"])
        assert re.fullmatch(r"#[0-9a-f]{6}", cell["color"])
        assert 0 <= cell["score"] <= 100
        assert all(set(item) == {"name", "value"} for item in cell["metadata"])
        assert all(item["url"].startswith("https://") for item in cell["links"])
        key = (cell["techniqueID"], cell.get("tactic"))
        assert key not in seen
        seen.add(key)


def layers_of(result, version: str = "18", *, merged: bool = False, names=("aa21-200a", "aa21-200b")):
    found = orjson.loads(layers(result, result.hosts, names, version, merged=merged))
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("version", ["9", "18", "19"])
@pytest.mark.parametrize("name", MAKERS)
def test_layers_have_the_form(name, version, merged) -> None:
    """Whatever is in them."""
    result = MAKERS[name]()
    found = layers_of(result, version, merged=merged)
    advisories = {matrix.advisory for host in result.hosts for matrix in host.techniques}
    assert len(found) == (len(advisories) if merged else sum(len(host.techniques) for host in result.hosts))
    for layer in found:
        check(layer)


def cell(layer, id: str):
    (found,) = (item for item in layer["techniques"] if item["techniqueID"] == id)
    return found


def test_findings_stand_behind_their_cell() -> None:
    """Each with its sentence, its server, its time and its place in the evidence."""
    result = matrices.rich()
    (layer,) = layers_of(result, names=("aa21-200b",))
    found = cell(layer, "T1505.003")
    assert (found["score"], found["tactic"]) == (100, "persistence")
    assert found["comment"] == "seen (F4): a page was written"
    four = next(finding for finding in result.findings if finding.id == "F4")
    value = next(item["value"] for item in found["metadata"] if item["name"] == "F4")
    assert four.exhibits[0].path in value
    assert value.startswith(four.summary[:40])
    assert {"name": "printed as", "value": "TA1505.003"} in found["metadata"]
    assert cell(layer, "T1505")["showSubtechniques"] is True
    assert len({cell(layer, id)["color"] for id in ("T1190", "T1070", "T1133")}) == 3


def test_a_layer_speaks_the_version_asked_for() -> None:
    """Ids and tactics of that version; where it has the technique under another tactic only, none is named."""
    item = matrices.answer("T1562.001", "TA0005", Sight.NOT_SEEN, "x")
    base = matrices.rich()
    result = replace(base, hosts=(replace(base.hosts[0], techniques=(matrices.matrix(item),)),))
    by = {version: layers_of(result, version, names=("aa21-200b",))[0] for version in ("9", "18", "19")}
    assert cell(by["9"], "T1070")["tactic"] == "defense-evasion"
    assert cell(by["18"], "T1562.001")["tactic"] == "defense-evasion"
    assert cell(by["19"], "T1685")["tactic"] == "defense-impairment"
    assert cell(by["19"], "T1070")["tactic"] == "stealth"
    assert "tactic" not in cell(by["19"], "T1574.001")
    with pytest.raises(RulesetError):
        layers_of(result, "7")


def test_merged_layers_claim_no_more_than_each_server() -> None:
    """Seen anywhere is seen; not seen only where every server could have shown it."""
    odd, even = matrices.rich(2), matrices.rich(3)
    (layer,) = layers_of(odd, merged=True, names=("aa21-200b",))
    assert cell(layer, "T1190")["score"] == 100
    assert cell(layer, "T1070")["score"] == 50
    assert cell(layers_of(even, merged=True, names=("aa21-200b",))[0], "T1070")["score"] == 0
    assert "QUIET1.corp.example" in cell(layer, "T1190")["comment"]
    assert layer["name"] == "AA21-200B on 2 servers"

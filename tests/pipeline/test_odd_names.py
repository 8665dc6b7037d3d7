"""Names of files that are no UTF-8: such evidence and such rules are used, and shown with the bytes written out."""

import os
from pathlib import Path

import pytest
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.pipeline.scan import Order, scan
from indicia.plain import from_exact_json, to_exact_json, to_json, to_line

LOG = (
    "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n"
    "2021-03-03 10:00:00 192.0.2.7 GET /owa/ 200\n"
)
USED = IIS_HEAD + "".join(
    iis_row(f"06:0{number // 60}:{number % 60:02}", "GET", "/owa/", 200, f"192.0.2.{100 + number % 20}").replace(
        " agent ", " Mozilla/5.0+(X) "
    )
    for number in range(200)
)
RULE = """
title: cmd
id: 11111111-1111-4111-8111-111111111111
logsource: {product: windows, category: process_creation}
detection: {one: {Image|endswith: cmd.exe}, condition: one}
"""


def odd(folder: Path, name: bytes) -> Path:
    """A path with a byte that is no UTF-8; skips where the system has none."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        path.unlink()
    except OSError:
        pytest.skip("this file system takes no names that are no UTF-8")
    return path


def test_evidence_of_such_names(tmp_path: Path) -> None:
    """Folder, file, and the case folder itself; the second scan reads nothing, and everything stands."""
    root = odd(tmp_path, b"e\xff/u_\xfe.log").parent
    (root / os.fsdecode(b"u_\xfe.log")).write_text(LOG)
    ruleset = load_ruleset(load_pack(), Sources(), Settings().limits)
    case = Case.create(odd(tmp_path, b"c\xff"))
    order = Order(arguments=(root,), settings=Settings(workers=1))
    first = scan(order, case, ruleset)
    (line,) = first.evidence
    assert line.evidence.path.endswith("u_\\xfe.log")
    assert line.account.count == 1
    assert not first.faults
    assert to_json(scan(order, case, ruleset)) == to_json(first)
    assert to_json(case.result()).decode("utf-8")


def test_rules_and_indicators_of_such_names(tmp_path: Path) -> None:
    """They are loaded, and named with the byte written out."""
    folder = odd(tmp_path, b"r\xff/a\xfe.yml").parent
    (folder / os.fsdecode(b"a\xfe.yml")).write_text(RULE)
    (folder / os.fsdecode(b"b\xfe.yml")).write_text("title: [")
    (folder / os.fsdecode(b"c\xfe.yar")).write_text("rule q { condition: false }")
    (folder / os.fsdecode(b"d\xfe.txt")).write_text("192.0.2.1\n")
    sources = Sources(rules=(folder,), indicators=(folder / os.fsdecode(b"d\xfe.txt"),))
    loaded = load_ruleset(load_pack(), sources, Settings().limits)
    assert "11111111-1111-4111-8111-111111111111" in {rule.id for rule in loaded.rules}
    (refused,) = loaded.refused
    assert refused.path == "r\\udcff/b\\udcfe.yml"
    assert loaded.indicators is not None
    assert to_json(loaded.sets).count(b"udcf") >= 2


def test_exactly_as_it_was() -> None:
    """What has to be opened again keeps its name; what is shown does not."""
    value = {"b": "\udcff", "a": ["ä", {"c\udc80": 1}]}
    assert from_exact_json(to_exact_json(value)) == value
    assert from_exact_json(to_exact_json({"a": "ä"})) == {"a": "ä"}
    assert to_line(value) == '{"a":["ä",{"c\\\\udc80":1}],"b":"\\\\udcff"}'.encode()
    with pytest.raises(ValueError, match=r"Expecting"):
        from_exact_json(b"{")


def test_a_page_of_such_a_name_is_called_by_all_of_it(tmp_path: Path) -> None:
    """Its bytes are written out, and what stands before them is not cut off as if it were a folder."""
    (tmp_path / "EX01").mkdir()
    clocks = (f"06:{second // 60:02}:{second % 60:02}" for second in range(300, 370, 7))
    asked = "".join(iis_row(clock, "POST", "/owa/auth/s\xfcpport.aspx", 200) for clock in clocks)
    (tmp_path / "EX01" / "u_ex210303.log").write_bytes(
        (USED + asked.replace(" agent ", " python/2 ")).encode("latin-1")
    )
    ruleset = load_ruleset(load_pack(), Sources(), Settings().limits)
    order = Order(arguments=(tmp_path / "EX01",), settings=Settings(workers=1))
    titles = [finding.title for finding in scan(order, Case.create(tmp_path / "case"), ruleset).findings]
    assert r"s\xfcpport.aspx used by hardly anybody, as a web shell would be" in titles

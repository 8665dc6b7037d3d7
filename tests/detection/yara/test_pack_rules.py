"""Our own rules fire on a look-alike of each kind and stay silent when any one criterion is missing."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from indicia.detection.yara.files import YaraFiles
from indicia.detection.yara.rules import YaraSet, load_yara, techniques
from indicia.knowledge.packs.load import load_pack
from indicia.model.record import Record

Row = Callable[..., tuple[Record, Callable[[], BinaryIO]]]
SAMPLES = [
    sample
    for path in sorted((Path(__file__).parent / "samples").glob("*.toml"))
    for sample in tomllib.loads(path.read_text(encoding="utf-8"))["sample"]
]
PAGE = r"C:\inetpub\wwwroot\example.aspx"


@pytest.fixture(scope="module")
def rules() -> YaraSet:
    return load_yara([], own=load_pack().content_folders)


def assembled(sample: Mapping[str, Any]) -> bytes:
    text = str(sample["text"]).encode() + str(sample.get("wide", "")).encode("utf-16-le")
    return bytes.fromhex(sample.get("head", "")) + text.replace("·".encode(), b"").replace("·".encode("utf-16-le"), b"")


def weakened(sample: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for criterion, (what, instead) in sample["without"].items():
        if what in ("head", "wide"):
            yield criterion, {**sample, what: instead}
            continue
        changed = {key: sample[key].replace(what, instead) for key in ("text", "wide") if key in sample}
        assert changed != {key: sample[key] for key in changed}, f"{criterion}: {what} is not in the sample"
        yield criterion, {**sample, **changed}


def matched(rules: YaraSet, row: Row, sample: Mapping[str, Any], path: str = "") -> set[str]:
    seen = YaraFiles(rules).look(*row(assembled(sample), path or sample.get("path", PAGE)))
    assert not seen.faults
    return {sighting.detector.rpartition("/")[2] for sighting in seen.sightings}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["rule"])
def test_each_rule_fires_on_its_kind_and_needs_every_criterion(
    rules: YaraSet, row: Row, sample: Mapping[str, Any]
) -> None:
    """The look-alike is matched by its rule; without any one of the criteria it is not."""
    assert sample["rule"] in matched(rules, row, sample)
    for criterion, weaker in weakened(sample):
        assert sample["rule"] not in matched(rules, row, weaker), criterion
    if "other_path" in sample:
        assert sample["rule"] not in matched(rules, row, sample, sample["other_path"])


def test_every_rule_has_a_sample(rules: YaraSet) -> None:
    """No rule of the pack goes without a look-alike, and none is refused."""
    assert {rule.name for rule in rules.rules} == {sample["rule"] for sample in SAMPLES}
    assert not rules.refused


def test_every_rule_says_who_why_and_what_then(rules: YaraSet) -> None:
    """Author, title, source, technique, severity, confidence, mistakes and next step stand in each rule."""
    tests = {test.id for test in load_pack().tests}
    for rule in rules.rules:
        assert rule.meta["author"] == "Indicia"
        for key in ("title", "description", "reference", "false_positives", "next_step"):
            assert len(rule.meta[key]) > 5, (rule.name, key)
        assert techniques(rule), rule.name
        assert rule.meta["severity"] in ("low", "medium", "high", "critical")
        assert rule.meta["confidence"] in ("weak", "moderate", "strong", "conclusive")
        assert rule.meta.get("stage", "implanted") in ("probed", "exploited", "implanted", "operated")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", rule.meta["date"])
        for key in ("test", "log_test"):
            assert rule.meta.get(key) is None or rule.meta[key] in tests


ORDINARY = (
    # Pages as they stand on every server; each holds some of what the rules ask for, none of them all of it.
    '<%@ Page Language="C#" Inherits="Shop" %><asp:TextBox ID="a" runat="server"/> Request.QueryString["id"]',
    '<%@ WebHandler Language="C#" Class="Upload" %> Request.Files[0].SaveAs(path);'
    + " // a handler of some size" * 300,
    "<script>window.eval(data); fetch(request.url)</script>",
    '<?php require "wp-load.php"; $id = intval($_GET["id"]); echo htmlspecialchars($title); ?>',
    '<% Response.Redirect Request.ServerVariables("HTTP_REFERER") %>',
    '<%@ Page %><% var process = Process.GetCurrentProcess(); Response.Write(process.StartTime); Request.Form["x"] %>',
    "Name : OAB (Default Web Site)\nPollInterval : 480\nBasicAuthentication : False\nExternalUrl : https://mail.example/OAB\n",
    "$client = New-Object System.Net.Sockets.TcpClient; $client.Connect('192.0.2.1', 443); $client.GetStream().Close()",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_pages_are_left_alone(rules: YaraSet, row: Row, text: str) -> None:
    """Pages that take something from the request, or run something, but not the one with the other."""
    seen = YaraFiles(rules).look(*row(text.encode(), PAGE))
    assert not seen.sightings


def test_the_rules_pass_over_themselves_and_over_installed_files(rules: YaraSet, row: Row) -> None:
    """The pack's own folder gives no sighting, though the texts that rules look for stand in it."""
    for path in sorted(load_pack().root.rglob("*")):
        if path.is_file():
            record, content = row(path.read_bytes(), rf"C:\indicia\{path.name}")
            assert not YaraFiles(rules).look(record, content).sightings, path.name

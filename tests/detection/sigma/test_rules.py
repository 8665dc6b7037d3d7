"""Rule files end as rules or refusals, whatever they hold."""

import pickle
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.sigma.document import read_document
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rules import load_rules
from indicia.errors import RulesetError

RULE = """\
title: A shell below the web server
id: 11111111-2222-3333-4444-555555555555
status: test
description: Says so.
author: Somebody, Another
references: ['not a link', 'https://example.org/a']
tags: [attack.t1505.003, attack.persistence, attack.T1059, cve.2021-26855]
level: High
falsepositives: Administrators
logsource: {product: windows, category: process_creation}
detection:
  sel: {ParentImage|endswith: '\\w3wp.exe'}
  condition: sel
indicia: {stage: operated}
"""


def _load(folder: Path, text: str | bytes, name: str = "rule.yml"):
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_rules([file])


def test_a_rule_carries_its_head(tmp_path):
    """Head, techniques, link, text and path come through; our own key only for our own rules; rules can be pickled."""
    loaded = _load(tmp_path, RULE)
    (rule,) = loaded.rules
    assert not loaded.refused
    assert (rule.title, rule.level, rule.status) == ("A shell below the web server", "high", "test")
    assert rule.author == "Somebody, Another"
    assert rule.techniques == ("T1505.003", "T1059")
    assert rule.tactics == ("persistence",)
    assert (rule.name, rule.filters, rule.altered_by) == ("", (), "")
    assert rule.falsepositives == ("Administrators",)
    assert rule.link == "https://example.org/a"
    assert (rule.text, rule.path, rule.custom) == (RULE, "rule.yml", {})
    assert rule.detector.id == rule.id
    (own,) = load_rules([tmp_path / "rule.yml"], own=True).rules
    assert own.custom == {"stage": "operated"}
    assert pickle.loads(pickle.dumps(own)) == own


def test_tags_of_any_version_of_attack_are_understood(tmp_path):
    """Techniques and tactics of ATT&CK v18 and v19 come through as written; software and groups are neither."""
    tags = "[attack.defense-evasion, attack.stealth, attack.Defense-Impairment, attack.t1562.001, attack.t1685,"
    tags += " attack.command_and_control, attack.ta0005, attack.s0002, attack.g0016, attack.ds0009, car.2013-01-001]"
    (rule,) = _load(tmp_path, _with("[attack.t1505.003, attack.persistence, attack.T1059, cve.2021-26855]", tags)).rules
    assert rule.techniques == ("T1562.001", "T1685")
    assert rule.tactics == ("defense-evasion", "stealth", "defense-impairment", "command_and_control", "ta0005")


def test_a_rule_needs_little(tmp_path):
    """Without id, title and the rest a rule runs under the digest of its text and the name of its file."""
    text = "logsource: {category: webserver}\ndetection: {a: [x], condition: a}\n"
    (rule,) = _load(tmp_path, text).rules
    assert rule.id.startswith("sha256:")
    assert (rule.title, rule.level, rule.link) == ("rule", "", "rule.yml")


def _with(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)


BAD = {
    "empty": (b"", "empty"),
    "comment": (b"# nothing", "empty"),
    "list": (b"- a\n- b\n", "no mapping"),
    "binary": (b"\xfd\x00\x01", "not UTF-8 at byte 0, line 1, column 1"),
    "utf-16": (b"\xff\xfe" + RULE.encode("utf-16-le"), "in UTF-16.*save it"),
    "utf-16-be": (b"\xfe\xff" + RULE.encode("utf-16-be"), "in UTF-16.*save it"),
    "latin": ("title: x\nauthor: ü Ü\n".encode("latin-1"), "not UTF-8 at byte 17, line 2, column 9"),
    "control": (b"a: x\ntitle: \xc3\xbc\x01\n", r"not YAML: .*: U\+0001, line 2, column 9"),
    "long-reason": (_with("|endswith: '\\w3wp.exe'", "|re: '" + "(a|" * 2000 + "'"), "missing \\)"),
    "broken": (b"title: [a\nb: c\n", "not YAML"),
    "tag": (b"title: !!python/object:os.system x\n", "not YAML"),
    "date": (b"title: x\ndate: !!timestamp 2021-02-31\n", "not YAML: .*, line 2, column 7"),
    "twice": (RULE + "title: again\n", "stands twice"),
    "twice-deep": (_with("sel: {", "sel: {ParentImage|endswith: x, "), "stands twice"),
    "large": (RULE + "#" * 1_000_000, "larger than"),
    "huge-number": (_with("level: High", "level: 0x" + "f" * 5000), "thousands of digits"),
    "many-values": (_with("sel: {", f"sel: {{x: [{'1,' * 100_000}], "), "more than 100,000 values"),
    "deep-flow": ("a: " + "[" * 400_000, "nested deeper"),
    "deep-map": ("{a: " * 200_000, "nested deeper|not YAML"),
    "deep-block": ("- " * 400_000 + "a", "nested deeper"),
    "deep-lines": ("\n".join(" " * n + "a:" for n in range(1000)), "nested deeper"),
    "aliases": (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join(['*' + a] * 10)}]\n" for a, b in pairwise("abcdefg")),
        "more than 100,000 values",
    ),
    "merges": (
        "a: &a {k: v}\n"
        + "".join(f"{b}: &{b} {{<<: [{','.join(['*' + a] * 10)}]}}\n" for a, b in pairwise("abcdefghij")),
        "merge",
    ),
    "itself": ("a: &a [*a]\n", "more than 100,000 values|not YAML"),
    "config": ("title: A tool's settings\nlogsources: {}\n", "not a Sigma rule: no log source and no detection$"),
    "no-detection": ("title: x\nlogsource: {category: webserver}\n", "not a Sigma rule: no detection$"),
    "number-key": ("1: 2\n", "not text"),
    "filter": ("title: x\nlogsource: {category: webserver}\nfilter: {rules: [a]}\n", "condition of a filter"),
    "action": ("action: sing\ntitle: x\n", "'action' says"),
    "unsupported": (_with("status: test", "status: unsupported"), "unsupported"),
    "taxonomy": (_with("level: High", "taxonomy: ecs"), "taxonomy"),
    "linux": (_with("product: windows", "product: linux"), "no reader"),
    "modifier": (_with("|endswith", "|endwith"), "unknown modifier 'endwith'"),
    "detection": (_with("condition: sel", "condition: [sel, [x]]"), "not text"),
    "logsource": (_with("{product: windows, category: process_creation}", "windows"), "no log source"),
    "date-value": (_with("'\\w3wp.exe'", "!!timestamp 2021-03-14"), "no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused(tmp_path, name):
    """Each bad file gives one refusal with its path and a reason in plain words, and no rule."""
    text, reason = BAD[name]
    loaded = _load(tmp_path, text)
    assert not loaded.rules
    (refusal,) = loaded.refused
    assert refusal.path == "rule.yml"
    assert re.search(reason, refusal.reason), refusal.reason


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("Yes", "Yes"), ("off", "off"), ("y", "y"), ("true", True), ("False", False), ("~", None),
        ("Null", None), ("12:30", "12:30"), ("12:30:45", "12:30:45"), ("0777", 777), ("007", 7), ("0o17", 15),
        ("0x1F", 31), ("-7", -7), ("+7", 7), ("0", 0), ("00050429", "00050429"), ("1_000", "1_000"), ("0b11", "0b11"),
        ("2021-03-14", "2021-03-14"), ("2021-02-31", "2021-02-31"), ("2021-03-14 01:39:32", "2021-03-14 01:39:32"),
        ("1.5", 1.5), ("-.5", -0.5), ("1.5e3", 1500.0), ("7e10", "7e10"), ("=", "="), ("", None),
    ],
)  # fmt: skip
def test_plain_scalars_are_those_of_yaml_1_2(written, value):
    """Sigma rules are YAML 1.2.2: the words, times and days that YAML 1.1 made something else of are texts."""
    found, _ = read_document(f"a: {written}\n".encode())
    assert found == {"a": value}
    assert type(found["a"]) is type(value)


def test_refusals_name_the_rule(tmp_path):
    """A refused rule is listed with its id and title."""
    (refusal,) = _load(tmp_path, _with("product: windows", "product: linux")).refused
    assert (refusal.rule, refusal.title) == ("11111111-2222-3333-4444-555555555555", "A shell below the web server")


def test_folders_and_archives_are_read_in_place_and_in_order(tmp_path):
    """Rules come by path from folders and zips below them; other files are left alone; a damaged entry is refused."""
    folder = tmp_path / "rules"
    (folder / "b").mkdir(parents=True)
    for number, name in enumerate(["z.yml", "b/a.yaml", "b/readme.txt"]):
        (folder / name).write_text(_with("11111111", f"1111111{number}"))
    with zipfile.ZipFile(folder / "b" / "more.zip", "w") as archive:
        archive.writestr("in/x.yml", _with("11111111", "22222222"))
        archive.writestr("in/readme.md", "x")
    loaded = load_rules([folder])
    assert [rule.path for rule in loaded.rules] == ["rules/b/a.yaml", "rules/b/more.zip!in/x.yml", "rules/z.yml"]
    data = bytearray((folder / "b" / "more.zip").read_bytes())
    data[data.index(b"A shell below")] ^= 0xFF
    (folder / "b" / "more.zip").write_bytes(data)
    (refusal,) = load_rules([folder / "b" / "more.zip"]).refused
    assert "damaged" in refusal.reason


def test_nothing_there_is_said(tmp_path):
    """A path that does not exist is an error; a folder and an archive without rules are refusals."""
    with pytest.raises(RulesetError):
        load_rules([tmp_path / "nowhere"])
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("readme.md", "x")
    (tmp_path / "empty").mkdir()
    reasons = [refusal.reason for refusal in load_rules([tmp_path / "empty", tmp_path / "none.zip"]).refused]
    assert len(reasons) == 2
    assert all("no rule file" in reason for reason in reasons)


def test_the_same_rule_counts_once(tmp_path):
    """The same text under the same id counts once; another text under it is refused, naming the first."""
    (tmp_path / "a.yml").write_text(RULE)
    (tmp_path / "b.yml").write_text(RULE)
    (tmp_path / "c.yml").write_text(_with("High", "low"))
    loaded = load_rules([tmp_path])
    assert [rule.path for rule in loaded.rules] == [f"{tmp_path.name}/a.yml"]
    (refusal,) = loaded.refused
    assert refusal.path.endswith("c.yml")
    assert refusal.reason.endswith(f"{tmp_path.name}/a.yml")


def test_a_rule_that_is_refused_does_not_take_an_id(tmp_path):
    """Another one under its id runs."""
    (tmp_path / "a.yml").write_text(_with("|endswith", "|endwith"))
    (tmp_path / "b.yml").write_text(RULE)
    loaded = load_rules([tmp_path])
    assert [rule.path for rule in loaded.rules] == [f"{tmp_path.name}/b.yml"]
    assert [refusal.path for refusal in loaded.refused] == [f"{tmp_path.name}/a.yml"]


@given(
    st.one_of(st.binary(max_size=200), st.text(alphabet="abc:-? []{}&*!|>'\"\n #%@`,", max_size=120).map(str.encode))
)
def test_any_bytes_are_a_document_or_refused(data):
    """No bytes make the reading of a rule file raise anything but a refusal."""
    try:
        document, _ = read_document(data)
    except Refused as refusal:
        assert str(refusal)
    else:
        assert isinstance(document, dict)


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(alphabet="a*?\\|-/é", max_size=5))
KEYS = [
    "f",
    "f|contains",
    "f|re",
    "f|windash|all",
    "|all",
    "f|base64offset",
    "f|cidr",
    "f|gt",
    "f|exists",
    "f|fieldref",
]
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)),
    max_leaves=6,
)


@given(TREES)
def test_any_detection_is_a_rule_or_refused(tmp_path_factory, tree):
    """Whatever stands as a detection, loading the rule ends in a rule or a refusal."""
    rule = {"title": "x", "logsource": {"category": "webserver"}, "detection": {"a": tree, "condition": "a"}}
    file = tmp_path_factory.mktemp("rule") / "x.yml"
    file.write_text(yaml.safe_dump(rule, allow_unicode=True), encoding="utf-8")
    loaded = load_rules([file])
    assert len(loaded.rules) + len(loaded.refused) == 1


def test_sigmahq_loads(corpora):
    """Every rule file of SigmaHQ ends as a rule or a refusal; of those for Windows nearly all run."""
    loaded = load_rules([corpora / "sigma-rules"])
    with zipfile.ZipFile(next((corpora / "sigma-rules").glob("*.zip"))) as archive:
        files = [name for name in archive.namelist() if name.endswith(".yml")]
    assert len(loaded.rules) + len(loaded.refused) == len(files)
    assert len(loaded.rules) >= 2937
    known = (": Indicia reads", ": proxies log", ": of web servers", ": RPC Firewall", "Kernel-File")
    known += ("the placeholder %", "not a Sigma rule", "fields that its log source does not have")
    assert [refusal for refusal in loaded.refused if not any(word in refusal.reason for word in known)] == []
    assert sum("no reader" in refusal.reason for refusal in loaded.refused) == 813
    assert all(": " in refusal.reason for refusal in loaded.refused if "no reader" in refusal.reason)
    lost = [r for r in loaded.refused if "/windows/" in r.path and "no reader" in r.reason]
    assert lost == []


def test_the_exchange_rules_of_sigmahq_load(corpora):
    """Of the 62 rules on Exchange, IIS and web shells only those on proxies and Linux are refused."""
    loaded = load_rules([corpora / "sigma-exchange-rules"])
    assert len(loaded.rules) == 59
    assert all("no reader" in refusal.reason for refusal in loaded.refused)

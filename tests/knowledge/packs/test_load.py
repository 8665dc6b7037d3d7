"""Loading a pack: what is accepted, and what is refused with which words."""

import shutil
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.errors import RulesetError
from indicia.knowledge import load_pack
from indicia.report.page.compiled import TEMPLATES, module_file

PACK = """name = "p"
version = "1"
required = [["iis"], ["fs", "iis"]]
[windows.any]
start = 2021-01-01
source = "s"
"""
SOURCES = """[[source]]
id = "iis"
name = "IIS"
path = "x"
blind = "who asked"
max_gap_hours = 24
parts = ["443"]
source = "s"
[[source]]
id = "fs"
name = "Files"
path = "x"
blind = "what lies there"
source = "s"
"""
TESTS = """[[test]]
id = "T-1"
title = "one"
family = "any"
how = "rule"
weight = "strong"
techniques = ["T1190"]
needs = [{ source = "iis", parts = ["443"] }]
source = "s"
[[test]]
id = "T-2"
title = "two"
family = "any"
how = "planned"
missing = "a reader"
weight = "weak"
needs = [{ source = "fs" }]
source = "s"
verified = false
"""
DIGEST = "a" * 64
BASELINE = f"""source = "s"
[[file]]
path = 'frontend\\x.aspx'
sha256 = ["{DIGEST}"]
[[benign]]
sha256 = "{"b" * 64}"
what = "w"
source = "s"
[[modules]]
names = ["AModule"]
what = "m"
source = "s"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    (folder / "sigma").mkdir(parents=True)
    for name, text in (("pack", PACK), ("sources", SOURCES), ("tests", TESTS), ("baseline", BASELINE)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_pack_is_read_whole(root):
    """Every value arrives with its type, dates as UTC, defaults where a key is left out."""
    pack = load_pack(root)
    assert (pack.name, pack.version, pack.root, pack.rules) == ("p", "1", root, root / "sigma")
    assert pack.windows == {"any": datetime(2021, 1, 1, tzinfo=UTC)}
    assert pack.required == (("iis",), ("fs", "iis"))
    assert [source.max_gap_hours for source in pack.sources] == [24, 0]
    first, second = pack.tests
    assert first.needs[0].parts == ("443",)
    assert first.verified
    assert (second.how, second.missing, second.verified) == ("planned", "a reader", False)
    assert pack.baseline.hashes == {"frontend\\x.aspx": frozenset({DIGEST})}
    assert pack.baseline.benign == frozenset({"b" * 64})


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("pack", 'version = "1"', "", "`version` is missing"),
        ("pack", 'version = "1"', 'version = " "', "`version` is empty"),
        ("pack", 'version = "1"', "version = 1", "`version` has to be a text"),
        ("pack", 'version = "1"', 'version = "1"\nrequried = []', "unknown key `requried`"),
        ("pack", "2021-01-01", '"2021-01-01"', "any: `start` has to be a date"),
        ("pack", "2021-01-01", "2021-02-31", "not readable as TOML"),
        ("pack", "2021-01-01", "2021-01-01T00:00:00", "a time without a zone"),
        ("pack", 'source = "s"', 'surce = "s"', "any: `source` is missing"),
        ("pack", '[["iis"]', '["iis"', "`required` has to be a list of lists"),
        ("pack", '["iis"]', '["isi"]', "required: unknown log source `isi`"),
        ("sources", 'blind = "who asked"', "", "iis: `blind` is missing"),
        ("sources", 'id = "fs"', 'id = "iis"', "iis: this id is there twice"),
        ("sources", "max_gap_hours = 24", "max_gap_hours = -1", "iis: `max_gap_hours` has to be a whole number"),
        ("sources", 'parts = ["443"]', "parts = [443]", "iis: `parts` has to be a list of texts"),
        ("sources", 'parts = ["443"]', 'channels = ["Security"]', "iis: `channels` have to be in lower case"),
        ("tests", 'id = "T-2"', 'id = "T-1"', "T-1: this id is there twice"),
        ("tests", 'family = "any"', 'family = "all"', "T-1: unknown family `all`"),
        ("tests", 'source = "iis"', 'source = "isi"', "T-1: unknown log source `isi`"),
        ("tests", 'how = "rule"', 'how = "magic"', "T-1: `how` is `magic`"),
        ("tests", 'how = "rule"', 'how = "analysis:"', "T-1: `how` is `analysis:`"),
        ("tests", 'how = "rule"', 'how = "planned"', "T-1: `missing` belongs to planned tests"),
        ("tests", 'missing = "a reader"\n', "", "T-2: `missing` belongs to planned tests"),
        ("tests", '"strong"', '"certain"', "T-1: `weight` is `certain`"),
        ("tests", '"T1190"', '"1190"', "T-1: `1190` is no ATT&CK technique id"),
        ("tests", 'needs = [{ source = "fs" }]', "", "T-2: `needs` names no log source"),
        ("tests", "verified = false", 'verified = "no"', "T-2: `verified` has to be true or false"),
        ("tests", "verified = false", "verifeid = false", "T-2: unknown key `verifeid`"),
        ("tests", '{ source = "fs" }', '{ source = "fs", part = "x" }', "fs: unknown key `part`"),
        ("baseline", DIGEST, "A" * 64, "is no SHA-256"),
        ("baseline", "frontend\\x.aspx", "FrontEnd\\x.aspx", "lower case with backslashes"),
        ("baseline", f'sha256 = ["{DIGEST}"]', "sha256 = []", "`sha256` is empty"),
        ("baseline", '["AModule"]', "[]", "m: `names` is empty"),
        ("baseline", '["AModule"]', '["AModule"]\nwaht = "x"', "m: unknown key `waht`"),
    ],
)
def test_a_wrong_pack_is_refused_with_place_and_reason(root, file, old, new, words):
    """A pack with one thing wrong is refused; the message names the file, the entry and the reason."""
    path = root / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        load_pack(root)
    assert f"{file}.toml" in str(error.value)
    assert words in str(error.value)
    assert error.value.hint


@pytest.mark.parametrize("name", ["pack.toml", "sources.toml", "tests.toml", "baseline.toml"])
def test_a_missing_file_is_refused(root, name):
    """Each of the four files has to be there."""
    (root / name).unlink()
    with pytest.raises(RulesetError, match=name):
        load_pack(root)


def test_a_missing_rules_folder_is_refused(root):
    """A pack without rules is no pack."""
    (root / "sigma").rmdir()
    with pytest.raises(RulesetError, match="folder of rules is missing"):
        load_pack(root)


@pytest.mark.parametrize("value", ["[" * 9_000, "{a=" * 9_000, "[" * 9_000 + "]" * 9_000])
def test_what_is_nested_too_deep_is_refused(root, value):
    """A pack may come from elsewhere."""
    (root / "tests.toml").write_text(f"a = {value}")
    with pytest.raises(RulesetError, match="not readable as TOML"):
        load_pack(root)


def test_a_file_of_other_bytes_is_refused(root):
    """Bytes that are no text end in a RulesetError, not in a traceback."""
    (root / "tests.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulesetError, match="not readable as TOML"):
        load_pack(root)


def test_a_copy_of_the_built_in_pack_loads_alike(tmp_path):
    """The built-in pack does not depend on where it lies."""
    built_in = load_pack()
    copy = tmp_path / "exchange"
    shutil.copytree(built_in.root, copy)
    assert load_pack(copy).tests == built_in.tests


def test_the_build_takes_the_whole_package():
    """The wheel is the package folder with nothing left out, and no pattern of .gitignore touches the packs."""
    project = Path(__file__).resolve().parents[3]
    build = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build == {"hooks": {"custom": {}}, "targets": {"wheel": {"packages": ["src/indicia"]}}}
    ignored = (project / ".gitignore").read_text(encoding="utf-8").split()
    for path in load_pack().root.rglob("*"):
        assert not any(path.match(pattern.strip("/")) for pattern in ignored), path


def test_the_wheel_holds_the_pack(tmp_path):
    """A wheel built from the sources carries every file of the built-in pack, and the templates compiled."""
    builder = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed here")
    project = Path(__file__).resolve().parents[3]
    (wheel,) = builder.WheelBuilder(str(project)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    root = load_pack().root
    wanted = {
        f"indicia/packs/exchange/{path.relative_to(root).as_posix()}" for path in root.rglob("*") if path.is_file()
    }
    assert len(wanted) > 60
    assert wanted <= names
    compiled = {
        module_file(path.name, path.read_text(), Path("indicia/report/page/compiled_templates"))
        for path in TEMPLATES.iterdir()
    }
    assert {path.as_posix() for path in compiled} <= names

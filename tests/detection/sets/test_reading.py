"""Rules are read from a set where it lies, and nothing decoded touches the disk."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.detection.sets.archive import SUFFIX
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.rules import load_yara

from .conftest import FILES, RULE, YARA, Make, Row


@pytest.fixture
def path(make: Make, tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    found = tmp_path / "kept" / f"example{SUFFIX}"
    found.write_bytes(make())
    return found


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Paths that are opened for writing from here on."""
    import sys

    paths: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
            paths.append(str(arguments[0]))

    sys.addaudithook(watch)
    yield paths
    watching.clear()


def test_sigma_and_yara_from_the_file_and_from_a_folder(path: Path, written: list[str]) -> None:
    """The same rules whether the set is named or its folder; each says where it is from; no file is written."""
    for argument, label in ((path, path.name), (path.parent, f"kept/{path.name}")):
        sigma = load_rules([argument])
        assert [rule.path for rule in sigma.rules] == [f"{label}!sigma/rule.yml"]
        assert not sigma.refused
        yara = load_yara([argument], shared=True)
        assert [rule.path for rule in yara.rules] == [f"{label}!yara/page.yar"]
        assert not yara.refused
    assert written == []


def test_includes_stay_in_the_set(make: Make, tmp_path: Path) -> None:
    """A rule file of a set may include another one of it, and nothing from beside it."""
    (tmp_path / "beside.yar").write_bytes(YARA)
    files = {
        "a.yar": b'include "lib/b.yar"\ninclude "../beside.yar"\nrule A { condition: Example_Of_A_Set }\n',
        "lib/b.yar": YARA,
    }
    path = tmp_path / f"x{SUFFIX}"
    path.write_bytes(make(files=files))
    loaded = load_yara([path])
    assert {rule.name for rule in loaded.rules} == {"A", "Example_Of_A_Set"}
    (refusal,) = loaded.refused
    assert "leads out" in refusal.reason


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-5], lambda data: data[:-1] + b"x", lambda data: b"x" + data[1:]]
)
def test_a_damaged_set_is_one_refusal(path: Path, damage) -> None:
    """Nothing of it runs, and the refusal names the file."""
    path.write_bytes(damage(path.read_bytes()))
    for argument in (path, path.parent):
        for loaded in (load_rules([argument]), load_yara([argument], shared=True)):
            assert not loaded.rules
            (refusal,) = loaded.refused
            assert path.name in refusal.path
            assert refusal.reason


def test_a_set_of_one_kind_says_nothing_of_the_others(make: Make, tmp_path: Path) -> None:
    """A set may hold Sigma rules alone, YARA rules alone, or neither."""
    for number, files in enumerate(({"a.yml": RULE}, {"a.yar": YARA}, {"list.csv": FILES["iocs/list.csv"]})):
        path = tmp_path / f"{number}{SUFFIX}"
        path.write_bytes(make(files=files))
        assert not load_rules([path]).refused
        assert not load_yara([path], shared=True).refused


def test_a_scanner_finds_nothing(make: Make, row: Row, tmp_path: Path) -> None:
    """Our own rules on content, put to a set that holds them and every text they look for, match nothing.

    Nor do they match their compiled form as it is kept.
    """
    from indicia.detection.yara.files import YaraFiles
    from indicia.knowledge.packs.load import load_pack

    folder = load_pack().root / "yara"
    sample = b'<%@ Page Language="none" %> inert: File.Write' + b'AllText( Request["example"'
    files = {"sample.txt": sample, **{path.name: path.read_bytes() for path in folder.iterdir()}}
    rules = load_yara([], own=[folder], cache=tmp_path / "cache")
    blind = replace(rules, files=frozenset())
    assert YaraFiles(blind).look(*row(sample, "x.aspx")).sightings
    kept = [path.read_bytes() for path in (tmp_path / "cache" / "yara").glob("*.sealed")]
    assert kept
    for data in (make(files=files), make(files=files, signed=False), *kept):
        assert b"Request" not in data
        assert not YaraFiles(blind).look(*row(data, "x.aspx")).sightings

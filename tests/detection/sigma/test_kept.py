"""Loaded rules out of the cache are the rules that loading gives."""

import shutil
import zipfile
from pathlib import Path

import pytest

from indicia.detection.cache import Cache
from indicia.detection.sigma.kept import kept_rules
from indicia.detection.sigma.rule import LoadedRules
from indicia.detection.sigma.rules import load_rules
from indicia.knowledge.packs.load import load_pack

PACK = load_pack().rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of rules, one of them broken."""
    target = tmp_path / "rules"
    shutil.copytree(PACK, target)
    (target / "broken.yml").write_text("title: [")
    return target


class Loads:
    """Counts how often rules are really loaded."""

    def __init__(self, *paths: Path) -> None:
        self.paths = paths
        self.count = 0

    def __call__(self) -> LoadedRules:
        self.count += 1
        return load_rules(self.paths, own=True)


def test_rules_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    """Rules, bindings and refusals are equal, and nothing was loaded the second time."""
    cache, load = Cache(tmp_path / "cache"), Loads(folder)
    first = kept_rules(cache, [folder], load)
    again = kept_rules(cache, [folder], load)
    assert load.count == 1
    assert again == first
    assert again.refused
    assert [rule.detector.bindings[0].condition for rule in again.rules] == [
        rule.detector.bindings[0].condition for rule in load_rules([folder], own=True).rules
    ]


@pytest.mark.parametrize("change", ["text", "name", "added", "removed", "word"])
def test_any_change_loads_anew(folder: Path, tmp_path: Path, change: str) -> None:
    """A rule changed, renamed, added or gone, or another setting, is never met with what was kept."""
    cache, load = Cache(tmp_path / "cache"), Loads(folder)
    kept_rules(cache, [folder], load, ("one",))
    file = sorted(folder.rglob("*.yml"))[0]
    match change:
        case "text":
            file.write_text(file.read_text() + "\n# changed\n")
        case "name":
            file.rename(file.with_name("other.yml"))
        case "added":
            shutil.copy(file, folder / "copy.yml")
        case "removed":
            file.unlink()
    kept_rules(cache, [folder], load, ("two" if change == "word" else "one",))
    assert load.count == 2


@pytest.mark.parametrize("place", [0, 40, 2000, -1])
def test_damaged_files_are_not_believed(folder: Path, tmp_path: Path, place: int) -> None:
    """One changed byte anywhere in what was kept means loading again."""
    cache, load = Cache(tmp_path / "cache"), Loads(folder)
    first = kept_rules(cache, [folder], load)
    (kept,) = (tmp_path / "cache").iterdir()
    data = bytearray(kept.read_bytes())
    data[place] ^= 1
    kept.write_bytes(data)
    assert kept_rules(cache, [folder], load) == first
    assert load.count == 2


def test_an_archive_is_told_by_its_bytes(folder: Path, tmp_path: Path) -> None:
    """A zip archive of rules is kept and known again like a folder."""
    path = tmp_path / "rules.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*.yml")):
            archive.write(file, file.name)
    cache, load = Cache(tmp_path / "cache"), Loads(path)
    assert kept_rules(cache, [path], load) == kept_rules(cache, [path], load)
    assert load.count == 1

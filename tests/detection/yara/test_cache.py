"""Compiled rules are taken back only when this user's own run wrote them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.detection.yara import rules as module
from indicia.detection.yara.cache import Cache
from indicia.detection.yara.rules import YaraSet

Load = Callable[..., YaraSet]
RULE = {"a.yar": "rule a { condition: true }\nrule bad { condition: $x }"}


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time rules were really compiled."""
    done: list[str] = []
    real = module._compiled

    def count(gathered: object, digest: str) -> YaraSet:
        done.append(digest)
        return real(gathered, digest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(module, "_compiled", count)
    return done


def sealed(folder: Path) -> Path:
    (path,) = (folder / "yara").glob("*.sealed")
    return path


def test_the_second_load_compiles_nothing_and_is_equal(load: Load, tmp_path: Path, compiled: list[str]) -> None:
    """A set from the cache equals the set as compiled, its refusals too."""
    one = load(RULE, cache=tmp_path / "cache")
    two = load(RULE, cache=tmp_path / "cache")
    assert one == two
    assert len(compiled) == 1
    assert (tmp_path / "cache" / "yara").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "cache" / "yara" / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", [0, 20, 31, 32, 40, -1])
def test_any_changed_byte_means_compiling_again(load: Load, tmp_path: Path, compiled: list[str], place: int) -> None:
    """A changed byte of seal, description or compiled rules is never handed to the engine."""
    one = load(RULE, cache=tmp_path / "cache")
    path = sealed(tmp_path / "cache")
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert load(RULE, cache=tmp_path / "cache") == one
    assert len(compiled) == 2


def test_a_set_sealed_with_another_key_or_under_another_name_is_not_taken(tmp_path: Path) -> None:
    """A file carried over from elsewhere, or renamed, does not open."""
    Cache(tmp_path / "one").put("a", b"content")
    assert Cache(tmp_path / "one").get("a") == b"content"
    path = sealed(tmp_path / "one")
    path.with_name("b.sealed").write_bytes(path.read_bytes())
    path.with_name("b.sealed").chmod(0o600)
    assert Cache(tmp_path / "one").get("b") is None
    Cache(tmp_path / "two").put("a", b"other")
    sealed(tmp_path / "two").write_bytes(path.read_bytes())
    assert Cache(tmp_path / "two").get("a") is None


def test_a_folder_others_can_enter_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Folder, key and file have to be this user's alone; otherwise nothing is read or written, and the log says so."""
    Cache(tmp_path).put("a", b"content")
    (tmp_path / "yara").chmod(0o750)
    assert Cache(tmp_path).get("a") is None
    assert "0700" in caplog.text
    (tmp_path / "yara").chmod(0o700)
    assert Cache(tmp_path).get("a") == b"content"
    (tmp_path / "yara" / "key").chmod(0o640)
    assert Cache(tmp_path).get("a") is None


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A cache folder or file that is a link is not used."""
    Cache(tmp_path / "real").put("a", b"content")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "yara").symlink_to(tmp_path / "real" / "yara")
    assert Cache(tmp_path / "linked").get("a") is None
    path = sealed(tmp_path / "real")
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert Cache(tmp_path / "real").get("a") is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_made_is_no_error(load: Load, tmp_path: Path) -> None:
    """Without room for a cache rules are compiled each time."""
    (tmp_path / "closed").mkdir(mode=0o500)
    assert load(RULE, cache=tmp_path / "closed" / "cache").rules

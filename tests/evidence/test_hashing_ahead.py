"""What a thread has hashed is used for the very file it hashed, and for no other."""

import hashlib
import os
from pathlib import Path

import pytest

from indicia.config import Settings
from indicia.evidence import hashing_ahead
from indicia.evidence.hashing_ahead import HashingAhead
from indicia.evidence.intake import Intake, Item

SIZES = {"a.log": 10, "b.log": 5_000, "deep/c.log": 9_000, "d.log": 7_000}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small files and such as count for large here."""
    root = tmp_path / "evidence"
    for name, size in SIZES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * (size // len(name)))
    return root


def taken(folder: Path, spool: Path, ahead: HashingAhead | None) -> list[object]:
    """What the intake says of a folder, and how many bytes it says it hashed."""
    told: list[int] = []
    with Intake([folder], Settings(), spool, told.append, ahead) as intake:
        found: list[object] = list(intake.items())
    return [*found, sum(told)]


def test_the_intake_says_the_same(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without a thread that began before, whatever it hashes at a time: the same files, hashes and heads."""
    alone = taken(folder, tmp_path / "s", None)
    for piece in (2**16, 4096):
        monkeypatch.setattr(hashing_ahead, "_PIECE", piece)
        with HashingAhead([folder], Settings().limits.content_bytes, large=4_000) as ahead:
            ahead._thread.join()
            assert ahead.at_work
            assert sorted(path.name for path in ahead._found) == ["b.log", "c.log", "d.log"]
            assert taken(folder, tmp_path / "s", ahead) == alone
            # Of what was asked for nothing is left.
            assert not ahead._found
    assert all(isinstance(item, Item) for item in alone[:-1])


def test_it_hashes_what_it_says(folder: Path) -> None:
    """The hash is of all bytes, the head of the first ones."""
    path = folder / "b.log"
    with HashingAhead([path], 100, large=4_000) as ahead:
        ahead._thread.join()
        found = ahead.of(path, path.stat())
    assert found is not None
    assert (found.head, found.size) == (path.read_bytes()[:100], path.stat().st_size)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("change", ["content", "longer", "another file"])
def test_a_file_that_changed_meanwhile_is_hashed_anew(folder: Path, tmp_path: Path, change: str) -> None:
    """Whatever happened to it since, the bytes that are there when it is taken in are the ones that count."""
    path = folder / "b.log"
    with HashingAhead([folder], Settings().limits.content_bytes, large=4_000) as ahead:
        ahead._thread.join()
        if change == "another file":
            other = folder / "new"
            other.write_bytes(bytes(path.stat().st_size))
            os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
            other.replace(path)
        else:
            before = path.stat()
            path.write_bytes(path.read_bytes()[::-1] + (b"x" if change == "longer" else b""))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1000))
        items = taken(folder, tmp_path / "s", ahead)
    (item,) = [item for item in items if isinstance(item, Item) and item.evidence.path.endswith("b.log")]
    assert item.evidence.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert item.head == path.read_bytes()


def test_small_and_missing_files_leave_it_idle(folder: Path) -> None:
    """Nothing is hashed ahead of what is small, and what is not there is nobody's fault yet."""
    for paths in ([folder], [folder / "none"], [folder / "a.log"]):
        with HashingAhead(paths, 100) as ahead:
            ahead._thread.join()
            assert not ahead.at_work


def test_no_thread_is_left(folder: Path) -> None:
    """Asked for another file than the one at hand it stops: processes are started next."""
    with HashingAhead([folder], 100, large=4_000) as ahead:
        small = folder / "a.log"
        assert ahead.of(small, small.stat()) is None
        assert not ahead._thread.is_alive()

"""What a thread has hashed is used for the very file it hashed, and for no other."""

import hashlib
import os
from pathlib import Path

import pytest

from indicia.config import Settings
from indicia.evidence import hashing_ahead
from indicia.evidence.hashing_ahead import HashingAhead
from indicia.evidence.intake import Intake, Item
from indicia.model.evidence import Fault

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
        with HashingAhead([folder], large=4_000, worth=4_000) as ahead:
            ahead._thread.join()
            assert ahead.at_work
            assert sorted(path.name for path in ahead._found) == ["b.log", "c.log", "d.log"]
            assert taken(folder, tmp_path / "s", ahead) == alone
            # Of what was asked for nothing is left.
            assert not ahead._found
    assert all(isinstance(item, Item) for item in alone[:-1])


def test_it_hashes_what_it_says(folder: Path) -> None:
    """The hash is of all bytes."""
    path = folder / "b.log"
    with HashingAhead([path], large=4_000) as ahead:
        ahead._thread.join()
        found = ahead.of(path, path.stat())
    assert found is not None
    assert found == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


def test_large_ones_come_first(folder: Path) -> None:
    """They take longest to read; smaller ones follow while there is time, and small ones are left."""
    with HashingAhead([folder], large=6_000, worth=4_000) as ahead:
        ahead._thread.join()
        met = [path.name for path in ahead._found]
        assert ahead.at_work
    assert sorted(met[:2]) == ["c.log", "d.log"]
    assert met[2:] == ["b.log"]


@pytest.mark.parametrize("change", ["content", "longer", "another file"])
def test_a_file_that_changed_meanwhile_is_hashed_anew(folder: Path, tmp_path: Path, change: str) -> None:
    """Whatever happened to it since, the bytes that are there when it is taken in are the ones that count."""
    path = folder / "b.log"
    with HashingAhead([folder], large=4_000, worth=4_000) as ahead:
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
        with HashingAhead(paths) as ahead:
            ahead._thread.join()
            assert not ahead.at_work


def test_no_thread_is_left(folder: Path) -> None:
    """Asked for any file it begins with no other one, and ends before processes are started."""
    with HashingAhead([folder], large=4_000) as ahead:
        small = folder / "a.log"
        assert ahead.of(small, small.stat()) is None
        ahead.finish()
        assert not ahead._thread.is_alive()


def test_processes_do_not_wait_for_a_file_of_which_much_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is hashed anew when it is taken in, by which time others are being read."""
    path = folder / "deep/c.log"
    monkeypatch.setattr(hashing_ahead, "_REST", 1_000)
    monkeypatch.setattr(hashing_ahead, "_PIECE", 4_096)
    with HashingAhead([path], large=4_000) as ahead:
        ahead._thread.join()
        assert list(ahead._found) == [path]
        ahead._wanted = True
        ahead._found.clear()
        ahead._hash(path)
        assert ahead.of(path, path.stat()) is None


def test_a_file_that_changes_after_it_was_hashed_is_not_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its beginning is read when it is taken in, and has to be that of what was hashed, whatever its times say."""
    path = folder / "b.log"
    asked = HashingAhead.of

    def changed(ahead: HashingAhead, of: Path, now: os.stat_result) -> object:
        hashed = asked(ahead, of, now)
        if of == path:
            path.write_bytes(path.read_bytes()[::-1])
            os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns))
        return hashed

    monkeypatch.setattr(HashingAhead, "of", changed)
    with HashingAhead([folder], large=4_000) as ahead:
        ahead._thread.join()
        items = taken(folder, tmp_path / "s", ahead)
    (fault,) = [item for item in items if isinstance(item, Fault)]
    assert fault.path.endswith("b.log")
    assert "changed while it was read" in fault.reason

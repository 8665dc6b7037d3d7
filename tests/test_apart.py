"""What is made in a process of its own arrives, with what it tells on the way; what fails there gives nothing."""

import os
import sys
import time
from pathlib import Path

import pytest

from indicia.apart import Apart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made on Linux only")


def test_made_elsewhere() -> None:
    """The bytes and what was told come from another process, in order."""
    told: list[tuple[str, int, int]] = []
    apart = Apart(lambda *line: told.append(line))

    def make() -> bytes:
        apart("making", 1, 2)
        apart("making", 2, 2)
        return f"{os.getpid()}".encode() + b"x" * 300_000

    data = apart.made(make)
    assert data is not None
    assert int(data.rstrip(b"x")) != os.getpid()
    assert told == [("making", 1, 2), ("making", 2, 2)]


def test_what_fails_there_gives_nothing() -> None:
    """An error in the copy is nobody's here: whoever asked makes it himself and meets it."""

    def make() -> bytes:
        raise ValueError("no such rules")

    assert Apart(lambda *_: None).made(make) is None


def test_something_else_meanwhile() -> None:
    """What was begun goes on beside its asker, tells nobody, and gives the same."""
    told: list[tuple[str, int, int]] = []
    apart = Apart(lambda *line: told.append(line))

    def make() -> bytes:
        for done in range(20_000):
            apart("making", done, 20_000)
        return f"{os.getpid()}".encode() + b"x" * 300_000

    with apart.begun(make) as begun:
        apart("here", 1, 1)
        data = begun.made()
    assert data is not None
    assert int(data.rstrip(b"x")) != os.getpid()
    assert told == [("here", 1, 1)]


def test_who_leaves_ends_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what nobody wants any longer, and no process is left behind."""
    begun_at, fork = time.monotonic(), os.fork
    copies: list[int] = []

    def forked() -> int:
        copies.append(fork())
        return copies[-1]

    monkeypatch.setattr(os, "fork", forked)
    with pytest.raises(ZeroDivisionError), Apart(lambda *_: None).begun(lambda: time.sleep(60)):
        raise ZeroDivisionError
    with Apart(lambda *_: None).begun(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - begun_at < 30
    assert len(copies) == 2
    for copy in copies:
        with pytest.raises(ChildProcessError):
            os.waitpid(copy, 0)


def test_copies_of_copies() -> None:
    """A copy may have something made by copies of its own."""
    apart = Apart(lambda *_: None)

    def make() -> bytes:
        with apart.begun(lambda: b"one") as one, apart.begun(lambda: b"two") as two:
            return b" ".join([one.made() or b"", two.made() or b"", apart.made(lambda: b"three") or b""])

    assert apart.made(make) == b"one two three"


def test_no_room_for_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then there is none, and whoever asked makes it himself."""

    def no_room() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_room)
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert Apart(lambda *_: None).made(lambda: b"made") is None
    with Apart(lambda *_: None).begun(lambda: b"made") as begun:
        assert begun.made() is None
    assert len(list(Path("/proc/self/fd").iterdir())) == before

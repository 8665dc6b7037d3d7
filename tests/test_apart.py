"""What is made in a process of its own arrives, with what it tells on the way; what fails there gives nothing."""

import os
import sys

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

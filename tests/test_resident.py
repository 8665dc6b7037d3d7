"""Memory given back while a process goes on: it gets less, nothing else changes, and what was written stays."""

import mmap
import os
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from indicia import resident
from indicia.resident import drop_pages, look, of_libraries

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone is asked to give pages back")

_HEAD = "{} {} 00000000 fe:00 {} {}\nSize: 64 kB\nRss: 64 kB\nAnonymous: {} kB\nVmFlags: rd ex\n"


def mappings(*lines: tuple[str, str, int, str, int]) -> bytes:
    """What the kernel says of such mappings."""
    return "".join(_HEAD.format(*line) for line in lines).encode()


def test_only_what_lies_in_libraries_is_let_go() -> None:
    """Code and constants; not what was written to, what belongs to no file or to one without code, or is shared."""
    told = mappings(
        ("1000-2000", "r--p", 7, "/lib/a b.so", 0),
        ("2000-3000", "r-xp", 7, "/lib/a b.so", 0),
        ("3000-4000", "r--p", 7, "/lib/a b.so", 4),
        ("4000-5000", "rw-p", 7, "/lib/a b.so", 0),
        ("5000-6000", "r-xp", 8, "/lib/patched.so", 4),
        ("6000-7000", "r--p", 8, "/lib/patched.so", 0),
        ("7000-8000", "r--p", 9, "/evidence/log", 0),
        ("8000-9000", "r-xp", 0, "[vdso]", 0),
        ("9000-a000", "r-xs", 10, "/lib/shared.so", 0),
        ("a000-b000", "r-xp", 0, "/memfd:code (deleted)", 0),
    )
    assert of_libraries(told) == [(0x1000, 0x2000), (0x2000, 0x3000)]


def test_damaged_lines_are_passed_over() -> None:
    """Whatever else a kernel says."""
    assert of_libraries(b"") == []
    assert of_libraries(b"1000-2000 r-xp 0 fe:00 7 /lib/x.so\nSize: 4 kB\n") == []


@linux
def test_everything_goes_on(tmp_path: Path) -> None:
    """Libraries do what they did, and a private mapping keeps what was written to it."""
    import re2

    path = tmp_path / "file"
    path.write_bytes(b"a" * 2 * mmap.PAGESIZE)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as held:
        held[:3] = b"xyz"
        for _ in range(3):
            drop_pages()
            assert re2.search("x.z", held[:9].decode()) is not None
        assert bytes(held[:4]) == b"xyza"


_MUCH = """
from pathlib import Path
from indicia import resident
resident._State.last = -resident._STEP
def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])
import hyperscan, re2, ssl, yara_x, zstandard
held = [bytes(1000) for _ in range(50_000)]
last = bytes(1000)
del held
before = pages()
resident.look()
print(before - pages(), pages())
held = [bytes(1000) for _ in range(100)]
resident.look()
"""


@linux
def test_there_is_less_of_it() -> None:
    """What was freed and pages of libraries: more than 40 MB of what a process made and let go of again."""
    done = subprocess.run([sys.executable, "-c", _MUCH], capture_output=True, check=True, text=True)
    less, left = map(int, done.stdout.split())
    assert less * mmap.PAGESIZE > 40 * 2**20, (less, left)


@linux
def test_little_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process below the mark looks and does nothing; one above does so once, and not again the next moment."""
    done: list[int] = []
    monkeypatch.setattr(resident, "give_back_idle", lambda: done.append(1))
    for name, value in {"last": 10**12, "looked": -1.0, "done": process_time() + 10**6, "took": 0.0}.items():
        monkeypatch.setattr(resident._State, name, value)
    look()
    assert not done
    monkeypatch.setattr(resident._State, "looked", -1.0)
    monkeypatch.setattr(resident._State, "last", -(10**12))
    look()
    monkeypatch.setattr(resident, "_PRESSING", ())
    monkeypatch.setattr(resident._State, "last", 10**12)
    monkeypatch.setattr(resident._State, "looked", -1.0)
    look()
    assert len(done) == 1


@linux
def test_a_copy_of_the_process_begins_anew() -> None:
    """Its processor time begins at nought, so what the process noted would keep it from looking for as long."""
    resident._State.looked, resident._State.last = 10.0**6, 10**12
    try:
        child = os.fork()
        if not child:
            os._exit(0 if resident._State.looked == 0 and resident._State.last < resident.HIGH else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        resident._begin()

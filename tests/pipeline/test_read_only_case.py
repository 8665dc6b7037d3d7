"""A case that may be read and not written, on sealed media or of another user, can be read in every way."""

import codecs
import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.cli.main import main

NOBODY = 65534


def as_reader(work: Callable[[], int], told: Path) -> int:
    """What work gives where the user may not write what is not theirs: root does it as somebody else.

    The child has imported what it needs: whoever it becomes may not be able to read the interpreter's folder.
    """
    if os.getuid() != 0:
        return work()
    for codec in ("utf-8-sig", "utf-16", "latin-1", "idna"):
        codecs.lookup(codec)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            code = work()
        except BaseException:
            told.write_text(traceback.format_exc())
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture
def sealed(attacked: Path, tmp_path: Path):
    """A case of the attacked server; nothing in it can be written, and all of it can be read."""
    case = tmp_path / "case"
    main(["scan", str(attacked), "--case", str(case), "-q", "--no-installed"])
    closed = [path for path in tmp_path.parents if path.stat().st_uid == os.getuid() and not path.stat().st_mode & 0o5]
    modes = {path: path.stat().st_mode for path in closed}
    for path in closed:
        path.chmod(0o755)
    folders = [case, *(path for path in case.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    tmp_path.chmod(0o755)
    yield case
    for path, mode in modes.items():
        path.chmod(mode)
    for folder in folders:
        folder.chmod(0o755)


@pytest.mark.parametrize("verb", [["verify"], ["timeline", "--all", "iis", "--out"], ["report"], ["show", "F1"]])
def test_a_sealed_case_is_read(sealed: Path, tmp_path: Path, verb: list[str]) -> None:
    """It is verified, shown and put in order of time, and says the same as one that can be written."""
    room = tmp_path / "room"
    room.mkdir(mode=0o777)
    room.chmod(0o777)

    def work() -> int:
        name = verb[0]
        more = [str(room / f"{os.getuid()}.csv")] if verb[-1] == "--out" else []
        return main([name, str(sealed), *verb[1:], *more])

    sealed.chmod(0o755)
    usual = work()
    sealed.chmod(0o555)
    told = room / "told"
    assert as_reader(work, told) == usual, told.read_text() if told.is_file() else ""
    made = sorted(room.glob("*.csv"))
    assert len({path.read_bytes() for path in made}) <= 1

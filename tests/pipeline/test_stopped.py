"""Scans that are stopped, and two of them in one case."""

import multiprocessing
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from tests.pipeline.reading.test_parts import listed
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.errors import CaseError
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Kind
from indicia.pipeline.reading import work
from indicia.pipeline.reading.units import plan


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load_ruleset(load_pack(), Sources(), Settings().limits)


def slow(*_: object) -> None:
    """What a worker is at for longer than anybody waits."""
    time.sleep(60)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers do not have what is patched here")
def test_stopped_it_does_not_wait_for_workers(
    ruleset: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends the workers, whatever they are at, and leaves none behind."""
    monkeypatch.setattr(work, "perform", slow)
    monkeypatch.setattr(work, "SMALL", 0)
    for number in range(4):
        (tmp_path / f"u_ex{number}.log").write_text(IIS_HEAD + iis_row("04:00:00", "GET", f"/{number}", 200))
    units = plan([listed(path, Kind.IIS) for path in sorted(tmp_path.iterdir())])
    begun = time.monotonic()
    with (
        pytest.raises(KeyboardInterrupt),
        work.Crew(ruleset, Settings(workers=2), None, lambda unit, reading: reading) as crew,
    ):
        crew.begin(units)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 30
    assert not multiprocessing.active_children()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_told_to_end_it_removes_what_it_unpacked(tmp_path: Path) -> None:
    """What a time limit sends (SIGTERM) ends as Ctrl-C does: code 4, a line that says so, no copies of evidence."""
    log = tmp_path / "u_ex.log"
    log.write_text(IIS_HEAD + iis_row("04:00:00", "GET", "/", 200) * 200_000)
    with tarfile.open(tmp_path / "triage.tgz", "w:gz") as archive:
        archive.add(log)
    case = tmp_path / "case"
    process = subprocess.Popen(
        [sys.executable, "-m", "indicia.cli.main", "scan", str(tmp_path / "triage.tgz"), "--case", str(case)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while not (case / "spool" / "unpacked").exists() and process.poll() is None:
        time.sleep(0.005)
    process.terminate()
    _, said = process.communicate()
    assert process.returncode == 4
    assert b"stopped; the same command goes on" in said
    assert not (case / "spool").exists()


def test_two_scans_do_not_share_a_case(tmp_path: Path) -> None:
    """The second is told so and touches nothing of the first; afterwards the case is free."""
    case = tmp_path / "case"
    with Case.taken(case):
        (case / ".new-abc").write_bytes(b"half")
        with pytest.raises(CaseError, match="another scan is at work"), Case.taken(case, wait=0.1):
            pass
        assert (case / ".new-abc").exists()
    with Case.taken(case, wait=0.1):
        assert not (case / ".new-abc").exists()

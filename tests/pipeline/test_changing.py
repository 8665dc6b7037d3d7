"""Evidence that changes, goes or holds nothing while it is scanned."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Result
from indicia.pipeline.progress import Silent
from indicia.pipeline.scan import Order, scan
from indicia.report.page.result import page
from indicia.report.terminal.case.result import print_result


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture
def server(tmp_path: Path) -> Path:
    folder = tmp_path / "server"
    folder.mkdir()
    for name in ("u_ex1.log", "u_ex2.log"):
        (folder / name).write_text(IIS_HEAD + iis_row("04:00:00", "GET", "/", 200))
    return folder


class Between(Silent):
    """Does something when all is listed and nothing is read."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act

    def reading(self, files: int, size: int) -> None:
        """Now."""
        self._act()


def scanned(folder: Path, ruleset: Ruleset, act: Callable[[], object] = lambda: None) -> Result:
    order = Order(arguments=(folder,), settings=Settings(workers=1))
    return scan(order, Case.create(folder.parent / "case"), ruleset, Between(act))


def told(result: Result) -> dict[str, str]:
    return {fault.path: fault.reason for fault in result.faults if "while the scan ran" in fault.reason}


def test_a_log_that_grows_is_named(server: Path, ruleset: Ruleset) -> None:
    """Its hash is of what it was when it was listed; read again it is as any other."""

    def grow() -> None:
        with (server / "u_ex1.log").open("a") as log:
            log.write(iis_row("05:00:00", "GET", "/", 200))

    assert list(told(scanned(server, ruleset, grow))) == ["server/u_ex1.log"]
    assert told(scanned(server, ruleset)) == {}


def test_a_log_that_is_replaced_by_one_of_the_same_size_is_named(server: Path, ruleset: Ruleset) -> None:
    """Also where the times of the new one are those of the old one."""

    def swap() -> None:
        log = server / "u_ex2.log"
        was = log.stat()
        new = log.with_suffix(".new")
        new.write_bytes(b"x" * was.st_size)
        os.utime(new, ns=(was.st_atime_ns, was.st_mtime_ns))
        new.replace(log)

    assert list(told(scanned(server, ruleset, swap))) == ["server/u_ex2.log"]


def test_what_comes_meanwhile_is_said_of_the_collection(server: Path, ruleset: Ruleset) -> None:
    """It is in no listing, so there is no file to name."""
    faults = told(scanned(server, ruleset, (server / "late.log").touch))
    assert faults == {"server": "files came, went or changed while the scan ran; scan again"}


def test_a_log_that_goes_is_named_as_the_collection_names_it(server: Path, ruleset: Ruleset) -> None:
    """Not by the path on this machine, which is in no other result of the same evidence."""
    result = scanned(server, ruleset, (server / "u_ex1.log").unlink)
    assert list(told(result)) == ["server/u_ex1.log"]
    reasons = {fault.reason for fault in result.faults}
    assert "could not be read to its end: No such file or directory" in reasons
    assert not [reason for reason in reasons if str(server) in reason]


def test_an_empty_log_is_named(server: Path, ruleset: Ruleset, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy that failed leaves a log without a byte; it is no log that had nothing to say."""
    (server / "Security.evtx").touch()
    result = scanned(server, ruleset)
    print_result(result, server / "report.html", quiet=False, verbose=False)
    assert "empty    logs without a byte: server/Security.evtx" in capsys.readouterr().out
    assert "Logs without a byte: server/Security.evtx." in page(result)


def test_where_nothing_could_be_looked_at_nothing_was_seen_is_not_said(tmp_path: Path, ruleset: Ruleset) -> None:
    """A log that nobody here reads says nothing either way."""
    folder = tmp_path / "firewall"
    folder.mkdir()
    (folder / "fw.log").write_text("devname=FW01 srcip=10.0.0.1 dstip=203.0.113.7 action=accept\n" * 50)
    (host,) = scanned(folder, ruleset).hosts
    assert host.verdict == "cannot tell"
    assert host.sentence == (
        "nothing in this evidence is a log or an export of a known kind, so it says nothing either way"
    )

"""From files to a verdict, and the same bytes whatever happens on the way."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.errors import EvidenceError, NoEvidence
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Result, Standing, Verdict
from indicia.pipeline.progress import Silent
from indicia.pipeline.scan import Order, scan
from indicia.pipeline.verify import verify


@pytest.fixture(scope="module")
def ruleset():
    """The built-in pack and analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


def run(folder: Path, case: Path, ruleset, **settings) -> Result:
    """Scan a folder."""
    return scan(Order(arguments=(folder,), settings=Settings(**settings)), Case.create(case), ruleset)


def files(case: Path) -> dict[str, bytes]:
    """Every file of a case but the two that know the machine: custody (times) and intake (inodes)."""
    return {
        str(path.relative_to(case)): path.read_bytes()
        for path in sorted(case.rglob("*"))
        if path.is_file() and path.name not in ("custody.jsonl", "intake.json", "case.json")
    }


def test_an_attack_is_seen_and_said(attacked: Path, tmp_path: Path, ruleset) -> None:
    """The host is named by its records, the verdict is exploited, each sentence rests on findings."""
    result = run(attacked, tmp_path / "c", ruleset)
    (host,) = result.hosts
    assert (host.host, host.verdict, result.exit_code) == ("EX07", Verdict.EXPLOITED, 1)
    assert host.incidents[0].clients == ("203.0.113.9",)
    assert {step.finding for step in host.incidents[0].steps} <= {finding.id for finding in result.findings}
    assert "lacks Mar21SU" in host.patched
    standing = {source.source: source.standing for source in host.coverage}
    assert standing["iis"] is Standing.PARTIAL
    assert standing["ecp_server"] is Standing.MISSING


def test_a_result_survives_its_json(attacked: Path, tmp_path: Path, ruleset) -> None:
    """A saved result is the result."""
    result = run(attacked, tmp_path / "c", ruleset)
    assert Case.open(tmp_path / "c").result() == result


def test_the_way_does_not_matter(attacked: Path, tmp_path: Path, ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the filter, with two processes, or a second time: the same bytes."""
    monkeypatch.setattr("indicia.pipeline.reading.work.SMALL", 0)
    run(attacked, tmp_path / "a", ruleset)
    run(attacked, tmp_path / "b", ruleset, prefilter=False)
    run(attacked, tmp_path / "c", ruleset, workers=2)
    assert files(tmp_path / "a") == files(tmp_path / "b") == files(tmp_path / "c")
    before = files(tmp_path / "a")
    run(attacked, tmp_path / "a", ruleset)
    assert files(tmp_path / "a") == before


class Interrupting(Silent):
    """Ends the scan, as Ctrl-C does, while what lies behind the logs is hashed and a reading of one is there."""

    def __init__(self, root: Path, logs: int) -> None:
        """`logs`: bytes of the logs, which are hashed first."""
        self.root = root
        self.left = logs

    def taking_in(self, size: int) -> None:
        """Bytes were hashed."""
        self.left -= size
        if self.left >= 0:
            return
        for _ in range(300):
            if any(self.root.glob("findings/*/*.parquet")):
                raise KeyboardInterrupt
            time.sleep(0.1)


def test_a_scan_that_ends_while_it_reads_ahead_goes_on(
    attacked: Path, tmp_path: Path, ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logs are read before all evidence is hashed; what such a scan leaves is a case, and the next one goes on."""
    monkeypatch.setattr("indicia.pipeline.reading.work.SMALL", 0)
    (attacked / "notes.txt").write_text("behind both logs")
    logs = sum(path.stat().st_size for path in attacked.rglob("*.[lL][oO][gG]"))
    order = Order(arguments=(attacked,), settings=Settings(workers=2))
    with pytest.raises(KeyboardInterrupt):
        scan(order, Case.create(tmp_path / "stopped"), ruleset, Interrupting(tmp_path / "stopped", logs))
    assert any((tmp_path / "stopped").glob("findings/*/*.parquet"))
    assert not (tmp_path / "stopped" / "intake.json").exists()
    run(attacked, tmp_path / "stopped", ruleset, workers=2)
    run(attacked, tmp_path / "whole", ruleset)
    assert files(tmp_path / "stopped") == files(tmp_path / "whole")


class Counting(Silent):
    """Counts what is taken in and read."""

    def __init__(self) -> None:
        self.taken = 0
        self.todo = 0

    def taking_in(self, size: int) -> None:
        """Bytes listed and hashed."""
        self.taken += size

    def reading(self, files: int, size: int) -> None:
        """Files to read."""
        self.todo += files


def test_a_third_run_does_no_work(attacked: Path, tmp_path: Path, ruleset) -> None:
    """On unchanged evidence nothing is hashed and nothing is read; a changed file is."""
    case = Case.create(tmp_path / "c")
    order = Order(arguments=(attacked,))
    scan(order, case, ruleset)
    again = Counting()
    scan(order, case, ruleset, again)
    assert (again.taken, again.todo) == (0, 0)
    log = next(attacked.rglob("u_ex*.log"))
    log.write_text(log.read_text() + "#Date: 2021-03-04 00:00:00\n")
    changed = Counting()
    scan(order, case, ruleset, changed)
    assert changed.taken > 0
    assert changed.todo > 0


def test_a_case_inside_of_the_evidence_is_no_evidence(attacked: Path, ruleset) -> None:
    """`indicia scan .` writes below what it reads: run again it says the same, and verifies."""
    case = attacked / "C" / "case"
    first = run(attacked, case, ruleset)
    before = files(case)
    assert [fault.path for fault in first.faults] == ["triage/C/case"]
    assert "case folder" in first.faults[0].reason
    assert len(first.evidence) == 2
    assert run(attacked, case, ruleset) == first
    assert files(case) == before
    assert not verify(Case.open(case), ruleset, Settings()).doubts


def test_a_damaged_reading_is_made_again(attacked: Path, tmp_path: Path, ruleset) -> None:
    """A reading that rotted in the case is read anew from the evidence."""
    run(attacked, tmp_path / "c", ruleset)
    before = files(tmp_path / "c")
    victim = next((tmp_path / "c" / "findings").rglob("*-httpproxy.parquet"))
    victim.write_bytes(b"rot")
    run(attacked, tmp_path / "c", ruleset)
    assert files(tmp_path / "c") == before


def test_an_empty_folder_is_an_error(tmp_path: Path, ruleset) -> None:
    """Zero evidence is never a clean result."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoEvidence):
        run(tmp_path / "empty", tmp_path / "c", ruleset)


def test_the_period_asked_for_bounds_findings(attacked: Path, tmp_path: Path, ruleset) -> None:
    """What happened outside the period asked for is not judged."""
    from datetime import UTC, datetime

    result = run(attacked, tmp_path / "c", ruleset, since=datetime(2021, 3, 3, 5, tzinfo=UTC))
    assert result.findings == ()
    assert result.hosts[0].verdict is Verdict.CANNOT_TELL


def test_every_byte_is_accounted_for(attacked: Path, tmp_path: Path, ruleset) -> None:
    """For each file records, faults and framing add up to its size."""
    for line in run(attacked, tmp_path / "c", ruleset).evidence:
        account = line.account
        assert account.records + account.faults + account.framing == account.size == line.evidence.size


def command(*arguments: str, **options) -> subprocess.CompletedProcess:
    """The command as a user runs it."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1615680000"}
    return subprocess.run(
        [sys.executable, "-m", "indicia.cli.main", *arguments],
        capture_output=True,
        env=environment,
        check=False,
        **options,
    )


def test_killed_at_any_moment_it_ends_in_the_same_bytes(attacked: Path, tmp_path: Path) -> None:
    """`kill -9` at random moments, then one whole run: all files equal those of an undisturbed scan."""
    assert command("scan", str(attacked), "--case", str(tmp_path / "calm"), "-q").returncode == 1
    dice = random.Random(7)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "indicia.cli.main", "scan", str(attacked), "--case", str(tmp_path / "killed"), "-q"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1615680000"},
        )
        time.sleep(dice.uniform(0.4, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert command("scan", str(attacked), "--case", str(tmp_path / "killed"), "-q").returncode == 1
    assert files(tmp_path / "killed") == files(tmp_path / "calm")
    assert (tmp_path / "killed" / "custody.jsonl").read_bytes() == (tmp_path / "calm" / "custody.jsonl").read_bytes()


def children(process: int) -> list[int]:
    """Processes that this one started; a thread may end while it is looked at."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):
            found.extend(map(int, (task / "children").read_text().split()))
    return found


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")
def test_workers_die_with_a_killed_scan(tmp_path: Path) -> None:
    """`kill -9` of a scan leaves no worker behind."""
    evidence = tmp_path / "logs"
    evidence.mkdir()
    for number in range(2):
        with (evidence / f"u_ex{number}.log").open("w") as file:
            file.write(IIS_HEAD)
            file.write(iis_row("04:00:00", "GET", f"/{number}", 200) * 500_000)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "indicia.cli.main",
            "scan",
            str(evidence),
            "--case",
            str(tmp_path / "c"),
            "--workers",
            "2",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    workers: list[int] = []
    while len(workers) < 2 and process.poll() is None:
        workers = children(process.pid)
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(workers) == 2
    deadline = time.monotonic() + 120
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]


def test_what_stands_is_verified(attacked: Path, tmp_path: Path, ruleset) -> None:
    """Untouched, everything stands."""
    run(attacked, tmp_path / "c", ruleset)
    found = verify(Case.open(tmp_path / "c"), ruleset, Settings())
    assert found.doubts == ()
    assert found.records > 0


def test_changed_evidence_is_named(attacked: Path, tmp_path: Path, ruleset) -> None:
    """One changed byte in a log names the file and the findings that rested on it."""
    run(attacked, tmp_path / "c", ruleset)
    log = next(attacked.rglob("HttpProxy_*.LOG"))
    log.write_text(log.read_text().replace("ServerInfo~a]", "ServerInfo~b]"))
    doubts = verify(Case.open(tmp_path / "c"), ruleset, Settings()).doubts
    assert any(doubt.what == "evidence" and "HttpProxy_" in doubt.why for doubt in doubts)
    assert any(doubt.what.startswith("F") for doubt in doubts)


def test_evidence_that_is_away_is_told_as_that(attacked: Path, tmp_path: Path, ruleset) -> None:
    """Once for each argument, and the rest is read; its records are not counted as read, nor said to have fallen."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "u_ex210301.log").write_text(IIS_HEAD + iis_row("04:11:00", "GET", "/", 200))
    order = Order(arguments=(attacked, other), settings=Settings())
    scan(order, Case.create(tmp_path / "c"), ruleset)
    other.rename(tmp_path / "moved")
    case = Case.open(tmp_path / "c")
    whole = len(case.result().evidence)
    found = verify(case, ruleset, Settings())
    assert [doubt.why for doubt in found.doubts if doubt.what == "evidence"] == [
        f"{other} is not there: 1 file of it could not be hashed again"
    ]
    assert all(doubt.away for doubt in found.doubts) and found.files == whole - 1
    attacked.rename(tmp_path / "gone")
    with pytest.raises(EvidenceError, match="and 1 more: the evidence of this case is not there"):
        verify(case, ruleset, Settings())


def test_a_changed_result_is_named(attacked: Path, tmp_path: Path, ruleset) -> None:
    """A result that somebody edited is no longer what a scan wrote, and the edited record no longer stands."""
    run(attacked, tmp_path / "c", ruleset)
    path = tmp_path / "c" / "result.json"
    data = orjson.loads(path.read_bytes())
    data["findings"][0]["exhibits"][0]["raw"] = "something else"
    path.write_bytes(orjson.dumps(data))
    what = {doubt.what for doubt in verify(Case.open(tmp_path / "c"), ruleset, Settings()).doubts}
    assert "result" in what
    assert data["findings"][0]["id"] in what


def test_a_changed_chain_is_named(attacked: Path, tmp_path: Path, ruleset) -> None:
    """A line taken out of the chain of custody breaks it."""
    run(attacked, tmp_path / "c", ruleset)
    chain = tmp_path / "c" / "custody.jsonl"
    lines = chain.read_bytes().splitlines(keepends=True)
    chain.write_bytes(b"".join(lines[:1] + lines[2:]))
    assert any(doubt.what == "custody" for doubt in verify(Case.open(tmp_path / "c"), ruleset, Settings()).doubts)

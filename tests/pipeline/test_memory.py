"""What a whole scan takes of memory, in a process of its own: little, and not more for longer logs."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux does")

MOST = 110
"""MB; with SigmaHQ's rules some 15 more."""
GROWTH = 10
"""MB that a log of four times the length may take more."""
_LONG = 6_000
"""Bytes of a command, before they are written in hexadecimal."""
_SCAN = """
import json, resource, sys
from indicia.cli.main import main
main(["scan", sys.argv[1], "--case", sys.argv[2], "--workers", "1", "-q"])
loaded = sorted({name.partition(".")[0] for name in sys.modules} & {"pyarrow", "duckdb", "pandas"})
# What `getrusage` says of this process counts that of the tests in, which became this one.
(own,) = [int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")]
most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps({"loaded": loaded, "most": most * 1024 / 1e6}))
"""


def scanned(folder: Path, name: str) -> dict[str, object]:
    """What a scan of the folder told of itself."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", _SCAN, str(folder), str(folder.parent / name)],
        capture_output=True,
        check=True,
        env=environment,
        text=True,
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def events(count: int) -> bytes:
    """Processes that start; a few of them are what rules look for."""
    lines = []
    for number in range(count):
        command = "whoami /all" if number % 500 == 0 else f"tool.exe --number {number}"
        lines.append(
            orjson.dumps(
                {
                    "EventID": 1,
                    "Channel": "Microsoft-Windows-Sysmon/Operational",
                    "SourceName": "Microsoft-Windows-Sysmon",
                    "Hostname": f"srv{number % 40}",
                    "EventTime": f"2024-05-{1 + number % 28:02} 10:{number % 60:02}:00",
                    "Image": "C:\\Windows\\System32\\cmd.exe",
                    "ParentImage": "C:\\Windows\\System32\\inetsrv\\w3wp.exe",
                    "CommandLine": command,
                    "RecordNumber": number,
                }
            )
        )
    return b"\n".join(lines)


def requests(count: int) -> bytes:
    """An IIS log, with statistics and visits that are kept."""
    head = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status time-taken\n"
    rows = [
        f"2024-05-{1 + number % 28:02} 10:{number % 60:02}:00 GET /owa/{number % 300}.aspx - 192.0.2.{number % 250}"
        f" Mozilla/5.0 200 {number % 90}\n"
        for number in range(count)
    ]
    return (head + "".join(rows)).encode()


@pytest.mark.parametrize(("name", "made", "few"), [("log.jsonl", events, 8_000), ("u_ex240501.log", requests, 40_000)])
def test_a_scan_is_small_and_does_not_grow(tmp_path: Path, name: str, made: object, few: int) -> None:
    """Neither Arrow nor a database is loaded; a first run, which makes rules, is no exception, nor is a longer log."""
    assert callable(made)
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / name).write_bytes(made(few))
    first, again = scanned(folder, "one"), scanned(folder, "two")
    (folder / name).write_bytes(made(4 * few))
    longer = scanned(folder, "three")
    for one in (first, again, longer):
        assert one["loaded"] == []
        assert float(str(one["most"])) < MOST, (first, again, longer)
    assert float(str(longer["most"])) - float(str(again["most"])) < GROWTH, (first, again, longer)


def shells(hosts: int, each: int) -> bytes:
    """A shell started by the web server, with a long command that is like no other, some times on many servers."""
    known = random.Random(7)
    lines = []
    for number in range(hosts * each):
        lines.append(
            orjson.dumps(
                {
                    "EventID": 1,
                    "Channel": "Microsoft-Windows-Sysmon/Operational",
                    "SourceName": "Microsoft-Windows-Sysmon",
                    "Hostname": f"srv{number % hosts}",
                    "EventTime": f"2024-05-{1 + number % 28:02} 10:{number % 60:02}:00",
                    "Image": "C:\\Windows\\System32\\cmd.exe",
                    "ParentImage": "C:\\Windows\\System32\\inetsrv\\w3wp.exe",
                    "CommandLine": f"cmd.exe /c whoami {known.randbytes(_LONG).hex()}",
                    "RecordNumber": number,
                }
            )
        )
    return b"\n".join(lines)


def test_a_large_answer_is_not_held(tmp_path: Path) -> None:
    """Records behind findings are put aside, and of long ones few are written at a time: else it is 145 and more."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "log.jsonl").write_bytes(shells(180, 11))
    scanned(folder, "first")
    told = scanned(folder, "one")
    assert (tmp_path / "one" / "result.json").stat().st_size > 2 * 180 * 11 * 2 * _LONG
    assert float(str(told["most"])) < MOST + 25, told

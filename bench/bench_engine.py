"""Speed of prefilter and engine on one core: `pytest bench/bench_engine.py --benchmark-only`.

The numbers to compare between commits are the ratios in `extra_info`: to counting line ends in the same text, which is
as fast as Python can look at lines, to `rg` with the same literals where it is installed, and for events to
`orjson.loads` of each.  Numerator and denominator are taken in turn, in the same run.
"""

import random
import shutil
import statistics
import subprocess
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from indicia.config import Limits
from indicia.detection.conditions.condition import All, Any, Not, contains, ends, equals
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering.literals import TextKind, anchor
from indicia.evidence.events.decoding.shapes import event_of
from indicia.evidence.text.web.iis import read_iis
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Batch, Event, Events, Ledger

LINES = 300_000
EVENTS = 20_000
ROUNDS = 5
STEMS = (
    "/owa/",
    "/mapi/emsmdb/",
    "/EWS/Exchange.asmx",
    "/Microsoft-Server-ActiveSync/default.eas",
    "/ecp/default.aspx",
)
AGENTS = (
    "Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.4266;+Pro)",
    "AMProbe/Local/ClientAccess",
    "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/88.0+Safari/537.36",
)


def iis_log(dice: random.Random, *, escaped: float) -> bytes:
    """A front end's log; this share of its lines holds a percent escape."""
    lines = [
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status "
        "time-taken"
    ]
    for number in range(LINES):
        user = "CONTOSO%5Cuser" if dice.random() < escaped else "user"
        lines.append(
            f"2021-03-{2 + number // 86400:02} {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} "
            f"10.0.0.5 {dice.choice(('GET', 'POST'))} {dice.choice(STEMS)} User={user}{dice.randrange(900)}"
            f"&cafeReqId={dice.getrandbits(128):032x}; 443 CONTOSO\\u{dice.randrange(900)} "
            f"10.1.2.{dice.randrange(256)} {dice.choice(AGENTS)} 200 {dice.randrange(900)}"
        )
        if number % 10_000 == 9_999:
            lines[-1] = lines[-1].replace("/owa/", "/owa/auth/page1.aspx")
    return ("\r\n".join(lines) + "\r\n").encode()


def web_detectors() -> list[Detector]:
    """Sixty rules in the manner of web rules: a path, a method, an agent to leave out."""
    route = Route("web_request")
    made = []
    for number in range(60):
        asked = All(
            (
                equals("cs-method", "POST"),
                contains("cs-uri-query", f"/owa/auth/page{number}.aspx", f"/ecp/page{number}.js"),
                Any((contains("cs-user-agent", "Mozilla/5.0"), ends("cs-uri-stem", f"page{number}.aspx"))),
                Not(contains("cs-user-agent", "AMProbe")),
            )
        )
        made.append(Detector(f"web{number}", (Binding(route, asked),)))
    return made


def batches(log: bytes) -> list[Batch]:
    """The log as its reader gives it; reading is not measured."""
    evidence = Evidence(sha256="00", size=len(log), path="log", scope="s", kind=Kind.IIS)
    return list(read_iis(BytesIO(log), evidence, Ledger(size=len(log), path="log", sha256="00"), Limits()))


def in_turn(*works: Callable[[], object]) -> list[float]:
    """Median seconds of each, taken in turn."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [(0.0, False), (0.3, False), (0.0, True)],
    ids=["no escapes", "escapes in 30 % of lines", "without hyperscan"],
)
def test_iis_lines(benchmark: BenchmarkFixture, tmp_path: Path, escaped: float, plain: bool) -> None:
    """Sixty rules over 300,000 requests, one in 10,000 of them a candidate."""
    log = iis_log(random.Random(1), escaped=escaped)
    blocks = batches(log)
    rules = web_detectors()
    engine = Engine(rules, plain=plain)
    works = [lambda: deque(engine.scan(blocks), maxlen=0), lambda: log.count(b"\n")]
    rg = shutil.which("rg")
    if rg:
        (tmp_path / "log").write_bytes(log)
        literals = [anchor(rule.bindings[0].condition, TextKind.WEB) or frozenset() for rule in rules]
        (tmp_path / "literals").write_bytes(b"\n".join(sorted(frozenset().union(*literals))))
        command = [rg, "-a", "-c", "-i", "-F", "-j1", "-f", str(tmp_path / "literals"), str(tmp_path / "log")]
        works.append(lambda: subprocess.run(command, capture_output=True, check=False))
    seconds = in_turn(*works)
    benchmark.pedantic(works[0], rounds=ROUNDS)
    benchmark.extra_info["MB/s"] = round(len(log) / 1e6 / seconds[0])
    benchmark.extra_info["line ends MB/s"] = round(len(log) / 1e6 / seconds[1])
    benchmark.extra_info["times as long as counting line ends"] = round(seconds[0] / seconds[1], 1)
    if rg:
        benchmark.extra_info["rg MB/s"] = round(len(log) / 1e6 / seconds[2])
        benchmark.extra_info["times as fast as rg"] = round(seconds[2] / seconds[0], 2)


def process_events(dice: random.Random) -> list[Events]:
    """Process creations and file writes of a quiet server, as JSON of 1 to 2 kB."""
    events = []
    for number in range(EVENTS):
        text = orjson.dumps(
            {
                "EventID": dice.choice((1, 11)),
                "Channel": "Microsoft-Windows-Sysmon/Operational",
                "SourceName": "Microsoft-Windows-Sysmon",
                "Hostname": "mail.contoso.example",
                "EventTime": "2021-03-14 01:40:12",
                "Image": f"C:\\Windows\\System32\\tool{dice.randrange(50)}.exe",
                "ParentImage": "C:\\Windows\\System32\\services.exe",
                "CommandLine": f"C:\\Windows\\System32\\tool.exe -k {dice.getrandbits(256):x}",
                "TargetFilename": f"C:\\Windows\\Temp\\{dice.getrandbits(64):x}.tmp",
                "Hashes": f"SHA256={dice.getrandbits(256):064x}",
                "Message": "Process Create: " + "RuleName - UtcTime " * 40,
            }
        )
        identifier = orjson.loads(text)["EventID"]
        decode = partial(event_of, "00", number, len(text), number + 1, text)
        events.append(
            Event("Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", identifier, text, decode)
        )
    return [Events(events=events)]


def event_detectors() -> list[Detector]:
    """1,200 rules for process creations and 200 for file writes."""
    channel = frozenset({"microsoft-windows-sysmon/operational"})
    made = []
    for number in range(1400):
        started = number < 1200
        route = Route("win_event", channels=channel, event_ids=frozenset({1 if started else 11}))
        asked = All(
            (
                ends("Image", f"\\program{number % 300}.exe", "\\cmd.exe"),
                contains("CommandLine" if started else "TargetFilename", f"option-{number}", f"argument{number}"),
            )
        )
        made.append(Detector(f"event{number}", (Binding(route, asked),)))
    return made


def test_events(benchmark: BenchmarkFixture) -> None:
    """1,400 rules over 20,000 events without a candidate; the buckets are built before."""
    made = process_events(random.Random(1))
    engine = Engine(event_detectors())

    def scan() -> None:
        deque(engine.scan(made), maxlen=0)

    def parse() -> None:
        for batch in made:
            for event in batch.events:
                orjson.loads(event.text)

    start = time.perf_counter()
    scan()
    benchmark.extra_info["first round, buckets built, s"] = round(time.perf_counter() - start, 2)
    scanned, parsed = in_turn(scan, parse)
    benchmark.pedantic(scan, rounds=ROUNDS)
    benchmark.extra_info["events/s"] = round(EVENTS / scanned)
    benchmark.extra_info["us/event"] = round(scanned / EVENTS * 1e6, 2)
    benchmark.extra_info["times as long as orjson.loads"] = round(scanned / parsed, 2)

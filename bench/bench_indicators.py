"""Indicators in an IIS log: `python bench/bench_indicators.py [BYTES [INDICATORS]]`, or with pytest like the others.

Numbers to compare between commits are ratios, measured in turn in one run: against `rg` with the same 300 texts, and a
million indicators against 300.  The log is generated: clients of the Internet, referers, a few percent escapes.
"""

import gc
import io
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from indicia.config import Limits
from indicia.detection.extracts import Extracts
from indicia.detection.indicators.indicator_set import IndicatorSet
from indicia.detection.indicators.loading import load_indicators
from indicia.detection.indicators.logs import IndicatorLogs
from indicia.evidence.text.web.iis import read_iis
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

SIZE = 64 * 10**6
ROUNDS = 5
HEADER = (
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)
AGENTS = (
    "Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.4266;+Pro)",
    "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/88.0.4324.150+Safari/537.36",
    "Apple-iPhone12C1/1801.5",
)
STEMS = (
    "/owa/",
    "/mapi/emsmdb/",
    "/EWS/Exchange.asmx",
    "/Microsoft-Server-ActiveSync/default.eas",
    "/owa/auth/logon.aspx",
)
QUERIES = (
    "-",
    "ver=15.1.2176.2",
    "&CorrelationID=<empty>;&cafeReqId={id};",
    "url=https%3a%2f%2fmail.contoso.example%2fowa",
)


def public(dice: random.Random) -> str:
    first = dice.choice((5, 31, 45, 80, 91, 103, 185, 212))
    return f"{first}.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"


def make_log(path: Path, size: int) -> None:
    """Requests of 2,000 clients."""
    dice = random.Random(7)
    clients = [public(dice) for _ in range(2000)]
    with path.open("w", newline="") as file:
        written = file.write(HEADER + "\r\n")
        number = 0
        while written < size:
            lines = []
            for _ in range(2000):
                number += 1
                query = dice.choices(QUERIES, (6, 2, 3, 1))[0].format(id=f"{dice.getrandbits(128):032x}")
                referer = dice.choice(("-", "https://mail.contoso.example/owa/auth/logon.aspx?replaceCurrent=1"))
                lines.append(
                    f"2021-03-{2 + number // 3456000:02} {number // 144000 % 24:02}:{number // 2400 % 60:02}:"
                    f"{number // 40 % 60:02} 10.0.0.5 {dice.choice(('GET', 'POST'))} {dice.choice(STEMS)} {query} 443 "
                    f"CONTOSO\\user{dice.randrange(900)} {dice.choice(clients)} {dice.choice(AGENTS)} {referer} "
                    f"{dice.choice(('200 0 0', '401 2 5', '302 0 0'))} {dice.randrange(900)}\r\n"
                )
            written += file.write("".join(lines))


def make_list(path: Path, count: int) -> list[str]:
    """Half addresses, a fifth domains, a fifth hashes, the rest URLs, file names and paths; none is in the log."""
    dice = random.Random(count)
    values = []
    for number in range(count):
        word = "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=9))
        match number % 10:
            case 0 | 1 | 2 | 3 | 4:
                values.append(
                    f"{dice.randrange(1, 5)}.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(256)}"
                )
            case 5 | 6:
                values.append(f"{word}.{dice.choice(('com', 'net', 'org', 'info', 'ru'))}")
            case 7 | 8:
                values.append(f"{dice.getrandbits(256):064x}")
            case _:
                values.append(
                    dice.choice((f"http://{word}.com/{word[:4]}/x.php", f"{word}.aspx", rf"C:\inetpub\{word}.aspx"))
                )
    path.write_text("\n".join(values), "utf-8")
    return values


def literals(values: list[str]) -> list[str]:
    """What a search with `rg -F` would be given."""
    return [value.removeprefix("http://").rpartition("\\")[2] for value in values]


def scan(log: bytes, consumer: IndicatorLogs | None) -> Callable[[], float]:
    """Read the log, and put the consumer to it where there is one; processor seconds."""
    item = Evidence(sha256="0" * 64, size=len(log), path="u_ex.log", scope="s", kind=Kind.IIS)

    def work() -> float:
        begun = time.process_time()
        one = consumer.start(item, Extracts(None)) if consumer is not None else None
        ledger = Ledger(size=len(log), path="u_ex.log", sha256=item.sha256)
        for batch in read_iis(io.BytesIO(log), item, ledger, Limits()):
            if one is not None:
                for _ in one.feed(batch):
                    pass
        return time.process_time() - begun

    return work


def search(program: str, log: Path, words: Path) -> Callable[[], float]:
    def work() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [program, "-j1", "-a", "-c", "-i", "-F", "-f", str(words), str(log)], check=False, capture_output=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    return work


def resident() -> float:
    """MB of this process now."""
    text = Path("/proc/self/statm").read_text("ascii").split()
    return int(text[1]) * resource.getpagesize() / 1e6


def load(path: Path) -> tuple[IndicatorSet, float, float]:
    gc.collect()
    before, begun = resident(), time.process_time()
    found = load_indicators([path])
    took = time.process_time() - begun
    gc.collect()
    return found, took, resident() - before


def main(size: int = SIZE, many: int = 1_000_000) -> dict[str, float]:
    """The table of ratios, printed and given back."""
    program = shutil.which("rg")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_log(root / "u_ex.log", size)
        words = literals(make_list(root / "300.txt", 300))
        (root / "words").write_text("\n".join(words), "utf-8")
        make_list(root / "many.txt", many)
        few, _, _ = load(root / "300.txt")
        lots, took, grown = load(root / "many.txt")
        log = (root / "u_ex.log").read_bytes()
        before = resident()
        consumers = {"300": IndicatorLogs(few), "many": IndicatorLogs(lots)}
        works = {"read": scan(log, None)} | {name: scan(log, one) for name, one in consumers.items()}
        if program:
            works["rg"] = search(program, root / "u_ex.log", root / "words")
        times: dict[str, list[float]] = {name: [] for name in works}
        for work in works.values():
            work()
        for _ in range(ROUNDS):
            for name, work in works.items():
                times[name].append(work())
        median = {name: statistics.median(found) for name, found in times.items()}
    alone = {name: max(median[name] - median["read"], 1e-9) for name in ("300", "many")}
    mega = size / 1e6
    result = {
        "reader MB/s": mega / median["read"],
        "300: consumer MB/s": mega / alone["300"],
        "300: with reader MB/s": mega / median["300"],
        f"{many:,}: consumer MB/s": mega / alone["many"],
        f"{many:,}: with reader MB/s": mega / median["many"],
        "many / 300, consumers": alone["many"] / alone["300"],
        "many / 300, with reader": median["many"] / median["300"],
        "loading, s": took,
        "set in memory, MB": grown,
        "filters in memory, MB": resident() - before,
    }
    if program:
        result |= {
            "rg MB/s": mega / median["rg"],
            "300 against rg, consumer": median["rg"] / alone["300"],
            "300 against rg, with reader": median["rg"] / median["300"],
        }
    for name, value in result.items():
        print(f"{name:32} {value:10.2f}")
    return result


def test_indicators(benchmark: BenchmarkFixture) -> None:
    """The table; not repeated by the plugin, which times it once."""
    benchmark.extra_info.update(benchmark.pedantic(main, rounds=1))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

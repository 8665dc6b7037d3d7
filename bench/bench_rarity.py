"""Statistics of all requests for scripts over whole IIS logs: what they cost beside reading, and against simpler ways.

    python -m bench.bench_rarity --size 1GB [--rounds 3] [--plain-site]

One table, commands in turn: counting line ends, reading alone, reading with the statistics (one process and two), the
join of all logs, and a loop that splits each line in Python and counts (page, method, agent, status).  Ratios are of
processor time; compare them within one table.
"""

import argparse
import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.process import measure
from indicia.cli.common.own_process import settle


def _newlines(paths: Sequence[Path], scratch: Path) -> None:
    for path in paths:
        with path.open("rb") as stream:
            while piece := stream.read(2**20):
                piece.count(b"\n")


def _split(paths: Sequence[Path], scratch: Path) -> None:
    seen: Counter[tuple[bytes, ...]] = Counter()
    for path in paths:
        with path.open("rb") as stream:
            for line in stream:
                if not line.startswith(b"#"):
                    values = line.split(b" ")
                    seen[values[4], values[3], values[9], values[11]] += 1


def _read(paths: Sequence[Path], scratch: Path, *, counted: bool = False) -> None:
    from indicia.config import Limits
    from indicia.detection.extracts import Extracts
    from indicia.detection.usage.counting import UsageStatistics
    from indicia.evidence.text.web.iis import read_iis
    from indicia.model.evidence import Evidence, Kind
    from indicia.tables.batch import Ledger

    consumer = UsageStatistics()
    for number, path in enumerate(paths):
        size = path.stat().st_size
        digest = f"{number:064x}"
        evidence = Evidence(sha256=digest, size=size, path=path.name, scope="bench", kind=Kind.IIS)
        ledger = Ledger(size=size, path=path.name, sha256=digest)
        with path.open("rb") as stream, Extracts(scratch / path.stem) as extracts:
            counting = consumer.start(evidence, extracts) if counted else None
            for batch in read_iis(stream, evidence, ledger, Limits()):
                if counting is not None:
                    _drawn(counting.feed(batch))
            if counting is not None:
                counting.close()


def _drawn(sightings: Iterable[object]) -> None:
    """Draw what a pass yields; the statistics yield nothing."""
    assert not list(sightings)


def _counted(paths: Sequence[Path], scratch: Path) -> None:
    _read(paths, scratch, counted=True)


def _counted_by_two(paths: Sequence[Path], scratch: Path) -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.starmap(_counted, [([path], scratch) for path in paths], chunksize=1)


def _judged(paths: Sequence[Path], scratch: Path) -> None:
    from indicia.detection.usage.estate import estate

    found: dict[str, list[Path]] = {}
    for path in sorted(scratch.glob("*-usage-*.parquet")):
        found.setdefault("usage-" + path.stem.rsplit("-", 1)[1], []).append(path)
    estate(found)


DAY_BYTES = 2**26
FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)
WAYS: dict[str, Callable[[Sequence[Path], Path], None]] = {
    "line ends": _newlines,
    "read": _read,
    "read + count": _counted,
    "read + count, 2 processes": _counted_by_two,
    "join all logs": _judged,
    "split loop": _split,
}


def plain_site(out: Path, size: int) -> None:
    """Logs of a site where nearly every request is for a script, of many pages and clients; times rise."""
    rng = random.Random(1)
    pages = [f"/{rng.choice(('shop', 'news', 'forum'))}/p{number}.aspx" for number in range(600)]
    weights = [1 / (number + 1) for number in range(600)]
    out.mkdir(parents=True, exist_ok=True)
    for number in range(-(-size // DAY_BYTES)):
        date = f"2023-{number // 28 + 1:02d}-{number % 28 + 1:02d}"
        with (out / f"u_ex{date[2:].replace('-', '')}.log").open("wb") as stream:
            stream.write(f"#Fields: {FIELDS}\r\n".encode())
            second = 0
            while stream.tell() < min(DAY_BYTES, size - number * DAY_BYTES):
                rows = []
                for page in rng.choices(pages, weights, k=20_000):
                    second = min(second + (rng.random() < 0.25), 86_399)
                    rows.append(
                        f"{date} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d} {_rest(rng, page)}"
                    )
                stream.write(("\r\n".join(rows) + "\r\n").encode())


def _rest(rng: random.Random, page: str) -> str:
    """A row behind its time."""
    client = f"198.51.{rng.randrange(30)}.{rng.randrange(256)}"
    agent = f"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+Chrome/1{rng.randrange(30)}.0"
    ends = f"{rng.choice((200, 200, 200, 302, 404))} 0 0 {rng.randrange(900)}"
    method, query = rng.choice(("GET", "GET", "POST")), f"id={rng.randrange(99)}"
    return f"192.0.2.1 {method} {page} {query} 443 - {client} {agent} https://www.example.test/shop/ {ends}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bench.bench_rarity", description="Measure statistics over whole IIS logs.")
    parser.add_argument("--size", default="1GB", help="e.g. 1GB or 200MB")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--logs", type=Path, help="a folder of IIS logs instead of generated ones")
    parser.add_argument("--plain-site", action="store_true", help="a site where nearly all requests are for scripts")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--scratch", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.one:
        settle()
        paths = sorted(chosen.logs.rglob("*.log"))
        began = time.perf_counter()
        WAYS[chosen.one](paths, chosen.scratch)
        print(time.perf_counter() - began)
        return
    # What only the whole table needs is not loaded by the single ways, whose start is measured with them.
    from bench.generate import generate, size_of

    with tempfile.TemporaryDirectory() as folder:
        root = chosen.logs or Path(folder) / "logs"
        if chosen.logs is None:
            if chosen.plain_site:
                plain_site(root, size_of(chosen.size))
            else:
                root.mkdir()
                generate(root, size_of(chosen.size), 0, 1)
        _table(root, Path(folder) / "scratch", chosen.rounds, chosen.json)


def _table(root: Path, scratch: Path, rounds: int, out: Path | None) -> None:
    size = sum(path.stat().st_size for path in root.rglob("*.log"))
    taken: dict[str, list[float]] = {name: [] for name in WAYS}
    work: dict[str, list[float]] = {name: [] for name in WAYS}
    largest: dict[str, int] = dict.fromkeys(WAYS, 0)
    scratch.mkdir(exist_ok=True)
    for _ in range(rounds):
        for name in WAYS:
            command = [sys.executable, "-m", "bench.bench_rarity", "--logs", str(root), "--one", name]
            run = measure([*command, "--scratch", str(scratch)])
            if run.code:
                raise subprocess.CalledProcessError(run.code, command, run.output)
            taken[name].append(float(run.output.split()[-1]))
            work[name].append(run.cpu)
            largest[name] = max(largest[name], run.largest)
    base = statistics.median(work["split loop"])
    print(f"{size / 1e6:.0f} MB of IIS logs, {rounds} rounds\n")
    print(f"{'':28s}{'seconds':>9s}{'MB/s':>8s}{'processor':>11s}{'split loop':>12s}{'largest':>10s}")
    figures = {}
    for name, times in taken.items():
        middle, cpu, peak = statistics.median(times), statistics.median(work[name]), largest[name]
        figures[name] = {"seconds": middle, "cpu": cpu, "ratio": base / cpu, "rss": peak}
        rate = size / 1e6 / middle
        print(f"{name:28s}{middle:9.2f}{rate:8.0f}{cpu:10.2f}s{base / cpu:11.1f}x{peak / 2**20:7.0f} MB")
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

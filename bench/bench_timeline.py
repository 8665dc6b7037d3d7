"""Speed and memory of `indicia timeline --all`, beside the least that parsing could cost; and of its sort alone.

    python -m bench.bench_timeline --evtx BIG.evtx [--rounds 3] [--json OUT.json]
    python -m bench.bench_timeline --sort 2000000

With `--evtx` (see `bench.evtx_writer`) commands as a whole, in turn, round after round: a process that only parses with
the `evtx` wheel, and the timeline of all events in each format with one and with two workers; the scan that makes the
case is not counted.  Ratios are medians of the rounds' ratios of processor time, which a busy machine does not change.
With `--sort` so many rows of about 1 kB in random order go through our sort, and through DuckDB's `COPY … ORDER BY`
with a memory limit, each in a process of its own.
"""

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import orjson

from bench.bench_events import PARSE, table
from bench.process import Run, measure
from indicia.pipeline.timeline.sorting import Sorter, joined

_MAIN = "indicia.cli.main"


def commands(evtx: Path, case: Path, out: Path) -> dict[str, list[str]]:
    """What is measured."""
    found = {"a process that only parses": [sys.executable, "-c", PARSE, str(evtx)]}
    for form in ("csv", "jsonl", "parquet"):
        for workers in (1, 2):
            line = [
                sys.executable,
                "-m",
                _MAIN,
                "timeline",
                str(case),
                "--all",
                "evtx",
                "-q",
                "--workers",
                str(workers),
            ]
            found[f"{form}, {workers} worker{'s' if workers > 1 else ''}"] = [*line, "--out", str(out / f"t.{form}")]
    return found


def events(evtx: Path, rounds: int) -> list[dict[str, object]]:
    """Rows of the table for an event log."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        measure([sys.executable, "-m", _MAIN, "scan", "-q", str(evtx), "--case", str(case)])
        every = commands(evtx, case, Path(folder))
        runs: dict[str, list[Run]] = {name: [] for name in every}
        for _ in range(rounds):
            for name, line in every.items():
                runs[name].append(measure(line))
    least = next(iter(runs.values()))
    records = int(least[0].output)
    return [
        {
            "what": name,
            "seconds": round(statistics.median(run.seconds for run in mine), 1),
            "cpu": round(statistics.median(run.cpu for run in mine), 2),
            "ratio": round(statistics.median(run.cpu / low.cpu for run, low in zip(mine, least, strict=True)), 1),
            "us/record": round(statistics.median(run.cpu for run in mine) / records * 1e6, 1),
            "largest MB": round(max(run.largest for run in mine) / 1e6),
            "tree MB": round(max(run.tree for run in mine) / 1e6),
            "exit": mine[0].code,
        }
        for name, mine in runs.items()
    ]


def entries(count: int) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Rows of about a kilobyte in random order, the same every time."""
    dice = random.Random(1)
    text = "x" * 700
    for number in range(count):
        moment = dice.getrandbits(50)
        row = orjson.dumps({"message": str(dice.random()), "timestamp": moment, "number": number, "fields": text})
        yield moment.to_bytes(9, "big") + b"host\0path\0" + number.to_bytes(8, "big"), row, b""


def by_own_sort(count: int, folder: Path) -> None:
    """Ours."""
    with Sorter(folder / "spool") as sorter, (folder / "out").open("wb") as out:
        for entry in entries(count):
            sorter.add(*entry)
        for _, row, _ in joined(sorter.sorted(), b"".join):
            out.write(row + b"\n")


def by_duckdb(count: int, folder: Path, limit: str) -> None:
    """DuckDB's, fed with batches through Arrow."""
    import duckdb
    import pyarrow as pa

    schema = pa.schema([("key", pa.binary()), ("line", pa.string())])

    def batch(rows: list[tuple[bytes, str]]) -> pa.RecordBatch:
        return pa.RecordBatch.from_pydict({"key": [key for key, _ in rows], "line": [row for _, row in rows]}, schema)

    def batches() -> Iterator[pa.RecordBatch]:
        gathered: list[tuple[bytes, str]] = []
        for key, row, _ in entries(count):
            gathered.append((key, row.decode()))
            if len(gathered) == 5_000:
                yield pa.RecordBatch.from_arrays(
                    [pa.array(each) for each in zip(*gathered, strict=True)], schema=schema
                )
                gathered = []

    reader = pa.RecordBatchReader.from_batches(schema, batches())
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{limit}'; SET threads = 1; SET temp_directory = '{folder / 'spool'}'")
        database.register("rows", reader)
        target = folder / "out"
        database.execute(
            f"COPY (SELECT line FROM rows ORDER BY key) TO '{target}' "
            "(FORMAT csv, HEADER false, QUOTE '', DELIMITER '\t')"
        )


def sorts(count: int) -> list[dict[str, object]]:
    """Rows of the table for the sort alone."""
    found = []
    for name, limit in (("own", ""), ("duckdb", "100MB"), ("duckdb", "200MB"), ("duckdb", "400MB")):
        with tempfile.TemporaryDirectory() as folder:
            line = [sys.executable, "-m", "bench.bench_timeline", "--sort", str(count), "--with", name, "--in", folder]
            run = measure([*line, "--limit", limit] if limit else line)
        found.append(
            {
                "what": f"{name} {limit}",
                "seconds": round(run.seconds, 1),
                "cpu": round(run.cpu, 1),
                "largest MB": round(run.largest / 1e6),
                "exit": run.code,
                "said": run.output.decode("utf-8", "replace").strip().rpartition("\n")[2][:80],
            }
        )
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evtx", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sort", type=int, metavar="ROWS")
    parser.add_argument("--with", dest="way", choices=("own", "duckdb"), help=argparse.SUPPRESS)
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--limit", default="200MB", help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if arguments.way == "own":
        by_own_sort(arguments.sort, arguments.folder)
        return
    if arguments.way == "duckdb":
        by_duckdb(arguments.sort, arguments.folder, arguments.limit)
        return
    rows = events(arguments.evtx, arguments.rounds) if arguments.evtx else []
    alone = sorts(arguments.sort) if arguments.sort else []
    for each in (rows, alone):
        if each:
            table(each)
    if arguments.json:
        arguments.json.write_bytes(orjson.dumps({"events": rows, "sorts": alone}))


if __name__ == "__main__":
    main()

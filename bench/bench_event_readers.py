"""Speed of the event readers beside the least that reading could cost, on one core.

    python -m bench.bench_event_readers FILE.evtx... [--json FILE.json] [--rounds 15]

EVTX is compared with the `evtx` wheel that only parses, JSON lines with `orjson.loads` of every line.  The chunks of
all logs are put together into one log of about 50,000 records.  Each round runs all ways one after the other and the
ratio is the median of the rounds' ratios, because the clock of a shared machine drifts.  Time is processor time.
"""

import argparse
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from evtx import PyEvtxParser

from indicia.config import Limits
from indicia.evidence.events.evtx.chunk import CHUNK, FILE_HEADER, walk
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Events, Ledger

RECORDS = 50_000


def one_log(paths: list[Path]) -> tuple[bytes, int]:
    """A log made of the undamaged chunks of these logs, repeated, and its number of records."""
    header, chunks, records = b"", [], 0
    for path in paths:
        data = path.read_bytes()
        header = header or data[:FILE_HEADER]
        for start in range(FILE_HEADER, len(data), CHUNK):
            found = walk(data[start : start + CHUNK])
            if found.places and not found.torn:
                chunks.append(data[start : start + CHUNK])
                records += len(found.places)
    if not records:
        sys.exit("no undamaged chunk in these files")
    times = max(1, round(RECORDS / records))
    return header + b"".join(chunks) * times, records * times


def by_wheel(data: bytes) -> int:
    return sum(1 for _ in PyEvtxParser(io.BytesIO(data), 1).records_json())


def by_lines(data: bytes) -> int:
    return sum(1 for line in data.splitlines() if orjson.loads(line))


def by_reader(kind: Kind, data: bytes, *, decode: bool) -> int:
    ledger = Ledger(size=len(data), path="log", sha256="0" * 64)
    evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="bench", kind=kind)
    function = reader_of(kind)
    assert function is not None
    for batch in function(io.BytesIO(data), evidence, ledger, Limits()):
        if decode and isinstance(batch, Events):
            for event in batch.events:
                event.decode()
    ledger.account()
    return ledger.count


def seconds(work: Callable[[], int]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(name: str, data: bytes, records: int, least: Callable[[], int], kind: Kind, rounds: int) -> None:
    ways: dict[str, Callable[[], int]] = {
        "least": least,
        "structure and routing": lambda: by_reader(kind, data, decode=False),
        "every record decoded": lambda: by_reader(kind, data, decode=True),
    }
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, work in ways.items():
            taken[way].append(seconds(work))
    print(f"{name}: {records} records, {len(data) / 1e6:.1f} MB")
    for way, times in taken.items():
        ratio = statistics.median(own / least for own, least in zip(times, taken["least"], strict=True))
        rate = records / statistics.median(times)
        print(f"  {way:24} {rate:10,.0f} records/s {len(data) / 1e6 * rate / records:8.1f} MB/s {ratio:6.2f} x least")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evtx", nargs="*", type=Path)
    parser.add_argument("--json", type=Path, help="events, one JSON document a line")
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    if arguments.evtx:
        data, records = one_log(arguments.evtx)
        compare("EVTX", data, records, lambda: by_wheel(data), Kind.EVTX, arguments.rounds)
    if arguments.json:
        lines = arguments.json.read_bytes()
        compare("JSON", lines, by_lines(lines), lambda: by_lines(lines), Kind.EVENTS_JSON, arguments.rounds)


if __name__ == "__main__":
    main()

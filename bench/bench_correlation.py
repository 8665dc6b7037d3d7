"""Correlations over ticks of one group: CPU time, and the memory of a process of its own.

    python -m bench.bench_correlation --ticks 1000000 [--json out.json]

The ticks are left by `TickLog` itself in shuffled order; then each type runs over all of them, the window holding
about a tenth of the ticks.
"""

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from indicia.detection.conditions.condition import Any
from indicia.detection.correlation.correlate import correlate
from indicia.detection.correlation.hit import TickFile
from indicia.detection.correlation.loading import CorrelationSet, load_correlations
from indicia.detection.correlation.ticks import EXTRACT, TickLog
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.extracts import Extracts, extract_path
from indicia.model.evidence import Locator
from indicia.model.record import Record

CONDITIONS = {
    "event_count": {"gte": 100},
    "value_count": {"gte": 100, "field": "User"},
    "temporal": None,
    "temporal_ordered": None,
    "value_sum": {"gte": 10**6, "field": "Bytes"},
    "value_percentile": {"gte": 10, "field": "Bytes", "percentile": 95},
}


def loaded(kind: str, ticks: int) -> CorrelationSet:
    """One correlation of this type over two rules."""
    rules = [
        SimpleNamespace(
            id=name,
            name=name,
            title=name,
            level="",
            path="",
            text="",
            techniques=(),
            detector=Detector(name, (Binding(Route("win_event"), Any(())),)),
        )
        for name in ("a", "b")
    ]
    section: dict[str, object] = {
        "type": kind,
        "rules": ["a", "b"],
        "group-by": ["Source"],
        "timespan": f"{ticks // 10}s",
    }
    if condition := CONDITIONS[kind]:
        section["condition"] = condition
    mapping = {"title": kind, "id": kind, "correlation": section}
    document = SimpleNamespace(mapping=mapping, text=kind, path="", digest=kind)
    found = load_correlations([document], rules)
    if found.refused:
        raise SystemExit(found.refused[0].reason)
    return found


def run(kind: str, ticks: int) -> tuple[float, float, float, int]:
    """Leave the ticks, correlate them; (seconds to leave, seconds to correlate, MB at most, bursts)."""
    found = loaded(kind, ticks)
    start = datetime(2021, 3, 1, tzinfo=UTC)
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "log"
        before = time.process_time()
        with Extracts(stem) as extracts:
            log = TickLog(found.bases, extracts)
            for number in range(ticks):
                record = Record(
                    table="win_event",
                    source="Security",
                    time=start + timedelta(seconds=chance.randrange(ticks)),
                    host="srv",
                    at=Locator(sha256="a" * 64, offset=number * 512, length=512, record_id=number),
                    fields={"Source": "10.0.0.1", "User": f"user{number % 5000}", "Bytes": number % 1000},
                    raw="",
                )
                log("a" if number % 2 else "b", record)
            log.close()
        left = time.process_time() - before
        before = time.process_time()
        files = [TickFile(path=extract_path(stem, EXTRACT), evidence="log", host_of=lambda host: host or "")]
        hits = correlate(found, files, Path(folder)).hits
        spent = time.process_time() - before
    return left, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(hits)


def main() -> None:
    """Print one line for each type."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ticks", type=int, default=1_000_000)
    arguments.add_argument("--kind", choices=CONDITIONS, action="append")
    arguments.add_argument("--json", type=Path)
    given = arguments.parse_args()
    context = multiprocessing.get_context("spawn")
    rows = {}
    for kind in given.kind or CONDITIONS:
        with context.Pool(1) as pool:
            left, spent, memory, hits = pool.apply(run, (kind, given.ticks))
        rows[kind] = {"leave_s": round(left, 2), "correlate_s": round(spent, 2), "peak_mb": round(memory), "hits": hits}
        print(f"{kind:18} leave {left:5.1f} s  correlate {spent:5.1f} s CPU  peak {memory:4.0f} MB  {hits} bursts")
    if given.json:
        given.json.write_text(json.dumps({"ticks": given.ticks, "rows": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The whole command, measured: `indicia scan` over big logs and event logs, beside what the machine can do at best.

    python -m bench.bench_scan --logs DIR            logs of bench.generate: MB/s, memory, ratio to ripgrep
    python -m bench.bench_scan --evtx DIR            event logs made of those in DIR: records/s, ratio to parsing only

Compared commands run in turn, round after round, in the same session; the ratio is that of the medians.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.generate import size_of
from bench.merge_evtx import merge
from bench.process import Run, measure
from indicia.config import Settings
from indicia.detection.filtering.literals import TEXT_KINDS, anchor
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack

_PARSE = """
import sys, evtx
count = broken = 0
for name in sys.argv[1:]:
    try:
        for record in evtx.PyEvtxParser(name).records_json():
            count += 1
    except (OSError, RuntimeError):
        broken += 1
print(count, broken)
"""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    bytes: int
    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """Median wall clock."""
        return statistics.median(run.seconds for run in self.runs)

    def plain(self) -> dict[str, object]:
        """For the JSON file."""
        return {
            "name": self.name,
            "bytes": self.bytes,
            "seconds": [round(run.seconds, 3) for run in self.runs],
            "cpu_seconds": [round(run.cpu, 3) for run in self.runs],
            "mb_per_s": round(self.bytes / 1e6 / self.seconds, 1),
            "peak_largest_process_mb": round(max(run.largest for run in self.runs) / 1e6, 1),
            "peak_tree_mb": round(max(run.tree for run in self.runs) / 1e6, 1),
            "exit_codes": sorted({run.code for run in self.runs}),
        }


def scan(target: Path, workers: int, case: Path) -> Run:
    """One cold scan: the case folder is new, so that nothing is remembered from the run before."""
    shutil.rmtree(case, ignore_errors=True)
    command = [sys.executable, "-m", "indicia.cli.main", "scan", str(target), "--case", str(case), "--json"]
    run = measure([*command, "--workers", str(workers)])
    if run.code == 4:
        raise SystemExit(f"scan failed: {run.output.decode(errors='replace')}")
    return run


def literals() -> list[str]:
    """The texts that the pack's rules and analyses look for in request and Exchange logs, one group per rule."""
    pack = load_pack()
    found: set[bytes] = set()
    for detector in load_ruleset(pack, Sources(), Settings().limits).detectors:
        for binding in detector.bindings:
            if binding.route.table in ("web_request", "exchange_log"):
                found |= set(anchor(binding.condition, TEXT_KINDS[binding.route.table]) or ())
    return sorted(text.decode("utf-8", "replace") for text in found if b"\n" not in text)


def ripgrep(tool: str, target: Path, patterns: Path) -> Run:
    """The same literals, counted by ripgrep."""
    # Without an own standard input ripgrep would read ours.
    return measure([tool, "-a", "-c", "-i", "-F", "-f", str(patterns), str(target)])


def bench_logs(target: Path, rounds: int, workers: Sequence[int], scratch: Path) -> list[Row]:
    """Text logs: scans with so many workers, and ripgrep where it is there."""
    size = _warm(target)
    patterns = scratch / "literals.txt"
    texts = literals()
    patterns.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    tool = shutil.which("rg")
    runs: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for count in workers:
            runs.setdefault(f"indicia scan, {count} worker(s)", []).append(scan(target, count, scratch / "case"))
        if tool:
            runs.setdefault(f"rg -a -c -i -F, {len(texts)} literals", []).append(ripgrep(tool, target, patterns))
    return [Row(name, size, tuple(each)) for name, each in runs.items()]


def bench_evtx(corpus: Path, size: int, rounds: int, workers: Sequence[int], scratch: Path) -> tuple[list[Row], int]:
    """Event logs of so many bytes made of the chunks of real ones; records in all of them."""
    target = scratch / "evtx"
    merge(corpus, target, size)
    size = _warm(target)
    files = [str(path) for path in sorted(target.rglob("*.evtx"))]
    runs: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for count in workers:
            runs.setdefault(f"indicia scan, {count} worker(s)", []).append(scan(target, count, scratch / "case"))
        runs.setdefault("evtx parse only, 1 process", []).append(measure([sys.executable, "-c", _PARSE, *files]))
    records, broken = (int(text) for text in runs["evtx parse only, 1 process"][0].output.split())
    if broken:
        print(f"the wheel gave up in {broken} of {len(files)} files: no ratio can be read from what follows")
    return [Row(name, size, tuple(each)) for name, each in runs.items()], records


def check_truth(target: Path, case: Path) -> str:
    """Whether the last scan found what bench.generate planted."""
    truth = json.loads((target / "truth.json").read_text(encoding="utf-8"))
    result = (case / "result.json").read_text(encoding="utf-8")
    page = truth["page"].lower()
    return "planted page found" if page in result.lower() else f"PLANTED PAGE {page} NOT FOUND"


def _warm(target: Path) -> int:
    """Read everything once, so that every run finds it in the page cache; bytes read."""
    size = 0
    for path in target.rglob("*"):
        if path.is_file():
            with path.open("rb") as source:
                while block := source.read(1 << 22):
                    size += len(block)
    return size


def table(rows: Sequence[Row], records: int | None = None) -> str:
    """The rows as text; the ratio is against the last row."""
    last = rows[-1].seconds
    lines = [f"{'':34s}{'seconds':>9s}{'MB/s':>9s}{'records/s':>11s}{'ratio':>7s}{'largest':>10s}{'tree':>9s}  exit"]
    for row in rows:
        rate = f"{records / row.seconds:11,.0f}" if records else f"{'':11s}"
        largest = max(run.largest for run in row.runs) / 1e6
        tree = max(run.tree for run in row.runs) / 1e6
        codes = ",".join(str(code) for code in sorted({run.code for run in row.runs}))
        lines.append(
            f"{row.name:34s}{row.seconds:9.2f}{row.bytes / 1e6 / row.seconds:9.1f}{rate}{row.seconds / last:7.2f}"
            f"{largest:7.0f} MB{tree:6.0f} MB  {codes}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bench.bench_scan", description="Measure the whole scan command.")
    parser.add_argument("--logs", type=Path, help="folder that bench.generate wrote")
    parser.add_argument("--evtx", type=Path, help="folder with .evtx files")
    parser.add_argument("--size", type=size_of, default=size_of("200MB"), help="of the event logs (default: 200MB)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (default: 3)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="worker counts to try (default: 1 2)")
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    chosen = parser.parse_args(arguments)
    if not chosen.logs and not chosen.evtx:
        parser.error("say --logs, --evtx or both")
    numbers: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scratch = Path(name)
        if chosen.logs:
            rows = bench_logs(chosen.logs, chosen.rounds, chosen.workers, scratch)
            print(f"text logs, {rows[0].bytes / 1e6:.0f} MB\n{table(rows)}")
            found = check_truth(chosen.logs, scratch / "case")
            print(f"{found}\n")
            numbers["logs"] = {"rows": [row.plain() for row in rows], "truth": found}
        if chosen.evtx:
            rows, records = bench_evtx(chosen.evtx, chosen.size, chosen.rounds, chosen.workers, scratch)
            print(f"event logs, {rows[0].bytes / 1e6:.0f} MB, {records:,} records\n{table(rows, records)}\n")
            numbers["evtx"] = {"rows": [row.plain() for row in rows], "records": records}
    if chosen.json:
        chosen.json.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Speed of Windows events: reading, deciding and whole scans, beside the least that parsing could cost.

    python -m bench.bench_events --evtx BIG.evtx --jsonl BIG.jsonl --rules RULES [--whole] [--json OUT.json]
        [--peer NAME='COMMAND {file}']...

Big files come from `bench.evtx_writer`.  In this process, in turn, round after round, processor time: parsing of the
EVTX file with the `evtx` wheel, `orjson.loads` of the JSON lines, the readers alone, readers and engine with all rules
(the pack's are among them).  With `--whole` also commands as a whole, wall clock: a process that only parses, `indicia
scan` with one and with two workers, and each peer, `{file}` being the EVTX file.  Ratios are medians of the rounds'
ratios, so a clock that drifts does not matter.  The first round of an engine builds its automata and is told apart.
"""

import argparse
import gc
import resource
import shlex
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from evtx import PyEvtxParser

from bench.process import measure
from indicia.config import Limits
from indicia.detection.analyses.common.registry import analyses
from indicia.detection.detector import Detector
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

PARSE = "import sys; from evtx import PyEvtxParser; print(sum(1 for _ in PyEvtxParser(sys.argv[1], 1).records_json()))"
"""What a process does that only parses."""
COSTLIEST = 10


def detectors(rules: list[Path]) -> list[Detector]:
    """The user's rules and the selectors of the analyses."""
    found = [rule.detector for rule in load_rules(rules).rules] if rules else []
    return [*found, *(selector for analysis in analyses() for selector in analysis.selectors)]


def by_wheel(path: Path) -> int:
    return sum(1 for _ in PyEvtxParser(str(path), 1).records_json())


def by_loads(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for line in lines if orjson.loads(line))


def by_reader(kind: Kind, path: Path, engine: Engine | None) -> int:
    """Read a file, put the engine to it where there is one, and give the number of records."""
    size = path.stat().st_size
    ledger = Ledger(size=size, path=path.name, sha256="0" * 64)
    evidence = Evidence(sha256="0" * 64, size=size, path=path.name, scope="bench", kind=kind)
    read = reader_of(kind)
    assert read is not None
    scan = engine.start() if engine else None
    with path.open("rb") as stream:
        for batch in read(stream, evidence, ledger, Limits()):
            if scan is not None:
                for _ in scan.feed(batch):
                    pass
    ledger.account()
    return ledger.count


def in_process(kind: Kind, path: Path, rules: list[Detector], rounds: int) -> list[dict[str, object]]:
    """Rows of the table for one file."""
    engine = Engine(rules)
    begun = time.process_time()
    records = by_reader(kind, path, engine)
    first = time.process_time() - begun
    least = by_wheel if kind is Kind.EVTX else by_loads
    ways: dict[str, Callable[[], int]] = {
        "parse only": lambda: least(path),
        "reader": lambda: by_reader(kind, path, None),
        "reader and engine": lambda: by_reader(kind, path, engine),
    }
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, work in ways.items():
            gc.collect()
            begun = time.process_time()
            work()
            taken[way].append(time.process_time() - begun)
    rows = [row(kind.value, way, times, taken["parse only"], records, path) for way, times in taken.items()]
    rows.append(row(kind.value, "first time, automata built", [first] * rounds, taken["parse only"], records, path))
    return rows


def row(what: str, way: str, times: list[float], least: list[float], records: int, path: Path) -> dict[str, object]:
    seconds = statistics.median(times)
    return {
        "what": what,
        "way": way,
        "seconds": round(seconds, 3),
        "ratio": round(statistics.median(own / low for own, low in zip(times, least, strict=True)), 2),
        "records/s": round(records / seconds),
        "MB/s": round(path.stat().st_size / 1e6 / seconds),
    }


def whole(path: Path, rules: list[Path], peers: list[str], rounds: int) -> list[dict[str, object]]:
    """Rows of the table for commands as a whole."""
    scan = [sys.executable, "-m", "indicia", "scan", "-q", *(text for rule in rules for text in ("--rules", str(rule)))]
    commands = {
        "a process that only parses": [sys.executable, "-c", PARSE, str(path)],
        "indicia scan, 1 worker": [*scan, "--workers", "1", str(path)],
        "indicia scan, 2 workers": [*scan, "--workers", "2", str(path)],
    }
    for peer in peers:
        name, _, command = peer.partition("=")
        commands[name] = [part.replace("{file}", str(path)) for part in shlex.split(command)]
    records = by_wheel(path)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    peak = dict.fromkeys(commands, 0)
    codes = dict.fromkeys(commands, 0)
    for _ in range(rounds):
        for name, words in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                case = ["--case", f"{folder}/case"] if name.startswith("indicia scan") else []
                run = measure([*words, *case], cwd=Path(folder))
            taken[name].append(run.seconds)
            peak[name] = max(peak[name], run.largest)
            codes[name] = run.code
    least = taken["a process that only parses"]
    return [
        row("whole", name, times, least, records, path) | {"peak MB": round(peak[name] / 1e6), "exit": codes[name]}
        for name, times in taken.items()
    ]


def profiled(kind: Kind, path: Path, rules: list[Detector]) -> dict[str, object]:
    """What the filter let through, and which rules cost most."""
    engine = Engine(rules, profiled=True)
    by_reader(kind, path, engine)
    profile = engine.profile()
    return {
        "what": kind.value,
        "records": profile.records,
        "routed pairs per record": round(profile.routed / profile.records, 2),
        "surviving pairs per mille": round(profile.surviving * 1000, 3),
        "pairs decided per record": round(profile.pairs_per_record, 3),
        "records opened, per mille": round(profile.opened / profile.records * 1000, 1),
        "decided on every record of a kind": len(profile.unfiltered),
        "costliest": [
            {"rule": rule.detector, "decided": rule.decided, "hits": rule.hits, "us": round(rule.microseconds, 1)}
            for rule in profile.rules[:COSTLIEST]
        ],
    }


def table(rows: list[dict[str, object]]) -> None:
    names = list(dict.fromkeys(name for line in rows for name in line))
    texts = [names, *([str(line.get(name, "")) for name in names] for line in rows)]
    widths = [max(len(line[column]) for line in texts) for column in range(len(names))]
    for line in texts:
        print("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evtx", type=Path)
    parser.add_argument("--jsonl", type=Path)
    parser.add_argument("--rules", type=Path, action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--whole", action="store_true", help="measure commands as a whole too")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME='COMMAND {file}'")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rules = detectors(arguments.rules)
    # As the command does.
    gc.set_threshold(50_000, 20, 100)
    gc.collect()
    files = [(Kind.EVTX, arguments.evtx), (Kind.EVENTS_JSON, arguments.jsonl)]
    rows = [found for kind, path in files if path for found in in_process(kind, path, rules, arguments.rounds)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    profiles = [profiled(kind, path, rules) for kind, path in files if path]
    if arguments.whole and arguments.evtx:
        rows += whole(arguments.evtx, arguments.rules, arguments.peer, arguments.rounds)
    table(rows)
    print(f"{len(rules)} detectors, peak of this process {peak / 1e6:.0f} MB")
    for profile in profiles:
        print(orjson.dumps(profile, option=orjson.OPT_INDENT_2).decode())
    if arguments.json:
        arguments.json.write_bytes(orjson.dumps({"rows": rows, "profiles": profiles, "peak": peak}))


if __name__ == "__main__":
    main()

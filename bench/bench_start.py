"""What a scan costs before and beside reading: the whole command over small evidence, rules out of the cache.

    python -m bench.bench_start --evidence PATH --rules PATH [--against SRC] [--workers N] [--rounds N]

`--against` is the `src` folder of another version of the project; both run in turn, each with a cache of its own that a
run before has filled.  What they write is compared.  The line `empty cache` is a first run, which makes the rules.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.process import Run, measure

_WRITTEN = ("result.json", "report.html", "custody.jsonl")
_COMMAND = "import sys; from indicia.cli.main import main; sys.exit(main())"


@contextmanager
def _environment(source: Path, cache: Path) -> Iterator[None]:
    """The project of this folder, with a cache of its own and a clock that stands still."""
    mine = {
        "PYTHONPATH": str(source),
        "PYTHONPYCACHEPREFIX": str(cache / "compiled"),
        "XDG_CACHE_HOME": str(cache / "rules"),
        "SOURCE_DATE_EPOCH": "1700000000",
    }
    before = {name: os.environ.get(name) for name in (*mine, "PYTHONDONTWRITEBYTECODE")}
    os.environ.update(mine)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _scan(source: Path, place: Path, arguments: argparse.Namespace) -> Run:
    """One scan into a new case."""
    shutil.rmtree(place / "case", ignore_errors=True)
    command = [sys.executable, "-c", _COMMAND, "scan", str(arguments.evidence), "--case", str(place / "case"), "-q"]
    command += ["--rules", str(arguments.rules), "--workers", str(arguments.workers)]
    with _environment(source, place):
        return measure(command)


def _line(name: str, runs: list[Run]) -> str:
    cpu, seconds = (statistics.median(each) for each in ([run.cpu for run in runs], [run.seconds for run in runs]))
    largest = statistics.median(run.largest for run in runs) / 1e6
    return f"{name:24} {cpu:7.2f} s processor {seconds:7.2f} s {largest:6.0f} MB"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evidence", type=Path, required=True)
    parser.add_argument("--rules", type=Path, required=True)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    arguments.evidence, arguments.rules = arguments.evidence.resolve(), arguments.rules.resolve()
    sources = {"this": Path(__file__).resolve().parents[1] / "src"}
    if arguments.against:
        sources["other"] = arguments.against.resolve()
    with tempfile.TemporaryDirectory() as folder:
        places = {name: Path(folder) / name for name in sources}
        for name, source in sources.items():
            # The first run compiles Python's own modules too.
            _scan(source, places[name], arguments)
            shutil.rmtree(places[name] / "rules")
            print(_line(f"{name}, empty cache", [_scan(source, places[name], arguments)]))
        runs: dict[str, list[Run]] = {name: [] for name in sources}
        for _ in range(arguments.rounds):
            for name, source in sources.items():
                runs[name].append(_scan(source, places[name], arguments))
        for name, each in runs.items():
            print(_line(name, each))
        if "other" in runs:
            cpu = {name: statistics.median(run.cpu for run in each) for name, each in runs.items()}
            print(f"other / this: {cpu['other'] / cpu['this']:.2f} in processor time")
            written = {
                name: [(place / "case" / file).read_bytes() for file in _WRITTEN] for name, place in places.items()
            }
            print("the same was written" if written["this"] == written["other"] else "SOMETHING ELSE WAS WRITTEN")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

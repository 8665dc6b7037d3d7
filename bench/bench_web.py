"""Reader and engine over web logs, beside ripgrep with the same literals.

    python -m bench.bench_web --logs DIR [--rules SIGMA.zip] [--rounds 3] [--most 200MB] [--two] [--json FILE]

`DIR` is what `bench.generate` made.  The rules are the pack's and, of a Sigma archive, those for web servers; those for
proxies, which Indicia leaves out otherwise, are put to the requests as well, so that there is more to search for.
ripgrep counts lines with two lists: `rarest`, of each rule the necessary group that fewest lines of the log hold, which
is what has to be searched for; and `every`, all texts of all groups.  The second takes it less time although it is
longer: nearly all lines hold one early, and the rest of a line is then passed over.

Per kind of log, in turn, round after round: `rg -j1 -a -c -i -F -f` with both lists, the reader alone, reader and
engine.  Processor time; a ratio is ripgrep's time (first list, second list) by that of the line, median of the rounds.
With `--two` also wall clock of two processes that share the files, against ripgrep on one thread, which does not split
a file.  Sightings are drawn, not kept.  The first round of an engine, which chooses literals, is not measured.
"""

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from bench.generate import size_of
from indicia.cli.common.own_process import settle
from indicia.config import Limits, Settings
from indicia.detection.detector import Detector
from indicia.detection.engine import Engine
from indicia.detection.filtering.literals import TEXT_KINDS, Group, likely_share
from indicia.detection.filtering.needs import clauses, literals_of
from indicia.detection.filtering.needs import groups as groups_of
from indicia.detection.filtering.spelling import as_folded, folded, in_plain
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.evidence.readers import reader_of
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

KINDS = {Kind.IIS: "u_ex*.log", Kind.HTTPPROXY: "HttpProxy_*.LOG"}
TABLES = ("web_request", "exchange_log")
SAMPLE = 8 * 2**20
PROXY, SERVER = b"category: proxy", b"category: webserver"


def web_rules(archive: Path, out: Path) -> Path:
    """The rules for web servers and proxies out of an archive of Sigma rules, the latter as the former."""
    with zipfile.ZipFile(archive) as rules:
        for name in rules.namelist():
            if not name.endswith(".yml"):
                continue
            text = rules.read(name)
            if PROXY in text or SERVER in text:
                (out / name.replace("/", "__")).write_bytes(text.replace(PROXY, SERVER))
    return out


def detectors(folder: Path | None) -> list[Detector]:
    """Those that are put to web logs."""
    sources = Sources(rules=(folder,) if folder else ())
    every = load_ruleset(load_pack(), sources, Settings().limits).detectors
    return [one for one in every if any(binding.route.table in TABLES for binding in one.bindings)]


def groups(every: Sequence[Detector]) -> list[list[Group]]:
    """Of each condition its necessary groups; of alternatives those that are expected to be rarest."""
    found = []
    for one in every:
        for binding in one.bindings:
            if binding.route.table in TABLES:
                kind = TEXT_KINDS[binding.route.table]
                found.append(list(groups_of(clauses(binding.condition, kind), likely_share)))
    return found


def everything(every: Sequence[Detector]) -> list[bytes]:
    """Every text of every alternative."""
    found: set[bytes] = set()
    for one in every:
        for binding in one.bindings:
            if binding.route.table in TABLES:
                found.update(literals_of(clauses(binding.condition, TEXT_KINDS[binding.route.table])))
    return sorted(found)


def rarest(every: Sequence[Detector], log: Path) -> list[bytes]:
    """Of each condition the group that fewest lines at the start of a log hold."""
    with log.open("rb") as stream:
        sample = folded(stream.read(SAMPLE))
    share = cache(lambda literal: sample.count(as_folded(literal)) + likely_share(literal))
    found: set[bytes] = set()
    for each in groups(every):
        found.update(min(each, key=lambda group: sum(map(share, group)), default=()))
    return sorted(found)


def read(kind: Kind, paths: Sequence[Path], engine: Engine | None) -> tuple[int, int]:
    """Records and sightings."""
    records = sightings = 0
    for number, path in enumerate(paths):
        size = path.stat().st_size
        digest = f"{number:064x}"
        ledger = Ledger(size=size, path=path.name, sha256=digest)
        evidence = Evidence(sha256=digest, size=size, path=path.name, scope="bench", kind=kind)
        scan = engine.start() if engine else None
        reader = reader_of(kind)
        assert reader is not None
        with path.open("rb") as stream:
            for batch in reader(stream, evidence, ledger, Limits()):
                if scan is not None:
                    sightings += sum(1 for _ in scan.feed(batch))
        ledger.account()
        records += ledger.count
        sightings += sum(scan.overflow.values()) if scan is not None else 0
    return records, sightings


def timed(work: Callable[[], object]) -> float:
    """Processor seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def ripgrep(words: Path, paths: Sequence[Path]) -> tuple[float, float]:
    """Processor seconds and wall clock."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = ["rg", "-j1", "-a", "-c", "-i", "-F", "-f", str(words), *map(str, paths)]
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - begun


_ENGINE: list[Engine] = []


def _one(job: tuple[Kind, Path]) -> tuple[int, int]:
    return read(job[0], [job[1]], _ENGINE[0])


def by_two(kind: Kind, paths: Sequence[Path], engine: Engine) -> float:
    """Wall clock of two processes, started before the clock."""
    _ENGINE[:] = [engine]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        begun = time.perf_counter()
        pool.map(_one, [(kind, path) for path in paths], chunksize=1)
        return time.perf_counter() - begun


def chosen(root: Path, pattern: str, most: int) -> list[Path]:
    """Files of a kind up to so many bytes, each read once so that it is in the page cache."""
    found: list[Path] = []
    for path in sorted(root.rglob(pattern)):
        size = path.stat().st_size
        if found and most < size:
            break
        most -= size
        path.read_bytes()
        found.append(path)
    return found


def rows(
    kind: Kind, paths: Sequence[Path], engine: Engine, lists: Sequence[Path], rounds: int, *, two: bool
) -> dict[str, list[float]]:
    """Ratios of one kind of log, by line of the table."""
    size = sum(path.stat().st_size for path in paths) / 1e6
    counts = read(kind, paths, engine)
    taken: dict[str, list[float]] = {}
    ratios: dict[str, list[list[float]]] = {}
    for _ in range(rounds):
        bases = [ripgrep(words, paths) for words in lists]
        each = {f"rg -j1, {words.stem}": base[0] for words, base in zip(lists, bases, strict=True)}
        each["reader"] = timed(lambda: read(kind, paths, None))
        each["reader + engine"] = timed(lambda: read(kind, paths, engine))
        if two:
            each["two processes (wall)"] = by_two(kind, paths, engine)
        for name, seconds in each.items():
            taken.setdefault(name, []).append(seconds)
            mine = [base[1 if "wall" in name else 0] / seconds for base in bases]
            ratios.setdefault(name, []).append(mine)
    print(f"{kind}: {size:.0f} MB in {len(paths)} files, {counts[0]} records, {counts[1]} sightings")
    figures = {}
    for name, seconds_of in taken.items():
        by_list = [statistics.median(column) for column in zip(*ratios[name], strict=True)]
        told = "".join(f"{ratio:8.2f}" for ratio in by_list)
        print(f"  {name:24s}{size / statistics.median(seconds_of):8.0f} MB/s{told}")
        figures[f"{kind} {name}"] = by_list
    return figures


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bench.bench_web", description="Measure web rules beside ripgrep.")
    parser.add_argument("--logs", type=Path, required=True)
    parser.add_argument("--rules", type=Path, help="an archive of Sigma rules; without it the pack alone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", default="1GB", help="so much of each kind of log")
    parser.add_argument("--two", action="store_true", help="two processes as well")
    parser.add_argument("--json", type=Path, help="write the ratios here too")
    chosen_options = parser.parse_args(arguments)
    settle()
    if not shutil.which("rg"):
        raise SystemExit("rg is not on the PATH")
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules"
        rules.mkdir()
        every = detectors(web_rules(chosen_options.rules, rules) if chosen_options.rules else None)
        print(f"{len(every)} detectors, load {os.getloadavg()[0]:.1f}")
        figures: dict[str, list[float]] = {}
        for kind, pattern in KINDS.items():
            paths = chosen(chosen_options.logs, pattern, size_of(chosen_options.most))
            if not paths:
                continue
            lists = []
            for name, found in (("rarest", rarest(every, paths[0])), ("every", everything(every))):
                texts, _ = in_plain(found)
                lists.append(Path(folder) / f"{name} {len(found)}.txt")
                lists[-1].write_bytes(b"".join(text + b"\n" for text in texts))
            figures |= rows(kind, paths, Engine(every), lists, chosen_options.rounds, two=chosen_options.two)
    if chosen_options.json:
        chosen_options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

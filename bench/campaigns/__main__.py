"""Campaigns on invented fleets: how right, against simpler ways; how long and how much memory for a large fleet.

    python -m bench.campaigns [--seeds 101-105] [--large 400000] [--json FILE]

Seeds 1 to 20 were used while the numbers were chosen; the default ones were not looked at before.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.campaigns.baselines import BASELINES
from bench.campaigns.fleets import Setting, fleet
from bench.campaigns.metrics import Agreement, agreement
from indicia.attribution.campaigns.linking import link
from indicia.attribution.campaigns.store import Store
from indicia.knowledge.actors.common_traits import CommonTraits, load_common
from indicia.model.finding import Stage
from indicia.model.trait import Activity

PLAIN = Setting()
SETTINGS = {
    "200 hosts, 4 groups": replace(PLAIN, hosts=200, groups=4),
    "1000 hosts, 8 groups": PLAIN,
    "1000 hosts, 3 groups": replace(PLAIN, groups=3, hit=0.6),
    "1000 hosts, 25 groups": replace(PLAIN, groups=25, hit=0.5),
    "much is shared": replace(PLAIN, kit_users=0.9, exit_users=1.0, exits=3, kits=2, stray=0.1, twice=0.25),
    "much is missing": replace(PLAIN, no_web=0.4, no_files=0.6, no_processes=0.8),
    "no groups, loners only": replace(PLAIN, groups=0, hit=0.0, loners=0.3),
}
OURS = "ours"


def labels(activities: list[Activity]) -> list[int]:
    """Our answer, in the order of the activities."""
    store = Store(activities)
    linked = link(store)
    found = {store.name(place): int(label) for place, label in enumerate(linked.label)}
    return [found[activity.key] for activity in activities]


def measured(setting: Setting, seed: int, common: CommonTraits) -> dict[str, Agreement]:
    """Each way on one fleet; compared are activities that got past probing, all take part."""
    pairs = list(fleet(setting, seed, common))
    activities, true = [one for one, _ in pairs], [who for _, who in pairs]
    serious = [place for place, one in enumerate(activities) if one.stage > Stage.PROBED]
    ways = {**BASELINES, OURS: labels}
    return {
        name: agreement([found[place] for place in serious], [true[place] for place in serious])
        for name, found in ((name, way(activities)) for name, way in ways.items())
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="bench.campaigns", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", default="101-105", help="first and last")
    parser.add_argument("--large", type=int, default=0, help="also so many hosts, for time and memory")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    console = Console(width=None if sys.stdout.isatty() else 110)
    common = load_common()
    kept: dict[str, object] = {}
    for title, setting in SETTINGS.items():
        results = [measured(setting, seed, common) for seed in seeds]
        table = Table(title=f"{title}: mean of {len(results)} fleets", title_justify="left")
        for name in ("way", "pairs P", "pairs R", "B³ P", "B³ R", "B³ F", "Rand"):
            table.add_column(name, justify="left" if name == "way" else "right")
        for name in results[0]:
            mine = [result[name] for result in results]
            figures = [
                sum(getattr(one, part) for one in mine) / len(mine)
                for part in ("pair_precision", "pair_recall", "b3_precision", "b3_recall", "b3", "rand")
            ]
            table.add_row(name, *(f"{figure:.3f}" for figure in figures), style="bold" if name == OURS else "")
            kept[f"{title}/{name}"] = [asdict(one) for one in mine]
        console.print(table)
    if arguments.large:
        kept["large"] = _large(console, arguments.large, common)
    if arguments.json:
        arguments.json.write_text(json.dumps(kept, indent=2) + "\n")


def _large(console: Console, hosts: int, common: CommonTraits) -> dict[str, float]:
    """Time and memory, activities made one by one and forgotten."""
    begun = time.monotonic()
    spent = [0.0]
    true: dict[tuple[str, str, int], str] = {}

    def made() -> Iterator[Activity]:
        for activity, who in fleet(
            replace(PLAIN, hosts=hosts, groups=60, hit=0.1, loners=0.02, scanned=0.3), 1, common
        ):
            if activity.stage > Stage.PROBED:
                true[activity.key] = who
            yield activity
        spent[0] = time.monotonic() - begun

    store = Store(made())
    stored = time.monotonic()
    linked = link(store)
    done = time.monotonic()
    found = {store.name(place): int(label) for place, label in enumerate(linked.label)}
    got = agreement([found[key] for key in true], list(true.values()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(
        f"{hosts:,} hosts, {len(store):,} activities: made and kept in {stored - begun:.0f} s, linked in "
        f"{done - stored:.0f} s, {peak:,.0f} MiB at most; {len(linked.scored.one):,} pairs; "
        f"B³ P {got.b3_precision:.3f} R {got.b3_recall:.3f}, Rand {got.rand:.3f}"
    )
    return {"hosts": hosts, "activities": len(store), "seconds": done - stored, "MiB": peak, **asdict(got)}


if __name__ == "__main__":
    main()

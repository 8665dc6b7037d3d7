"""Attribution by techniques and tools: how often right, and how honest about it.

    python -m bench.attribution BUNDLE.json[.gz] [--json FILE] [--from 2021]

Rebuilds the evaluation from the citations of an ATT&CK bundle: a case is what one report ascribes to one actor, or
what a campaign is made of.  Protocols are described in `protocols`; the simpler ways run in the same table.  Measures,
ridge and the weight of planted cases were decided on the forward cases of 2018 to 2020.
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.attribution.baselines import BASELINES
from bench.attribution.cases import campaign_instances, decoys
from bench.attribution.kept import Kept, kept_cases, kept_decoys
from bench.attribution.metrics import Figures, Forecast, figures, interval
from bench.attribution.model import baseline, folded, forward_forecasts, rolling
from bench.attribution.newness import newness
from bench.attribution.protocols import before_campaign, forward, leaky, without_report
from bench.attribution.whole import whole
from indicia.attribution.history import history
from indicia.attribution.instances import Instance, report_instances
from indicia.attribution.profiles import Claims
from indicia.knowledge.published.actor_uses import read_actor_uses

_OURS = "ours"


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(prog="bench.attribution", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--json", type=Path, help="also write all figures here")
    parser.add_argument("--from", dest="first", type=int, default=2021, help="first year of the forward test")
    parser.add_argument("--techniques", action="store_true", help="without tools")
    arguments = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    begun = time.monotonic()
    claims = Claims(_read(arguments.bundle))
    reports = report_instances(claims, tools=not arguments.techniques)
    campaigns = campaign_instances(claims, tools=not arguments.techniques)
    console.print(
        f"ATT&CK {claims.uses.version or '(no version)'}: {len(claims.actors)} actors, {len(reports)} reports with "
        f"five techniques or more, {len(campaigns)} attributed campaigns"
    )
    found: dict[str, dict[str, object]] = {}
    ahead = kept_cases(claims, reports, forward)
    training = kept_decoys(chain(decoys(claims, reports, 8, 77), decoys(claims, reports, 4, 78)))
    test = [one for one in ahead if one.instance.day.year >= arguments.first]
    ours = forward_forecasts(ahead, training, arguments.first)
    _table(console, found, f"F  forward in time, {arguments.first} on", test, ours)
    development = [one for one in ahead if 2018 <= one.instance.day.year <= 2020]
    _table(
        console,
        found,
        "F  2018 to 2020, where choices were made",
        development,
        [one for one in forward_forecasts(ahead, training, 2018) if one.year <= 2020],
    )
    for title, cases, knowledge in (
        ("R  without the report", reports, without_report),
        ("L  leaky, not a result", reports, leaky),
        ("C  without the campaign’s reports", campaigns, without_report),
        ("E  the same, earlier reports only", campaigns, before_campaign),
    ):
        ready = kept_cases(claims, cases, knowledge)
        _table(console, found, title, ready, folded(ready, ahead, training))
    _imitation(console, found, claims, reports, ahead, training, arguments.first)
    area, number, new = newness(ahead, training, arguments.first)
    console.print(f"known or new: AUROC {area:.3f} over {number} forward cases, {new} by actors nobody had named")
    found["newness"] = {"auroc": area, "cases": number, "new": new}
    if not arguments.techniques:
        spans = ((2018, 2020), (arguments.first, date.max.year))
        found["W  the whole model"] = whole(console, claims, history(claims), spans)
    console.print(f"{time.monotonic() - begun:.0f} s")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n")


def _read(path: Path):  # type: ignore[no-untyped-def]  # the type is that of read_actor_uses
    if path.suffix != ".gz":
        return read_actor_uses(path)
    with tempfile.NamedTemporaryFile(suffix=".json") as plain:
        plain.write(gzip.decompress(path.read_bytes()))
        plain.flush()
        return read_actor_uses(Path(plain.name))


def _table(
    console: Console,
    found: dict[str, dict[str, object]],
    title: str,
    cases: Sequence[Kept],
    ours: Sequence[Forecast],
) -> None:
    table = Table(title=title, title_justify="left")
    for name in ("way", "n", "top-1 %", "top-3 %", "top-5 %", "MRR", "Brier", "ECE", "by chance", "sharpness"):
        table.add_column(name, justify="left" if name == "way" else "right")
    rows = {name: baseline(cases, name) for name in BASELINES}
    rows[_OURS] = list(ours)
    kept: dict[str, object] = {}
    for name, forecasts in rows.items():
        if not forecasts:
            continue
        got = figures(forecasts)
        kept[name] = asdict(got)
        table.add_row(*_row(name, got, forecasts if name == _OURS else ()))
    found[title] = kept
    console.print(table)
    if ours:
        console.print(_abstention(ours))


def _row(name: str, got: Figures, forecasts: Sequence[Forecast]) -> list[str]:
    def wide(of: str) -> str:
        if not forecasts:
            return ""
        low, high = interval(forecasts, of)
        scale = 1 if of in {"brier", "ece"} else 100
        return f" ({low * scale:.2f}–{high * scale:.2f})" if scale == 1 else f" ({low * scale:.0f}–{high * scale:.0f})"

    return [
        name,
        str(got.cases),
        f"{got.top1 * 100:.0f}{wide('top1')}",
        f"{got.top3 * 100:.0f}",
        f"{got.top5 * 100:.0f}{wide('top5')}",
        f"{got.reciprocal:.2f}",
        f"{got.brier:.2f}{wide('brier')}",
        f"{got.ece:.2f}{wide('ece')}",
        f"{got.chance:.2f}",
        f"{got.sharpness:.2f}",
    ]


def _abstention(forecasts: Sequence[Forecast]) -> str:
    """How many names are given, and how many of them are right, when nothing below a probability is said."""
    parts = []
    for least in (0.5, 0.8):
        named = [one for one in forecasts if one.shares.max() >= least]
        right = sum(int(one.shares.argmax()) in one.right for one in named)
        share = f"{right / len(named) * 100:.0f} % right" if named else "none"
        parts.append(f"at {least:.0%} or more: {len(named)} of {len(forecasts)} named, {share}")
    return "  " + "; ".join(parts)


def _imitation(
    console: Console,
    found: dict[str, dict[str, object]],
    claims: Claims,
    reports: Sequence[Instance],
    ahead: Sequence[Kept],
    training: Sequence[Kept],
    first: int,
) -> None:
    recent = [one for one in reports if one.day.year >= first]
    rankings = dict(rolling(ahead, training, first))
    for planted in (4, 8):
        wins: dict[str, list[bool]] = {}
        for one in kept_decoys(decoys(claims, recent, planted, 1)):
            ranking = rankings.get(one.instance.day.year)
            if ranking is None:
                continue
            scores = {name: np.where(one.known, each, -np.inf) for name, each in one.scores.items()}
            scores[_OURS] = ranking.scores(one.table, one.known)
            for name, each in scores.items():
                wins.setdefault(name, []).append(int(each.argmax()) == one.decoy)
        line = ", ".join(f"{name} {np.mean(won) * 100:.0f} %" for name, won in wins.items())
        console.print(
            f"imitation, {planted} techniques planted in {len(wins[_OURS])} reports; the decoy comes first: {line}"
        )
        found[f"imitation {planted}"] = {name: float(np.mean(won)) for name, won in wins.items()}


if __name__ == "__main__":
    main()

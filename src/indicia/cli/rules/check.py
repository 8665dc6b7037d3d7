"""`indicia rules check`: what would run of rules somebody brings, and why not the rest."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from indicia.cli.common.rule_options import sigma_options
from indicia.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from indicia.detection.indicators.indicator_set import IndicatorSet
    from indicia.pipeline.rules.check import Checked, CheckedRule, Watcher


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "check",
        help="say of each rule whether it would run, which logs it needs and what it costs",
        description="Load rules as a scan would and say of each: loaded or refused and why, the logs it is put to, and "
        "what it costs.  Exit code 0: all load; 1: one was refused; 4: could not check.  Piped, one line with tabs for "
        "each rule: state, kind, cost, logs, title, place, reason or remark.",
    )
    verb.add_argument(
        "rules", nargs="*", type=Path, help="Sigma, correlations, filters, YARA: folder, file, zip or set archive"
    )
    verb.add_argument(
        "--indicators",
        action="append",
        default=[],
        type=Path,
        metavar="PATH",
        help="lists of indicators: what is in use of each, and every one that is refused",
    )
    sigma_options(verb)
    verb.add_argument("--json", action="store_true", help="print everything as JSON")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 0 when every rule loads."""
    from indicia.detection.indicators.loading import load_indicators
    from indicia.detection.sources import Sources
    from indicia.pipeline.rules.check import check_rules
    from indicia.report.terminal.rules import print_rules
    from indicia.report.words import plural

    if not arguments.rules and not arguments.indicators:
        raise UsageError("nothing to check", hint="Name rules, or --indicators PATH.")
    sources = Sources(
        rules=tuple(arguments.rules),
        indicators=tuple(arguments.indicators),
        values=arguments.sigma_values,
        pipelines=tuple(arguments.sigma_pipeline),
    )
    sources.check()
    shown: AbstractContextManager[Watcher | None] = _Bar(arguments.rules) if sys.stderr.isatty() else nullcontext()
    with shown as watcher:
        checked = check_rules(sources, watcher)
    indicators = load_indicators(arguments.indicators, shown=sys.maxsize)
    used = sum(sum(info.counts.values()) for info in indicators.sets)
    if arguments.json:
        sys.stdout.buffer.write(_json(checked, indicators))
    else:
        costs = {cost.value: number for cost, number in checked.costs().items()}
        lines = [*map(_line, checked.rules), *_indicator_lines(indicators)]
        if arguments.rules:
            counts = f"{plural(len(checked.rules), 'rule')}: {checked.loaded:,} loaded, {checked.refused:,} refused"
            print_rules(lines, counts, costs)
        if arguments.indicators:
            counts = f"{plural(used, 'indicator')} in use, {len(indicators.refused):,} refused"
            print_rules([] if arguments.rules else lines, counts, {})
    return 1 if checked.refused or indicators.refused else 0


def _indicator_lines(indicators: "IndicatorSet") -> "Iterator[tuple[str, ...]]":
    """A line for each list with what is in use of it, then one for each refusal."""
    for info in indicators.sets:
        if info.counts:
            kinds = ", ".join(f"{number:,} {kind}" for kind, number in info.counts.items())
            yield ("loaded", "indicators", "", "", f"{info.title}: {kinds}", info.path, "")
    for refusal in indicators.refused:
        yield ("refused", "indicator", "", "", refusal.title, refusal.path, refusal.reason)


def _line(rule: "CheckedRule") -> tuple[str, ...]:
    place = f"{rule.path}:{rule.line}" if rule.line else rule.path
    cost = rule.cost.value if rule.cost else ""
    state = "loaded" if rule.loaded else "refused"
    return (state, rule.kind, cost, ", ".join(rule.logs), rule.title, place, rule.reason or rule.remark)


def _json(checked: "Checked", indicators: "IndicatorSet") -> bytes:
    from indicia.plain import to_json

    return to_json(
        {
            "format": "indicia-rules-check/1",
            "loaded": checked.loaded,
            "refused": checked.refused,
            "costs": {cost.value: number for cost, number in checked.costs().items()},
            "rules": checked.rules,
            "indicators": {"sets": indicators.sets, "refused": indicators.refused},
        }
    )


class _Bar:
    """Shows how far reading and weighing are; leaves nothing behind."""

    def __init__(self, rules: list[Path]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._rules = rules
        self._progress = Progress(
            TextColumn("  {task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=4,
        )
        self._task = self._progress.add_task("reading rules", total=None)

    def __enter__(self) -> Self:
        from indicia.detection.sigma.files import rule_files

        self._progress.start()
        self._progress.update(self._task, total=sum(1 for _ in rule_files(self._rules)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def read(self) -> None:
        """One more rule file was read."""
        self._progress.advance(self._task)

    def weighing(self, rules: int) -> None:
        """So many rules are loaded and are weighed now."""
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task("weighing rules", total=max(rules, 1))

    def weighed(self) -> None:
        """One more was weighed."""
        self._progress.advance(self._task)

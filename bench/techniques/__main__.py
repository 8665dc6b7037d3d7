"""Techniques in the prose of reports, reports held out one by one.

    python -m bench.techniques TRAM [BUNDLE.json.gz] [--json FILE]

TRAM is a folder with annotated reports (`.mjson`) and labelled sentences.  For each report in turn a model is trained
on the other reports and on all loose sentences, without exact repeats of sentences of the held-out one and without
examples of ATT&CK that rest on it; weights of signs and threshold come from the other reports alone, held out in turn.
Reports with the same text are held out together.  Only the techniques of the loose sentences of TRAM count (50); a
sub-technique that is not among them counts as the technique above it.  Rows and headings that are nothing but a name or
id are no sentences.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.techniques.guessing import guesses
from bench.techniques.tallies import Pairs, interval, tally
from indicia.knowledge.reports.techniques.standing import load_standing
from indicia.knowledge.reports.techniques.suggest import suggest
from indicia.knowledge.reports.techniques.training.corpus import LabelledReport, read_corpus
from indicia.knowledge.reports.techniques.training.material import material
from indicia.knowledge.reports.techniques.training.training import Plan, Trained, train
from indicia.knowledge.reports.techniques.written import only_named
from indicia.model.reported import Mention

IDS, PHRASES, JUDGES, ALL = "ids alone", "ids and phrases", "linear judges alone", "indicia read"
WAYS = (IDS, PHRASES, JUDGES, ALL)
"""The first two need no training; the last is what is printed with a model and not set aside."""


@dataclass(frozen=True)
class Told:
    """What one report's sentences were said to tell, each way, and what was marked."""

    report: str
    group: int
    said: dict[str, list[frozenset[str]]]
    marked: list[frozenset[str]]
    words: list[str]
    written: frozenset[str]
    """Techniques whose ids the report has itself, outside of advice."""


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="bench.techniques", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    parser.add_argument("--turns", type=int, default=3, help="parts of the other reports that set the threshold (3)")
    arguments = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    begun = time.monotonic()
    corpus = read_corpus(tuple(arguments.paths))
    for name, digest in corpus.files:
        console.print(f"{digest[:16]}  {name}", highlight=False)
    scheme = frozenset(id for item in corpus.loose if not item.cites for id in item.ids if item.ids)
    stuff = material(corpus)
    plan = Plan(labels=tuple(sorted(scheme | {id.partition(".")[0] for id in scheme})), turns=arguments.turns)
    told: list[Told] = []
    for group, reports in enumerate(stuff.groups):
        trained = train(stuff, plan, held=(group,))
        console.print(
            f"[dim]{time.monotonic() - begun:5.0f} s  without {reports[0].name[:60]}: {trained.model.notes[0]}[/dim]",
            highlight=False,
        )
        told += [_told(report, group, trained, _rolled(scheme)) for report in reports]
    figures = {way: _figures(told, way) for way in WAYS}
    _print(console, figures)
    agreed = _agreement(told)
    if agreed:
        console.print(f"two annotations of one advisory: sentences {agreed[0]:.1f}, report {agreed[1]:.1f} micro F1")
    console.print(f"{time.monotonic() - begun:.0f} s")
    if arguments.json:
        whole = {"files": corpus.files, "figures": figures, "reports": [_plain(one) for one in told]}
        arguments.json.write_text(json.dumps(whole, indent=1), "utf-8")


def _rolled(scheme: frozenset[str]) -> Callable[[frozenset[str]], frozenset[str]]:
    def rolled(ids: frozenset[str]) -> frozenset[str]:
        return frozenset(id if id in scheme else id.partition(".")[0] for id in ids) & scheme

    return rolled


def _told(
    report: LabelledReport, group: int, trained: Trained, rolled: Callable[[frozenset[str]], frozenset[str]]
) -> Told:
    standing = load_standing()
    without = [mention for mention in suggest(report.text, report.sentences) if not mention.aside]
    with_model = [mention for mention in suggest(report.text, report.sentences, trained.model) if not mention.aside]
    ids = [mention for mention in without if mention.sort == "id"]
    by_place = {
        IDS: _by_sentence(ids),
        PHRASES: _by_sentence([mention for mention in without if mention.sort in ("id", "name", "phrase")]),
        ALL: _by_sentence(with_model),
    }
    alone = replace(trained.model, weighing=trained.alone.weighing, threshold=trained.alone.threshold)
    said: dict[str, list[frozenset[str]]] = {way: [] for way in WAYS}
    marked: list[frozenset[str]] = []
    words: list[str] = []
    for sentence, advising, told in zip(report.sentences, standing.chapters(report.sentences), report.ids, strict=True):
        if only_named(sentence.words):
            continue
        tells = not advising and not standing.of(sentence.words)
        guessed = guesses(alone, sentence.words) if tells else frozenset()
        said[JUDGES].append(rolled(guessed))
        for way, places in by_place.items():
            said[way].append(rolled(frozenset(places.get(sentence.start, ()))))
        marked.append(rolled(told))
        words.append(" ".join(sentence.words.lower().split()))
    return Told(report.name, group, said, marked, words, rolled(frozenset(mention.value for mention in ids)))


def _by_sentence(mentions: list[Mention]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.context is not None:
            found.setdefault(mention.context.start, set()).add(mention.value)
    return found


def _figures(told: list[Told], way: str) -> dict[str, float]:
    sentences = [list(zip(one.said[way], one.marked, strict=True)) for one in told]
    whole = tally(pair for pairs in sentences for pair in pairs)
    groups = sorted({one.group for one in told})
    low, high = interval(
        [[p for one, ps in zip(told, sentences, strict=True) if one.group == g for p in ps] for g in groups]
    )
    sets = [_set(one, way) for one in told]
    reports = tally(sets)
    each = [tally([pair]).micro for pair in sets]
    low_set, high_set = interval([[s for one, s in zip(told, sets, strict=True) if one.group == g] for g in groups])
    # Ids that the report itself writes are taken for marked: annotators passed over whole tables.
    lenient = tally((said, marked | one.written) for one, (said, marked) in zip(told, sets, strict=True))
    return {
        "precision": whole.precision,
        "recall": whole.recall,
        "micro": whole.micro,
        "low": low,
        "high": high,
        "macro": whole.macro,
        "set_precision": reports.precision,
        "set_recall": reports.recall,
        "set": reports.micro,
        "set_low": low_set,
        "set_high": high_set,
        "set_median": statistics.median(each),
        "set_with_written": lenient.micro,
    }


def _set(one: Told, way: str) -> Pairs:
    return frozenset().union(*one.said[way]), frozenset().union(*one.marked)


def _print(console: Console, figures: dict[str, dict[str, float]]) -> None:
    table = Table(title="Micro F1 in %, reports held out one by one", title_justify="left", box=None, pad_edge=False)
    table.add_column("way")
    for name in ("P", "R", "sentences", "95 %", "macro", "P", "R", "report sets", "95 %", "median", "ids count"):
        table.add_column(name, justify="right")
    for way, found in figures.items():
        cent = {key: f"{100 * value:.1f}" for key, value in found.items()}
        table.add_row(
            way, cent["precision"], cent["recall"], cent["micro"], f"{cent['low']}-{cent['high']}", cent["macro"],
            cent["set_precision"], cent["set_recall"], cent["set"], f"{cent['set_low']}-{cent['set_high']}",
            cent["set_median"], cent["set_with_written"],
        )  # fmt: skip
    console.print(table)


def _agreement(told: list[Told]) -> tuple[float, float] | None:
    """How far two annotations of the same text agree: no reader can be expected to do better."""
    for one in told:
        for other in told:
            if one is not other and one.group == other.group:
                first = dict(zip(one.words, one.marked, strict=True))
                second = dict(zip(other.words, other.marked, strict=True))
                shared = [(first[words], second[words]) for words in first if words in second]
                sets = (frozenset().union(*one.marked), frozenset().union(*other.marked))
                return 100 * tally(shared).micro, 100 * tally([sets]).micro
    return None


def _plain(one: Told) -> dict[str, object]:
    sets = {way: sorted(_set(one, way)[0]) for way in WAYS}
    counts = {way: tally(zip(one.said[way], one.marked, strict=True)) for way in WAYS}
    return {
        "report": one.report,
        "marked": sorted(frozenset().union(*one.marked)),
        "said": sets,
        "sentences": {
            way: [found.right.total(), found.wrong.total(), found.missed.total()] for way, found in counts.items()
        },
    }


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Write docs/packs/exchange.md from the pack; `--check` only says whether it is up to date (exit 1 when not)."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from vendor_checks import comparison

from indicia.detection.sigma.rule import Rule
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.rules import YaraRule, load_yara
from indicia.knowledge import load_pack
from indicia.knowledge.packs.pack import ArtefactTest, Mechanism, Pack

PAGE = Path(__file__).resolve().parents[1] / "docs" / "packs" / "exchange.md"
SEVERITIES = ("informational", "low", "medium", "high", "critical")
INTRO = """\
# The Exchange pack

Break-ins into on-premises Exchange Server (2013, 2016, 2019, Subscription Edition) since 2020, and what they leave.
This page is written by `scripts/pack-docs` from the pack; change the pack, not the page.

Each artefact test is answered with *hit*, *no hit* or *cannot tell*. "No hit" is said only where one of the log sources
named for the test was read over the whole window of its family. How a test is answered:

- **rule**: Sigma rules of the pack, listed below.
- **analysis**: a detector in code, where single records do not say it.
- **coverage**: the log coverage itself answers.
- **planned**: not built yet; always *cannot tell*, with what is missing.
"""


def page(pack: Pack, rules: Iterable[Rule], content: Iterable[YaraRule]) -> str:
    """The whole page."""
    by_test: dict[str, list[Rule]] = {}
    for rule in rules:
        tests = rule.custom["test"]
        for test in [tests] if isinstance(tests, str) else tests:
            by_test.setdefault(test, []).append(rule)
    parts = [
        INTRO,
        *_counts(pack, by_test),
        *_windows(pack),
        *_tests(pack, by_test),
        *_mechanisms(pack, by_test),
        *_rules(pack, by_test),
        *_content(content),
    ]
    return "\n".join((*parts, *_planned(pack), *_sources(pack), *comparison(), *_baseline(pack)))


def _counts(pack: Pack, by_test: dict[str, list[Rule]]) -> Iterator[str]:
    ways = [test.how.partition(":")[0] for test in pack.tests]
    yield (
        f"{len(pack.tests)} tests: {ways.count('rule')} by rules, {ways.count('analysis')} by analyses, "
        f"{ways.count('coverage')} by coverage, {ways.count('planned')} planned. "
        f"{len({rule.id for rules in by_test.values() for rule in rules})} rules.\n"
    )


def _windows(pack: Pack) -> Iterator[str]:
    yield "## Families and their windows\n"
    yield "Logs have to reach back to the first possible use before *no hit* is said. Sources: `pack.toml`.\n"
    yield _row("family", "from", "tests")
    yield _row("---", "---", "---")
    for family, start in pack.windows.items():
        ids = [test.id for test in pack.tests if test.family == family]
        yield _row(family, f"{start:%Y-%m-%d}", f"{ids[0]} to {ids[-1]}" if len(ids) > 2 else ", ".join(ids))
    yield ""


def _tests(pack: Pack, by_test: dict[str, list[Rule]]) -> Iterator[str]:
    yield "## Tests\n"
    for family in pack.windows:
        yield f"### {family}\n"
        yield _row("id", "what is looked for", "log source", "how", "technique", "what it takes for it wrongly", "next")
        yield _row(*["---"] * 7)
        for test in pack.tests:
            if test.family == family:
                yield _test(test, by_test.get(test.id, []))
        yield ""


def _test(test: ArtefactTest, rules: list[Rule]) -> str:
    needs = [need.source + (f" ({', '.join(need.parts)})" if need.parts else "") for need in test.needs]
    mistakes = [text for rule in rules for text in rule.falsepositives if not text.startswith("None known")]
    steps = [str(rule.custom["next_step"]) for rule in sorted(rules, key=_severity, reverse=True)]
    return _row(
        f"{test.id}{'' if test.verified else ' (source not verified)'}",
        test.title,
        " or ".join(needs),
        test.how.replace(":", " "),
        ", ".join(test.techniques) or "–",
        test.mistakes or "; ".join(dict.fromkeys(mistakes)) or "nothing known",
        test.next_step or " ".join(dict.fromkeys(steps)) or "–",
    )


def _rules(pack: Pack, by_test: dict[str, list[Rule]]) -> Iterator[str]:
    yield "## Rules\n"
    yield "A rule of stage *none* supports others and moves no verdict by itself.\n"
    yield _row("test", "rule", "severity", "confidence", "stage")
    yield _row(*["---"] * 5)
    shown: list[ArtefactTest | Mechanism] = [*pack.tests, *pack.mechanisms]
    for test in shown:
        for rule in sorted(by_test.get(test.id, []), key=_severity, reverse=True):
            custom = rule.custom
            name = Path(rule.path).stem
            yield _row(test.id, f"{rule.title} (`{name}`)", rule.level, custom["confidence"], custom["stage"])
    yield ""


def _mechanisms(pack: Pack, by_test: dict[str, list[Rule]]) -> Iterator[str]:
    yield "## Ways to stay\n"
    yield (
        "Each is answered *present now*, *removed, trace left*, *checked clean* or *not checkable*. "
        '"Checked clean" needs every log source of the third column.\n'
    )
    yield _row(
        "id", "way", "checked by", "outlasts a rebuild", "technique", "what is taken for it wrongly", "removed by"
    )
    yield _row(*["---"] * 7)
    for one in pack.mechanisms:
        needs = [
            " or ".join(need.source + (f" ({', '.join(need.parts)})" if need.parts else "") for need in group)
            for group in one.checked_by
        ]
        mistakes = [text for rule in by_test.get(one.id, []) for text in rule.falsepositives]
        yield _row(
            f"{one.id}{'' if one.verified else ' (source not verified)'}",
            one.title,
            " and ".join(needs) or f"nothing on a server: {one.decides}",
            "yes" if one.survives_rebuild else "no",
            ", ".join(one.techniques),
            "; ".join(dict.fromkeys(mistakes)) or "see its tests",
            one.removed_by,
        )
    yield ""


def _content(rules: Iterable[YaraRule]) -> Iterator[str]:
    yield "## Rules on content\n"
    yield "YARA rules, put to files and to what is packed into records; see [YARA rules](../yara.md).\n"
    yield _row("rule", "test", "severity", "confidence", "stage", "what it takes for it wrongly", "next")
    yield _row(*["---"] * 7)
    for rule in rules:
        meta = rule.meta
        yield _row(
            f"{meta['title']} (`{rule.name}`)",
            meta.get("test", "–"),
            meta["severity"],
            meta["confidence"],
            meta.get("stage", "–"),
            meta["false_positives"].replace("None known", "nothing known"),
            meta["next_step"],
        )
    yield ""


def _planned(pack: Pack) -> Iterator[str]:
    if not any(test.how == "planned" for test in pack.tests):
        return
    yield "## Planned tests and what is missing\n"
    yield _row("id", "missing")
    yield _row("---", "---")
    for test in pack.tests:
        if test.how == "planned":
            yield _row(test.id, test.missing)
    yield ""


def _sources(pack: Pack) -> Iterator[str]:
    groups = ["one of " + ", ".join(group) if len(group) > 1 else group[0] for group in pack.required]
    yield "## Log sources\n"
    yield f"*None seen* needs, over the period in question: {'; '.join(groups)}.\n"
    yield _row("id", "name", "where", "without it nobody can tell")
    yield _row(*["---"] * 4)
    for source in pack.sources:
        yield _row(source.id, source.name, f"`{source.path}`", source.blind)
    yield ""


def _baseline(pack: Pack) -> Iterator[str]:
    pairs = sum(map(len, pack.baseline.hashes.values()))
    yield "## Baseline\n"
    yield (
        f"{len(pack.baseline.hashes)} script files of a clean front end with {pairs} known contents, and "
        f"{len(pack.baseline.benign)} harmless `web.config` files. It ends with the updates of March 2021: later "
        "builds and custom themes change listed files. "
        f"{len(pack.baseline.modules)} native modules of the web server are known by name.\n"
    )


def _severity(rule: Rule) -> int:
    return SEVERITIES.index(rule.level)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace('<', '&lt;') for cell in cells)} |"


def main() -> int:
    """Write the page, or compare it."""
    pack = load_pack()
    content = load_yara([], own=[pack.root / "yara"]).rules
    text = page(pack, load_rules([pack.rules], own=True).rules, content)
    if "--check" not in sys.argv[1:]:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{PAGE.name} does not show the pack as it is: run scripts/pack-docs\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

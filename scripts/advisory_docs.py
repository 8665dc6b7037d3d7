#!/usr/bin/env python3
"""Write docs/packs/<advisory>.md from each advisory; `--check` only says whether they are up to date (else exit 1)."""

import sys
from collections.abc import Iterator
from pathlib import Path

from indicia.detection.correlation.correlation import Correlation
from indicia.detection.correlation.loading import load_correlations
from indicia.detection.sigma.rule import Rule
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.rules import load_yara, techniques
from indicia.knowledge import load_pack
from indicia.knowledge.packs.advisory import Advisory, AdvisoryTechnique, load_advisories
from indicia.knowledge.packs.log_names import source_name
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.published.attack_versions import load_attack_versions

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "packs"


def page(pack: Pack, advisory: Advisory) -> str:
    """The whole page."""
    return "\n".join(_lines(pack, advisory)) + "\n"


def _lines(pack: Pack, advisory: Advisory) -> Iterator[str]:
    leaves = sum(item.id in advisory.leaves() for item in advisory.techniques)
    yield f"# {advisory.numbers[0]}"
    yield ""
    yield (
        f"{', '.join(advisory.authors)}: *{advisory.title}*, {advisory.published}, last changed {advisory.revised}; "
        f"{advisory.marking}; ATT&CK {advisory.attack_version}. {len(advisory.techniques)} printed ids, {leaves} of "
        "them leaves. This page is written by `scripts/pack-docs` from the pack; change the pack, not the page. "
        "What the answers mean: [advisories](../advisories.md)."
    )
    yield ""
    yield f"Source: {advisory.source}."
    yield ""
    yield "*Would show in* is our own mapping and not the advisory's; event ids were not replayed against live data."
    if advisory.no_table_for:
        names = " and ".join(_tactic(tactic) for tactic in advisory.no_table_for)
        yield f"It prints nothing about {names}: silence there is no all-clear."
    heading = ""
    for technique in advisory.techniques:
        tactic = _tactic(technique.tactics[0])
        if tactic != heading:
            heading = tactic
            yield from (
                "",
                f"## {tactic}",
                "",
                "| id | name | what it describes | would show in |",
                "|---|---|---|---|",
            )
        yield f"| {_id(technique)} | {_name(technique)} | {_cell(technique.procedure)} | {_where(pack, technique)} |"
    yield from _rules(pack, advisory)
    if advisory.anomalies:
        yield from ("", "## Printed wrongly or oddly", "")
        yield from (f"- {where}: {what}" for where, what in advisory.anomalies)


def _rules(pack: Pack, advisory: Advisory) -> Iterator[str]:
    """Detectors that come with the advisory."""
    folder = next((root / "sigma" for root in pack.advisories if root.name == advisory.name), None)
    if folder is None or not folder.is_dir():
        return
    yield from (
        "",
        "## Rules that come with it",
        "",
        "Of stage *none*: they show techniques and move no verdict by themselves.",
        "",
        "| technique | rule | severity | what it sees | taken for it wrongly | next |",
        "|---|---|---|---|---|---|",
    )
    loaded = load_rules([folder], own=True)
    together = load_correlations((), loaded.rules, own_documents=loaded.correlations).correlations
    rules: list[Rule | Correlation] = [*loaded.rules, *together]
    for rule in sorted(rules, key=lambda rule: rule.path):
        name = Path(rule.path).stem
        cells = (
            ", ".join(rule.techniques),
            f"{rule.title} (`{name}`)",
            rule.level,
            " ".join(rule.description.split()),
            "; ".join(rule.falsepositives),
            str(rule.custom["next_step"]),
        )
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield from _content(folder.parent / "yara")


def _content(folder: Path) -> Iterator[str]:
    """Rules on content that come with the advisory, as further rows."""
    if folder.is_dir():
        for rule in load_yara([], own=[folder]).rules:
            meta = {name: str(value) for name, value in rule.meta.items()}
            cells = (
                ", ".join(techniques(rule)),
                f"{meta['title']} (`{rule.name}`)",
                meta["severity"],
                meta["description"],
                meta["false_positives"],
                meta["next_step"],
            )
            yield f"| {' | '.join(map(_cell, cells))} |"


def _tactic(id: str) -> str:
    known = load_attack_versions().tactic(id)
    return known.name if known else id


def _id(technique: AdvisoryTechnique) -> str:
    return technique.printed if technique.printed == technique.id else f"{technique.printed} (meant: {technique.id})"


def _name(technique: AdvisoryTechnique) -> str:
    text = technique.name
    if technique.name_now != technique.name:
        text += f" (today: {technique.name_now})"
    if technique.best_fit:
        text += f"; rather {', '.join(technique.best_fit)}"
    return _cell(text)


def _where(pack: Pack, technique: AdvisoryTechnique) -> str:
    if technique.not_visible:
        return _cell(f"nowhere: {technique.not_visible}")
    names = {source.id: source_name(source) for source in pack.sources}
    places = [" ".join((names[need.source], "/".join(need.parts))).strip() for need in technique.visible_in]
    return _cell("; ".join((*places, *(f"elsewhere: {name}" for name in technique.visible_elsewhere))))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write or compare; 1 when a page is out of date."""
    pack = load_pack()
    stale = 0
    for advisory in load_advisories(pack):
        target = FOLDER / f"{advisory.name}.md"
        text = page(pack, advisory)
        if "--check" not in sys.argv[1:]:
            target.write_text(text, encoding="utf-8")
        elif not target.is_file() or target.read_text("utf-8") != text:
            sys.stderr.write(f"{target} is not what the pack says; run scripts/pack-docs\n")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())

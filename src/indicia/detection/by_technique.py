"""Which detectors of our own look for which ATT&CK technique, and in which logs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from indicia.detection.detector import Detector, Route
from indicia.detection.ruleset import Ruleset
from indicia.detection.yara.rules import techniques
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.published.attack_versions import load_attack_versions

_TABLES = {"web_request": "iis", "file": "fs", "iis_config": "apphost", "file_journal": "usn_journal"}
"""Tables that hold one log source each."""


class Looking(Struct, frozen=True, kw_only=True):
    """One detector."""

    detector: str
    """As its findings name it."""
    reads: Mapping[str, frozenset[str]]
    """Log source of the pack → event ids it asks for; empty: whatever the log holds."""
    tests: frozenset[str] = frozenset()
    """Artefact tests it answers."""


def detectors_by_technique(ruleset: Ruleset) -> Mapping[str, tuple[Looking, ...]]:
    """Own rules, correlations and analyses by technique id, brought into the version of ATT&CK that Indicia speaks.

    Rules that the user brings are left out: nobody here has weighed them.  So are rules that only count for a
    correlation: they find nothing by themselves.
    """
    versions = load_attack_versions()
    found: dict[str, dict[str, Looking]] = defaultdict(dict)
    for looking, named in _detectors(ruleset):
        for technique in {now for id in named for now in versions.brought(id)}:
            found[technique][looking.detector] = looking
    return {technique: tuple(each.values()) for technique, each in sorted(found.items())}


def _detectors(ruleset: Ruleset) -> Iterator[tuple[Looking, tuple[str, ...]]]:
    for rule in ruleset.rules:
        if rule.id in ruleset.own and rule.id not in ruleset.correlations.suppressed:
            reads, tests = _reads(ruleset.pack, (rule.detector,)), _tests(rule.custom.get("test"))
            yield Looking(detector=rule.id, reads=reads, tests=tests), rule.techniques
    leaves = {rule.id: rule.detector for rule in ruleset.rules}
    for item in ruleset.correlations.correlations:
        if item.id in ruleset.correlations.own and item.id not in ruleset.correlations.suppressed:
            below = [leaves[leaf] for leaf in ruleset.correlations.leaves(item.id)]
            reads, tests = _reads(ruleset.pack, below), _tests(item.custom.get("test"))
            yield Looking(detector=item.id, reads=reads, tests=tests), item.techniques
    for content in ruleset.yara.rules:
        if content.own:
            tests = _tests(content.meta.get("test"))
            yield Looking(detector=content.id, reads={"fs": frozenset()}, tests=tests), techniques(content)
    for analysis in ruleset.analyses:
        reads = {**_reads(ruleset.pack, analysis.selectors), **dict.fromkeys(analysis.reads, frozenset[str]())}
        yield Looking(detector=analysis.name, reads=reads, tests=frozenset(analysis.tests)), analysis.techniques


def _tests(value: object) -> frozenset[str]:
    """One id, several in one text, or a list of them."""
    if isinstance(value, str):
        return frozenset(value.replace(",", " ").split())
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else frozenset()


def _reads(pack: Pack, detectors: Iterable[Detector]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    for detector in detectors:
        for binding in detector.bindings:
            for source in _sources(pack, binding.route):
                parts[source].update(map(str, binding.route.event_ids))
                if not binding.route.event_ids:
                    whole.add(source)
    return {source: frozenset() if source in whole else frozenset(ids) for source, ids in parts.items()}


def _sources(pack: Pack, route: Route) -> Iterator[str]:
    """Log sources a route leads to; a route without a channel leads to every Windows log."""
    if route.table == "win_event":
        for source in pack.sources:
            if source.channels and (not route.channels or route.channels.intersection(source.channels)):
                yield source.id
    else:
        name = _TABLES.get(route.table, route.source or route.table)
        if any(source.id == name for source in pack.sources):
            yield name

"""What would run of rules somebody brings: each rule loaded or refused, the logs it needs, what it costs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from indicia.detection.correlation.loading import CorrelationSet, load_correlations
from indicia.detection.cost import Cost, cost_of, dearest
from indicia.detection.detector import Detector
from indicia.detection.level import level_doubt
from indicia.detection.sigma.rule import Rule
from indicia.detection.sigma.rules import load_rules
from indicia.detection.sources import Sources
from indicia.detection.yara.cost import yara_cost
from indicia.detection.yara.rules import YaraRule, YaraSet, load_yara
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.packs.log_names import needed_log
from indicia.model.assessment import Refusal


class Watcher(Protocol):
    """Is told how far checking is."""

    def read(self) -> None:
        """One more rule file was read."""

    def weighing(self, rules: int) -> None:
        """So many rules are loaded and are weighed now."""

    def weighed(self) -> None:
        """One more was weighed."""


class CheckedRule(Struct, frozen=True, kw_only=True):
    """One rule, or one file that gave none."""

    kind: str
    """`sigma`, `correlation`, `yara`."""
    loaded: bool
    id: str
    title: str
    path: str
    line: int = 0
    """Where it begins in its file; 0 where the file is the rule."""
    reason: str = ""
    """Why it is refused; empty when it is loaded."""
    remark: str = ""
    """What is odd about a rule that is loaded all the same; mostly empty."""
    logs: tuple[str, ...] = ()
    """What it is put to: `Sysmon 1`, `Security 4688`, `IIS`, `files`; empty when it is refused."""
    cost: Cost | None = None


class Checked(Struct, frozen=True, kw_only=True):
    """All rules of the arguments: those loaded first, in the order they are put to a record, then those refused."""

    rules: tuple[CheckedRule, ...]

    @property
    def loaded(self) -> int:
        """How many would run."""
        return sum(rule.loaded for rule in self.rules)

    @property
    def refused(self) -> int:
        """How many would not."""
        return len(self.rules) - self.loaded

    def costs(self) -> Mapping[Cost, int]:
        """Loaded rules by what they cost, in the order of the classes."""
        found = Counter(rule.cost for rule in self.rules)
        return {cost: found[cost] for cost in Cost if found[cost]}


def check_rules(sources: Sources, watcher: Watcher | None = None) -> Checked:
    """Load the rules of `sources` as a scan would, and weigh them.  Raises RulesetError for a path that is missing."""
    each = watcher.read if watcher else None
    yara = load_yara(sources.rules, shared=True)
    ours = load_rules(load_pack().rule_folders, own=True).rules
    sigma = load_rules(sources.rules, values=sources.values, pipelines=sources.pipelines, ours=ours, each=each)
    correlations = load_correlations(sigma.correlations, [*ours, *sigma.rules], sigma.refused)
    return checked(sigma.rules, correlations, yara, sigma.refused, watcher)


def checked(
    rules: Iterable[Rule],
    correlations: CorrelationSet,
    yara: YaraSet,
    refused: Iterable[Refusal],
    watcher: Watcher | None = None,
) -> Checked:
    """Loaded rules, weighed.  `refused` are the Sigma documents that were not loaded."""
    known = list(rules)
    if watcher:
        watcher.weighing(len(known) + len(yara.rules))
    weighed: dict[str, CheckedRule] = {}
    for rule in known:
        weighed[rule.id] = _sigma(rule)
        if watcher:
            watcher.weighed()
    found = [*weighed.values(), *_correlations(correlations, weighed)]
    for content in yara.rules:
        found.append(_yara(content))
        if watcher:
            watcher.weighed()
    found.extend(_refused("sigma", refusal) for refusal in refused)
    found.extend(_refused("correlation", refusal) for refusal in correlations.refused)
    found.extend(_refused("yara", refusal) for refusal in yara.refused)
    return Checked(rules=tuple(found))


def logs_of(detector: Detector) -> tuple[str, ...]:
    """Names of the logs a detector is put to, each once."""
    routes = (binding.route for binding in detector.bindings)
    names = (name for at in routes for name in needed_log(at.table, at.source, at.channels, at.event_ids))
    return tuple(dict.fromkeys(names))


def _sigma(rule: Rule) -> CheckedRule:
    return CheckedRule(
        kind="sigma",
        loaded=True,
        id=rule.id,
        title=rule.title,
        path=rule.path,
        logs=logs_of(rule.detector),
        cost=cost_of(rule.detector),
        remark=level_doubt(rule.level),
    )


def _correlations(correlations: CorrelationSet, rules: Mapping[str, CheckedRule]) -> Iterator[CheckedRule]:
    """A correlation needs and costs what the rules below it do."""
    for item in correlations.correlations:
        below = [rules[leaf] for leaf in correlations.leaves(item.id) if leaf in rules]
        yield CheckedRule(
            kind="correlation",
            loaded=True,
            id=item.id,
            title=item.title,
            path=item.path,
            logs=tuple(dict.fromkeys(log for rule in below for log in rule.logs)),
            cost=dearest(*(rule.cost for rule in below if rule.cost)),
            remark=level_doubt(item.level),
        )


def _yara(rule: YaraRule) -> CheckedRule:
    return CheckedRule(
        kind="yara",
        loaded=True,
        id=rule.id,
        title=rule.meta.get("title") or rule.name,
        path=rule.path,
        line=rule.line,
        logs=("files",),
        cost=yara_cost(rule.text),
    )


def _refused(kind: str, refusal: Refusal) -> CheckedRule:
    title = refusal.title or refusal.rule or Path(refusal.path).name
    return CheckedRule(kind=kind, loaded=False, id=refusal.rule, title=title, path=refusal.path, reason=refusal.reason)

"""Everything that is put to the evidence of a scan: rules of the pack and of the user, correlations, analyses."""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from indicia import __version__
from indicia.config import Limits
from indicia.detection.analyses.registry import Analysis, analyses
from indicia.detection.cache import Cache
from indicia.detection.correlation.loading import CorrelationSet, load_correlations
from indicia.detection.detector import Binding, Detector
from indicia.detection.sigma.kept import kept_rules
from indicia.detection.sigma.rules import LoadedRules, Rule, load_rules
from indicia.detection.sources import Sources
from indicia.detection.yara.records import ENCODED_CONTENT
from indicia.detection.yara.rules import YaraSet, load_yara
from indicia.knowledge.pack import Pack
from indicia.model.assessment import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """What runs, what was refused, and a digest that changes with either."""

    pack: Pack
    rules: tuple[Rule, ...]
    """The pack's own first, then the user's."""
    own: frozenset[str]
    """Ids of the pack's own rules; only they move the stage of a host."""
    analyses: tuple[Analysis, ...]
    correlations: CorrelationSet
    yara: YaraSet
    """Rules on content: the pack's own and the user's."""
    refused: tuple[Refusal, ...]
    digest: str
    """SHA-256, hex."""

    @property
    def detectors(self) -> tuple[Detector, ...]:
        """Rules and selectors in one list, in the order they are put to a record."""
        selectors = (selector for analysis in self.analyses for selector in analysis.selectors)
        packed = (ENCODED_CONTENT,) if self.yara else ()
        return (*(rule.detector for rule in self.rules), *selectors, *packed)

    @property
    def count(self) -> int:
        """Rules of all kinds that run."""
        return len(self.rules) + len(self.correlations.correlations) + len(self.yara.rules)


def load_ruleset(pack: Pack, sources: Sources, limits: Limits, cache: Path | None = None) -> Ruleset:
    """Load the pack's rules, what the user brings, and the analyses.

    A rule of the user with the id of one of ours is refused, so that a finding's id names one text.  What takes long
    to compile is kept below `cache`.
    """
    store = Cache(cache and cache / "rules")
    ours = kept_rules(store, [pack.rules], lambda: load_rules([pack.rules], own=True), ("own",))
    theirs = _theirs(sources, ours.rules, store)
    own = frozenset(rule.id for rule in ours.rules)
    rules = list(theirs.ours)
    refused = [*ours.refused, *theirs.refused]
    for rule in theirs.rules:
        if rule.id in own:
            refused.append(
                Refusal(rule=rule.id, title=rule.title, path=rule.path, reason="a rule of the pack has this id")
            )
        else:
            rules.append(rule)
    correlations = load_correlations(theirs.correlations, rules, refused, own_rules=own)
    refused.extend(correlations.refused)
    yara = load_yara(sources.rules, own=[pack.root / "yara"], cache=cache, shared=True)
    refused.extend(yara.refused)
    found = analyses()
    return Ruleset(
        pack=pack,
        rules=tuple(rules),
        own=own,
        analyses=found,
        correlations=correlations,
        yara=yara,
        refused=tuple(refused),
        digest=_digest(pack, rules, found, limits, (correlations.digest, yara.digest)),
    )


def _theirs(sources: Sources, ours: tuple[Rule, ...], store: Cache) -> LoadedRules:
    """The rules of the user, and ours with the user's filters."""
    if not sources.rules:
        return LoadedRules(rules=(), refused=(), ours=ours)

    def load() -> LoadedRules:
        return load_rules(sources.rules, values=sources.values, pipelines=sources.pipelines, ours=ours)

    settings = (sources.values,) if sources.values is not None else ()
    return kept_rules(store, sources.rules, load, ("theirs", *settings, "pipelines", *sources.pipelines), ours)


def _digest(pack: Pack, rules: Sequence[Rule], found: Sequence[Analysis], limits: Limits, others: Sequence[str]) -> str:
    """Hash of all that decides which records are kept: version, limits, rule texts, selectors, other digests."""
    parts: list[object] = [__version__, dataclasses.asdict(limits), pack.name, pack.version, list(others)]
    parts.extend(sorted((rule.id, rule.text, rule.altered_by) for rule in rules))
    parts.extend(_plain(selector) for analysis in found for selector in analysis.selectors)
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def _plain(value: object) -> object:
    """A selector as nested lists with sets sorted, so that equal selectors give equal bytes."""
    if isinstance(value, Binding):
        return [_plain(value.route), value.text]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, item.name)) for item in dataclasses.fields(value))]
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[str(key), _plain(item)] for key, item in sorted(value.items())]
    return value

"""Everything that is put to the evidence of a scan: rules of the pack and of the user, correlations, analyses."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from msgspec import Struct
from msgspec.structs import asdict

from indicia import __version__
from indicia.apart import Apart
from indicia.config import Limits
from indicia.detection.analyses.common.registry import Analysis, analyses
from indicia.detection.cache import Cache
from indicia.detection.correlation.loading import CorrelationSet, load_correlations
from indicia.detection.dated import day_of
from indicia.detection.detector import Binding, Detector
from indicia.detection.sets.trusted import Trusted
from indicia.detection.sets.used import Used, pack_line, sets_used, used_text
from indicia.detection.sigma.kept import kept_rules
from indicia.detection.sigma.rule import LoadedRules, Rule
from indicia.detection.sources import Sources
from indicia.detection.yara.records import ENCODED_CONTENT
from indicia.detection.yara.rules import YaraSet, load_yara
from indicia.knowledge.packs.pack import Pack
from indicia.model.assessment import Refusal, SetLine

if TYPE_CHECKING:
    from indicia.detection.indicators.indicator_set import IndicatorSet


class Ruleset(Struct, frozen=True, kw_only=True):
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
    indicators: "IndicatorSet | None"
    """Null where the user brings none."""
    refused: tuple[Refusal, ...]
    sets: tuple[SetLine, ...]
    """Where all of it is from."""
    digest: str
    """SHA-256, hex."""

    @property
    def detectors(self) -> tuple[Detector, ...]:
        """Rules and selectors in one list, in the order they are put to a record."""
        selectors = (selector for analysis in self.analyses for selector in analysis.selectors)
        packed = (ENCODED_CONTENT,) if self.yara else ()
        return (*(rule.detector for rule in self.rules), *selectors, *packed)

    def named(self, detector: str) -> str:
        """A detector as a person is told of it: a rule by title and id, what has no title by its id."""
        title = next((rule.title for rule in self.rules if rule.id == detector), "")
        return f"the rule “{title}” ({detector})" if title else detector

    @property
    def count(self) -> int:
        """Rules of all kinds that run; indicators are no rules."""
        return len(self.rules) + len(self.correlations.correlations) + len(self.yara.rules)


def load_ruleset(
    pack: Pack,
    sources: Sources,
    limits: Limits,
    cache: Path | None = None,
    *,
    trusted: Trusted | None = None,
    left_out: Sequence[Refusal] = (),
    told: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Ruleset:
    """Load the pack's rules, what the user brings, and the analyses.

    A rule of the user with the id of one of ours is refused, so that a finding's id names one text.  What takes long
    to compile is kept below `cache`.  `trusted` names the signers of sets; `left_out` are sets that are not used.
    `told` hears what is being done, and how much of how much, both 0 where nobody knows: `reading rules` and `making
    rules`, where they are not out of the cache, `loading rules on content`, `loading indicators`.
    """
    store = Cache(cache and cache / "rules")
    apart = Apart(told)
    load_ours = partial(_load, pack.rule_folders, apart, own=True)
    ours = kept_rules(store, pack.rule_folders, load_ours, ("own",), apart=apart.made)
    theirs = _theirs(sources, ours.rules, store, apart)
    own = frozenset(rule.id for rule in ours.rules)
    rules = list(theirs.ours)
    refused = [*ours.refused, *left_out, *theirs.refused]
    for rule in theirs.rules:
        if rule.id in own:
            refused.append(
                Refusal(rule=rule.id, title=rule.title, path=rule.path, reason="a rule of the pack has this id")
            )
        else:
            rules.append(rule)
    correlations = load_correlations(
        theirs.correlations, rules, refused, own_documents=ours.correlations, own_rules=own
    )
    refused.extend(correlations.refused)
    told("loading rules on content", 0, 0)
    yara = load_yara(sources.rules, own=pack.content_folders, cache=cache, shared=True)
    refused.extend(yara.refused)
    indicators = None
    if sources.indicators:
        from indicia.detection.indicators.loading import load_indicators

        told("loading indicators", 0, 0)
        indicators = load_indicators(sources.indicators)
        refused.extend(indicators.refused)
    found = analyses()
    return Ruleset(
        pack=pack,
        rules=tuple(rules),
        own=own,
        analyses=found,
        correlations=correlations,
        yara=yara,
        indicators=indicators,
        refused=tuple(refused),
        sets=(
            _pack_line(pack, rules, own, correlations, yara),
            *sets_used(sources.given(), _used(rules, own, correlations, yara, indicators), refused, trusted),
        ),
        digest=_digest(
            pack, rules, found, limits, (correlations.digest, yara.digest, indicators.digest if indicators else "")
        ),
    )


def _load(
    paths: Sequence[Path],
    apart: Apart,
    *,
    own: bool = False,
    values: Path | None = None,
    pipelines: Sequence[Path] = (),
    ours: Sequence[Rule] = (),
) -> LoadedRules:
    # What reads rules takes a while to import, and with rules out of the cache nothing of it is needed.
    from indicia.detection.sigma.by_two import rules_by_two
    from indicia.detection.sigma.rules import load_rules

    loaded = rules_by_two(paths, apart, own=own, values=values, pipelines=pipelines, ours=ours)
    if loaded is not None:
        return loaded
    files = count(1)
    return load_rules(
        paths,
        own=own,
        values=values,
        pipelines=pipelines,
        ours=ours,
        each=lambda: apart("reading rules", next(files), 0),
        made=partial(apart, "making rules"),
    )


def _theirs(sources: Sources, ours: tuple[Rule, ...], store: Cache, apart: Apart) -> LoadedRules:
    """The rules of the user, and ours with the user's filters."""
    if not sources.rules:
        return LoadedRules(rules=(), refused=(), ours=ours)

    load = partial(_load, sources.rules, apart, values=sources.values, pipelines=sources.pipelines, ours=ours)
    settings = (sources.values,) if sources.values is not None else ()
    also = ("theirs", *settings, "pipelines", *sources.pipelines)
    return kept_rules(store, sources.rules, load, also, ours, apart.made)


def _pack_line(
    pack: Pack, rules: Sequence[Rule], own: frozenset[str], correlations: CorrelationSet, yara: YaraSet
) -> SetLine:
    mine = [Used("sigma", rule.path, rule.digest, rule.dated) for rule in rules if rule.id in own]
    mine.extend(
        used_text("sigma", item.path, item.text) for item in correlations.correlations if item.id in correlations.own
    )
    mine.extend(used_text("yara", rule.path, rule.text) for rule in yara.rules if rule.own)
    return pack_line(pack.name, pack.version, mine)


def _used(
    rules: Sequence[Rule],
    own: frozenset[str],
    correlations: CorrelationSet,
    yara: YaraSet,
    indicators: "IndicatorSet | None",
) -> Iterator[Used]:
    """What the user brought and runs."""
    for rule in rules:
        if rule.id not in own:
            yield Used("sigma", rule.path, rule.digest, rule.dated)
    for item in correlations.correlations:
        if item.id not in correlations.own:
            yield used_text("sigma", item.path, item.text)
    for content in yara.rules:
        if not content.own:
            yield used_text("yara", content.path, content.text)
    for info in indicators.sets if indicators else ():
        yield Used("indicators", info.path, info.sha256, day_of(info.version), sum(info.counts.values()))


def _digest(pack: Pack, rules: Sequence[Rule], found: Sequence[Analysis], limits: Limits, others: Sequence[str]) -> str:
    """Hash of all that decides which records are kept: version, limits, rule texts, selectors, other digests."""
    parts: list[object] = [__version__, asdict(limits), pack.name, pack.version, list(others)]
    parts.extend(sorted((rule.id, rule.digest) for rule in rules))
    parts.extend(_plain(selector) for analysis in found for selector in analysis.selectors)
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def _plain(value: object) -> object:
    """A selector as nested lists with sets sorted, so that equal selectors give equal bytes."""
    if isinstance(value, Binding):
        return [_plain(value.route), value.text]
    if isinstance(value, Struct):
        return [type(value).__name__, *(_plain(getattr(value, name)) for name in value.__struct_fields__)]
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[str(key), _plain(item)] for key, item in sorted(value.items())]
    return value

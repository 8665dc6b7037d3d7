"""From documents to a set of correlations that can run: names resolved, chains in order, the others refused by name."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.detection.correlation.correlation import Correlation
from indicia.detection.correlation.parsing import Document, correlation
from indicia.detection.correlation.words import Words, words
from indicia.detection.detector import Detector
from indicia.detection.sigma.refused import Refused
from indicia.model.assessment import Refusal

_UNTIMED = frozenset({"file", "iis_config", "exported"})
"""Tables whose records have no time of an event."""
_DEPTH = 32
"""Correlations that may stand on each other."""
_BELOW = "the correlation "
"""Begins the reason of one that stands on another, and no other of those found here."""


class BaseRule(Protocol):
    """What correlations need to know of a rule on single records."""

    @property
    def id(self) -> str:
        """As findings name it."""

    @property
    def name(self) -> str:
        """How correlations may call it; empty where the author gave none."""

    @property
    def title(self) -> str:
        """What it looks for."""

    @property
    def path(self) -> str:
        """Where it stands."""

    @property
    def logsource(self) -> tuple[str, str, str]:
        """Product, category and service that it is for."""

    @property
    def techniques(self) -> tuple[str, ...]:
        """ATT&CK ids."""

    @property
    def detector(self) -> Detector:
        """What runs."""


class Base(Struct, frozen=True, kw_only=True):
    """One rule that correlations stand on."""

    id: str
    title: str
    techniques: tuple[str, ...]
    words: Words
    slot: int
    """The shortest timespan that it takes part in, microseconds."""


class CorrelationSet(Struct, frozen=True, kw_only=True):
    """Correlations, ready to run; empty when there are none."""

    correlations: tuple[Correlation, ...] = ()
    """A correlation comes after those it stands on."""
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each correlation the rules on single records below it, in order."""
    refused: tuple[Refusal, ...] = ()
    bases: Mapping[str, Base] = field(default_factory=dict)
    """By id, in order."""
    suppressed: frozenset[str] = frozenset()
    """Ids of rules and correlations that make no findings of their own (`generate: false`)."""
    own: frozenset[str] = frozenset()
    """Ids of our own correlations."""
    digest: str = ""
    """Changes with whatever decides which ticks are left and what is made of them."""

    def leaves(self, rule: str) -> tuple[str, ...]:
        """The rules on single records below a rule or a correlation, in order."""
        return self.below.get(rule, (rule,))

    def field_of(self, item: Correlation, part: str, leaf: str, name: str) -> str:
        """Which field of a record of the rule `leaf` stands for `name`, seen through `part` of the correlation."""
        names = item.aliases.get(name, {})
        return names.get(part) or names.get(leaf) or name


def _all_leaves(correlations: Iterable[Correlation]) -> dict[str, tuple[str, ...]]:
    """Of each correlation, found out once: many may stand on the same ones."""
    found: dict[str, tuple[str, ...]] = {}
    for item in correlations:
        found[item.id] = tuple(dict.fromkeys(leaf for below in item.rules for leaf in found.get(below, (below,))))
    return found


def load_correlations(
    documents: Iterable[Document],
    rules: Iterable[BaseRule],
    refused_rules: Iterable[Refusal] = (),
    *,
    own_documents: Iterable[Document] = (),
    own_rules: Iterable[str] = (),
) -> CorrelationSet:
    """Every document ends as a correlation or as a refusal with its reason.

    `rules` are those that run, `refused_rules` those that do not.  `own_documents` are the pack's; `own_rules` the ids
    of the pack's rules, which correlations of the user never suppress.
    """
    given = list(rules)
    refused: list[Refusal] = []
    known: dict[str, Correlation] = {}
    digests: set[tuple[str, str]] = set()
    own: set[str] = set()
    taken = {rule.id for rule in given}
    for mine, document in [*((True, item) for item in own_documents), *((False, item) for item in documents)]:
        try:
            found = correlation(document, own=mine)
            if (found.id, document.digest) in digests:
                continue
            digests.add((found.id, document.digest))
            if found.id in known or found.id in taken:
                raise Refused("another rule has the same id")
            known[found.id] = found
            own |= {found.id} if mine else set()
        except Refused as refusal:
            refused.append(_refusal(document.mapping, document.path, str(refusal)))
    resolver = _Resolver(given, known, refused_rules)
    reasons: dict[str, str] = {}
    for name in resolver.inner_first():
        try:
            resolver.resolve(name)
        except Refused as refusal:
            reasons[name] = str(refusal)
    refused += [
        Refusal(rule=item.id[:200], title=item.title[:300], path=item.path, reason=reasons[item.id])
        for item in known.values()
        if item.id in reasons
    ]
    running = tuple(resolver.done.values())
    bare = CorrelationSet(correlations=running, below=_all_leaves(running))
    by_id = {rule.id: rule for rule in given}
    kept = set(own_rules) | own
    return CorrelationSet(
        correlations=running,
        below=bare.below,
        refused=tuple(refused),
        bases=_bases(bare, by_id),
        suppressed=_suppressed(running, own, kept),
        own=frozenset(own & {item.id for item in running}),
        digest=hashlib.sha256("\0".join(item.text for item in running).encode("utf-8", "replace")).hexdigest(),
    )


def _refusal(mapping: Mapping[str, Any], path: str, reason: str) -> Refusal:
    name, title = (" ".join(str(mapping.get(key) or "").split()) for key in ("id", "title"))
    return Refusal(rule=name[:200], title=title[:300], path=path, reason=reason)


def _suppressed(running: Sequence[Correlation], own: set[str], kept: set[str]) -> frozenset[str]:
    """What some running correlation takes away and none leaves; ours only fall to ours."""
    left = {rule for item in running if item.generate for rule in item.rules}
    gone = {rule for item in running if not item.generate for rule in item.rules if rule not in kept or item.id in own}
    return frozenset(gone - left)


def _bases(loaded: CorrelationSet, rules: Mapping[str, BaseRule]) -> dict[str, Base]:
    """Every rule below a correlation with the fields any correlation above it reads."""
    fields: dict[str, dict[str, None]] = {}
    slots: dict[str, int] = {}
    for item in loaded.correlations:
        for part in item.rules:
            for leaf in loaded.leaves(part):
                wanted = fields.setdefault(leaf, {})
                wanted.update(dict.fromkeys(loaded.field_of(item, part, leaf, name) for name in _read(item)))
                slots[leaf] = min(slots.get(leaf, item.timespan), item.timespan)
    return {
        leaf: Base(
            id=leaf,
            title=rules[leaf].title,
            techniques=rules[leaf].techniques,
            words=words(rules[leaf].logsource, tuple(names)),
            slot=slots[leaf],
        )
        for leaf, names in sorted(fields.items())
    }


def _read(item: Correlation) -> tuple[str, ...]:
    return (*item.group_by, *item.fields)


class _Resolver:
    """Names to ids, inner correlations first."""

    def __init__(self, rules: Sequence[BaseRule], known: Mapping[str, Correlation], refused: Iterable[Refusal]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._known = known
        self._named: dict[str, list[tuple[str, str]]] = {}
        for name, place in [
            *((rule.name, (rule.path, rule.id)) for rule in rules),
            *((item.name, (item.path, item.id)) for item in known.values()),
        ]:
            if name:
                self._named.setdefault(name, []).append(place)
        self._refused = {refusal.rule: refusal.reason for refusal in refused if refusal.rule}
        self._failed: dict[str, str] = {}
        self._circles: dict[str, str] = {}
        """Why a correlation cannot run that stands on itself."""
        self._open: list[str] = []
        self._levels: dict[str, int] = {}
        """Of each correlation that is done, how many stand on each other up to it."""
        self.done: dict[str, Correlation] = {}

    def inner_first(self) -> Iterator[str]:
        """Every correlation behind those below it, so that nobody has to go down far; circles anyhow."""
        seen: set[str] = set()
        for first in self._known:
            waiting: list[tuple[str, bool]] = [(first, False)]
            while waiting:
                name, below_done = waiting.pop()
                if below_done:
                    yield name
                elif name not in seen:
                    seen.add(name)
                    waiting.append((name, True))
                    waiting.extend((rule, False) for rule in self._below_names(name) if rule not in seen)

    def _below_names(self, name: str) -> Iterator[str]:
        item = self._known[name]
        for written in reversed(item.rules):
            try:
                rule = self._id(written, item)
            except Refused:
                continue
            if rule in self._known:
                yield rule

    def resolve(self, name: str) -> Correlation:
        """The correlation with ids for names; raises Refused when it or one below it cannot run."""
        if name in self.done:
            return self.done[name]
        if name in self._failed:
            raise Refused(self._failed[name])
        item = self._known[name]
        if name in self._open:
            raise Refused(self._circle(name))
        if len(self._open) >= _DEPTH:
            raise Refused(f"more than {_DEPTH} correlations stand on each other")
        self._open.append(name)
        try:
            found = self._resolved(item)
            level = 1 + max((self._levels.get(rule, 0) for rule in found.rules), default=0)
            if level > _DEPTH:
                raise Refused(f"more than {_DEPTH} correlations stand on each other")
        except Refused as refusal:
            self._failed[name] = self._circles.get(name, str(refusal))
            raise Refused(self._failed[name]) from None
        finally:
            self._open.pop()
        self._levels[name] = level
        self.done[name] = found
        return found

    def _circle(self, name: str) -> str:
        """Say of each correlation between this one and itself that it stands on itself; what is said of this one."""
        circle = self._open[self._open.index(name) :]
        for one in circle:
            others = ", ".join(repr(self._known[other].title[:80]) for other in circle if other != one)
            self._circles[one] = f"it stands on itself, through {others[:300]}" if others else "it stands on itself"
        return self._circles[name]

    def _resolved(self, item: Correlation) -> Correlation:
        ids = {written: self._id(written, item) for written in item.rules}
        if len(set(ids.values())) != len(ids):
            raise Refused("it names a rule twice, by its name and by its id")
        for rule in ids.values():
            self._check(rule)
        aliases: dict[str, dict[str, str]] = {}
        for alias, fields in item.aliases.items():
            aliases[alias] = {
                ids[written] if written in ids else self._below(written, alias, item, ids.values()): name
                for written, name in fields.items()
            }
        return replace(item, rules=tuple(ids[written] for written in item.rules), aliases=aliases)

    def _id(self, written: str, item: Correlation) -> str:
        """The rule that is meant: by id, else by name, a rule of the same file before others."""
        if written in self._rules or written in self._known:
            return written
        meant = self._named.get(written, [])
        same = [rule for path, rule in meant if path == item.path]
        chosen = same or [rule for _, rule in meant]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise Refused(f"{len(chosen)} rules have the name {written[:80]!r}")
        if written in self._refused:
            raise Refused(f"its rule {written[:80]!r} is refused: {self._refused[written]}")
        raise Refused(f"there is no rule {written[:80]!r}, or it was refused")

    def _check(self, rule: str) -> None:
        if rule in self._known:
            try:
                self.resolve(rule)
            except Refused as refusal:
                said = str(refusal)
                if not said.startswith(_BELOW):
                    said = f"{_BELOW}{self._known[rule].title[:80]!r} below it is refused: {said}"
                # Of several that stand on each other the lowest is named, where the reason lies.
                raise Refused(said[:500]) from None
            return
        tables = {binding.route.table for binding in self._rules[rule].detector.bindings}
        if tables <= _UNTIMED:
            raise Refused(f"the records of its rule {rule[:80]!r} have no time of an event")

    def _below(self, written: str, alias: str, item: Correlation, rules: Iterable[str]) -> str:
        """An alias may call a rule otherwise, and speak of one below a correlation that is taken together."""
        meant = self._id(written, item)
        leaves = {leaf for rule in rules for leaf in _leaves(self.done, rule)}
        if meant not in leaves:
            raise Refused(f"the alias {alias[:60]!r} speaks of {written[:80]!r}, which is not among the rules")
        return meant


def _leaves(done: Mapping[str, Correlation], rule: str) -> Iterator[str]:
    """A rule or correlation and all below it, each once."""
    seen: set[str] = set()
    waiting = [rule]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting.extend(reversed(done[name].rules) if name in done else ())

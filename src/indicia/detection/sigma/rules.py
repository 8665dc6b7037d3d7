"""Load Sigma rules: every document ends as a rule, a correlation, a filter or a refusal with its reason.

Never as an exception, and never in silence.  Filters, values of placeholders and field mappings are put in before a
rule is translated, so what runs is what the rule says then.
"""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from indicia.detection.conditions.condition import All
from indicia.detection.dated import newest_date
from indicia.detection.detector import Detector
from indicia.detection.sigma.actions import Collection
from indicia.detection.sigma.document import Cut, cut, read
from indicia.detection.sigma.files import RuleFile, rule_files
from indicia.detection.sigma.filters import Filter, read_filter
from indicia.detection.sigma.listed import listed
from indicia.detection.sigma.logsource import bind, check_source
from indicia.detection.sigma.pipelines import read_pipelines
from indicia.detection.sigma.placeholders import Placeholders, read_placeholders
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rule import About, Card, Document, LoadedRules, Rule, rule_digest
from indicia.detection.sigma.translate import detection_condition
from indicia.detection.waiting import Waiting
from indicia.model.assessment import Refusal

_TECHNIQUE = re.compile(r"attack\.(t\d{4}(?:\.\d{3})?)", re.IGNORECASE)
_TACTIC = re.compile(r"attack\.(ta\d{4}|[a-z_-]+)", re.IGNORECASE)
_TACTICS = frozenset(
    """collection command-and-control credential-access defense-evasion defense-impairment discovery execution
    exfiltration impact initial-access lateral-movement persistence privilege-escalation reconnaissance
    resource-development stealth""".split()
)
"""Of ATT&CK up to v18, and `defense-impairment` and `stealth`, into which v19 divides `defense-evasion`."""
_NOT_RUN = {
    "unsupported": "its author marks the rule as unsupported",
}


def load_rules(
    paths: Sequence[Path],
    *,
    own: bool = False,
    values: Path | None = None,
    pipelines: Sequence[Path] = (),
    ours: Sequence[Rule] = (),
    each: Callable[[], None] | None = None,
    made: Callable[[int, int], None] | None = None,
) -> LoadedRules:
    """Rules of files, folders (`*.yml`, `*.yaml`, `*.zip` below them) and zip archives, read in place.

    A rule that cannot be run exactly as written is refused by name.  The same rule met again counts once; another
    rule under an id that is taken is refused.  `own` lets rules carry our own key `indicia`.  `values` are put in for
    placeholders, `pipelines` applied in their order to every rule and filter read here; `ours` are rules from
    elsewhere that filters may name by id.  `each` is called once for every rule file, then `made` with how many
    of how many rules are made, to show how far loading is.
    Raises RulesetError when a path does not exist, or the values or a pipeline cannot be used as they are.
    """
    loading = Loading(own=own, values=values, pipelines=pipelines, ours=ours)
    for file in rule_files(paths):
        if each is not None:
            each()
        loading.take(file)
    return loading.finish(made)


class _Candidate(Struct, frozen=True):
    """A document that should become a rule."""

    mapping: Mapping[str, Any]
    text: str
    path: str
    id: str
    """As written, or from the digest."""
    cut: Cut

    @property
    def name(self) -> str:
        return _line(self.mapping.get("name"))


class Read(Struct, frozen=True):
    """What decides, of files that were read, on rules of other files."""

    ids: frozenset[str]
    seen: frozenset[tuple[str, str]]
    """Id and digest of each document."""
    filters: bool
    """Whether there are any."""
    refused: int
    """Documents and files refused so far."""

    def decides(self, other: "Read") -> bool:
        """Whether anything of these files decides on the others or the other way round."""
        return self.filters or other.filters or bool(self.ids & other.ids) or bool(self.seen & other.seen)


class Loading:
    """Reads everything, then makes the rules: a filter may stand behind the rules it is for."""

    def __init__(
        self,
        *,
        own: bool = False,
        values: Path | None = None,
        pipelines: Sequence[Path] = (),
        ours: Sequence[Rule] = (),
    ) -> None:
        """See `load_rules`."""
        self._own = own
        self._placeholders = read_placeholders(values) if values is not None else Placeholders()
        self._pipelines = read_pipelines(pipelines)
        self._ours = {rule.id: rule for rule in ours}
        self._candidates: dict[str, list[_Candidate]] = {}
        """By id; of several the first that runs counts."""
        self._filters: list[Filter] = []
        self._correlations: list[Document] = []
        self._refused: list[Refusal] = []
        self._seen: set[tuple[str, str]] = set()
        self._bound: dict[str, list[Filter]] = {}
        """Filters by the id of a rule read here."""
        self._bound_ours: dict[str, list[Filter]] = {}

    def take(self, file: RuleFile) -> None:
        """Every document of a file."""
        try:
            if file.reason:
                raise Refused(file.reason)
            documents = cut(file.data)
        except Refused as refusal:
            self._refuse(file.path, str(refusal))
            return
        collection = Collection()
        for document in documents:
            mapping: Mapping[str, Any] = {}
            try:
                try:
                    mapping = read(document)
                except Refused:
                    collection.lost(document.text)
                    raise
                self._sort(document, mapping, file, collection)
            except Refused as refusal:
                self._refuse(file.path, document.place(str(refusal)), mapping)
        for document in collection.idle:
            reason = "'action: global' adds to the rules behind it in the file, and there is none: no rule by itself"
            self._refuse(file.path, document.place(reason), read(document))

    def _sort(self, document: Cut, mapping: Mapping[str, Any], file: RuleFile, collection: Collection) -> None:
        """Put a document where it belongs."""
        text, merged = document.text, ""
        alone = "correlation" in mapping or "filter" in mapping
        if not alone:
            made = collection.rule(mapping, document)
            if made is None:
                return
            mapping, merged = made
        whole = _bytes(merged or text)
        digest = hashlib.sha256(whole if merged or document.of > 1 else file.data).hexdigest()
        # Where it stands in its file does not make it another rule.
        same = (_line(mapping.get("id")), hashlib.sha256(whole.strip()).hexdigest())
        if same in self._seen:
            return
        self._seen.add(same)
        if "correlation" in mapping:
            self._correlations.append(Document(mapping, text, file.path, digest))
        elif "filter" in mapping:
            self._filters.append(read_filter(mapping, text, file.path, self._placeholders))
        else:
            _check_kind(mapping, pipelines=bool(self._pipelines))
            candidate = _Candidate(mapping, merged or text, file.path, same[0] or f"sha256:{digest[:16]}", document)
            self._candidates.setdefault(candidate.id, []).append(candidate)

    def read(self) -> Read:
        """What was read; to be asked before rules are made of it."""
        return Read(frozenset(self._candidates), frozenset(self._seen), bool(self._filters), len(self._refused))

    def finish(self, made: Callable[[int, int], None] | None = None) -> LoadedRules:
        """The rules, with the filters that are for them."""
        self._bind_filters()
        rules: dict[str, Rule] = {}
        candidates = deque(one for several in self._candidates.values() for one in several)
        total = len(candidates)
        # A document that became a rule is not kept: thousands of them take more room than all rules.
        self._candidates.clear()
        while candidates:
            if made is not None:
                made(total - len(candidates), total)
            candidate = candidates.popleft()
            try:
                taken = rules.get(candidate.id)
                if taken is not None:
                    raise Refused(f"another rule has the same id: {taken.path}")
                rules[candidate.id] = self._rule(candidate, self._bound.get(candidate.id, ()))
            except Refused as refusal:
                self._refuse(candidate.path, candidate.cut.place(str(refusal)), candidate.mapping)
        return LoadedRules(
            rules=tuple(rules.values()),
            correlations=tuple(self._correlations),
            refused=tuple(self._refused),
            ours=tuple(self._filtered(rule) for rule in self._ours.values()),
        )

    def _filtered(self, rule: Rule) -> Rule:
        """A rule from elsewhere with the filters that name it."""
        bound = self._bound_ours.get(rule.id)
        if not bound:
            return rule
        whole = cut(_bytes(rule.text))[0]
        try:
            candidate = _Candidate(read(whole), rule.text, rule.path, rule.id, whole)
            return self._rule(candidate, bound, own=True)
        except Refused as refusal:
            for item in bound:
                self._refuse_filter(item, f"not applied to {rule.id!r:.80}: {refusal}")
            return rule

    def _bind_filters(self) -> None:
        first = [several[0] for several in self._candidates.values()]
        names: dict[str, list[_Candidate]] = {}
        for candidate in first:
            if candidate.name:
                names.setdefault(candidate.name, []).append(candidate)
        correlated = frozenset(
            _line(document.mapping.get(key)) for document in self._correlations for key in ("id", "name")
        )
        for item in self._filters:
            if item.rules is None:
                fitting = [one.id for one in first if item.fits(one.mapping.get("logsource"))]
                if not fitting:
                    self._refuse_filter(item, "no rule has a log source that it fits")
                for name in fitting:
                    self._bound.setdefault(name, []).append(item)
                continue
            for name in item.rules:
                try:
                    self._bind(name, item, names, correlated)
                except Refused as refusal:
                    self._refuse_filter(item, f"not applied to {name!r:.80}: {refusal}")

    def _bind(
        self, name: str, item: Filter, names: Mapping[str, Sequence[_Candidate]], correlated: frozenset[str]
    ) -> None:
        """Find the rule a filter names: one of ours by id, else by id, else by name, one of the same file first."""
        if name in self._ours:
            place, rule_id = self._bound_ours, name
            logsource = read(cut(_bytes(self._ours[name].text))[0]).get("logsource")
        else:
            meant = self._candidates.get(name, ())[:1] or names.get(name, ())
            chosen = [one for one in meant if one.path == item.path] or meant
            if len(chosen) > 1:
                raise Refused(f"{len(chosen)} rules have this name")
            if not chosen and name in correlated:
                raise Refused("it is a correlation; filters change rules on single records")
            if not chosen:
                raise Refused("there is no such rule")
            place, rule_id = self._bound, chosen[0].id
            logsource = chosen[0].mapping.get("logsource")
        if not item.fits(logsource):
            raise Refused("its log source is another")
        bound = place.setdefault(rule_id, [])
        if item not in bound:
            bound.append(item)

    def _rule(self, candidate: _Candidate, filters: Sequence[Filter], *, own: bool | None = None) -> Rule:
        mapping = candidate.mapping
        logsource = mapping.get("logsource")
        pipelines = self._pipelines
        if pipelines and own is None:
            detections = (mapping.get("detection"), *(item.detection for item in filters))
            logsource, conditions = pipelines.applied(mapping, detections, self._placeholders)
        else:
            # First, since it tells most: no values help a rule on logs that nothing reads.
            check_source(logsource)
            condition = detection_condition(mapping.get("detection"), self._placeholders)
            conditions = (condition, *(item.condition for item in filters))
        bindings = bind(logsource, conditions[0] if len(conditions) == 1 else All(conditions))
        tags = listed(mapping.get("tags"))
        references = listed(mapping.get("references"))
        custom = mapping.get("indicia") if (self._own if own is None else own) else None
        texts = [candidate.text, *(item.text for item in filters)]
        altered = [item.text for item in filters]
        if self._placeholders.digest and any("expand" in text for text in texts):
            altered.append(self._placeholders.digest)
        if pipelines and own is None:
            altered.append(pipelines.digest)
        card = Card(
            title=_line(mapping.get("title")) or Path(candidate.path).stem,
            description=_text(mapping.get("description")),
            author=_line(mapping.get("author")),
            level=_line(mapping.get("level")).lower(),
            status=_line(mapping.get("status")).lower(),
            logsource=_source(mapping.get("logsource")),
            techniques=_techniques(tags),
            tactics=_tactics(tags),
            tags=tags,
            references=references,
            falsepositives=listed(mapping.get("falsepositives")),
            link=next((link for link in references if link.startswith(("https://", "http://"))), candidate.path),
            custom=custom if isinstance(custom, dict) else {},
            filters=tuple(item.label for item in filters),
        )
        return Rule(
            id=candidate.id,
            name=candidate.name,
            about=About(card),
            body=Waiting(candidate.text),
            digest=rule_digest(candidate.text, _digest(altered)),
            dated=newest_date(candidate.text),
            path=candidate.path,
            detector=Detector(candidate.id, bindings),
            altered_by=_digest(altered),
        )

    def _refuse(self, path: str, reason: str, mapping: Mapping[str, Any] | None = None) -> None:
        name, title = (_line((mapping or {}).get(key)) for key in ("id", "title"))
        self._refused.append(Refusal(rule=name[:200], title=title[:300], path=path, reason=reason))

    def _refuse_filter(self, item: Filter, reason: str) -> None:
        self._refused.append(
            Refusal(rule=item.id[:200], title=item.title[:300], path=item.path, reason=f"filter: {reason}")
        )


def _check_kind(document: Mapping[str, Any], *, pipelines: bool) -> None:
    """Refuse what is no rule on single records, before a less telling reason is found."""
    lacking = [said for key, said in (("logsource", "log source"), ("detection", "detection")) if key not in document]
    if lacking:
        raise Refused(f"not a Sigma rule: no {' and no '.join(lacking)}")
    taxonomy = document.get("taxonomy")
    if taxonomy not in (None, "sigma") and not pipelines:
        raise Refused(f"its field names are those of another taxonomy: {_line(taxonomy)[:80]}")
    reason = _NOT_RUN.get(_line(document.get("status")).lower())
    if reason:
        raise Refused(reason)


def _source(written: object) -> tuple[str, str, str]:
    """Product, category and service, as far as they are written."""
    parts = written if isinstance(written, Mapping) else {}
    product, category, service = (
        str(parts.get(part) or "").strip().lower() for part in ("product", "category", "service")
    )
    return product, category, service


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(texts: Iterable[str]) -> str:
    """One hash of several texts; empty for none."""
    whole = hashlib.sha256()
    some = False
    for text in texts:
        some = True
        whole.update(hashlib.sha256(_bytes(text)).digest())
    return whole.hexdigest() if some else ""


def _techniques(tags: Sequence[str]) -> tuple[str, ...]:
    found = (_TECHNIQUE.fullmatch(tag.strip()) for tag in tags)
    return tuple(dict.fromkeys(match[1].upper() for match in found if match))


def _tactics(tags: Sequence[str]) -> tuple[str, ...]:
    found = (_TACTIC.fullmatch(tag.strip()) for tag in tags)
    names = (match[1].lower() for match in found if match)
    return tuple(dict.fromkeys(name for name in names if name.startswith("ta0") or name.replace("_", "-") in _TACTICS))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _line(value: object) -> str:
    """Text on one line: titles and names go into tables."""
    return " ".join(_text(value).split())

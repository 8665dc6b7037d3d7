"""What the evidence says about each technique of an advisory: seen, not seen, or not visible, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from indicia.assessment.coverage.answers import Period
from indicia.assessment.coverage.sources import Traced, standing
from indicia.assessment.verdict import FAMILY
from indicia.detection.by_technique import Looking
from indicia.knowledge.packs.advisory import Advisory, AdvisoryTechnique
from indicia.knowledge.packs.log_names import source_name
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.published.attack_versions import SPOKEN, AttackVersions, load_attack_versions
from indicia.model.assessment import Standing
from indicia.model.finding import Confidence, Finding, Stage
from indicia.model.technique import Sight, TechniqueAnswer, TechniqueMatrix

_TITLES = 3
"""Titles of findings that a reason names."""


def technique_matrix(
    pack: Pack,
    advisory: Advisory,
    traced: Mapping[str, Traced],
    findings: Sequence[Finding],
    period: Period,
    detectors: Mapping[str, Sequence[Looking]],
) -> TechniqueMatrix:
    """Hold one host against an advisory.

    `findings` are those of the host, with ids; suppressed ones show nothing.  `detectors` is what
    `detection.by_technique.detectors_by_technique` gives for the ruleset that found them.
    """
    versions = load_attack_versions()
    host = _Host(
        pack=pack,
        traced=traced,
        findings=_by_kind(findings, versions),
        start=period.start(pack, FAMILY),
        until=period.until,
        looking=_Detectors(detectors),
        versions=versions,
    )
    rows = {now for item in advisory.techniques for now in _now(item, advisory, versions)}
    leaves = advisory.leaves()
    return TechniqueMatrix(
        advisory=advisory.name,
        title=advisory.title,
        published=advisory.published,
        attack_version=advisory.attack_version,
        answers=tuple(_answer(item, advisory, host, rows, leaf=item.id in leaves) for item in advisory.techniques),
    )


_Kind: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Techniques of a finding, in the version that Indicia speaks, and its tests."""


class _Host(Struct, frozen=True, kw_only=True):
    pack: Pack
    traced: Mapping[str, Traced]
    findings: Mapping[_Kind, Sequence[Finding]]
    """Thousands of findings name the same few techniques and tests."""
    start: datetime
    until: datetime | None
    looking: "_Detectors"
    versions: AttackVersions

    def name(self, source: str) -> str:
        return next((source_name(item) for item in self.pack.sources if item.id == source), source)


class _Detectors:
    """Detectors by what they look for: hundreds, asked for each of a hundred techniques."""

    def __init__(self, detectors: Mapping[str, Sequence[Looking]]) -> None:
        self._all = [(id, looking) for id, each in detectors.items() for looking in each]
        self.names = frozenset(looking.detector for _, looking in self._all)
        self._by_technique: dict[str, list[int]] = defaultdict(list)
        self._by_test: dict[str, list[int]] = defaultdict(list)
        for number, (id, looking) in enumerate(self._all):
            # A technique is covered by itself and by those above it.
            parts = id.split(".")
            for end in range(1, len(parts) + 1):
                self._by_technique[".".join(parts[:end])].append(number)
            for test in looking.tests:
                self._by_test[test].append(number)

    def of(self, wanted: Sequence[str], tests: Sequence[str]) -> dict[str, Looking]:
        """Detectors of the techniques, of those below them and of the tests that show them, each once."""
        numbers = {number for one in wanted for number in self._by_technique.get(one, ())}
        numbers.update(number for test in tests for number in self._by_test.get(test, ()))
        return {looking.detector: looking for _, looking in map(self._all.__getitem__, sorted(numbers))}


def _now(item: AdvisoryTechnique, advisory: Advisory, versions: AttackVersions) -> tuple[str, ...]:
    """Ids of a printed technique in the version that Indicia speaks."""
    return versions.migrate(item.id, advisory.attack_version, SPOKEN).ids


def _answer(
    item: AdvisoryTechnique,
    advisory: Advisory,
    host: _Host,
    rows: set[str],
    *,
    leaf: bool,
) -> TechniqueAnswer:
    now = _now(item, advisory, host.versions)
    # What another row prints is told there: one finding must not make two rows of it.
    wanted = (*now, *(id for id in item.best_fit if id not in rows))
    looking = host.looking.of(wanted, item.shown_by)
    found = ((findings, _used(kind, wanted, item)) for kind, findings in host.findings.items())
    shown = sorted(((one, id) for findings, id in found if id is not None for one in findings), key=_telling)
    if shown:
        sight, why = Sight.SEEN, _seen(shown, now, host.looking.names)
    else:
        sight, why = _unseen(item, host, looking)
        elsewhere = [id for id in item.best_fit if id in rows and id not in now]
        if elsewhere and not item.shown_by:
            why += f"; what the advisory describes here fits {_and(elsewhere)}, printed by itself"
    return TechniqueAnswer(
        printed=item.printed,
        current=now[0] if now else "",
        name=item.name_now,
        tactics=(*item.tactics, *item.also_tactics),
        leaf=leaf,
        sight=sight,
        why=why,
        findings=tuple(finding.id for finding, _ in shown),
        detectors=len(looking),
        mitigations=item.mitigations,
        attack_mitigations=tuple(
            f"{id} {host.versions.mitigations.get(id, '')}".rstrip() for id in item.attack_mitigations
        ),
        countermeasures=item.countermeasures,
        best_fit=item.best_fit,
        procedure=item.procedure,
        verified=item.verified,
    )


def _telling(shown: tuple[Finding, str]) -> tuple[int, int, bool, float, str]:
    """The furthest and surest first, then in order of time."""
    finding, _ = shown
    moment = finding.seen.timestamp() if finding.seen else 0.0
    return -(finding.stage or Stage.NONE), -finding.confidence, finding.seen is None, moment, finding.id


def _covers(wanted: str, id: str) -> bool:
    return id == wanted or id.startswith(f"{wanted}.")


def _by_kind(findings: Sequence[Finding], versions: AttackVersions) -> dict[_Kind, list[Finding]]:
    brought: dict[tuple[str, ...], tuple[str, ...]] = {}
    kinds: dict[_Kind, list[Finding]] = {}
    for finding in findings:
        if finding.suppressed is None:
            named = finding.techniques
            if named not in brought:
                brought[named] = tuple(id for one in named for id in versions.brought(one))
            kinds.setdefault((brought[named], finding.tests), []).append(finding)
    return kinds


def _used(kind: _Kind, wanted: Sequence[str], item: AdvisoryTechnique) -> str | None:
    """The id under which such findings show the technique, empty where an artefact test does; null: they do not."""
    ids, tests = kind
    for id in ids:
        if any(_covers(one, id) for one in wanted):
            return id
    return "" if set(tests).intersection(item.shown_by) else None


def _seen(shown: Sequence[tuple[Finding, str]], now: Sequence[str], own: Collection[str]) -> str:
    """What was seen, under which other id, and how much that is worth."""
    ours = [finding for finding, _ in shown if finding.detector in own]
    titles = list(dict.fromkeys(finding.title for finding in ours or [finding for finding, _ in shown]))
    text = "; ".join(titles[:_TITLES])
    if len(titles) > _TITLES:
        text += f"; and {len(titles) - _TITLES} more"
    others = sorted({id for _, id in shown if id})
    if others and not any(id in now for id in others):
        text += f" (as {', '.join(others)})"
    if not ours:
        return f"only by rules that were brought along and that nobody here has weighed: {text}"
    # As in the verdict: a weak sign carries probing at most.
    proven = [item for item in ours if item.confidence > Confidence.WEAK and (item.stage or Stage.NONE) > Stage.PROBED]
    if not proven and any(finding.stage for finding in ours):
        return f"attempted, none seen to succeed: {text}"
    if all(finding.confidence is Confidence.WEAK for finding in ours):
        return f"a hint only: {text}"
    return text


def _unseen(item: AdvisoryTechnique, host: _Host, looking: Mapping[str, Looking]) -> tuple[Sight, str]:
    if item.not_visible:
        return Sight.NOT_VISIBLE, item.not_visible
    if not looking:
        if not item.visible_in:
            return (
                Sight.NOT_VISIBLE,
                f"only in the {_either(item.visible_elsewhere)}, which nothing here reads",
            )
        return Sight.NOT_VISIBLE, f"no detector of ours; it would show in {_names(host, item)}"
    reads = _reads(looking.values())
    places = _places(item, reads)
    if not places:
        where = _either([host.name(source) for source in sorted(reads)]) or "no log"
        return (
            Sight.NOT_VISIBLE,
            f"our detectors look in {where} only; it would show in {_names(host, item)}",
        )
    read: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    covered: list[str] = []
    for source, parts in places:
        state, why = _standing(host, source, parts)
        if state is Standing.COVERED:
            covered.append(source)
            read.setdefault(_stretch(host.traced[source]), []).append(host.name(source))
        else:
            short.setdefault(why, []).append(host.name(source))
    lacking = "; ".join(f"{_and(names)}: {why}" for why, names in short.items())
    if not read:
        return Sight.NOT_VISIBLE, lacking
    states = host.pack.states
    if states.issuperset(covered) and not states.issuperset(need.source for need in item.visible_in):
        # What lies there now says little about what was done then and cleared away.
        reason = lacking or f"no detector of ours reads {_names(host, item, without=covered)}"
        return Sight.NOT_VISIBLE, f"{reason}; nothing of it in what is there now ({_and(read.popitem()[1])})"
    number = len(looking)
    silent = "its detector is silent" if number == 1 else f"its {number} detectors are silent"
    text = f"{'; '.join(f'{_and(names)} {stretch}' for stretch, names in read.items())}; {silent}"
    if lacking:
        text += f". Missing or short: {lacking}"
    if item.visible_elsewhere:
        text += f". Not looked at: {_and(item.visible_elsewhere)}"
    return Sight.NOT_SEEN, text


def _reads(looking: Iterable[Looking]) -> dict[str, frozenset[str]]:
    """Log sources that detectors read, with their event ids; none: the whole log, and with it any event."""
    reads: dict[str, frozenset[str]] = {}
    for each in looking:
        for source, parts in each.reads.items():
            before = reads.get(source)
            reads[source] = parts if before is None else before | parts if before and parts else frozenset()
    return reads


def _places(item: AdvisoryTechnique, reads: Mapping[str, frozenset[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Logs that would show it and that a detector of it reads, with the event ids common to both.

    Where the advisory names no log that is read here, what the detectors read: a rule of ours knows where it looks.
    """
    if not item.visible_in:
        return [(source, tuple(sorted(parts, key=_number))) for source, parts in sorted(reads.items())]
    shared = []
    for need in item.visible_in:
        if need.source in reads:
            parts = reads[need.source]
            both = parts.intersection(need.parts) if parts and need.parts else parts or frozenset(need.parts)
            if both or not (parts and need.parts):
                shared.append((need.source, tuple(sorted(both, key=_number))))
    return shared


def _number(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (0, part)


def _standing(host: _Host, source: str, parts: Sequence[str]) -> tuple[Standing, str]:
    found = host.traced.get(source)
    if found is None:
        return Standing.MISSING, "not in this evidence"
    start = None if source in host.pack.states else host.start
    if start is not None and host.until is not None and host.until < start:
        return Standing.PARTIAL, f"the evidence ends {host.until:%Y-%m-%d}, before {start:%Y-%m-%d}"
    return standing(found, start, host.until, parts)


def _stretch(traced: Traced) -> str:
    if traced.source.state or traced.first is None or traced.last is None:
        return "read (what is there now)"
    return f"read from {traced.first:%Y-%m-%d} to {traced.last:%Y-%m-%d}"


def _names(host: _Host, item: AdvisoryTechnique, without: Collection[str] = ()) -> str:
    return _either([host.name(need.source) for need in item.visible_in if need.source not in without])


def _either(names: Sequence[str]) -> str:
    return _joined(names, "or")


def _and(names: Sequence[str]) -> str:
    return _joined(names, "and")


def _joined(names: Sequence[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)

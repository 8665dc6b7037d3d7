"""What the evidence says about each technique of an advisory: seen, not seen, or not visible, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicia.assessment.answers import Period
from indicia.assessment.sources import Traced, standing
from indicia.assessment.verdict import FAMILY
from indicia.detection.by_technique import Looking
from indicia.knowledge.advisory import Advisory, AdvisoryTechnique
from indicia.knowledge.attack_versions import SPOKEN, AttackVersions, load_attack_versions
from indicia.knowledge.log_names import source_name
from indicia.knowledge.pack import Pack
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
        findings=[finding for finding in findings if finding.suppressed is None],
        start=period.start(pack, FAMILY),
        until=period.until,
        own={looking.detector for each in detectors.values() for looking in each},
        versions=versions,
    )
    rows = {now for item in advisory.techniques for now in _now(item, advisory, versions)}
    return TechniqueMatrix(
        advisory=advisory.name,
        title=advisory.title,
        published=advisory.published,
        attack_version=advisory.attack_version,
        answers=tuple(_answer(item, advisory, host, rows, detectors) for item in advisory.techniques),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Host:
    pack: Pack
    traced: Mapping[str, Traced]
    findings: Sequence[Finding]
    start: datetime
    until: datetime | None
    own: set[str]
    versions: AttackVersions

    def name(self, source: str) -> str:
        return next((source_name(item) for item in self.pack.sources if item.id == source), source)


def _now(item: AdvisoryTechnique, advisory: Advisory, versions: AttackVersions) -> tuple[str, ...]:
    """Ids of a printed technique in the version that Indicia speaks."""
    return versions.migrate(item.id, advisory.attack_version, SPOKEN).ids


def _answer(
    item: AdvisoryTechnique,
    advisory: Advisory,
    host: _Host,
    rows: set[str],
    detectors: Mapping[str, Sequence[Looking]],
) -> TechniqueAnswer:
    now = _now(item, advisory, host.versions)
    # What another row prints is told there: one finding must not make two rows of it.
    wanted = (*now, *(id for id in item.best_fit if id not in rows))
    looking = _looking(wanted, item.shown_by, detectors)
    found = ((finding, _used(finding, wanted, item, host)) for finding in host.findings)
    shown = sorted(((finding, id) for finding, id in found if id is not None), key=_telling)
    if shown:
        sight, why = Sight.SEEN, _seen(shown, now, host.own)
    else:
        sight, why = _unseen(item, host, looking)
        elsewhere = [id for id in item.best_fit if id in rows and id not in now]
        if elsewhere and not item.shown_by:
            why += f"; what the advisory describes here fits {_and(elsewhere)}, printed by itself"
    return TechniqueAnswer(
        printed=item.printed,
        current=now[0] if now else "",
        name=item.name_now,
        tactics=item.tactics,
        leaf=advisory.leaf(item),
        sight=sight,
        why=why,
        findings=tuple(finding.id for finding, _ in shown),
        detectors=len(looking),
        mitigations=item.mitigations,
        countermeasures=item.countermeasures,
        best_fit=item.best_fit,
        procedure=item.procedure,
        verified=item.verified,
    )


def _telling(shown: tuple[Finding, str]) -> tuple[int, int]:
    """The furthest and surest first, else in order of time."""
    finding, _ = shown
    return -(finding.stage or Stage.NONE), -finding.confidence


def _covers(wanted: str, id: str) -> bool:
    return id == wanted or id.startswith(f"{wanted}.")


def _looking(
    wanted: Sequence[str], tests: Sequence[str], detectors: Mapping[str, Sequence[Looking]]
) -> dict[str, Looking]:
    """Detectors of the technique, of those below it and of the tests that show it, each once."""
    return {
        looking.detector: looking
        for id, each in detectors.items()
        for looking in each
        if any(_covers(one, id) for one in wanted) or not looking.tests.isdisjoint(tests)
    }


def _used(finding: Finding, wanted: Sequence[str], item: AdvisoryTechnique, host: _Host) -> str | None:
    """The id under which a finding shows the technique, empty where an artefact test does; null: it does not."""
    for named in finding.techniques:
        for id in host.versions.brought(named):
            if any(_covers(one, id) for one in wanted):
                return id
    return "" if set(finding.tests).intersection(item.shown_by) else None


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
    if all(finding.stage is Stage.PROBED for finding in ours):
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
                f"only in the {_either(item.visible_elsewhere)}: not read here",
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
    if lacking and all(source in host.pack.states for source in covered):
        # What lies there now says little about what was done then and cleared away.
        return Sight.NOT_VISIBLE, f"{lacking}; nothing of it in what is there now ({_and(read.popitem()[1])})"
    number = len(looking)
    silent = "its detector is silent" if number == 1 else f"its {number} detectors are silent"
    text = f"{'; '.join(f'{_and(names)} {stretch}' for stretch, names in read.items())}; {silent}"
    return Sight.NOT_SEEN, f"{text}. Missing or short: {lacking}" if lacking else text


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


def _names(host: _Host, item: AdvisoryTechnique) -> str:
    return _either([host.name(need.source) for need in item.visible_in])


def _either(names: Sequence[str]) -> str:
    return _joined(names, "or")


def _and(names: Sequence[str]) -> str:
    return _joined(names, "and")


def _joined(names: Sequence[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)

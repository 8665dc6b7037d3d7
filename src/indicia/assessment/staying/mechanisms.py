"""Each way to stay: present now, removed, checked clean, or not checkable with this evidence."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from indicia.assessment.coverage.answers import Period
from indicia.assessment.coverage.sources import Traced, standing
from indicia.assessment.labels import page_name
from indicia.knowledge.packs.pack import Mechanism, Need, Pack
from indicia.model.assessment import Standing
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

FAMILY = "any"
_MOST_NAMED = 2
_DRIVE = re.compile(r"[a-z]:\\", re.IGNORECASE)


def mechanisms(
    pack: Pack, traced: Mapping[str, Traced], findings: Sequence[Finding], period: Period
) -> tuple[MechanismAnswer, ...]:
    """One answer for each way the pack knows, in its order; findings have their ids.

    Weak signs are named but make nothing present: a mail filter's transport agent is one.  What was put there once and
    is not in a state read later was removed, and so was what a later record says is gone; without either nothing can be
    said.  Something that stands outweighs what nobody can tell, and that outweighs what was removed: one shell that was
    deleted clears no other.  Present says nothing about who put it there: `suspected` does.
    """
    return tuple(_answer(pack, one, traced, findings, period) for one in pack.mechanisms)


def _answer(
    pack: Pack, one: Mechanism, traced: Mapping[str, Traced], findings: Sequence[Finding], period: Period
) -> MechanismAnswer:
    wanted = {one.id, *one.answered_by}
    mine = [item for item in findings if wanted & set(item.tests) and item.suppressed is None]
    telling = [item for item in mine if _tells(item)]
    reads = [_read(pack, group, traced, period) for group in one.checked_by]
    lacking = [why for _, why in reads if why]
    state, why = _state(one, telling, mine, reads, lacking)
    return MechanismAnswer(
        id=one.id,
        title=one.title,
        state=state,
        why=why,
        findings=tuple(item.id for item in (telling or mine)),
        techniques=one.techniques,
        survives_update=one.survives_update,
        survives_rebuild=one.survives_rebuild,
        suspected=any((item.stage or Stage.NONE) >= Stage.EXPLOITED for item in telling),
        removed_by=one.removed_by,
        deciders=tuple(need.source for group in one.checked_by for need in group)
        if state is MechanismState.NOT_CHECKABLE
        else (),
    )


def _tells(finding: Finding) -> bool:
    """Whether a finding shows the way itself, whoever made it: not a mere hint, and not something every server has."""
    return finding.confidence >= Confidence.MODERATE and finding.severity >= Severity.LOW


def _state(
    one: Mechanism,
    telling: Sequence[Finding],
    mine: Sequence[Finding],
    reads: Sequence[tuple[str, str]],
    lacking: Sequence[str],
) -> tuple[MechanismState, str]:
    present = [item for item in telling if item.presence is Presence.PRESENT or _stands(item, mine)]
    if present:
        return MechanismState.PRESENT, _named(present)
    gone = [item for item in telling if item.presence is Presence.REMOVED or _taken_away(item, mine)]
    made = [item for item in telling if item not in gone]
    lasting = [item for item in made if item.presence is Presence.UNKNOWN]
    if gone and not lasting:
        return MechanismState.REMOVED, _named(gone)
    if made:
        return _made(one, made, mine, reads, lacking)
    hints = f"; weaker signs: {_named(mine)}" if mine else ""
    if not one.checked_by or lacking:
        return MechanismState.NOT_CHECKABLE, _missing(one, lacking) + hints
    return MechanismState.CLEAN, _read_words(reads) + hints


def _made(
    one: Mechanism,
    made: Sequence[Finding],
    mine: Sequence[Finding],
    reads: Sequence[tuple[str, str]],
    lacking: Sequence[str],
) -> tuple[MechanismState, str]:
    """It was put there once, and no record tells of its end: only a state read since can.

    Of a file (a program in a startup folder) no list of services or keys tells whether it still lies there.
    """
    if lacking or not one.checked_by:
        return MechanismState.NOT_CHECKABLE, f"{_named(made)}; whether it is still there: {_missing(one, lacking)}"
    weak = [item for item in mine if item.presence is Presence.PRESENT]
    files_read = any(need.source == "fs" for group in one.checked_by for need in group)
    of_files = any(_DRIVE.match(thing) for item in made for thing in item.objects)
    if weak or not one.absence_tells or (of_files and not files_read):
        why = f"weaker signs: {_named(weak)}" if weak else f"{_read_words(reads)} does not tell whether it is there"
        return MechanismState.NOT_CHECKABLE, f"{_named(made)}; {why}"
    return MechanismState.REMOVED, f"{_named(made)}; {_read_words(reads)} no longer holds it"


def _stands(made: Finding, mine: Sequence[Finding]) -> bool:
    """Whether a state shows the same thing, be it that it looks like another product's there."""
    things = _things(made)
    return made.presence is Presence.UNKNOWN and any(
        item.presence is Presence.PRESENT and things & _things(item) for item in mine
    )


def _taken_away(made: Finding, mine: Sequence[Finding]) -> bool:
    """Whether a record tells that the same thing was removed after it was last seen made; how grave does not matter."""
    things, last = _things(made), made.last or made.seen
    return made.presence is Presence.UNKNOWN and any(
        item.presence is Presence.REMOVED and things & _things(item) and _is_later(item, last) for item in mine
    )


def _is_later(removal: Finding, made: datetime | None) -> bool:
    when = removal.last or removal.seen
    # A removal without a time is one that the collected state shows: the newest there is.
    return when is None or made is None or when >= made


def _things(finding: Finding) -> set[str]:
    """What a finding is about, spelled alike for a file, its web path and its compiled copy."""
    return {page_name(item) or item.lower() for item in finding.objects}


def _missing(one: Mechanism, lacking: Sequence[str]) -> str:
    return "; ".join(lacking) if lacking else one.decides


def _read_words(reads: Sequence[tuple[str, str]]) -> str:
    return "; ".join(dict.fromkeys(said for said, _ in reads if said))


def _named(findings: Sequence[Finding]) -> str:
    shown = "; ".join(finding.title for finding in findings[:_MOST_NAMED])
    more = len(findings) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _read(pack: Pack, group: Sequence[Need], traced: Mapping[str, Traced], period: Period) -> tuple[str, str]:
    """(what was read, empty) or (empty, what is missing) for one group of sources."""
    reasons = []
    for need in group:
        found = traced.get(need.source)
        source = next(item for item in pack.sources if item.id == need.source)
        start = None if source.state else period.start(pack, FAMILY)
        if found is None:
            reasons.append(f"{_wanted(source.name, need)} not in this evidence")
            continue
        state, why = standing(found, start, period.until, need.parts)
        if state is Standing.COVERED:
            return f"{_wanted(source.name, need)} read{_since(found.first, source.state)}", ""
        reasons.append(f"{source.name}: {why}")
    return "", " or ".join(reasons)


def _since(first: datetime | None, state: bool) -> str:
    return "" if state or first is None else f" from {first:%Y-%m-%d}"


def _wanted(name: str, need: Need) -> str:
    """`Get-TransportRule` where a part of an export is meant, else the name of the log with the keys."""
    if need.source in ("ad_exch", "entra", "accounts") and need.parts:
        return " or ".join(f"Get-{part}" for part in need.parts)
    if need.source == "registry" and need.parts:
        return f"{name} ({', '.join(need.parts)})"
    return name

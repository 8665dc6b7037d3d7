"""What is still there: each thing put on the server that a patch does not remove, and whether it stands now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from indicia.assessment.coverage.sources import Traced
from indicia.assessment.labels import page_name, web_path
from indicia.model.assessment import Remain
from indicia.model.finding import Finding, Presence, Stage
from indicia.model.persistence import MechanismAnswer, MechanismState

PRESENT = "present now"
REMOVED = "removed, trace left"
UNKNOWN = "cannot tell"
SCRIPT = "script in an address of "
"""What stays in the settings of a virtual directory, which itself belongs to the server."""

_RANK = {PRESENT: 0, UNKNOWN: 1, REMOVED: 2}


def remains(findings: Sequence[Finding], tree: Traced | None) -> tuple[Remain, ...]:
    """One line for each lasting thing that findings past probing name, what stands now first.

    `tree`: the host's collected web folders, null when there are none.  A present file outweighs a trace of its
    removal (it may have been written again); a removal outweighs not knowing.
    """
    lasting = [
        finding
        for finding in findings
        if finding.presence is not Presence.SEEN_ONCE and (finding.stage or Stage.NONE) >= Stage.EXPLOITED
    ]
    pages = {page_name(path): path for finding in lasting for path in map(web_path, finding.objects) if path}
    grouped: dict[str, list[Finding]] = {}
    for finding in lasting:
        # What joins records (a canary) is no thing that stays.
        things = [item for item in finding.objects if item not in {value.lower() for value in finding.joins.values()}]
        for thing in dict.fromkeys(_thing(item, pages) for item in things):
            grouped.setdefault(thing, []).append(finding)
    lines = [_line(thing, bearers, tree) for thing, bearers in grouped.items()]
    return tuple(sorted(lines, key=lambda line: (_RANK[line.state], line.what)))


def _thing(item: str, pages: Mapping[str, str]) -> str:
    """One name for a file, its compiled copy, and the web path it is served under."""
    if item.endswith("virtualdirectory"):
        return f"{SCRIPT}{item}"
    page = page_name(item)
    return web_path(item) or pages.get(page) or page or item


def _line(thing: str, bearers: Sequence[Finding], tree: Traced | None) -> Remain:
    ids = tuple(finding.id for finding in bearers)
    states = {finding.presence for finding in bearers}
    if Presence.PRESENT in states:
        return Remain(what=thing, state=PRESENT, why="in the collected files or settings", findings=ids)
    if Presence.REMOVED in states:
        return Remain(
            what=thing, state=REMOVED, why="a record of its removal, or the collected tree lacks it", findings=ids
        )
    why = (
        "no file tree in this collection"
        if tree is None or not tree.records
        else "the collected tree does not reach it"
    )
    return Remain(what=thing, state=UNKNOWN, why=why, findings=ids)


def still_in(
    lines: Sequence[Remain],
    tree: Traced | None,
    newest: datetime | None,
    mechanisms: Sequence[MechanismAnswer] = (),
    *,
    proven: bool = True,
) -> str:
    """The fact line "still in?"; ends with how many ways to stay were checked.

    Where nothing past probing is proven, what lone signs name is there perhaps: an administrator may have put it there.
    """
    fact = _fact(lines, tree, newest, mechanisms, "yes" if proven else "perhaps")
    if not mechanisms:
        return fact
    clean = sum(one.state is MechanismState.CLEAN for one in mechanisms)
    dark = sum(one.state is MechanismState.NOT_CHECKABLE for one in mechanisms)
    return f"{fact}; of {len(mechanisms)} ways to stay {clean} checked clean, {dark} not checkable"


def _fact(
    lines: Sequence[Remain],
    tree: Traced | None,
    newest: datetime | None,
    mechanisms: Sequence[MechanismAnswer],
    word: str,
) -> str:
    standing = [one for one in mechanisms if one.state is MechanismState.PRESENT and one.suspected]
    if standing and (not lines or lines[0].state != PRESENT):
        more = f" (+{len(standing) - 1} more)" if len(standing) > 1 else ""
        gone = f"; {lines[0].what}: {lines[0].state}" if lines else ""
        return f"{word}: {standing[0].title[:1].lower()}{standing[0].title[1:]} is there{more}{gone}"
    if lines:
        first = lines[0]
        more = f" (+{len(lines) - 1} more)" if len(lines) > 1 else ""
        if first.state == PRESENT:
            return _there(lines, standing, word)
        if first.state == REMOVED:
            return f"{first.what}: removed, trace left{more}"
        return f"{first.what}: cannot tell ({first.why}){more}"
    if tree is None or not tree.records:
        return "cannot tell (no file tree in this collection)"
    when = f" as of {newest:%Y-%m-%d}" if newest else ""
    return f"nothing found in the web folders{when}"


def _there(lines: Sequence[Remain], standing: Sequence[MechanismAnswer], word: str) -> str:
    """What stands now and which way to stay it is; and what was taken away, for the one hides the other easily."""
    there = [line for line in lines if line.state == PRESENT]
    gone = [line for line in lines if line.state == REMOVED]
    first = there[0]
    way = next((one.title for one in standing if set(one.findings) & set(first.findings)), "")
    aside = [way[:1].lower() + way[1:]] if way else []
    aside += [f"+{len(there) - 1} more"] if len(there) > 1 else []
    known = f" ({'; '.join(aside)})" if aside else ""
    also = f"; {gone[0].what}: {REMOVED}" if gone else ""
    more = f" (+{len(gone) - 1} more)" if len(gone) > 1 else ""
    return f"{word}: {first.what} is there{known}{also}{more}"

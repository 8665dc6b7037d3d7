"""A later result of the same servers, host by host against the plans of the first."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from indicia.assessment.eviction.check import Comparison, check_eviction
from indicia.assessment.eviction.reach import LISTING
from indicia.knowledge.packs.eviction import EvictionBook
from indicia.model.assessment import Assessment, Result
from indicia.model.eviction import StepCheck, StepState
from indicia.model.evidence import Kind
from indicia.model.finding import Finding

Decide = Callable[[Assessment], Mapping[str, tuple[str, ...]]]
_AGREEING = 2
"""So many things that both collections show, off by the same time, are a clock that was moved."""


class LaterHost(Struct, frozen=True, kw_only=True):
    """One server, later."""

    host: str
    checks: tuple[StepCheck, ...]
    """In the order of the plan; all *cannot tell* where the later collection cannot be compared."""
    notes: tuple[str, ...] = ()
    """What limits the comparison, and what was assumed."""
    compared: bool = True
    """Whether the later collection could be held against the plan at all; false: the notes say why not."""
    until: datetime | None = None
    """Newest record of the later collection, UTC."""

    @property
    def held(self) -> bool:
        """Whether somebody is still in."""
        return any(check.still_held for check in self.checks)

    @property
    def proven(self) -> date | None:
        """Day on which every step that evidence of a server can show is shown to be done; null where one is not."""
        shown = [check for check in self.checks if check.provable]
        done = bool(shown) and all(check.state is StepState.DONE for check in shown)
        return self.until.date() if done and self.until is not None else None

    @property
    def undone(self) -> int:
        """Steps that are not done."""
        return sum(check.state is StepState.NOT_DONE for check in self.checks)

    @property
    def dark(self) -> int:
        """Steps that a collection could show and this one does not."""
        return sum(check.state is StepState.CANNOT_TELL and check.provable for check in self.checks)

    @property
    def elsewhere(self) -> int:
        """Steps that no collection from a server shows."""
        return sum(check.state is StepState.CANNOT_TELL and not check.provable for check in self.checks)


def compare(
    book: EvictionBook,
    hosts: Sequence[Assessment],
    first: Result,
    later: Result,
    evicted: datetime | None = None,
    decide: Decide = lambda host: {},
) -> tuple[LaterHost, ...]:
    """Every one of these hosts of the first result, in order; empty where the later result knows none of them.

    `evicted`: when the eviction was finished, UTC; null: the end of the first collection stands for it, which is noted.
    `decide`: which lines of the collection plan would answer what a host of the later result cannot tell.
    A later collection whose newest record is older than the first one's shows nothing of what was done since.
    """
    known = {host.host.lower(): host for host in later.hosts}
    if not any(host.host.lower() in known for host in hosts):
        return ()
    return tuple(_one(book, host, known.get(host.host.lower()), first, later, evicted, decide) for host in hosts)


def _one(
    book: EvictionBook,
    before: Assessment,
    after: Assessment | None,
    first: Result,
    later: Result,
    evicted: datetime | None,
    decide: Decide,
) -> LaterHost:
    if after is None:
        return _nothing(before, "the later collection holds nothing of this server")
    end, newest = before.period[1], after.period[1]
    if end is not None and newest is not None and newest < end:
        return _nothing(
            before,
            f"the collection given as later ends {newest:%Y-%m-%d %H:%M} UTC, before the first one "
            f"({end:%Y-%m-%d %H:%M} UTC): it is the older one",
        )
    mine = [finding for finding in first.findings if finding.host == before.host]
    found = [finding for finding in later.findings if finding.host == after.host]
    host = Comparison(
        before=before,
        after=after,
        first=mine,
        later=found,
        since=evicted or end,
        folders=_folders(later, after.host),
        lines=decide(after),
    )
    notes = (*_time_notes(end, newest, evicted), *_clock_notes(mine, found))
    return LaterHost(host=before.host, checks=check_eviction(book, host), notes=notes, until=newest)


def _time_notes(end: datetime | None, newest: datetime | None, evicted: datetime | None) -> list[str]:
    if end is None or newest is None:
        return ["one of the collections has no records with times: what came later cannot be told by time"]
    notes = []
    if evicted is None:
        notes.append(
            f"assumption: what happened after the first collection ended ({end:%Y-%m-%d %H:%M} UTC) came after the "
            "eviction; --evicted TIME says when it was finished"
        )
    elif newest <= evicted:
        notes.append(f"the later collection ends {newest:%Y-%m-%d %H:%M} UTC, before the eviction was finished")
    if newest == end:
        notes.append("both collections end with the same record: is it the same one?")
    return notes


def _clock_notes(first: Sequence[Finding], later: Sequence[Finding]) -> list[str]:
    """Things that both show, at times that differ by the same amount: one of the clocks was moved."""
    known = {(item.detector, item.objects, item.count): item.seen for item in first if item.seen is not None}
    offsets = Counter(
        timedelta(seconds=round((item.seen - known[key]).total_seconds()))
        for item in later
        if item.seen is not None and (key := (item.detector, item.objects, item.count)) in known
    )
    (offset, times), *_ = offsets.most_common(1) or [(timedelta(), 0)]
    if not offset or times < _AGREEING:
        return []
    sign = "later" if offset > timedelta() else "earlier"
    return [
        f"the clocks differ: {times} things that both collections show are {abs(offset)} {sign} in the later one; "
        "times are compared as they are written"
    ]


def _folders(later: Result, host: str) -> frozenset[str]:
    """Folders of which the later collection holds a file; a list of files stands for the web folders."""
    found = set()
    for line in later.evidence:
        if line.host != host:
            continue
        if line.evidence.kind is Kind.LISTING:
            found.add(LISTING)
        if line.evidence.original:
            found.add(line.evidence.original.lower().rpartition("\\")[0])
    return frozenset(found)


def _nothing(before: Assessment, why: str) -> LaterHost:
    checks = tuple(StepCheck(step=step.id, state=StepState.CANNOT_TELL, why=why) for step in before.eviction)
    return LaterHost(host=before.host, checks=checks, notes=(why,), compared=False)

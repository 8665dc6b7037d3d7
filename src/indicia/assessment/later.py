"""A later result of the same servers, host by host against the plans of the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicia.assessment.eviction_check import check_eviction
from indicia.knowledge.eviction import EvictionBook
from indicia.model.assessment import Assessment, Result
from indicia.model.eviction import StepCheck, StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterHost:
    """One server, later."""

    host: str
    checks: tuple[StepCheck, ...]
    """In the order of the plan; all *cannot tell* where the later collection cannot be compared."""
    notes: tuple[str, ...] = ()
    """What limits the comparison."""
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
        """Steps that nobody can tell of."""
        return sum(check.state is StepState.CANNOT_TELL for check in self.checks)


def compare(book: EvictionBook, hosts: Sequence[Assessment], later: Result) -> tuple[LaterHost, ...]:
    """Every host of the case that the later result knows, and a line for each that it lacks; empty where it knows none.

    A later collection whose newest record is no newer than the first one's shows nothing of what was done since.
    """
    known = {host.host.lower(): host for host in later.hosts}
    if not any(host.host.lower() in known for host in hosts):
        return ()
    return tuple(_one(book, host, known.get(host.host.lower()), later) for host in hosts)


def _one(book: EvictionBook, before: Assessment, after: Assessment | None, later: Result) -> LaterHost:
    if after is None:
        return _nothing(before, "the later collection holds nothing of this server")
    end, newest = before.period[1], after.period[1]
    if end is not None and newest is not None and newest < end:
        return _nothing(
            before,
            f"the collection given as later ends {newest:%Y-%m-%d %H:%M} UTC, before the first one "
            f"({end:%Y-%m-%d %H:%M} UTC): it is the older one",
        )
    findings = [finding for finding in later.findings if finding.host == after.host]
    notes = [f"clock: {note}" for note in after.notes if "clock" in note.lower()]
    if end is None or newest is None:
        notes.append("one of the collections has no records with times: what came later cannot be told by time")
    return LaterHost(
        host=before.host,
        checks=check_eviction(book, before, after, findings),
        notes=tuple(notes),
        until=newest,
    )


def _nothing(before: Assessment, why: str) -> LaterHost:
    checks = tuple(StepCheck(step=step.id, state=StepState.CANNOT_TELL, why=why) for step in before.eviction)
    return LaterHost(host=before.host, checks=checks, notes=(why,))

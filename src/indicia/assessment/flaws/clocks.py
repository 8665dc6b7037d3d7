"""The seven days that matter about a flaw on one host, and how long it stood open while it was being used."""

from collections.abc import Sequence
from datetime import date, datetime

from indicia.assessment.flaws.build_history import Arrival, History, Sight
from indicia.assessment.flaws.state import patch_day
from indicia.knowledge.product.builds import Held
from indicia.knowledge.product.flaws import Fix, FlawTable, KnownFlaw
from indicia.model.exposure import Clock, ClockReading, FlawState

_UNKNOWN = "not recorded in this pack"


def clocks(flaw: KnownFlaw, flaws: FlawTable, past: History, sight: Sight | None) -> tuple[ClockReading, ...]:
    """All seven, in their order; a day nobody knows is null with a note."""
    product = past.table.product_of(sight.build) if sight is not None else None
    return (
        _stated(flaw, Clock.FIRST_USE),
        _stated(flaw, Clock.DISCLOSURE),
        _patch(flaw, flaws, product.id if product else ""),
        _stated(flaw, Clock.PROOF),
        _kev(flaw, flaws),
        _local_patch(flaw, past, sight),
        ClockReading(clock=Clock.LOCAL_EVICTION, day=None, note="not proven by this evidence"),
    )


def used_since(flaw: KnownFlaw) -> date | None:
    """Day from which it is known to be used: the first known use, else the day CISA listed it; null when neither is."""
    first = flaw.clocks.get(Clock.FIRST_USE)
    if first is not None and first.day is not None:
        return first.day
    return flaw.kev.added if flaw.kev else None


def open_days(
    flaw: KnownFlaw, state: FlawState, past: History, sight: Sight | None, as_of: datetime | None
) -> int | None:
    """Days it stood open here while it was being used; at least so many where the update came between two sightings.

    Null: it is not known to be used, or one of the two days is not known.
    """
    since = used_since(flaw)
    if since is None or sight is None:
        return None
    if state is FlawState.OPEN:
        return max(0, (as_of.date() - since).days) if as_of is not None else None
    arrived = arrival(flaw, past, sight)
    if arrived is None:
        return None
    if arrived.by is not None and arrived.by.date() <= since:
        return 0
    return max(0, (arrived.after.date() - since).days) if arrived.after is not None else None


def arrival(flaw: KnownFlaw, past: History, sight: Sight) -> Arrival | None:
    """When the last of the updates came that close it here; null while one is missing or none is known."""
    fixes = _needed(flaw, past, sight)
    found = [(fix, past.arrival(fix.update)) for fix in fixes if past.held(sight, fix.update) is Held.YES]
    if not found or len(found) < len(fixes):
        return None
    come = [item for _, item in found if item is not None]
    if len(come) < len(found):
        return None
    return max(come, key=lambda item: (item.after is not None, item.after.timestamp() if item.after else 0))


def _needed(flaw: KnownFlaw, past: History, sight: Sight) -> Sequence[Fix]:
    product = past.table.product_of(sight.build)
    return flaw.fixes_for(product.id) if product else ()


def _stated(flaw: KnownFlaw, clock: Clock) -> ClockReading:
    return flaw.clocks.get(clock) or ClockReading(clock=clock, day=None, note=_UNKNOWN)


def _patch(flaw: KnownFlaw, flaws: FlawTable, product: str) -> ClockReading:
    stated = flaw.clocks.get(Clock.PATCH)
    if stated is not None:
        return stated
    day = patch_day(flaw, flaws, product)
    if day is None:
        return ClockReading(clock=Clock.PATCH, day=None, note="no update that fixes it is known for this product")
    update = next(
        flaws.updates[fix.update]
        for fix in flaw.fixes
        if flaws.updates[fix.update].released == day and (not product or product in fix.products)
    )
    return ClockReading(
        clock=Clock.PATCH,
        day=day,
        note=update.name,
        source=update.source,
        verified=update.verified and flaw.verified,
    )


def _kev(flaw: KnownFlaw, flaws: FlawTable) -> ClockReading:
    source = f"CISA KEV catalogue {flaws.kev_version}".rstrip()
    if flaw.kev is None:
        return ClockReading(clock=Clock.KEV, day=None, note="not listed", source=source)
    began = flaw.kev.added == flaws.kev_began
    note = "the catalogue's first day: it was in use before" if began else ""
    return ClockReading(clock=Clock.KEV, day=flaw.kev.added, note=note, source=source)


def _local_patch(flaw: KnownFlaw, past: History, sight: Sight | None) -> ClockReading:
    def reading(day: date | None, note: str) -> ClockReading:
        return ClockReading(clock=Clock.LOCAL_PATCH, day=day, note=note, source="this evidence")

    if sight is None:
        return reading(None, "no build in this evidence")
    if not _needed(flaw, past, sight):
        return reading(None, "no update of this product is known to fix it")
    came = arrival(flaw, past, sight)
    if came is None:
        return reading(None, "not seen")
    if came.by is None:
        return reading(None, f"after {came.after:%Y-%m-%d %H:%M}" if came.after else "there when it was collected")
    if came.after is None:
        return reading(came.by.date(), f"by {came.by:%Y-%m-%d %H:%M}; no older build is named")
    return reading(came.by.date(), f"between {came.after:%Y-%m-%d %H:%M} and {came.by:%Y-%m-%d %H:%M}")

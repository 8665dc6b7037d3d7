"""Which flaws of one exposure stand open, and which of them were known to be used by the day that counts."""

from datetime import date

from indicia.model.exposure import Clock, Exposure, Flaw, FlawState


def open_flaws(found: Exposure, *, exploited: bool) -> tuple[Flaw, ...]:
    """Those that stand open and were, or were not, known to be used by the day that counts."""
    return tuple(flaw for flaw in found.flaws if flaw.state is FlawState.OPEN and _used(flaw, found) is exploited)


def used_later(found: Exposure) -> tuple[Flaw, ...]:
    """Those that stand open and whose use began after the day that counts: open, unless it was updated since."""
    return tuple(flaw for flaw in open_flaws(found, exploited=False) if flaw.exploited)


def untold(found: Exposure) -> tuple[Flaw, ...]:
    """Flaws known to be used by the day that counts of which it cannot be told."""
    return tuple(flaw for flaw in found.flaws if flaw.state is FlawState.CANNOT_TELL and _used(flaw, found))


def use_began(flaw: Flaw) -> date | None:
    """Day of the first known use, else of its listing by CISA; null where neither is known."""
    days = {reading.clock: reading.day for reading in flaw.clocks}
    return days.get(Clock.FIRST_USE) or days.get(Clock.KEV)


def _used(flaw: Flaw, found: Exposure) -> bool:
    since = use_began(flaw)
    return flaw.exploited and (since is None or found.as_of is None or since <= found.as_of.date())

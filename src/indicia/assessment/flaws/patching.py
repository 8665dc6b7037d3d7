"""Whether the flaw in question was closed, and before or after entry, in one line."""

from datetime import datetime

from msgspec import Struct

from indicia.assessment.flaws.build_history import Arrival, History, Sight
from indicia.knowledge.product.builds import Held, show_build


class Patched(Struct, frozen=True):
    """The line of the report, and the headline it may make."""

    text: str
    after_entry: bool
    """The update came after the first sign of entry, or the sign is there and the update never came."""
    time: datetime | None = None
    """When a build that holds the update first shows, UTC; null when none does."""


def patched(past: History, update: str, entry: datetime | None) -> Patched:
    """Judge the builds of a host against one update, that of the family of flaws in question.

    `entry`: first sign past probing, UTC; null when there is none.
    """
    sight = past.current
    if sight is None:
        return Patched("build not in this evidence", after_entry=False)
    came = past.arrival(update)
    if came is not None:
        return _came(past, update, came, entry)
    name = _name(past, sight)
    if past.held(sight, update) is not Held.NO:
        return Patched(f"build {name}; whether it holds {update} is not known", after_entry=False)
    when = f" on {sight.seen.time:%Y-%m-%d}" if sight.seen.time else ""
    return Patched(f"no: build {name}{when} lacks {update}", after_entry=entry is not None)


def _came(past: History, update: str, came: Arrival, entry: datetime | None) -> Patched:
    first = next(sight for sight in past.sights if past.held(sight, update) is Held.YES and sight.seen.time == came.by)
    build = show_build(first.build)
    if came.by is None:
        since = f" after {came.after:%Y-%m-%d %H:%M}" if came.after else ""
        return Patched(f"yes: {update}{since} ({build}, as collected)", after_entry=False)
    text = f"yes: {update} ({build}) by {came.by:%Y-%m-%d}"
    if came.after is not None:
        text = f"yes: {update} between {came.after:%Y-%m-%d %H:%M} and {came.by:%Y-%m-%d %H:%M} ({build})"
    # Only a build seen to be open can show that the entry came first.
    after = entry is not None and came.after is not None and entry < came.by
    return Patched(f"{text}, after the first sign of entry" if after else text, after_entry=after, time=came.by)


def _name(past: History, sight: Sight) -> str:
    build = show_build(sight.build)
    name = past.table.name(sight.build)
    return f"{build} ({name})" if name else build

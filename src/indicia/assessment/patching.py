"""Which build ran when, as far as the logs say, and whether the flaw in question was closed before or after entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicia.knowledge.builds import Branch, Build, branch_of, has_update, show_build

UPDATES = {"proxylogon": "Mar21SU", "proxyshell": "May21SU", "proxynotshell": "Nov22SU", "owassrf": "Nov22SU"}
"""Family → the update that closed the last flaw of its chain.  Source: facts on CVEs, `fixed_by`."""


@dataclass(frozen=True, slots=True)
class Patched:
    """The line of the report, and the headline it may make."""

    text: str
    after_entry: bool
    """The update came after the first sign of entry, or the sign is there and the update never came."""
    time: datetime | None = None
    """When a build that holds the update first shows, UTC; null when none does."""


def patched(
    builds: Sequence[tuple[datetime, Build]], branches: Sequence[Branch], family: str, entry: datetime | None
) -> Patched:
    """Judge the builds that log headers name, in order of time, against the update of one family.

    `entry`: first sign past probing, UTC; null when there is none.
    """
    if not builds:
        return Patched("build not in this evidence", after_entry=False)
    ordered = sorted(set(builds))
    newest = ordered[-1]
    update = UPDATES.get(family, "Mar21SU")
    states = [(seen, build, has_update(build, update, branches)) for seen, build in ordered]
    closed = next(((seen, build) for seen, build, state in states if state), None)
    opened = [seen for seen, _, state in states if state is False]
    name = _name(newest[1], branches)
    if closed is None:
        if not opened:
            return Patched(f"build {name}; whether it holds {update} is not known", after_entry=False)
        return Patched(f"no: build {name} on {newest[0]:%Y-%m-%d} lacks {update}", after_entry=entry is not None)
    seen, build = closed
    text = f"yes: {update} ({show_build(build)}) by {seen:%Y-%m-%d}"
    if opened:
        text = f"yes: {update} between {max(opened):%Y-%m-%d %H:%M} and {seen:%Y-%m-%d %H:%M} ({show_build(build)})"
    # Only a build seen to be open can show that the entry came first.
    after = entry is not None and bool(opened) and entry < seen
    return Patched(f"{text}, after the first sign of entry" if after else text, after_entry=after, time=seen)


def _name(build: Build, branches: Sequence[Branch]) -> str:
    branch = branch_of(build, branches)
    return (
        f"{show_build(build)} ({branch.product.replace('Exchange', 'Exchange ')} {branch.cu})"
        if branch
        else show_build(build)
    )

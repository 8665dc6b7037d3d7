"""What a change does, told from the two rolls alone: an officer signs this, not what somebody says of the change."""

from collections.abc import Iterator

from indicia.statement.canonical import time_text
from indicia.statement.membership.roll import Officer, Roll, Tenure


def differences(before: Roll | None, after: Roll) -> tuple[str, ...]:
    """One sentence each; complete: rolls without a difference are equal."""
    return tuple(_all(before, after))


def _all(before: Roll | None, after: Roll) -> Iterator[str]:
    if before is None:
        yield f"the alliance {after.alliance} begins"
    elif before.alliance != after.alliance:
        yield f"the alliance {before.alliance} is called {after.alliance}"
    yield from _officers(before.officers if before else (), after.officers)
    if before is None or (before.threshold, len(before.officers)) != (after.threshold, len(after.officers)):
        was = f"; it was {before.threshold} of {len(before.officers)}" if before else ""
        yield f"any change needs {after.threshold} of {len(after.officers)} officers{was}"
    yield from _tenures(before.tenures if before else (), after.tenures)
    if before is None or before.root_expires != after.root_expires:
        yield f"the list of officers expires on {time_text(after.root_expires)}"
    if before is None or before.targets_expires != after.targets_expires:
        yield f"the list of parties expires on {time_text(after.targets_expires)}"


def _officers(before: tuple[Officer, ...], after: tuple[Officer, ...]) -> Iterator[str]:
    old = {one.name: one.pair for one in before}
    new = {one.name: one.pair for one in after}
    for name, pair in new.items():
        if name not in old:
            yield f"officer {name} joins with the keys {pair.fingerprint}"
        elif old[name] != pair:
            yield f"officer {name} gets the keys {pair.fingerprint} in place of {old[name].fingerprint}"
    for name, pair in old.items():
        if name not in new:
            yield f"officer {name} leaves; the keys {pair.fingerprint} sign nothing any more"


def _tenures(before: tuple[Tenure, ...], after: tuple[Tenure, ...]) -> Iterator[str]:
    for old, new in zip(before, after, strict=False):
        if old != new:
            yield f"keys of {old.party} ({old.pair.fingerprint}) {_end(old)} and now {_end(new)}{_rest(old, new)}"
    for old in before[len(after) :]:
        yield f"keys of {old.party} ({old.pair.fingerprint}) are taken out of the past"
    known = {one.party for one in before}
    for new in after[len(before) :]:
        what = "gets the keys" if new.party in known and new.since != new.joined else "joins with the keys"
        end = f", which {_end(new)}" if new.until else ""
        yield (
            f"party {new.party} ({new.title}, {new.country}) {what} {new.pair.fingerprint}, "
            f"from {time_text(new.since)} on{end}"
        )
        known.add(new.party)


def _end(tenure: Tenure) -> str:
    if tenure.until is None:
        return "have no end"
    return f"count up to {time_text(tenure.until)} ({tenure.why.value if tenure.why else ''})"


def _rest(old: Tenure, new: Tenure) -> str:
    same = (old.party, old.country, old.title, old.joined, old.pair, old.since) == (
        (new.party, new.country, new.title, new.joined, new.pair, new.since)
    )
    return "" if same else f", and the entry says other things: it is of {new.party} ({new.title}, {new.country})"

"""Signs that several acted, each on its own: groups of clients that never touch the same page or the same day.

Signs count for *several independent actors* and against one; they name nobody.
"""

import ipaddress
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations

import numpy as np

from indicia.assessment.joined import Joined
from indicia.attribution.features.agents import agents
from indicia.attribution.features.deeds import Deed, Deeds
from indicia.attribution.features.shells import pages, parameters
from indicia.model.attribution import EvidenceClass, Feature
from indicia.model.finding import Stage

APART = timedelta(days=7)
_LR = {"clients": 2.0, "pages": 2.0, "parameters": 3.0, "agents": 1.3, "time": 2.0}
"""How much likelier each is when several act than when one does: assumed, as nobody has counted it."""
ONE_GROUP = 0.5
"""The same where everything hangs together: one group of clients, one story."""


def separation_features(deeds: Deeds) -> Iterator[Feature]:
    """One for each sign, over the two parts of the activity that are furthest apart; one if all hangs together."""
    groups = _groups(deeds.deeds)
    if len(groups) < 2:
        if groups and any(deed.finding.clients for deed in groups[0]):
            yield _feature("together", "all clients used the same pages and sessions", groups[0], ONE_GROUP)
        return
    best: list[tuple[str, str]] = []
    pair: tuple[list[Deed], list[Deed]] = (groups[0], groups[1])
    for one, other in combinations(groups[:12], 2):
        signs = _signs(one, other)
        if len(signs) > len(best):
            best, pair = signs, (one, other)
    for name, text in best:
        yield _feature(name, text, [*pair[0], *pair[1]], _LR[name])


def _feature(name: str, text: str, deeds: Sequence[Deed], ratio: float) -> Feature:
    return Feature(
        id=f"separation:{name}",
        kind=EvidenceClass.SEPARATION,
        value=name,
        text=text,
        findings=tuple(deed.id for deed in deeds),
        block="how the parts of the activity hang together",
        reliability=0.8,
        speaks_for={},
        several=float(np.log(ratio)),
    )


def _groups(deeds: Sequence[Deed]) -> list[list[Deed]]:
    """Deeds past the door by incident, incidents that share a client or a session as one, largest group first.

    Only deeds with a client or a page, as others can be anybody's.  A shared object joins nothing: everybody who comes
    through one door asks for the same static file, and names of pages are picked from the same lists.
    """
    chosen = [
        deed
        for deed in deeds
        if (deed.finding.stage or Stage.NONE) > Stage.PROBED and (_clients(deed) or pages([deed]))
    ]
    joined = Joined[int]()
    by_key: dict[str, int] = {}
    for number, deed in enumerate(chosen):
        joins = (f"{kind}={value}" for kind, value in deed.finding.joins.items())
        for key in (f"incident {deed.incident}", *_clients(deed), *joins):
            joined.join(by_key.setdefault(key, number), number)
    members = joined.groups(range(len(chosen))).values()
    groups = [sorted((chosen[number] for number in group), key=lambda deed: deed.id) for group in members]
    return sorted(groups, key=lambda group: (-len(group), group[0].id))


def _clients(deed: Deed) -> set[str]:
    """Addresses of clients; those that a server itself gives are everybody's."""
    found = set()
    for client in deed.finding.clients:
        try:
            address = ipaddress.ip_address(client.partition("%")[0])
        except ValueError:
            continue
        if not address.is_loopback and not address.is_link_local:
            found.add(client)
    return found


def _signs(one: Sequence[Deed], other: Sequence[Deed]) -> list[tuple[str, str]]:
    found = []
    for name, what, mine, theirs in (
        ("clients", "client addresses", _all_clients(one), _all_clients(other)),
        ("pages", "pages", set(pages(one)), set(pages(other))),
        ("parameters", "names of request values of their pages", set(parameters(one)), set(parameters(other))),
        ("agents", "user agents", set(agents(one)), set(agents(other))),
    ):
        if mine and theirs and not mine & theirs:
            found.append((name, f"two parts of the activity share none of their {what}"))
    spans = [span for part in (one, other) if (span := _span(part)) is not None]
    if len(spans) == 2:
        (_, end), (start, _) = sorted(spans)
        if start - end > APART:
            found.append(("time", f"{(start - end).days} quiet days between two parts of the activity"))
    return found


def _all_clients(deeds: Sequence[Deed]) -> set[str]:
    return {client for deed in deeds for client in _clients(deed)}


def _span(deeds: Sequence[Deed]) -> tuple[datetime, datetime] | None:
    times = [time for deed in deeds for time in (deed.finding.seen, deed.finding.last) if time is not None]
    return (min(times), max(times)) if times else None

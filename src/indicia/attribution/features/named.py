"""Indicators of others that name a cluster: addresses and names as infrastructure, hashes as malware.

A list is a claim of its maker.  Ten indicators of one list are one source; lists that share a value are one source too,
as one of them may have copied the other.  Relay networks and shared services weigh nothing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

import numpy as np
from msgspec import Struct

from indicia.assessment.joined import Joined
from indicia.attribution.features.deeds import Deed
from indicia.attribution.features.tools import MOST as MOST_MALWARE
from indicia.attribution.roster import Roster
from indicia.model.attribution import EvidenceClass, Feature, NotUsed

MOST = 30.0
"""What infrastructure that a cluster made for itself may weigh at most; see docs/attribution.md."""
HALF_LIFE_DAYS = 90
"""Addresses change hands."""
UNDATED = 0.5
"""Share of the weight that is left to an address that nobody dated."""
_SHOWN = 24
_KIND = re.compile(
    r"^(ipv4|ipv6|net4|net6|domain|host|url|email|md5|sha1|sha256|sha512|imphash"
    r"|name|path|agent|mutex|registry): (.+)$",
    re.MULTILINE,
)
_VALID = re.compile(r"^valid: (\d{4}-\d\d-\d\d)", re.MULTILINE)
_SET = re.compile(r"^set: (.+)$", re.MULTILINE)
_INFRASTRUCTURE = {"ipv4", "ipv6", "net4", "net6", "domain", "host", "url"}
_MALWARE = {"md5", "sha1", "sha256", "sha512", "imphash"}
_RELAY = re.compile(r"\b(tor|vpn|prox(?:y|ies)|relays?|orb|exit node|cdn|botnet|anonymi[sz]er|shared hosting)\b", re.I)


class _Said(Struct, frozen=True):
    deed: Deed
    kind: str
    values: frozenset[str]
    clusters: tuple[str, ...]
    maker: str
    since: date | None


def named_features(deeds: Sequence[Deed], roster: Roster, private: Collection[str] = ()) -> Iterator[Feature | NotUsed]:
    """One for each indicator that names a cluster; what weighs nothing is said.

    `private`: makers whose lists were not public before the event, so that nobody could copy them.
    """
    said = [one for deed in deeds if (one := _said(deed, roster)) is not None]
    said.sort(key=lambda one: (-one.deed.reliability, one.deed.id))
    blocks = _blocks(said)
    done: set[tuple[str, ...]] = set()
    for one, block in zip(said, blocks, strict=True):
        key = (*sorted(one.values), *one.clusters)
        if key in done:
            continue
        done.add(key)
        if not one.clusters:
            continue
        value = min(one.values)
        text = f"{one.kind} {value if len(value) <= _SHOWN else value[:_SHOWN] + '…'} of “{one.maker}”"
        card = one.deed.finding.card
        if one.kind in _INFRASTRUCTURE and _RELAY.search(f"{card.title} {card.text}"):
            yield NotUsed(text, "a relay or shared service: whoever pays can come out of it")
            continue
        if one.kind in _INFRASTRUCTURE:
            kind, most = EvidenceClass.INFRASTRUCTURE, 1 + (MOST - 1) * _freshness(one)
        elif one.kind in _MALWARE:
            kind, most = EvidenceClass.MALWARE, MOST_MALWARE
        else:
            yield NotUsed(text, "a name or path: anybody can give one")
            continue
        share = float(np.log(most)) / len(one.clusters)
        yield Feature(
            id=f"{kind.value}:{one.kind}:{min(one.values)}",
            kind=kind,
            value=min(one.values),
            text=f"{text} names {', '.join(one.clusters)}",
            findings=(one.deed.id,),
            block=block,
            reliability=one.deed.reliability,
            public=one.since,
            copyable=one.maker not in private and _public_before(one),
            speaks_for=dict.fromkeys(one.clusters, share),
        )


def _said(deed: Deed, roster: Roster) -> _Said | None:
    card = deed.finding.card
    if card.kind != "indicator":
        return None
    found = _KIND.findall(card.text)
    if not found:
        return None
    maker = card.author or next(iter(_SET.findall(card.text)), "") or "a list without a name"
    valid = _VALID.search(card.text)
    since = date.fromisoformat(valid.group(1)) if valid else None
    if roster.until is not None and since is not None and since > roster.until:
        return None
    return _Said(
        deed,
        found[0][0],
        frozenset(value.strip().lower() for _, value in found),
        roster.naming(f"{deed.finding.title} {card.title} {card.text}"),
        maker,
        since,
    )


def _blocks(said: Sequence[_Said]) -> list[str]:
    """Origin of each: makers that share a value are joined."""
    joined = Joined[str]()
    by_value: dict[str, str] = {}
    for one in said:
        for value in one.values:
            joined.join(by_value.setdefault(value, one.maker), one.maker)
    members = joined.groups({one.maker for one in said})
    return [f"list of {' = '.join(sorted(members[joined.root(one.maker)]))[:120]}" for one in said]


def _public_before(one: _Said) -> bool:
    """Whether it could have been known when it was done; what nobody dated could."""
    seen = one.deed.finding.seen
    return one.since is None or seen is None or one.since <= seen.date()


def _freshness(one: _Said) -> float:
    """Share of the weight that is left: half for each ninety days between the day of the list and the deed."""
    seen = one.deed.finding.seen
    if one.since is None or seen is None:
        return UNDATED
    return float(0.5 ** (abs((seen.date() - one.since).days) / HALF_LIFE_DAYS))

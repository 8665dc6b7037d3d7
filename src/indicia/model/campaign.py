"""Campaigns: activities of several hosts that one visitor explains, and why that is said."""

from datetime import datetime

from msgspec import Struct

from indicia.model.finding import Stage


class SharedTrait(Struct, frozen=True, kw_only=True):
    """One value that several hosts show."""

    kind: str
    value: str
    block: str
    """Values of one block follow from each other and count together."""
    text: str
    """In plain words: `the same client address 192.0.2.1`."""
    inside: int
    """Hosts of the campaign (of the pair: 2) that show it."""
    outside: int
    """Other hosts of the fleet that show it."""
    weight: float
    """Natural logarithm of how much likelier it is to be shared within one campaign than between two."""
    first: datetime | None
    last: datetime | None
    why_common: str = ""
    """What a list says of it; empty where none does."""
    findings: tuple[str, ...] = ()
    """Findings behind it on the host it is told of."""


class Place(Struct, frozen=True, kw_only=True):
    """One activity by name."""

    case: str
    host: str
    activity: int
    """From 1 within the host."""


class CampaignLink(Struct, frozen=True, kw_only=True):
    """Two activities that share enough, or nearly so."""

    one: Place
    other: Place
    weight: float
    """Sum over blocks, what speaks against it taken off."""
    blocks: int
    """Independent legs it stands on; a link needs two."""
    reasons: tuple[SharedTrait, ...]
    """Strongest first; findings are those of the first activity."""
    against: tuple[str, ...]
    """Blocks of which both show values and share none."""


class Member(Struct, frozen=True, kw_only=True):
    """One activity in a campaign, and why it is there."""

    place: Place
    stage: Stage
    first: datetime | None
    last: datetime | None
    findings: tuple[str, ...]
    reasons: tuple[SharedTrait, ...]
    """What it shares with other hosts of the campaign, strongest first."""
    strongest: CampaignLink | None
    """Null where it fits the campaign as a whole and no single member well enough."""
    rests_on: tuple[str, ...] = ()
    """Values, in words, without any one of which it would not be linked."""
    also_in: tuple[str, ...] = ()
    """Other campaigns that reached the same host."""


class Campaign(Struct, frozen=True, kw_only=True):
    """Activities of two hosts or more."""

    id: str
    """`C1`, `C2`, …: furthest stage first, then most hosts, then the earlier one."""
    stage: Stage
    hosts: int
    first: datetime | None
    last: datetime | None
    members: tuple[Member, ...]
    """In order of time."""
    shared: tuple[SharedTrait, ...]
    """What holds it together, strongest first; at most 40."""
    separates: tuple[str, ...]
    """What, if it turned out so, would take members out."""


class Leftover(Struct, frozen=True, kw_only=True):
    """An activity that belongs to no campaign."""

    place: Place
    stage: Stage
    first: datetime | None
    last: datetime | None
    findings: tuple[str, ...]
    nearest: CampaignLink | None
    """What it shares with whom, not enough; null where nothing."""
    nearest_campaign: str = ""
    merges: str = ""
    """What would join it."""
    also_in: tuple[str, ...] = ()


class Campaigns(Struct, frozen=True, kw_only=True):
    """The answer for a fleet."""

    format: str
    """`indicia-campaigns/1`."""
    cases: tuple[str, ...]
    hosts: int
    """Hosts looked at."""
    touched: int
    """Of them, hosts with any activity."""
    campaigns: tuple[Campaign, ...]
    attempts: tuple[Campaign, ...]
    """The same of activities that never got past probing: one visitor who knocked on several hosts."""
    leftovers: tuple[Leftover, ...]
    """Activities past probing that are linked to nothing, then attempts that come near; in order of case and host."""
    knocks: int
    """Attempts linked to nothing and not listed."""
    merges: tuple[CampaignLink, ...]
    """Pairs of two campaigns that come nearest to being linked; at most 20."""
    lists: tuple[str, ...]
    """Titles of the lists of common values that were used."""
    notes: tuple[str, ...] = ()
    """What was assumed, and what was left out."""

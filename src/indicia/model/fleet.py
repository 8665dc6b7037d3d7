"""Which flaws stand open on many hosts, and how soon such flaws are used."""

from datetime import date, datetime

from msgspec import Struct

from indicia.model.exposure import Exposure


class InventoryFault(Struct, frozen=True, kw_only=True):
    """Something in an inventory that could not be taken as written."""

    line: int
    """From 1, as an editor counts; 0: the file as a whole."""
    host: str
    """Empty where the line names none."""
    reason: str


class HostExposure(Struct, frozen=True, kw_only=True):
    """One host of a fleet."""

    host: str
    exposed: bool | None
    """Reachable from the internet as the inventory says; null where it does not."""
    exposure: Exposure
    lines: tuple[int, ...] = ()
    """Lines of the inventory."""


class Delay(Struct, frozen=True, kw_only=True):
    """Days from one event to another over a named sample; chains of flaws that are used together count once."""

    what: str
    """`from the update to the first known use`."""
    days: tuple[tuple[str, int], ...]
    """(flaw or chain, days), fewest first; below zero: used before."""
    lower: float | None
    """First quartile; null below four members."""
    median: float | None
    upper: float | None
    left_out: tuple[str, ...] = ()
    """Flaws known to be used that one of the two days is missing of."""
    bias: str = ""
    """Why the sample does not stand for all flaws."""


class ListedFlaw(Struct, frozen=True, kw_only=True):
    """A flaw of the product that CISA lists and the pack does not know."""

    cve: str
    name: str
    added: date


class FleetExposure(Struct, frozen=True, kw_only=True):
    """The answer for an inventory or a case."""

    format: str
    """`indicia-exposure/1`."""
    source: str
    """Name of the inventory or case."""
    as_of: datetime | None
    hosts: tuple[HostExposure, ...]
    """Worst first."""
    faults: tuple[InventoryFault, ...]
    assumptions: tuple[str, ...]
    delays: tuple[Delay, ...]
    unknown: tuple[ListedFlaw, ...]
    """Known to KEV, unknown to the pack."""
    kev: str
    """Version of the catalogue that was used, and where it came from."""

"""Exposure of many hosts: of an inventory, or of the hosts of a case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from indicia.assessment.flaws.exposure import exposure
from indicia.assessment.flaws.still_open import open_flaws, untold
from indicia.assessment.flaws.use_delay import use_delays
from indicia.assessment.inventory.reading import Inventory
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.product.kev import KevCatalogue
from indicia.model.exposure import Exposure
from indicia.model.fleet import FleetExposure, HostExposure, InventoryFault, ListedFlaw

FORMAT = "indicia-exposure/1"


def of_inventory(
    pack: Pack, inventory: Inventory, source: str, as_of: datetime | None, kev: KevCatalogue | None, kev_origin: str
) -> FleetExposure:
    """Judge every host of an inventory.

    `as_of`: up to when open days are counted; null: the newest date of the inventory.
    """
    assumptions = list(inventory.assumptions)
    until = as_of or inventory.newest
    if as_of is not None:
        assumptions.append(f"every host is taken to have kept its build until {as_of:%Y-%m-%d}, as asked for")
    elif until is not None:
        assumptions.append(
            f"open days are counted to {until:%Y-%m-%d}, the newest date of the inventory, for every host "
            "(--as-of names another)"
        )
    hosts = [
        HostExposure(
            host=host.name,
            exposed=host.exposed,
            exposure=exposure(pack, host.seen, as_of=until, brief=True),
            lines=tuple(host.lines),
        )
        for host in inventory.hosts
    ]
    return _fleet(pack, source, until, hosts, inventory.faults, assumptions, kev, kev_origin)


def of_case(
    pack: Pack,
    hosts: Mapping[str, Exposure | None],
    source: str,
    kev: KevCatalogue | None,
    kev_origin: str,
) -> FleetExposure:
    """The hosts of a case as they were judged when it was scanned."""
    known = [HostExposure(host=name, exposed=None, exposure=item) for name, item in hosts.items() if item is not None]
    faults = [
        InventoryFault(line=0, host=name, reason="this case was scanned without a look at builds: scan it again")
        for name, item in hosts.items()
        if item is None
    ]
    times = [item.exposure.as_of for item in known if item.exposure.as_of is not None]
    return _fleet(pack, source, max(times, default=None), known, faults, [], kev, kev_origin)


def exit_code(fleet: FleetExposure) -> int:
    """1: a flaw known to be used stands open; 2: another one; 3: cannot tell; 0: none of the known ones is open."""
    found = [host.exposure for host in fleet.hosts]
    if any(open_flaws(item, exploited=True) for item in found):
        return 1
    if any(open_flaws(item, exploited=False) for item in found):
        return 2
    if not found or fleet.faults or any(not item.flaws or untold(item) for item in found):
        return 3
    return 0


def _fleet(
    pack: Pack,
    source: str,
    as_of: datetime | None,
    hosts: Sequence[HostExposure],
    faults: Sequence[InventoryFault],
    assumptions: Sequence[str],
    kev: KevCatalogue | None,
    kev_origin: str,
) -> FleetExposure:
    version = f"{kev.version}, {kev_origin}" if kev else f"{pack.flaws.kev_version}, as carried in the pack"
    return FleetExposure(
        format=FORMAT,
        source=source,
        as_of=as_of,
        hosts=tuple(sorted(hosts, key=_worst)),
        faults=tuple(faults),
        assumptions=(*assumptions, *(kev.faults if kev else ())),
        delays=use_delays(pack.flaws),
        unknown=tuple(_listed(kev, pack) if kev else ()),
        kev=version,
    )


def _worst(host: HostExposure) -> tuple[int, int, int, int, bool, str]:
    used = open_flaws(host.exposure, exploited=True)
    days = max((flaw.open_days or 0 for flaw in used), default=0)
    return (
        -len(used),
        -days,
        -len(open_flaws(host.exposure, exploited=False)),
        -len(untold(host.exposure)) if host.exposure.flaws else -1_000,
        host.exposed is False,
        host.host.casefold(),
    )


def _listed(kev: KevCatalogue, pack: Pack) -> Iterable[ListedFlaw]:
    for entry in kev.unknown_to(pack.flaws):
        yield ListedFlaw(cve=entry.cve, name=entry.name, added=entry.dates.added)

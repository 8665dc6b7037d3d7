"""Times of what an intruder did by hand: requests to the planted pages, from the records that a case keeps.

Findings keep a dozen records each, too few to tell working hours from.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from indicia.attribution.features.deeds import Deeds
from indicia.attribution.features.shells import pages
from indicia.case import Case
from indicia.model.clients import client_of

_LOGS = "*-iis*.parquet"
_PATH = "url.path"
MOST = 100_000
"""Times beyond this number would tell no more."""


def acts(case: Case, deeds: Deeds) -> tuple[datetime, ...]:
    """Sorted, UTC; empty for a case whose readings are gone.  Raises CaseError for a reading that is damaged."""
    made = case.made()
    wanted = set(pages(deeds.deeds))
    clients = {client for deed in deeds.deeds for client in deed.finding.clients}
    if made is None or not wanted or not clients:
        return ()
    found: set[datetime] = set()
    for time in _times(case, made.ruleset, wanted, clients):
        found.add(time)
        if len(found) == MOST:
            break
    return tuple(sorted(found))


def _times(case: Case, digest: str, wanted: Collection[str], clients: Collection[str]) -> Iterator[datetime]:
    for path in sorted(case.readings(digest).glob(_LOGS)):
        if "-usage-" in path.name or "-builds-" in path.name or path.stem.endswith("-ticks"):
            continue
        for sighting in case.sightings(digest, path.stem):
            record = sighting.record
            page = record.fields.get(_PATH)
            if (
                record.time is not None
                and client_of(record.fields) in clients
                and isinstance(page, str)
                and page.lower() in wanted
            ):
                yield record.time

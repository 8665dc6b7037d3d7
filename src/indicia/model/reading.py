"""What reading one evidence file gave: the unit of work that is cached, resumed and shared between machines."""

from collections.abc import Sequence

from msgspec import Struct

from indicia.model.coverage import Span
from indicia.model.evidence import Account, Fault
from indicia.model.record import Sighting


class Reading(Struct, frozen=True, kw_only=True):
    """One file read against one ruleset."""

    sha256: str
    account: Account
    spans: tuple[Span, ...]
    faults: tuple[Fault, ...]
    sightings: Sequence[Sighting]
    """A tuple; of many that are packed only their order and number can be had without unpacking them."""
    overflow: tuple[tuple[str, int], ...] = ()
    """(detector, number of further records not kept) where a detector reached its limit."""
    notes: tuple[str, ...] = ()
    """What a reader had to assume ("no #Fields line: columns of IIS 7 assumed")."""
    extracts: tuple[str, ...] = ()
    """Names of the tables left beside the reading."""

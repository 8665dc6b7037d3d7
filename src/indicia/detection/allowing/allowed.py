"""What a site allows, as it was read from its allow list."""

from msgspec import Struct

from indicia.detection.detector import Binding
from indicia.model.assessment import Refusal
from indicia.model.finding import Suppression


class Allow(Struct, frozen=True, kw_only=True):
    """One entry that applies today."""

    says: Suppression
    """What findings that it lets go are marked with."""
    detectors: tuple[str, ...] | None
    """Ids or names of the detectors it is for; null for every detector."""
    bindings: tuple[Binding, ...]
    """Which records it allows: the log source, and the filter's condition turned round."""
    path: str


class AllowList(Struct, frozen=True, kw_only=True):
    """What the files of a site gave on one day."""

    entries: tuple[Allow, ...] = ()
    """In the order of the arguments, by path within each."""
    refused: tuple[Refusal, ...] = ()
    """Entries that are not whole, and entries that have ended."""
    notes: tuple[str, ...] = ()
    """Entries that have ended, and entries that end only years from now."""
    digest: str = ""
    """SHA-256, hex, of the entries' texts; empty for none."""

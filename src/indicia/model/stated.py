"""What a file of other people states about an activity: what was done with what, each with its place in the file."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class StatedKind(StrEnum):
    """What is stated."""

    TECHNIQUE = "technique"
    SOFTWARE = "tool or malware"
    FLAW = "flaw"
    SECTOR = "victim's sector"
    COUNTRY = "victim's country"


class Stated(Struct, frozen=True, kw_only=True):
    """One thing that a file states."""

    kind: StatedKind
    value: str
    """ATT&CK id in the version that Indicia speaks, the name of a tool that ATT&CK lacks, CVE, sector, place."""
    place: str
    """`line 3`, `techniques[4]`, `objects[12]`, `page 3, characters 120–129`."""
    written: str
    """As the file has it."""
    first: date | None = None
    last: date | None = None
    """Days that the file gives for this very thing; null where it gives none."""

    @property
    def said(self) -> str:
        """Place, and what was written where another id took its place."""
        same = self.value == self.written or self.kind is not StatedKind.TECHNIQUE
        return self.place if same else f"{self.place}, as {self.written}"


class LeftOut(Struct, frozen=True, kw_only=True):
    """Something that stands in a file and does not count."""

    what: str
    """As the file has it, shortened."""
    place: str
    why: str
    refused: bool = False
    """Whether nobody knows what it means: such entries are always told one by one."""


class StatedFile(Struct, frozen=True, kw_only=True):
    """One file: one source, however much it says."""

    name: str
    sha256: str
    format: str
    """`layer`, `reading`, `stix`, `list`."""
    stated: tuple[Stated, ...] = ()
    """By place."""
    left: tuple[LeftOut, ...] = ()
    first: date | None = None
    last: date | None = None
    """When the activity was, as the file says; null where it says nothing."""
    cites: tuple[str, ...] = ()
    """Names and addresses of the reports that it rests on, or that it is."""
    own: tuple[str, ...] = ()
    """Of these its own ones."""
    notes: tuple[str, ...] = ()
    """What was assumed in reading it."""

"""Which flaws stand open on a host, and since when."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class FlawState(StrEnum):
    """Whether one flaw can still be used."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_AFFECTED = "not affected"
    CANNOT_TELL = "cannot tell"


class Clock(StrEnum):
    """The seven days that matter about a flaw on a host."""

    FIRST_USE = "first known exploitation"
    DISCLOSURE = "disclosure"
    PATCH = "patch"
    PROOF = "public proof"
    KEV = "listed as known exploited"
    LOCAL_PATCH = "patched here"
    LOCAL_EVICTION = "eviction proven here"


class ClockReading(Struct, frozen=True, kw_only=True):
    """One of the seven days."""

    clock: Clock
    day: date | None
    """Null where nobody knows, or where it has not happened; `note` says which."""
    note: str = ""
    source: str = ""
    verified: bool = True


class Precision(StrEnum):
    """How much of a build a source names."""

    FULL = "full"
    CU_ONLY = "cumulative update only"
    """Which update it holds beyond the cumulative one is not said (`AdminDisplayVersion`, `/owa/auth/15.1.2176/`)."""


class BuildOrigin(StrEnum):
    """Where a build was read."""

    LOG_HEADER = "log header"
    WEB_PATH = "web path"
    """Answered requests for files in a folder named after a build; files of older builds stay on the disk."""
    SETUP_LOG = "setup log"
    PROGRAM_FILE = "ExSetup.exe"
    EXPORT = "export"
    REGISTRY = "registry"
    INVENTORY = "inventory"


class BuildSeen(Struct, frozen=True, kw_only=True):
    """One place that names the build of a server."""

    time: datetime | None
    """UTC; null for a state that was collected, such as a file."""
    build: str
    """`15.1.2176.2`."""
    origin: BuildOrigin
    precision: Precision = Precision.FULL
    place: str = ""
    """Path of the evidence file, with the line where there is one."""


class BuildPeriod(Struct, frozen=True, kw_only=True):
    """From when to when one build was named."""

    build: str
    name: str
    """`Exchange 2016 CU19 Mar21SU`; empty where the build is in no table."""
    precision: Precision
    first: datetime | None
    """UTC; null where only a collected state names it."""
    last: datetime | None
    origins: tuple[BuildOrigin, ...]
    places: int
    """How many places name it."""


class Flaw(Struct, frozen=True, kw_only=True):
    """One flaw on one host."""

    cve: str
    nickname: str
    """`ProxyLogon`; empty where it has none."""
    what: str
    state: FlawState
    why: str
    fixed_by: str
    exploited: bool
    """Known to be used by intruders."""
    clocks: tuple[ClockReading, ...]
    open_days: int | None = None
    """Days it stood open on this host while it was being exploited; null where either day is not known."""
    also_needs: str = ""
    """What the update alone does not do (a setting, a schema change)."""


class Exposure(Struct, frozen=True, kw_only=True):
    """What stands open on one host."""

    build: str
    """`15.1.2176.2`; empty where the evidence names none."""
    name: str
    """`Exchange 2016 CU19`; empty where the build is in no table."""
    seen: datetime | None
    """When this build was seen, UTC."""
    origin: str
    """Where the build was read."""
    supported_until: date | None
    flaws: tuple[Flaw, ...]
    """Open ones first, those known to be exploited before others."""
    headline: str = ""
    """`patched after entry`, where that is so; else empty."""
    assumptions: tuple[str, ...] = ()
    precision: Precision = Precision.FULL
    as_of: datetime | None = None
    """Open days are counted up to here, UTC: the newest record, or what the user said; null where none has a time."""
    builds: tuple[BuildPeriod, ...] = ()
    """Every build that was named, in order of its first time."""

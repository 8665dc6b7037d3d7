"""Settings, read once at the edge and passed down; no module reads the environment by itself."""

from datetime import datetime
from pathlib import Path

from msgspec import Struct, field


class Limits(Struct, frozen=True, kw_only=True):
    """What hostile evidence may cost at most.  Passing one is a fault that names the limit, never a silent cut."""

    member_bytes: int = 10 * 2**30
    """Largest file that an archive member may unpack to, in bytes."""
    archive_bytes: int = 200 * 2**30
    """Largest sum that all members of one archive may unpack to, in bytes."""
    archive_ratio: int = 1000
    """Largest ratio of unpacked to packed bytes of one member above 64 MiB; a log packs at most about 1:60."""
    archive_members: int = 2_000_000
    """Most members one archive may list."""
    depth: int = 4
    """How many archives may lie inside each other."""
    line_bytes: int = 4 * 2**20
    """Longest line of a text log, in bytes; a longer one is a fault and is not held in memory."""
    config_bytes: int = 64 * 2**20
    """Largest XML configuration file that is parsed as a whole."""
    hive_bytes: int = 512 * 2**20
    """Largest registry hive, which is held in memory as a whole."""
    content_bytes: int = 1 * 2**20
    """How many bytes from the start of a plain file rules may look at."""
    faults_per_file: int = 1000
    """Faults kept one by one for a file; the rest is counted in one last fault."""
    sightings_per_detector: int = 2_000
    """Records one detector keeps from one file, beyond it only those unlike the others; the rest is counted."""
    sightings_per_scope: int = 5_000
    """The same for all files of one collection together: what is judged has to fit into memory."""


class Settings(Struct, frozen=True, kw_only=True):
    """Everything a scan depends on besides evidence and rules."""

    since: datetime | None = None
    """Start of the period in question, UTC; null: what the pack's windows say."""
    until: datetime | None = None
    """End of the period in question, UTC; null: the newest record of the host."""
    workers: int = 1
    """Processes that read evidence."""
    prefilter: bool = True
    """Scan for necessary literals before decoding; without it every record is decoded (same result, slower)."""
    profile: bool = False
    """Count what the filter lets through and time each decision, which costs a little; the result is the same."""
    passwords: tuple[str, ...] = ()
    """Tried in order on protected archives."""
    cache: Path | None = None
    """Where what takes long to compile is kept between runs; null: nowhere."""
    limits: Limits = field(default_factory=Limits)

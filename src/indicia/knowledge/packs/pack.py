"""A pack: rules, tests, baselines and windows for one subject, read from a folder of data files."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from indicia.knowledge.product.builds import BuildTable
from indicia.knowledge.product.flaws import FlawTable


class LogSource(Struct, frozen=True, kw_only=True):
    """A log source a host of this subject has, and what is blind without it."""

    id: str
    """`iis`, `httpproxy`, `ecp_server`, `evt_mgmt`, `sysmon`, `fs`, …"""
    name: str
    channels: tuple[str, ...] = ()
    """Windows channels, lower case; empty for logs that are not event logs (their `Kind` value equals the id)."""
    path: str = ""
    """Where it lies on a host."""
    blind: str = ""
    """What nobody can tell without it, in a few words."""
    state: bool = False
    """Shows a state, not a period: being there is all that can be asked of it."""
    max_gap_hours: int = 0
    """A longer stretch without records is a gap; 0: this source may be silent for any time."""
    parts: tuple[str, ...] = ()
    """Ports, protocols or event ids that have to show at least once for the source to count as whole."""
    source: str = ""
    """Where the facts about this log come from."""


class Need(Struct, frozen=True, kw_only=True):
    """A log source a test reads, and the parts of it (event ids, ports) of which at least one has to show."""

    source: str
    parts: tuple[str, ...] = ()


class ArtefactTest(Struct, frozen=True, kw_only=True):
    """One artefact test."""

    id: str
    title: str
    family: str
    """Key of `Pack.windows`."""
    needs: tuple[Need, ...]
    """Any one of these, covered over the window, is enough to answer "no hit"."""
    how: str
    """`rule`, `analysis:<name>`, `coverage` or `planned`."""
    missing: str = ""
    """For planned tests: what is missing."""
    weight: str = ""
    survives_patch: bool = False
    techniques: tuple[str, ...] = ()
    source: str = ""
    verified: bool = True
    mistakes: str = ""
    """What it takes for it wrongly; empty where a rule says it."""
    next_step: str = ""
    """What to do after a hit; empty where a rule says it."""


class Mechanism(Struct, frozen=True, kw_only=True):
    """One way to stay on a host."""

    id: str
    """`PE-04`."""
    title: str
    where: str
    answered_by: tuple[str, ...]
    """Artefact tests whose hits are traces of it."""
    checked_by: tuple[tuple[Need, ...], ...]
    """Of each group one source has to be read before "checked clean" is said; empty: no evidence can say it."""
    decides: str
    """What would decide where `checked_by` is empty."""
    removed_by: str
    survives_update: bool
    survives_rebuild: bool
    techniques: tuple[str, ...]
    source: str
    absence_tells: bool = True
    """Whether what was made and does not show in the sources of `checked_by` was removed: they are judged by the same
    criteria as the records of the making."""
    verified: bool = True


class Baseline(Struct, frozen=True, kw_only=True):
    """Known-good script files of the product's web front end, and modules of its web server."""

    hashes: Mapping[str, frozenset[str]]
    r"""Path relative to the install folder, lower case (`frontend\httpproxy\owa\auth\logon.aspx`) → SHA-256 values."""
    benign: frozenset[str]
    """SHA-256 of further files known to be harmless in web folders."""
    modules: frozenset[str] = frozenset()
    """Names of native modules of a clean web server, lower case."""


class Pack(Struct, frozen=True, kw_only=True):
    """One pack, loaded and checked."""

    name: str
    version: str
    sources: tuple[LogSource, ...]
    tests: tuple[ArtefactTest, ...]
    windows: Mapping[str, datetime]
    """Family → first possible use of its flaws, UTC; coverage has to start here before "no hit" is said."""
    required: tuple[tuple[str, ...], ...]
    """For "none seen": of each group at least one source has to be covered over the period in question."""
    baseline: Baseline
    rules: Path
    """Folder of the pack's own Sigma rules."""
    root: Path
    mechanisms: tuple[Mechanism, ...] = ()
    """Ways to stay, in the order of the facts."""
    advisories: tuple[Path, ...] = ()
    """Folders of the advisories that come with it, each with `advisory.toml` and rules of its own."""
    builds: BuildTable = field(default_factory=BuildTable)
    """Builds of the product; empty in a pack without `builds.toml`."""
    flaws: FlawTable = field(default_factory=FlawTable)
    """Flaws of the product; empty in a pack without `flaws.toml`."""

    @property
    def states(self) -> frozenset[str]:
        """Log sources that show a state and no period."""
        return frozenset(source.id for source in self.sources if source.state)

    @property
    def rule_folders(self) -> tuple[Path, ...]:
        """Where Sigma rules of our own lie: the pack's first, then those of its advisories."""
        return (self.rules, *(path for path in (root / "sigma" for root in self.advisories) if path.is_dir()))

    @property
    def content_folders(self) -> tuple[Path, ...]:
        """Where YARA rules of our own lie."""
        return tuple(path for path in (root / "yara" for root in (self.root, *self.advisories)) if path.is_dir())

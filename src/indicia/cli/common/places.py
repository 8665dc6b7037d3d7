"""Where this user keeps sets, keys and caches; the only place that asks the environment for it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicia.detection.sets.installed import Installed
    from indicia.detection.sets.trusted import Trusted


def sets_folder() -> Path:
    """Installed sets: `$XDG_DATA_HOME/indicia/packs`, default below `~/.local/share`; on Windows `%LOCALAPPDATA%`."""
    return _base("XDG_DATA_HOME", ".local/share") / "indicia" / "packs"


def knowledge_folder() -> Path:
    """Kept catalogues: `$XDG_DATA_HOME/indicia/knowledge`, default below `~/.local/share`; on Windows
    `%LOCALAPPDATA%`."""
    return _base("XDG_DATA_HOME", ".local/share") / "indicia" / "knowledge"


def alliances_file() -> Path:
    """Highest versions seen of memberships: `$XDG_DATA_HOME/indicia/alliances.json`, default below `~/.local/share`; on
    Windows `%LOCALAPPDATA%`."""
    return _base("XDG_DATA_HOME", ".local/share") / "indicia" / "alliances.json"


def cache_folder() -> Path | None:
    """What takes long to compile: `$XDG_CACHE_HOME/indicia`, by default below `~/.cache`; null without a home."""
    try:
        return _base("XDG_CACHE_HOME", ".cache") / "indicia"
    except RuntimeError:
        return None


def trusted_file() -> Path:
    """Keys of trusted publishers: `$XDG_CONFIG_HOME/indicia/trusted-keys`, by default below `~/.config`."""
    return _base("XDG_CONFIG_HOME", ".config") / "indicia" / "trusted-keys"


def trusted() -> "Trusted":
    """The keys this user trusts."""
    from indicia.detection.sets.trusted import Trusted

    return Trusted(trusted_file())


def installed(folder: Path | None = None) -> "tuple[Installed, ...]":
    """The sets this user has installed, checked; also those that are not used, with the reason."""
    from indicia.detection.sets.installed import installed_sets

    return installed_sets(folder or sets_folder(), trusted())


def _base(variable: str, default: str) -> Path:
    given = os.environ.get(variable, "")
    if not Path(given).is_absolute():
        # The base directory specification: a relative path is no path.
        given = os.environ.get("LOCALAPPDATA", "") if os.name == "nt" else ""
    return Path(given) if given else Path.home() / default

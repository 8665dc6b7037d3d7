"""Where this user keeps sets and keys; the only place that asks the environment for it."""

import os
from pathlib import Path


def sets_folder() -> Path:
    """Installed sets: `$XDG_DATA_HOME/indicia/packs`, default below `~/.local/share`; on Windows `%LOCALAPPDATA%`."""
    return _base("XDG_DATA_HOME", ".local/share") / "indicia" / "packs"


def trusted_file() -> Path:
    """Keys of trusted publishers: `$XDG_CONFIG_HOME/indicia/trusted-keys`, by default below `~/.config`."""
    return _base("XDG_CONFIG_HOME", ".config") / "indicia" / "trusted-keys"


def _base(variable: str, default: str) -> Path:
    given = os.environ.get(variable, "")
    if not Path(given).is_absolute():
        # The base directory specification: a relative path is no path.
        given = os.environ.get("LOCALAPPDATA", "") if os.name == "nt" else ""
    return Path(given) if given else Path.home() / default

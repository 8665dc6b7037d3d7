"""Folders of the user, by the conventions of the system."""

import os
import sys
from pathlib import Path


def cache_folder() -> Path | None:
    """Where work is kept that need not be done again: `$XDG_CACHE_HOME/indicia`, and its like elsewhere.

    Null where the user has no home.  The folder may not exist yet.
    """
    return _folder("XDG_CACHE_HOME", ".cache", "Library/Caches", "LOCALAPPDATA")


def _folder(variable: str, linux: str, mac: str, windows: str) -> Path | None:
    named = os.environ.get(windows if os.name == "nt" else variable, "")
    if named and Path(named).is_absolute():
        return Path(named) / "indicia"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / (mac if sys.platform == "darwin" else linux) / "indicia"

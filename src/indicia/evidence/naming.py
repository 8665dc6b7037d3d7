"""What a file of a collection is called: its display path, its scope, its path on the host, and its host's name."""

from pathlib import Path

from msgspec import Struct

from indicia.evidence.archives.budget import Budget
from indicia.evidence.archives.names import visible
from indicia.evidence.host_paths import HOST_FILE_BYTES, Located, host_in, host_in_name, locate, names_host
from indicia.evidence.walk import open_evidence

_NOWHERE = Located(0)
_EXPORTS = "exports"
"""Folder of exported objects in a collection."""


class Place(Struct, frozen=True, kw_only=True):
    """Where the files of one folder or archive stand."""

    shown: str
    """What stands before a member's own name."""
    scope: str
    below: int
    """Leading parts that the collector did not write: the name of the argument."""
    depth: int
    """Archives around it."""
    budget: Budget
    archive: str = ""
    """Display path of the archive that lay on the host whose scope this is; empty anywhere else."""


def _exports(parts: tuple[str, ...]) -> int | None:
    """How many parts stand before a folder of exports, which belongs to the host whose tree lies beside it; null where
    a file lies in none.  Velociraptor keeps what a query uploads below `uploads/data`.
    """
    lower = [part.lower() for part in parts[:-1]]
    if _EXPORTS not in lower:
        return None
    at = lower.index(_EXPORTS)
    return at - 2 if lower[at - 2 : at] == ["uploads", "data"] else at


class Naming:
    """Names files, and remembers which scope is which host."""

    def __init__(self) -> None:
        self._hosts: dict[str, tuple[int, str]] = {}

    def located(self, parts: tuple[str, ...], inside: Place) -> Located:
        """Where a file lay on its host, as far as the collection tells."""
        return locate(parts, below=inside.below) or _NOWHERE

    def shown(self, parts: tuple[str, ...], inside: Place) -> str:
        """The display path."""
        located = self.located(parts, inside)
        shown = inside.shown + "/".join(visible(part) for part in parts)
        return f"{shown} [shadow copy {located.shadow}]" if located.shadow else shown

    def scope(self, parts: tuple[str, ...], inside: Place) -> str:
        """The collection a file belongs to: what stands before the tree of the host."""
        located = locate(parts, below=inside.below)
        prefix = located.prefix if located is not None else _exports(parts)
        if prefix is None:
            return inside.scope
        if prefix <= inside.below:
            # A whole tree inside an archive that lay on a host need not be that host's own.
            return inside.archive or inside.scope
        scope = inside.shown + "/".join(visible(part) for part in parts[:prefix])
        self.learn(host_in_name(parts[prefix - 1]), scope)
        return scope

    def host(self, scope: str) -> str | None:
        """The host of a scope as its collector wrote it down; null where it did not."""
        return self._hosts.get(scope, (0, None))[1]

    def learn(self, host: str | None, scope: str, rank: int = 4) -> None:
        """Remember the host of a scope; the lowest rank stays."""
        if host and (scope not in self._hosts or rank < self._hosts[scope][0]):
            self._hosts[scope] = (rank, host)

    def learn_from(self, parts: tuple[str, ...], head: bytes, inside: Place) -> None:
        """Learn from the first bytes of a file that may name its host."""
        found = host_in(parts, head)
        if found:
            self.learn(found[1], self.scope(parts, inside), found[0])

    def learn_from_file(self, path: Path, parts: tuple[str, ...], inside: Place) -> None:
        """Learn from a file on this disk where it is one that may name its host."""
        if not parts or not names_host(parts):
            return
        try:
            with open_evidence(path) as file:
                self.learn_from(parts, file.read(HOST_FILE_BYTES), inside)
        except OSError:
            # The same file is a fault when its turn comes.
            return

"""Where the file that was read last can be cut, looked for once in each process and not once for each part."""

from collections.abc import Callable
from typing import Generic, TypeVar

from indicia.model.evidence import Evidence

Found = TypeVar("Found")


class LastCut(Generic[Found]):
    """Remembers one file: a process does the parts of a file one after the other."""

    def __init__(self) -> None:
        self._key: tuple[str, int, int] | None = None
        self._found: Found | None = None

    def of(self, evidence: Evidence, part: int, look: Callable[[], Found | None]) -> Found | None:
        """What `look` finds for parts of so many bytes; null where the file cannot be cut, or not be read."""
        key = (evidence.sha256, evidence.size, part)
        if key != self._key:
            try:
                self._found = look()
            except (OSError, ValueError):
                self._found = None
            self._key = key
        return self._found

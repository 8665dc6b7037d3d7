"""What one archive, with all archives inside it, may still cost.  Bytes are counted as they appear."""

from collections.abc import Callable, Iterator

from indicia.config import Limits
from indicia.evidence.archives.damage import OverLimit, Spent

_RATIO_FROM = 64 * 2**20
"""Below this many unpacked bytes any ratio is allowed: a small file of zeros is no bomb."""


class Budget:
    """Counts members and unpacked bytes of one archive given as evidence, nested ones included."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.members = 0
        self.unpacked = 0

    def member(self) -> None:
        """Count one member; raises Spent when the archive has too many."""
        self.members += 1
        if self.members > self._limits.archive_members:
            raise Spent(
                f"limit archive_members: more than {self._limits.archive_members} members; "
                f"{self._limits.archive_members} were read, the rest was not"
            )

    def meter(self, pieces: Iterator[bytes], packed: Callable[[], int] | None = None) -> Iterator[bytes]:
        """Pass unpacked bytes through and count them; `packed` says how many packed bytes they came from.

        Raises OverLimit for a member that is too large or unpacks too well, Spent when the sum is used up.
        """
        limits = self._limits
        size = 0
        for piece in pieces:
            size += len(piece)
            self.unpacked += len(piece)
            if size > limits.member_bytes:
                raise OverLimit(f"limit member_bytes: unpacks to more than {limits.member_bytes} bytes; not used")
            if self.unpacked > limits.archive_bytes:
                raise Spent(
                    f"limit archive_bytes: the archive unpacks to more than {limits.archive_bytes} bytes; "
                    "this member and what follows was not read"
                )
            if packed is not None and size > _RATIO_FROM:
                source = max(packed(), 1)
                if size > source * limits.archive_ratio:
                    raise OverLimit(
                        f"limit archive_ratio: {source} packed bytes gave {size} bytes, "
                        f"more than {limits.archive_ratio} for one; not used"
                    )
            yield piece

    def stream(self, pieces: Iterator[bytes], packed: Callable[[], int]) -> Iterator[bytes]:
        """Pass a whole unpacked stream through (a tar inside its compression) and bound what skipping may cost.

        Its members are counted by `meter`.  Raises Spent.
        """
        limits = self._limits
        size = 0
        for piece in pieces:
            size += len(piece)
            source = max(packed(), 1)
            if size > _RATIO_FROM and size > source * limits.archive_ratio:
                raise Spent(
                    f"limit archive_ratio: {source} packed bytes gave {size} bytes, "
                    f"more than {limits.archive_ratio} for one; the rest was not read"
                )
            if size > 2 * limits.archive_bytes + _RATIO_FROM:
                # Headers and padding may take as much again as members that are all small.
                raise Spent(
                    f"limit archive_bytes: unpacks to more than {limits.archive_bytes} bytes; the rest was not read"
                )
            yield piece

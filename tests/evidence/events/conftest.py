"""How the tests of the event readers read bytes."""

import hashlib
import io
from collections.abc import Callable

import pytest

from indicia.config import Limits
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Event, Events, Ledger

Read = Callable[..., tuple[list[Event], Ledger]]


class Trickle(io.BytesIO):
    """A stream that gives at most so many bytes at a time, as sockets and decompressors do."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._most if size is None or size < 0 else min(size, self._most))

    def readinto(self, room: memoryview) -> int:
        return super().readinto(room[: self._most])


@pytest.fixture(scope="session")
def read() -> Read:
    """Read bytes as one kind of event log; the account must balance, or the read fails."""

    def reading(
        kind: Kind, data: bytes, *, most: int = 2**30, limits: Limits | None = None
    ) -> tuple[list[Event], Ledger]:
        sha256 = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=sha256, size=len(data), path="log", scope="case", kind=kind)
        ledger = Ledger(size=len(data), path="log", sha256=sha256, limit=10**6)
        function = reader_of(kind)
        assert function is not None
        events: list[Event] = []
        for batch in function(Trickle(data, most), evidence, ledger, limits or Limits()):
            assert isinstance(batch, Events)
            assert 0 < len(batch.events) <= 4096
            events += batch.events
        assert ledger.account().size == len(data)
        assert min(ledger.records, ledger.faulty, ledger.framing) >= 0
        return events, ledger

    return reading

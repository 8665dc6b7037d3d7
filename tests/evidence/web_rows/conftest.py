"""How the tests of rows read bytes."""

import hashlib

import pytest
from tests.evidence.events.conftest import Trickle

from indicia.config import Limits
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Lines


@pytest.fixture(scope="session")
def read():
    """Read bytes as rows of one kind; the account must balance, and each record be where it says."""

    def reading(kind, data, *, most=2**30, limits=None):
        sha256 = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=sha256, size=len(data), path="rows", scope="case", kind=kind)
        ledger = Ledger(size=len(data), path="rows", sha256=sha256, limit=10**6)
        records = []
        for batch in reader_of(kind)(Trickle(data, most), evidence, ledger, limits or Limits()):
            assert isinstance(batch, Lines)
            records += [batch.decode(row) for row in range(len(batch.starts))]
        assert ledger.account().size == len(data)
        assert min(ledger.records, ledger.faulty, ledger.framing) >= 0
        return records, ledger

    return reading


__all__ = ["Kind"]

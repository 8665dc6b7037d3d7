"""Reading one export as a scan reads it."""

from collections.abc import Callable
from io import BytesIO

import pytest

from indicia.config import Limits
from indicia.evidence.exports import file_table, hive, journal, listings, reading, registry, tasks  # noqa: F401 - file their readers
from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record
from indicia.tables.batch import Ledger, Rows

Read = Callable[[bytes, str], tuple[Kind, list[Record], Ledger]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Identify some bytes under a name and read them; the account has to balance."""

    def run(data: bytes, name: str) -> tuple[Kind, list[Record], Ledger]:
        kind = identify(data[:HEAD_BYTES], name)
        evidence = Evidence(sha256="ab" * 32, size=len(data), path=f"triage/{name}", scope="t", kind=kind)
        ledger = Ledger(size=len(data), path=evidence.path, sha256=evidence.sha256)
        function = reader_of(kind)
        if function is None:
            return kind, [], ledger
        records = []
        for batch in function(BytesIO(data), evidence, ledger, Limits()):
            assert isinstance(batch, Rows)
            records.extend(batch.records)
        account = ledger.account()
        assert account.count == len(records)
        return kind, records, ledger

    return run

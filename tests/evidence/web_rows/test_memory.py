"""What is held while rows are read does not grow with the file."""

import io
import json
import tracemalloc

import pytest
from tests.evidence.web_rows.documents import API, AZURE, as_csv, lines

from indicia.config import Limits
from indicia.evidence.readers import reader_of
from indicia.evidence.web_rows import filing
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger


def as_table(count):
    row = json.dumps(list(AZURE.values()))
    whole = json.dumps({"tables": [dict(API["tables"][0], rows=[["here"]])]})
    return whole.replace('["here"]', ",".join([row] * count))


FORMS = {
    "lines": (Kind.WEB_JSON, lambda count: lines(AZURE) * count),
    "table": (Kind.WEB_JSON, as_table),
    "csv": (Kind.WEB_CSV, lambda count: as_csv(*[AZURE] * count)),
}


def peak(kind, data):
    """Bytes held at most beside the file."""
    evidence = Evidence(sha256="0" * 64, size=len(data), path="x", scope="s", kind=kind)
    ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
    stream = io.BytesIO(data)
    tracemalloc.start()
    try:
        rows = 0
        for batch in reader_of(kind)(stream, evidence, ledger, Limits()):
            rows += len(batch.starts)
        assert ledger.account().count == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", FORMS)
def test_memory_is_bounded(form, monkeypatch):
    """Of three times as many rows no more is held."""
    monkeypatch.setattr(filing, "_ROWS", 300)
    kind, made = FORMS[form]
    few, many = (peak(kind, made(count).encode()) for count in (1_500, 4_500))
    assert many < few * 1.25

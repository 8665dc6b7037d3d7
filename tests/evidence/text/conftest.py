"""Reading a log held in memory, with everything the reader says about it."""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from indicia.config import Limits
from indicia.evidence.text.exchange.reading import ExchangeForm
from indicia.evidence.text.logs.free_log import read_free_log
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.web.iis import IisForm
from indicia.evidence.text.web.iis_native import IisNativeForm
from indicia.evidence.text.web.ncsa import NcsaForm
from indicia.model.coverage import Span
from indicia.model.evidence import Account, Fault, Kind
from indicia.model.record import Record
from indicia.tables.batch import TIMELESS, Ledger, Lines, Run

FREE = {Kind.NCSA: NcsaForm, Kind.IIS_NCSA: NcsaForm, Kind.IIS_NATIVE: IisNativeForm}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Read:
    records: list[Record]
    faults: tuple[Fault, ...]
    account: Account
    spans: list[Span]
    notes: list[str]

    @property
    def reasons(self) -> list[str]:
        return [fault.reason for fault in self.faults]


def check_columns(lines: Lines) -> None:
    """The runs of a batch hold every record, its time, and its values where they say so (looked at: ten each)."""
    first = 0
    for run in lines.runs:
        assert run.first == first
        first += len(run)
        for number in range(min(len(run), 10)):
            record = lines.decode(run.first + number)
            known = TIMELESS if record.time is None else (record.time - EPOCH) // timedelta(microseconds=1)
            assert run.times[number] == known or (record.time is None and abs(int(run.times[number])) > 10**16)
            if run.plain[number]:
                at = np.array([number], dtype=np.int64)
                bounds = [run.bounds(column, at) for column in range(len(run.names))]
                values = [lines.text[int(start[0]) : int(end[0])] for start, end in bounds]
                check_cells(run, number, values, record)
                index = run.first + number
                line = lines.text[int(lines.starts[index]) : int(lines.ends[index])]
                place = 0
                for value in values:
                    place = line.find(value, place)
                    assert place >= 0
                    place += len(value)
    assert first == len(lines.starts)


def check_cells(run: Run, number: int, values: list[bytes], record: Record) -> None:
    """Values come out alike however they are asked for, and what they say of fields is what the record says."""
    at = np.array([number], dtype=np.int64)
    every = tuple(range(len(run.names)))
    several = [every[first::step] for first in range(min(len(every), 3)) for step in (1, 2, 5)]
    for columns in (*((column,) for column in every), *several):
        assert run.values(columns, at) == [tuple(values[column] for column in columns)]
    for field in (*record.fields, "cs-uri-query", "url.path", "no such field"):
        columns = run.cells.columns_of(frozenset({field}))
        if columns is not None:
            known = run.cells.fields_of(columns, tuple(values[column] for column in columns))
            assert known is None or known.get(field) == record.fields.get(field)


@pytest.fixture(scope="session")
def read():
    """Read bytes as a log of a kind; the account is checked to balance, and each record against its place."""

    def function(
        data: bytes, kind: Kind = Kind.IIS, block_bytes: int = 1 << 20, limits: Limits | None = None, stream=None
    ):
        sha256 = hashlib.sha256(data).hexdigest()
        ledger = Ledger(size=len(data), path="test.log", sha256=sha256)
        stream, limits = stream or io.BytesIO(data), limits or Limits()
        if kind in FREE:
            batches = read_free_log(stream, ledger, limits, FREE[kind](str(kind)), block_bytes)
        else:
            form = IisForm(str(kind)) if kind is Kind.IIS else ExchangeForm(kind)
            batches = read_log(stream, ledger, limits, form, block_bytes)
        records = []
        for lines in batches:
            assert len(lines.starts) == len(lines.ends) > 0
            check_columns(lines)
            for number in range(len(lines.starts)):
                record = lines.decode(number)
                assert record.at.sha256 == sha256
                records.append(record)
        account = ledger.account()
        assert account.count == len(records) == sum(span.records for span in ledger.spans)
        assert account.records == sum(record.at.length for record in records)
        return Read(records, ledger.all_faults(), account, ledger.spans, ledger.notes)

    return function

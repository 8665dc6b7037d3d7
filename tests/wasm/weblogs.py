"""Text logs read with the compiled module and without: everything that readers, engine and statistics say of them."""

import hashlib
from io import BytesIO
from unittest import mock

import numpy as np

from indicia.config import Limits
from indicia.detection.engine import Engine
from indicia.evidence.readers import reader_of
from indicia.evidence.text.blocks import whole_lines as blocks
from indicia.evidence.text.exchange import reading as exchange
from indicia.evidence.text.logs import log
from indicia.evidence.text.web import iis
from indicia.model.evidence import Evidence
from indicia.tables.batch import Ledger
from indicia.wasm import sandbox, weblog

READERS = (iis.read_iis, exchange.read_exchange_log)
"""Imported for their names to be filed."""


def batches(kind, data, *, on, stretch=64, block_bytes=blocks.BLOCK_BYTES):
    """Batches one after the other, and then the ledger."""
    sha256 = hashlib.sha256(data).hexdigest()
    ledger = Ledger(size=len(data), path="log", sha256=sha256)
    evidence = Evidence(sha256=sha256, size=len(data), path="log", scope="s", kind=kind)
    form = iis.IisForm(str(kind)) if kind is kind.IIS else exchange.ExchangeForm(kind)
    least = 0 if on else 1 << 60
    with (
        mock.patch.object(sandbox, "LEAST", least),
        mock.patch.object(weblog, "_WORTH", least),
        mock.patch.multiple(blocks, _STRETCH=stretch),
    ):
        if block_bytes == blocks.BLOCK_BYTES:
            yield from reader_of(kind)(BytesIO(data), evidence, ledger, Limits())
        else:
            yield from log.read_log(BytesIO(data), ledger, Limits(), form, block_bytes)
    yield ledger


def read(kind, data, **options):
    """Records with their columns, faults, account, spans and notes; and how many records the module told."""
    records, told = [], 0
    for lines in batches(kind, data, **options):
        if isinstance(lines, Ledger):
            ledger = lines
            continue
        told += len(lines.starts) if lines.held is not None else 0
        for run in lines.runs:
            numbers = np.flatnonzero(run.plain)
            columns = tuple(range(len(run.names)))
            values = dict(zip(numbers.tolist(), run.values(columns, numbers), strict=True))
            bounds = [run.bounds(column, numbers) for column in columns]
            for place, number in enumerate(numbers.tolist()):
                spans = [(int(starts[place]), int(ends[place])) for starts, ends in bounds]
                assert tuple(lines.text[start:end] for start, end in spans) == values[number]
            for number, time in enumerate(run.times.tolist()):
                records.append((lines.decode(run.first + number), time, values.get(number), run.names))
    return (records, ledger.all_faults(), ledger.account(), ledger.spans, ledger.notes), told


def sightings(kind, data, engine, **options):
    """What an engine sees while a log is read."""
    scan = engine.start()
    found = []
    for lines in batches(kind, data, **options):
        if not isinstance(lines, Ledger):
            found.extend((one.detector, one.record, one.matched) for one in scan.feed(lines))
    return found, dict(scan.overflow)


def engines(detectors):
    """One for each way, and one that decides everything."""
    return Engine(detectors), Engine(detectors), Engine(detectors, prefilter=False)

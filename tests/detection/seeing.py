"""What an engine sees of records that were made for it, or that a reader gives."""

from functools import partial
from io import BytesIO

import numpy as np
import orjson

from indicia.config import Limits
from indicia.detection.engine import Engine
from indicia.evidence.events.decoding.shapes import event_of, route_of
from indicia.evidence.events.evtx import reading as evtx
from indicia.evidence.events.json import reading as events_json
from indicia.evidence.readers import reader_of
from indicia.evidence.text.exchange import reading as exchange
from indicia.evidence.text.web import iis
from indicia.model.evidence import Evidence, Locator
from indicia.model.record import Record
from indicia.tables.batch import Event, Ledger, Lines

READERS = (iis.read_iis, exchange.read_exchange_log, evtx.read_evtx, events_json.read_json)
"""Imported for their names to be filed."""


def read(kind, log):
    """Batches of a log as its own reader gives them."""
    evidence = Evidence(sha256="00", size=len(log), path="log", scope="s", kind=kind)
    reader = reader_of(kind)
    return list(reader(BytesIO(log), evidence, Ledger(size=len(log), path="log", sha256="00"), Limits()))


def decoded(batches):
    """All records of the batches."""
    for batch in batches:
        if isinstance(batch, Lines):
            yield from (batch.decode(row) for row in range(len(batch.starts)))
        else:
            yield from (event.decode() for event in batch.events)


def event(text, number=0):
    """An event as readers give it: routed by what stands in it."""
    route = route_of(orjson.loads(text))
    return Event(route.channel, route.provider, route.event_id, text, partial(event_of, "00", number, 1, None, text))


def record(table, number, fields):
    """A decoded record."""
    return Record(
        table=table,
        source=table,
        time=None,
        host=None,
        at=Locator(sha256="00", offset=number, length=1),
        fields=fields,
        raw="",
    )


def lines(table, texts, decode):
    """A block of lines with a directive between them that belongs to no record."""
    text, starts, stops = b"", [], []
    for line in texts:
        text += b"#Fields: owa cmd.exe\r\n"
        starts.append(len(text))
        text += line
        stops.append(len(text))
        text += b"\r\n"
    return Lines(
        table=table,
        source=table,
        text=text,
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(stops, dtype=np.int64),
        decode=decode,
    )


def seen(batches, rules, **options):
    """What an engine sees, as comparable values."""
    return [(found.detector, found.record.at.offset, found.matched) for found in Engine(rules, **options).scan(batches)]


def assert_filter_changes_nothing(batches, rules):
    """The oracle decodes everything; with Hyperscan and without, the filter gives the same in the same order."""
    everything = seen(batches, rules, prefilter=False)
    assert seen(batches, rules) == everything
    assert seen(batches, rules, plain=True) == everything

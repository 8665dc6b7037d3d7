"""The reader of Windows events that some tool exported as CSV."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import orjson

from indicia.config import Limits
from indicia.evidence.events.account import ended, unread
from indicia.evidence.events.csv.columns import (
    UTC,
    VIEWED_LEVELS,
    Form,
    distinct,
    form_of,
    is_header,
    names_of,
    unnamed_behind,
)
from indicia.evidence.events.csv.rows import Row, Rows
from indicia.evidence.events.csv.written_times import WrittenTimes
from indicia.evidence.events.decoding.envelopes import opened
from indicia.evidence.events.decoding.evtxecmd import KEYWORDS, lacks, nested_event, plainly
from indicia.evidence.events.decoding.loading import Json
from indicia.evidence.events.decoding.messages.opening import Opening
from indicia.evidence.events.decoding.moment import utc_text
from indicia.evidence.events.decoding.names import CHANNEL, EVENT_ID, HOST, PAYLOAD, PROVIDER, RECORD_ID, TIME
from indicia.evidence.events.decoding.payload import structure_in
from indicia.evidence.events.decoding.shapes import route_of, taken_out
from indicia.evidence.events.made import Maker
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Event, Events, Ledger

_BATCH, _BYTES = 500, 2**22
"""Events are handed on when they are as many, or their rows as large together."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
"""A number as Kibana prints it."""
_IDS = (*EVENT_ID, "winlog.event_id", "winlog.record_id")
_SYSMON_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")
_SINGLE = frozenset((*_IDS, *CHANNEL, *PROVIDER, *HOST, *RECORD_ID, *TIME))
"""Columns of one value; a search that finds it in two ways shows it twice."""
_BY_MESSAGE = frozenset({Form.GET_WINEVENT, Form.EVENT_VIEWER})
_LOOKS = 16
"""Headers at which dates are looked at for what is the day."""


@reader(Kind.EVENTS_CSV)
def read_csv(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Events]:
    """Yield the Windows event of every row of a CSV export; UTF-8, UTF-16 or code page 1252.

    Rows of EvtxECmd give what the event log itself would, but for `Version`, `Task`, `Opcode` and `Correlation`, which
    the tool leaves out, and positional data, which it joins.  Rows of `Get-WinEvent`, of the Event Viewer and of
    Splunk's text form hold the data only in the rendered message: it is taken out of it where its layout is known
    (`decoding.messages`), and a note counts the others; their local times are not taken.  Other rows are read as the
    flat events of `shapes`, empty cells left out.
    A row with a wrong number of values, or that names no event, is a fault; so is one longer than four times
    `limits.line_bytes`.  A header that comes again is framing.
    Source: RFC 4180; EvtxECmd; Microsoft, Get-WinEvent and Export-Csv.
    """
    units = Units(stream)
    rows = Rows(units, limits.line_bytes * 4 // units.width, is_header=is_header, unnamed=unnamed_behind)
    table = _Table(evidence.sha256)
    batch: list[Event] = []
    held = 0
    for item in rows:
        if isinstance(item, Unread):
            unread(item, evidence, ledger)
            continue
        if table.takes_header(item, rows):
            continue
        event = table.event(item)
        if event is None:
            unread(Unread(item.start, item.end, item.line, "a row that names no event"), evidence, ledger)
            continue
        length = item.end - item.start
        ledger.records += length
        ledger.count += 1
        batch.append(event)
        held += length
        if len(batch) >= _BATCH or held > _BYTES:
            yield Events(events=batch)
            batch, held = [], 0
    if batch:
        yield Events(events=batch)
    ended(units, rows.reached, table.maker.tally, table.maker.clock, table.notes(), evidence, ledger)


class _Table:
    """Rows under one header after another."""

    def __init__(self, sha256: str) -> None:
        self.maker = Maker(sha256)
        self._messages = Opening()
        self._times = WrittenTimes()
        self._form: Form | None = None
        self._header: list[str] = []
        self._names: list[str] = []
        self._columns: list[tuple[str, bool]] = []
        """Their names as they are read, and whether values of theirs are looked at."""
        self._of_time: list[str] = []
        self._lacking: Counter[str] = Counter()
        self._hidden = 0
        self._looks = 0

    def takes_header(self, row: Row, rows: Rows) -> bool:
        """Whether a row is a header: the first one, the same again, or another one of events."""
        if row.cells == self._header:
            return True
        if self._header and not is_header(row.cells):
            return False
        form = form_of(row.cells)
        self._form, self._header = form or Form.SEARCHED, row.cells
        self._names = distinct(names_of(row.cells) if form is Form.EVENT_VIEWER else row.cells)
        plain = [name.removesuffix(UTC) for name in self._names]
        self._columns = [(name, name in _SINGLE or name in PAYLOAD) for name in plain]
        self._of_time = [name for name in TIME if name in plain]
        if self._form is not Form.EVTXECMD:
            self._learn_times(rows)
        return True

    def event(self, row: Row) -> Event | None:
        """The event of a row; null where it names none."""
        cells = dict(zip(self._names, row.cells, strict=True))
        document = self._of_evtxecmd(cells) if self._form is Form.EVTXECMD else self._flat(cells)
        route = route_of(document)
        if route is None or route.event_id < 0:
            return None
        return self.maker.make(orjson.dumps(document), route, row.start, row.end - row.start, row.line, row.text)

    def notes(self) -> Iterator[str]:
        """What was assumed of times, empty where nothing was, and what the rows do not hold."""
        yield self._times.note()
        for what, count in sorted(self._lacking.items()):
            yield f"{_many(count)} with {what}: rules that ask for other fields cannot see them"
        yield from self._messages.notes()
        if self._hidden:
            yield f"{_many(self._hidden)} marked as hidden by EvtxECmd: the log held them, tools of Windows skip them"

    def _of_evtxecmd(self, cells: Mapping[str, str]) -> Json:
        self._hidden += cells.get("HiddenRecord") == "True"
        time = cells.get("TimeCreated", "")
        if not utc_text(time):
            self._times.lose(time, known=True)
        event = nested_event(cells)
        if lacking := lacks(cells, event):
            self._lacking[lacking] += 1
        return event

    def _flat(self, cells: Mapping[str, str]) -> Json:
        whole = _whole_in(cells)
        if whole is not None:
            return whole
        document: dict[str, object] = {}
        for (plain, special), cell in zip(self._columns, cells.values(), strict=True):
            if not cell or plain in document:
                continue
            if not special:
                document[plain] = cell
            elif plain in _IDS and _GROUPED.fullmatch(cell):
                document[plain] = cell.replace(",", "")
            elif "\n" in cell and plain in _SINGLE and len(same := {part.strip() for part in cell.splitlines()}) == 1:
                document[plain] = same.pop()
            elif plain in PAYLOAD and (content := structure_in(cell.strip())) is not None:
                document[plain] = plainly(content)
            else:
                document[plain] = cell
        if self._form is Form.EVENT_VIEWER:
            _as_numbers(document)
        if (with_data := self._messages.opened(document)) is not None:
            document = with_data
            if isinstance(document.get("Properties"), str):
                # Only the name of a type.
                del document["Properties"]
            self._take_time(document, cells)
            return document
        inner = taken_out(document)
        if inner is None:
            self._take_time(document, cells)
        return document if inner is None else inner

    def _take_time(self, document: dict[str, object], cells: Mapping[str, str]) -> None:
        """Bring the time of an event to UTC where the row says enough for that."""
        if self._form in _BY_MESSAGE and _SYSMON_TIME.fullmatch(str(document.get("UtcTime"))):
            document["TimeCreated"] = f"{document['UtcTime']}Z"
            return
        given = [(name, value) for name in self._of_time if isinstance(value := document.get(name), str)]
        for name, value in given:
            if time := self._times.utc(value, known=name in _UTC_ALWAYS or name + UTC in cells):
                document["TimeCreated"] = time
                return
        for name, _ in given:
            # What is no field then is not read as UTC either.
            document[f"{name} (local)"] = document.pop(name)
        name, value = given[0] if given else ("", "")
        self._times.lose(value, known=name + UTC in cells)

    def _learn_times(self, rows: Rows) -> None:
        """Look at the first rows for which number of a date is the day."""
        columns = [number for number, name in enumerate(self._names) if name.removesuffix(UTC) in TIME]
        values: list[str] = []
        self._looks += 1
        for item in rows.ahead() if self._looks <= _LOOKS else ():
            if isinstance(item, Row) and len(item.cells) == len(self._names):
                values += [item.cells[number] for number in columns]
        self._times.learn(values)


def _whole_in(cells: Mapping[str, str]) -> Json | None:
    """The event that stands whole in a cell, as XML of Splunk's or as parts of Velociraptor's; null where none does."""
    raw, system = cells.get("_raw", ""), cells.get("System", "")
    if raw.lstrip().startswith("<Event"):
        return opened({"_raw": raw})
    if system.startswith("{") and isinstance(content := structure_in(system), dict) and "EventID" in content:
        parts = {name: cells[name] for name in ("EventData", "UserData", "Message") if cells.get(name)}
        return {"System": content} | {name: structure_in(part.strip()) or part for name, part in parts.items()}
    return None


def _as_numbers(document: dict[str, object]) -> None:
    """Put what the Event Viewer has words for into the numbers of the event, where there is one for each."""
    for name, numbers in (("Level", VIEWED_LEVELS), ("Keywords", KEYWORDS)):
        word = document.get(name)
        if isinstance(word, str):
            document[name] = numbers.get(word.capitalize(), word)


_UTC_ALWAYS = frozenset({"UtcTime", "SystemTime"})


def _many(count: int) -> str:
    return f"{count} event{'' if count == 1 else 's'}"

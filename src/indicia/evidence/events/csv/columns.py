"""What the header of a CSV file says of its rows: events of EvtxECmd, `Get-WinEvent`, Event Viewer, a search engine."""

import re
from collections.abc import Collection, Sequence
from enum import Enum

from indicia.evidence.events.csv.rows import SEPARATORS, separator_of, split
from indicia.evidence.events.decoding.names import CHANNEL, EVENT_ID, HOST, RECORD_ID, TIME


class Form(Enum):
    """Who wrote the rows; the value is how a note calls them."""

    EVTXECMD = "EvtxECmd"
    GET_WINEVENT = "Get-WinEvent"
    EVENT_VIEWER = "the Event Viewer"
    SEARCHED = "a search engine"


_EVTXECMD = frozenset({"EventId", "TimeCreated", "Provider", "Channel", "Computer"})
_OF_EVTXECMD = frozenset({"MapDescription", "PayloadData1", "ChunkNumber"})
_GET_WINEVENT = frozenset({"Id", "ProviderName", "LogName"})
_WITHOUT_LOG = frozenset({"Id", "ProviderName", "TimeCreated", "Message"})
_EVENT_VIEWER = frozenset({"Date and Time", "Source", "Event ID"})
_OF_EVENT_VIEWER = frozenset({"Level", "Keywords", "Task Category"})
_VIEWED = {
    "Date and Time": "TimeCreated",
    "Source": "ProviderName",
    "Event ID": "Id",
    "Task Category": "TaskCategory",
    "Log": "LogName",
    "User": "LoggedUser",
    "Process ID": "ExecutionProcessID",
    "Thread ID": "ThreadId",
    "Operational Code": "OpcodeDisplayName",
    "Description": "Message",
}
"""Columns of the Event Viewer as `Get-WinEvent` calls them, or by names that no data has."""
VIEWED_LEVELS = {"Critical": "1", "Error": "2", "Warning": "3", "Verbose": "5"}
"""Levels by the words of the Event Viewer; "Information" stands for two."""
_BY_CODE = frozenset({"event.code", "winlog.channel"})
_OF_CMDLET = frozenset({"TimeCreated", "RecordId"})
_ID = (frozenset(EVENT_ID) - {"Id"}) | {"winlog.event_id"}
_ANY_ID = _ID | {"Id", "event.code", "Event ID"}
_CHANNELS = frozenset((*CHANNEL, "winlog.channel"))
_HAPPENED = frozenset((*TIME, *HOST, *RECORD_ID, "winlog.computer_name", "winlog.record_id", "host.name"))
"""One of them tells what happened from tables about events: catalogues, statistics."""
_OF_RULES = frozenset({"ruletitle", "rule_title", "rule title", "detections"})
"""Columns of what tools found in events, which is no log and lacks the fields of the events."""
_FRONT = 4
"""Lines looked at."""
_RAW_EVENT = re.compile(r"(?:^|[,;\t])\"?<Event[ >]")
"""An event as XML in a column of Splunk's."""
_RAW_TEXT = re.compile(r"LogName=.")
"""A line of an event as text in a column of Splunk's."""
_SYSTEM_PART = re.compile(r"\{\W*Provider\W.{0,4000}EventRecordID")
"""The system part as JSON in a column of Velociraptor's."""
_NAME = re.compile(r"\s*[@_A-Za-z][\w .@\[\]()#:/%-]{0,199}")
UTC = " [UTC]"
"""How a column is called of which every time is in UTC, in exports of Log Analytics."""


def form_of(names: Collection[str]) -> Form | None:
    """The form of rows with such columns; null for any other table."""
    own = {name.strip().removesuffix(UTC) for name in names}
    if _ANY_ID.isdisjoint(own):
        return None
    if any(name.lower() in _OF_RULES for name in own):
        return None
    if own >= _EVTXECMD and own & _OF_EVTXECMD:
        return Form.EVTXECMD
    if (own >= _GET_WINEVENT and own & _OF_CMDLET) or own >= _WITHOUT_LOG:
        return Form.GET_WINEVENT
    if own >= _EVENT_VIEWER and own & _OF_EVENT_VIEWER:
        return Form.EVENT_VIEWER
    named = bool(own & _ID and own & _CHANNELS) or own >= _BY_CODE
    return Form.SEARCHED if named and own & _HAPPENED else None


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row behind the first one is a header too; an event taken for one would hide all behind it."""
    return all(map(_NAME.fullmatch, cells)) and form_of(cells) is not None


def names_of(cells: Sequence[str]) -> list[str]:
    """The names of all columns of the Event Viewer, of which the last, the message, has none in the header."""
    named = [_VIEWED.get(cell.strip(), cell.strip()) for cell in cells]
    return named if "Message" in named else [*named, "Message"]


def unnamed_behind(cells: Sequence[str]) -> int:
    """How many values of a row stand behind the last column that the header names."""
    return int(form_of(cells) is Form.EVENT_VIEWER) and len(names_of(cells)) - len(cells)


def distinct(names: list[str]) -> list[str]:
    """Names of columns; a second one of the same name gets its number, so that neither hides the other."""
    found: dict[str, None] = {}
    for number, name in enumerate(names, start=1):
        plain = name.strip()
        found[f"{plain} ({number})" if plain in found or not plain else plain] = None
    return list(found)


def holds_event_rows(lines: Sequence[str]) -> bool:
    """Whether a text is a CSV file of Windows events, by its first lines."""
    rows = [line for line in lines[:_FRONT] if not line.startswith("#TYPE ") and not line.lower().startswith("sep=")]
    if not rows:
        return False
    if not any(mark in rows[0] for mark in SEPARATORS):
        return rows[0].strip('"') == "_raw" and _is_raw(rows[1:])
    names = split(rows[0], separator_of(rows[0]))
    if isinstance(names, str):
        return False
    if form_of(names) is not None:
        return True
    if "_raw" in names and _is_raw(rows[1:]):
        return True
    return "System" in names and any(map(_SYSTEM_PART.search, rows[1:]))


def _is_raw(rows: Sequence[str]) -> bool:
    """Whether an event of Splunk's begins in these lines, as XML or as text."""
    return any(map(_RAW_EVENT.search, rows)) or any(map(_RAW_TEXT.match, rows))

"""What the header of a CSV file says of its rows: events of EvtxECmd, of `Get-WinEvent`, or of a search engine."""

import re
from collections.abc import Collection, Sequence
from enum import Enum

from indicia.evidence.events.names import CHANNEL, EVENT_ID
from indicia.evidence.events.rows import SEPARATORS, separator_of, split


class Form(Enum):
    """Who wrote the rows; the value is how a note calls them."""

    EVTXECMD = "EvtxECmd"
    GET_WINEVENT = "Get-WinEvent"
    SEARCHED = "a search engine"


_EVTXECMD = frozenset({"EventId", "TimeCreated", "Provider", "Channel", "Computer"})
_OF_EVTXECMD = frozenset({"MapDescription", "PayloadData1", "ChunkNumber"})
_GET_WINEVENT = frozenset({"Id", "ProviderName", "LogName"})
_ID = (frozenset(EVENT_ID) - {"Id"}) | {"winlog.event_id"}
_ANY_ID = _ID | {"Id"}
_CHANNELS = frozenset((*CHANNEL, "winlog.channel"))
_OF_RULES = frozenset({"ruletitle", "rule_title", "rule title", "detections"})
"""Columns of what tools found in events, which is no log and lacks the fields of the events."""
_FRONT = 4
"""Lines looked at."""
_RAW_EVENT = re.compile(r"(?:^|[,;\t])\"?<Event[ >]")
"""An event as XML in a column of Splunk's."""
UTC = " [UTC]"
"""How a column is called of which every time is in UTC, in exports of Log Analytics."""


def form_of(names: Collection[str]) -> Form | None:
    """The form of rows with such columns; null for any other table."""
    if _ANY_ID.isdisjoint(names):
        return None
    own = {name.removesuffix(UTC) for name in names}
    if any(name.lower() in _OF_RULES for name in own):
        return None
    if own >= _EVTXECMD and own & _OF_EVTXECMD:
        return Form.EVTXECMD
    if own >= _GET_WINEVENT and own & {"TimeCreated", "RecordId"}:
        return Form.GET_WINEVENT
    return Form.SEARCHED if own & _ID and own & _CHANNELS else None


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
    if not rows or not any(mark in rows[0] for mark in SEPARATORS):
        return False
    names = split(rows[0], separator_of(rows[0]), len(rows[0]) + 1)
    if isinstance(names, str):
        return False
    return form_of(names) is not None or ("_raw" in names and any(map(_RAW_EVENT.search, rows[1:])))

"""Documents of exporters that wrote the rendered message of an event and no data, with the data out of the message.

| document | told by | written by |
|---|---|---|
| object | `Id` beside `ProviderName` | `Get-WinEvent`, in JSON and CSV; rows of the Event Viewer under these names |
| columns | `EventCode` beside `Message` | Splunk, `WinEventLog` |
| text | `_raw` with lines `LogName=Security`, `EventCode=4624`, … `Message=…` | Splunk, `WinEventLog` |
"""

import re
from collections.abc import Iterator

from indicia.evidence.events.decoding.evtxecmd import KEYWORDS
from indicia.evidence.events.decoding.loading import Json
from indicia.evidence.events.decoding.messages.said import said
from indicia.evidence.events.decoding.messages.table import table
from indicia.evidence.events.decoding.names import ALIASES, CHANNEL, OF_SYSTEM, PAYLOAD, PROVIDER

TEXT_FORM = re.compile(r"[^\r\n=]{0,80}\r?\n?LogName=")
"""How an event of Splunk's begins: a time, and the first of its lines."""
_MESSAGE = re.compile(r"(?:^|\n)Message=")
_SIGNED = re.compile(r"-?[0-9]{1,19}")
_ALL_KEYWORDS = 2**64 - 1
_NO_DATA = frozenset(
    {"Qualifiers", "ProviderId", "ProcessId", "ThreadId", "UserId", "ActivityId", "RelatedActivityId", "ContainerLog"}
    | {"MatchedQueryIds", "Bookmark", "LevelDisplayName", "OpcodeDisplayName", "TaskDisplayName"}
    | {"KeywordsDisplayNames", "PSComputerName", "RunspaceId", "PSShowComputerName"}
)
"""Members of `Get-WinEvent` that hold the system part of an event, which data could use for something else."""
_OTHER_MEANING = frozenset(
    {*(name for names in ALIASES for name in names), *OF_SYSTEM, *PAYLOAD}
    | {"Event", "System", "winlog", "_source", "result", "_raw", "data", "columns", "message", "Message"}
) - {"UtcTime"}
"""Names that a flat event uses for something else than data."""
_NO_OTHER_DATA = _OTHER_MEANING | _NO_DATA | {"UtcTime", "UserID", "TaskCategory", "LoggedUser"}
"""Members of an object that holds its data in the message only."""
_LINES_OF_SPLUNK, _BYTES_OF_SPLUNK = 256, 10_000
"""Where Splunk cuts an event by itself (MAX_EVENTS, TRUNCATE), so that lines an attacker wrote may be its last ones."""


class Opening:
    """Takes the data out of messages, and counts those that do not give theirs."""

    def __init__(self) -> None:
        self.untold = 0
        """Events of which nothing but the message is there, and no data came out of it."""
        self._doubtful = 0
        self._cut = 0

    def opened(self, document: Json) -> dict[str, object] | None:
        """The same event with its data and under plain names; null for a document that is of none of these forms."""
        inside = _unwrapped(document)
        raw = inside.get("_raw")
        whole = inside.get("Message") and inside.get("EventCode")
        if isinstance(raw, str) and not whole and TEXT_FORM.match(raw):
            return self._of_text(inside, raw)
        if isinstance(inside.get("ProviderName"), str) and inside.get("Id") is not None:
            return self._of_object(inside)
        if inside.get("EventCode") is not None and isinstance(inside.get("Message"), str):
            return self._of_columns(inside)
        return None

    def notes(self) -> Iterator[str]:
        """What became of messages that do not give their data; empty where all did."""
        if self.untold:
            lacking = "their data only in Message: rules that ask for other fields cannot see them"
            yield f"{_many(self.untold)} with {lacking}"
        if self._doubtful:
            yield (
                f"{_many(self._doubtful)} whose Message can be read in more than one way: "
                "values that somebody could have made up are left out"
            )
        if self._cut:
            yield f"{_many(self._cut)} that Splunk may have cut: no data is taken out of their Message"

    def _of_object(self, document: Json) -> dict[str, object]:
        tidy = _system(document)
        if not self._add(tidy, "ProviderName", tidy["Id"]) and tidy.keys() <= _NO_OTHER_DATA:
            self.untold += 1
        return tidy

    def _of_columns(self, document: Json) -> dict[str, object]:
        found = _with_numbers(document)
        self._add(found, _provider_of(found), found["EventCode"])
        return found

    def _of_text(self, document: Json, raw: str) -> dict[str, object]:
        found = _with_numbers({name: value for name, value in document.items() if name != "_raw"} | _lines_of(raw))
        if raw.count("\n") + 1 >= _LINES_OF_SPLUNK or len(raw.encode("utf-8", "replace")) >= _BYTES_OF_SPLUNK:
            self._cut += 1
        elif not self._add(found, "SourceName", found.get("EventCode")):
            self.untold += 1
        return found

    def _add(self, document: dict[str, object], provider_in: str, event_id: object) -> bool:
        """Put the data of the message into a document, whose provider gets the name that rules know."""
        provider, message = document.get(provider_in), document.get("Message")
        number = _number(event_id)
        if not isinstance(provider, str) or number < 0:
            return False
        known = table().provider(provider)
        if known is None:
            return False
        document[provider_in] = known.name
        if not any(document.get(name) for name in CHANNEL) and (channel := table().channel(provider, number)):
            document["LogName"] = channel
        found = said(known.name, number, message) if isinstance(message, str) else None
        if found is None:
            return False
        self._doubtful += found.doubtful
        new = {name: value for name, value in found.data.items() if name not in document}
        if len(new) < len(found.data) or not _OTHER_MEANING.isdisjoint(new):
            document["EventData"] = found.data
            document |= {name: value for name, value in new.items() if name == "UtcTime"}
        else:
            document |= new
        if not found.doubtful:
            document.pop("Properties", None)
        return True


def _unwrapped(document: Json) -> Json:
    """The event inside the envelope of a search engine's export."""
    for envelope in ("_source", "result"):
        inner = document.get(envelope)
        if isinstance(inner, dict):
            return inner
    return document


def _system(document: Json) -> dict[str, object]:
    """An object of `Get-WinEvent` with its members under names that mean the system part of an event and no data."""
    kept = {name: value for name, value in document.items() if name not in _NO_DATA}
    for name, own in (("ProcessId", "ExecutionProcessID"), ("UserId", "UserID")):
        value = document.get(name)
        value = value.get("Value") if isinstance(value, dict) else value
        if value not in (None, ""):
            kept[own] = value
    keywords = document.get("Keywords")
    if not isinstance(keywords, bool) and _SIGNED.fullmatch(str(keywords)):
        kept["Keywords"] = hex(int(str(keywords)) & _ALL_KEYWORDS)
    time = document.get("TimeCreated")
    if isinstance(time, dict):
        # What PowerShell adds to a time makes an object of it.
        kept["TimeCreated"] = time.get("value") or time.get("DateTime")
    return kept


def _lines_of(raw: str) -> dict[str, object]:
    """The lines `Name=value` of an event of Splunk's, and its message, which may have any."""
    at = _MESSAGE.search(raw)
    head = raw[: at.start()] if at else raw
    found: dict[str, object] = {}
    for line in head.splitlines():
        name, mark, value = line.partition("=")
        if mark and name not in found:
            found[name] = value
    if at:
        found["Message"] = raw[at.end() :]
    return found


def _with_numbers(document: Json) -> dict[str, object]:
    """A row of Splunk's with the number of its keywords, where there is one for the words."""
    keywords = document.get("Keywords")
    return (
        {**document, "Keywords": KEYWORDS.get(keywords.capitalize(), keywords)}
        if isinstance(keywords, str)
        else {**document}
    )


def _provider_of(document: Json) -> str:
    return next((name for name in PROVIDER if document.get(name)), PROVIDER[0])


def _number(value: object) -> int:
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else -1


def _many(count: int) -> str:
    return f"{count} event{'' if count == 1 else 's'}"

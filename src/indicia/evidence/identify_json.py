"""Whether JSON holds Windows events: seen from the names of its members, though the text may be cut off anywhere."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+|"', re.DOTALL)
_OBJECTS = 3
"""Objects looked at: the first of an export may be a header of its own."""
_WRAPPERS = frozenset(
    (
        "_source", "hits", "_raw", "result", "fields", "value", "events", "records", "rows", "responses", "results",
        "messages", "logs", "items",
    )
)  # fmt: skip
"""Members that exporters put around their records."""
_RAW_EVENT = re.compile(r'"_raw"\s*:\s*"(?:\s*<Event[ >]|[^"=\\]{0,80}(?:\\r)?(?:\\n)?LogName=)')
"""An event as XML or as text in a member of Splunk's."""
_UNDERSCORES = frozenset(("winlogbeat_winlog_event_id", "winlogbeat_event_id", "winlog_event_id"))
_ID = frozenset(("eventid", "event_id", "id", "eventcode", "winlog.event_id", "event.code"))
_SOURCE = frozenset(
    (
        "channel", "sourcename", "source_name", "providerguid", "provider_guid", "providername", "provider_name",
        "provider", "eventsourcename", "logname", "log_name", "eventlog", "winlog.channel", "winlog.provider_name",
    )
)  # fmt: skip


def holds_events(text: str) -> bool:
    """Whether a JSON object, array, or run of objects (one a line, or printed over many) begins with Windows events."""
    return any(_is_event(names) for names in objects_of(text)) or _RAW_EVENT.search(text) is not None


def _is_event(names: set[tuple[str, ...]]) -> bool:
    top = {path[0] for path in names if len(path) == 1}
    if "ruletitle" in top:
        # A timeline of Hayabusa names events that its rules chose: no log, and without the fields of the events.
        return False
    if ("event", "system") in names or {("system", "eventid"), ("system", "provider")} & names:
        return True
    if ("winlog", "event_id") in names or ("winlog", "channel") in names:
        return True
    if {("data", "win"), ("message", "eventid"), ("message", "event_id")} & names:
        return True
    if ("columns", "eventid") in names and ("columns", "source") in names:
        return True
    if any(path[-1] in _UNDERSCORES for path in names):
        return True
    found = top & _ID
    # A bare `Id` is so common that only the pair Get-WinEvent writes is taken for an event.
    if found == {"id"}:
        return {"providername", "logname"} <= top or {"providername", "message", "timecreated"} <= top
    return bool(found and top & _SOURCE)


def objects_of(text: str) -> Iterator[set[tuple[str, ...]]]:
    """For each of the first objects the paths of its members, lower case, two deep; wrappers are looked through."""
    stack: list[str | None] = []
    names: set[tuple[str, ...]] = set()
    pending: str | None = None
    key: str | None = None
    given = 0
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark == '"':
            # A text that is cut off here: nothing behind it can be told apart.
            break
        if mark == ":":
            key = pending
            if key is not None and stack and stack[-1] != "[":
                path = tuple(part for part in stack if part and part not in ("[", "{") and part not in _WRAPPERS)
                if len(path) < 2:
                    names.add((*path, key))
        elif mark in "{[":
            stack.append("[" if mark == "[" else (key or "{"))
            if len(stack) > 64:
                break
            key = None
        elif mark in "}]":
            key = None
            if stack:
                stack.pop()
            outermost = not any(part not in ("[", "{", None) and part not in _WRAPPERS for part in stack)
            if mark == "}" and outermost and names and (not stack or stack[-1] == "["):
                yield names
                names = set()
                given += 1
                if given == _OBJECTS:
                    return
        elif mark == ",":
            key = None
        pending = mark[1:-1].lower() if mark.startswith('"') and len(mark) < 130 else None
    if names:
        yield names

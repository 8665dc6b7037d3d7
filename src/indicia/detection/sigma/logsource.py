"""Log source of a rule → the records it is put to, with the rule's condition in the words of those records.

`logsources.toml` holds the facts.  A log source that is not in it is refused: it is never taken for "any record".
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import tomli
from msgspec import Struct
from msgspec.structs import replace

from indicia.detection.conditions.condition import (
    All,
    Any,
    Compare,
    Condition,
    Not,
    Pattern,
    Present,
    Test,
    TimePart,
    equals,
)
from indicia.detection.conditions.narrowing import NEVER
from indicia.detection.conditions.wildcard import normal
from indicia.detection.detector import Binding, Route
from indicia.detection.sigma.certain import certain
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rewrite import Wording, rewritten, without_spaces

Key = tuple[str, str, str]
"""Product, category, service; lower case, empty where a rule names none."""

_EVENT_TIME = frozenset({"timecreated", "systemtime", "@timestamp", "timegenerated", "timestamp", "eventtime"})
"""How the time of an event is called, lower case."""

_SYSTEM = {
    "Execution_ProcessID": "System.ProcessID",
    "Execution_ThreadID": "System.ThreadID",
    "Correlation_ActivityID": "System.ActivityID",
    "Security_UserID": "UserID",
}
"""Attributes of the system part of an event as Sigma calls them ("Field Usage", 3.1) → as records do."""
_UNKEPT = frozenset(
    {"Provider_Guid", "Provider_EventSourceName", "EventID_Qualifiers", "Correlation_RelatedActivityID"}
)
"""Those that records do not have."""

_ROWS = ("web_csv", "web_json")
"""Those that a log platform exported: of whatever server, so they are asked what is asked of any."""
_OF_IIS = ("iis", "httperr", "iis_ncsa", "iis_native", *_ROWS)
"""Sources of web requests that IIS, or what listens for it, wrote."""
_OF_OTHERS = ("ncsa", *_ROWS)

_KEYS = frozenset({"product", "category", "service", "definition"})


class SourceRoute(Struct, frozen=True):
    """One place where a log source is kept."""

    route: Route
    wording: Wording
    where: tuple[Condition, ...] = ()
    """What a record must say besides (the operation, where several share an id)."""
    told: frozenset[str] = frozenset()
    """Rule's fields that these records tell, where they lack others that rules ask for; empty: all there are."""


class Unread(Struct, frozen=True):
    """Log sources of which nothing is read, and why."""

    products: tuple[str, ...]
    categories: tuple[str, ...]
    services: tuple[str, ...]
    reason: str


class Facts(Struct, frozen=True):
    """`logsources.toml`, read."""

    sources: Mapping[Key, tuple[SourceRoute, ...]]
    services: Mapping[str, frozenset[str]]
    """Windows service → channels, lower case."""
    refused: Mapping[Key, str]
    unread: tuple[Unread, ...]


@cache
def facts() -> Facts:
    """The log sources Indicia knows."""
    data = tomli.loads(files(__package__).joinpath("logsources.toml").read_text(encoding="utf-8"))
    return Facts(
        sources={_key(entry): tuple(map(_source_route, entry["route"])) for entry in data["source"]},
        services={name: _lower(channels) for name, channels in data["services"].items()},
        refused={_key(entry): entry["reason"] for entry in data["refused"]},
        unread=tuple(map(_unread, data["unread"])),
    )


def bind(logsource: object, condition: Condition) -> tuple[Binding, ...]:
    """Each place the rule looks at and what it asks there.

    Raises Refused where nothing reads the log source, and where the rule asks for event ids or fields that its log
    source never has.
    """
    routes = routes_of(_named(logsource))
    bindings = tuple(binding for route in routes for binding in _bound(route, condition))
    if not bindings:
        lacking = all(route.told for route in routes)
        raise Refused(
            "can never match: it asks for fields that its log source does not have"
            if lacking
            else "can never match: its event ids do not occur in its log source"
        )
    return bindings


def check_source(logsource: object) -> None:
    """Raises Refused where nothing reads the log source."""
    routes_of(_named(logsource))


def routes_of(key: Key) -> tuple[SourceRoute, ...]:
    """Where a log source is kept; raises Refused where nothing reads it."""
    product, category, service = key
    known = facts()
    if category == "webserver" or (not category and "iis" in (product, service)):
        return _web(key)
    if not product and (category in _windows_categories()):
        product = "windows"
    if (product, category, service) in known.refused:
        raise Refused(f"log source {_shown(key)}: {known.refused[product, category, service]}")
    found = known.sources.get((product, category, service))
    if found is not None:
        return found
    if product == "windows" and service in known.services:
        channels = known.services[service]
        if not category:
            return (SourceRoute(Route("win_event", channels=channels), Wording(fields=_SYSTEM)),)
        within = tuple(
            entry for entry in known.sources.get((product, category, ""), ()) if entry.route.channels <= channels
        )
        if within:
            return within
    raise _no_reader(key)


def _no_reader(key: Key) -> Refused:
    """With the reason where it is known: by the product, else by the category, else by the service."""
    product, category, service = key
    known = facts().unread
    named = [
        *(one.reason for one in known if product in one.products),
        *(one.reason for one in known if not product and category in one.categories),
        *(one.reason for one in known if not product and not category and service in one.services),
    ]
    return Refused(f"no reader for log source {_shown(key)}" + (f": {named[0]}" if named else ""))


def _web(key: Key) -> tuple[SourceRoute, ...]:
    product, _, service = key
    named = {product, service} - {""}
    every = facts().sources["", "webserver", ""]
    if not named:
        return every
    if not named <= {"iis", "windows"} and named not in ({"apache"}, {"nginx"}):
        raise _no_reader(key)
    sources = _OF_IIS if named <= {"iis", "windows"} else _OF_OTHERS
    return tuple(replace(one, route=replace(one.route, source=source)) for source in sources for one in every)


@cache
def _windows_categories() -> frozenset[str]:
    known = facts()
    return frozenset(
        category for product, category, _ in (*known.sources, *known.refused) if product == "windows" and category
    )


def _shown(key: Key) -> str:
    return " ".join(
        f"{name}={value[:60]}" for name, value in zip(("product", "category", "service"), key, strict=True) if value
    )


def _named(logsource: object) -> Key:
    if not isinstance(logsource, Mapping):
        raise Refused("not a Sigma rule: no log source")
    unknown = sorted(str(name) for name in logsource if name not in _KEYS)
    if unknown:
        raise Refused(f"the log source says {unknown[0][:60]!r}, which is not understood")
    parts: list[str] = []
    for name in ("product", "category", "service"):
        value = logsource.get(name)
        if value is not None and not isinstance(value, str):
            raise Refused(f"the {name} of the log source is not text")
        parts.append((value or "").strip().lower())
    if not any(parts):
        raise Refused("the log source is empty")
    return parts[0], parts[1], parts[2]


def _bound(entry: SourceRoute, condition: Condition) -> tuple[Binding, ...]:
    route = entry.route
    condition = without_spaces(condition) if route.table == "win_event" else condition
    asked = rewritten(certain(condition, entry.told) if entry.told else condition, entry.wording)
    if asked == NEVER:
        return ()
    if route.table == "win_event":
        _check_system(asked)
        ids = event_ids(asked)
        if ids is not None:
            ids = ids & route.event_ids if route.event_ids else ids
            if not ids:
                return ()
            route = Route(route.table, route.source, route.channels, route.providers, ids)
    return (Binding(route, All((*entry.where, asked)) if entry.where else asked),)


def _check_system(condition: Condition) -> None:
    """Refuse to ask for what is not among the fields: the time of an event and a part of it, and what is not kept."""
    if isinstance(condition, Test):
        name = condition.field
        if name is None:
            return
        if name in _UNKEPT:
            raise Refused(f"what is read of a Windows event does not have {name}")
        if name == "TimeCreated_SystemTime":
            raise Refused("the time of a Windows event is not one of its fields: TimeCreated_SystemTime")
        if isinstance(condition.check, TimePart) and name.lower() in _EVENT_TIME:
            raise Refused(f"the time of a Windows event is not one of its fields: {name}; UtcTime of Sysmon is")
    elif isinstance(condition, Not):
        _check_system(condition.item)
    else:
        for item in condition.items:
            _check_system(item)


def event_ids(condition: Condition) -> frozenset[int] | None:
    """The only event ids with which the condition can be true; null when it does not confine them."""
    if isinstance(condition, Test) and condition.field != "EventID":
        return None
    match condition:
        case Test("EventID", Compare("eq", number)) if number == int(number):
            return frozenset({int(number)})
        case Test("EventID", Pattern(parts)):
            whole = normal(parts)
            if len(whole) == 1 and isinstance(whole[0], str) and whole[0].isascii() and whole[0].isdigit():
                return frozenset({int(whole[0])})
            return None
        case All(items):
            confined = [ids for item in items if (ids := event_ids(item)) is not None]
            return frozenset.intersection(*confined) if confined else None
        case Any(items):
            each = [event_ids(item) for item in items]
            known = [ids for ids in each if ids is not None]
            return frozenset().union(*known) if len(known) == len(each) else None
        case Not() | Test():
            return None


def _key(entry: Mapping[str, str]) -> Key:
    return entry.get("product", ""), entry.get("category", ""), entry.get("service", "")


def _unread(entry: Mapping[str, object]) -> Unread:
    def listed(part: str) -> tuple[str, ...]:
        found = entry.get(part)
        return tuple(map(str, found)) if isinstance(found, list) else ()

    return Unread(listed("products"), listed("categories"), listed("services"), str(entry["reason"]))


def _lower(names: list[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _source_route(entry: Mapping[str, object]) -> SourceRoute:
    def table(name: str) -> Mapping[str, object]:
        found = entry.get(name, {})
        return found if isinstance(found, Mapping) else {}

    def listed(name: str) -> list[object]:
        found = entry.get(name, [])
        return found if isinstance(found, list) else []

    source = entry.get("source")
    kind = str(entry.get("table", "win_event"))
    return SourceRoute(
        Route(
            kind,
            source if isinstance(source, str) else None,
            frozenset(str(name).lower() for name in listed("channels")),
            frozenset(str(name).lower() for name in listed("providers")),
            frozenset(int(str(number)) for number in listed("ids")),
        ),
        Wording(
            fields={
                **(_SYSTEM if kind == "win_event" else {}),
                **{name: str(there) for name, there in table("fields").items()},
            },
            values={
                name: {value: tuple(map(str, there)) for value, there in words.items()}
                for name, words in table("values").items()
                if isinstance(words, Mapping)
            },
            registry=entry.get("registry") is True,
            hashes=entry.get("hashes") is True,
            dashes=entry.get("dashes") is True,
            nulls={name: str(there) for name, there in table("nulls").items()},
        ),
        tuple(
            equals(name, *map(str, values)) if values else Test(name, Present())
            for name, values in table("where").items()
            if isinstance(values, list)
        ),
        frozenset(map(str, listed("told"))),
    )

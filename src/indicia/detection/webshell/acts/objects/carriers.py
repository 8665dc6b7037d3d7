"""What .NET carries values with between two places of a page: tables of functions, workers, timers, tasks, readers."""

import re

from indicia.detection.webshell.acts.objects.delegates import apply
from indicia.detection.webshell.state.names import BOTH, THROWN
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.values.value import NOTHING, Value, better, with_path, with_trail

_TO_TABLE = frozenset({"add", "tryadd", "enqueue", "push", "addlast", "addfirst", "addorupdate", "getoradd"})
"""Methods that put a function into a collection."""
_PICKS = frozenset({
    "first", "firstordefault", "single", "singleordefault", "last", "find", "where", "elementat", "dequeue", "pop",
    "peek", "getvalueordefault",
})  # fmt: skip
"""Methods that give one of a collection."""
_WORKS = {"runworker": "dowork", "start": "elapsed"}
"""Methods that raise an event, with its name."""
_PARSED = frozenset(
    {"xmlreader", "xdocument", "xelement", "xpathdocument", "jsondocument", "jobject", "jarray", "jtoken"}
)
"""Classes whose methods read a text or a stream into an object that holds what stands there."""
_READS = frozenset({"create", "load", "parse", "readfrom"})
_BINDS = frozenset({"tryupdatemodel", "updatemodel", "tryupdatemodelasync"})
"""Methods that fill an object with what a request sends."""
_GIVEN = re.compile(r"(?:setvalue|updatemodel\w*)\s*(?:<[^<>\n]{1,60}>\s*)?\(\s*(\w+)", re.IGNORECASE)
_FIRST_NAME = re.compile(r"(?:this\s*\.\s*)?([A-Za-z_]\w*)")


def carries(page: Page, call: Call) -> Value | None:
    """What a call gives that puts a value where another place of the page takes it; null for any other."""
    name, args, owner, first, whole = call.name, call.args, call.owner, call.first, call.whole
    if page.script and name in {"push", "unshift"} and args and page.names.is_own(args[-1].path):
        _into_table(page, call, args[-1])
        return NOTHING
    if page.part.language not in NET:
        return None
    if name in _TO_TABLE and args and page.names.is_own(args[-1].path):
        _into_table(page, call, args[-1])
        return NOTHING
    if name == "combine" and owner.endswith(("delegate", "delegate'")) and args:
        own = [value.path for value in args if page.names.is_own(value.path)]
        return Value(path=BOTH.join(dict.fromkeys(own)))
    if name == "readxml" and whole.trail is not None:
        _fill_first(page, call, Value(trail=whole.trail.loosened()))
        return None
    if name == "getlasterror":
        return page.names.lookup(THROWN)
    handler = page.names.lookup("." + _WORKS[name]) if name in _WORKS else None
    if handler is not None and page.names.is_own(handler.path):
        return apply(page, handler.path, [NOTHING, Value(trail=whole.trail)])
    if name in {"run", "startnew"} and args and page.names.is_own(first.path) and "task" in owner:
        return apply(page, first.path, args[1:])
    if name == "continuewith" and args and page.names.is_own(first.path):
        return apply(page, first.path, [Value(trail=call.callee.trail)])
    if name in _PICKS and page.names.is_own(owner):
        return Value(path=owner)
    if owner == "regex" and first.trail is not None and name in {"matches", "replace"}:
        if len(args) > 2 and page.names.is_own(args[2].path):
            apply(page, args[2].path, [Value(trail=first.trail.loosened())])
        return Value(trail=first.trail.loosened()) if name == "matches" else None
    if name in _READS and whole.trail is not None and owner.rpartition(".")[2] in _PARSED:
        return Value(path=owner, trail=whole.trail)
    if name == "setvalue" and len(args) > 1 and args[1].trail is not None:
        _filled(page, call, args[1])
    elif name in _BINDS and args and page.names.lookup("tryupdatemodel") is None:
        _filled(page, call, Value(trail=page.trail(call.site, "parameter")))
    return None


def made_for_later(page: Page, call: Call) -> Value | None:
    """`new Timer(Tick, state, …)`: the function gets what stands behind it; null for any other object."""
    args = call.args
    if call.name in {"timer", "task"} and len(args) > 1 and page.names.is_own(args[0].path):
        apply(page, args[0].path, args[1:2])
        return Value(path=args[0].path)
    return None


def _into_table(page: Page, call: Call, made: Value) -> None:
    """A collection that holds functions goes by what they go by together: a call of any is a call of all."""
    found = page.code.match(_FIRST_NAME, call.site)
    if found is not None:
        name = found[1].lower()
        page.names.called.update(made.path.split(BOTH))
        page.names.assign(name, page.names.one_more(name, with_path(NOTHING, made.path)))


def _fill_first(page: Page, call: Call, value: Value) -> None:
    """What a method is called on holds the value from here on."""
    found = page.code.match(_FIRST_NAME, call.site)
    old = page.names.lookup(found[1].lower()) if found is not None else None
    if found is not None and old is not None:
        page.names.assign(found[1].lower(), with_trail(old, better(old.trail, value.trail)))


def _filled(page: Page, call: Call, value: Value) -> None:
    """The object that is given first holds the value from here on."""
    found = page.code.search(_GIVEN, call.site)
    old = page.names.lookup(found[1].lower()) if found is not None else None
    if found is not None and old is not None:
        page.names.assign(found[1].lower(), with_trail(old, better(old.trail, value.trail)))

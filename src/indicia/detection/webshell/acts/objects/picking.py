"""Calls of objects that only pick: from maps and lists of the page, from patterns, from the registry."""

from indicia.detection.webshell.state.names import BOTH
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.kinds import ACTING, REGISTRY
from indicia.detection.webshell.values.value import NOTHING, Value, join

_MAPS = (
    "scripting.dictionary", "hashmap", "linkedhashmap", "treemap", "hashtable", "dictionary", "sorteddictionary",
    "sortedlist", "namevaluecollection", "concurrenthashmap", "map.of()", "immutablemap.of()", "map.ofentries()",
    "concurrentdictionary", "enummap", "listdictionary", "stringdictionary", "properties", "unmodifiablemap()",
)  # fmt: skip
"""Ends of the names of what gives a value for a key."""
_IN_MAPS = "\0maps"
"""Under this are kept the functions that a script puts into its maps."""
_TO_MAP = frozenset({"add", "put", "set", "tryadd", "item"})
_OF_MAP = frozenset({"item", "get", "getordefault", "getproperty", "getvalueordefault"})


def picks(page: Page, call: Call) -> Value | None:
    """What a call gives that picks; null for any other."""
    callee, name, args, owner, first, whole = call.callee, call.name, call.args, call.owner, call.first, call.whole
    path = callee.path
    if name == "replace" and first.const is not None and whole.trail is None and owner in {"regexp", "regex"}:
        return Value(hidden="cleared of filling signs by a pattern")
    if (name in _OF_MAP and owner.endswith(_MAPS)) or path == "scripting.dictionary":
        # What a request picks out of a list of the script is not the request's.
        functions = page.names.globals.get(_IN_MAPS)
        return Value(trail=callee.trail, hidden=callee.hidden, path=functions.path if functions else "#picked")
    if name in _TO_MAP and args and owner.endswith(_MAPS) and page.names.is_own(args[-1].path):
        kept = page.names.globals.get(_IN_MAPS)
        names = dict.fromkeys([*(kept.path.split(BOTH) if kept else ()), args[-1].path])
        page.names.globals[_IN_MAPS] = Value(path=BOTH.join(list(names)[:20]))
    elif name in _TO_MAP and args and owner.endswith(_MAPS) and args[-1].path in ACTING:
        page.names.globals.setdefault(_IN_MAPS, args[-1])
    if name in {"valueof", "parse"} and (owner in page.names.enums or owner.rsplit(".", 1)[-1] == "enum"):
        return Value(path="#picked")
    if name == "getvalue" and ("opensubkey" in owner or "registry" in owner) and whole.trail is None:
        return Value(path=REGISTRY)
    if name == "raise" and owner == "err" and whole.trail is not None:
        page.names.globals["err"] = Value(path="err", trail=whole.trail)
        return NOTHING
    if name == "compile" and owner.endswith("pattern") and first.const is not None:
        return Value(path="pattern", place=first.const)
    if name == "reverse" and owner.endswith(("array", "collections")) and args:
        _turn_about(page, first, call.site)
        return NOTHING
    if name == "create" and owner.endswith("tuple") and args:
        return join(args)
    if name == "iif" and page.basic and len(args) == 3:
        return join(args[1:])
    if name == "findcontrol":
        return Value(path="#control")
    return None


def _turn_about(page: Page, value: Value, site: Site) -> None:
    """`Array.Reverse(x)`: the variable holds the turned text from here on."""
    variable = page.code.variable_in(site).lstrip("$")
    if not variable:
        return
    if value.items is not None:
        page.names.assign(variable, Value(items=value.items[::-1], trail=value.trail), local=True)
    elif value.const is not None:
        page.names.assign(variable, Value(const=value.const[::-1], hidden="turned about"), local=True)

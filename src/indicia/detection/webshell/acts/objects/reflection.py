"""Classes, methods and properties that a page finds by their names."""

from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.acts.objects.creating import create, object_named
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.kinds import HIDDEN_CLASS, REFLECTED, TYPES
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import HOLE, NOTHING, Value, better

_ACTING = frozenset({"runtime", "process", "processbuilder", "processimpl", "classloader", "assembly", "class?"})
"""Classes whose methods start programs or load code, and the one that the request names."""
_MADE = frozenset({"processstartinfo", "process", "processbuilder"})
"""Classes that start programs, of which an object may be made by their name."""
_CLASS_IN_TEXT = "$$BCEL$$"
"""The beginning of the name of a class that holds the class itself."""


def reflects(page: Page, call: Call) -> Value | None:
    """What a call that finds or uses a class, method or property by its name gives; null for any other."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    path = callee.path
    if path == "nameof" and first.path:
        return Value(const=first.path.rpartition(".")[2])
    if name in {
        "getmethod",
        "getdeclaredmethod",
        "getmethods_",
        "invokemember",
        "getdeclaredconstructor",
        "getconstructor",
    }:
        if name == "invokemember":
            if first.trail is not None or (
                whole.trail is not None and (first.hidden or (first.const or "").lower() in REFLECTED)
            ):
                page.act(Effect.LOADS, site, whole)
            return NOTHING
        if first.trail is not None:
            if (first.trail.mixed or first.trail.checked) and callee.trail is None and not _holds_acts(callee):
                # One of the methods of an object of the application, with a name of a fixed form.
                return Value(path="method", place=first.told)
            return Value(path="method?", trail=first.trail)
        if first.const is not None:
            return Value(
                path="reflected." + first.const.lower(),
                trail=callee.trail if name != "getmethod" or callee.trail else None,
            )
        if name.endswith("constructor") and path.rsplit(".", 2)[0] in _MADE:
            return Value(path="constructor." + path.rsplit(".", 2)[0])
        return Value(path="reflected.?", hidden=first.hidden or callee.hidden, trail=callee.trail)
    if name in {"getproperty", "getfield"} and "startinfo" in owner:
        return Value(path=f"property.{owner}")
    if name == "setvalue" and owner.startswith("property.") and whole.trail is not None:
        page.act(Effect.RUNS, site, whole)
        return NOTHING
    if name == "newinstance" and owner.startswith("constructor."):
        return create(page, owner.split(".", 1)[1], args, site)
    if name == "createinstance" and first.path in _MADE:
        return Value(path=first.path)
    if name in {"findvirtual", "findstatic", "findspecial"} and len(args) > 1 and args[1].const:
        return Value(path="reflected." + args[1].const.lower())
    if name == "invoke" and owner == "method" and callee.place and len(args) > 1 and args[1].items:
        _any_of_own(page, callee.place, args[1].items)
    if name == "invoke" and path.startswith("reflected.") and len(args) > 1:
        own = path.split(".")[1]
        if own in page.names.functions and own not in REFLECTED:
            return result_of(page, own, list(args[1].items or args[1:2]))
    if name == "invoke" and callee.trail is not None and page.bounds.freed(callee).trail is None:
        # A method that the page asked for a mark of its own.
        return Value(trail=whole.trail)
    if name in {"invoke", "newinstance", "invokeexact", "invokewitharguments"} and (
        path.startswith(("reflected.", "method?")) or callee.trail is not None
    ):
        reflected = path.split(".")[1] if path.startswith("reflected.") else ""
        if (
            path.startswith("method?")
            or (reflected in REFLECTED and whole.trail is not None)
            or (reflected == "?" and whole.trail is not None and callee.hidden)
            or (reflected in {"load", "defineclass"} and whole.hidden)
        ):
            page.act(
                Effect.LOADS if reflected in {"load", "defineclass", "loadclass", "?", ""} else Effect.RUNS,
                site,
                whole if whole.trail is not None or (whole.hidden and callee.trail is None) else callee,
            )
            return Value(path="loaded", trail=whole.trail)
        if (
            callee.trail is not None
            and path.startswith("reflected.")
            and whole.trail is not None
            and callee.trail is not None
        ):
            page.act(Effect.LOADS, site, whole)
        return Value(path=path, trail=better(callee.trail, whole.trail))
    if name in {"forname", "gettype", "loadclass", "gettypefromprogid", "gettypefromclsid"} and args:
        if (first.const or first.place or "").upper().startswith(_CLASS_IN_TEXT):
            page.opaque(site.at, "it loads a class whose code stands in a text")
            return Value(path="class", hidden="kept in a text")
        if first.trail is not None:
            if page.code.mentions("bcel") or (name == "loadclass" and "urlclassloader" in owner):
                page.act(Effect.LOADS, site, first)
            return Value(path="class?", trail=first.trail)
        if name.startswith("gettypefrom"):
            return Value(path=object_named(page, first).path)
        if name == "gettype" and first.const is None and first.hidden:
            return Value(path=HIDDEN_CLASS, hidden=first.hidden)
        plain = (first.const or "class").lower().split(",")[0].strip().rsplit(".", 1)[-1]
        return Value(path=TYPES.get(plain, plain), hidden=first.hidden)
    return None


def _any_of_own(page: Page, told: str, args: tuple[Value, ...]) -> None:
    """Give these arguments to all functions of the script whose names begin like this, of which one is called."""
    begin = told.partition(HOLE)[0].lower()
    for name in [one for one in page.names.functions if begin and one.startswith(begin)][:20]:
        page.bind(name, args)


def _holds_acts(owner: Value) -> bool:
    """Whether the methods of a class may start programs or load code, as far as it is known."""
    parts = {part.removesuffix("()") for part in owner.path.split(".")}
    return bool(owner.hidden) or not parts.isdisjoint(_ACTING)

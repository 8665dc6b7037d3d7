"""Functions and methods of PHP that are called by an object which was made of their names."""

from indicia.detection.webshell.acts.php.naming import function_named
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join, passed


def invokes(page: Page, call: Call) -> Value | None:
    """What a function gives that is called by such an object; null for any other call."""
    callee, name, args, site, first = call.callee, call.name, call.args, call.site, call.first
    if callee.path.startswith("reflected.") and name in {"invoke", "invokeargs"}:
        given = list(first.items) if name == "invokeargs" and first.items else args
        named = Value(const=callee.path.split(".")[1], hidden=callee.hidden)
        return function_named(page, named, given, site)
    if callee.path.startswith("reflectionfunction.") and callee.trail is not None:
        page.act(Effect.CALLS, site, callee, content=join(args).trail if args else None)
        return NOTHING
    if callee.path.startswith("reflectedmethod.") and name in {"invoke", "invokeargs"} and len(args) > 1:
        plain = callee.path.split(".")[1]
        if plain in page.names.functions:
            page.bind(plain, args[1].items or args[1:] if name == "invokeargs" else args[1:])
        return passed(args, loose=True)
    return None

"""Code that comes into a server of JSP by another door than `eval`."""

import re

from indicia.detection.webshell.acts.kept_files import kept_in
from indicia.detection.webshell.acts.texts import read_layer
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_EVALUATES_TEXT = frozenset({"evaluatestring", "evaluatereader", "compilestring", "executestring", "runscriptlet"})
_AUTOTYPE = re.compile(r"supportnonpublicfield|setautotypesupport|supportautotype", re.IGNORECASE)
"""What lets a reader of JSON build objects of any class that the text names."""
_REQUESTS = frozenset(
    {"getservletrequest", "getrequest", "gethttpservletrequest", "getnativerequest", "currentrequest"}
)
"""What gives the request to those who listen for one."""
_SCRIPTS = ("exec(", "processbuilder", "getruntime", "defineclass", "wscript.shell")
"""What a fixed script for an engine holds that starts programs from the names it is given."""


def loads_java(page: Page, call: Call) -> Value | None:
    """Whether the call brings in code; null when it does not."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    if name == "eval" and first.const is not None and first.trail is None and callee.trail is not None:
        if any(word in first.const.lower() for word in _SCRIPTS):
            page.act(Effect.RUNS, site, callee)
            return NOTHING
        return None
    if (name == "addurl" or (name == "setdatasourcename" and "rowset" in owner)) and whole.trail is not None:
        page.act(Effect.LOADS, site, whole)
        return NOTHING
    if name == "invoke" and "mbeanserver" in owner and len(args) > 2 and args[1].trail is not None:
        page.act(Effect.CALLS, site, args[1], content=whole.trail)
        return NOTHING
    if name in _REQUESTS and not args:
        return Value(path="request")
    if name in {"run", "gettask"} and "compiler" in owner:
        sent = whole.trail or next(
            (kept for value in args if (kept := kept_in(page, value, Site(site.at, site.at)))), None
        )
        if sent is not None:
            page.act(Effect.COMPILES, site, Value(trail=sent))
        return NOTHING
    tail = owner.rsplit(".", 1)[-1]
    if name in _EVALUATES_TEXT and whole.trail is not None:
        page.act(Effect.EVALUATES, site, whole)
        return NOTHING
    if name == "process" and "template" in owner and callee.trail is not None:
        page.act(Effect.EVALUATES, site, callee)
        return NOTHING
    if whole.trail is not None and (
        (name in {"load", "loadall", "loadas"} and tail == "yaml" and "safeconstructor" not in page.code.text.lower())
        or (name == "fromxml" and tail == "xstream")
        or (name in {"parse", "parseobject"} and tail == "json" and _AUTOTYPE.search(page.code.text))
    ):
        page.act(Effect.DESERIALIZES, site, Value(trail=whole.trail))
        return NOTHING
    if name == "eval" and first.const is not None and owner in page.shared.given:
        return read_layer(page, first, site)
    if name in {"load", "loadlibrary"} and owner.rsplit(".", 1)[-1] in {"system", "runtime", "getruntime()"}:
        page.act(Effect.LOADS, site, first)
        return NOTHING
    if name in {"getdeclaredfield", "getfield"} and (first.const or "").lower() == "_bytecodes":
        return Value(path="bytecodes")
    if name == "set" and owner == "bytecodes":
        page.act(Effect.LOADS, site, whole)
        return NOTHING
    if name == "include" and owner.endswith("pagecontext") and first.trail is not None:
        page.act(Effect.FORWARDS, site, first)
        return NOTHING
    if name == "start" and "processbuilder" in owner:
        return Value(path="process")
    if name == "getconnection" and owner.endswith("drivermanager") and first.trail is not None:
        page.act(Effect.QUERIES, site, first)
        return Value(path="connection")
    if name == "getinputstream" and owner.rsplit(".", 1)[-1] == "socket" and callee.trail is None:
        return Value(trail=page.trail(site, "remote"))
    return None

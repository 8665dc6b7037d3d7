"""Requests that a page makes for a client: address and body come from the request, the answer goes back."""

from indicia.detection.webshell.acts.requests import ASKED, asks, sends
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.values.value import NOTHING, Value

_CLIENTS = ("xmlhttp", "winhttp", "serverxmlhttp")
_SENDING = frozenset({"postasync", "putasync", "uploaddata", "uploadstring", "uploadvalues", "post"})
"""Methods that take an address and a body."""
_FETCHES = frozenset({
    "downloaddata", "downloadstring", "openread", "getstring", "getbytearray", "getstream", "get", "downloaddatatask",
    "downloadstringtask",
})  # fmt: skip
"""Methods that take an address and give what stands there."""
_BODIES = frozenset({"write", "copyto", "copytoasync", "writeasync", "send", "transferto"})


def passes_on_requests(page: Page, call: Call) -> Value | None:
    """Whether a request to another server is made here for a client; null when not."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    if name == "open" and len(args) > 1 and any(word in owner for word in _CLIENTS):
        asks(page, args[1], site)
        return NOTHING
    if name == "send" and any(word in owner for word in _CLIENTS):
        sends(page, whole, site)
        return NOTHING
    if page.php or (page.script and page.language is not Language.JSCRIPT_NET):
        return None
    if name in {"create", "createhttp"} and owner.endswith("webrequest"):
        asks(page, first, site)
        return Value(path=ASKED, trail=first.trail)
    if name == "openconnection" and callee.trail is not None:
        asks(page, callee, site)
        return Value(path=ASKED, trail=callee.trail)
    if name in _FETCHES and args and ("webclient" in owner or "httpclient" in owner):
        if first.trail is not None:
            asks(page, first, site)
        return Value(trail=page.trail(site, "remote"))
    if name in {"getrequeststream", "getoutputstream"} and owner.startswith(ASKED):
        return Value(path=ASKED)
    if name in _SENDING and len(args) > 1 and ("webclient" in owner or "httpclient" in owner):
        asks(page, first, site)
        sends(page, args[1], site)
        return Value(trail=whole.trail)
    if name in _BODIES:
        if owner.startswith(ASKED):
            sends(page, whole, site)
            return NOTHING
        if callee.trail is not None and first.path == ASKED and first.trail is None:
            sends(page, callee, site)
            return NOTHING
    return None

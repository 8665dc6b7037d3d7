"""Requests that a page makes for a client: the address and the body come from the request, the answer goes back."""

import re

from indicia.detection.webshell.acts.native import Native
from indicia.detection.webshell.acts.probing import host_in
from indicia.detection.webshell.acts.programs import SERVICE_RUNS
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.values.bodies import is_body
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

ASKED = "asked"
"""What a request that the page makes goes by."""
_CLIENTS = ("xmlhttp", "winhttp", "serverxmlhttp")
_SENDING = frozenset({"postasync", "putasync", "uploaddata", "uploadstring", "uploadvalues", "post"})
"""Methods that take an address and a body."""
_FETCHES = frozenset({
    "downloaddata", "downloadstring", "openread", "getstring", "getbytearray", "getstream", "get", "downloaddatatask",
    "downloadstringtask",
})  # fmt: skip
"""Methods that take an address and give what stands there."""
_BODIES = frozenset({"write", "copyto", "copytoasync", "writeasync", "send", "transferto"})


_OWN_MACHINE = re.compile(r"://(?:127\.\d+\.\d+\.\d+|localhost|\[?::1)\]?:", re.IGNORECASE)
_LINES = re.compile(r"^[A-Za-z][\w -]{1,40}[^<{&=]*\r?\n")
"""Lines of commands, as services take them that are no web servers."""


class Relays(Native):
    """Requests made for a client."""

    _local = False
    """Whether a port of the machine itself is asked."""

    def _relays(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """Whether a request to another server is made here for a client; null when not."""
        if name == "open" and len(args) > 1 and any(word in owner for word in _CLIENTS):
            self._asks(args[1], at, end)
            return NOTHING
        if name == "send" and any(word in owner for word in _CLIENTS):
            self._sends(whole, at, end)
            return NOTHING
        if self._php or (self._script and self._language is not Language.JSCRIPT_NET):
            return None
        if name in {"create", "createhttp"} and owner.endswith("webrequest"):
            self._asks(first, at, end)
            return Value(path=ASKED, trail=first.trail)
        if name == "openconnection" and callee.trail is not None:
            self._asks(callee, at, end)
            return Value(path=ASKED, trail=callee.trail)
        if name in _FETCHES and first.trail is not None and ("webclient" in owner or "httpclient" in owner):
            self._asks(first, at, end)
            return Value(trail=Trail(self._cut(at, end), self._line(at), "remote"))
        if name in {"getrequeststream", "getoutputstream"} and owner.startswith(ASKED):
            return Value(path=ASKED)
        if name in _SENDING and len(args) > 1 and ("webclient" in owner or "httpclient" in owner):
            self._asks(first, at, end)
            self._sends(args[1], at, end)
            return Value(trail=whole.trail)
        if name in _BODIES:
            if owner.startswith(ASKED):
                self._sends(whole, at, end)
                return NOTHING
            if callee.trail is not None and first.path == ASKED and first.trail is None:
                self._sends(callee, at, end)
                return NOTHING
        return None

    def _asks(self, address: Value, at: int, end: int) -> None:
        """Note that a request goes to this address."""
        known = address.told or address.const or address.place or ""
        if _OWN_MACHINE.search(known):
            self._local = True
        if (tries := host_in(address)) is not None:
            self._act(Effect.CONNECTS, at, end, tries)
        if address.trail is not None:
            self._act(Effect.ASKS, at, end, Value(trail=address.trail))

    def _sends(self, content: Value, at: int, end: int) -> None:
        """Note that a body of the client is passed on with a request, or a command for another service."""
        if content.trail is not None and SERVICE_RUNS.search(content.told):
            self._act(Effect.RUNS, at, end, content)
        elif content.trail is not None and self._local and _LINES.search(content.told):
            self._act(Effect.TALKS, at, end, Value(trail=content.trail))
        if is_body(content.trail):
            self._act(Effect.PASSES, at, end, Value(trail=content.trail))

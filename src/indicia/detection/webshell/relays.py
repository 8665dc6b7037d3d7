"""Requests that a page makes for a client: the address and the body come from the request, the answer goes back."""

from indicia.detection.webshell.bodies import is_body
from indicia.detection.webshell.native import Native
from indicia.detection.webshell.probing import host_in
from indicia.detection.webshell.programs import SERVICE_RUNS
from indicia.detection.webshell.sink import Effect
from indicia.detection.webshell.value import NOTHING, Value

ASKED = "asked"
"""What a request that the page makes goes by."""
_CLIENTS = ("xmlhttp", "winhttp", "serverxmlhttp")
_SENDING = frozenset({"postasync", "putasync", "uploaddata", "uploadstring", "uploadvalues", "post"})
"""Methods that take an address and a body."""
_BODIES = frozenset({"write", "copyto", "copytoasync", "writeasync", "send", "transferto"})


class Relays(Native):
    """Requests made for a client."""

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
        if self._php or (not self._java and not self._basic and self._script):
            return None
        if name in {"create", "createhttp"} and owner.endswith("webrequest"):
            self._asks(first, at, end)
            return Value(path=ASKED, trail=first.trail)
        if name == "openconnection" and callee.trail is not None:
            self._asks(callee, at, end)
            return Value(path=ASKED, trail=callee.trail)
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
        if (tries := host_in(address)) is not None:
            self._act(Effect.CONNECTS, at, end, tries)
        if address.trail is not None:
            self._act(Effect.ASKS, at, end, Value(trail=address.trail))

    def _sends(self, content: Value, at: int, end: int) -> None:
        """Note that a body of the client is passed on with a request, or a command for another service."""
        if content.trail is not None and SERVICE_RUNS.search(content.told):
            self._act(Effect.RUNS, at, end, content)
        if is_body(content.trail):
            self._act(Effect.PASSES, at, end, Value(trail=content.trail))

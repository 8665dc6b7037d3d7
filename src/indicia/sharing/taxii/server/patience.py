"""Connections with an end: no head that never comes, no answer that nobody reads, no address that takes all places.

uvicorn waits without end for the head of a request, and for whoever does not read an answer; both hold a place, and the
second up to a page in memory.
"""

import asyncio
from collections import Counter
from typing import Any

import h11
import orjson
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from indicia.sharing.taxii.access.pace import crowd
from indicia.sharing.taxii.protocol.wire import TAXII

CONNECTIONS = 500
"""At a time; more are told to come back."""
OF_ONE_ADDRESS = 100
"""Several partners may share one; not behind a proxy, which is one for all."""
HEAD_SECONDS = 45.0
"""From the opening of a connection, or the answer before, until the next head is there."""
_LOOK_SECONDS = 5.0
STALLED_LOOKS = 6
"""So many looks in a row at which nobody had read anything worth mentioning."""
_LEAST_READ = 4096
"""Bytes that are to be read between two looks."""


def patient(*, proxied: bool, look: float = _LOOK_SECONDS, head: float = HEAD_SECONDS) -> type[H11Protocol]:
    """The protocol of one server.  `proxied`: all connections come from a proxy."""
    crowds: Counter[str] = Counter()

    class Patient(_Patient):
        _crowds = crowds
        _most = CONNECTIONS if proxied else OF_ONE_ADDRESS
        _look_seconds = look
        _head_seconds = head

    return Patient


class _Patient(H11Protocol):
    _crowds: Counter[str]
    _most: int
    _look_seconds: float
    _head_seconds: float

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._crowd = ""
        self._since = self.loop.time()
        self._unread = 0
        self._stalled = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._crowd = crowd(self.client[0]) if self.client else ""
        self._crowds[self._crowd] += 1
        self._since = self.loop.time()
        self._timer = self.loop.call_later(self._look_seconds, self._look)
        if self._crowds[self._crowd] > self._most or (len(self.connections) > CONNECTIONS and not self._made_room()):
            transport.write(_BUSY)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._crowds[self._crowd] -= 1
            if self._crowds[self._crowd] <= 0:
                del self._crowds[self._crowd]
        self._timer = None
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            # Otherwise an answer is on its way already.
            self.transport.write(_BAD)
        self.transport.close()

    def _made_room(self) -> bool:
        """Whether one of those that only wait could go: the one that has waited longest."""
        waiting = [one for one in self.connections if isinstance(one, _Patient) and one is not self and one._waits()]
        if not waiting:
            return False
        min(waiting, key=lambda one: one._since).transport.abort()
        return True

    def _waits(self) -> bool:
        """No request is here, and no answer on its way."""
        between = self.cycle is None or self.cycle.response_complete
        return self.conn.their_state is h11.IDLE and between and not self.transport.get_write_buffer_size()

    def _look(self) -> None:
        """Once in a while: is anything still happening here?"""
        if self._timer is None:
            return
        left = self.transport.get_write_buffer_size()
        self._stalled = self._stalled + 1 if left and self._unread - left < _LEAST_READ else 0
        self._unread = left
        late = self._waits() and self.loop.time() - self._since > self._head_seconds
        if late or self._stalled >= STALLED_LOOKS:
            # Closing would wait for the reader; this does not.
            self.transport.abort()
            return
        self._timer = self.loop.call_later(self._look_seconds, self._look)


def _written(status: int, phrase: str, title: str, description: str, more: str = "") -> bytes:
    """An answer in the form that all have, outside of any request.  Source: TAXII 3.6.1."""
    said = orjson.dumps({"title": title, "description": description, "http_status": str(status)})
    head = f"HTTP/1.1 {status} {phrase}\r\ncontent-type: {TAXII}\r\ncontent-length: {len(said)}\r\n{more}"
    return head.encode() + b"connection: close\r\n\r\n" + said


_BUSY = _written(503, "Service Unavailable", "Too many connections", "Come back later.", "retry-after: 30\r\n")
_BAD = _written(400, "Bad Request", "Bad request", "This is no HTTP/1.1.")

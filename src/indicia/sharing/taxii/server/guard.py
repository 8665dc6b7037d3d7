"""What stands before every address: pace, who asks, the audit log, and no answer without a form."""

import asyncio
import base64
import binascii
import logging
import math
import re
import time
from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import unquote_plus

import orjson
from msgspec import Struct
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicia.sharing.taxii.access.audit import Audit
from indicia.sharing.taxii.access.pace import Pace, crowd
from indicia.sharing.taxii.access.rights import Access
from indicia.sharing.taxii.access.tokens import Gate
from indicia.sharing.taxii.protocol.refusal import Refusal, bad
from indicia.sharing.taxii.protocol.wire import TAXII
from indicia.sharing.taxii.store.opened import Store

_LOG = logging.getLogger(__name__)
_FAILURES = 0.2
_FAILURES_AT_ONCE = 10
_LONGEST = 512
_MOST_WAITING = 100
"""Tokens to be proven at a time; those that were proven before do not wait here."""
_ONCE = (b"content-type", b"content-encoding", b"content-length", b"host", b"transfer-encoding")
_TOKEN = re.compile(r"ind_[0-9a-f]{4,}_[A-Za-z0-9_-]*")


class Settings(Struct, frozen=True, kw_only=True):
    """How the server behaves."""

    title: str = "Indicia"
    description: str = ""
    contact: str = ""
    public_url: str = ""
    """How clients reach it, `https://taxii.example`; without it addresses in answers are relative."""
    page: int = 1000
    """Most objects of one page."""
    rate: float = 50
    """Requests a second for each token and each address in the long run; 0: no limit."""
    burst: float = 200
    audit: Path | None = None
    step_seconds: float = 0.05
    """Answers to what writes come at multiples of it: how long writing takes depends on what is hidden, too."""
    receive_seconds: float = 60
    """For the body of a request."""


def refused(refusal: Refusal) -> Response:
    """A refusal as TAXII writes it.  Source: TAXII 3.6.1."""
    said = {"title": refusal.title, "http_status": str(refusal.status)}
    if refusal.description:
        said["description"] = refusal.description
    return answer(orjson.dumps(said), refusal.status, refusal.headers)


def answer(body: bytes, status: int = 200, headers: dict[str, str] | None = None, kind: str = TAXII) -> Response:
    """An answer that no cache keeps."""
    return Response(body, status, {**(headers or {}), "content-type": kind, "cache-control": "no-store"})


class Guard:
    """The outermost application; `scope["access"]` below it says who asks."""

    def __init__(self, inner: ASGIApp, store: Store, settings: Settings) -> None:
        self._inner = inner
        self._store = store
        self._gate = Gate()
        self._tokens = Pace(settings.rate, settings.burst)
        # Several partners may share an address, so it gets more than a token.
        self._addresses = Pace(settings.rate * 4, settings.burst * 4)
        self._failures = Pace(_FAILURES if settings.rate else 0, _FAILURES_AT_ONCE)
        self._proving = asyncio.Semaphore(2)
        self._waiting = 0
        self._audit = Audit(settings.audit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        began = time.monotonic()
        names = [name for name, _ in scope["headers"]]
        bodied = any(
            name == b"transfer-encoding" or (name == b"content-length" and value.strip() != b"0")
            for name, value in scope["headers"]
        )
        told: MutableMapping[str, object] = {"status": 0}

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                if bodied and (message["status"] >= 400 or scope["method"] != "POST"):
                    # What is left of the body is not waited for.
                    message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        scope["told"] = told
        try:
            _single(names)
            await self._admit(scope)
            if not scope["path"].endswith("/") and scope["path"] != "/openapi.json":
                scope["path"] += "/"
            await self._inner(scope, receive, telling)
        except Refusal as refusal:
            await refused(refusal)(scope, receive, telling)
        except Exception:
            _LOG.exception("error %s", told.get("error", ""))
            if not told["status"]:
                await refused(Refusal(500, "Internal error"))(scope, receive, telling)
        finally:
            self._note(scope, told, began)

    async def _admit(self, scope: Scope) -> None:
        address = crowd(_address(scope))
        _paced(self._addresses.wait(address))
        shown = _shown(scope)
        access = None
        if shown is not None:
            user, token = shown
            access = self._gate.remembered(self._store.quick, token, user)
            if access is None:
                # Proving costs memory and time on purpose; whoever fails may not make us do it without end.
                _paced(self._failures.wait(address))
                if self._waiting >= _MOST_WAITING:
                    raise Refusal(503, "Busy", "Too many tokens are being looked at.", {"retry-after": "5"})
                self._waiting += 1
                try:
                    async with self._proving:
                        access = await self._store.read(self._gate.prove, token, user)
                finally:
                    self._waiting -= 1
        if access is None:
            wants = 'Basic realm="taxii", charset="UTF-8", Bearer realm="taxii"'
            raise Refusal(401, "Not authorised", "A valid token is needed.", {"www-authenticate": wants})
        scope["access"] = access
        _paced(self._tokens.wait(str(access.token)))

    def _note(self, scope: Scope, told: MutableMapping[str, object], began: float) -> None:
        access: Access | None = scope.get("access")
        counts = {name: value for name, value in told.items() if isinstance(value, int)}
        # The query is kept without cursors: they are long, and say nothing that the first page's line does not.
        query = unquote_plus(scope["query_string"].decode("ascii", "backslashreplace"))
        kept = "&".join(part for part in query.split("&") if not part.startswith("next="))
        self._audit.note(
            token=access.name if access else None,
            address=_address(scope),
            method=scope["method"][:16],
            # A token has no business in an address; where somebody puts one, it must not be kept.
            path=_TOKEN.sub("(token)", scope["path"]),
            query=_TOKEN.sub("(token)", kept),
            milliseconds=round((time.monotonic() - began) * 1000),
            **counts,
        )


def _single(names: list[bytes]) -> None:
    """Refuse what two readers of one request could take for two."""
    if b"transfer-encoding" in names and b"content-length" in names:
        raise bad("Both Content-Length and Transfer-Encoding.")
    if any(names.count(name) > 1 for name in _ONCE):
        raise bad("A header is there twice.")


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _paced(seconds: float) -> None:
    if seconds > 0:
        raise Refusal(429, "Too many requests", "Slow down.", {"retry-after": str(math.ceil(seconds))})


def _shown(scope: Scope) -> tuple[str | None, str] | None:
    """User (null for Bearer) and token."""
    given = [value for name, value in scope["headers"] if name.lower() == b"authorization"]
    if len(given) != 1 or len(given[0]) > _LONGEST:
        return None
    scheme, _, rest = given[0].partition(b" ")
    rest = rest.strip()
    if scheme.lower() == b"bearer":
        return None, rest.decode("ascii", "replace")
    if scheme.lower() != b"basic":
        return None
    try:
        user, colon, token = base64.b64decode(rest, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user or None, token) if colon else None

"""The addresses of TAXII 2.1.  Source: TAXII 4 and 5."""

import asyncio
import sqlite3
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import orjson
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from indicia.sharing.taxii.access.rights import Access, Rights
from indicia.sharing.taxii.protocol.filters import Filter, read_query
from indicia.sharing.taxii.protocol.incoming import read_envelope
from indicia.sharing.taxii.protocol.refusal import Refusal, bad, not_found
from indicia.sharing.taxii.protocol.wire import STIX, TAXII, acceptable, content, moment
from indicia.sharing.taxii.server.cursor import Place, opened, seal
from indicia.sharing.taxii.server.guard import Guard, Settings, answer, refused
from indicia.sharing.taxii.server.openapi import description
from indicia.sharing.taxii.store import adding, catalogue, pages, statuses
from indicia.sharing.taxii.store.catalogue import Collection, Root
from indicia.sharing.taxii.store.dates import Dates
from indicia.sharing.taxii.store.opened import Store
from indicia.sharing.taxii.store.pages import Page, Question

Reading = Callable[[sqlite3.Connection, Question], Page]
_BODIES = 8
"""Requests whose bodies are held at a time."""
_READ_AWAY = 4
"""A body up to this many times too long is read and dropped: clients read an answer only after they sent all."""
_MOST_UNWANTED = 16 << 20
"""Of a body that is refused before it is read."""
_PAGED = ("added_after", "limit", "next", "spec_version")


def application(store: Store, settings: Settings) -> ASGIApp:
    """The server; it closes the store when it ends."""
    return Guard(_Addresses(store, settings).starlette(), store, settings)


class _Addresses:
    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._bodies = asyncio.Semaphore(_BODIES)
        self._dates: dict[int, Dates] = {}
        """By collection."""

    def starlette(self) -> Starlette:
        root = "/{root}/"
        held = f"{root}collections/{{collection}}/"
        routes = [
            Route("/taxii2/", self._discovery),
            Route("/openapi.json", self._openapi),
            Route(root, self._root),
            Route(f"{root}collections/", self._collections),
            Route(f"{root}status/{{status}}/", self._status),
            Route(held, self._collection),
            Route(f"{held}manifest/", self._manifest),
            Route(f"{held}objects/", self._objects, methods=["GET", "POST"]),
            Route(f"{held}objects/{{object}}/", self._object, methods=["GET", "DELETE"]),
            Route(f"{held}objects/{{object}}/versions/", self._versions),
        ]

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            self._store.close()

        return Starlette(routes=routes, lifespan=lifespan, exception_handlers=_HANDLERS)

    async def _discovery(self, request: Request) -> Response:
        access = _asked(request)
        roots = catalogue.visible_roots(self._store.quick, access)
        base = self._settings.public_url.rstrip("/")
        said: dict[str, object] = {"title": self._settings.title}
        for name, value in (("description", self._settings.description), ("contact", self._settings.contact)):
            if value:
                said[name] = value
        if roots:
            said["default"] = f"{base}/{roots[0].path}/"
            said["api_roots"] = [f"{base}/{root.path}/" for root in roots]
        return answer(orjson.dumps(said))

    async def _openapi(self, request: Request) -> Response:
        most = self._settings.page
        return answer(orjson.dumps(description(self._settings.title, most)), kind="application/json")

    async def _root(self, request: Request) -> Response:
        root = self._visible_root(request, _asked(request))
        said = {"title": root.title, "versions": [TAXII], "max_content_length": root.most_bytes}
        if root.description:
            said["description"] = root.description
        return answer(orjson.dumps(said))

    async def _collections(self, request: Request) -> Response:
        access = _asked(request)
        root = self._visible_root(request, access)
        found = catalogue.visible(self._store.quick, access, root)
        return answer(orjson.dumps({"collections": [_described(one, access) for one in found]}))

    async def _collection(self, request: Request) -> Response:
        access = _asked(request)
        _, collection = self._visible_collection(request, access)
        return answer(orjson.dumps(_described(collection, access)))

    async def _status(self, request: Request) -> Response:
        access = _asked(request)
        root = self._visible_root(request, access)
        body = statuses.kept(self._store.quick, access.token, root.id, request.path_params["status"])
        if body is None:
            raise not_found()
        return answer(body)

    async def _manifest(self, request: Request) -> Response:
        return await self._paged(request, "manifest", pages.manifest, (*_PAGED, "id", "type", "version"))

    async def _objects(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._add(request)
        return await self._paged(request, "objects", pages.objects, (*_PAGED, "id", "type", "version"))

    async def _object(self, request: Request) -> Response:
        if request.method == "DELETE":
            return await self._delete(request)
        return await self._paged(request, "object", pages.objects, (*_PAGED, "version"))

    async def _versions(self, request: Request) -> Response:
        return await self._paged(request, "versions", pages.versions, _PAGED)

    async def _paged(self, request: Request, endpoint: str, reading: Reading, allowed: Sequence[str]) -> Response:
        access = _asked(request)
        _, collection = self._visible_collection(request, access)
        _needs(access, collection, Rights.READ)
        asked = read_query(request.query_params.multi_items(), allowed)
        name: str | None = request.path_params.get("object")
        place = Place(
            endpoint=f"{endpoint} {name or ''}",
            collection=collection.id,
            token=access.token,
            ceiling=access.rank,
        )
        wanted, after = opened(self._store.key, place, asked)
        question = Question(
            collection=collection.id,
            ceiling=access.rank,
            wanted=_about(wanted, endpoint, name),
            after=after,
            limit=min(asked.limit or self._settings.page, self._settings.page),
        )
        page = await self._store.read(_seen, question, reading, name)
        if page is None:
            raise not_found()
        request.scope["told"]["objects"] = page.count
        headers = {}
        if page.first is not None and page.last is not None:
            headers["x-taxii-date-added-first"] = moment(page.first)
            headers["x-taxii-date-added-last"] = moment(page.last)
        head = b'{"more":false'
        if page.more and page.last is not None:
            head = b'{"more":true,"next":"' + seal(self._store.key, place, wanted, page.last).encode() + b'"'
        if not page.items:
            return answer(head + b"}", headers=headers)
        listed = b',"versions":[' if endpoint == "versions" else b',"objects":['
        return answer(b"".join((head, listed, page.items, b"]}")), headers=headers)

    async def _add(self, request: Request) -> Response:
        try:
            access = _asked(request)
            root, collection = self._visible_collection(request, access)
            _needs(access, collection, Rights.WRITE)
            if not content(request.headers.get("content-type")) or "content-encoding" in request.headers:
                raise Refusal(415, "Unsupported media type", f"Send {TAXII}.")
        except Refusal:
            await self._read_away(request)
            raise
        async with self._bodies:
            data = await self._body(request, root.most_bytes)
            dates = self._dates.setdefault(collection.id, Dates())
            async with self._stepped():
                try:
                    status, stored, failed = await self._store.write(_added, access, collection, data, dates)
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                        raise
                    raise Refusal(507, "Insufficient storage", "The server has no room; nothing was kept.") from None
        request.scope["told"].update(stored=stored, failed=failed)
        return answer(status, 202)

    @asynccontextmanager
    async def _stepped(self) -> AsyncIterator[None]:
        """What is done within takes a multiple of a fixed time, as seen from outside."""
        began = time.monotonic()
        try:
            yield
        finally:
            if self._settings.step_seconds:
                await asyncio.sleep(-(time.monotonic() - began) % self._settings.step_seconds)

    async def _delete(self, request: Request) -> Response:
        access = _asked(request)
        _, collection = self._visible_collection(request, access)
        _needs(access, collection, Rights.READ | Rights.WRITE | Rights.DELETE)
        wanted = read_query(request.query_params.multi_items(), ("version", "spec_version")).filter
        name = request.path_params["object"]
        async with self._stepped():
            gone = await self._store.write(adding.remove, collection.id, access.rank, name, wanted)
        if not gone:
            raise not_found()
        request.scope["told"]["deleted"] = gone
        return answer(b"")

    async def _body(self, request: Request, most: int) -> bytes:
        """All of it, or a refusal where it is too long or too slow; never more of it in memory than is allowed."""
        too_long = Refusal(413, "Too much", f"More than {most} bytes.")
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > most * _READ_AWAY:
            raise too_long
        data = bytearray()
        size = 0
        try:
            async with asyncio.timeout(self._settings.receive_seconds):
                async for chunk in request.stream():
                    size += len(chunk)
                    if size <= most:
                        data += chunk
                    else:
                        data.clear()
                    if size > most * _READ_AWAY:
                        raise too_long
        except TimeoutError:
            raise Refusal(408, "Too slow", "The body did not arrive in time.") from None
        except ClientDisconnect:
            raise bad("The body ended early.") from None
        if size > most:
            raise too_long
        return bytes(data)

    async def _read_away(self, request: Request) -> None:
        """What comes of a body that nobody wants, as far as one may be long: a connection that is closed before that
        loses the refusal on its way."""
        if "expect" in request.headers:
            return
        size = 0
        with suppress(TimeoutError, ClientDisconnect):
            async with asyncio.timeout(self._settings.receive_seconds):
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > _MOST_UNWANTED:
                        return

    def _visible_root(self, request: Request, access: Access) -> Root:
        root = catalogue.root_at(self._store.quick, request.path_params["root"])
        if root is None or root not in catalogue.visible_roots(self._store.quick, access):
            raise not_found()
        return root

    def _visible_collection(self, request: Request, access: Access) -> tuple[Root, Collection]:
        root = catalogue.root_at(self._store.quick, request.path_params["root"])
        found = None
        if root is not None:
            found = catalogue.visible_collection(self._store.quick, access, root, request.path_params["collection"])
        if root is None or found is None:
            raise not_found()
        return root, found


def _asked(request: Request) -> Access:
    """Who asks, once it is clear that the answer would be understood."""
    # A header that is there several times is one list.
    if not acceptable(",".join(request.headers.getlist("accept"))):
        raise Refusal(406, "Not acceptable", f"This server answers {TAXII}; ask for that.")
    access: Access = request.scope["access"]
    return access


def _needs(access: Access, collection: Collection, rights: Rights) -> None:
    if access.rights.get(collection.id, Rights.NONE) & rights != rights:
        raise Refusal(403, "Forbidden", "This token may not do that in this collection.")


def _described(one: Collection, access: Access) -> dict[str, object]:
    """Source: TAXII 5.2.1."""
    rights = access.rights.get(one.id, Rights.NONE)
    said: dict[str, object] = {
        "id": one.uuid,
        "title": one.title,
        "alias": one.alias,
        "can_read": bool(rights & Rights.READ),
        "can_write": bool(rights & Rights.WRITE),
        "media_types": [STIX[21], STIX[20]],
    }
    if one.description:
        said["description"] = one.description
    return said


def _about(wanted: Filter, endpoint: str, name: str | None) -> Filter:
    if name is None:
        return wanted
    if endpoint == "versions":
        return replace(wanted, ids=(name,), versions=("all",), specs=wanted.specs or (20, 21))
    return replace(wanted, ids=(name,))


def _seen(connection: sqlite3.Connection, question: Question, reading: Reading, name: str | None) -> Page | None:
    """A page; null where it is about an object of which nothing may be seen."""
    if name is not None and not pages.there(connection, question.collection, question.ceiling, name):
        return None
    return reading(connection, question)


def _added(
    connection: sqlite3.Connection, access: Access, collection: Collection, data: bytes, dates: Dates
) -> tuple[bytes, int, int]:
    outcomes = adding.add(connection, collection.id, access.rank, read_envelope(data), dates)
    status = statuses.keep(connection, access.token, collection.root, outcomes)
    stored = sum(one.stored for one in outcomes)
    return status, stored, len(outcomes) - stored


async def _refusal(request: Request, error: Exception) -> Response:
    """What one of the functions above refused."""
    return refused(error) if isinstance(error, Refusal) else await _defect(request, error)


async def _defect(request: Request, error: Exception) -> Response:
    """An error of ours: a number under which the log has the rest.  The framework raises the error once more."""
    number = request.scope["told"]["error"] = str(uuid.uuid4())
    return answer(orjson.dumps({"title": "Internal error", "error_id": number, "http_status": "500"}), 500)


async def _http_error(request: Request, error: Exception) -> Response:
    """What the router refuses: no such address, no such method."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        return refused(Refusal(405, "Method not allowed", headers=dict(error.headers or {})))
    return refused(not_found())


_HANDLERS = {HTTPException: _http_error, Refusal: _refusal, Exception: _defect}

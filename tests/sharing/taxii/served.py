"""A store and a server on a real socket, for tests."""

import http.client
import shutil
import socket
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson

from indicia.model.statement import Marking
from indicia.sharing.taxii.access import tokens
from indicia.sharing.taxii.access.rights import Rights
from indicia.sharing.taxii.protocol.wire import TAXII
from indicia.sharing.taxii.server.guard import Settings
from indicia.sharing.taxii.server.serve import Listening, server
from indicia.sharing.taxii.store import catalogue
from indicia.sharing.taxii.store.schema import connect, create

GREEN, AMBER, RED = Marking.GREEN, Marking.AMBER, Marking.RED
MARKINGS = {
    Marking.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def thing(marking: Marking | None = Marking.GREEN, kind: str = "indicator", **more: Any) -> dict[str, Any]:
    """An object that would do."""
    found: dict[str, Any] = {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid.uuid4()}",
        "created": "2021-07-19T00:00:00.000Z",
        "modified": "2021-07-19T00:00:00.000Z",
        **more,
    }
    if marking is not None:
        found["object_marking_refs"] = [MARKINGS[marking]]
    return found


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Served:
    """A running server and what it was set up with."""

    path: Path
    port: int
    collection: str
    other: str
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        who: str | None,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **query: str | int,
    ) -> Answer:
        """One request; `path` without a leading slash is below the collection."""
        if not path.startswith("/"):
            path = f"/api/collections/{self.collection}/{path}"
        given = {"Accept": TAXII}
        if who is not None:
            given["Authorization"] = f"Bearer {self.tokens.get(who, who)}"
        if body is not None:
            given["Content-Type"] = TAXII
        given |= headers or {}
        if query:
            path += "?" + urlencode(query)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {name: value for name, value in given.items() if value})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def post(self, who: str, *things: dict[str, Any]) -> dict[str, Any]:
        answer = self.ask(who, "objects/", "POST", orjson.dumps({"objects": things}))
        assert answer.status == 202, answer.body
        found: dict[str, Any] = answer.json
        return found

    def ids(self, who: str, **query: str | int) -> list[str]:
        """All pages."""
        found: list[str] = []
        while True:
            page = self.ask(who, "objects/", **query).json
            found += [one["id"] for one in page.get("objects", [])]
            if not page["more"]:
                return found
            query["next"] = page["next"]


def set_up(path: Path) -> tuple[str, str, dict[str, str]]:
    """A store with a collection for the tokens green, amber, red (all rights), reader, writer, and one for none."""
    create(path)
    connection = connect(path, write=True)
    root = catalogue.add_root(connection, "api", "Sharing")
    one = catalogue.add_collection(connection, root, "main", "Main")
    two = catalogue.add_collection(connection, root, "other", "Other")
    every = Rights.of("rwd")
    made = {
        name: tokens.make(connection, name, marking, {one.id: every}, None)
        for name, marking in (("clear", Marking.CLEAR), ("green", GREEN), ("amber", AMBER), ("red", RED))
    }
    made["reader"] = tokens.make(connection, "reader", RED, {one.id: Rights.of("r")}, None)
    made["writer"] = tokens.make(connection, "writer", RED, {one.id: Rights.of("w")}, None)
    made["keeper"] = tokens.make(connection, "keeper", RED, {one.id: Rights.of("rw"), two.id: every}, None)
    made["nobody"] = tokens.make(connection, "nobody", RED, {}, None)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return one.uuid, two.uuid, made


@dataclass(frozen=True)
class Template:
    """A store to be copied: making tokens takes its time on purpose."""

    path: Path
    one: str
    two: str
    tokens: dict[str, str]


@contextmanager
def running(folder: Path, template: Template, settings: Settings | None = None) -> Iterator[Served]:
    """A server in a thread, until the block ends."""
    path = folder / "share.db"
    shutil.copy(template.path, path)
    one, two, made = template.one, template.two, template.tokens
    listener = socket.create_server(("127.0.0.1", 0))
    ready = server(path, settings or Settings(rate=0, step_seconds=0, audit=folder / "audit.jsonl"), Listening(port=0))
    thread = threading.Thread(target=ready.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield Served(path, listener.getsockname()[1], one, two, dict(made))
    finally:
        ready.should_exit = True
        thread.join(20)
        listener.close()

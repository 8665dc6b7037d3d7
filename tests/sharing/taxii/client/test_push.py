"""Pushing: in parts, followed to their end, each refusal by id."""

import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from indicia.errors import ShareError
from indicia.sharing.taxii.client.connection import Connection, Credentials
from indicia.sharing.taxii.client.places import find
from indicia.sharing.taxii.client.push import Pushed, push, read_objects

from ..odd import Said, odd_server
from ..served import GREEN, RED, Served, thing


def _push(url: str, things: list[dict[str, Any]], token: str = "") -> Pushed:
    connection = Connection(url, Credentials(secret=token), tries=3, pause=0.01)
    try:
        return push(connection, find(connection, ""), things, wait=5)
    finally:
        connection.close()


def test_to_our_server(served: Served) -> None:
    """What may be stored is; what may not is told by id; a second time nothing changes."""
    fine = [thing(GREEN) for _ in range(20)]
    bad = [thing(RED), {**thing(GREEN), "id": "x"}]
    done = _push(f"{served.url}/taxii2/", [*fine, *bad], served.tokens["green"])
    assert (done.sent, done.stored, done.pending) == (22, 20, 0)
    assert {one.id for one in done.failures} == {one["id"] for one in bad}
    assert sorted(served.ids("green")) == sorted(one["id"] for one in fine)
    assert _push(f"{served.url}/taxii2/", fine, served.tokens["green"]).stored == 20
    assert len(served.ids("green")) == 20


def test_what_refers_to_a_secret_comes_after_it(served: Served) -> None:
    """The strictest are sent first, so that the server can keep what refers to them as strictly, in any part."""
    secret = thing(RED)
    link = thing(GREEN, "note", object_refs=[secret["id"]])
    done = _push(f"{served.url}/api/", [link, secret], served.tokens["red"])
    assert any(link["id"] == note.id and "TLP:RED" in note.message for note in done.notes)
    assert served.ids("green") == []


def test_in_parts_that_fit() -> None:
    """No part is larger than the server takes; an object that is larger than that is told."""
    things = [thing(GREEN, description="x" * 300) for _ in range(30)] + [thing(GREEN, description="x" * 9000)]

    def habit(query: dict[str, str], number: int) -> Said:
        assert int(query["size"]) <= 4000
        return 202, {"id": "s", "status": "complete", "failure_count": 0}, {}

    with odd_server(habit, most=4000) as odd:
        done = _push(odd.url, things)
        assert len(odd.posted) > 3
    assert [one.id for one in done.failures] == [things[-1]["id"]]
    assert done.stored == 30


def test_a_server_that_takes_less_than_it_says() -> None:
    """Parts are halved until they are taken."""

    def habit(query: dict[str, str], number: int) -> Said:
        if int(query["size"]) > 2000:
            return 413, {"title": "too much"}, {}
        return 202, {"id": "s", "status": "complete"}, {}

    things = [thing(GREEN) for _ in range(20)] + [thing(GREEN, description="x" * 3000)]
    with odd_server(habit) as odd:
        done = _push(odd.url, things)
    assert (done.stored, len(done.failures)) == (20, 1)


def test_a_status_is_followed() -> None:
    """Pending is asked for again; failures that come later are told, also where they are ids alone."""
    things = [thing(GREEN) for _ in range(3)]

    def habit(query: dict[str, str], number: int) -> Said:
        if "status" not in query:
            return 202, {"id": "s1", "status": "pending", "pending_count": 3}, {}
        assert query["status"].endswith("/api/status/s1/")
        if number < 2:
            return 200, {"id": "s1", "status": "pending", "pending_count": 3}, {}
        return 200, {"id": "s1", "status": "complete", "failures": [things[0]["id"], {"id": "y", "message": "no"}]}, {}

    with odd_server(habit) as odd:
        done = _push(odd.url, things)
    assert [(one.id, one.message) for one in done.failures] == [(things[0]["id"], "refused"), ("y", "no")]
    assert done.stored == 1


def test_a_refusal_as_a_whole_is_said() -> None:
    """With the server's own words."""
    said = {"title": "Not processable", "description": "why"}
    with (
        odd_server(lambda query, number: (422, said, {})) as odd,
        pytest.raises(ShareError, match="status 422, Not processable: why"),
    ):
        _push(odd.url, [thing(GREEN)])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"type":"bundle","id":"bundle--x","objects":[{"id":"a"},{"id":"b"}]}', 2),
        ('[{"id":"a"}]', 1),
        ('{"id":"a"}\n\n{"id":"b"}\n', 2),
        ('{"id":"a"}', 1),
    ],
)
def test_files(tmp_path: Path, text: str, count: int) -> None:
    """Bundles, lists, JSON lines, one object."""
    (tmp_path / "f").write_text(text)
    assert len(read_objects(tmp_path / "f")) == count


@pytest.mark.parametrize("text", ["7", "[7]", '{"a":', '{"id":"a"}\n{'])
def test_files_that_are_none(tmp_path: Path, text: str) -> None:
    """Refused, with the line where there are lines."""
    (tmp_path / "f").write_text(text)
    with pytest.raises(ShareError):
        read_objects(tmp_path / "f")


def test_a_refusal_before_the_body_was_read(served: Served) -> None:
    """Is told as what it is, however large the body: not as a connection that was lost."""
    many = [thing(GREEN, description="x" * 4000) for _ in range(1500)]
    for _ in range(3):
        with pytest.raises(ShareError, match="status 403, Forbidden"):
            _push(f"{served.url}/api/collections/{served.collection}/", many, served.tokens["reader"])


def test_a_server_that_answers_and_closes_early() -> None:
    """Its answer says why; the connection that broke meanwhile does not."""
    listener = socket.create_server(("127.0.0.1", 0))
    body = b'{"title":"Unauthorised","description":"why"}'

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(1000)
                head = f"HTTP/1.1 401 No\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                connection.sendall(head.encode() + body)
                time.sleep(0.1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/api/"
    connection = Connection(url, Credentials(secret="x"), tries=1)
    try:
        assert connection.post(url, b"x" * (8 << 20)).status == 401
        assert connection.post(url, b"x" * (8 << 20)).status == 401
    finally:
        connection.close()
        listener.close()

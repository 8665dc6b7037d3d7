"""Connections that do nothing, read nothing, or are many: they go, and others are served."""

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.sharing.taxii.access.pace import crowd
from indicia.sharing.taxii.server import patience, serve
from indicia.sharing.taxii.server.guard import Settings

from ..served import GREEN, Served, Template, running, thing


def _open(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=10)


def _hurried(monkeypatch: pytest.MonkeyPatch, **given: float) -> None:
    made = patience.patient
    monkeypatch.setattr(serve, "patient", lambda *, proxied: made(proxied=proxied, **given))


def _until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def _ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize("drip", [b"", b"G", b"GET /taxii2/ HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_never_comes(
    tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch, drip: bytes
) -> None:
    """Whoever opens a connection and does not ask, or asks letter by letter, is let go."""
    _hurried(monkeypatch, look=0.05, head=0.3)
    with running(tmp_path, template) as served, _open(served) as connection:
        connection.sendall(drip)
        connection.settimeout(0.05)
        assert not _ended(connection)
        for _ in range(60):
            try:
                connection.sendall(b"x" if drip else b"")
            except OSError:
                break
            if _ended(connection):
                break
        else:
            pytest.fail("it is still open")
        assert served.ask("green", "/taxii2/").status == 200


def test_an_answer_that_nobody_reads(tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is not fetched does not stay in memory."""
    _hurried(monkeypatch, look=0.05, head=30)
    with running(tmp_path, template) as served:
        for _ in range(12):
            served.post("green", thing(GREEN, description="x" * 1_900_000))
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", served.port))
            token = served.tokens["green"]
            path = f"/api/collections/{served.collection}/objects/"
            connection.sendall(HEAD.format(method="GET", path=path, token=token).encode() + b"\r\n")
            time.sleep(1.5)
            received = 0
            connection.settimeout(5)
            try:
                while part := connection.recv(1 << 20):
                    received += len(part)
            except OSError:
                pass
            assert received < 20_000_000
        # One who reads gets all of it.
        assert len(served.ask("green", "objects/").body) > 22_000_000


def test_idle_connections_make_room(tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all places are taken by some that only wait, the one that waited longest goes."""
    monkeypatch.setattr(patience, "CONNECTIONS", 10)
    with running(tmp_path, template) as served:
        idle = [_open(served) for _ in range(30)]
        try:
            assert served.ask("green", "/taxii2/").status == 200
            idle[0].settimeout(2)
            assert _ended(idle[0])
        finally:
            for one in idle:
                one.close()


def test_one_address_does_not_take_all_places(
    tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond its share it is told to come back, as TAXII tells it; what it gave back is free again."""
    monkeypatch.setattr(patience, "OF_ONE_ADDRESS", 5)
    with running(tmp_path, template) as served:
        idle = [_open(served) for _ in range(5)]
        time.sleep(0.1)
        with _open(served) as one:
            answer = one.recv(4096)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 30" in answer and b"application/taxii+json;version=2.1" in answer
        for each in idle:
            each.close()
        assert _until(lambda: served.ask("green", "/taxii2/").status == 200)


def test_what_is_no_http_is_told_as_taxii(shared: Served) -> None:
    """Also where no request could be made out."""
    for raw in (b"GARBAGE\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"):
        with _open(shared) as connection:
            connection.sendall(raw)
            answer = connection.recv(4096)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"content-type: application/taxii+json;version=2.1" in answer
        assert b'"http_status":"400"' in answer


HEAD = (
    "{method} {path} HTTP/1.1\r\nHost: x\r\nAccept: application/taxii+json;version=2.1\r\n"
    "Authorization: Bearer {token}\r\n"
)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (
            "Content-Type: application/taxii+json;version=2.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
            400,
        ),
        ("Content-Type: application/taxii+json;version=2.1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n", 400),
        ("Content-Type: application/taxii+json;version=2.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n", 400),
        ("Content-Type: application/taxii+json;version=2.1\r\nTransfer-Encoding: gzip, chunked\r\n", 400),
        ("Content-Type: application/taxii+json;version=2.1\r\nHost: y\r\nContent-Length: 2\r\n", 400),
        ("Authorization: Bearer x\r\nContent-Length: 2\r\n", 401),
    ],
)
def test_a_request_that_is_two(shared: Served, more: str, status: int) -> None:
    """What a proxy and we could read differently is refused, and the connection ends."""
    path = f"/api/collections/{shared.collection}/objects/"
    head = HEAD.format(method="POST", path=path, token=shared.tokens["green"])
    with _open(shared) as connection:
        connection.sendall(head.encode() + more.encode() + b"\r\n2\r\n{}\r\n0\r\n\r\nGET /taxii2/ HTTP/1.1\r\n\r\n")
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_body_on_what_takes_none(shared: Served) -> None:
    """Is not read on into the next request."""
    head = HEAD.format(method="GET", path="/taxii2/", token=shared.tokens["green"])
    with _open(shared) as connection:
        connection.sendall(head.encode() + b"Content-Length: 40\r\n\r\nGET /openapi.json HTTP/1.1\r\n\r\n")
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 200 ") and answer.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answer


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("unknown", "unknown", True),
    ],
)
def test_who_counts_as_one(one: str, other: str, same: bool) -> None:  # a table
    """Of IPv6 a subscriber has a whole network, so trying from each address of it is trying from one."""
    assert (crowd(one) == crowd(other)) is same


def test_writing_takes_a_step_of_time(tmp_path: Path, template: Template) -> None:
    """However much was to be compared: what is hidden under the same id does not show in the time."""
    with running(tmp_path, template, Settings(rate=0, step_seconds=0.3)) as served:
        secret = thing(GREEN)
        for _ in range(3):
            began = time.monotonic()
            served.post("green", secret)
            passed = time.monotonic() - began
            assert passed > 0.29

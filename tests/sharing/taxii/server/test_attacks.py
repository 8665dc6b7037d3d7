"""What nobody sends by mistake: each ends in one clear answer, in bounded memory, and tells nothing of insides."""

import base64
import contextlib
import http.client
import socket
import time
import tracemalloc
from pathlib import Path

import orjson
import pytest

from indicia.sharing.taxii.protocol.incoming import read_envelope
from indicia.sharing.taxii.protocol.refusal import Refusal
from indicia.sharing.taxii.protocol.wire import TAXII
from indicia.sharing.taxii.server.guard import Settings
from indicia.sharing.taxii.store.schema import connect

from ..served import GREEN, RED, Served, Template, running, thing


def _told(answer: object) -> None:
    body = answer.body  # type: ignore[attr-defined]
    said = orjson.loads(body)
    assert said["title"]
    assert said["http_status"] == str(answer.status)  # type: ignore[attr-defined]
    for inside in (b"Traceback", b"sqlite", b".py", b"/work", b"Error("):
        assert inside not in body


@pytest.mark.parametrize(
    "next_value", ["", "x", "!!!", "A" * 22, "A" * 9000, "é", "\x00", "../../x", "-1", "null", "{}", "=" * 40]
)
def test_a_broken_cursor(shared: Served, next_value: str) -> None:
    """Whatever it is, it is refused, and nothing is made of it."""
    answer = shared.ask("green", "objects/", next=next_value)
    assert answer.status == 400
    _told(answer)


def test_a_cursor_with_any_bit_flipped(shared: Served) -> None:
    """Every bit of it is sealed."""
    shared.post("green", *(thing(GREEN) for _ in range(3)))
    good = shared.ask("green", "objects/", limit=1).json["next"]
    raw = base64.urlsafe_b64decode(good + "=" * (-len(good) % 4))
    for place in range(0, len(raw) * 8, 5):
        bad = bytearray(raw)
        bad[place // 8] ^= 1 << place % 8
        text = base64.urlsafe_b64encode(bad).decode().rstrip("=")
        assert shared.ask("green", "objects/", next=text).status == 400


def test_a_cursor_for_another_question(served: Served) -> None:
    """It is bound to its address, its collection and its filters."""
    served.post("keeper", *(thing(GREEN, kind) for kind in ("indicator", "malware") for _ in range(3)))
    page = served.ask("keeper", "objects/", limit=1, **{"match[type]": "malware"}).json
    good = {"next": page["next"], "match[type]": "malware"}
    assert served.ask("keeper", "objects/", **good).status == 200
    assert served.ask("keeper", "objects/", **{**good, "match[type]": "indicator"}).status == 400
    assert served.ask("keeper", "objects/", **{**good, "match[version]": "all"}).status == 400
    assert served.ask("keeper", "manifest/", **good).status == 400
    assert served.ask("keeper", f"/api/collections/{served.other}/objects/", **good).status == 400
    one = page["objects"][0]["id"]
    assert served.ask("keeper", f"objects/{one}/", next=page["next"]).status == 400
    assert served.ask("keeper", f"objects/{one}/versions/", next=page["next"]).status == 400


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "x"},
        {"limit": "1.5"},
        {"limit": "٣"},
        {"limit": "9" * 30},
        {"added_after": "yesterday"},
        {"added_after": "2021-02-30T00:00:00Z"},
        {"added_after": "' OR 1=1 --"},
        {"match[type]": "x' OR '1'='1"},
        {"match[id]": "a b"},
        {"match[id]": ",".join(f"x{number}" for number in range(101))},
        {"match[version]": "newest"},
        {"match[spec_version]": "2.2"},
        {"match[marking]": "red"},
        {"match[]": "x"},
    ],
)
def test_a_query_that_makes_no_sense(shared: Served, query: dict[str, str]) -> None:
    """400, and in particular no filter is ignored."""
    answer = shared.ask("green", "objects/", **query)
    assert answer.status == 400
    _told(answer)


def test_a_parameter_given_twice(shared: Served) -> None:
    """Two readers of one query could differ on which counts."""
    assert shared.ask("green", "objects/?limit=1&limit=2").status == 400
    assert shared.ask("green", "objects/?match[type]=a&match%5Btype%5D=b").status == 400


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "application/taxii+json;version=2.0", "text/html"])
@pytest.mark.parametrize("path", ["/taxii2/", "/api/", "/api/collections/", "", "objects/", "manifest/"])
def test_a_wrong_accept(shared: Served, accept: str, path: str) -> None:
    """406 everywhere."""
    answer = shared.ask("green", path, headers={"Accept": accept})
    assert answer.status == 406
    _told(answer)


@pytest.mark.parametrize(
    "kind", ["", "application/json", "application/taxii+json", "application/taxii+json;version=2.0"]
)
def test_a_wrong_content_type(shared: Served, kind: str) -> None:
    """415, before the body is read."""
    answer = shared.ask("green", "objects/", "POST", b"{}", {"Content-Type": kind})
    assert answer.status == 415
    _told(answer)


def test_a_packed_body(shared: Served) -> None:
    """Nothing is unpacked, so nothing can unpack to more."""
    assert shared.ask("green", "objects/", "POST", b"{}", {"Content-Encoding": "gzip"}).status == 415


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer x",
        "Bearer ind_000000000000_" + "A" * 43,
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"nocolon").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Digest x",
        "Bearer " + "A" * 5000,
    ],
)
@pytest.mark.parametrize("path", ["/taxii2/", "objects/", "/no/such/place/", "/openapi.json", "/"])
def test_missing_or_wrong_authorisation(shared: Served, header: str | None, path: str) -> None:
    """401 everywhere, also where there is nothing: who is not known learns nothing."""
    answer = shared.ask(None, path, headers={"Authorization": header} if header else None)
    assert answer.status == 401
    assert "Bearer" in answer.headers["www-authenticate"]
    _told(answer)


def test_basic_authorisation(shared: Served) -> None:
    """The token is the password; the name is the token's, or none; another name does not hold."""
    for user, status in (("green", 200), ("", 200), ("red", 401), ("GREEN", 401)):
        pair = base64.b64encode(f"{user}:{shared.tokens['green']}".encode()).decode()
        assert shared.ask(None, "/taxii2/", headers={"Authorization": f"Basic {pair}"}).status == status


def test_an_expired_token(served: Served) -> None:
    """It does not hold any more, also where it was proven before."""
    assert served.ask("green", "/taxii2/").status == 200
    connection = connect(served.path, write=True)
    connection.execute("UPDATE token SET expires = 1 WHERE name = 'green'")
    connection.close()
    assert served.ask("green", "/taxii2/").status == 401


def test_a_huge_body(served: Served) -> None:
    """413: by its stated length at once, and without one as soon as it is too long."""
    most = 10 << 20
    answer = served.ask("green", "objects/", "POST", None, {"Content-Length": str(10**15), "Content-Type": TAXII})
    assert answer.status == 413
    _told(answer)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.putrequest("POST", f"/api/collections/{served.collection}/objects/")
    for name, value in (
        ("Authorization", f"Bearer {served.tokens['green']}"),
        ("Accept", TAXII),
        ("Content-Type", TAXII),
        ("Transfer-Encoding", "chunked"),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    sent = 0
    piece = b"x" * (1 << 20)
    try:
        while sent < 20 * most:
            connection.send(b"%x\r\n" % len(piece) + piece + b"\r\n")
            sent += len(piece)
    except OSError:
        pass
    assert sent < 10 * most
    connection.close()
    # A little too much is read away, so that also clients get the answer that read it only after they sent all.
    answer = served.ask("green", "objects/", "POST", b" " * (most + 1))
    assert answer.status == 413


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("deep lists", b'{"objects":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422),
        ("deep objects", b'{"objects":[' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"]}", 422),
        ("a little deep", b'{"objects":[' + b'{"a":' * 60 + b"1" + b"}" * 60 + b"]}", 422),
        ("a million objects", b'{"objects":[' + b"{}," * 999_999 + b"{}]}", 413),
        ("a hundred thousand objects", b'{"objects":[' + b"{}," * 99_999 + b"{}]}", 413),
        ("a million values", b'{"objects":[[' + b"1," * 1_000_001 + b"1]]}", 413),
        ("no JSON", b"{", 422),
        ("no text", b"\xff\xfe{}", 422),
        ("half a character", b'{"objects":[{"id":"\\ud800"}]}', 422),
        ("nothing", b"", 422),
        ("no envelope", b"[]", 422),
        ("no objects", b'{"objects":[]}', 422),
        ("objects that are none", b'{"objects":{"a":1}}', 422),
        ("NaN", b'{"objects":[NaN]}', 422),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bomb(shared: Served, name: str, body: bytes, status: int) -> None:
    """Refused as a whole; the server answers the next one as before."""
    answer = shared.ask("green", "objects/", "POST", body)
    assert answer.status == status, name
    _told(answer)
    assert shared.ask("green", "objects/").status == 200


def test_a_bomb_costs_little_memory() -> None:
    """Ten megabytes of the smallest objects there are cost no more than a fixed multiple."""
    body = b'{"objects":[' + b"{}," * 3_400_000 + b"{}]}"
    tracemalloc.start()
    try:
        with pytest.raises(Refusal):
            read_envelope(body)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_chains_and_circles_of_references(served: Served) -> None:
    """Five thousand objects, each referring to the next and the last to the first, take a moment."""
    chain = [thing(GREEN, "note") for _ in range(5_000)]
    for one, following in zip(chain, chain[1:] + chain[:1], strict=True):
        one["object_refs"] = [following["id"]]
    chain[-1]["x_ref"] = (secret := thing(RED))["id"]
    status = served.post("red", *chain, secret)
    assert status["success_count"] == len(chain) + 1
    assert served.ids("green") == []


def test_thousands_of_versions(served: Served) -> None:
    """Of one object a thousand versions go into one request; the others are refused by id."""
    one = thing(GREEN)
    many = [{**one, "modified": f"2021-07-19T00:{n // 60:02d}:{n % 60:02d}.000Z"} for n in range(1_200)]
    status = served.post("green", *many)
    assert (status["success_count"], status["failure_count"]) == (1_000, 200)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/api/../../etc/passwd",
        "/api/collections/%2e%2e/",
        "/api/collections/%00/",
        "/api/collections/x%2Fobjects/",
        "/api/status/..%2f/",
        "/taxii2/x/",
        "objects/%ff%fe/",
        "objects/x'%20OR%201=1--/",
        "objects/" + "a" * 5000 + "/",
        "objects/x/versions/x/",
        "/openapi.json/",
    ],
)
def test_paths_to_nowhere(shared: Served, path: str) -> None:
    """404, in the form that everything has."""
    answer = shared.ask("green", path)
    assert answer.status == 404
    _told(answer)


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"GET /taxii2/ HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /taxii2/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_what_is_no_request(shared: Served, raw: bytes) -> None:
    """The connection ends; the server does not."""
    with socket.create_connection(("127.0.0.1", shared.port), timeout=10) as connection:
        said = b""
        # The server may end the connection before it took all of it.
        with contextlib.suppress(OSError):
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                said += part
    assert b"Traceback" not in said
    assert not said or said.startswith(b"HTTP/1.1 4")
    assert shared.ask("green", "/taxii2/").status == 200


def test_a_body_that_never_comes(tmp_path: Path, template: Template) -> None:
    """Whoever says that a body follows, and sends none, is let go."""
    with running(tmp_path, template, Settings(rate=0, receive_seconds=0.3)) as served:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        connection.putrequest("POST", f"/api/collections/{served.collection}/objects/")
        for name, value in (
            ("Authorization", f"Bearer {served.tokens['green']}"),
            ("Accept", TAXII),
            ("Content-Type", TAXII),
            ("Content-Length", "1000"),
        ):
            connection.putheader(name, value)
        connection.endheaders(b"{")
        assert connection.getresponse().status == 408
        connection.close()


def test_too_many_requests(tmp_path: Path, template: Template) -> None:
    """429 with the seconds to wait, for one token and not for another."""
    with running(tmp_path, template, Settings(rate=1, burst=5)) as served:
        statuses = [served.ask("green", "/taxii2/").status for _ in range(8)]
        assert statuses[:5] == [200] * 5
        assert 429 in statuses
        answer = served.ask("green", "/taxii2/")
        assert int(answer.headers["retry-after"]) >= 1
        _told(answer)
        assert served.ask("red", "/taxii2/").status == 200


def test_guessing_tokens(tmp_path: Path, template: Template) -> None:
    """After some wrong ones an address has to wait, while tokens that were proven before go on."""
    with running(tmp_path, template, Settings(rate=1000, burst=1000)) as served:
        assert served.ask("green", "/taxii2/").status == 200
        statuses = [served.ask(f"ind_{number:012x}_" + "A" * 43, "/taxii2/").status for number in range(14)]
        assert statuses[0] == 401
        assert statuses[-1] == 429
        assert served.ask("green", "/taxii2/").status == 200


def test_the_audit_log_holds_no_secret(served: Served) -> None:
    """Who, from where, what, with which outcome; no token, no cursor, one line each whatever is in the path."""
    served.post("green", *(thing(GREEN) for _ in range(3)))
    page = served.ask("green", "objects/", limit=1).json
    served.ask("green", "objects/", next=page["next"])
    served.ask("ind_000000000000_" + "B" * 43, "objects/")
    served.ask("green", "objects/x%0a%22%7d/")
    # A line is written after its answer was sent.
    until = time.monotonic() + 10
    while len(lines := (served.path.parent / "audit.jsonl").read_bytes().splitlines()) < 5 and time.monotonic() < until:
        time.sleep(0.01)
    lines = [orjson.loads(line) for line in lines]
    assert [one["status"] for one in lines] == [202, 200, 200, 401, 404]
    assert lines[0]["stored"] == 3
    assert (lines[1]["token"], lines[1]["objects"], lines[3]["token"]) == ("green", 1, None)
    text = (served.path.parent / "audit.jsonl").read_text()
    assert page["next"] not in text
    assert "B" * 43 not in text
    assert all(token not in text for token in served.tokens.values())
    assert (served.path.parent / "audit.jsonl").stat().st_mode & 0o077 == 0


def test_tokens_are_not_kept(served: Served) -> None:
    """The store holds no token, in no encoding that a search would find."""
    data = b"".join(one.read_bytes() for one in served.path.parent.glob("share.db*"))
    for token in served.tokens.values():
        assert token[-43:].encode() not in data
    assert b"ind_" not in data


def test_a_defect_is_told_without_its_insides(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 with a number that the log has too."""
    connection = connect(served.path, write=True)
    connection.execute("DROP INDEX object_by_added")
    connection.close()
    answer = served.ask("green", "objects/")
    assert answer.status == 500
    _told(answer)
    assert answer.json["error_id"]
    assert b"index" not in answer.body

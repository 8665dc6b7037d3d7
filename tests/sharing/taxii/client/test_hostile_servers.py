"""What another server may answer to us: every nonsense ends in a sentence, none in a traceback or an endless wait."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from indicia.cli.main import main
from indicia.errors import ShareError, UsageError
from indicia.sharing.taxii.client.connection import Answer, Connection, Credentials
from indicia.sharing.taxii.client.places import RemoteCollection, find
from indicia.sharing.taxii.client.pull import pull
from indicia.sharing.taxii.client.push import push

from ..odd import Said, odd_server
from ..served import GREEN, Served, thing


def _open(url: str, tries: int = 2) -> Connection:
    return Connection(url, Credentials(secret="t"), tries=tries, pause=0.01, seconds=5)


@pytest.mark.parametrize("wait", ["\xb2", "9" * 400, "-1", "soon", "1e9", "\u0663"])
def test_a_pause_that_is_none(tmp_path: Path, wait: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry-After may hold anything; we come back in our own time, and not after a century."""
    slept: list[float] = []
    monkeypatch.setattr("indicia.sharing.taxii.client.connection.time.sleep", slept.append)

    def habit(query: dict[str, str], number: int) -> Said:
        return (503, {}, {"Retry-After": wait}) if number == 1 else (200, {"more": False}, {})

    try:
        with odd_server(habit) as odd, closing(_open(odd.url)) as connection:
            assert pull(connection, find(connection, ""), tmp_path / "o", tmp_path / "s").pages == 1
    except UnicodeEncodeError:
        pytest.skip("no server can send this")
    assert slept and max(slept) <= 120


@pytest.mark.parametrize(
    "target", ["http://[", "http://127.0.0.1:99999/", "//\x00/", "http://127.0.0.1:x/", "http://e\u0301.example/"]
)
def test_an_address_that_is_none(tmp_path: Path, target: str) -> None:
    """A redirection to it is refused by name."""
    said: Said = (302, {}, {"Location": target.encode().decode("latin-1")})
    with (
        odd_server(lambda query, number: said) as odd,
        closing(_open(odd.url)) as connection,
        pytest.raises(ShareError),
    ):
        pull(connection, find(connection, ""), tmp_path / "o", tmp_path / "s")


@pytest.mark.parametrize("name", ["a b", "\u00e9", "x\r\nEvil: 1", "../../../etc", "//evil.example/", "\x00"])
def test_a_status_with_an_odd_name(name: str) -> None:
    """Its name goes into an address; nothing else is asked, and no header comes of it."""

    def habit(query: dict[str, str], number: int) -> Said:
        return (200, {"status": "complete"}, {}) if "status" in query else (202, {"id": name, "status": "pending"}, {})

    with odd_server(habit) as odd, closing(_open(odd.url)) as connection:
        try:
            push(connection, find(connection, ""), [thing(GREEN)], wait=1)
        except ShareError as error:
            assert "no address" in str(error) or "status 404" in str(error) or "another server" in str(error)


def test_entries_that_are_no_objects_are_not_written(tmp_path: Path) -> None:
    """They are counted, and the lines of the file stay objects."""
    envelope: dict[str, Any] = {"more": False, "objects": [thing(GREEN), 7, None, "x", [thing(GREEN)]]}
    with odd_server(lambda query, number: (200, envelope, {})) as odd, closing(_open(odd.url)) as connection:
        found = pull(connection, find(connection, ""), tmp_path / "o", tmp_path / "s")
    assert found.objects == 1
    assert any("4 entries" in warning for warning in found.warnings)
    assert len((tmp_path / "o").read_bytes().splitlines()) == 1


def test_what_cannot_be_kept_as_it_was_is_said(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects nested deeper than can be written are left out, numbers beyond 64 bits are rounded: both are told."""
    deep = b'{"type":"x","id":"x--1","a":' + b"[" * 400 + b"]" * 400 + b"}"
    large = b'{"type":"x","id":"x--2","n":123456789012345678901234567890}'
    body = b'{"more":false,"objects":[' + deep + b"," + large + b"]}"
    answer = Answer(status=200, headers={}, body=body)
    with closing(_open(served.url)) as connection:
        monkeypatch.setattr(connection, "get", lambda url, query=(): answer)
        remote = RemoteCollection(root="r", url="u", title="", most_bytes=9, readable=True, writable=True)
        found = pull(connection, remote, tmp_path / "o", tmp_path / "s")
    assert (found.objects, found.odd, found.rounded) == (1, 1, 1)
    assert any("left out" in one for one in found.warnings) and any("rounded" in one for one in found.warnings)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:99999/", "https://[::1", "http://127.0.0.1:x/", "ftp://x/", "nothing", "http://u:p@x/"]
)
def test_an_address_of_ours_that_is_none(url: str) -> None:
    """Said at once, not after six tries."""
    with pytest.raises(UsageError, match="no address"):
        _open(url)


@pytest.mark.parametrize("token", ["a\nb", "a\r\nX: y", "caf\u00e9", "\x00"])
def test_a_token_that_is_none(token: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two lines in the file, or letters that no header holds: said, and the token is not in the words."""
    (tmp_path / "t").write_text(token, encoding="utf-8")
    (tmp_path / "b.json").write_text("{}")
    assert main(["share", "pull", "http://127.0.0.1:1/", "--token-file", str(tmp_path / "t"), "--out", "o"]) == 4
    err = capsys.readouterr().err
    assert "the token holds" in err and "defect" not in err


def test_words_of_a_server_act_on_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Titles, reasons and ids are shown as text."""
    evil = "\x1b[31mred\u202e"

    def habit(query: dict[str, str], number: int) -> Said:
        details = [{"id": evil, "message": evil}]
        return 202, {"id": "1", "status": "complete", "failures": details, "successes": details}, {}

    (tmp_path / "b.json").write_bytes(b'{"type":"x","id":"x--1"}')
    with odd_server(habit) as odd:
        assert main(["share", "push", odd.url, str(tmp_path / "b.json"), "--tries", "1"]) == 4
    assert "\x1b" not in (out := capsys.readouterr().out) and "\u202e" not in out
    with odd_server(lambda query, number: (400, {"title": evil, "description": evil}, {})) as odd:
        assert main(["share", "push", odd.url, str(tmp_path / "b.json"), "--tries", "1"]) == 4
    assert "\x1b[31m" not in (err := capsys.readouterr().err) and "\u202e" not in err


class _Raw(socketserver.BaseRequestHandler):
    """Says the bytes of its server, then drips `drip` until nobody listens."""

    said: list[bytes]
    drip = b""

    def handle(self) -> None:
        self.request.recv(65536)
        self.request.sendall(self.said.pop(0) if len(self.said) > 1 else self.said[0])
        with suppress(OSError):
            while self.drip:
                self.request.sendall(self.drip)
                time.sleep(0.02)


@contextmanager
def _raw(*said: bytes, drip: bytes = b"") -> Iterator[str]:
    handler = type("Handler", (_Raw,), {"said": list(said), "drip": drip})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


def test_an_answer_that_ends_early_is_asked_for_again() -> None:
    """Half of a page is no page."""
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    with _raw(half, whole) as url, closing(_open(url)) as connection:
        assert connection.get(url).body == b"{}"
    with _raw(half) as url, closing(_open(url)) as connection, pytest.raises(ShareError, match="IncompleteRead"):
        connection.get(url)


def test_an_answer_that_drips_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is sent now and then keeps nobody for ever."""
    monkeypatch.setattr("indicia.sharing.taxii.client.connection._LONGEST_ANSWER", 0.3)
    with (
        _raw(b"HTTP/1.1 200 OK\r\n\r\n", drip=b" ") as url,
        closing(_open(url)) as connection,
        pytest.raises(ShareError, match="takes longer"),
    ):
        connection.get(url)

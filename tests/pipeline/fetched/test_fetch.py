"""What is fetched, and what is not: against a server on this machine."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from tests.web_server import served

from indicia.errors import SetError
from indicia.pipeline.fetched.fetch import fetch


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        where = self.path
        if where.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", where.removeprefix("/to/"))
            self.end_headers()
            return
        if where == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if where == "/none":
            self.send_error(404)
            return
        self.send_response(200)
        self.end_headers()
        try:
            if where == "/drip":
                for _ in range(200):
                    self.wfile.write(b"x" * 70_000)
                    time.sleep(0.02)
            elif where == "/endless":
                for _ in range(2000):
                    self.wfile.write(b"x" * 2**16)
            else:
                self.wfile.write(b"content")
        except OSError:
            # The other side left, as it should.
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with served(_Pages) as address:
        yield address


def test_gives_the_bytes(server: str) -> None:
    """Of this machine plain http is taken, also behind a redirect that stays here."""
    assert fetch(f"{server}/set") == b"content"
    assert fetch(f"{server}/to//set") == b"content"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "http://127.0.0.1.example.org/x",
        "http://localhost@example.org/x",
        "ftp://127.0.0.1/x",
        "file:///etc/hostname",
        "data:,x",
        "//127.0.0.1/x",
        "127.0.0.1",
        "http://[::1",
        "",
    ],
)
def test_only_https(url: str) -> None:
    """Every other scheme, and plain http to anywhere else, is refused before anything is sent."""
    with pytest.raises(SetError, match="only https"):
        fetch(url)


@pytest.mark.parametrize("to", ["http://example.org/x", "file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_a_redirect_leads_nowhere_else(server: str, to: str) -> None:
    """What would not be fetched at first is not fetched behind a redirect either."""
    with pytest.raises(SetError, match=r"only https|says 302"):
        fetch(f"{server}/to/{to}")


def test_limits_of_size_and_time(server: str) -> None:
    """An answer without end is left, and so is one that takes too long."""
    with pytest.raises(SetError, match="larger than 1 MiB"):
        fetch(f"{server}/endless", most=2**20)
    with pytest.raises(SetError, match=r"took too long|timed out"):
        fetch(f"{server}/drip", seconds=0.2)


def test_what_goes_wrong_is_said(server: str) -> None:
    """A server that says no, a circle, nobody there."""
    with pytest.raises(SetError, match="says 404"):
        fetch(f"{server}/none")
    with pytest.raises(SetError, match="says 302"):
        fetch(f"{server}/loop")
    with pytest.raises(SetError, match="cannot be fetched"):
        fetch("https://127.0.0.1:1/x")

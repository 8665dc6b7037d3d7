"""A TAXII server with the habits that clients have met, for tests of ours."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

Said = tuple[int, dict[str, Any], dict[str, str]]
Habit = Callable[[dict[str, str], int], Said]
"""From the query and the number of the request to status, envelope and headers."""


class Odd:
    """What was asked of it, and what it was sent."""

    def __init__(self, habit: Habit, most: int | None = None) -> None:
        self.habit = habit
        self.most = most
        self.asked: list[dict[str, str]] = []
        self.posted: list[list[dict[str, Any]]] = []
        self.url = ""


@contextmanager
def odd_server(habit: Habit, most: int | None = None) -> Iterator[Odd]:
    """Until the block ends; its only collection is `…/api/collections/one/`."""
    odd = Odd(habit, most)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path.endswith("/objects/"):
                odd.asked.append(query)
                self._say(*odd.habit(query, len(odd.asked)))
            elif parts.path.endswith("/collections/"):
                self._say(
                    200, {"collections": [{"id": "one", "title": "One", "can_read": True, "can_write": True}]}, {}
                )
            elif parts.path.endswith("/one/"):
                self._say(200, {"id": "one", "title": "One"}, {})
            elif "/status/" in parts.path:
                odd.asked.append(query)
                self._say(*odd.habit({"status": parts.path}, len(odd.asked)))
            else:
                root: dict[str, Any] = {"title": "Odd", "versions": ["application/taxii+json;version=2.1"]}
                self._say(200, root | ({"max_content_length": odd.most} if odd.most else {}), {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            odd.posted.append(orjson.loads(body)["objects"])
            self._say(*odd.habit({"size": str(len(body))}, len(odd.posted)))

        def _say(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
            data = orjson.dumps(body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    odd.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield odd
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

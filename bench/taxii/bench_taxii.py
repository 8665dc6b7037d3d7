"""Pages of 1,000 objects by 20 clients at a time: our server over a filled store, and medallion's over its memory.

    python -m bench.taxii.fill --store FOLDER/share.db --objects 1000000
    python -m bench.taxii.bench_taxii --store FOLDER/share.db --pages 20 --against 20000 --json taxii.json

Every client follows `next` from a place of its own; the clock runs from the first byte asked to the last byte read.
The comparison puts the same `--against` objects into both servers, in turn, and asks both the same way,
with one client: medallion takes seconds for a page and minutes for twenty at a time.
"""

import argparse
import base64
import http.client
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.taxii.fill import fill

ACCEPT = "application/taxii+json;version=2.1"
PAGE = 1000


@contextmanager
def serving(command: list[str], port: int) -> Iterator[None]:
    """A server in a process of its own, until the block ends."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield
        finally:
            child.terminate()


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


class Client(threading.Thread):
    """Pages through a collection."""

    def __init__(self, port: int, path: str, authorization: str, pages: int, after: str) -> None:
        super().__init__()
        self._port, self._path, self._pages, self._after = port, path, pages, after
        self._headers = {"Accept": ACCEPT, "Authorization": authorization}
        self.seconds: list[float] = []

    def run(self) -> None:
        """Ask page after page; at the end, from the start again."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=600)
        following = ""
        for _ in range(self._pages):
            query = f"?limit={PAGE}" + (f"&added_after={quote(self._after)}" if self._after else "")
            began = time.perf_counter()
            connection.request(
                "GET", self._path + query + (f"&next={following}" if following else ""), headers=self._headers
            )
            response = connection.getresponse()
            body = response.read()
            self.seconds.append(time.perf_counter() - began)
            assert response.status == 200, body[:200]
            # The marks of the envelope stand at its start with us and at its end with others.
            ends = body[:2000] + body[-2000:]
            found = ends.partition(b'"next":')[2].lstrip().partition(b'"')[2].partition(b'"')[0]
            following = found.decode()
        connection.close()


def measure(port: int, path: str, authorization: str, clients: int, pages: int, starts: list[str]) -> dict[str, float]:
    """Milliseconds of a page, and pages a second over all clients."""
    crowd = [Client(port, path, authorization, pages, starts[number % len(starts)]) for number in range(clients)]
    began = time.perf_counter()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    took = time.perf_counter() - began
    every = sorted(second for one in crowd for second in one.seconds)
    return {
        "clients": clients,
        "pages": len(every),
        "median_ms": round(statistics.median(every) * 1000, 1),
        "p95_ms": round(every[int(len(every) * 0.95)] * 1000, 1),
        "pages_per_second": round(len(every) / took, 1),
    }


def ours(store: Path, made: dict[str, str], clients: list[int], pages: int) -> list[dict[str, float]]:
    """Our server, asked by a reader up to AMBER."""
    port = free_port()
    command = [sys.executable, "-m", "indicia", "share", "serve", "--store", str(store), "--rate", "0"]
    path = f"/bench/collections/{made['collection']}/objects/"
    authorization = f"Bearer {made['TLP:AMBER']}"
    with serving([*command, "--listen", f"127.0.0.1:{port}"], port):
        starts = _starts(port, path, authorization)
        measure(port, path, authorization, 4, 3, starts)
        return [measure(port, path, authorization, number, pages, starts) for number in clients]


def _starts(port: int, path: str, authorization: str) -> list[str]:
    """Dates spread over the collection: halving between the first object and now."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"{path}?limit=1", headers={"Accept": ACCEPT, "Authorization": authorization})
    response = connection.getresponse()
    response.read()
    first = response.getheader("X-TAXII-Date-Added-First") or ""
    starts = [""]
    for seconds in (5, 15, 30, 60, 90, 120, 150, 180):
        moment = time.strptime(first[:19], "%Y-%m-%dT%H:%M:%S")
        when = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(time.mktime(moment) - time.timezone + seconds))
        connection.request(
            "GET",
            f"{path}?limit={PAGE}&added_after={quote(when)}",
            headers={"Accept": ACCEPT, "Authorization": authorization},
        )
        response = connection.getresponse()
        if b'"more":true' in response.read()[:40]:
            starts.append(when)
    connection.close()
    return starts


MEDALLION = """
import json, sys
import medallion
folder, port = sys.argv[1], int(sys.argv[2])
app = medallion.application_instance
config = json.load(open(folder + "/config.json"))
for name in ("users", "taxii", "backend"):
    medallion.set_config(app, name, config)
medallion.register_blueprints(app)
app.run(host="127.0.0.1", port=port, threaded=True)
"""


def medallion(
    folder: Path, made: dict[str, str], store: Path, clients: list[int], pages: int
) -> list[dict[str, float]]:
    """Medallion with the same objects in its memory, on the server it comes with."""
    objects, manifest = _copied(store)
    collection = {
        "id": made["collection"],
        "title": "Main",
        "can_read": True,
        "can_write": True,
        "media_types": ["application/stix+json;version=2.1"],
        "objects": objects,
        "manifest": manifest,
    }
    data = {"bench": {"information": {"title": "Bench"}, "status": [], "collections": [collection]}}
    (folder / "data.json").write_text(json.dumps(data))
    config = {
        "backend": {
            "module": "medallion.backends.memory_backend",
            "module_class": "MemoryBackend",
            "filename": str(folder / "data.json"),
        },
        "users": {"user": "pass"},
        "taxii": {"max_page_size": PAGE},
    }
    (folder / "config.json").write_text(json.dumps(config))
    port = free_port()
    authorization = "Basic " + base64.b64encode(b"user:pass").decode()
    path = f"/bench/collections/{made['collection']}/objects/"
    with serving([sys.executable, "-c", MEDALLION, str(folder), str(port)], port):
        return [measure(port, path, authorization, number, pages, [""]) for number in clients]


def _copied(store: Path) -> tuple[list[object], list[object]]:
    from indicia.sharing.taxii.protocol.wire import moment
    from indicia.sharing.taxii.store.schema import connect

    connection = connect(store)
    objects: list[object] = []
    manifest: list[object] = []
    for added, body in connection.execute("SELECT added, body FROM object WHERE marking <= 2 ORDER BY added"):
        thing = json.loads(body)
        objects.append(thing)
        manifest.append(
            {
                "id": thing["id"],
                "date_added": moment(added),
                "version": thing["modified"],
                "media_type": "application/stix+json;version=2.1",
            }
        )
    connection.close()
    return objects, manifest


def main() -> None:
    """The command."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--store", type=Path, required=True)
    reader.add_argument("--pages", type=int, default=20, help="of each client")
    reader.add_argument("--against", type=int, default=0, help="objects for the comparison; 0: none")
    reader.add_argument("--json", type=Path)
    given = reader.parse_args()
    made = json.loads((given.store.parent / "tokens.json").read_text())
    result: dict[str, object] = {"ours": ours(given.store, made, [1, 20], given.pages)}
    if given.against:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            few = fill(folder / "share.db", given.against)
            result["objects_compared"] = given.against
            result["ours_compared"] = ours(folder / "share.db", few, [1], 5)
            result["medallion_compared"] = medallion(folder, few, folder / "share.db", [1], 3)
    text = json.dumps(result, indent=2)
    print(text)
    if given.json:
        given.json.write_text(text)


if __name__ == "__main__":
    main()

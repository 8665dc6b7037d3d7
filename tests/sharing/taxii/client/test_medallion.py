"""Our client against medallion, the reference server of the standard's committee."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from indicia.sharing.taxii.client.connection import Connection, Credentials
from indicia.sharing.taxii.client.places import find
from indicia.sharing.taxii.client.pull import pull
from indicia.sharing.taxii.client.push import push

from ..served import GREEN, thing

medallion = pytest.importorskip("medallion", reason="medallion is not installed")
serving = pytest.importorskip("werkzeug.serving", reason="medallion is not installed")

COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """It runs in a thread, with an empty collection; pages hold at most 10 objects."""
    data: dict[str, Any] = {
        "/discovery": {"title": "Medallion", "default": "/trust/", "api_roots": ["/trust/"]},
        "trust": {
            "information": {
                "title": "Trust",
                "versions": ["application/taxii+json;version=2.1"],
                "max_content_length": 20_000,
            },
            "status": [],
            "collections": [
                {
                    "id": COLLECTION,
                    "title": "Ours",
                    "can_read": True,
                    "can_write": True,
                    "media_types": ["application/stix+json;version=2.1"],
                    "objects": [],
                    "manifest": [],
                }
            ],
        },
    }
    (tmp_path / "data.json").write_bytes(orjson.dumps(data))
    app = medallion.application_instance
    medallion.set_config(app, "users", {"users": {"user": "pass"}})
    medallion.set_config(app, "taxii", {"taxii": {"max_page_size": 10}})
    backend = {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend"}
    medallion.set_config(app, "backend", {"backend": {**backend, "filename": str(tmp_path / "data.json")}})
    if not app.blueprints:
        medallion.register_blueprints(app)
    server = serving.make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/trust/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_push_and_pull(url: str, tmp_path: Path) -> None:
    """Everything pushed in parts comes back by pages, once; the second pull is empty, the third brings what is new."""
    connection = Connection(url, Credentials(secret="pass", user="user"), tries=2, pause=0.01)
    remote = find(connection, "Ours")
    assert remote.most_bytes == 20_000
    sent = [thing(GREEN, description="x" * 500) for _ in range(60)]
    done = push(connection, remote, sent)
    assert (done.stored, done.failures) == (60, ())
    out, state = tmp_path / "out.jsonl", tmp_path / "state"
    found = pull(connection, remote, out, state, limit=7)
    assert found.objects == 60
    assert pull(connection, remote, out, state, limit=7).objects == 0
    new = thing(GREEN)
    push(connection, remote, [new])
    assert pull(connection, remote, out, state, limit=7).objects == 1
    ids = [orjson.loads(line)["id"] for line in out.read_bytes().splitlines()]
    assert sorted(ids) == sorted(one["id"] for one in [*sent, new])
    connection.close()

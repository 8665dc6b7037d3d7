"""A server killed in the middle of a push, again and again: what it said is there, nothing is there by half."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import orjson

from indicia.errors import ShareError
from indicia.sharing.taxii.client.connection import Connection, Credentials
from indicia.sharing.taxii.client.places import find
from indicia.sharing.taxii.client.push import push
from indicia.sharing.taxii.store.schema import connect

from ..served import GREEN, Template, thing


def _start(store: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "indicia.cli.main", "share", "serve", "--store", str(store), "--rate", "0"]
    process = subprocess.Popen([*command, "--listen", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process
    process.kill()
    raise AssertionError("it does not listen")


def test_killed_while_objects_come_in(tmp_path: Path, template: Template) -> None:
    """After a kill the store opens, a request is in it whole or not at all, and the same push completes it."""
    store = tmp_path / "share.db"
    shutil.copy(template.path, store)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api/collections/{template.one}/"
    things = [thing(GREEN, description="x" * 200) for _ in range(12_000)]
    for wait in (0.2, 0.5):
        process = _start(store, port)
        killer = threading.Timer(wait, os.kill, (process.pid, signal.SIGKILL))
        killer.start()
        connection = Connection(url, Credentials(secret=template.tokens["green"]), tries=1)
        try:
            push(connection, find(connection, ""), things)
        except ShareError:
            pass
        finally:
            connection.close()
            killer.cancel()
            process.kill()
            process.wait(20)
        look = connect(store)
        count = look.execute("SELECT count(*) FROM object WHERE marking < 9").fetchone()[0]
        assert look.execute("PRAGMA integrity_check").fetchone()[0] == b"ok"
        look.close()
        # Sent in parts of five thousand.
        assert count in (0, 5_000, 10_000, 12_000)
    process = _start(store, port)
    try:
        connection = Connection(url, Credentials(secret=template.tokens["green"]))
        assert push(connection, find(connection, ""), things).failures == ()
        connection.close()
    finally:
        process.terminate()
        process.wait(20)
    look = connect(store)
    bodies = look.execute("SELECT id, body FROM object WHERE marking < 9 ORDER BY added").fetchall()
    look.close()
    assert len(bodies) == len(things) == len({id for id, _ in bodies})
    assert {orjson.loads(body)["id"] for _, body in bodies} == {one["id"] for one in things}

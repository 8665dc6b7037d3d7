"""An open store: a few threads that read, one that writes."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from indicia.sharing.taxii.store.schema import connect

_READERS = 4
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Store:
    """Functions that take a connection run in its threads, each of which has one of its own."""

    def __init__(self, path: Path) -> None:
        """Raises ShareError for what is no store."""
        self.quick = connect(path)
        """For a few rows by their key, on the caller's own thread."""
        row = self.quick.execute("SELECT value FROM setting WHERE name = 'paging key'").fetchone()
        self.key: bytes = row[0]
        """What seals cursors."""
        self._path = path
        self._own = threading.local()
        self._open = [self.quick]
        self._readers = ThreadPoolExecutor(_READERS, "taxii-read")
        self._writer = ThreadPoolExecutor(1, "taxii-write")

    async def read(
        self, function: Callable[Concatenate[sqlite3.Connection, _P], _R], *args: _P.args, **more: _P.kwargs
    ) -> _R:
        """Run it where reading does not hold up anybody."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: function(self._connection(write=False), *args, **more))

    async def write(
        self, function: Callable[Concatenate[sqlite3.Connection, _P], _R], *args: _P.args, **more: _P.kwargs
    ) -> _R:
        """Run it after whatever else is being written."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: function(self._connection(write=True), *args, **more))

    def close(self) -> None:
        """Wait for what runs, and end."""
        self._readers.shutdown()
        self._writer.shutdown()
        for connection in self._open:
            connection.close()
        self._open.clear()

    def _connection(self, *, write: bool) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if held is None:
            held = self._own.connection = connect(self._path, write=write)
            self._open.append(held)
        return held

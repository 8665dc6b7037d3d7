"""Invented servers small enough to be written anew in every test run."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.demo import Server, Story, invent, write_server

SHORT = {
    Story.QUIET_SHORT: (datetime(2021, 3, 20, tzinfo=UTC), datetime(2021, 3, 24, tzinfo=UTC)),
}
"""Windows that differ from the common one."""


def small(story: Story, seed: int = 7, **chosen: object) -> Server:
    """A server of a story with logs of two weeks around its dates."""
    start, end = SHORT.get(story, (datetime(2021, 2, 26, tzinfo=UTC), datetime(2021, 3, 12, tzinfo=UTC)))
    return invent(story, seed, **{"start": start, "end": end, "density": 4.0, **chosen})


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Server], Path]:
    """Write a server once per session and give the folder that holds its drive."""
    done: dict[Server, Path] = {}

    def write(server: Server) -> Path:
        if server not in done:
            done[server] = write_server(server, tmp_path_factory.mktemp("servers"))
        return done[server]

    return write

"""A store, and servers over copies of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `share` is not installed")
pytest.importorskip("uvicorn", reason="the extra `share` is not installed")

from .served import Served, Template, running, set_up


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The store that all servers start from."""
    path = tmp_path_factory.mktemp("template") / "share.db"
    one, two, tokens = set_up(path)
    return Template(path, one, two, tokens)


@pytest.fixture
def served(tmp_path: Path, template: Template) -> Iterator[Served]:
    """A server with an empty store."""
    with running(tmp_path, template) as found:
        yield found


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Iterator[Served]:
    """One server for all tests that ask for nothing in particular to be in it."""
    with running(tmp_path_factory.mktemp("shared"), template) as found:
        yield found

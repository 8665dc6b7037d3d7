"""Reports of others, and nothing on the machine that would change how they are read."""

from pathlib import Path

import pytest


@pytest.fixture
def no_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only names that come with Indicia."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def news(request: pytest.FixtureRequest, tmp_path: Path, no_catalogues: None) -> Path:
    """The `NEWS` of the module, in a file."""
    path = tmp_path / "news.txt"
    path.write_text(request.module.NEWS, "utf-8")
    return path

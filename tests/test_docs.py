"""What the documentation says is so."""

import re
import tomllib
from pathlib import Path

import pytest

from indicia.detection.analyses.registry import analyses
from indicia.tables.schema import TABLES

ROOT = Path(__file__).parents[1]


def test_each_dependency_is_justified() -> None:
    """docs/dependencies.md and pyproject.toml list the same packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[<>=;\[ ]", item, maxsplit=1)[0] for item in project["dependencies"]}
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert set(re.findall(r"^\| ([a-z0-9-]+) \|", text, re.MULTILINE)) - {"package"} == declared
    for item in project["optional-dependencies"]["dev"]:
        assert re.split(r"[<>=]", item, maxsplit=1)[0] in text


@pytest.mark.parametrize("analysis", analyses(), ids=lambda item: item.name)
def test_each_analysis_has_its_page(analysis) -> None:
    """A page says what it sees, what it takes for it wrongly, and what to do next."""
    page = ROOT / "docs" / "analyses" / f"{analysis.name}.md"
    assert page.is_file()
    text = page.read_text("utf-8").lower()
    assert all(test.lower() in text for test in analysis.tests)


def test_each_column_is_documented() -> None:
    """docs/tables.md names every table and column."""
    text = (ROOT / "docs" / "tables.md").read_text("utf-8")
    for table in TABLES.values():
        assert f"## {table.name}" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.what}" in text


def test_each_folder_on_the_map_exists() -> None:
    """The map of docs/architecture.md names real places, and every package is on it."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for folder in (ROOT / "src" / "indicia").iterdir():
        if folder.is_dir() and (folder / "__init__.py").exists():
            assert f"{folder.name}/" in text

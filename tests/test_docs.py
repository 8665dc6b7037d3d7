"""What the documentation says is so."""

import re
import tomllib
from pathlib import Path

import pytest

from indicia.detection.analyses.common.registry import analyses
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


def test_the_map_is_true() -> None:
    """Every folder with code stands on the map of docs/architecture.md, and all that stands there is there."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    root = ROOT / "src" / "indicia"
    named: set[str] = set()
    above: list[tuple[int, str]] = []
    for line in text.split("src/indicia/\n", 1)[1].split("```", 1)[0].splitlines():
        depth = len(line) - len(line.lstrip())
        above = [(other, folder) for other, folder in above if other < depth]
        for word in re.split(r" {3,}", line.strip(), maxsplit=1)[0].split():
            named.add("".join(folder for _, folder in above) + word)
        if line.strip().split()[0].endswith("/"):
            above.append((depth, line.strip().split()[0]))
    named = {place for place in named if place.endswith(("/", ".py"))}
    assert {place for place in named if not (root / place).exists()} == set()
    folders = {f"{path.parent.relative_to(root).as_posix()}/" for path in root.rglob("*.py") if path.parent != root}
    # Written when the package is built.
    folders = {folder for folder in folders if not folder.endswith("/compiled_templates/")}
    assert folders - named == set()


def test_the_way_of_imports_is_the_contract() -> None:
    """docs/architecture.md says what import-linter holds, of the whole and of the analysis of web shells."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = [one["layers"] for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    assert layers
    assert [ways for ways in layers if f"`{' → '.join(ways)}`" not in text] == []


PAGES = sorted(
    {
        path.relative_to(ROOT)
        for pattern in ("*.md", "bench/*.md", "docs/**/*.md", "examples/**/*.md")
        for path in ROOT.glob(pattern)
    }
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_link_leads_somewhere(page: Path) -> None:
    """Links within the project lead to files that are there, and to headings that are in them."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        there = (ROOT / page).parent / name if name else ROOT / page
        assert there.exists(), target
        if heading:
            assert heading in _headings(there), target


def _headings(page: Path) -> set[str]:
    """Anchors as GitHub makes them of headings."""
    found = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}

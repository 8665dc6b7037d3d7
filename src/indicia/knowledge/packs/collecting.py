"""What has to be collected so that a pack's tests can be answered: `collect.toml`."""

import re

from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.section import Section, read_section

ROOTS = {"C": "system drive", "W": "Windows folder", "E": "Exchange's folder"}
"""What the letter in front of a path stands for."""


_CLASS = re.compile(r"Get-([A-Za-z]+)")


class Place(Struct, frozen=True):
    """A path or pattern below one of the roots."""

    root: str
    """`C`, `W` or `E`."""
    path: str
    r"""Windows form, relative, with `*` within a name and `**` over folders: `Logging\\HttpProxy\\**\\*.LOG`."""


class Export(Struct, frozen=True):
    """A command that only reads, and the file its output goes to."""

    file: str
    run: str


class CollectLine(Struct, frozen=True, kw_only=True):
    """One kind of evidence."""

    id: str
    """`C-02`."""
    title: str
    sources: tuple[str, ...]
    globs: tuple[Place, ...]
    channels: tuple[str, ...]
    exports: tuple[Export, ...]
    registry: tuple[str, ...]
    listing: tuple[Place, ...]
    raw: tuple[Place, ...]
    """Files that only a tool which reads the volume itself can copy, however large they are said to be."""
    exchange_shell: bool
    """Whether its commands are those of Exchange."""
    note: str
    per_day: int
    """Megabytes a day to expect; 0 where `total` counts."""
    total: int
    """Megabytes to expect."""

    @property
    def classes(self) -> frozenset[str]:
        """Classes of the objects that its exports hold, from the names of their files."""
        return frozenset(found[1] for item in self.exports if (found := _CLASS.match(item.file)))


def incomplete(file: str) -> str:
    """Name for what a command brought before it failed: `Get-InboxRule.incomplete.csv`.  It covers nothing."""
    name, _, ending = file.rpartition(".")
    return f"{name}.incomplete.{ending}"


def load_lines(pack: Pack) -> tuple[CollectLine, ...]:
    """All lines of a pack in order; none for a pack without the file.

    Raises RulesetError, naming the entry, for unknown keys and log sources, paths without a root, and ids given twice.
    """
    path = pack.root / "collect.toml"
    if not path.is_file():
        return ()
    top = read_section(path)
    known = {source.id for source in pack.sources}
    lines: dict[str, CollectLine] = {}
    for row in top.rows("line", "id"):
        line = _line(row)
        if line.id in lines:
            raise RulesetError(f"{path}: {line.id}: this id is there twice", hint="give each entry its own id")
        for source in line.sources:
            if source not in known:
                raise row.wrong(f"unknown log source `{source}`")
        lines[line.id] = line
    top.close()
    return tuple(lines.values())


def _line(row: Section) -> CollectLine:
    shell = row.text("shell", "")
    if shell not in ("", "exchange"):
        raise row.wrong("`shell` is `exchange` or absent")
    exports = []
    for item in row.rows("exports", "file"):
        exports.append(Export(item.text("file"), item.text("run")))
        item.close()
    line = CollectLine(
        id=row.text("id"),
        title=row.text("title"),
        sources=row.texts("sources"),
        globs=_places(row, "globs"),
        channels=row.texts("channels"),
        exports=tuple(exports),
        registry=row.texts("registry"),
        listing=_places(row, "listing"),
        raw=_places(row, "raw"),
        exchange_shell=shell == "exchange",
        note=row.text("note", ""),
        per_day=row.number("per_day", 0),
        total=row.number("total", 0),
    )
    row.close()
    return line


def _places(row: Section, key: str) -> tuple[Place, ...]:
    found = []
    for text in row.texts(key):
        root, _, path = text.partition(":")
        if root not in ROOTS or not path or path.startswith("\\") or ".." in path:
            raise row.wrong(f"`{text}` has to start with C:, W: or E: and be relative to it")
        found.append(Place(root, path))
    return tuple(found)

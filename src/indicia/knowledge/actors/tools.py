"""Tools and malware by which an intruder may be told, and how they show in findings: `tools.toml`."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.section import Section, read_section


class KnownTool(Struct, frozen=True, kw_only=True):
    """One tool."""

    name: str
    attack_id: str
    """Empty where ATT&CK has none."""
    words: tuple[str, ...]
    """Whole words in names of rules, indicators and detections, lower case."""
    programs: tuple[str, ...]
    """Names of started programs, lower case."""
    shell: bool
    shared: bool
    """Many use it: it speaks for nobody."""
    why: str

    @property
    def key(self) -> str:
        """What features are named after: the ATT&CK id, else the name."""
        return self.attack_id or self.name


@cache
def known_tools() -> tuple[KnownTool, ...]:
    """Every tool that comes with Indicia.  Raises RulesetError for a name given twice."""
    top = read_section(Path(str(files("indicia"))) / "packs" / "exchange-2021" / "tools.toml")
    top.text("source")
    found: dict[str, KnownTool] = {}
    for row in top.rows("tool", "name"):
        tool = _tool(row)
        if tool.name in found:
            raise row.wrong("this tool is there twice")
        found[tool.name] = tool
    top.close()
    return tuple(found.values())


def _tool(row: Section) -> KnownTool:
    tool = KnownTool(
        name=row.text("name"),
        attack_id=row.text("attack_id", ""),
        words=row.texts("words"),
        programs=row.texts("programs"),
        shell=row.flag("shell", default=False),
        shared=row.flag("shared", default=False),
        why=row.text("why"),
    )
    row.close()
    if not tool.words and not tool.programs:
        raise row.wrong("neither `words` nor `programs`: it could never be seen")
    return tool

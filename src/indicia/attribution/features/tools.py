"""Tools and malware that findings name, by names of rules and detections and by started programs."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from indicia.attribution.features.deeds import Deed
from indicia.attribution.features.techniques import BLOCK
from indicia.attribution.roster import Roster
from indicia.knowledge.actors.tools import KnownTool, known_tools
from indicia.model.attribution import EvidenceClass, Feature

MOST = 100.0
"""What malware of one cluster alone may weigh at most against an actor nobody knows; see docs/attribution.md."""
_PROGRAM_FIELDS = ("Image", "OriginalFileName", "CommandLine", "NewProcessName", "ProcessCommandLine")
_PROGRAM = re.compile(r"([\w.-]{2,60}\.exe)\b", re.IGNORECASE)
_BARE = re.compile(r"(?:^|[/\\\"' ])([a-z0-9]{2,20})(?=$|[\"' ])", re.IGNORECASE)


def tool_features(deeds: Sequence[Deed], roster: Roster) -> Iterator[Feature]:
    """One for each tool.  A tool of one cluster alone weighs for that cluster; every other goes with the techniques."""
    started = [programs(deed) for deed in deeds]
    named = [_text(deed) for deed in deeds]
    for tool in known_tools():
        words = _words(tool)
        mine = [
            deed
            for deed, running, text in zip(deeds, started, named, strict=True)
            if not running.isdisjoint(tool.programs) or (words is not None and words.search(text))
        ]
        if not mine:
            continue
        holder = only_holder(tool, roster)
        alone = holder is not None
        reliability = max(deed.reliability for deed in mine)
        yield Feature(
            id=f"tool:{tool.key}",
            kind=EvidenceClass.MALWARE if alone else EvidenceClass.TOOL,
            value=tool.key,
            text=f"{tool.name} ({tool.why})",
            findings=tuple(deed.id for deed in mine),
            block=_block(mine) if alone else BLOCK,
            reliability=reliability,
            speaks_for={holder: float(np.log(MOST))} if holder is not None else None,
        )


def only_holder(tool: KnownTool, roster: Roster) -> str | None:
    """The one cluster that a tool is known of; null where it is shared, or known of none or several."""
    holders = roster.holders(tool)
    return holders[0] if len(holders) == 1 and not tool.shared else None


def _block(deeds: Sequence[Deed]) -> str:
    """The rules that say so are the source: other rules by the same author say nothing new."""
    authors = sorted({deed.finding.card.author or "our own rules" for deed in deeds})
    return f"rules of {', '.join(authors)[:120]}"


def _text(deed: Deed) -> str:
    finding = deed.finding
    return " ".join((finding.title, finding.card.title, finding.card.id))[:2000].lower()


def _words(tool: KnownTool) -> re.Pattern[str] | None:
    if not tool.words:
        return None
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, tool.words))})(?![a-z0-9])")


def programs(deed: Deed) -> set[str]:
    """Names of programs in the records of a finding, lower case, with `.exe`."""
    found: set[str] = set()
    for exhibit in deed.finding.exhibits:
        for name in _PROGRAM_FIELDS:
            value = exhibit.fields.get(name)
            if not isinstance(value, str):
                continue
            text = value[:4000].lower()
            found.update(match.group(1) for match in _PROGRAM.finditer(text))
            if "commandline" in name.lower():
                found.update(f"{match.group(1)}.exe" for match in _BARE.finditer(text))
    return found

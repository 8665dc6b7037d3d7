"""What files of others state: the same pieces of evidence as from findings, with a place in the file behind each.

A file is one source, however much it says.  It is somebody's reading of an activity, no record of it, so what it says
counts as moderately reliable.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from indicia.attribution.features.deeds import RELIABILITY
from indicia.attribution.features.tools import MOST, only_holder
from indicia.attribution.roster import Roster
from indicia.knowledge.actors.tools import known_tools
from indicia.model.attribution import EvidenceClass, Feature, NotUsed
from indicia.model.finding import Confidence
from indicia.model.stated import Stated, StatedFile, StatedKind

STATED = RELIABILITY[Confidence.MODERATE]
"""How likely it is that what a file states was so."""
_TOGETHER = 6
"""Entries that count for nothing are told in groups of so many."""
_MOST_NAMED = 18


class SourceFile(Struct, frozen=True):
    """A file, and the name under which its places are told apart."""

    file: StatedFile
    prefix: str = ""
    """Before each place where several sources are asked about."""
    together: tuple[str, ...] = ()
    """Names of all files that are one source with it, its own among them; empty: it stands alone."""

    @property
    def block(self) -> str:
        """The origin of everything in it."""
        names = self.together or (self.file.name,)
        return f"the file{'s' if len(names) > 1 else ''} {', '.join(names)}"


class FromFile(Struct, frozen=True):
    """One thing that a file states."""

    item: Stated
    source: SourceFile

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.source.prefix}{self.item.said}"

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.source.file.name

    @property
    def block(self) -> str:
        """Its origin."""
        return self.source.block


def stated(files: Sequence[SourceFile], kind: StatedKind) -> Iterator[FromFile]:
    """Everything of a kind, file by file."""
    for source in files:
        for item in source.file.stated:
            if item.kind is kind:
                yield FromFile(item, source)


def stated_features(files: Sequence[SourceFile], names: Mapping[str, str]) -> Iterator[Feature | NotUsed]:
    """One for each technique of each file, and everything in the files that counts for nothing."""
    for mine in _grouped(files, StatedKind.TECHNIQUE):
        id = mine[0].item.value
        yield _feature(mine, EvidenceClass.TECHNIQUE, f"{id} {names.get(id, '')}".strip())
    for source in files:
        yield from _left_out(source)


def stated_tools(files: Sequence[SourceFile], roster: Roster, names: Mapping[str, str]) -> Iterator[Feature]:
    """One for each tool.  As with findings, a tool of one cluster alone weighs for that cluster."""
    shipped = {tool.key: tool for tool in known_tools()}
    for mine in _grouped(files, StatedKind.SOFTWARE):
        key = mine[0].item.value
        tool = shipped.get(key)
        holder = only_holder(tool, roster) if tool is not None else None
        text = f"{tool.name} ({tool.why})" if tool is not None else f"{names.get(key, '')} {key}".strip()
        yield _feature(mine, EvidenceClass.TOOL if holder is None else EvidenceClass.MALWARE, text, holder)


def _grouped(files: Sequence[SourceFile], kind: StatedKind) -> Iterator[list[FromFile]]:
    """Equal things of one file together."""
    for source in files:
        found: dict[str, list[FromFile]] = {}
        for one in stated([source], kind):
            found.setdefault(one.item.value, []).append(one)
        yield from found.values()


def shortened(mine: Sequence[FromFile]) -> tuple[str, ...]:
    """Their places, the first ones by name."""
    more = len(mine) - _MOST_NAMED
    return (*(one.place for one in mine[:_MOST_NAMED]), *((f"{more} more places",) if more > 0 else ()))


def _feature(mine: Sequence[FromFile], kind: EvidenceClass, text: str, holder: str | None = None) -> Feature:
    one = mine[0]
    return Feature(
        id=f"{'technique' if kind is EvidenceClass.TECHNIQUE else 'tool'}:{one.item.value}",
        kind=kind,
        value=one.item.value,
        text=text,
        findings=(),
        block=one.block,
        reliability=STATED,
        speaks_for={holder: float(np.log(MOST))} if holder is not None else None,
        places=shortened(mine),
    )


def _left_out(source: SourceFile) -> Iterator[NotUsed]:
    by_reason: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for one in source.file.left:
        by_reason.setdefault((one.why, one.refused), {}).setdefault(one.what, []).append(one.place)
    for (why, refused), entries in by_reason.items():
        told = [f"{what} ({', '.join(places[:_TOGETHER])})" for what, places in entries.items()]
        # What was passed over on purpose is counted; what nobody knows the meaning of is named to the last one.
        shown = told if refused else told[:_MOST_NAMED]
        for start in range(0, len(shown), _TOGETHER):
            yield NotUsed(f"{source.prefix}{', '.join(shown[start : start + _TOGETHER])}", why)
        if len(shown) < len(told):
            yield NotUsed(f"{source.prefix}{len(told) - len(shown)} more of these entries", why)

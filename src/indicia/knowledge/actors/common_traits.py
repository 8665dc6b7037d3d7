"""Values that many use, as lists: they say little or nothing about who it was."""

import ipaddress
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from msgspec import Struct, field

from indicia.errors import RulesetError
from indicia.knowledge.section import Section, read_section
from indicia.model.trait import Commonness, TraitKind

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_MATCHES = ("equals", "starts", "ends", "contains")


class _Entry(Struct, frozen=True):
    match: str
    values: tuple[str, ...]
    grade: Commonness
    why: str

    def holds(self, value: str) -> bool:
        if self.match == "starts":
            return value.startswith(self.values)
        if self.match == "ends":
            return value.endswith(self.values)
        if self.match == "contains":
            return any(part in value for part in self.values)
        return value in self.values


class CommonTraits(Struct):
    """All lists that are in use, asked value by value."""

    _entries: dict[TraitKind, list[_Entry]] = field(default_factory=dict)
    _networks: list[tuple[Network, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    """Titles of the lists, in the order they were read."""

    def look(self, kind: TraitKind, value: str) -> tuple[Commonness, str]:
        """How common a value is, and who says so; the strongest word wins."""
        found: tuple[Commonness, str] = (Commonness.NO, "")
        for entry in self._entries.get(kind, ()):
            if found[0] is not Commonness.COMMON and entry.holds(value):
                found = (entry.grade, entry.why)
        if kind is TraitKind.CLIENT:
            address = ipaddress.ip_address(value)
            for network, why in self._networks:
                if address.version == network.version and address in network:
                    return Commonness.COMMON, why
        return found

    def read(self, path: Path) -> None:
        """Add the entries of a file.

        Raises RulesetError, naming the entry, for unknown keys, kinds, grades, ways of matching and networks.
        """
        top = read_section(path)
        title = top.text("title", path.name)
        for row in top.rows("value", "why"):
            kind, entry = _entry(row)
            self._entries.setdefault(kind, []).append(entry)
        for row in top.rows("network", "why"):
            why = row.text("why")
            row.text("source", "")
            for text in row.texts("networks"):
                self._networks.append((_network(row, text), why))
            row.close()
        top.close()
        self.sources.append(title)


def load_common(more: Sequence[Path] = ()) -> CommonTraits:
    """The list that comes with Indicia, and further ones of the same form.  Raises RulesetError."""
    lists = CommonTraits()
    for path in (Path(str(files("indicia"))) / "packs" / "exchange-2021" / "common.toml", *more):
        lists.read(path)
    return lists


def _entry(row: Section) -> tuple[TraitKind, _Entry]:
    kind, grade, match = row.text("kind"), row.text("grade", "common"), row.text("match", "equals")
    if kind not in set(TraitKind):
        raise row.wrong(f"unknown kind `{kind}`; there are {', '.join(TraitKind)}")
    if grade not in {Commonness.KNOWN, Commonness.COMMON}:
        raise row.wrong(f"unknown grade `{grade}`; there are known and common")
    if match not in _MATCHES:
        raise row.wrong(f"unknown way to match `{match}`; there are {', '.join(_MATCHES)}")
    values = tuple(value.lower() for value in row.texts("values"))
    if not values or not all(values):
        raise row.wrong("`values` is empty or holds an empty text")
    entry = _Entry(match, values, Commonness(grade), row.text("why"))
    row.text("source", "")
    row.close()
    return TraitKind(kind), entry


def _network(row: Section, text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        wrong = row.wrong(f"`{text}` is no network: {error}")
        raise RulesetError(str(wrong), hint="write it as 192.0.2.0/24") from error

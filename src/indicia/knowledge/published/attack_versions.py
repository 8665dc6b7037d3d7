"""ATT&CK ids across versions 9, 18 and 19: what an id of one version is called in another, and how sure that is.

The data ships with Indicia (`attack_ids.toml`), so nothing has to be fetched for it.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.section import Section, read_section

SPOKEN = "18"
"""The version in which Indicia compares ids and speaks of them."""


class How(StrEnum):
    """How an id was brought into another version."""

    SAME = "same"
    RENAMED = "renamed"
    """The same id under another name."""
    REVOKED_BY = "revoked by"
    """Another id took its place; going back: it took the place of the other."""
    SPLIT = "split"
    """Several ids of the older version became this one."""
    BEST_FIT = "best fit"
    """That version has nothing of the kind; the technique above it is the nearest."""
    NONE = "none"
    """That version has nothing of the kind, or the id is unknown or was withdrawn."""


class Migration(Struct, frozen=True, kw_only=True):
    """What an id is in another version."""

    how: How
    ids: tuple[str, ...]
    """Empty for `none`; the nearest first."""


class Tactic(Struct, frozen=True, kw_only=True):
    """One tactic."""

    short: str
    """As rules and the Navigator write it, `initial-access`."""
    id: str
    """Empty where it is not known."""
    name: str


class _Life(Struct, frozen=True):
    first: int
    last: int
    tactics: tuple[str, ...]


class AttackVersions:
    """The ids of all versions that are known here."""

    def __init__(
        self,
        *,
        versions: tuple[str, ...],
        lives: Mapping[str, _Life],
        revoked: Mapping[str, str],
        moved: Mapping[tuple[str, int], tuple[str, ...]],
        names: Mapping[tuple[str, int], str],
        tactics: Mapping[str, tuple[Tactic, tuple[str, ...]]],
        mitigations: Mapping[str, str],
        withdrawn: Collection[str] = (),
    ) -> None:
        self.versions = versions
        self._lives = lives
        self._revoked = revoked
        self._moved = moved
        self._names = names
        self._tactics = tactics
        self.mitigations = mitigations
        """Id (`M1042`) → name, of version 18."""
        self.withdrawn = frozenset(withdrawn)
        """Ids that were deprecated, so that nothing took their place."""
        self._heirs: dict[str, list[str]] = {}
        self._migrated: dict[tuple[str, str, str], Migration] = {}
        """What was asked before: each host is held against the same advisories."""
        for id, heir in revoked.items():
            self._heirs.setdefault(heir, []).append(id)

    def lives(self, id: str, version: str) -> bool:
        """Whether a version has this id, neither revoked nor withdrawn."""
        life = self._lives.get(id)
        return life is not None and life.first <= self._number(version) <= life.last

    def ids(self, version: str) -> tuple[str, ...]:
        """Every id of a version, sorted."""
        return tuple(sorted(id for id in self._lives if self.lives(id, version)))

    def name(self, id: str, version: str) -> str:
        """Its name, where it is known to differ between versions; else empty."""
        number = self._number(version)
        known = [(since, name) for (named, since), name in self._names.items() if named == id and since <= number]
        return max(known, default=(0, ""))[1]

    def tactics(self, id: str, version: str) -> tuple[str, ...]:
        """Short names of its tactics in a version; empty where that version does not have it.

        Those of version 9 are not known and taken to be those of 18.
        """
        if not self.lives(id, version):
            return ()
        return self._moved.get((id, self._number(version)), self._lives[id].tactics)

    def tactic(self, key: str) -> Tactic | None:
        """The tactic with this id or short name."""
        found = self._tactics.get(key)
        return found[0] if found else None

    def tactic_in(self, key: str, id: str, version: str) -> str:
        """Short name of the tactic under which a version files what another one filed under `key`.

        Empty where the version has the technique under none that follows from it.
        """
        found = self._tactics.get(key)
        if found is None:
            return ""
        there = self.tactics(id, version)
        return next((name for name in (found[0].short, *found[1]) if name in there), "")

    def migrate(self, id: str, start: str, end: str) -> Migration:
        """What an id of version `start` is in version `end`.  Raises RulesetError for a version not known here."""
        known = self._migrated.get((id, start, end))
        if known is None:
            known = self._migrated[id, start, end] = self._migration(id, start, end)
        return known

    def _migration(self, id: str, start: str, end: str) -> Migration:
        back = self._number(end) < self._number(start)
        if not self.lives(id, end):
            return self._moved_on(id, end, set())
        # Going back, an id also stands for what was merged into it meanwhile.
        merged = tuple(sorted(old for old in self._heirs.get(id, ()) if back and self.lives(old, end)))
        if merged:
            return Migration(how=How.SPLIT, ids=(id, *merged))
        names = {self.name(id, start), self.name(id, end)} - {""}
        return Migration(how=How.RENAMED if len(names) > 1 else How.SAME, ids=(id,))

    def brought(self, id: str, end: str = SPOKEN) -> tuple[str, ...]:
        """What an id of any version is in `end`; empty where it is nothing there.  Rules do not say their version."""
        return (id,) if self.lives(id, end) else self._moved_on(id, end, set()).ids

    def _moved_on(self, id: str, end: str, seen: set[str]) -> Migration:
        """The same for an id that `end` does not have: along the revocations, else against them, else one step up."""
        if id in seen:
            return Migration(how=How.NONE, ids=())
        seen.add(id)
        heir = self._revoked.get(id)
        if heir is not None and not self._later(id, end):
            if self.lives(heir, end):
                return Migration(how=How.REVOKED_BY, ids=(heir,))
            return self._moved_on(heir, end, seen)
        older = sorted(self._heirs.get(id, ()))
        there = tuple(old for old in older if self.lives(old, end))
        if there:
            return Migration(how=How.REVOKED_BY if len(there) == 1 else How.SPLIT, ids=there)
        for old in older:
            if self._later(old, end) and (found := self._moved_on(old, end, seen)).ids:
                return Migration(how=How.BEST_FIT, ids=found.ids)
        parent = id.partition(".")[0]
        if id not in self._lives or parent == id:
            return Migration(how=How.NONE, ids=())
        ids = (parent,) if self.lives(parent, end) else self._moved_on(parent, end, seen).ids
        return Migration(how=How.BEST_FIT if ids else How.NONE, ids=ids)

    def _later(self, id: str, version: str) -> bool:
        """Whether an id was made after a version."""
        life = self._lives.get(id)
        return life is not None and life.first > self._number(version)

    def _number(self, version: str) -> int:
        number = version.partition(".")[0]
        if number not in self.versions:
            known = ", ".join(self.versions)
            raise RulesetError(f"ATT&CK version {version} is not known here", hint=f"known versions: {known}")
        return int(number)


def load_attack_versions(path: Path | None = None) -> AttackVersions:
    """The shipped table, or another one of the same form.  Raises RulesetError naming file and entry."""
    return _load(path or Path(str(files("indicia"))) / "knowledge" / "published" / "attack_ids.toml")


@cache
def _load(path: Path) -> AttackVersions:
    top = read_section(path)
    top.text("source")
    top.text("assumption", "")
    versions = top.texts("versions")
    withdrawn = top.texts("deprecated")
    pairs = top.lists("revoked")
    if any(len(pair) != 2 for pair in pairs):
        raise top.wrong("`revoked` has to be a list of pairs")
    tactics = dict(_tactics(top, versions))
    lives: dict[str, _Life] = {}
    for row in top.rows("ids", "first"):
        first, last = _version(row, "first", versions), _version(row, "last", versions)
        under = _under(row, tactics)
        for id in row.texts("ids"):
            if id in lives:
                raise row.wrong(f"{id} is there twice")
            lives[id] = _Life(first, last, under)
        row.close()
    moved: dict[tuple[str, int], tuple[str, ...]] = {}
    for row in top.rows("moved", "since"):
        since, under = _version(row, "since", versions), _under(row, tactics)
        moved.update(((id, since), under) for id in row.texts("ids"))
        row.close()
    names = {}
    for row in top.rows("name", "id"):
        names[row.text("id"), _version(row, "since", versions)] = row.text("name")
        row.close()
    mitigations = {}
    for row in top.rows("mitigation", "id"):
        mitigations[row.text("id")] = row.text("name")
        row.close()
    top.close()
    return AttackVersions(
        versions=versions,
        lives=lives,
        revoked={pair[0]: pair[1] for pair in pairs},
        moved=moved,
        names=names,
        tactics={key: both for both in tactics.values() for key in (both[0].short, both[0].id) if key},
        mitigations=mitigations,
        withdrawn=withdrawn,
    )


def _tactics(top: Section, versions: Collection[str]) -> Iterator[tuple[str, tuple[Tactic, tuple[str, ...]]]]:
    for row in top.rows("tactic", "short"):
        tactic = Tactic(short=row.text("short"), id=row.text("id", ""), name=row.text("name"))
        for key in ("first", "last"):
            if row.text(key, "") not in ("", *versions):
                raise row.wrong(f"`{key}` is no version of this file")
        yield tactic.short, (tactic, row.texts("successors"))
        row.close()


def _version(row: Section, key: str, versions: Collection[str]) -> int:
    text = row.text(key)
    if text not in versions:
        raise row.wrong(f"`{key}` is `{text}`, no version of this file")
    return int(text)


def _under(row: Section, known: Collection[str]) -> tuple[str, ...]:
    found = row.texts("tactics")
    for tactic in found:
        if tactic not in known:
            raise row.wrong(f"unknown tactic `{tactic}`")
    return found

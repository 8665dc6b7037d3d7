"""Flaws of the product: which update fixes each, what the update alone does not do, and the days that matter."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from indicia.knowledge.product.builds import BuildTable
from indicia.knowledge.section import Section, read_section
from indicia.model.exposure import Clock, ClockReading

_ID = re.compile(r"CVE-\d{4}-\d{4,19}|ADV\d{6}")
_CLOCKS = {
    "first_use": Clock.FIRST_USE,
    "disclosure": Clock.DISCLOSURE,
    "patch": Clock.PATCH,
    "proof": Clock.PROOF,
}
"""What a pack may state; the KEV day is a key of its own, the local days come from the evidence."""


class Update(Struct, frozen=True, kw_only=True):
    """One update by the name that build tables give it."""

    name: str
    released: date
    source: str
    verified: bool = True


class Fix(Struct, frozen=True, kw_only=True):
    """An update that closes a flaw in some products."""

    update: str
    products: tuple[str, ...]
    listed: bool = False
    """It stands in the vendor's own table."""
    at_latest: str = ""
    """Sources disagree: this later update holds the fix for certain; empty where they agree."""


class KevDates(Struct, frozen=True, kw_only=True):
    """What CISA's catalogue of flaws known to be exploited says."""

    added: date
    due: date | None
    ransomware: bool
    """Known to be used for extortion."""


class KnownFlaw(Struct, frozen=True, kw_only=True):
    """One flaw."""

    cve: str
    products: tuple[str, ...]
    """Ids of products that have it."""
    fixes: tuple[Fix, ...]
    source: str
    verified: bool = True
    nickname: str = ""
    family: str = ""
    what: str = ""
    """Empty where the sources of the pack do not describe it."""
    what_verified: bool = True
    attacker_needs: str = ""
    fixed_by: str = ""
    also_needs: str = ""
    """What has to be set besides the update."""
    also_needs_on: tuple[str, ...] = ()
    """Products it is needed on; empty: on all."""
    decided_by: tuple[str, ...] = ()
    """Artefact tests that show whether it is set: a hit says that it is not."""
    or_else: str = ""
    """What closes it without the update; then a missing update does not show that it stands open."""
    note: str = ""
    kev: KevDates | None = None
    clocks: Mapping[Clock, ClockReading] = field(default_factory=dict)

    def fixes_for(self, product: str) -> tuple[Fix, ...]:
        """Fixes of one product, every one of which is needed."""
        return tuple(fix for fix in self.fixes if product in fix.products)

    def needs_setting(self, product: str) -> bool:
        """Whether the update alone is not enough on a product."""
        return bool(self.also_needs) and (not self.also_needs_on or product in self.also_needs_on)


class FlawTable(Struct, frozen=True, kw_only=True):
    """All flaws a pack knows."""

    flaws: tuple[KnownFlaw, ...] = ()
    updates: Mapping[str, Update] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    """Family of flaws → the update that closed the last one of its chain."""
    kev_version: str = ""
    """Version of the catalogue that the KEV dates are from."""
    kev_began: date | None = None
    """First day of the catalogue: an entry of that day says nothing about when exploitation began."""
    source: str = ""

    def update_of(self, family: str) -> str:
        """The update that closes a family; that of the family `any` where this one is not listed."""
        return self.families.get(family, self.families.get("any", ""))

    def flaw(self, cve: str) -> KnownFlaw | None:
        """A flaw by id."""
        return next((item for item in self.flaws if item.cve == cve), None)


def load_flaws(path: Path, builds: BuildTable) -> FlawTable:
    """Read a pack's table of flaws.

    Raises RulesetError, naming file and entry, for an unknown key, a wrong type, an id given twice, and an update or
    product that is not defined.
    """
    top = read_section(path)
    source = top.text("source")
    version = top.text("kev_version", "")
    began = top.day("kev_began")
    updates: dict[str, Update] = {}
    for row in top.rows("update", "name"):
        update = _update(row)
        if update.name in updates:
            raise row.wrong("this update is there twice")
        updates[update.name] = update
    families: dict[str, str] = {}
    for row in top.rows("family", "id"):
        family = row.text("id")
        families[family] = _defined(row, row.text("update"), updates, "update")
        row.close()
    products = {product.id for product in builds.products}
    flaws: dict[str, KnownFlaw] = {}
    for row in top.rows("flaw", "cve"):
        flaw = _flaw(row, updates, products)
        if flaw.cve in flaws:
            raise row.wrong("this flaw is there twice")
        if flaw.family:
            _defined(row, flaw.family, families, "family")
        flaws[flaw.cve] = flaw
    top.close()
    for branch in builds.branches:
        for name in branch.updates:
            _defined(top, name, updates, "update of the build table")
    return FlawTable(
        flaws=tuple(flaws.values()),
        updates=updates,
        families=families,
        kev_version=version,
        kev_began=began,
        source=source,
    )


def _update(row: Section) -> Update:
    released = row.day("released")
    if released is None:
        raise row.wrong("`released` is missing")
    update = Update(
        name=row.text("name"),
        released=released,
        source=row.text("source"),
        verified=row.flag("verified", default=True),
    )
    row.close()
    return update


def _flaw(row: Section, updates: Mapping[str, Update], products: set[str]) -> KnownFlaw:
    fixes = tuple(_fixes(row, updates, products))
    flaw = KnownFlaw(
        cve=row.text("cve"),
        products=row.texts("products"),
        fixes=fixes,
        source=row.text("source"),
        verified=row.flag("verified", default=True),
        nickname=row.text("nickname", ""),
        family=row.text("family", ""),
        what=row.text("what", ""),
        what_verified=row.flag("what_verified", default=True),
        attacker_needs=row.text("attacker_needs", ""),
        fixed_by=row.text("fixed_by", "") or ", ".join(fix.update for fix in fixes),
        also_needs=row.text("also_needs", ""),
        also_needs_on=row.texts("also_needs_on"),
        decided_by=row.texts("decided_by"),
        or_else=row.text("or_else", ""),
        note=row.text("note", ""),
        kev=_kev(row),
        clocks=dict(_clocks(row)),
    )
    row.close()
    if not _ID.fullmatch(flaw.cve):
        raise row.wrong("`cve` is no CVE number and no advisory of the vendor")
    if not flaw.products:
        raise row.wrong("`products` is empty")
    for product in (*flaw.products, *flaw.also_needs_on):
        _defined(row, product, products, "product")
    for fix in fixes:
        if not set(fix.products) <= set(flaw.products):
            raise row.wrong(f"the fix {fix.update} names a product that `products` does not")
    if (flaw.decided_by or flaw.also_needs_on) and not flaw.also_needs:
        raise row.wrong("`decided_by` and `also_needs_on` belong to `also_needs`")
    return flaw


def _fixes(row: Section, updates: Mapping[str, Update], products: set[str]) -> Iterator[Fix]:
    for inner in row.rows("fixes", "update"):
        fix = Fix(
            update=_defined(inner, inner.text("update"), updates, "update"),
            products=inner.texts("products"),
            listed=inner.flag("listed", default=False),
            at_latest=inner.text("at_latest", ""),
        )
        inner.close()
        for product in fix.products:
            _defined(inner, product, products, "product")
        if fix.at_latest:
            _defined(inner, fix.at_latest, updates, "update")
        yield fix


def _kev(row: Section) -> KevDates | None:
    inner = row.inner("kev")
    if inner is None:
        return None
    added = inner.day("added")
    if added is None:
        raise inner.wrong("`added` is missing")
    dates = KevDates(added=added, due=inner.day("due"), ransomware=inner.flag("ransomware", default=False))
    inner.close()
    return dates


def _clocks(row: Section) -> Iterator[tuple[Clock, ClockReading]]:
    for inner in row.rows("clock", "which"):
        which = inner.text("which")
        if which not in _CLOCKS:
            raise inner.wrong(f"`which` is not one of {', '.join(_CLOCKS)}")
        reading = ClockReading(
            clock=_CLOCKS[which],
            day=inner.day("day"),
            note=inner.text("note", ""),
            source=inner.text("source"),
            verified=inner.flag("verified", default=True),
        )
        inner.close()
        yield reading.clock, reading


def _defined(row: Section, name: str, known: Mapping[str, object] | set[str], what: str) -> str:
    if name not in known:
        raise row.wrong(f"unknown {what} `{name}`")
    return name

"""Which cumulative update and which security update a build number means, and for how long a product is supported."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.section import Section, read_section

Build = tuple[int, int, int, int]

MARCH_2021 = "Mar21SU"
_MOST_ANSWERS = 100_000
_BUILD = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})\.(\d{1,5})")


class Branch(Struct, frozen=True):
    """One cumulative update of one product."""

    product: str
    cu: str
    base: Build
    updates: Mapping[str, Build]
    """Security update (`Mar21SU`) → the build it brings, in order of release."""
    released: date | None = None
    march_2021_only: bool = False
    """The March 2021 package for this branch fixed the flaws of that month and nothing before them."""

    @property
    def newest(self) -> Build:
        """The highest build of this branch that the table knows."""
        return max((self.base, *self.updates.values()))


class Product(Struct, frozen=True, kw_only=True):
    """One product, whether its builds are listed or not."""

    id: str
    name: str
    """`Exchange 2016`."""
    version: str
    """First numbers of its builds: `15.1`, `14`."""
    supported_until: date | None = None
    """Null: long over, the day is not in this table."""


class Held(StrEnum):
    """Whether a build holds an update."""

    YES = "yes"
    NO = "no"
    NEVER = "never made for this product"
    BY_NUMBER_ONLY = "only by its number"
    """The March 2021 package of a branch out of support: its number is higher, what it brought is not."""
    UNKNOWN = "unknown"
    """The build is in no branch of the table."""


@dataclass(frozen=True, kw_only=True)
class BuildTable:
    """All builds a pack knows.  It remembers its answers: an inventory asks the same of thousands of hosts."""

    products: tuple[Product, ...] = ()
    branches: tuple[Branch, ...] = ()

    def product(self, id: str) -> Product | None:
        """A product by id."""
        return next((item for item in self.products if item.id == id), None)

    def branch_of(self, build: Build) -> Branch | None:
        """Branch that a build belongs to; null where it is in none."""
        return self._by_beginning.get(build[:3])

    def product_of(self, build: Build) -> Product | None:
        """Product of a build: that of its branch, else the one its first numbers leave; null where they leave two."""
        branch = self.branch_of(build)
        if branch is not None:
            return self.product(branch.product)
        fits = [item for item in self.products if _starts(build, item.version)]
        return fits[0] if len(fits) == 1 else None

    def lists(self, build: Build) -> bool:
        """Whether the table holds exactly this build."""
        return build in self._builds

    def covers(self, product: str) -> bool:
        """Whether the table holds builds of a product."""
        return product in self._covered

    def held(self, build: Build, update: str, *, vague: bool = False) -> Held:
        """Whether a build holds an update; `vague`: only its cumulative update is known."""
        key = (build, update, vague)
        if key not in self._answers:
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            ask = held_by_any if vague else held
            self._answers[key] = ask(build, update, self.branches)
        return self._answers[key]

    def name(self, build: Build) -> str:
        """`Exchange 2016 CU19 Mar21SU`: the newest update that the build holds in its branch; empty when unknown."""
        branch = self.branch_of(build)
        if branch is None:
            return ""
        product = self.product(branch.product)
        held = [name for name, brought in branch.updates.items() if brought <= build]
        # Several updates may bring one build; the one released last names it.
        return " ".join((product.name if product else branch.product, branch.cu, *held[-1:]))

    @cached_property
    def _by_beginning(self) -> Mapping[tuple[int, int, int], Branch]:
        found: dict[tuple[int, int, int], Branch] = {}
        for branch in self.branches:
            for build in (branch.base, *branch.updates.values()):
                found.setdefault(build[:3], branch)
        return found

    @cached_property
    def _builds(self) -> frozenset[Build]:
        return frozenset(build for branch in self.branches for build in (branch.base, *branch.updates.values()))

    @cached_property
    def _covered(self) -> frozenset[str]:
        return frozenset(branch.product for branch in self.branches)

    @cached_property
    def _answers(self) -> dict[tuple[Build, str, bool], Held]:
        return {}


def parse_build(text: str) -> Build | None:
    """`15.01.2375.007` or `15.1.2375.7` as numbers; null when the text is no build."""
    found = _BUILD.fullmatch(text.strip())
    if found is None:
        return None
    major, minor, build, revision = (int(part) for part in found.groups())
    return major, minor, build, revision


def show_build(build: Build) -> str:
    """`15.1.2375.7`."""
    return ".".join(map(str, build))


def load_build_table(path: Path) -> BuildTable:
    """Read a pack's build table.

    Raises RulesetError, naming file and entry, for an unknown key, a wrong type, a product that is not defined, a
    branch given twice, and an update below the base of its branch.
    """
    top = read_section(path)
    top.text("source")
    top.flag("verified", default=True)
    products = tuple(_products(top))
    branches: list[Branch] = []
    known = {product.id for product in products}
    for row in top.rows("branch", "base"):
        branch = _branch(row)
        if branch.product not in known:
            raise row.wrong(f"unknown product `{branch.product}`")
        if any((other.product, other.cu) == (branch.product, branch.cu) for other in branches):
            raise row.wrong(f"{branch.product} {branch.cu} is there twice")
        branches.append(branch)
    top.close()
    return BuildTable(products=products, branches=tuple(branches))


def branch_of(build: Build, branches: Sequence[Branch]) -> Branch | None:
    """Branch that a build belongs to: same first three numbers as its base or one of its updates."""
    for branch in branches:
        if build[:3] in {branch.base[:3], *(update[:3] for update in branch.updates.values())}:
            return branch
    return None


def held(build: Build, update: str, branches: Sequence[Branch]) -> Held:
    """Whether a build holds an update, judged inside its product and cumulative update.

    Inside its own branch it does when it is not below that update's build.  A branch that never received the update
    holds it only when it is newer than the newest branch of the product that did.
    """
    branch = branch_of(build, branches)
    if branch is None:
        return Held.UNKNOWN
    if update in branch.updates:
        if build < branch.updates[update]:
            return Held.NO
        return Held.BY_NUMBER_ONLY if _only_by_number(branch, build, update) else Held.YES
    received = [item.updates[update] for item in branches if item.product == branch.product and update in item.updates]
    if not received:
        return Held.NEVER
    return Held.YES if build >= max(received) else Held.NO


def held_by_any(base: Build, update: str, branches: Sequence[Branch]) -> Held:
    """The same where only the cumulative update is known, `base` being its build: UNKNOWN where it depends on more."""
    branch = branch_of(base, branches)
    if branch is None:
        return Held.UNKNOWN
    lowest, highest = held(branch.base, update, branches), held(branch.newest, update, branches)
    return lowest if lowest is highest else Held.UNKNOWN


def _only_by_number(branch: Branch, build: Build, update: str) -> bool:
    march = branch.updates.get(MARCH_2021)
    if not branch.march_2021_only or march is None or build < march:
        return False
    order = list(branch.updates)
    return order.index(update) < order.index(MARCH_2021)


def _products(top: Section) -> list[Product]:
    products: list[Product] = []
    for row in top.rows("product", "id"):
        product = Product(
            id=row.text("id"),
            name=row.text("name"),
            version=row.text("version"),
            supported_until=row.day("supported_until"),
        )
        row.close()
        if any(other.id == product.id for other in products):
            raise row.wrong("this product is there twice")
        products.append(product)
    return products


def _branch(row: Section) -> Branch:
    updates = row.inner("updates")
    if updates is None:
        raise row.wrong("`updates` is missing")
    branch = Branch(
        product=row.text("product"),
        cu=row.text("cu"),
        base=_known(row, row.text("base")),
        updates={name: _known(row, updates.text(name)) for name in updates.names()},
        released=row.day("released"),
        march_2021_only=row.flag("march_2021_only", default=False),
    )
    row.close()
    if branch.released is None:
        raise row.wrong("`released` is missing")
    for name, build in branch.updates.items():
        if build < branch.base:
            raise row.wrong(f"`{name}` brings a build below the base of its branch")
    if branch.march_2021_only and MARCH_2021 not in branch.updates:
        raise row.wrong(f"`march_2021_only` without {MARCH_2021}")
    return branch


def _known(row: Section, text: str) -> Build:
    build = parse_build(text)
    if build is None:
        raise row.wrong(f"`{text}` is no build number")
    return build


def _starts(build: Build, version: str) -> bool:
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    return bool(numbers) and build[: len(numbers)] == numbers

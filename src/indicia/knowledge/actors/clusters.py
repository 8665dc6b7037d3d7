"""Clusters that were seen on the product, what was said of them, and by whom: `actors.toml`.

A cluster is a pattern of activity that somebody gave a name.  Which organisation is behind it, and at whose direction,
are claims of others with a day and a speaker; nothing here merges them.  What has no day counts as known on the day on
which the facts were collected, and not before.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.section import Section, read_section

LEVELS = ("organisation", "state", "none")
"""What a claim about a cluster reaches up to; `none`: the speaker says that nothing is shown."""


class Alias(Struct, frozen=True, kw_only=True):
    """Somebody's other name for a cluster: a claim, never a merger."""

    name: str
    by: str
    day: date


class FlawUse(Struct, frozen=True, kw_only=True):
    """A cluster was seen using flaws."""

    cves: tuple[str, ...]
    first: date | None
    """First day it was seen, the last possible one; null where nobody says."""
    relation: str
    what: str
    published: date
    """When this could be known."""
    source: str
    verified: bool


class Link(Struct, frozen=True, kw_only=True):
    """What a speaker says of the organisation or state behind a cluster."""

    level: str
    """One of `LEVELS`."""
    claim: str
    by: str
    words: str
    """The speaker's own words of confidence; empty where it gave none."""
    day: date
    dated: bool
    """False: the claim has no day, and counts as made when it was collected."""
    country: str
    """Two letters; empty where the claim names none in this form."""
    source: str
    verified: bool


class KnownActor(Struct, frozen=True, kw_only=True):
    """One cluster."""

    id: str
    name: str
    attack_id: str
    """Empty where ATT&CK has none."""
    kind: str
    targets: tuple[str, ...]
    tools: tuple[str, ...]
    techniques: tuple[str, ...]
    software: tuple[str, ...]
    aliases: tuple[Alias, ...]
    conflicts: tuple[str, ...]
    """Who disagrees about its names."""
    uses: tuple[FlawUse, ...]
    links: tuple[Link, ...]
    named: date
    """From when on a source here speaks of it; it may be older."""
    source: str
    verified: bool


class KnownActors(Struct, frozen=True, kw_only=True):
    """All of them."""

    actors: tuple[KnownActor, ...]
    collected: date
    """Sets of techniques and tools, and whatever has no day of its own, count from here on."""
    sets_source: str
    shared: Mapping[str, str]
    """Tools that many use → why they do not tell one from another."""

    def by_attack_id(self, attack_id: str) -> KnownActor | None:
        """The cluster with an ATT&CK id; null when there is none."""
        return next((actor for actor in self.actors if attack_id and actor.attack_id == attack_id), None)


def load_actors(path: Path) -> KnownActors:
    """Read the file.  Raises RulesetError, naming the entry, for unknown keys, wrong types and ids given twice."""
    top = read_section(path)
    collected = top.moment("collected").date()
    actors: dict[str, KnownActor] = {}
    for row in top.rows("actor", "id"):
        actor = _actor(row, collected)
        if actor.id in actors:
            raise row.wrong("this id is there twice")
        actors[actor.id] = actor
    found = KnownActors(
        actors=tuple(actors.values()),
        collected=collected,
        sets_source=top.text("sets_source"),
        shared=dict(top.pairs("shared")),
    )
    top.close()
    return found


@cache
def shipped_actors() -> KnownActors:
    """Those that come with Indicia."""
    return load_actors(Path(str(files("indicia"))) / "packs" / "exchange-2021" / "actors.toml")


def _actor(row: Section, collected: date) -> KnownActor:
    uses = tuple(_use(inner, collected) for inner in row.rows("use", "what"))
    links = tuple(_link(inner, collected) for inner in row.rows("link", "claim"))
    aliases = tuple(_alias(inner, collected) for inner in row.rows("alias", "name"))
    dated = [use.published for use in uses] + [link.day for link in links]
    actor = KnownActor(
        id=row.text("id"),
        name=row.text("name"),
        attack_id=row.text("attack_id", ""),
        kind=row.text("kind"),
        targets=row.texts("targets"),
        tools=row.texts("tools"),
        techniques=row.texts("techniques"),
        software=row.texts("software"),
        aliases=aliases,
        conflicts=row.texts("conflicts"),
        uses=uses,
        links=links,
        named=min(dated, default=collected),
        source=row.text("source"),
        verified=row.flag("verified", default=True),
    )
    row.close()
    return actor


def _alias(row: Section, collected: date) -> Alias:
    alias = Alias(name=row.text("name"), by=row.text("by"), day=row.day("day") or collected)
    row.close()
    return alias


def _use(row: Section, collected: date) -> FlawUse:
    row.text("precision")
    use = FlawUse(
        cves=row.texts("cves"),
        first=row.day("first_seen"),
        relation=row.text("relation"),
        what=row.text("what"),
        published=row.day("published") or collected,
        source=row.text("source"),
        verified=row.flag("verified", default=True),
    )
    row.close()
    return use


def _link(row: Section, collected: date) -> Link:
    level = row.text("level")
    if level not in LEVELS:
        raise row.wrong(f"`level` is `{level}`, not one of {', '.join(LEVELS)}")
    day = row.day("day")
    link = Link(
        level=level,
        claim=row.text("claim"),
        by=row.text("by"),
        words=row.text("words", ""),
        day=day or collected,
        dated=day is not None,
        country=row.text("country", ""),
        source=row.text("source"),
        verified=row.flag("verified", default=True),
    )
    row.close()
    return link

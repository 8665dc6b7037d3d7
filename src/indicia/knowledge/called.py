"""Who is called by a name, according to whom: every claim of every edition side by side, none merged with another."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from indicia.errors import UsageError
from indicia.knowledge.actors.clusters import KnownActor, KnownActors, Link
from indicia.knowledge.kept.kinds import KnowledgeKind
from indicia.knowledge.kept.store import Store
from indicia.knowledge.reports.mentions.lexicon import NameClaim, attack_claims, misp_claims, words_of
from indicia.model.reported import MentionKind


class Naming(Struct, frozen=True, kw_only=True):
    """One source gives a cluster one name."""

    name: str
    first: bool
    """The source's own first name for it; false for a name that it only repeats."""
    by: str
    day: date | None
    """When the source said so at the latest; null where it has no day."""


class Called(Struct, frozen=True, kw_only=True):
    """One cluster that is called so by somebody."""

    entity: str
    """`attack:G0125`, `indicia:calypso`, `misp:<uuid>`."""
    label: str
    """Its first name, with the id of ATT&CK."""
    asked: tuple[Naming, ...]
    """Who gives it the name that was asked for; empty when it was asked for by its id."""
    others: tuple[Naming, ...]
    """Its other names, by name."""
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    """Other clusters that somebody gives some of its names, each with these names."""
    conflicts: tuple[str, ...]
    links: tuple[Link, ...]
    """What speakers say of the organisation or state behind it, by day."""


class _Row(Struct, frozen=True, kw_only=True):
    entity: str
    naming: Naming

    @property
    def key(self) -> str:
        return _key(self.naming.name)


def called(name: str, actors: KnownActors, store: Store, until: date | None = None) -> tuple[Called, ...]:
    """Every cluster that some source calls `name`, or whose ATT&CK id it is; those with more sources first.

    Until a day, what was said later and what has no day is left out.  Raises UsageError for a name without a letter
    or digit, RulesetError when a kept file changed or cannot be read.
    """
    key = _key(name)
    if not key:
        raise UsageError(f"{name!r} is no name")
    rows = [
        row
        for row in (*_shipped(actors), *_kept(store))
        if until is None or (row.naming.day is not None and row.naming.day <= until)
    ]
    # Whoever is called so, and whoever has this id.
    entities = {row.entity for row in rows if row.key == key or row.entity.lower() == f"attack:{name.strip().lower()}"}
    bearers: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for row in rows:
        bearers.setdefault(row.key, set()).add(row.entity)
        if row.naming.first:
            labels.setdefault(row.entity, row.naming.name)
    by_entity = {_entity(actor): actor for actor in actors.actors}
    found = [
        _called(entity, key, [row for row in rows if row.entity == entity], bearers, labels, by_entity.get(entity))
        for entity in sorted(entities)
    ]
    if until is not None:
        found = [_as_of(one, until) for one in found]
    return tuple(sorted(found, key=lambda one: (-len(one.asked), one.label)))


def _called(
    entity: str,
    key: str,
    rows: Iterable[_Row],
    bearers: dict[str, set[str]],
    labels: dict[str, str],
    actor: KnownActor | None,
) -> Called:
    own = list(rows)
    shared: dict[str, dict[str, str]] = {}
    for row in own:
        for other in bearers[row.key] - {entity}:
            shared.setdefault(_label(other, labels), {}).setdefault(row.key, row.naming.name)
    return Called(
        entity=entity,
        label=_label(entity, labels),
        asked=tuple(row.naming for row in own if row.key == key),
        others=tuple(sorted((row.naming for row in own if row.key != key), key=lambda one: one.name.casefold())),
        shared=tuple((other, tuple(sorted(shared[other].values(), key=str.casefold))) for other in sorted(shared)),
        conflicts=actor.conflicts if actor is not None else (),
        links=tuple(sorted(actor.links, key=lambda link: link.day)) if actor is not None else (),
    )


def _as_of(one: Called, until: date) -> Called:
    """Without later claims; conflicts among sources have no day and go."""
    return replace(one, conflicts=(), links=tuple(link for link in one.links if link.dated and link.day <= until))


def _label(entity: str, labels: dict[str, str]) -> str:
    kind, _, id = entity.partition(":")
    name = labels.get(entity, id)
    if name == id:
        return id
    return f"{name} ({id if kind == 'attack' else 'MISP galaxy' if kind == 'misp' else 'facts that come with Indicia'})"


def _key(name: str) -> str:
    return "".join(words_of(name))


def _entity(actor: KnownActor) -> str:
    return f"attack:{actor.attack_id}" if actor.attack_id else f"indicia:{actor.id}"


def _shipped(actors: KnownActors) -> Iterator[_Row]:
    for actor in actors.actors:
        entity = _entity(actor)
        yield _Row(
            entity=entity,
            naming=Naming(name=actor.name, first=True, by="facts that come with Indicia", day=actor.named),
        )
        for alias in actor.aliases:
            yield _Row(entity=entity, naming=Naming(name=alias.name, first=False, by=alias.by, day=alias.day))


def _kept(store: Store) -> Iterator[_Row]:
    """Names in every edition that the user keeps: an older one may say otherwise."""
    groups: dict[str, str] = {}
    known: list[NameClaim] = []
    for kept in store.entries(KnowledgeKind.ATTACK):
        if not kept.problem:
            claims = attack_claims(store.read(kept), kept.path.name, groups)
            known += claims
            edition = kept.version.removesuffix(" by its name")
            yield from _rows(claims, f"ATT&CK {kept.name.removesuffix('-attack')} {edition}".rstrip(), kept.day)
    for kept in store.entries(KnowledgeKind.MISP_GALAXY):
        if not kept.problem and kept.name == "threat-actor":
            by = f"MISP galaxy {kept.version}".rstrip()
            yield from _rows(misp_claims(store.read(kept), kept.path.name, groups, known), by, kept.day)


def _rows(claims: Iterable[NameClaim], by: str, day: date | None) -> Iterator[_Row]:
    for claim in dict.fromkeys(claims):
        # The galaxy gives ids of ATT&CK as further names.
        if claim.kind is MentionKind.ACTOR and claim.name != claim.entity.removeprefix("attack:"):
            yield _Row(
                entity=claim.entity,
                naming=Naming(name=claim.name, first=not claim.sort, by=by, day=claim.day or day),
            )

"""Who is said to use what, by which source of which day: read from an ATT&CK bundle (STIX 2.1).

Every relation of a bundle cites reports.  A claim is kept with all of them, so that a profile can be made as it stood
on a day, or as it would stand without a report.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import orjson
from msgspec import Struct, field

from indicia.errors import RulesetError

MAX_BYTES = 512 * 2**20
"""An ATT&CK bundle has 35 to 50 MB."""
_CITED = re.compile(r"\(Citation:\s*([^()]{1,200})\)")
_DAY = re.compile(r"\((\d{4})(?:[,;]?\s+([A-Za-z]{3,9})\.?(?:\s*(\d{1,2})(?!\d))?)?")
_TITLE = re.compile(r"\(\d{4}[^()]{0,20}\)\.\s*([^\n]{3,300}?)\.?\s*Retrieved")
_MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
        start=1,
    )
}
_LAST = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
_OLDEST, _NEWEST = 1990, 2100


class Source(Struct, frozen=True):
    """A report that a claim rests on."""

    name: str
    day: date | None
    """Day of publication, the last possible one where only a month or a year is given; null where nothing is."""
    url: str = ""
    title: str = ""


class Use(Struct, frozen=True):
    """A claim: an actor, campaign or tool uses a technique or a tool."""

    subject: str
    """ATT&CK id: `G0125`, `C0024`, `S0154`."""
    used: str
    """ATT&CK id: `T1190`, `S0154`."""
    sources: frozenset[str]
    """Names of reports; empty where the bundle cites none."""


class Campaign(Struct, frozen=True, kw_only=True):
    """A campaign, and the actors it is attributed to."""

    id: str
    name: str
    first: date | None
    actors: tuple[str, ...]


class ActorUses(Struct, frozen=True, kw_only=True):
    """Everything a bundle claims about use."""

    version: str
    """Of ATT&CK; empty where the bundle does not say."""
    names: Mapping[str, str]
    """ATT&CK id → name of actors, campaigns, tools and techniques."""
    actors: tuple[Use, ...]
    tools: tuple[Use, ...]
    campaign_uses: tuple[Use, ...]
    campaigns: tuple[Campaign, ...]
    sources: Mapping[str, Source]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """ATT&CK id → other names of tools."""
    heirs: Mapping[str, str] = field(default_factory=dict)
    """Id of a revoked object → id of the one that took its place."""
    withdrawn: frozenset[str] = frozenset()
    """Ids of objects that were deprecated, or revoked without an heir."""


def read_actor_uses(path: Path) -> ActorUses:
    """The claims of a bundle; what is revoked or deprecated is left out.

    Raises RulesetError for a file that cannot be read, is larger than the limit, or is no ATT&CK bundle.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RulesetError(f"{path}: larger than {MAX_BYTES} bytes (limit)")
        data = path.read_bytes()
    except OSError as error:
        raise RulesetError(f"{path}: cannot be read: {error.strerror or error}") from error
    return actor_uses(data, str(path))


def actor_uses(data: bytes, name: str) -> ActorUses:
    """The same from the bytes of a bundle; `name` is for errors."""
    try:
        bundle = orjson.loads(data)
    except ValueError as error:
        raise RulesetError(f"{name}: not JSON: {error}", hint="an ATT&CK bundle is STIX 2.1 as JSON") from error
    objects = bundle.get("objects") if isinstance(bundle, dict) else None
    if not isinstance(objects, list):
        raise RulesetError(f"{name}: no STIX bundle: it has no `objects`", hint="an ATT&CK bundle is STIX 2.1 as JSON")
    found = uses_of([item for item in objects if isinstance(item, dict)])
    if not found.actors:
        raise RulesetError(f"{name}: names no group that uses anything", hint="is this an ATT&CK bundle?")
    return found


def uses_of(objects: Iterable[Mapping[str, object]]) -> ActorUses:
    """The same from the objects of a bundle."""
    held = tuple(objects)
    live = {str(item.get("id")): item for item in held if not _dead(item)}
    every = {str(item.get("id")): item for item in held} | live
    ids = {key: found for key, item in live.items() if (found := attack_id(item))}
    kinds = {key: str(item.get("type")) for key, item in live.items()}
    sources: dict[str, Source] = {}
    uses: dict[tuple[str, str, str], set[str]] = {}
    attributed: dict[str, set[str]] = {}
    for item in live.values():
        cited = set(cited_by(item, sources))
        if item.get("type") != "relationship":
            continue
        subject, target = str(item.get("source_ref")), str(item.get("target_ref"))
        if subject not in ids or target not in ids:
            continue
        kind = kinds[subject]
        if item.get("relationship_type") == "uses":
            uses.setdefault((kind, ids[subject], ids[target]), set()).update(cited)
        elif item.get("relationship_type") == "attributed-to" and kind == "campaign":
            attributed.setdefault(ids[subject], set()).add(ids[target])
    heirs = _heirs(every)
    kept = {*ids.values(), *heirs, ""}
    return ActorUses(
        version=next((str(item["x_mitre_version"]) for item in live.values() if _is_collection(item)), ""),
        names={found: str(live[key].get("name", found)) for key, found in ids.items()},
        actors=_of(uses, "intrusion-set"),
        tools=_of(uses, "malware", "tool"),
        campaign_uses=_of(uses, "campaign"),
        campaigns=tuple(
            Campaign(
                id=found,
                name=str(live[key].get("name", found)),
                first=_day_of(live[key].get("first_seen")),
                actors=tuple(sorted(attributed.get(found, ()))),
            )
            for key, found in sorted(ids.items(), key=lambda pair: pair[1])
            if kinds[key] == "campaign"
        ),
        sources=sources,
        aliases={found: _aliases(live[key]) for key, found in ids.items() if kinds[key] in ("malware", "tool")},
        heirs=heirs,
        withdrawn=frozenset(id for item in every.values() if (id := attack_id(item)) not in kept),
    )


def day_cited(text: str) -> date | None:
    """Day of publication in a citation such as “Novetta. (2016, February 24). … Retrieved …”; null without one.

    A month or a year alone stands for its last day: nobody can have known it earlier.
    """
    head = text.partition("Retrieved")[0]
    for found in _DAY.finditer(head):
        year = int(found[1])
        if not _OLDEST <= year <= _NEWEST:
            continue
        month = _MONTHS.get((found[2] or "")[:3].lower())
        if month is None:
            return date(year, 12, 31)
        last = _LAST.get(month, 31)
        return date(year, month, min(int(found[3]), last) if found[3] and int(found[3]) else last)
    return None


def _of(uses: Mapping[tuple[str, str, str], set[str]], *kinds: str) -> tuple[Use, ...]:
    return tuple(
        Use(subject, used, frozenset(cited)) for (kind, subject, used), cited in sorted(uses.items()) if kind in kinds
    )


def _dead(item: Mapping[str, object]) -> bool:
    return item.get("revoked") is True or item.get("x_mitre_deprecated") is True


def _heirs(every: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Revoked id → its heir; an object without one is not in it."""
    found = {}
    for item in every.values():
        if item.get("relationship_type") == "revoked-by":
            old, new = every.get(str(item.get("source_ref"))), every.get(str(item.get("target_ref")))
            if old is not None and new is not None and attack_id(old) != attack_id(new):
                found[attack_id(old)] = attack_id(new)
    return found


def _aliases(item: Mapping[str, object]) -> tuple[str, ...]:
    names = item.get("x_mitre_aliases") or item.get("aliases")
    own = item.get("name")
    return tuple(name for name in (names if isinstance(names, list) else ()) if isinstance(name, str) and name != own)


def _is_collection(item: Mapping[str, object]) -> bool:
    return item.get("type") == "x-mitre-collection" and "x_mitre_version" in item


def _references(item: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    references = item.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict):
            yield reference


def attack_id(item: Mapping[str, object]) -> str:
    """ATT&CK's id of an object; empty where it has none."""
    return next(
        (str(one.get("external_id", "")) for one in _references(item) if one.get("source_name") == "mitre-attack"), ""
    )


def cited_by(item: Mapping[str, object], sources: dict[str, Source]) -> Iterator[str]:
    """Names of the reports an object cites; what is known of each is noted in `sources`."""
    for reference in _references(item):
        name = str(reference.get("source_name", "")).strip()
        if not name or name == "mitre-attack":
            continue
        words = str(reference.get("description", ""))
        day = day_cited(words)
        known = sources.get(name)
        if known is None or (known.day is None and day is not None):
            title = _TITLE.search(words)
            sources[name] = Source(name, day, str(reference.get("url", "")), title[1].strip() if title else "")
        yield name
    for found in _CITED.finditer(str(item.get("description", ""))):
        name = found[1].strip()
        sources.setdefault(name, Source(name, None))
        yield name


def _day_of(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None

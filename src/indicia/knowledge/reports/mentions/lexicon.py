"""Names of actors, tools, campaigns and flaws, each a claim about who or what is meant; nothing is merged."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import orjson
from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.actors.clusters import shipped_actors
from indicia.knowledge.actors.tools import known_tools
from indicia.knowledge.kept.kinds import KnowledgeKind
from indicia.knowledge.kept.store import Store
from indicia.knowledge.section import read_section
from indicia.model.reported import MentionKind

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[+&]")
_ATTACK_ID = re.compile(r"[TGSCM]\d{4}(?:\.\d{3})?\Z")
_KINDS = {
    "intrusion-set": MentionKind.ACTOR,
    "malware": MentionKind.TOOL,
    "tool": MentionKind.TOOL,
    "campaign": MentionKind.CAMPAIGN,
}
_MOST_TOKENS = 8


class NameClaim(Struct, frozen=True):
    """One source calls something by this name."""

    name: str
    """As the source writes it."""
    kind: MentionKind
    entity: str
    """`attack:G0125`, `indicia:calypso`, `misp:<uuid>`, `cve:CVE-2021-26855`."""
    sort: str = ""
    """`malware` or `tool`; `alias` where it is not the source's first name."""
    day: date | None = None
    """When the source last changed its entry; null where it does not say."""


class Lexicon:
    """Claims by name, however it is written: `APT 40`, `APT-40` and `APT40` are one name."""

    def __init__(self, claims: Iterable[NameClaim], sources: tuple[str, ...] = ()) -> None:
        self.sources = sources
        """What the names are from, to be printed."""
        self._claims: dict[str, tuple[NameClaim, ...]] = {}
        self.first_tokens: dict[str, int] = {}
        """First word of a name, folded → how many words names with it may have."""
        for claim in claims:
            tokens = words_of(claim.name)
            key = "".join(tokens)
            if not 1 <= len(tokens) <= _MOST_TOKENS or len(key) < 2 or _ATTACK_ID.match(claim.name):
                continue
            held = self._claims.get(key, ())
            if not any(other.entity == claim.entity and other.kind is claim.kind for other in held):
                self._claims[key] = (*held, claim)
            for count in _first_words(tokens):
                self.first_tokens[count[0]] = max(self.first_tokens.get(count[0], 0), count[1])

    def claims(self, key: str) -> tuple[NameClaim, ...]:
        """Who is called so; `key` is the folded name without blanks and signs."""
        return self._claims.get(key, ())

    def __len__(self) -> int:
        return len(self._claims)

    @cached_property
    def entities(self) -> frozenset[str]:
        """Everything that has a name here, as `attack:S0020`."""
        return frozenset(claim.entity for claims in self._claims.values() for claim in claims)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded."""
    return tuple(found.group().casefold().replace("’", "'") for found in _TOKEN.finditer(name))


def _first_words(tokens: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """What the first word may be in a text: as written, or cut between letters and digits."""
    yield tokens[0], len(tokens) + 2
    parts = re.findall(r"[^\W\d_]+|\d+", tokens[0])
    if len(parts) > 1:
        yield parts[0], len(tokens) + 2
    if len(tokens) > 1:
        for size in range(2, len(tokens) + 1):
            yield "".join(tokens[:size]), len(tokens) + 2


def shipped_lexicon() -> Lexicon:
    """The names that come with Indicia."""
    return Lexicon(_shipped(), ("names that come with Indicia",))


def load_lexicon(store: Store) -> Lexicon:
    """Shipped names, and those of the ATT&CK bundles and the MISP galaxy of threat actors that the user keeps.

    Of several editions the newest counts.  A group of MISP that says it is one of ATT&CK, or whose first name is the
    first name of exactly one there, claims its names for that one.
    Raises RulesetError when a kept file changed or cannot be read.
    """
    claims = list(_shipped())
    sources = ["names that come with Indicia"]
    groups: dict[str, str] = {}
    for name in sorted({kept.name for kept in store.entries(KnowledgeKind.ATTACK) if not kept.problem}):
        kept = store.newest(KnowledgeKind.ATTACK, name)
        if kept is None:
            continue
        found = attack_claims(store.read(kept), kept.path.name, groups)
        claims += found
        sources.append(f"{name} {kept.version}".strip())
    kept = store.newest(KnowledgeKind.MISP_GALAXY, "threat-actor")
    if kept is not None:
        claims += misp_claims(store.read(kept), kept.path.name, groups, claims)
        sources.append(f"MISP galaxy threat-actor {kept.version}".strip())
    return Lexicon(claims, tuple(sources))


def attack_claims(data: bytes, name: str, groups: dict[str, str]) -> list[NameClaim]:
    """Names in a bundle of ATT&CK; `groups` learns which id its groups have by their UUID."""
    bundle = _json(data, name)
    objects = bundle.get("objects")
    rows = [item for item in objects if isinstance(item, dict)] if isinstance(objects, list) else []
    ids = {str(item.get("id")): _attack_id(item) for item in rows if str(item.get("type")) in _KINDS}
    heirs = {
        str(item.get("source_ref")): str(item.get("target_ref"))
        for item in rows
        if item.get("relationship_type") == "revoked-by"
    }
    claims = []
    # What was given up comes last: the spelling that is kept is the one that holds.
    for item in sorted(rows, key=lambda item: item.get("revoked") is True):
        kind = _KINDS.get(str(item.get("type")))
        id = _attack_id(item)
        if kind is None or not id:
            continue
        if kind is MentionKind.ACTOR:
            groups[str(item.get("id")).partition("--")[2]] = id
        if item.get("x_mitre_deprecated") is True:
            continue
        now = id
        if item.get("revoked") is True:
            # What ATT&CK gave up as one of its own it now calls another name of the one it points to.
            now = ids.get(heirs.get(str(item.get("id")), ""), "")
            if not now:
                continue
        main = str(item.get("name"))
        sort = str(item["type"]) if kind is MentionKind.TOOL else ""
        aliases = item.get("x_mitre_aliases") or item.get("aliases")
        day = _day(item.get("modified"))
        for each in (main, *(aliases if isinstance(aliases, list) else ())):
            if isinstance(each, str):
                alias = "" if each == main and now == id else "alias"
                claims.append(NameClaim(each, kind, f"attack:{now}", sort or alias, day))
    return claims


def misp_claims(data: bytes, name: str, groups: Mapping[str, str], known: Iterable[NameClaim] = ()) -> list[NameClaim]:
    """Names in the galaxy of threat actors; `known`: those of ATT&CK."""
    values = _json(data, name).get("values")
    by_name: dict[str, set[str]] = {}
    for claim in known:
        if claim.kind is MentionKind.ACTOR and not claim.sort:
            by_name.setdefault("".join(words_of(claim.name)), set()).add(claim.entity.removeprefix("attack:"))
    claims = []
    for item in values if isinstance(values, list) else ():
        if not isinstance(item, dict) or not isinstance(item.get("value"), str):
            continue
        related = item.get("related")
        same = [
            f"attack:{groups[str(link.get('dest-uuid'))]}"
            for link in (related if isinstance(related, list) else ())
            if isinstance(link, dict) and link.get("type") == "similar" and str(link.get("dest-uuid")) in groups
        ]
        meta = item.get("meta")
        synonyms = meta.get("synonyms") if isinstance(meta, dict) else None
        same += [
            f"attack:{each}" for each in (synonyms if isinstance(synonyms, list) else ()) if each in groups.values()
        ]
        if not same and len(first := by_name.get("".join(words_of(item["value"])), ())) == 1:
            same = [f"attack:{id}" for id in first]
        entities = sorted(set(same)) or [f"misp:{item.get('uuid')}"]
        for each in (item["value"], *(synonyms if isinstance(synonyms, list) else ())):
            if isinstance(each, str):
                sort = "" if each == item["value"] else "alias"
                claims += [NameClaim(each, MentionKind.ACTOR, entity, sort) for entity in entities]
    return claims


def _shipped() -> Iterator[NameClaim]:
    top = read_section(Path(str(files("indicia"))) / "packs" / "exchange-2021" / "names.toml")
    top.text("source")
    for actor in shipped_actors().actors:
        entity = f"attack:{actor.attack_id}" if actor.attack_id else f"indicia:{actor.id}"
        yield NameClaim(actor.name, MentionKind.ACTOR, entity)
        for alias in actor.aliases:
            yield NameClaim(alias.name, MentionKind.ACTOR, entity, "alias")
    for tool in known_tools():
        # What many use and Windows brings along has ordinary words for names: "net", "reg", "covenant".
        if not tool.shared:
            entity = f"attack:{tool.attack_id}" if tool.attack_id else f"indicia:{'-'.join(words_of(tool.name))}"
            yield NameClaim(tool.name, MentionKind.TOOL, entity, "malware")
    for row in top.rows("tool", "name"):
        name, attack = row.text("name"), row.text("attack", "")
        entity = f"attack:{attack}" if attack else f"indicia:{'-'.join(words_of(name))}"
        for each in (name, *row.texts("aliases")):
            yield NameClaim(each, MentionKind.TOOL, entity, "tool" if row.flag("shared", default=False) else "malware")
        row.flag("verified", default=True)
        row.text("source")
        row.close()
    for row in top.rows("flaw", "name"):
        for cve in row.texts("cves"):
            yield NameClaim(row.text("name"), MentionKind.FLAW, f"cve:{cve}")
        row.text("source")
        row.close()
    top.close()


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _attack_id(item: Mapping[str, object]) -> str:
    references = item.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict) and str(reference.get("source_name", "")).startswith("mitre"):
            return str(reference.get("external_id", ""))
    return ""


def _json(data: bytes, name: str) -> Mapping[str, object]:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise RulesetError(f"{name}: not readable as JSON: {error}", hint="indicia knowledge update again") from None
    return value if isinstance(value, dict) else {}

"""An ATT&CK bundle as its publisher gives it out (STIX 2.x, JSON), read for names, tactics, mitigations and successors.

What ships with Indicia (`attack_ids.toml`) is enough to judge; a bundle that the user keeps adds names.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.published.large_json import read_json

_LINKS = 16
"""Longest chain of revocations that is followed; the published bundles have two."""


class AttackTechnique(Struct, frozen=True, kw_only=True):
    """One technique or sub-technique."""

    id: str
    name: str
    tactics: tuple[str, ...]
    """Short names, `initial-access`, sorted."""
    created: date | None
    revoked: bool = False
    revoked_by: str = ""
    """Id of its successor; empty where it is not revoked, or nothing says what took its place."""
    deprecated: bool = False
    mitigations: tuple[str, ...] = ()
    """Ids, `M1042`, sorted."""


class Attack(Struct, frozen=True, kw_only=True):
    """One version of one domain of ATT&CK."""

    version: str
    """Empty where the bundle does not say."""
    techniques: Mapping[str, AttackTechnique]
    """By id, also those that are revoked or deprecated."""
    tactics: Mapping[str, tuple[str, str]]
    """Short name → (id, name)."""
    mitigations: Mapping[str, str]
    """Id → name."""

    def current(self, id: str) -> AttackTechnique | None:
        """The technique that stands for an id today; null for an unknown or deprecated one, or when it has no heir."""
        for _ in range(_LINKS):
            found = self.techniques.get(id)
            if found is None or found.deprecated:
                return None
            if not found.revoked:
                return found
            id = found.revoked_by
        return None


def read_attack(path: Path) -> Attack:
    """Read a bundle, plain or packed with gzip.

    Objects of kinds that are not needed are passed over, as are those without an ATT&CK id.  Raises RulesetError when
    the file cannot be read, is no STIX bundle, or holds no technique.
    """
    objects = tuple(_objects(path))
    ids = {str(item["id"]): _external(item) for item in objects if "id" in item}
    successors = dict(_links(objects, ids, "revoked-by"))
    guards: dict[str, set[str]] = {}
    for mitigation, technique in _links(objects, ids, "mitigates"):
        guards.setdefault(technique, set()).add(mitigation)
    techniques = {
        id: _technique(id, item, successors.get(id, ""), guards.get(id, set()))
        for item in objects
        if item.get("type") == "attack-pattern" and (id := _external(item))
    }
    if not techniques:
        raise RulesetError(f"{path}: no ATT&CK technique in it", hint="take enterprise-attack.json of the ATT&CK data")
    return Attack(
        version=next((_text(item, "x_mitre_version") for item in objects if item.get("type") == _COLLECTION), ""),
        techniques=techniques,
        tactics={
            _text(item, "x_mitre_shortname"): (_external(item), _text(item, "name"))
            for item in objects
            if item.get("type") == "x-mitre-tactic"
        },
        mitigations={
            id: _text(item, "name")
            for item in objects
            if item.get("type") == "course-of-action" and (id := _external(item)).startswith("M")
        },
    )


_COLLECTION = "x-mitre-collection"
_Object = Mapping[str, object]


def _objects(path: Path) -> Iterator[_Object]:
    whole = read_json(path)
    objects = whole.get("objects") if isinstance(whole, dict) and whole.get("type") == "bundle" else None
    if not isinstance(objects, list):
        raise RulesetError(f"{path}: no STIX bundle", hint="take enterprise-attack.json of the ATT&CK data")
    yield from (item for item in objects if isinstance(item, dict))


def _external(item: _Object) -> str:
    references = item.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict) and reference.get("source_name") == "mitre-attack":
            return _text(reference, "external_id")
    return ""


def _links(objects: tuple[_Object, ...], ids: Mapping[str, str], kind: str) -> Iterator[tuple[str, str]]:
    """Relationships of one kind that still hold, as ATT&CK ids."""
    for item in objects:
        if item.get("relationship_type") == kind and item.get("x_mitre_deprecated") is not True:
            source, target = ids.get(_text(item, "source_ref"), ""), ids.get(_text(item, "target_ref"), "")
            if source and target:
                yield source, target


def _technique(id: str, item: _Object, successor: str, guards: set[str]) -> AttackTechnique:
    phases = item.get("kill_chain_phases")
    revoked = item.get("revoked") is True
    return AttackTechnique(
        id=id,
        name=_text(item, "name"),
        tactics=tuple(
            sorted(
                _text(phase, "phase_name")
                for phase in (phases if isinstance(phases, list) else ())
                if isinstance(phase, dict) and phase.get("kill_chain_name") == "mitre-attack"
            )
        ),
        created=_day(_text(item, "created")),
        revoked=revoked,
        revoked_by=successor if revoked else "",
        deprecated=item.get("x_mitre_deprecated") is True,
        mitigations=tuple(sorted(guards)),
    )


def _text(item: _Object, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

"""What an ATT&CK id or a name in somebody's file means today; what is unknown or means several is refused by name."""

import re
from collections.abc import Mapping

from msgspec import Struct

from indicia.knowledge.actors.tools import known_tools
from indicia.knowledge.published.actor_uses import ActorUses
from indicia.knowledge.published.attack_versions import AttackVersions, load_attack_versions
from indicia.knowledge.reports.mentions.lexicon import Lexicon, shipped_lexicon, words_of
from indicia.model.reported import MentionKind
from indicia.model.stated import StatedKind

TECHNIQUE_ID = re.compile(r"T\d{4}(?:[./]\d{3})?\Z", re.IGNORECASE)
SOFTWARE_ID = re.compile(r"S\d{4}\Z", re.IGNORECASE)
CVE_ID = re.compile(r"CVE-\d{4}-\d{4,7}\Z", re.IGNORECASE)
_ASIDE = (
    (re.compile(r"G\d{4}\Z", re.IGNORECASE), "a group is a conclusion of whoever wrote it, no evidence"),
    (re.compile(r"C\d{4}\Z", re.IGNORECASE), "a campaign is a conclusion of whoever wrote it, no evidence"),
    (re.compile(r"TA\d{4}\Z", re.IGNORECASE), "a tactic says why, not what was done"),
    (re.compile(r"(?:M\d{4}|D[SC]\d{4}|DET\d{4}|AN\d{4})\Z", re.IGNORECASE), "what defenders do tells nothing of it"),
)
_LINKS = 16
"""Longest chain of revocations that is followed."""


class Meant(Struct, frozen=True):
    """What something in a file means: its value today, or why it counts for nothing."""

    kind: StatedKind = StatedKind.TECHNIQUE
    value: str = ""
    why: str = ""


class Naming:
    """Ids and names by the shipped tables and, where there is one, the ATT&CK bundle."""

    def __init__(self, uses: ActorUses | None = None, versions: AttackVersions | None = None) -> None:
        self._versions = versions or load_attack_versions()
        self._uses = uses
        self._names: dict[str, dict[str, StatedKind]] = {}
        """Name, folded → ids that it may mean; first names before other names."""
        if uses is not None:
            self._learn({id: (name,) for id, name in uses.names.items()})
            self._learn(uses.aliases)
        self._lexicon: Lexicon = shipped_lexicon()
        self._tools = {tool.attack_id for tool in known_tools()} - {""}

    def meant(self, written: str) -> Meant:
        """What an id or a name means."""
        text = written.strip()
        if TECHNIQUE_ID.match(text):
            return self.technique(text)
        if SOFTWARE_ID.match(text):
            return self.software(text)
        if CVE_ID.match(text):
            return Meant(StatedKind.FLAW, text.upper())
        for pattern, why in _ASIDE:
            if pattern.match(text):
                return Meant(why=why)
        return self.named(text)

    def technique(self, written: str) -> Meant:
        """A technique by its id, of whatever version."""
        id = written.strip().upper().replace("/", ".")
        if id in self._versions.withdrawn:
            return Meant(why="withdrawn from ATT&CK, and nothing took its place")
        found = self._versions.brought(id)
        if found:
            return Meant(StatedKind.TECHNIQUE, found[0])
        if self._uses is not None and id in self._uses.names:
            return Meant(StatedKind.TECHNIQUE, id)
        return Meant(why=f"no version of ATT&CK that is known here ({', '.join(self._versions.versions)}) has it")

    def software(self, written: str) -> Meant:
        """A tool or malware by its id; revoked ones are followed where a bundle says to what."""
        id = written.strip().upper()
        if self._uses is None:
            if id in self._tools or f"attack:{id}" in self._lexicon.entities:
                return Meant(StatedKind.SOFTWARE, id)
            return Meant(why="not among the tools that come with Indicia, and no ATT&CK bundle is kept that could say")
        for _ in range(_LINKS):
            if id in self._uses.names:
                return Meant(StatedKind.SOFTWARE, id)
            if id not in self._uses.heirs:
                break
            id = self._uses.heirs[id]
        if id in self._uses.withdrawn:
            return Meant(why="withdrawn from ATT&CK, and nothing took its place")
        return Meant(why="not in the ATT&CK bundle")

    def named(self, name: str) -> Meant:
        """A tool, malware or technique by its name; a name of several is refused, as nothing says which is meant."""
        key = _folded(name)
        held = self._names.get(key, {})
        if not held:
            held = self._shipped(key)
        if len(held) == 1:
            (id, kind), *_ = held.items()
            return Meant(kind, id)
        if held:
            return Meant(why=f"means several: {', '.join(sorted(held)[:8])}; give the id")
        if any(claim.kind is MentionKind.ACTOR for claim in self._lexicon.claims(key)):
            return Meant(why="a group is a conclusion of whoever wrote it, no evidence")
        return Meant(why="no tool, malware or technique that is known here has this name")

    def _learn(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """Names that nothing before them has taken."""
        found: dict[str, dict[str, StatedKind]] = {}
        for id, all_names in names.items():
            kind = {"T": StatedKind.TECHNIQUE, "S": StatedKind.SOFTWARE}.get(id[:1])
            if kind is not None and not id.startswith("TA"):
                for name in all_names:
                    found.setdefault(_folded(name), {})[id] = kind
        self._names = found | self._names

    def _shipped(self, key: str) -> dict[str, StatedKind]:
        own = {_folded(tool.name): tool.key for tool in known_tools()}
        if key in own:
            return {own[key]: StatedKind.SOFTWARE}
        found = {}
        for claim in self._lexicon.claims(key):
            if claim.kind is MentionKind.TOOL:
                id = claim.entity.removeprefix("attack:") if claim.entity.startswith("attack:") else claim.name
                found[id] = StatedKind.SOFTWARE
        return found


def _folded(name: str) -> str:
    return "".join(words_of(name[:200]))

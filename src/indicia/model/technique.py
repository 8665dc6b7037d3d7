"""What the evidence says about each technique that an advisory names."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Sight(StrEnum):
    """Answer for one technique on one host."""

    SEEN = "seen"
    NOT_SEEN = "not seen"
    NOT_VISIBLE = "not visible"
    """The logs that would show it are missing, or nothing on the victim's side can show it."""


class Countermeasure(Struct, frozen=True, kw_only=True):
    """One D3FEND countermeasure."""

    id: str
    name: str
    tactic: str = ""
    """`Harden`, `Detect`, `Isolate`, …"""
    printed: str = ""
    """Id as the advisory prints it, where the ontology has another one today."""


class TechniqueAnswer(Struct, frozen=True, kw_only=True):
    """One technique of an advisory on one host."""

    printed: str
    """Id as the advisory prints it."""
    current: str
    """Its id in the ATT&CK version that the pack speaks."""
    name: str
    """Name in that version."""
    tactics: tuple[str, ...]
    """Tactic ids as the advisory files it, `TA0001`."""
    leaf: bool
    """False: the advisory also prints techniques below it."""
    sight: Sight
    why: str
    """Seen: by what.  Not seen: which logs were read, from when to when.  Not visible: what is missing."""
    findings: tuple[str, ...] = ()
    """The furthest and surest first."""
    detectors: int = 0
    """How many detectors look for it."""
    mitigations: tuple[str, ...] = ()
    """What the advisory says helps."""
    attack_mitigations: tuple[str, ...] = ()
    """What ATT&CK says helps, `M1026 Privileged Account Management`."""
    countermeasures: tuple[Countermeasure, ...] = ()
    best_fit: tuple[str, ...] = ()
    """Ids that fit better what the advisory describes under the printed one; empty where the printed one fits."""
    procedure: str = ""
    """What the advisory describes, in our own words."""
    verified: bool = True
    """Whether what the pack says of this technique was checked against the advisory."""


class TechniqueMatrix(Struct, frozen=True, kw_only=True):
    """One advisory against one host."""

    advisory: str
    """Name of the pack, `aa21-200b`."""
    title: str
    published: date
    attack_version: str
    """Version of ATT&CK that the printed ids belong to."""
    answers: tuple[TechniqueAnswer, ...]
    """In the order of the advisory."""

    def count(self, sight: Sight, *, leaves: bool = False) -> int:
        """How many techniques have this answer; with `leaves` only those without printed techniques below them."""
        return sum(item.sight is sight and (item.leaf or not leaves) for item in self.answers)

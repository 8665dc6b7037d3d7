"""Kinds of files that a user keeps, and which edition one is."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class KnowledgeKind(StrEnum):
    """What of it Indicia can use."""

    KEV = "kev"
    ATTACK = "attack"
    D3FEND = "d3fend"
    MISP_GALAXY = "misp-galaxy"
    TECHNIQUES = "techniques"
    """A model that this user, or a colleague, trained."""


class Recognised(Struct, frozen=True, kw_only=True):
    """A knowledge file: what it is, and which edition."""

    kind: KnowledgeKind
    name: str
    """`enterprise-attack`, `threat-actor`; tells files of one kind apart."""
    version: str
    """As the publisher counts; empty where the file does not say."""
    day: date | None
    """When it was published; null where the file does not say."""
    faults: tuple[str, ...] = ()
    """What of it could not be read."""

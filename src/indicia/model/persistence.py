"""Ways to stay on a server, and what the evidence says about each of them."""

from enum import StrEnum

from msgspec import Struct


class MechanismState(StrEnum):
    """What is known about one way to stay."""

    PRESENT = "present now"
    REMOVED = "removed, trace left"
    CLEAN = "checked clean"
    """The sources that show it were read and hold nothing of it."""
    NOT_CHECKABLE = "not checkable"
    """A source is missing.  With findings: it was put there once, and nothing tells whether it still stands."""


class MechanismAnswer(Struct, frozen=True, kw_only=True):
    """One way to stay on one host."""

    id: str
    """`PE-04`."""
    title: str
    state: MechanismState
    why: str
    """What was found, what was read, or what is missing."""
    findings: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    survives_update: bool
    """Whether it outlives a security update."""
    survives_rebuild: bool
    """Whether it outlives a new server: it lies in the directory, in a mailbox, or in the intruder's hands."""
    suspected: bool = False
    """Whether anything says that an intruder put it there; a mailbox that forwards its mail may be its owner's will."""
    removed_by: str
    """What takes it away."""
    deciders: tuple[str, ...] = ()
    """Log source ids that would decide; empty where the state is known."""

"""Who does what a verb says, once it is found, and how far a rule looks for it."""

from msgspec import Struct

from indicia.knowledge.reports.assertions.groups.group import Group

HALTS = frozenset("; : — – …".split())
"""Marks that end a clause."""
FAR = 32
"""Words that a rule looks to either side."""


class Subject(Struct, frozen=True, kw_only=True):
    """Who does what a verb says."""

    groups: tuple[Group, ...]
    """At least one, in the order of the text."""
    first: int
    """Where the subject begins, in words."""
    negative: bool = False
    unreal: bool = False
    """Under `if`, or with a modal that makes it a possibility."""
    future: bool = False
    passive: bool = False
    control: str = ""
    """The verb that an infinitive or a gerund hangs on (`joined … to confirm`)."""

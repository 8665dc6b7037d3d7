"""A statement inside a sentence that somebody did something."""

from msgspec import Struct

from indicia.knowledge.reports.assertions.groups.group import Group


class Proposition(Struct, frozen=True, kw_only=True):
    """Words `first` to `last` say that `accused` did or is behind something."""

    first: int
    last: int
    accused: tuple[int, int]
    verb: tuple[int, int]
    activity: tuple[int, int] | None
    states: frozenset[str]
    believed: bool = False
    """Put with a word of belief of its own (`is believed to`)."""
    mention: bool = False
    """Only named as somebody's doing (`China's malicious cyber activity`), not told as an event."""
    of_group: bool = False
    """Says whom a group belongs to, not who did something."""
    territory: bool = False
    """Says from where something was done, and names no government for it."""
    by: tuple[Group, ...] = ()
    """Who believes it, where the clause itself tells (`is believed by US officials to`)."""

"""Things joined into groups, pair by pair."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Joined(Generic[Thing]):
    """Groups of things; each stands alone until it is joined to another.  A group is known by one of its things."""

    def __init__(self) -> None:
        self._parent: dict[Thing, Thing] = {}

    def root(self, thing: Thing) -> Thing:
        """What the group of a thing is known by."""
        parent = self._parent
        while (above := parent.get(thing, thing)) != thing:
            parent[thing] = parent.get(above, above)
            thing = above
        return thing

    def join(self, one: Thing, other: Thing) -> tuple[Thing, Thing] | None:
        """Make one group of two, known as the first was; gives (its root, the root that is gone), if they were two."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return None
        self._parent[second] = first
        return first, second

    def groups(self, things: Iterable[Thing]) -> dict[Thing, list[Thing]]:
        """These things by root, in their order."""
        found: dict[Thing, list[Thing]] = {}
        for thing in things:
            found.setdefault(self.root(thing), []).append(thing)
        return found

"""Who asks, and what they may do."""

from collections.abc import Mapping
from enum import IntFlag

from msgspec import Struct, field

from indicia.errors import UsageError
from indicia.model.statement import Marking


class Rights(IntFlag):
    """What a token may do in one collection."""

    NONE = 0
    READ = 1
    WRITE = 2
    DELETE = 4
    """Needs the other two as well.  Source: TAXII 5.7."""

    @classmethod
    def of(cls, letters: str) -> "Rights":
        """Of letters: `r`, `rw`, `rwd`, `w`.  Raises UsageError."""
        known = {"r": cls.READ, "w": cls.WRITE, "d": cls.DELETE}
        if not letters or set(letters) - set(known):
            raise UsageError(f"{letters!r} says no rights", hint="Write r, w, rw or rwd.")
        found = cls.NONE
        for letter in letters:
            found |= known[letter]
        if found & cls.DELETE and found != cls.READ | cls.WRITE | cls.DELETE:
            raise UsageError(f"{letters!r}: whoever may delete has to read and write too", hint="Write rwd.")
        return found

    @property
    def letters(self) -> str:
        """`rw`; empty for none."""
        return "".join(letter for letter, one in zip("rwd", (1, 2, 4), strict=True) if self & one)


class Access(Struct, frozen=True, kw_only=True):
    """A token that was shown and holds."""

    token: int
    name: str
    ceiling: Marking
    """The strictest marking it may see or send."""
    rights: Mapping[int, Rights] = field(default_factory=dict)
    """By collection."""

    @property
    def rank(self) -> int:
        """The ceiling as the store compares it."""
        return self.ceiling.rank

"""What a column of a file holds."""

from enum import Enum

from msgspec import Struct


class Kind(Enum):
    """Values of a column, and as what they stand in the file: (physical type, converted type)."""

    TEXT = 6, 0
    """`str`."""
    BYTES = 6, None
    """`bytes`."""
    NUMBER = 2, None
    """`int` of 64 bits."""
    MOMENT = 2, 10
    """`int`: microseconds since 1970 UTC; other tools see a time."""
    TRUTH = 0, None
    """`bool`."""


class Column(Struct, frozen=True):
    """One column."""

    name: str
    kind: Kind
    always: bool = False
    """Whether there is always a value; otherwise None is one too."""
    several: bool = False
    """Whether each row holds a list, which may be empty but is never missing, of values that may be None."""

    @property
    def most(self) -> int:
        """The highest definition level: that of a value that is there."""
        if self.several:
            return 2
        return 0 if self.always else 1

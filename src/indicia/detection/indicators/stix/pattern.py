"""A STIX pattern as data.

Source: STIX 2.1, section 9, "STIX Patterning".
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

Constant = str | int | float | bool


class Comparison(Struct, frozen=True):
    """One property of an object against constants."""

    type: str
    """`ipv4-addr`, `file`, …"""
    path: str
    """In the form of `objects`: steps joined by `.`, without quotes and `[*]`, lower case."""
    op: str
    """`=`, `!=`, `<`, `<=`, `>`, `>=`, `IN`, `LIKE`, `MATCHES`, `ISSUBSET`, `ISSUPERSET`, `EXISTS`."""
    negated: bool
    constants: tuple[Constant, ...]


class Joined(Struct, frozen=True):
    """Comparisons of which all (`AND`) or any (`OR`) have to hold in one observation."""

    op: str
    items: tuple["Comparing", ...]


Comparing = Comparison | Joined


class Observation(Struct, frozen=True):
    """What stands in one pair of brackets; one record satisfies it or does not."""

    number: int
    """From 0 in the order of the pattern."""
    comparing: Comparing


class Combined(Struct, frozen=True):
    """Two expressions joined by `AND`, `OR` or `FOLLOWEDBY`."""

    op: str
    left: "Observing"
    right: "Observing"


class Within(Struct, frozen=True):
    """All observations lie within so many seconds."""

    inner: "Observing"
    seconds: float


class Repeated(Struct, frozen=True):
    """The expression holds so many times, each time by other observations."""

    inner: "Observing"
    times: int


class Between(Struct, frozen=True):
    """All observations lie at or after `start` and before `stop`."""

    inner: "Observing"
    start: datetime
    stop: datetime


Observing = Observation | Combined | Within | Repeated | Between


class Pattern(Struct, frozen=True):
    """One pattern."""

    text: str
    root: Observing

    @property
    def observations(self) -> tuple[Observation, ...]:
        """In the order of their numbers."""
        return tuple(observations(self.root))

    @property
    def single(self) -> bool:
        """Whether one record decides it."""
        return isinstance(self.root, Observation)


def observations(node: Observing) -> Iterator[Observation]:
    """The observations of an expression, left to right."""
    match node:
        case Observation():
            yield node
        case Combined():
            yield from observations(node.left)
            yield from observations(node.right)
        case _:
            yield from observations(node.inner)


def comparisons(node: Comparing) -> Iterator[Comparison]:
    """The comparisons of an expression, left to right."""
    if isinstance(node, Comparison):
        yield node
        return
    for item in node.items:
        yield from comparisons(item)

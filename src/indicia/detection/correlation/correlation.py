"""One correlation as data: which rules it takes together, how it groups them, and when it holds."""

import operator
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from indicia.detection.correlation.expression import Expression, rising

Number = int | Fraction

MOST = 250_000
"""Different times, and different values, that one window remembers.  A count may not ask for more."""

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "eq": operator.eq,
    "neq": operator.ne,
}


class Kind(StrEnum):
    """The types of the specification, and the median of pySigma."""

    EVENT_COUNT = "event_count"
    VALUE_COUNT = "value_count"
    TEMPORAL = "temporal"
    TEMPORAL_ORDERED = "temporal_ordered"
    VALUE_SUM = "value_sum"
    VALUE_AVG = "value_avg"
    VALUE_PERCENTILE = "value_percentile"
    VALUE_MEDIAN = "value_median"

    @property
    def counts(self) -> bool:
        """Whether what it compares is a whole number of at least one."""
        return self in (Kind.EVENT_COUNT, Kind.VALUE_COUNT, Kind.TEMPORAL, Kind.TEMPORAL_ORDERED)

    @property
    def numeric(self) -> bool:
        """Whether it reads its field as a number."""
        return self in (Kind.VALUE_SUM, Kind.VALUE_AVG, Kind.VALUE_PERCENTILE, Kind.VALUE_MEDIAN)

    @property
    def temporal(self) -> bool:
        """Whether it asks which rules were seen, not how much."""
        return self in (Kind.TEMPORAL, Kind.TEMPORAL_ORDERED)


class Bound(Struct, frozen=True):
    """One comparison of the condition."""

    op: str
    number: Number

    def holds(self, value: Number) -> bool:
        """Whether the value satisfies it."""
        return bool(OPERATORS[self.op](value, self.number))


class Correlation(Struct, frozen=True, kw_only=True):
    """One correlation rule, checked."""

    id: str
    name: str
    title: str
    kind: Kind
    rules: tuple[str, ...]
    """As written; once loaded, ids of rules and of other correlations."""
    group_by: tuple[str, ...]
    aliases: Mapping[str, Mapping[str, str]]
    """Alias → rule → field; rules as in `rules`."""
    timespan: int
    """Microseconds; events no further apart than this lie in one window."""
    bounds: tuple[Bound, ...]
    """All have to hold; empty where an expression decides."""
    expression: Expression | None
    """Over positions in `rules`."""
    fields: tuple[str, ...]
    """What `value_…` reads; several together are one value."""
    percentile: Fraction | None
    generate: bool
    level: str
    description: str
    author: str
    techniques: tuple[str, ...]
    falsepositives: tuple[str, ...]
    link: str
    text: str
    path: str
    custom: Mapping[str, Any] = field(default_factory=dict)
    """The key `indicia` of our own correlations; empty for other people's."""

    @property
    def rising(self) -> bool:
        """Whether more events can only help: then every window that ends at an event is looked at.

        Otherwise (`lt`, `lte`, `eq`, `neq`, `not`, averages) only the widest windows are, those that no other window of
        the timespan contains, or a large burst would pass for a small one while it begins.
        """
        if self.expression is not None:
            return rising(self.expression)
        return self.kind in _RISING and all(bound.op in ("gt", "gte") for bound in self.bounds)

    @property
    def by_rule(self) -> bool:
        """Whether an event that satisfies two rules says something else by each: that it does, or another field."""
        return self.kind.temporal or any(name in self.aliases for name in self.fields)

    def holds(self, value: Number) -> bool:
        """Whether the value of a window satisfies all bounds; an expression is not asked."""
        return all(bound.holds(value) for bound in self.bounds)


_RISING = frozenset({Kind.EVENT_COUNT, Kind.VALUE_COUNT, Kind.TEMPORAL, Kind.TEMPORAL_ORDERED, Kind.VALUE_SUM})

"""What a detector asks of one record, as data: a tree of tests on fields.

Sigma rules compile to it, the selectors of analyses are written in it, the filter derives necessary literals from it,
and `evaluate` decides it exactly.  Semantics are those of the Sigma specification 2.1:

- Text compares without case (Unicode, see `fold`) unless `cased`; a pattern binds the whole value.
- A field with several values matches when any value does; `Not` negates the whole.
- A test on an absent field is false, so its negation is true; `Null` is true for absent and null.
- `field=None` is a keyword: the pattern is searched for anywhere in any value of the record.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct

from indicia.model.record import Value

Fields = Mapping[str, Value]


def fold(text: str) -> str:
    """The text as it is compared without case: `str.lower`, both Greek small sigmas being one letter.

    `str.lower` maps each character by itself but for the final sigma, so equal text stays equal when it is cut
    anywhere.  Two characters outside ASCII fold to text with an ASCII letter: U+212A (to `k`) and U+0130 (to `i`
    and a combining dot).
    """
    low = text.lower()
    return low if low.isascii() else low.replace("ς", "σ")


class Wildcard(Enum):
    """What may stand between literal parts of a pattern."""

    MANY = "*"
    ONE = "?"

    # There is one of each; the way of enumerations, by name, takes longer than all else in a pattern.
    __hash__ = object.__hash__


class Pattern(Struct, frozen=True):
    """Literal parts and wildcards in order; `("\\\\cmd.exe",)` with `Wildcard.MANY` before it is "ends with"."""

    parts: tuple[str | Wildcard, ...]
    cased: bool = False


class Regex(Struct, frozen=True):
    """A linear-time regular expression, searched for anywhere in the value, cased unless it says otherwise."""

    pattern: str
    """RE2 syntax, flags inlined."""


class Backtracking(Struct, frozen=True):
    """A regular expression that no linear-time engine takes (look-around, back references), searched for anywhere.

    It runs under a time limit: deciding it may end in `backtracking.Undecided`.
    """

    pattern: str
    """As `backtracking.expression` makes it, flags inlined."""


class TimePart(Struct, frozen=True):
    """A comparison of one part of a date or time, see `moments`; a value that has no such part does not match."""

    unit: str
    """`minute`, `hour`, `day`, `week`, `month`, `year`."""
    op: str
    """As in `Compare`."""
    number: float


class Compare(Struct, frozen=True):
    """A numeric comparison; a value that is no number does not match."""

    op: str
    """`lt`, `lte`, `gt`, `gte`, `eq`."""
    number: float


class Cidr(Struct, frozen=True):
    """Membership of an address in a network, IPv4 or IPv6; a value that is no address does not match."""

    network: str


class SameAs(Struct, frozen=True):
    """Equality with another field of the record (`fieldref`); absent on either side does not match."""

    other: str
    affix: str = ""
    """`contains`, `startswith`, `endswith`, or empty for the whole value."""
    cased: bool = False


class Null(Struct, frozen=True):
    """The field is absent or null."""


class Present(Struct, frozen=True):
    """The field is there, whatever its value (`exists`)."""


Check = Pattern | Regex | Backtracking | Compare | TimePart | Cidr | SameAs | Null | Present


class Test(Struct, frozen=True):
    """One check on one field, or on any value when `field` is None (a keyword)."""

    __test__ = False

    field: str | None
    check: Check


class All(Struct, frozen=True):
    """True when every item is; true when empty."""

    items: tuple["Condition", ...]


class Any(Struct, frozen=True):
    """True when at least one item is; false when empty."""

    items: tuple["Condition", ...]


class Not(Struct, frozen=True):
    """True when the item is not."""

    item: "Condition"


Condition = Test | All | Any | Not


def contains(field: str | None, *texts: str) -> Condition:
    """Any of the texts stands in the field."""
    return _any(Test(field, Pattern((Wildcard.MANY, text, Wildcard.MANY))) for text in texts)


def starts(field: str, *texts: str) -> Condition:
    """The field starts with any of the texts."""
    return _any(Test(field, Pattern((text, Wildcard.MANY))) for text in texts)


def ends(field: str, *texts: str) -> Condition:
    """The field ends with any of the texts."""
    return _any(Test(field, Pattern((Wildcard.MANY, text))) for text in texts)


def equals(field: str, *texts: str) -> Condition:
    """The field is one of the texts."""
    return _any(Test(field, Pattern((text,))) for text in texts)


def _any(tests: Iterable[Test]) -> Condition:
    items = tuple(tests)
    return items[0] if len(items) == 1 else Any(items)

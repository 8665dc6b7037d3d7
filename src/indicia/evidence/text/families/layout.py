"""Which columns the lines of a log have, and how their values are told apart."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct


class Layout(Struct, frozen=True, kw_only=True):
    """The columns that hold from one header to the next."""

    fields: tuple[str, ...]
    sep: str
    quoted: bool = False
    """CSV: a value may stand in double quotes and then hold separators, line ends and doubled quotes."""
    rest: bool = False
    """The last column takes the rest of the line, separators included."""
    loose: bool = False
    """A line is a record whatever its number of values (logs whose record is the line itself)."""
    plain_header: bytes = b""
    """A plain row of the column names as it stood in the file; the same row again is a header, not a record."""
    date: int | None = None
    time: int | None = None
    stamp: int | None = None
    """Columns of date and time of day, or of both in one."""
    host: int | None = None
    part: int | None = None
    """Columns by which coverage is told apart."""

    @property
    def timed(self) -> bool:
        """Whether records have a time."""
        return self.stamp is not None or self.time is not None

    @property
    def dateless(self) -> bool:
        """Whether there is a time of day without a date."""
        return self.stamp is None and self.date is None and self.time is not None


class Values(NamedTuple):
    """The values of one line, and what had to be assumed to find them."""

    values: list[str]
    note: str = ""


class Misfit(Struct, frozen=True):
    """Why a line is no record."""

    reason: str
    unclosed: bool = False
    """A quoted value does not end on this line, so it may go on in the next."""


def position(fields: tuple[str, ...], names: Iterable[str]) -> int | None:
    """Index of the first column whose lower-case name is among these, tried in the order of the names; or null."""
    lower = _lower(fields)
    return next((lower.index(name) for name in names if name in lower), None)


@lru_cache(maxsize=64)
def _lower(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of thousands of hourly logs are the same."""
    return tuple(name.lower() for name in fields)


def too_few_or_many(values: int, fields: int) -> str:
    """Reason of the fault for a line of another width."""
    return f"{values} value{'' if values == 1 else 's'}, {fields} fields"

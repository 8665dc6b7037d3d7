"""What one family of text logs must say of itself so that `read_log` can read it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indicia.evidence.text.families.layout import Layout, Misfit, Values
from indicia.evidence.text.families.of_values import name_of, time_of
from indicia.model.record import Value


class Decoded(NamedTuple):
    """What a line says."""

    fields: dict[str, Value]
    micros: int
    """Time in microseconds since 1970, UTC, or `times.NONE`."""
    host: str | None


class Form(ABC):
    """One log file: its present columns, and how its lines are split and named."""

    table: str
    layout: Layout | None = None
    """The columns that hold now; null before the first header."""
    day: int | None = None
    """Days since 1970 of the lines of a log without a date column, from its last `#Date` line."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.notes: list[str] = []
        """Assumptions made, each once; the caller takes them over."""

    def note(self, text: str) -> None:
        """Keep an assumption."""
        if text not in self.notes:
            self.notes.append(text)

    def recall(self, headers: Iterable[str]) -> Iterator[Layout]:
        """Follow header lines that stand before what is read, and yield the columns that each of them brings."""
        for text in headers:
            if not text.startswith("#"):
                self.layout = self.header(text) or self.layout
            elif self.matters(text):
                self.follow(text)
            if self.layout is not None:
                yield self.layout

    @abstractmethod
    def matters(self, directive: str) -> bool:
        """Whether this `#` line changes how the lines after it are read."""

    @abstractmethod
    def follow(self, directive: str) -> None:
        """Take over a `#` line that matters."""

    @abstractmethod
    def header(self, line: str) -> Layout | None:
        """The columns that a plain row of column names declares; null for any other line."""

    @abstractmethod
    def assume(self, line: str) -> Layout | None:
        """The columns of a log without header, judged by this line; null when its shape is not known."""

    @abstractmethod
    def split(self, line: str, layout: Layout) -> Values | Misfit:
        """The values of one line, as many as the layout has fields, or why it is no record."""

    def columns_of(self, layout: Layout, fields: frozenset[str]) -> tuple[int, ...] | None:
        """Columns that decide these fields of a record; null where more than columns decides them."""
        return None

    def fields_of(self, layout: Layout, columns: tuple[int, ...], values: list[str]) -> dict[str, Value]:
        """What `decode` makes of these values of these columns; right for the fields that they decide."""
        return {}

    @abstractmethod
    def named(self, line: str, layout: Layout, values: list[str]) -> dict[str, Value]:
        """The fields of a line with these values."""

    def time(self, line: str, layout: Layout, values: list[str], day: int | None) -> int:
        """Its time in microseconds since 1970, UTC, or `times.NONE`; `day`: of the line, in a log without dates."""
        del line, day
        return time_of(values, layout)

    def opened(self, line: str, layout: Layout) -> tuple[list[str], dict[str, Value]]:
        """The values and the fields of a line; no values of one that `split` does not accept."""
        found = self.split(line, layout)
        values = found.values if isinstance(found, Values) else []
        return values, self.named(line, layout, values)

    def decode(self, line: str, layout: Layout, day: int | None) -> Decoded:
        """Fields, time and host of a line that `split` accepts."""
        values, fields = self.opened(line, layout)
        return Decoded(fields, self.time(line, layout, values, day), name_of(values, layout.host))

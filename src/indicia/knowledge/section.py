"""Strict reading of TOML: every key is asked for, has its type, and an unknown one is an error with its place."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import tomli

from indicia.errors import RulesetError


class Section:
    """One table of a TOML file that notes which of its keys were read; `close` refuses the others."""

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self._values = values
        self._place = place
        self._read: set[str] = set()

    def wrong(self, reason: str) -> RulesetError:
        """The error to raise, naming file and table."""
        return RulesetError(f"{self._place}: {reason}", hint="correct the file of the pack")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required, and then not empty, where there is no default."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.wrong(f"`{key}` has to be a text")
        if default is None and not value.strip():
            raise self.wrong(f"`{key}` is empty")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"`{key}` has to be true or false")
        return value

    def number(self, key: str, default: int) -> int:
        """A whole number, zero or more."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(f"`{key}` has to be a whole number, zero or more")
        return value

    def moment(self, key: str) -> datetime:
        """A date or a date with time and zone, as UTC; a bare date is its first moment."""
        value = self._take(key, None)
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise self.wrong(f"`{key}` has a time without a zone")
            return value.astimezone(UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(), UTC)
        raise self.wrong(f"`{key}` has to be a date such as 2021-01-01, without quotes")

    def day(self, key: str) -> date | None:
        """A date without a time; null when absent."""
        value = self._values.get(key)
        self._read.add(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.wrong(f"`{key}` has to be a date such as 2021-01-01, without quotes and without a time")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(f"`{key}` has to be a list of texts")
        return tuple(value)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(isinstance(item, list) for item in value):
            raise self.wrong(f"`{key}` has to be a list of lists")
        for item in value:
            if not all(isinstance(text, str) for text in item):
                raise self.wrong(f"`{key}` has to be a list of lists of texts")
        return tuple(tuple(item) for item in value)

    def groups(self, key: str) -> Iterator[list["Section"]]:
        """A list of lists of tables; empty when absent."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, list) for item in value):
            raise self.wrong(f"`{key}` has to be a list of lists of tables")
        for number, item in enumerate(value, start=1):
            if not all(isinstance(inner, dict) for inner in item):
                raise self.wrong(f"`{key}` has to be a list of lists of tables")
            yield [Section(inner, f"{self._place}: {key} {number}") for inner in item]

    def pairs(self, key: str) -> Iterator[tuple[str, str]]:
        """The texts below a key, each with its name."""
        value = self._take(key, None)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(f"`{key}` has to be a table of texts")
        yield from value.items()

    def table(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """The named tables below a key, each with its name."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            raise self.wrong(f"`{key}` has to be a table")
        for name, inner in value.items():
            if not isinstance(inner, dict):
                raise self.wrong(f"`{key}.{name}` has to be a table")
            yield name, Section(inner, f"{self._place}: {key}.{name}")

    def inner(self, key: str) -> "Section | None":
        """The table below a key; null when absent."""
        value = self._values.get(key)
        self._read.add(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(f"`{key}` has to be a table")
        return Section(value, f"{self._place}: {key}")

    def rows(self, key: str, label: str) -> Iterator["Section"]:
        """The entries of an array of tables; errors name each by the value of its `label` key."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.wrong(f"`{key}` has to be an array of tables")
        for number, inner in enumerate(value, start=1):
            if not isinstance(inner, dict):
                raise self.wrong(f"`{key}` has to be an array of tables")
            name = inner.get(label)
            yield Section(inner, f"{self._place}: {name if isinstance(name, str) else f'{key} {number}'}")

    def names(self) -> tuple[str, ...]:
        """Its keys, in the order of the file; for tables whose keys are data."""
        return tuple(self._values)

    def close(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be a missing one."""
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise self.wrong(f"unknown key `{unknown[0]}`")

    def _take(self, key: str, default: object) -> object:
        self._read.add(key)
        value = self._values.get(key, default)
        if value is None:
            raise self.wrong(f"`{key}` is missing")
        return value


def read_section(path: Path) -> Section:
    """The top table of a TOML file; RulesetError when it cannot be read or is no TOML."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RulesetError(f"{path}: {error.strerror or error}", hint="is this the folder of a pack?") from error
    try:
        values = tomli.loads(data.decode())
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RulesetError(f"{path}: not readable as TOML: {error}", hint="correct the file") from error
    return Section(values, str(path))

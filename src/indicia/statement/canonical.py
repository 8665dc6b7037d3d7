"""The one form of JSON that is hashed and signed: RFC 8785.  And back again, refusing whatever is read in two ways."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn, TypeAlias, cast

import orjson
import rfc8785

from indicia.errors import StatementError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

MOST_BYTES = 64 << 20
"""Of one payload."""
_DEEPEST = 32
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


def canonical(value: Json) -> bytes:
    """The value's only form.  Raises StatementError for what JSON cannot hold."""
    try:
        return rfc8785.dumps(cast("dict[str, object]", value))  # type: ignore[arg-type]  # its type lists no Sequence
    except rfc8785.CanonicalizationError as error:
        raise StatementError(f"this has no form in JSON: {error}") from error


def parsed(data: bytes, name: str) -> Json:
    """What the bytes say, where they are in the one form.

    Raises StatementError, naming `name`, for other bytes: two readers of bytes in another form may see two things (a
    name given twice, a number that one of them rounds).
    """
    if len(data) > MOST_BYTES:
        raise StatementError(f"{name}: larger than {MOST_BYTES >> 20} MiB")
    try:
        value: Json = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise StatementError(f"{name}: not JSON: {error}") from None
    _shallow(value, name)
    if canonical(value) != data:
        raise StatementError(f"{name}: not in the form of RFC 8785, so that readers could differ on what it says")
    return value


def digest(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def time_text(moment: datetime) -> str:
    """UTC, whole seconds, `2021-07-19T12:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(text: str) -> datetime:
    """The inverse.  Raises ValueError for any other form."""
    if not _TIME.match(text):
        raise ValueError(f"{text!r} is no time such as 2021-07-19T12:00:00Z")
    return datetime.fromisoformat(text)


def _shallow(value: Json, name: str) -> None:
    level: list[Json] = [value]
    for _ in range(_DEEPEST):
        below: list[Json] = []
        for one in level:
            if isinstance(one, Mapping):
                below += one.values()
            elif isinstance(one, list):
                below += one
        if not below:
            return
        level = below
    raise StatementError(f"{name}: nested deeper than {_DEEPEST}")


class Row:
    """One JSON object, read strictly: every member is of its type, none is missing, none is left over."""

    def __init__(self, value: Json, where: str) -> None:
        if not isinstance(value, Mapping):
            raise StatementError(f"{where}: not an object")
        self._value = dict(value)
        self.where = where

    def wrong(self, what: str) -> NoReturn:
        """Refuse it."""
        raise StatementError(f"{self.where}: {what}")

    def text(self, name: str, *, most: int = 100_000) -> str:
        """A text."""
        value = self._take(name)
        if not isinstance(value, str):
            self.wrong(f"`{name}` is not a text")
        if len(value) > most:
            self.wrong(f"`{name}` is longer than {most} characters")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text, or null."""
        if self._value.get(name, "") is None:
            self._value.pop(name)
            return None
        return self.text(name)

    def text_if_there(self, name: str) -> str | None:
        """A text, or null where there is no such member."""
        return self.text(name) if name in self._value else None

    def whole(self, name: str, *, least: int = 0) -> int:
        """A whole number from `least` on."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.wrong(f"`{name}` is not a whole number from {least} on")
        return value

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, or null."""
        if self._value.get(name, 0) is None:
            self._value.pop(name)
            return None
        return self.whole(name)

    def number(self, name: str) -> float:
        """A number."""
        value = self._take(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.wrong(f"`{name}` is not a number")
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._take(name)
        if not isinstance(value, bool):
            self.wrong(f"`{name}` is neither true nor false")
        return value

    def time(self, name: str) -> datetime:
        """A time in the one form, UTC."""
        text = self.text(name)
        try:
            return time_of(text)
        except ValueError as error:
            self.wrong(f"`{name}`: {error}")

    def time_or_none(self, name: str) -> datetime | None:
        """A time, or null."""
        if self._value.get(name, "") is None:
            self._value.pop(name)
            return None
        return self.time(name)

    def hash(self, name: str) -> str:
        """64 hex digits, lower case."""
        text = self.text(name)
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            self.wrong(f"`{name}` is no SHA-256 in lower-case hex")
        return text

    def hash_or_none(self, name: str) -> str | None:
        """A hash, or null."""
        if self._value.get(name, "") is None:
            self._value.pop(name)
            return None
        return self.hash(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Texts."""
        value = self._list(name)
        if not all(isinstance(one, str) for one in value):
            self.wrong(f"`{name}` does not hold texts only")
        return tuple(cast("list[str]", value))

    def values(self, name: str, *, most: int) -> list[Json]:
        """A list of anything, of at most `most`."""
        value = self._list(name)
        if len(value) > most:
            self.wrong(f"`{name}` holds more than {most}")
        return value

    def rows(self, name: str) -> tuple["Row", ...]:
        """Objects."""
        return tuple(Row(one, f"{self.where} {name}[{number}]") for number, one in enumerate(self._list(name)))

    def row(self, name: str) -> "Row":
        """One object."""
        return Row(self._take(name), f"{self.where} {name}")

    def anything(self, name: str) -> Json:
        """Whatever it is, null too."""
        return self._take(name)

    def mapping(self, name: str) -> Mapping[str, Json]:
        """An object whose members have names of any kind."""
        value = self._take(name)
        if not isinstance(value, Mapping):
            self.wrong(f"`{name}` is not an object")
        return value

    def row_or_none(self, name: str) -> "Row | None":
        """An object, or null."""
        if self._value.get(name, "") is None:
            self._value.pop(name)
            return None
        return self.row(name)

    def close(self) -> None:
        """Refuse what was not asked for: a reader that skips it would see less than was signed."""
        if self._value:
            self.wrong(f"unknown: {', '.join(f'`{name}`' for name in sorted(self._value))}")

    def _take(self, name: str) -> Json:
        if name not in self._value:
            self.wrong(f"`{name}` is missing")
        return self._value.pop(name)

    def _list(self, name: str) -> list[Json]:
        value = self._take(name)
        if not isinstance(value, list):
            self.wrong(f"`{name}` is not a list")
        return value

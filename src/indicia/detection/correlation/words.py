"""The fields a correlation reads, in the words of the record at hand: Sigma's `Image` is `NewProcessName` in 4688."""

import hashlib
from collections.abc import Mapping
from typing import overload

from msgspec import Struct

from indicia.detection.conditions.condition import fold
from indicia.detection.detector import Route
from indicia.detection.sigma.refused import Refused
from indicia.model.record import Record, Value

HOST_FIELDS = frozenset({"Computer", "ComputerName", "host.name"})
"""Not read from the record: the host that the case assigns it to, so that logs that name none take part too."""
_LONGEST = 200
"""Characters of a value that are kept as they are; beyond, a digest stands for the rest."""


class Words(Struct, frozen=True):
    """Which fields of the records of one rule are noted, and what they are called there."""

    fields: tuple[str, ...]
    """As correlations name them, in a fixed order."""
    renamed: tuple[tuple[Route, Mapping[str, str]], ...] = ()
    """Where the rule looks, and which fields are called otherwise there."""

    def values(self, record: Record) -> list[str | None]:
        """Value of each field as written; null where the record has none or the field is the host."""
        names = self._names(record)
        return [
            None if name in HOST_FIELDS else first_text(record.fields.get(names.get(name, name)))
            for name in self.fields
        ]

    def _names(self, record: Record) -> Mapping[str, str]:
        for route, names in self.renamed:
            if _leads(route, record):
                return names
        return {}


def words(logsource: tuple[str, str, str], fields: tuple[str, ...]) -> Words:
    """How the records of a rule on this log source word these fields; as written where nothing is known."""
    # Only a set with correlations needs what reads rules, which takes a while to import.
    from indicia.detection.sigma.logsource import routes_of

    try:
        routes = routes_of(logsource)
    except Refused:
        return Words(fields)
    renamed = []
    for entry in routes:
        names = {name: there for name, there in entry.wording.fields.items() if name in fields}
        if names:
            renamed.append((entry.route, names))
    return Words(fields, tuple(renamed))


def _leads(route: Route, record: Record) -> bool:
    if route.table != record.table or route.source not in (None, record.source):
        return False
    if route.channels and record.source.lower() not in route.channels:
        return False
    return not route.event_ids or record.fields.get("EventID") in route.event_ids


def first_text(value: Value) -> str | None:
    """The value as text, of several the first; null where there is none."""
    if isinstance(value, tuple):
        value = value[0] if value else None
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else whole(str(value))


@overload
def whole(text: str) -> str: ...
@overload
def whole(text: None) -> None: ...
def whole(text: str | None) -> str | None:
    """The text as UTF-8 can hold it: a lone surrogate becomes U+FFFD."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def key(text: str | None) -> str | None:
    """What values are compared by: without case; of long ones a beginning and a digest of the whole."""
    if text is None:
        return None
    low = fold(text)
    if len(low) <= _LONGEST:
        return low
    return f"{low[:_LONGEST]}…{hashlib.blake2b(low.encode(), digest_size=16).hexdigest()}"


def shown(text: str | None) -> str | None:
    """A value as a tick keeps it for reading."""
    return text if text is None or len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

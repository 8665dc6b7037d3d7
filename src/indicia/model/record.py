"""One decoded record and the fact that a detector asked for it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from indicia.model.evidence import Locator

Value = str | int | float | bool | None | tuple[str, ...]
"""Value of one field.  A tuple is a field with several values (positional event data, the forms of a web address)."""


class Record(Struct, frozen=True, kw_only=True):
    """One log entry, event, file or configuration element, decoded."""

    table: str
    """Name of its table, see `indicia.tables.schema`."""
    source: str
    """Log source it came from: a `Kind` value for text logs, the channel for Windows events, `fs`, `apphost`."""
    time: datetime | None
    """UTC; null where the record has none (files without times, configuration)."""
    host: str | None
    """Computer the record itself names; null where it names none."""
    at: Locator
    fields: Mapping[str, Value]
    """Values under the names the log itself uses; an absent key is an absent field."""
    raw: str
    """The record as it stands in the evidence, decoded; at most 64 KiB."""


class Sighting(Struct, frozen=True, kw_only=True):
    """A record that satisfied one detector exactly."""

    detector: str
    """Id of the rule or selector."""
    record: Record
    matched: tuple[str, ...] = ()
    """Names of the fields that decided; for marking in a report."""

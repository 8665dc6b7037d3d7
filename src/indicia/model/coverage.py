"""What the evidence could have shown: spans of time per log source."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field


class Span(Struct, frozen=True, kw_only=True):
    """Records of one log source of one host in one file, or in all files of the host once merged."""

    source: str
    """A `Kind` value for text logs, the channel for Windows events, `fs`, `apphost`."""
    host: str | None
    """As the records name it; null where they do not."""
    records: int
    first: datetime | None
    """Time of the earliest record, UTC; null when no record has a time."""
    last: datetime | None
    hours: Mapping[str, int] = field(default_factory=dict)
    """Records per hour, key `2021-03-14T01` (UTC), only hours that have any; gaps are found here."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """Records per part: event id (`4688`) of a channel, protocol of HttpProxy, port of IIS (`443`)."""

"""What the header lines of an Exchange log say about the server: the build that wrote it, and when."""

import re
from datetime import UTC, datetime

from indicia.model.evidence import Kind

_VERSIONED = frozenset({Kind.HTTPPROXY, Kind.EWS, Kind.RPS_CMDLET, Kind.RPS_HTTP})
"""Logs whose `#Version` is the build of Exchange; in the others it is the version of the log format."""
_VERSION = re.compile(rb"#Version:\s*(\d{1,3}\.\d{1,3}\.\d{1,5}\.\d{1,5})\s")
_DATE = re.compile(rb"#Date:\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")


def build_in_header(kind: Kind, head: bytes) -> tuple[datetime, str] | None:
    """(time of the header, UTC; build as written), or null where the log does not say."""
    if kind not in _VERSIONED:
        return None
    start = head[:4096]
    version, date = _VERSION.search(start), _DATE.search(start)
    if version is None or date is None:
        return None
    try:
        moment = datetime.fromisoformat(date.group(1).decode()).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment, version.group(1).decode()

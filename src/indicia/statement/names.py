"""Names of alliances, parties and officers: what may stand in paths, patterns and signed payloads without surprise."""

import re

from indicia.errors import StatementError

_ALLIANCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}\Z")
_HOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")
_RESERVED = frozenset({"root", "targets", "snapshot", "timestamp"})
"""Roles of TUF."""


def alliance_name(text: str) -> str:
    """The name, if it is one.  Raises StatementError."""
    if not _ALLIANCE.match(text):
        raise StatementError(
            f"`{text[:120]}` is no name of an alliance",
            hint="Up to 100 letters, digits and . _ : - ; the first is a letter or digit.",
        )
    return text


def holder_name(text: str) -> str:
    """The name of a party or officer, if it is one.  Raises StatementError."""
    if not _HOLDER.match(text) or text.lower() in _RESERVED:
        raise StatementError(
            f"`{text[:60]}` is no name of a party or officer",
            hint="Up to 40 letters, digits, _ and - ; the first is a letter or digit; no name of a role of TUF.",
        )
    return text

"""What a page must not give away: the keys of the server, by the names of the members that hold them."""

import re

KEYS = frozenset({
    "validationkey", "decryptionkey", "validationkeyinternal", "decryptionkeyinternal", "_validationkey",
    "_decryptionkey",
})  # fmt: skip
"""Members of the section of ASP.NET's machine keys; whoever knows them signs what the server builds objects from."""
_SETTINGS = re.compile(r"(?:^|[\\/~])(?:web|machine|applicationhost)\.config$|\bsam$|\bunattend\.xml$", re.IGNORECASE)


def holds_secrets(path: str) -> bool:
    """Whether the file of this path holds keys and passwords of the server."""
    return _SETTINGS.search(path) is not None


SECRET = "secret"  # noqa: S105 - a word for a kind of trail, no password
"""The kind of a trail that begins at such a key."""

"""What a page must not give away: the keys of the server, by the names of the members that hold them."""

KEYS = frozenset({
    "validationkey", "decryptionkey", "validationkeyinternal", "decryptionkeyinternal", "_validationkey",
    "_decryptionkey",
})  # fmt: skip
"""Members of the section of ASP.NET's machine keys; whoever knows them signs what the server builds objects from."""
SECRET = "secret"  # noqa: S105 - a word for a kind of trail, no password
"""The kind of a trail that begins at such a key."""

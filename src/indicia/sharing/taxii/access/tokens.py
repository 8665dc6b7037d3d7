"""Tokens: made once, shown once, kept as scrypt only, looked at again with every request.

A token is `ind_`, a public key of 12 characters by which it is found, `_`, and 256 random bits.
"""

import hashlib
import hmac
import re
import secrets
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Mapping

from msgspec import Struct

from indicia.errors import ShareError, UsageError
from indicia.model.statement import Marking
from indicia.sharing.taxii.access.rights import Access, Rights
from indicia.sharing.taxii.protocol.wire import now

_FORM = re.compile(r"ind_([0-9a-f]{12})_([A-Za-z0-9_-]{43})\Z", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z", re.ASCII)
_REMEMBERED = 10_000
_MARKINGS = tuple(Marking)


class TokenLine(Struct, frozen=True, kw_only=True):
    """One token as it is listed; nothing of it is secret."""

    name: str
    key: str
    ceiling: Marking
    made: int
    expires: int | None
    revoked: int | None
    rights: Mapping[str, Rights]
    """By alias of the collection."""


def make(
    connection: sqlite3.Connection, name: str, ceiling: Marking, rights: Mapping[int, Rights], expires: int | None
) -> str:
    """A new token; the returned text is nowhere else.  Raises UsageError for a name that is taken or unfit."""
    if not NAME.match(name):
        raise UsageError(f"{name!r} is no name of a token", hint="Up to 64 letters, digits and . _ -")
    key, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(32), secrets.token_bytes(16)
    text = f"ind_{key}_{secret}"
    connection.execute("BEGIN IMMEDIATE")
    try:
        made = connection.execute(
            "INSERT INTO token (name, key, salt, hash, ceiling, made, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, key, salt, _scrypt(text, salt), ceiling.rank, now(), expires),
        )
        for collection, allowed in rights.items():
            connection.execute("INSERT INTO permission VALUES (?, ?, ?)", (made.lastrowid, collection, int(allowed)))
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK")
        raise UsageError(
            f"there is already a token {name}", hint="Names are not used again, also not of revoked ones."
        ) from None
    connection.execute("COMMIT")
    return text


def revoke(connection: sqlite3.Connection, name: str) -> None:
    """It holds no longer, from the next request on.  Raises ShareError where there is none."""
    done = connection.execute("UPDATE token SET revoked = ? WHERE name = ? AND revoked IS NULL", (now(), name))
    if not done.rowcount:
        raise ShareError(f"there is no token {name} that could be revoked")


def grant(connection: sqlite3.Connection, name: str, collection: int, rights: Rights) -> None:
    """Set what a token may do in a collection; none takes the collection out of its sight."""
    found = connection.execute("SELECT id FROM token WHERE name = ?", (name,)).fetchone()
    if found is None:
        raise ShareError(f"there is no token {name}")
    if rights:
        connection.execute("INSERT OR REPLACE INTO permission VALUES (?, ?, ?)", (found[0], collection, int(rights)))
    else:
        connection.execute("DELETE FROM permission WHERE token = ? AND collection = ?", (found[0], collection))


def listed(connection: sqlite3.Connection) -> list[TokenLine]:
    """All tokens ever made, by name."""
    rights: dict[int, dict[str, Rights]] = {}
    for token, alias, allowed in connection.execute(
        "SELECT token, alias, rights FROM permission JOIN collection ON collection.id = collection"
    ):
        rights.setdefault(token, {})[alias.decode()] = Rights(allowed)
    return [
        TokenLine(
            name=name.decode(),
            key=key.decode(),
            ceiling=_MARKINGS[ceiling],
            made=made,
            expires=expires,
            revoked=revoked,
            rights=rights.get(token, {}),
        )
        for token, name, key, ceiling, made, expires, revoked in connection.execute(
            "SELECT id, name, key, ceiling, made, expires, revoked FROM token ORDER BY name"
        )
    ]


class Gate:
    """Tells who asks.  What scrypt said once is remembered under a keyed hash, for this process only."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, int] = OrderedDict()
        self._pepper = secrets.token_bytes(32)
        self._lock = threading.Lock()

    def remembered(self, connection: sqlite3.Connection, shown: str, user: str | None) -> Access | None:
        """The access of a token that was proven before and still holds; null: prove it."""
        with self._lock:
            token = self._known.get(self._mark(shown))
        return None if token is None else _access(connection, token, user)

    def prove(self, connection: sqlite3.Connection, shown: str, user: str | None) -> Access | None:
        """Check a token with scrypt, which takes as long for one that nobody made; null: it does not hold."""
        form = _FORM.match(shown)
        row = None
        if form is not None:
            row = connection.execute("SELECT id, salt, hash FROM token WHERE key = ?", (form[1],)).fetchone()
        token, salt, kept = row or (0, bytes(16), bytes(32))
        if not hmac.compare_digest(_scrypt(shown[:128], salt), kept) or row is None:
            return None
        with self._lock:
            self._known[self._mark(shown)] = token
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return _access(connection, token, user)

    def _mark(self, shown: str) -> bytes:
        return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), key=self._pepper, digest_size=32).digest()


def _access(connection: sqlite3.Connection, token: int, user: str | None) -> Access | None:
    row = connection.execute("SELECT name, key, ceiling, expires, revoked FROM token WHERE id = ?", (token,)).fetchone()
    if row is None:
        return None
    name, key, ceiling, expires, revoked = row
    if revoked is not None or (expires is not None and now() >= expires):
        return None
    if user is not None and user not in (name.decode(), key.decode()):
        return None
    rights = connection.execute("SELECT collection, rights FROM permission WHERE token = ?", (token,)).fetchall()
    return Access(
        token=token,
        name=name.decode(),
        ceiling=_MARKINGS[ceiling],
        rights={collection: Rights(allowed) for collection, allowed in rights},
    )


def _scrypt(text: str, salt: bytes) -> bytes:
    return hashlib.scrypt(text.encode("utf-8", "surrogatepass"), salt=salt, n=1 << 14, r=8, p=1, dklen=32)

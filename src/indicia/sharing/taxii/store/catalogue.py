"""API roots and collections: what there is, and what of it a token sees."""

import re
import sqlite3
import uuid

from msgspec import Struct

from indicia.errors import ShareError, UsageError
from indicia.sharing.taxii.access.rights import Access, Rights
from indicia.sharing.taxii.store.schema import BEYOND

MOST_BYTES = 10 << 20
"""Of one request, unless the API root says otherwise."""
_SEGMENT = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z", re.ASCII)
_TAKEN = {"taxii2", "openapi"}


class Root(Struct, frozen=True, kw_only=True):
    """An API root."""

    id: int
    path: str
    title: str
    description: str
    most_bytes: int
    """`max_content_length`."""


class Collection(Struct, frozen=True, kw_only=True):
    """A collection."""

    id: int
    root: int
    uuid: str
    alias: str
    title: str
    description: str


_ROOT = "SELECT id, path, title, description, most_bytes FROM root"
_COLLECTION = "SELECT id, root, uuid, alias, title, description FROM collection"


def add_root(
    connection: sqlite3.Connection, path: str, title: str, description: str = "", most_bytes: int = MOST_BYTES
) -> Root:
    """Make an API root, or give back the one that is there.  Raises UsageError for an unfit path."""
    if not _SEGMENT.match(path) or path in _TAKEN:
        raise UsageError(f"{path!r} is no path of an API root", hint="Lower-case letters, digits and -; not taxii2.")
    connection.execute(
        "INSERT OR IGNORE INTO root (path, title, description, most_bytes) VALUES (?, ?, ?, ?)",
        (path, title, description, most_bytes),
    )
    found = root_at(connection, path)
    assert found is not None
    return found


def add_collection(
    connection: sqlite3.Connection, root: Root, alias: str, title: str, description: str = "", name: str | None = None
) -> Collection:
    """Make a collection; `name` is its UUID, by default a new one.  Raises UsageError for an alias that is taken."""
    if not _SEGMENT.match(alias):
        raise UsageError(f"{alias!r} is no alias of a collection", hint="Lower-case letters, digits and -.")
    connection.execute("BEGIN IMMEDIATE")
    try:
        made = connection.execute(
            "INSERT INTO collection (root, uuid, alias, title, description) VALUES (?, ?, ?, ?, ?)",
            (root.id, name or str(uuid.uuid4()), alias, title, description),
        )
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK")
        raise UsageError(f"there is already a collection {alias} in {root.path}") from None
    # The last row of every index: a search that finds nothing ends at a row, whether there are hidden ones or not.
    connection.execute(
        "INSERT INTO object (collection, added, marking, said, id, type, version, timed, spec, digest, size, "
        "newer, older, twin, later_spec, body) VALUES (?, ?, ?, 0, '~', '~', '~', 0, 0, x'', 0, 0, 0, 0, 0, '')",
        (made.lastrowid, 1 << 62, BEYOND),
    )
    connection.execute("INSERT INTO largest VALUES (?, ?, 0)", (made.lastrowid, BEYOND))
    connection.execute("COMMIT")
    return _collection(connection.execute(f"{_COLLECTION} WHERE id = ?", (made.lastrowid,)).fetchone())


def remove_collection(connection: sqlite3.Connection, alias: str) -> int:
    """Take a collection away with everything in it; how many versions of objects that were."""
    found = named(connection, alias)
    connection.execute("BEGIN IMMEDIATE")
    gone = size(connection, found)
    connection.execute("DELETE FROM object WHERE collection = ?", (found.id,))
    connection.execute("DELETE FROM largest WHERE collection = ?", (found.id,))
    connection.execute("DELETE FROM permission WHERE collection = ?", (found.id,))
    connection.execute("DELETE FROM collection WHERE id = ?", (found.id,))
    connection.execute("COMMIT")
    return gone


def size(connection: sqlite3.Connection, collection: Collection) -> int:
    """How many versions of objects are in it."""
    row = connection.execute(
        "SELECT count(*) FROM object WHERE collection = ? AND marking < ?", (collection.id, BEYOND)
    ).fetchone()
    return int(row[0])


def root_at(connection: sqlite3.Connection, path: str) -> Root | None:
    """The API root of a path."""
    row = connection.execute(f"{_ROOT} WHERE path = ?", (path,)).fetchone()
    return None if row is None else _root(row)


def roots(connection: sqlite3.Connection) -> list[Root]:
    """All of them, the oldest first."""
    return [_root(row) for row in connection.execute(f"{_ROOT} ORDER BY id")]


def collections(connection: sqlite3.Connection) -> list[Collection]:
    """All of them, the oldest first."""
    return [_collection(row) for row in connection.execute(f"{_COLLECTION} ORDER BY id")]


def named(connection: sqlite3.Connection, name: str) -> Collection:
    """The one with this alias or UUID, whatever its root.  Raises ShareError for none or several."""
    found = [one for one in collections(connection) if name in (one.alias, one.uuid)]
    if len(found) != 1:
        how = "no collection" if not found else "more than one collection"
        raise ShareError(f"there is {how} {name}", hint="`indicia share collection list` shows them; give the UUID.")
    return found[0]


def visible_roots(connection: sqlite3.Connection, access: Access) -> list[Root]:
    """Those in which the token may do anything at all."""
    held = {one.root for one in collections(connection) if access.rights.get(one.id, Rights.NONE)}
    return [one for one in roots(connection) if one.id in held]


def visible(connection: sqlite3.Connection, access: Access, root: Root) -> list[Collection]:
    """The collections of a root in which the token may do anything at all."""
    return [one for one in collections(connection) if one.root == root.id and access.rights.get(one.id, Rights.NONE)]


def visible_collection(connection: sqlite3.Connection, access: Access, root: Root, name: str) -> Collection | None:
    """By UUID or alias, if the token may do anything there."""
    row = connection.execute(
        f"{_COLLECTION} WHERE root = ? AND (uuid = ? OR alias = ?)",
        (root.id, name, name),
    ).fetchone()
    if row is None or not access.rights.get(row[0], Rights.NONE):
        return None
    return _collection(row)


def _root(row: tuple[int, bytes, bytes, bytes, int]) -> Root:
    number, path, title, description, most = row
    return Root(id=number, path=path.decode(), title=title.decode(), description=description.decode(), most_bytes=most)


def _collection(row: tuple[int, int, bytes, bytes, bytes, bytes]) -> Collection:
    number, root, name, alias, title, description = row
    return Collection(
        id=number,
        root=root,
        uuid=name.decode(),
        alias=alias.decode(),
        title=title.decode(),
        description=description.decode(),
    )

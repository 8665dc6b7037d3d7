"""The store's file: tables, and connections to it.

Every object carries, for each of the four questions a reader may ask of its versions, the lowest ceiling from which on
the answer is no.  So a reader's question is a comparison with the reader's ceiling inside the index, and what lies
above it is never touched.
"""

import os
import secrets
import sqlite3
from pathlib import Path

from indicia.errors import ShareError

FORMAT = 1
_APPLICATION = 0x494E4458
BEYOND = 9
"""A marking above all there are: no such object."""

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE root (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT NOT NULL,
  most_bytes INTEGER NOT NULL);
CREATE TABLE collection (
  id INTEGER PRIMARY KEY, root INTEGER NOT NULL REFERENCES root(id), uuid TEXT NOT NULL UNIQUE, alias TEXT NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL,
  last INTEGER NOT NULL DEFAULT 0,      -- the newest date_added ever given out here, also of what was deleted
  UNIQUE (root, alias));
CREATE TABLE token (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL,
  ceiling INTEGER NOT NULL, made INTEGER NOT NULL, expires INTEGER, revoked INTEGER);
CREATE TABLE permission (
  token INTEGER NOT NULL REFERENCES token(id), collection INTEGER NOT NULL REFERENCES collection(id),
  rights INTEGER NOT NULL, PRIMARY KEY (token, collection)) WITHOUT ROWID;
CREATE TABLE largest (     -- bytes of the largest object ever added, by marking
  collection INTEGER NOT NULL, marking INTEGER NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (collection, marking)
  ) WITHOUT ROWID;
CREATE TABLE status (
  id TEXT PRIMARY KEY, token INTEGER NOT NULL, root INTEGER NOT NULL, made INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE INDEX status_by_age ON status (made);
CREATE TABLE object (
  row INTEGER PRIMARY KEY, collection INTEGER NOT NULL, added INTEGER NOT NULL, marking INTEGER NOT NULL,
  said INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, version TEXT NOT NULL, timed INTEGER NOT NULL,
  spec INTEGER NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL,
  newer INTEGER NOT NULL,       -- lowest marking of a later version of the same specification
  older INTEGER NOT NULL,       -- lowest marking of an earlier one
  twin INTEGER NOT NULL,        -- lowest marking, above its own, of the same version
  later_spec INTEGER NOT NULL,  -- lowest marking of a version of a later specification
  body TEXT NOT NULL);
CREATE UNIQUE INDEX object_by_id ON object (collection, id, marking, version);
CREATE INDEX object_by_added ON object
  (collection, marking, added, newer, older, twin, later_spec, spec, size);
CREATE INDEX object_by_type ON object
  (collection, marking, type, added, newer, older, twin, later_spec, spec, size);
"""


def create(path: Path) -> None:
    """Make an empty store that only its owner can read.  Raises ShareError where a file is already there."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise ShareError(f"{path}: cannot make a store here: {error.strerror}") from error
    connection = sqlite3.connect(path, isolation_level=None)
    made = False
    try:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.executescript(f"BEGIN;{_TABLES}COMMIT;")
        connection.execute("INSERT INTO setting VALUES ('paging key', ?)", (secrets.token_bytes(32),))
        made = True
    except sqlite3.Error as error:
        raise ShareError(f"{path}: cannot make a store here: {error}") from error
    finally:
        connection.close()
        if not made:
            for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                leftover.unlink(missing_ok=True)


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection in which nothing is committed by itself; text comes as bytes.

    Raises ShareError for a file that is missing, no store, or of another version.
    """
    if not path.is_file():
        raise ShareError(f"{path}: no such store", hint="`indicia share collection add` makes one.")
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        kind = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise ShareError(f"{path}: not a store: {error}") from error
    if kind != _APPLICATION or version != FORMAT:
        connection.close()
        if kind != _APPLICATION:
            raise ShareError(f"{path}: not a store", hint="`indicia share collection add` makes one.")
        which = "an older" if version < FORMAT else "a later"
        raise ShareError(
            f"{path}: a store of {which} version of Indicia (format {version}, not {FORMAT}); nothing was changed",
            hint="Serve it with the version that made it, and `share pull` its objects into a new store.",
        )
    connection.text_factory = bytes
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA mmap_size = {4 << 30}")
    connection.execute(f"PRAGMA cache_size = {-(64 << 10)}")
    connection.execute("PRAGMA temp_store = MEMORY")
    if not write:
        connection.execute("PRAGMA query_only = ON")
    return connection

"""Writing: objects in, versions put in relation to each other, objects out.

What a writer is told depends only on what that writer may see.  An object that is hidden from it is as if it were not
there: the same id and version can be added below it, and readers above see the stricter one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import orjson
from msgspec import Struct
from msgspec.structs import replace

from indicia.model.statement import Marking
from indicia.sharing.taxii.protocol.filters import Filter
from indicia.sharing.taxii.protocol.incoming import Incoming, Refused
from indicia.sharing.taxii.protocol.wire import moment, version_key, version_text
from indicia.sharing.taxii.store.dates import Dates, first_dates
from indicia.sharing.taxii.store.schema import BEYOND

_MARKINGS = tuple(Marking)
_AT_ONCE = 500


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one object."""

    id: str
    version: str
    """As STIX writes it; empty where it has none that can be told."""
    stored: bool
    """It is there now, whether it came with this request or was there before."""
    message: str = ""


def add(
    connection: sqlite3.Connection,
    collection: int,
    ceiling: int,
    sent: Sequence[Incoming | Refused],
    calendar: Dates | None = None,
) -> list[Outcome]:
    """Add objects to a collection, in order; one outcome each, in order.

    Each gets a date_added of its own, later than any given out in this collection before, also where the clock went
    back.  An object is not stored where its marking is above the writer's ceiling, or where the same version is there
    with another content.  Sent again, it stays as it is.

    Within a request the less strict come first, without a gap: a reader who may not see the others sees no hole where
    they are.
    """
    with _change(connection):
        last: int = connection.execute("SELECT last FROM collection WHERE id = ?", (collection,)).fetchone()[0]
        fit = [one for one in sent if isinstance(one, Incoming)]
        markings = _inherited(connection, collection, ceiling, fit)
        kept = iter(markings)
        dates = first_dates((calendar or Dates()).following(last), markings)
        outcomes = []
        largest = [0] * len(_MARKINGS)
        for one in sent:
            if isinstance(one, Refused):
                version = version_text(one.version) if one.version else ""
                outcomes.append(Outcome(id=one.id, version=version, stored=False, message=one.message))
                continue
            marking = next(kept)
            added = dates[marking.rank]
            outcome, stored = _one(connection, collection, ceiling, one, marking, added)
            outcomes.append(outcome)
            if stored:
                dates[marking.rank] += 1
                last = max(last, added)
                largest[marking.rank] = max(largest[marking.rank], len(one.body))
        connection.execute("UPDATE collection SET last = ? WHERE id = ?", (last, collection))
        connection.executemany(
            "INSERT INTO largest VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET size = max(size, excluded.size)",
            [(collection, rank, size) for rank, size in enumerate(largest) if size],
        )
    return outcomes


def remove(connection: sqlite3.Connection, collection: int, ceiling: int, name: str, wanted: Filter) -> int:
    """Delete versions of an object, without a filter all, but none above the ceiling; how many."""
    conditions, values = ["1"], list[object]()
    if wanted.specs:
        conditions.append(f"spec IN ({', '.join('?' * len(wanted.specs))})")
        values += wanted.specs
    kept = set(wanted.versions) or {"all"}
    if "all" not in kept:
        exact = sorted(kept - {"first", "last"})
        choices = [f"{column} > ?" for word, column in (("first", "older"), ("last", "newer")) if word in kept]
        values += [ceiling] * len(choices)
        choices += [f"version IN ({', '.join('?' * len(exact))})"] if exact else []
        values += exact
        conditions.append(f"({' OR '.join(choices)})")
    with _change(connection):
        gone = connection.execute(
            "DELETE FROM object INDEXED BY object_by_id WHERE collection = ? AND id = ? AND marking <= ? AND "
            + " AND ".join(conditions),
            (collection, name, ceiling, *values),
        ).rowcount
        _relate_anew(connection, collection, name)
    return gone


def _one(
    connection: sqlite3.Connection, collection: int, ceiling: int, one: Incoming, marking: Marking, added: int
) -> tuple[Outcome, bool]:
    version = one.version or version_key(moment(added))
    # An object without a time of its own stays the same as long as its newest content does.
    which = "timed AND version = ?" if one.version is not None else "NOT timed AND version <= ?"
    there = connection.execute(
        "SELECT version, digest FROM object INDEXED BY object_by_id WHERE collection = ? AND id = ? "
        f"AND marking <= ? AND {which} ORDER BY (timed AND digest = ?) DESC, added DESC LIMIT 1",
        (collection, one.id, ceiling, version, one.digest),
    ).fetchone()
    if there is not None:
        found = version_text(there[0].decode())
        if there[1] == one.digest:
            return Outcome(id=one.id, version=found, stored=True, message="already there"), False
        if one.version is not None and not _marked_otherwise(connection, collection, ceiling, one, marking):
            message = "this version is there with another content; give it a new modified time"
            return Outcome(id=one.id, version=found, stored=False, message=message), False
    said = version_text(version)
    if one.marking.rank > ceiling:
        why = one.marking.value if one.said else "counts as TLP:RED, because it is not marked"
        message = f"stricter than this token may send: {why}"
        return Outcome(id=one.id, version=said, stored=False, message=message), False
    _insert(
        connection, collection, replace(one, version=version, marking=marking), added, timed=one.version is not None
    )
    message = "" if marking is one.marking else f"kept as {marking.value}, because it refers to an object marked so"
    return Outcome(id=one.id, version=said, stored=True, message=message), True


def _marked_otherwise(
    connection: sqlite3.Connection, collection: int, ceiling: int, one: Incoming, marking: Marking
) -> bool:
    """Whether all that is there of this version is the same object under other markings.

    It is then kept beside them, and each reader sees the strictest that it may see.
    """
    rows = connection.execute(
        "SELECT marking, body FROM object INDEXED BY object_by_id WHERE collection = ? AND id = ? AND marking <= ? "
        "AND timed AND version = ?",
        (collection, one.id, ceiling, one.version),
    ).fetchall()
    own = _unmarked(one.body)
    return all(rank != marking.rank and _unmarked(body) == own for rank, body in rows)


def _unmarked(body: bytes) -> object:
    thing = orjson.loads(body)
    thing.pop("object_marking_refs", None)
    return thing


def _insert(connection: sqlite3.Connection, collection: int, one: Incoming, added: int, *, timed: bool) -> None:
    rank = one.marking.rank
    same = {"c": collection, "id": one.id, "v": one.version, "s": one.spec, "m": rank}
    relations = connection.execute(
        "SELECT min(CASE WHEN spec = :s AND version > :v THEN marking ELSE 9 END), "
        "min(CASE WHEN spec = :s AND version < :v THEN marking ELSE 9 END), "
        "min(CASE WHEN version = :v AND marking > :m THEN marking ELSE 9 END), "
        "min(CASE WHEN spec > :s THEN marking ELSE 9 END) "
        "FROM object INDEXED BY object_by_id WHERE collection = :c AND id = :id",
        same,
    ).fetchone()
    newer, older, twin, later = (BEYOND if value is None else value for value in relations)
    where = "WHERE collection = :c AND id = :id AND"
    for change in (
        f"UPDATE object SET newer = :m {where} spec = :s AND version < :v AND newer > :m",
        f"UPDATE object SET older = :m {where} spec = :s AND version > :v AND older > :m",
        f"UPDATE object SET twin = :m {where} version = :v AND marking < :m AND twin > :m",
        f"UPDATE object SET later_spec = :m {where} spec < :s AND later_spec > :m",
    ):
        connection.execute(change, same)
    connection.execute(
        "INSERT INTO object (collection, added, marking, said, id, type, version, timed, spec, digest, size, "
        "newer, older, twin, later_spec, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(collection, added, rank, one.said, one.id, one.type, one.version, timed, one.spec),
            *(one.digest, len(one.body), newer, older, twin, later, one.body.decode()),
        ),
    )


def _relate_anew(connection: sqlite3.Connection, collection: int, name: str) -> None:
    """After a deletion: what is left of an object is compared again."""
    rows = connection.execute(
        "SELECT row, spec, version, marking FROM object WHERE collection = ? AND id = ?", (collection, name)
    ).fetchall()
    for row, spec, version, marking in rows:
        connection.execute(
            "UPDATE object SET newer = ?, older = ?, twin = ?, later_spec = ? WHERE row = ?",
            (
                min((m for _, s, v, m in rows if s == spec and v > version), default=BEYOND),
                min((m for _, s, v, m in rows if s == spec and v < version), default=BEYOND),
                min((m for _, _, v, m in rows if v == version and m > marking), default=BEYOND),
                min((m for _, s, _, m in rows if s > spec), default=BEYOND),
                row,
            ),
        )


def _inherited(
    connection: sqlite3.Connection, collection: int, ceiling: int, sent: Sequence[Incoming]
) -> list[Marking]:
    """The marking each object is kept under: its own, or that of something it refers to, where that is stricter.

    An id is as secret as the least secret version under it.  Only what its author marked counts, and only what the
    writer may see: with what it may not, it could ask about ids by watching what becomes of its own objects.  Takes
    time in proportion to the number of references, whatever they form.
    """
    kept = [one.marking.rank for one in sent]
    stored = _stored_heights(connection, collection, ceiling, {ref for one in sent for ref in one.refs})
    referring: dict[str, list[int]] = {}
    for place, one in enumerate(sent):
        for ref in one.refs:
            referring.setdefault(ref, []).append(place)
    for rank in range(ceiling, 0, -1):
        # How many versions of an id are less secret than this; where it is none, what refers to the id is as secret.
        below = {name: int(height < rank) for name, height in stored.items()}
        for place, one in enumerate(sent):
            below[one.id] = below.get(one.id, 0) + int(not one.said or kept[place] < rank)
        waiting = [name for name, number in below.items() if not number]
        while waiting:
            for place in referring.get(waiting.pop(), ()):
                if kept[place] < rank:
                    kept[place] = rank
                    name = sent[place].id
                    below[name] -= 1
                    if not below[name]:
                        waiting.append(name)
    return [_MARKINGS[rank] for rank in kept]


def _stored_heights(connection: sqlite3.Connection, collection: int, ceiling: int, names: set[str]) -> dict[str, int]:
    heights: dict[str, int] = {}
    every = sorted(names)
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        rows = connection.execute(
            "SELECT id, min(said * marking) FROM object INDEXED BY object_by_id WHERE collection = ? AND marking <= ? "
            f"AND id IN ({', '.join('?' * len(part))}) GROUP BY id",
            (collection, ceiling, *part),
        )
        heights.update((name.decode(), height) for name, height in rows)
    return heights


@contextmanager
def _change(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; one writer at a time."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Where there is no room, the database may have rolled back by itself, or the end itself failed.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise

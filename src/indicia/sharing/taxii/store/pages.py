"""Reading: pages of objects and of facts about them, up to a ceiling.

Each question is asked once for every marking up to the ceiling, and the answers are merged in order of date_added.
Rows above the ceiling are in other parts of the index: they are not filtered out, they are never reached, so that
neither an answer nor the time it takes depends on them.

A page is put together inside the database.  Fetching row by row would hand the interpreter lock back and forth a
thousand times a page.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from indicia.sharing.taxii.protocol.filters import Filter
from indicia.sharing.taxii.protocol.wire import STIX, moment, version_text

MOST_BYTES = 32 << 20
"""Of the objects of one page; the page ends sooner then, after at least one."""
_MOST_BRANCHES = 400


class Question(Struct, frozen=True, kw_only=True):
    """What a reader asks of a collection."""

    collection: int
    ceiling: int
    wanted: Filter
    after: int | None
    """Only what was added later, in microseconds."""
    limit: int


class Page(Struct, frozen=True, kw_only=True):
    """Part of an answer."""

    items: bytes
    """JSON values with commas between them."""
    count: int = 0
    first: int | None = None
    """date_added of the first and the last, microseconds; null where the page is empty."""
    last: int | None = None
    more: bool = False


class _Rows(Struct, frozen=True):
    """A query for rows in order of date_added, without its columns."""

    branches: tuple[str, ...]
    values: tuple[int | str, ...]

    def select(self, columns: str, *, last: bool = False, limit: bool = False) -> str:
        bound = " AND added <= :last" if last else ""
        every = " UNION ALL ".join(f"SELECT {columns} {branch}{bound}" for branch in self.branches)
        # By position: the second column is the date, whatever it is called.
        return f"{every} ORDER BY 2" + (" LIMIT :limit" if limit else "")


def objects(connection: sqlite3.Connection, question: Question) -> Page:
    """The objects themselves."""
    return _page(connection, question, "body", ",", sized=True)


def manifest(connection: sqlite3.Connection, question: Question) -> Page:
    """For each object version id, date_added, version and media type.  Source: TAXII 5.3."""
    page = _page(connection, question, "id || ' ' || added || ' ' || version || ' ' || spec", "\n", sized=False)
    rows = []
    for line in page.items.decode().split("\n") if page.items else ():
        name, added, version, spec = line.split(" ")
        rows.append(
            f'{{"id":"{name}","date_added":"{moment(int(added))}",'
            f'"version":"{version_text(version)}","media_type":"{STIX[int(spec)]}"}}'
        )
    return _with_items(page, ",".join(rows).encode())


def versions(connection: sqlite3.Connection, question: Question) -> Page:
    """The versions of one object.  Source: TAXII 5.8."""
    page = _page(connection, question, "version", "\n", sized=False)
    found = page.items.decode().split("\n") if page.items else []
    return _with_items(page, ",".join(f'"{version_text(one)}"' for one in found).encode())


def there(connection: sqlite3.Connection, collection: int, ceiling: int, name: str) -> bool:
    """Whether any version of an object may be seen."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM object INDEXED BY object_by_id WHERE collection = ? AND id = ? AND marking <= ?)",
        (collection, name, ceiling),
    ).fetchone()
    return bool(row[0])


def _with_items(page: Page, items: bytes) -> Page:
    return Page(items=items, count=page.count, first=page.first, last=page.last, more=page.more)


def _page(connection: sqlite3.Connection, question: Question, column: str, between: str, *, sized: bool) -> Page:
    rows = _rows(question)
    given: dict[str, int | str] = {
        "collection": question.collection,
        "ceiling": question.ceiling,
        "after": question.after if question.after is not None else -(1 << 62),
        "limit": question.limit,
        **{f"v{number}": value for number, value in enumerate(rows.values)},
    }
    given["between"] = between
    with _snapshot(connection):
        last = None
        if sized and _largest(connection, question) * question.limit > MOST_BYTES:
            # Where a page could become too large, it is measured before it is made.
            last = connection.execute(
                "SELECT max(added) FROM (SELECT added, sum(size) OVER (ORDER BY added) AS upto, "
                "row_number() OVER (ORDER BY added) AS number "
                f"FROM ({rows.select('size, added', limit=True)})) WHERE upto <= {MOST_BYTES} OR number = 1",
                given,
            ).fetchone()[0]
            given["last"] = last
        # Merged by number, and looked up once: merging whole objects would copy each of them several times.
        numbers = rows.select("row AS at, added AS since", last=last is not None, limit=True)
        count, first, last, items = connection.execute(
            f"SELECT count(*), min(since), max(since), group_concat({column}, :between) FROM ({numbers}) "
            "CROSS JOIN object ON row = at",
            given,
        ).fetchone()
        if not count:
            return Page(items=b"")
        given["after"] = last
        following = rows.select("row, added")
        more = connection.execute(f"SELECT EXISTS (SELECT 1 FROM ({following} LIMIT 1))", given).fetchone()[0]
    return Page(items=items, count=count, first=first, last=last, more=bool(more))


def _largest(connection: sqlite3.Connection, question: Question) -> int:
    """Bytes of the largest object that the reader could meet."""
    row = connection.execute(
        "SELECT max(size) FROM largest WHERE collection = ? AND marking <= ?", (question.collection, question.ceiling)
    ).fetchone()
    return row[0] or 0


def _rows(question: Question) -> _Rows:
    wanted = question.wanted
    values: list[int | str] = []

    def name(value: int | str) -> str:
        values.append(value)
        return f":v{len(values) - 1}"

    def names(of: Sequence[int | str]) -> str:
        return ", ".join(name(value) for value in of)

    conditions = ["added > :after", "twin > :ceiling"]
    conditions.append(f"spec IN ({names(wanted.specs)})" if wanted.specs else "later_spec > :ceiling")
    kept = set(wanted.versions) or {"last"}
    if "all" not in kept:
        exact = sorted(kept - {"first", "last"})
        choices = [f"{column} > :ceiling" for word, column in (("first", "older"), ("last", "newer")) if word in kept]
        choices += [f"version IN ({names(exact)})"] if exact else []
        conditions.append(f"({' OR '.join(choices)})")
    if wanted.ids:
        if wanted.types:
            conditions.append(f"type IN ({names(wanted.types)})")
        where = " AND ".join([f"id IN ({names(wanted.ids)})", "marking <= :ceiling", *conditions])
        branches = [f"FROM object INDEXED BY object_by_id WHERE collection = :collection AND {where}"]
        return _Rows(tuple(branches), tuple(values))
    rest = " AND ".join(conditions)
    markings = range(question.ceiling + 1)
    if wanted.types and len(wanted.types) * len(markings) <= _MOST_BRANCHES:
        kinds = [name(kind) for kind in wanted.types]
        index = "FROM object INDEXED BY object_by_type WHERE collection = :collection"
        return _Rows(
            tuple(f"{index} AND marking = {rank} AND type = {kind} AND {rest}" for rank in markings for kind in kinds),
            tuple(values),
        )
    index = "FROM object INDEXED BY object_by_added WHERE collection = :collection"
    if wanted.types:
        rest += f" AND type IN ({names(wanted.types)})"
    return _Rows(tuple(f"{index} AND marking = {rank} AND {rest}" for rank in markings), tuple(values))


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything asked within sees the same state, whatever is written meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")

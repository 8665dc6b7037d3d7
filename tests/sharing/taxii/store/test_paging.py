"""Nothing is left out and nothing comes twice, whatever is asked, written or deleted meanwhile."""

import random
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.model.statement import Marking
from indicia.sharing.taxii.protocol.filters import Filter
from indicia.sharing.taxii.protocol.incoming import read_envelope
from indicia.sharing.taxii.protocol.wire import version_key
from indicia.sharing.taxii.store import adding, catalogue, dates, pages
from indicia.sharing.taxii.store.pages import Question
from indicia.sharing.taxii.store.schema import connect, create

from ..served import GREEN, MARKINGS, Served, thing

IDS = [f"{kind}--00000000-0000-4000-8000-{number:012d}" for kind in ("indicator", "malware") for number in range(3)]
TIMES = [f"2021-07-19T00:00:00.{digit}00Z" for digit in range(3)]


def test_pages_join_without_seams(served: Served) -> None:
    """Whatever the size of a page, together they are everything, in order of date_added, once."""
    sent = [thing(GREEN) for _ in range(53)]
    served.post("green", *sent)
    whole = [one["id"] for one in sent]
    for limit in (1, 7, 52, 53, 54, 5000):
        assert served.ids("green", limit=limit) == whole


def test_a_page_alone_says_how_to_go_on(served: Served) -> None:
    """`next` can be sent alone: it holds the question."""
    served.post("green", *(thing(GREEN, kind) for kind in ("indicator", "malware") for _ in range(5)))
    page = served.ask("green", "objects/", limit=3, **{"match[type]": "malware"}).json
    rest = served.ask("green", "objects/", next=page["next"]).json
    assert [one["type"] for one in rest["objects"]] == ["malware"] * 2


def test_a_moved_added_after_leaves_nothing_out(served: Served) -> None:
    """Clients that move `added_after` while they page get the pages of their first question."""
    served.post("green", *(thing(GREEN) for _ in range(10)))
    dates = [one["date_added"] for one in served.ask("green", "manifest/").json["objects"]]
    page = served.ask("green", "objects/", limit=4, added_after=dates[1]).json
    rest = served.ask("green", "objects/", limit=100, added_after=dates[8], next=page["next"]).json
    assert len(page["objects"]) + len(rest["objects"]) == 8


def test_a_large_page_ends_sooner(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is bounded in bytes, too, and holds at least one object."""
    monkeypatch.setattr(pages, "MOST_BYTES", 4_000)
    served.post("green", *(thing(GREEN, description="x" * size) for size in (1_000, 1_000, 1_000, 9_000, 10)))
    sizes = []
    query: dict[str, Any] = {}
    while True:
        page = served.ask("green", "objects/", **query).json
        sizes.append(len(page["objects"]))
        if not page["more"]:
            break
        query = {"next": page["next"]}
    assert sizes == [3, 1, 1]


def test_while_others_write_and_delete(served: Served) -> None:
    """Four writers and one that deletes: a reader who pages gets every object that stays, once, in order."""
    keep: list[str] = []
    lost: set[str] = set()
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            sent = [thing(GREEN) for _ in range(5)]
            served.post("green", *sent)
            served.ask("green", f"objects/{sent[0]['id']}/", "DELETE")
            lost.add(sent[0]["id"])
            keep.extend(one["id"] for one in sent[1:])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    read: list[str] = []
    query: dict[str, Any] = {"limit": 7}
    until = time.monotonic() + 2
    done = False
    while not done:
        if time.monotonic() > until and not stop.is_set():
            stop.set()
            for one in threads:
                one.join()
        ended = stop.is_set()
        page = served.ask("green", "objects/", **query)
        read += [one["id"] for one in page.json.get("objects", [])]
        if page.json["more"]:
            query = {"limit": 7, "next": page.json["next"]}
        else:
            last = page.headers.get("x-taxii-date-added-last")
            query = {"limit": 7, **({"added_after": last} if last else {k: v for k, v in query.items() if k != "next"})}
            done = ended
    assert len(read) == len(set(read))
    assert set(keep) <= set(read) <= set(keep) | lost
    assert len(keep) > 20


def test_dates_rise_when_the_clock_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped or wrong clock gives no date twice, and none before another."""
    connection, collection = _store(tmp_path / "share.db")
    for value in (5_000_000, 5_000_000, 1_000_000, 9_000_000):
        monkeypatch.setattr(dates, "now", lambda value=value: value)
        _add(connection, collection, Marking.RED, [thing(GREEN), thing(GREEN)])
    given = [row[0] for row in connection.execute("SELECT added FROM object WHERE marking < 9 ORDER BY row")]
    assert given == [5_000_000, 5_000_001, 5_000_002, 5_000_003, 5_000_004, 5_000_005, 9_000_000, 9_000_001]
    connection.close()


_THINGS = st.builds(
    lambda name, modified, marking, old: {
        "type": name.partition("--")[0],
        "id": name,
        "created": TIMES[0],
        "modified": modified,
        "object_marking_refs": [MARKINGS[marking]],
        **({} if old else {"spec_version": "2.1"}),
    },
    st.sampled_from(IDS),
    st.sampled_from(TIMES),
    st.sampled_from(list(Marking)),
    st.booleans(),
)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(list(Marking)), st.lists(_THINGS, min_size=1, max_size=4)),
        st.tuples(st.just("remove"), st.sampled_from(list(Marking)), st.sampled_from(IDS)),
    ),
    max_size=12,
)
_FILTERS = st.builds(
    Filter,
    ids=st.lists(st.sampled_from(IDS), unique=True, max_size=2).map(tuple),
    types=st.lists(st.sampled_from(["indicator", "malware"]), unique=True, max_size=2).map(tuple),
    versions=st.lists(st.sampled_from(["first", "last", "all", *map(version_key, TIMES)]), unique=True, max_size=2).map(
        tuple
    ),
    specs=st.lists(st.sampled_from([20, 21]), unique=True, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS, wanted=_FILTERS, ceiling=st.sampled_from(list(Marking)), limit=st.integers(1, 5))
def test_the_store_answers_as_a_list_would(
    tmp_path: Path, steps: list[Any], wanted: Filter, ceiling: Marking, limit: int
) -> None:
    """Any history, any filter, any ceiling: the pages are what a plain look at all objects gives.

    The plain look knows only the objects up to the ceiling: so nothing above it has any influence.
    """
    path = tmp_path / f"{random.getrandbits(64):x}.db"
    connection, collection = _store(path)
    for what, most, given_things in steps:
        if what == "add":
            _add(connection, collection, most, given_things)
        else:
            adding.remove(connection, collection, most.rank, given_things, Filter())
    rows = connection.execute(
        "SELECT added, id, version, spec, marking FROM object WHERE marking <= ? ORDER BY added", (ceiling.rank,)
    ).fetchall()
    everything = [(added, name.decode(), version.decode(), spec, rank) for added, name, version, spec, rank in rows]
    expected = [row for row in everything if _wanted(row, everything, wanted)]
    found: list[tuple[int, str]] = []
    after = None
    while True:
        page = pages.manifest(
            connection, Question(collection=collection, ceiling=ceiling.rank, wanted=wanted, after=after, limit=limit)
        )
        entries = orjson.loads(b"[" + page.items + b"]")
        found += [(entry["id"], entry["version"]) for entry in entries]
        assert page.count == len(entries) <= limit
        after = page.last
        if not page.more:
            break
    assert found == [
        (row[1], row[2] + ".000Z" if "." not in row[2] else row[2].ljust(23, "0") + "Z") for row in expected
    ]
    connection.close()
    for one in path.parent.glob(path.name + "*"):
        one.unlink()


def _wanted(row: tuple[int, str, str, int, int], everything: list[Any], wanted: Filter) -> bool:
    _, name, version, spec, rank = row
    same = [one for one in everything if one[1] == name]
    if any(one[2] == version and one[4] > rank for one in same):
        return False
    if wanted.ids and name not in wanted.ids:
        return False
    if wanted.types and name.partition("--")[0] not in wanted.types:
        return False
    if wanted.specs and spec not in wanted.specs:
        return False
    if not wanted.specs and spec < max(one[3] for one in same):
        return False
    times = [one[2] for one in same if one[3] == spec]
    choices = wanted.versions or ("last",)
    return (
        "all" in choices
        or version in choices
        or ("last" in choices and version == max(times))
        or ("first" in choices and version == min(times))
    )


def _store(path: Path) -> tuple[sqlite3.Connection, int]:
    create(path)
    connection = connect(path, write=True)
    connection.execute("PRAGMA synchronous = OFF")
    root = catalogue.add_root(connection, "api", "Api")
    return connection, catalogue.add_collection(connection, root, "main", "Main").id


def _add(connection: sqlite3.Connection, collection: int, most: Marking, things: list[dict[str, Any]]) -> None:
    adding.add(connection, collection, most.rank, read_envelope(orjson.dumps({"objects": things})))

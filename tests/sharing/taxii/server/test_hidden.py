"""A RED object, asked for by every route by somebody who may see AMBER+STRICT at most: it is never found.

Each question is asked twice, of a server that holds the object and of one that does not; the answers are equal to the
byte where nothing random is in them.
"""

import itertools
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from indicia.model.statement import Marking
from indicia.sharing.taxii.access import tokens
from indicia.sharing.taxii.access.rights import Rights
from indicia.sharing.taxii.protocol.filters import Filter
from indicia.sharing.taxii.protocol.incoming import read_envelope
from indicia.sharing.taxii.store import adding, catalogue, pages
from indicia.sharing.taxii.store.pages import Question
from indicia.sharing.taxii.store.schema import connect, create

from ..served import AMBER, GREEN, MARKINGS, RED, Answer, Served, Template, running, thing

SECRET = {
    **thing(RED, "threat-actor", name="nobody must know"),
    "id": "threat-actor--5ec4e700-0000-4000-8000-000000000001",
}
VERSION = SECRET["modified"]
OPEN = [{**thing(GREEN), "id": f"indicator--0be40000-0000-4000-8000-{number:012d}"} for number in range(3)]
_RANDOM = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Iterator[tuple[Served, Served]]:
    """A server that holds the secret (in three markings of doubt), and one that does not."""
    with (
        running(tmp_path_factory.mktemp("holds"), template) as holds,
        running(tmp_path_factory.mktemp("lacks"), template) as lacks,
    ):
        connection = connect(holds.path, write=True)
        connection.execute("UPDATE token SET ceiling = ? WHERE name = 'amber'", (Marking.STRICT.rank,))
        connection.close()
        connection = connect(lacks.path, write=True)
        connection.execute("UPDATE token SET ceiling = ? WHERE name = 'amber'", (Marking.STRICT.rank,))
        connection.close()
        holds.post("red", OPEN[0], SECRET, thing(None, "malware"), OPEN[1], thing(RED), OPEN[2])
        odd = {**thing(None, "tool"), "object_marking_refs": [f"marking-definition--{uuid.uuid4()}"]}
        holds.post("red", odd)
        lacks.post("red", *OPEN)
        yield holds, lacks


ROUTES: dict[str, Callable[[Served], Answer]] = {
    "id": lambda s: s.ask("amber", f"objects/{SECRET['id']}/"),
    "id, all versions": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", **{"match[version]": "all"}),
    "id and version": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", **{"match[version]": VERSION}),
    "id and first": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", **{"match[version]": "first"}),
    "id and specification": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", **{"match[spec_version]": "2.1"}),
    "id and date": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", added_after="1999-01-01T00:00:00Z"),
    "id, bad version": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", **{"match[version]": "x"}),
    "id, bad cursor": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", next="x"),
    "id, head": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", "HEAD"),
    "versions": lambda s: s.ask("amber", f"objects/{SECRET['id']}/versions/"),
    "versions, limit": lambda s: s.ask("amber", f"objects/{SECRET['id']}/versions/", limit=1),
    "filter by id": lambda s: s.ask("amber", "objects/", **{"match[id]": SECRET["id"]}),
    "filter by ids": lambda s: s.ask("amber", "objects/", **{"match[id]": f"{SECRET['id']},{OPEN[0]['id']}"}),
    "filter by type": lambda s: s.ask("amber", "objects/", **{"match[type]": "threat-actor"}),
    "filter by types": lambda s: s.ask("amber", "objects/", **{"match[type]": "threat-actor,malware,tool,x"}),
    "filter by version": lambda s: s.ask("amber", "objects/", **{"match[version]": VERSION}),
    "filter by all": lambda s: s.ask("amber", "objects/", **{"match[version]": "all"}),
    "all objects": lambda s: s.ask("amber", "objects/"),
    "one of a page": lambda s: s.ask("amber", "objects/", limit=1),
    "a full page": lambda s: s.ask("amber", "objects/", limit=3),
    "manifest": lambda s: s.ask("amber", "manifest/"),
    "manifest by id": lambda s: s.ask("amber", "manifest/", **{"match[id]": SECRET["id"]}),
    "manifest by type": lambda s: s.ask("amber", "manifest/", **{"match[type]": "threat-actor,tool,malware"}),
    "manifest, full": lambda s: s.ask("amber", "manifest/", limit=3),
    "delete": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", "DELETE"),
    "delete a version": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", "DELETE", **{"match[version]": VERSION}),
    "collection": lambda s: s.ask("amber", ""),
    "collections": lambda s: s.ask("amber", "/api/collections/"),
    "error message": lambda s: s.ask("amber", f"objects/{SECRET['id']}/", **{"match[type]": "threat-actor"}),
}


@pytest.mark.parametrize("route", ROUTES)
def test_red_is_never_found(both: tuple[Served, Served], route: str) -> None:
    """Status, headers, length and words are those of a server that never had it."""
    held, lacked = (ROUTES[route](one) for one in both)
    assert held.status == lacked.status
    assert SECRET["id"].encode() not in held.body
    assert b"nobody must know" not in held.body
    assert _RANDOM.sub(b"?", _without_next(held.body)) == _RANDOM.sub(b"?", _without_next(lacked.body))
    kept = [
        {
            name: value
            for name, value in one.headers.items()
            if not name.startswith("x-taxii") and name not in ("date", "content-length")
        }
        for one in (held, lacked)
    ]
    assert kept[0] == kept[1]
    assert held.headers.keys() == lacked.headers.keys()


def test_the_routes_do_ask_for_something(both: tuple[Served, Served]) -> None:
    """The same questions, asked by one who may see it, do find it."""
    holds, _ = both
    assert holds.ask("red", f"objects/{SECRET['id']}/").json["objects"][0]["name"] == "nobody must know"
    assert SECRET["id"] in holds.ids("red")
    assert holds.ask("red", "manifest/", **{"match[type]": "threat-actor"}).json["objects"]


def _without_next(body: bytes) -> bytes:
    return re.sub(rb'"next":"[^"]*"', b'"next":"?"', body)


def test_writing_over_it_tells_nothing(both: tuple[Served, Served]) -> None:
    """The same id and version can be written below; the writer sees its own, and who may see both sees the stricter."""
    mine = {**SECRET, "name": "mine", "object_marking_refs": [MARKINGS[GREEN]]}
    answers = []
    for one in both:
        status = one.post("amber", mine)
        again = one.post("amber", mine)
        other = one.post("amber", {**mine, "name": "other"})
        seen = one.ask("amber", f"objects/{SECRET['id']}/").json
        answers.append([_RANDOM.sub(b"?", orjson.dumps(part)) for part in (status, again, other, seen)])
    assert answers[0] == answers[1]
    holds, _ = both
    assert [found["name"] for found in holds.ask("red", f"objects/{SECRET['id']}/").json["objects"]] == [
        "nobody must know"
    ]
    assert holds.ids("red", **{"match[version]": "all"}).count(SECRET["id"]) == 1
    # Deleting takes only what the one who deletes can see.
    for one in both:
        assert one.ask("amber", f"objects/{SECRET['id']}/", "DELETE").status == 200
        assert one.ask("amber", f"objects/{SECRET['id']}/", "DELETE").status == 404
    assert SECRET["id"] in holds.ids("red")


def test_nobody_sends_above_the_own_ceiling(served: Served) -> None:
    """A writer cannot put down what it could not see, nor hide something by a marking that nobody knows."""
    odd = {**thing(None), "object_marking_refs": [f"marking-definition--{uuid.uuid4()}"]}
    status = served.post("amber", thing(RED), thing(None), odd)
    assert status["failure_count"] == 3


def test_versions_end_at_the_ceiling(served: Served) -> None:
    """Where the last version is RED, others see the last below it, as `last`, in versions, and in the manifest."""
    first = thing(GREEN)
    second = {**first, "modified": "2021-07-20T00:00:00.000Z", "object_marking_refs": [MARKINGS[AMBER]]}
    third = {**first, "modified": "2021-07-21T00:00:00.000Z", "object_marking_refs": [MARKINGS[RED]]}
    served.post("red", third, first, second)
    path = f"objects/{first['id']}/"
    for who, days in (("green", [19]), ("amber", [19, 20]), ("red", [19, 20, 21])):
        versions = served.ask(who, path + "versions/").json["versions"]
        assert [int(one[8:10]) for one in versions] == days
        last = served.ask(who, path).json["objects"][0]["modified"]
        assert int(last[8:10]) == max(days)
        assert [int(one["version"][8:10]) for one in served.ask(who, "manifest/").json["objects"]] == [max(days)]
    assert served.ask("green", path, **{"match[version]": third["modified"]}).json == {"more": False}
    assert served.ask("green", path, **{"match[version]": "2020-01-01T00:00:00Z"}).json == {"more": False}


def test_more_speaks_of_what_may_be_seen(served: Served) -> None:
    """Hidden objects behind the last visible one are no `more`, and those between take no place in a page."""
    visible = [thing(GREEN) for _ in range(4)]
    served.post("red", *itertools.chain(*((thing(RED), one, thing(None)) for one in visible)))
    page = served.ask("green", "objects/", limit=4)
    assert page.json["more"] is False
    assert len(page.json["objects"]) == 4
    assert served.ids("green", limit=1) == [one["id"] for one in visible]


def test_references_do_not_give_it_away(served: Served) -> None:
    """What refers to a RED object is kept as RED, along chains too, and its sender is told; order does not matter."""
    secret = thing(RED, "threat-actor")
    link = thing(GREEN, "relationship", source_ref=thing()["id"], target_ref=secret["id"], relationship_type="x")
    report = thing(GREEN, "report", object_refs=[link["id"]])
    inner = thing(GREEN, "note", extensions={"x": {"deep": [{"some_ref": secret["id"]}]}})
    fine = thing(GREEN, "report", object_refs=[thing(GREEN)["id"]])
    status = served.post("red", report, link, inner, fine, secret)
    told = {one["id"]: one.get("message", "") for one in status["successes"]}
    assert "TLP:RED" in told[report["id"]]
    assert told[fine["id"]] == ""
    assert served.ids("green") == [fine["id"]]
    later = thing(GREEN, "note", object_refs=[secret["id"]])
    served.post("red", later)
    assert later["id"] not in served.ids("green")
    assert secret["id"].encode() not in served.ask("green", "objects/").body


def test_references_are_no_oracle(served: Served) -> None:
    """A writer who may not see an object cannot learn of it by referring to it: the answers are as if it was absent."""
    secret, absent = thing(RED, "threat-actor"), thing(RED, "threat-actor")
    served.post("red", secret)
    for other in (secret, absent):
        mine = thing(GREEN, "note", object_refs=[other["id"]])
        status = served.post("green", mine)
        assert "message" not in status["successes"][0]
        assert mine["id"] in served.ids("green")
    # And it does not vanish when the object comes later.
    served.post("red", absent)
    assert mine["id"] in served.ids("green")


def test_an_unmarked_reference_hides_nothing(served: Served) -> None:
    """Observables are rarely marked: they count as RED themselves, but what refers to them keeps its own marking."""
    address = {"type": "ipv4-addr", "id": f"ipv4-addr--{uuid.uuid4()}", "value": "192.0.2.1"}
    link = thing(GREEN, "relationship", source_ref=address["id"], target_ref=thing()["id"])
    served.post("red", address, link)
    assert served.ids("green") == [link["id"]]


def test_a_twice_sent_object_is_kept_as_each_was_marked(served: Served) -> None:
    """One id and version, RED and GREEN in one request: the RED content is not kept under the GREEN marking."""
    secret = thing(RED, name="secret")
    served.post("red", secret, {**secret, "name": "open", "object_marking_refs": [MARKINGS[GREEN]]})
    assert served.ids("green") == []


@pytest.mark.parametrize("name", ["object_marking_refs", "id", "type"])
def test_a_name_given_twice_is_read_once(served: Served, name: str) -> None:
    """What is stored is what was checked: no other reader of the bytes can see another marking."""
    one = orjson.dumps(thing(RED)).replace(
        b'"id":', b'"object_marking_refs":["%s"],"id":' % MARKINGS[GREEN].encode(), 1
    )
    answer = served.ask("red", "objects/", "POST", b'{"objects":[' + one + b"]}")
    assert answer.status == 202
    assert served.ids("green") == []
    assert served.ask("red", "objects/").body.count(b"object_marking_refs") == 1


class Counted:
    """A store whose every step is counted: what it does is told by its instructions, not by a clock."""

    def __init__(self, path: Path) -> None:
        create(path)
        self.connection = connect(path, write=True)
        root = catalogue.add_root(self.connection, "api", "Api")
        self.collection = catalogue.add_collection(self.connection, root, "main", "Main").id

    def add(self, *things: dict[str, Any]) -> None:
        adding.add(self.connection, self.collection, Marking.RED.rank, read_envelope(orjson.dumps({"objects": things})))

    def steps(self, what: Callable[[sqlite3.Connection], object]) -> int:
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        self.connection.set_progress_handler(step, 1)
        what(self.connection)
        self.connection.set_progress_handler(None, 0)
        return count


FILTERS = {
    "all": Filter(),
    "type": Filter(types=("threat-actor", "indicator")),
    "versions": Filter(versions=("all",)),
    "version": Filter(versions=("2021-07-19T00:00:00",)),
    "specification": Filter(specs=(20, 21)),
    "ids": Filter(ids=(SECRET["id"], OPEN[0]["id"])),
    "ids and type": Filter(ids=(SECRET["id"],), types=("threat-actor",)),
}


@pytest.mark.parametrize("asked", FILTERS)
@pytest.mark.parametrize("reading", [pages.objects, pages.manifest], ids=["objects", "manifest"])
def test_time_does_not_tell(tmp_path: Path, asked: str, reading: Callable[..., object]) -> None:
    """Hidden objects are not reached: the database takes the same steps with none of them and with hundreds."""
    store = Counted(tmp_path / "share.db")
    store.add(*OPEN, *(thing(GREEN) for _ in range(30)))
    question = Question(
        collection=store.collection, ceiling=Marking.STRICT.rank, wanted=FILTERS[asked], after=None, limit=20
    )
    before = store.steps(lambda connection: reading(connection, question))
    store.add(SECRET, *(thing(RED) for _ in range(300)), *(thing(None, "threat-actor") for _ in range(100)))
    # Versions of an object that can be seen, above the ceiling.
    store.add(
        *({**OPEN[0], "modified": f"2021-08-{day:02d}T00:00:00Z", "object_marking_refs": []} for day in range(1, 29))
    )
    after = store.steps(lambda connection: reading(connection, question))
    assert after == before
    store.connection.close()


def test_hidden_and_absent_take_the_same_steps(tmp_path: Path) -> None:
    """Asking for a hidden object by its id costs what asking for an id that nobody ever used costs."""
    store = Counted(tmp_path / "share.db")
    store.add(*OPEN, SECRET, *(thing(RED, "threat-actor") for _ in range(50)))
    absent = "threat-actor--5ec4e700-0000-4000-8000-000000000002"
    steps = {
        name: store.steps(
            lambda connection, name=name: pages.there(connection, store.collection, Marking.STRICT.rank, name)
        )
        for name in (SECRET["id"], absent)
    }
    assert len(set(steps.values())) == 1
    store.connection.close()


def test_the_plan_never_leaves_the_index(tmp_path: Path) -> None:
    """Each branch of a page is a search in an index by collection and marking; nothing is scanned or sorted."""
    store = Counted(tmp_path / "share.db")
    question = Question(collection=store.collection, ceiling=2, wanted=Filter(), after=None, limit=20)
    rows = pages._rows(question)
    sql = rows.select("size, added", limit=True)
    plan = store.connection.execute(
        f"EXPLAIN QUERY PLAN {sql}", {"collection": 1, "ceiling": 2, "after": 0, "limit": 20}
    ).fetchall()
    words = " | ".join(row[3].decode() for row in plan)
    assert (
        words.count("SEARCH object USING COVERING INDEX object_by_added (collection=? AND marking=? AND added>?)") == 3
    )
    assert "SCAN" not in words
    assert "TEMP B-TREE" not in words
    store.connection.close()


def test_a_cursor_is_bound_to_its_token(served: Served, tmp_path: Path) -> None:
    """What a RED reader was given is worth nothing to others, and not to itself once its ceiling is lower."""
    served.post("red", *(thing(RED) for _ in range(5)))
    page = served.ask("red", "objects/", limit=2).json
    assert served.ask("green", "objects/", next=page["next"]).status == 400
    assert served.ask("reader", "objects/", next=page["next"]).status == 400
    connection = connect(served.path, write=True)
    connection.execute("UPDATE token SET ceiling = 1 WHERE name = 'red'")
    connection.close()
    assert served.ask("red", "objects/", next=page["next"]).status == 400


def test_a_grant_taken_back_holds_at_once(served: Served) -> None:
    """Rights and revocation are looked at with every request."""
    served.post("red", thing(RED))
    assert served.ids("reader")
    connection = connect(served.path, write=True)
    collection = catalogue.named(connection, "main").id
    tokens.grant(connection, "reader", collection, Rights.NONE)
    assert served.ask("reader", "objects/").status == 404
    tokens.revoke(connection, "reader")
    connection.close()
    assert served.ask("reader", "objects/").status == 401

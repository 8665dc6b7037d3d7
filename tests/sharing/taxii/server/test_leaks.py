"""Ways round the ceiling that are no route: dates, the clock, references, a hidden twin, the log, somebody's status."""

import itertools
import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any

import orjson
import pytest

from indicia.model.statement import Marking
from indicia.sharing.taxii.protocol.wire import micros
from indicia.sharing.taxii.server.guard import Settings
from indicia.sharing.taxii.store import dates
from indicia.sharing.taxii.store.dates import Dates, first_dates
from indicia.sharing.taxii.store.schema import connect

from ..served import AMBER, GREEN, MARKINGS, RED, Served, Template, running, thing

TERMS = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"


def _dates(served: Served, who: str) -> list[int]:
    rows = served.ask(who, "manifest/").json.get("objects", [])
    return [micros(row["date_added"]) for row in rows]


def test_no_hole_where_hidden_objects_are(served: Served) -> None:
    """A request that mixes markings: to each reader its part is there without a gap."""
    mixed = [thing(marking) for _ in range(20) for marking in (GREEN, RED, AMBER, RED)]
    served.post("red", *mixed)
    for who in ("green", "amber", "red"):
        seen = _dates(served, who)
        assert [after - before for before, after in itertools.pairwise(seen)] == [1] * (len(seen) - 1)
    assert len(_dates(served, "green")) == 20 and len(_dates(served, "red")) == 80


def test_objects_of_a_request_that_are_refused_leave_no_hole_below(served: Served) -> None:
    """What was already there takes no date from what stands below it."""
    there = [thing(AMBER) for _ in range(5)]
    served.post("amber", *there)
    served.post("amber", *there, *(thing(GREEN) for _ in range(5)), *there)
    green = _dates(served, "green")
    assert [after - before for before, after in itertools.pairwise(green)] == [1] * 4


def test_a_clock_that_went_back_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates run on at the pace of time, whether one hidden object came meanwhile or a thousand."""
    wall = [10**15]
    steady = [7 * 10**12]
    monkeypatch.setattr(dates, "now", lambda: wall[0])
    monkeypatch.setattr(dates.time, "monotonic_ns", lambda: steady[0])
    found = []
    for hidden in (0, 1, 1000):
        wall[0], calendar = 10**15, Dates()
        last = calendar.following(0)
        wall[0] -= 3_600_000_000
        steady[0] += 2_000_000_000
        last = calendar.following(last) + hidden
        steady[0] += 2_000_000_000
        found.append(calendar.following(last) - 10**15)
    assert found == [4_000_000] * 3


def test_dates_of_a_request_by_marking() -> None:
    """The less strict first, each with room for its own."""
    marks = [RED, GREEN, RED, AMBER, Marking.CLEAR]
    assert first_dates(100, marks) == [100, 101, 102, 103, 103]


def test_the_same_object_under_two_markings(served: Served) -> None:
    """Passed on to more readers by who may: kept beside the stricter one, each reader sees the strictest it may see."""
    one = thing(AMBER, name="same")
    wider = {**one, "object_marking_refs": [MARKINGS[GREEN]]}
    served.post("red", one)
    assert served.post("red", wider)["failure_count"] == 0
    path = f"objects/{one['id']}/"
    assert served.ask("green", path).json["objects"] == [wider]
    assert served.ask("red", path).json["objects"] == [one]
    assert served.ask("red", path + "versions/").json["versions"] == [one["modified"]]
    # Again, nothing; with other words it is another object.
    assert served.post("red", wider)["success_count"] == 1
    assert served.post("red", {**wider, "name": "other"})["failure_count"] == 1
    assert served.ids("red") == [one["id"]]


def test_a_hidden_twin_answers_like_none(served: Served) -> None:
    """The id and version of a RED object, pushed below it with the same or other words: as if it was not there."""
    secret, absent = thing(RED, name="secret"), thing(RED, name="secret")
    served.post("red", secret)
    for more in ({"name": "secret"}, {"name": "other"}):
        answers = []
        for one in (secret, absent):
            status = served.post("green", {**one, **more, "object_marking_refs": [MARKINGS[GREEN]]})
            answers.append([status[name] for name in ("success_count", "failure_count")])
            answers[-1].append(
                [each.get("message") for each in status.get("successes", []) + status.get("failures", [])]
            )
        assert answers[0] == answers[1]


@pytest.mark.parametrize("where", ["x_related", "object_refs", "nested", "in a list"])
def test_an_id_gives_nothing_away_wherever_it_stands(served: Served, where: str) -> None:
    """In a custom member as well: what names a RED object is kept as RED."""
    secret = thing(RED, "threat-actor")
    held = {
        "x_related": {"x_related": secret["id"]},
        "object_refs": {"object_refs": [secret["id"]]},
        "nested": {"extensions": {"x": {"a": [{"b": secret["id"]}]}}},
        "in a list": {"labels": ["one", secret["id"]]},
    }[where]
    note = thing(GREEN, "note", **held)
    served.post("red", secret, note)
    assert served.ids("green") == []
    assert set(served.ids("red")) == {note["id"], secret["id"]}


def test_a_log_that_cannot_be_written_stops_no_answer(tmp_path: Path, template: Template) -> None:
    """The disk is full: partners are served, and whoever runs the server is told."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with running(tmp_path, template, Settings(rate=0, step_seconds=0, audit=Path("/dev/full"))) as full:
        assert full.post("green", thing(GREEN))["failure_count"] == 0
        assert full.ask("green", "objects/").status == 200


def test_terms_of_use_hide_nothing(served: Served) -> None:
    """A copyright statement is no marking of secrecy: what refers to a technique of ATT&CK keeps its own marking."""
    technique = {**thing(None, "attack-pattern"), "object_marking_refs": [TERMS]}
    link = thing(GREEN, "relationship", source_ref=thing(GREEN)["id"], target_ref=technique["id"])
    served.post("red", technique, link)
    assert served.ids("green") == [link["id"]]
    assert served.post("green", technique)["failures"][0]["message"].endswith("because it is not marked")
    marked = {**thing(None, "attack-pattern"), "object_marking_refs": [TERMS, MARKINGS[GREEN]]}
    assert served.post("green", marked)["failure_count"] == 0


def test_terms_speak_only_for_what_they_came_with(served: Served) -> None:
    """Nobody makes another's unknown marking harmless by sending a definition of it."""
    unknown = f"marking-definition--{uuid.uuid4()}"
    terms = {**thing(GREEN, "marking-definition"), "id": unknown, "definition_type": "statement"}
    terms["definition"] = {"statement": "free for all"}
    assert served.post("green", terms)["failure_count"] == 0
    secret = {**thing(None), "object_marking_refs": [unknown, MARKINGS[GREEN]]}
    served.post("red", secret)
    assert secret["id"] not in served.ids("green")
    for name, more in (("tlp", {"definition_type": "tlp"}), ("both", {"extensions": {"x": {"tlp_2_0": "red"}}})):
        fake = {**terms, "id": f"marking-definition--{uuid.uuid4()}", **more}
        served.post("red", fake, {**thing(None, name=name), "object_marking_refs": [fake["id"], MARKINGS[GREEN]]})
    assert all(id.startswith("marking-definition--") for id in served.ids("green"))


@pytest.mark.parametrize("number", ["123456789012345678901234567890", "-9223372036854775809", "1e300"])
def test_no_number_is_stored_rounded(served: Served, number: str) -> None:
    """A whole number beyond what is kept exactly refuses its object, not the others."""
    one = thing(GREEN)
    odd = orjson.dumps(one)[:-1] + b',"x_number":' + number.encode() + b"}"
    body = b'{"objects":[' + odd + b"," + orjson.dumps(thing(GREEN, x_number=2**63 - 1, y=0.5)) + b"]}"
    status = served.ask("green", "objects/", "POST", body).json
    assert (status["success_count"], status["failures"][0]["id"]) == (1, one["id"])
    assert "rounded" in status["failures"][0]["message"]


def test_a_token_in_an_address_is_not_kept(served: Served) -> None:
    """Where somebody puts it, in whatever spelling, it opens nothing and is not in the log."""
    token = served.tokens["red"]
    for path in (f"/taxii2/?token={token}", f"/taxii2/?a=%69nd_{token[4:]}", f"/{token}/", f"/api/status/{token}/"):
        assert served.ask(None, path).status == 401
    served.ask("red", f"objects/?token={token}")
    time.sleep(0.1)
    log = (served.path.parent / "audit.jsonl").read_text()
    assert token[4:] not in log and token[-20:] not in log
    assert log.count("(token)") == 5
    assert (served.path.parent / "audit.jsonl").stat().st_mode & 0o077 == 0


def test_statuses_do_not_fill_the_disk(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each token the newest are kept; those of others stay."""
    monkeypatch.setattr("indicia.sharing.taxii.store.statuses._MOST", 5)
    other = served.post("amber", thing(AMBER))["id"]
    mine = [served.post("green", thing(GREEN))["id"] for _ in range(9)]
    found = [served.ask("green", f"/api/status/{one}/").status for one in mine]
    assert found == [404] * 4 + [200] * 5
    assert served.ask("amber", f"/api/status/{other}/").status == 200


@pytest.mark.parametrize(("version", "words"), [(0, "older version"), (2, "later version")])
def test_a_store_of_another_version(served: Served, version: int, words: str) -> None:
    """Is refused by name and left as it is."""
    raw = sqlite3.connect(served.path)
    raw.execute(f"PRAGMA user_version = {version}")
    raw.close()
    before = served.path.read_bytes()
    with pytest.raises(Exception, match=words):
        connect(served.path)
    assert served.path.read_bytes() == before


def test_a_store_that_is_none(tmp_path: Path) -> None:
    """Another database, and no database."""
    other = tmp_path / "other.db"
    raw = sqlite3.connect(other)
    raw.execute("CREATE TABLE x (y)")
    raw.close()
    (tmp_path / "text.db").write_text("hello " * 1000)
    for path in (other, tmp_path / "text.db", tmp_path / "none.db"):
        with pytest.raises(Exception, match="store"):
            connect(path)


def test_a_page_continues_over_equal_dates_and_deletions(served: Served) -> None:
    """What a reader stands on is deleted and others write between its pages: nothing is lost or doubled."""
    sent = [thing(GREEN) for _ in range(30)]
    served.post("green", *sent)
    query: dict[str, Any] = {"limit": 7}
    seen: list[str] = []
    while True:
        page = served.ask("green", "objects/", **query).json
        seen += [one["id"] for one in page.get("objects", [])]
        if not page["more"]:
            break
        served.ask("green", f"objects/{seen[-1]}/", "DELETE")
        served.post("red", thing(RED), thing(RED))
        query["next"] = page["next"]
    assert seen == [one["id"] for one in sent]

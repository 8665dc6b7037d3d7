"""TAXII 2.1 clause by clause, as a client or another implementation's tests would ask.  Source: TAXII, by section."""

import re
from typing import Any

import orjson
import pytest

from indicia.sharing.taxii.protocol.wire import micros

from ..served import AMBER, GREEN, RED, Served, thing

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
TAXII = "application/taxii+json;version=2.1"
PLACES = (
    "/taxii2/",
    "/api/",
    "/api/collections/",
    "/api/collections/{collection}/",
    "/api/collections/{collection}/manifest/",
    "/api/collections/{collection}/objects/",
    "/api/collections/{collection}/objects/{object}/",
    "/api/collections/{collection}/objects/{object}/versions/",
    "/api/status/{status}/",
)


def _places(served: Served) -> list[str]:
    one = thing(GREEN)
    status = served.post("green", one)["id"]
    return [place.format(collection=served.collection, object=one["id"], status=status) for place in PLACES]


def test_every_answer_has_the_media_type(served: Served) -> None:
    """1.6.8: exactly that of TAXII 2.1; errors too, with title and status as text (3.6.1)."""
    for place in _places(served):
        answer = served.ask("green", place)
        assert (answer.status, answer.headers["content-type"]) == (200, TAXII)
        for wrong, status in (({"Accept": "text/html"}, 406), ({"Authorization": "Bearer x"}, 401)):
            answer = served.ask("green", place, headers=wrong)
            assert (answer.status, answer.headers["content-type"]) == (status, TAXII)
            assert isinstance(answer.json["title"], str)
            assert answer.json["http_status"] == str(status)
    assert "www-authenticate" in served.ask(None, "/taxii2/").headers


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (TAXII, 200),
        ("application/taxii+json", 200),
        ('application/taxii+json; version="2.1"', 200),
        ("APPLICATION/TAXII+JSON;VERSION=2.1", 200),
        ("application/taxii+json;version=2.0, application/taxii+json;version=2.1;q=0.1", 200),
        ("text/html;q=1.0 , application/taxii+json ; version=2.1 ; q=0.5", 200),
        ("application/taxii+json;version=2.1;q=0", 406),
        ("application/taxii+json;version=2.1;q=0.000", 406),
        ("application/taxii+json;version=2.2", 406),
        ("application/taxii+json;version=2.0", 406),
        ("application/vnd.oasis.taxii+json;version=2.1", 406),
        ("application/stix+json;version=2.1", 406),
        ("application/json", 406),
        ("", 406),
    ],
)
def test_versions_are_negotiated(shared: Served, accept: str, status: int) -> None:
    """1.6.8: TAXII of this version, or of none; weights count, capitals do not."""
    assert shared.ask("green", "/api/", headers={"Accept": accept}).status == status


@pytest.mark.parametrize("place", range(len(PLACES)))
def test_slashes_at_the_end(shared: Served, place: int) -> None:
    """1.6: every address ends with one; without it the same is found."""
    path = _places(shared)[place]
    assert shared.ask("green", path.rstrip("/")).status == 200


def test_discovery_names_a_default_that_is_among_the_roots(shared: Served) -> None:
    """4.1."""
    found = shared.ask("green", "/taxii2/").json
    assert found["default"] in found["api_roots"]
    assert isinstance(found["title"], str)
    assert "default" not in shared.ask("nobody", "/taxii2/").json


def test_an_api_root_says_what_it_takes(shared: Served) -> None:
    """4.2: title, versions, max_content_length."""
    found = shared.ask("green", "/api/").json
    assert found["versions"] == [TAXII]
    assert found["max_content_length"] > 0
    assert shared.ask("green", "/none/").status == 404


def test_collections(shared: Served) -> None:
    """5.1, 5.2: what may be done there, media types, and the same one by one; by alias too."""
    (one,) = shared.ask("green", "/api/collections/").json["collections"]
    assert one["media_types"] == ["application/stix+json;version=2.1", "application/stix+json;version=2.0"]
    assert (one["can_read"], one["can_write"]) == (True, True)
    assert shared.ask("green", f"/api/collections/{one['id']}/").json == one
    assert shared.ask("green", f"/api/collections/{one['alias']}/").json == one
    assert shared.ask("nobody", f"/api/collections/{one['id']}/").status == 404
    assert shared.ask("green", "/api/collections/00000000-0000-4000-8000-000000000000/").status == 404


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        ("writer", "GET", "objects/", 403),
        ("writer", "GET", "manifest/", 403),
        ("writer", "GET", "objects/{id}/", 403),
        ("writer", "GET", "objects/{id}/versions/", 403),
        ("writer", "DELETE", "objects/{id}/", 403),
        ("reader", "POST", "objects/", 403),
        ("reader", "DELETE", "objects/{id}/", 403),
        ("nobody", "GET", "objects/", 404),
        ("nobody", "POST", "objects/", 404),
        ("nobody", "DELETE", "objects/{id}/", 404),
        ("green", "GET", "objects/indicator--00000000-0000-4000-8000-000000000000/", 404),
        ("green", "GET", "objects/indicator--00000000-0000-4000-8000-000000000000/versions/", 404),
        ("green", "DELETE", "objects/indicator--00000000-0000-4000-8000-000000000000/", 404),
        ("green", "PUT", "objects/", 405),
        ("green", "DELETE", "objects/", 405),
        ("green", "POST", "manifest/", 405),
        ("green", "OPTIONS", "objects/", 405),
    ],
)
def test_who_may_not_is_told_so_and_who_sees_nothing_finds_nothing(
    served: Served, who: str, method: str, path: str, status: int
) -> None:
    """5.3 to 5.8: 403 where one right is there and another is missing, 404 where none is."""
    one = thing(GREEN)
    served.post("red", one)
    body = orjson.dumps({"objects": [thing(GREEN)]}) if method == "POST" else None
    answer = served.ask(who, path.format(id=one["id"]), method, body)
    assert answer.status == status
    if status == 405:
        assert "allow" in answer.headers


def test_dates_of_a_page_are_those_of_its_manifest(served: Served) -> None:
    """3.4, 5.3: first and last date_added of the page in its headers, rising, and none on an empty page."""
    served.post("green", *(thing(GREEN) for _ in range(7)))
    seen: list[str] = []
    query: dict[str, str | int] = {"limit": 3}
    while True:
        objects = served.ask("green", "objects/", **query)
        manifest = served.ask("green", "manifest/", **({"limit": 3} | ({"added_after": seen[-1]} if seen else {})))
        dates = [row["date_added"] for row in manifest.json["objects"]]
        assert [row["id"] for row in manifest.json["objects"]] == [one["id"] for one in objects.json["objects"]]
        for answer in (objects, manifest):
            assert answer.headers["x-taxii-date-added-first"] == dates[0]
            assert answer.headers["x-taxii-date-added-last"] == dates[-1]
        assert all(MOMENT.fullmatch(date) for date in dates)
        seen += dates
        if not objects.json["more"]:
            break
        query = {"limit": 3, "next": objects.json["next"]}
    assert seen == sorted(set(seen)) and len(seen) == 7
    empty = served.ask("green", "objects/", added_after=seen[-1])
    assert empty.json == {"more": False}
    assert "x-taxii-date-added-first" not in empty.headers


def test_a_manifest_row(served: Served) -> None:
    """5.3.2: id, date_added, version as the object says it, media type of its specification."""
    new = thing(GREEN)
    old = {key: value for key, value in thing(GREEN).items() if key != "spec_version"}
    observable = {"type": "ipv4-addr", "id": "ipv4-addr--00000000-0000-4000-8000-000000000001", "value": "192.0.2.1"}
    observable["object_marking_refs"] = new["object_marking_refs"]
    served.post("green", new, old, observable)
    rows = {row["id"]: row for row in served.ask("green", "manifest/").json["objects"]}
    assert set(rows[new["id"]]) == {"id", "date_added", "version", "media_type"}
    assert rows[new["id"]]["version"] == new["modified"]
    assert rows[new["id"]]["media_type"].endswith("version=2.1")
    assert rows[old["id"]]["media_type"].endswith("version=2.0")
    assert micros(rows[observable["id"]]["version"]) == micros(rows[observable["id"]]["date_added"])


DAYS = [f"2021-07-{day}T00:00:00.000Z" for day in (19, 20, 21)]


@pytest.mark.parametrize(
    ("match", "days"),
    [
        ({}, [21]),
        ({"match[version]": "last"}, [21]),
        ({"match[version]": "first"}, [19]),
        ({"match[version]": "all"}, [19, 20, 21]),
        ({"match[version]": "first,last"}, [19, 21]),
        ({"match[version]": f"{DAYS[1]},first"}, [19, 20]),
        ({"match[version]": "2021-07-20T00:00:00Z"}, [20]),
        ({"match[version]": "2021-07-20T00:00:00.000000Z"}, [20]),
        ({"match[version]": "2022-01-01T00:00:00Z"}, []),
        ({"match[version]": "all", "match[spec_version]": "2.0"}, []),
        ({"match[version]": "all", "match[spec_version]": "2.0,2.1"}, [19, 20, 21]),
    ],
)
@pytest.mark.parametrize("path", ["objects/", "objects/{id}/", "manifest/"])
def test_match(served: Served, path: str, match: dict[str, Any], days: list[int]) -> None:
    """3.4.1: words and times, several of them; a filter that nothing meets is an empty page, no error."""
    one = thing(GREEN)
    served.post("green", *({**one, "modified": day} for day in DAYS))
    answer = served.ask("green", path.format(id=one["id"]), **match)
    assert answer.status == 200
    found = answer.json.get("objects", [])
    assert [int((row.get("modified") or row["version"])[8:10]) for row in found] == days


@pytest.mark.parametrize("name", ["objects/", "manifest/"])
def test_lists_of_ids_and_types(served: Served, name: str) -> None:
    """3.4.1: any of the ids, any of the types, and both at once; what is not known matches nothing."""
    one, two, three = thing(GREEN), thing(GREEN, "malware"), thing(GREEN, "tool")
    served.post("green", one, two, three)

    def ids(**match: str) -> set[str]:
        return {row["id"] for row in served.ask("green", name, **match).json.get("objects", [])}

    assert ids(**{"match[id]": f"{one['id']},{three['id']}"}) == {one["id"], three["id"]}
    assert ids(**{"match[type]": "malware,tool"}) == {two["id"], three["id"]}
    assert ids(**{"match[type]": "tool", "match[id]": one["id"]}) == set()
    assert ids(**{"match[type]": "x-nothing"}) == set()
    assert ids(foo="bar", bar="") == {one["id"], two["id"], three["id"]}


def test_a_status(served: Served) -> None:
    """4.3: counts that add up, details of each object, the same when asked for; another's is not there."""
    fine, refused = thing(GREEN), thing(RED)
    status = served.post("green", fine, refused, {"type": "x"})
    assert (status["status"], status["total_count"]) == ("complete", 3)
    assert status["total_count"] == status["success_count"] + status["failure_count"] + status["pending_count"]
    assert [one["id"] for one in status["successes"]] == [fine["id"]]
    assert next(one["id"] for one in status["failures"]) == refused["id"]
    assert all(one["message"] for one in status["failures"])
    assert served.ask("green", f"/api/status/{status['id']}/").json == status
    assert served.ask("amber", f"/api/status/{status['id']}/").status == 404
    assert served.ask("red", f"/api/status/{status['id']}/").status == 404
    assert served.ask("green", "/api/status/none/").status == 404


def test_deleting_one_version_or_all(served: Served) -> None:
    """5.7: `match[version]` says which; nothing else is touched."""
    one = thing(GREEN)
    path = f"objects/{one['id']}/"
    served.post("green", *({**one, "modified": day} for day in DAYS))
    assert served.ask("green", path, "DELETE", **{"match[version]": "first"}).status == 200
    assert served.ask("green", path + "versions/").json["versions"] == DAYS[1:]
    assert served.ask("green", path, "DELETE", **{"match[version]": DAYS[2]}).status == 200
    assert served.ask("green", path + "versions/").json["versions"] == DAYS[1:2]
    assert served.ask("green", path, "DELETE", **{"match[version]": DAYS[0]}).status == 404
    assert served.ask("green", path, "DELETE").status == 200
    assert served.ask("green", path).status == 404
    assert served.ask("green", path + "versions/").status == 404


@pytest.mark.parametrize(
    "envelope",
    [b"", b"{}", b"[]", b"null", b'{"objects":[]}', b'{"objects":{}}', b'{"objects":null}', b'{"more":false}'],
)
def test_what_is_no_envelope(shared: Served, envelope: bytes) -> None:
    """5.5: nothing of it is taken, 422."""
    answer = shared.ask("green", "objects/", "POST", envelope)
    assert answer.status == 422
    assert answer.json["description"]


@pytest.mark.parametrize("limit", ["0", "-20", "1.5", "x", "", " 1", "+1", "1e3", "９"])
def test_a_limit_that_is_none(shared: Served, limit: str) -> None:
    """3.4: a positive whole number, or 400."""
    assert shared.ask("green", "objects/", limit=limit).status == 400


@pytest.mark.parametrize(
    "after", ["", "yesterday", "2021-07-19", "2021-07-19T00:00:00", "2021-07-19T00:00:00+02:00", "2021-13-19T00:00:00Z"]
)
def test_an_added_after_that_is_none(shared: Served, after: str) -> None:
    """3.4: a time in UTC with its `Z`, or 400."""
    assert shared.ask("green", "objects/", added_after=after).status == 400


def test_a_page_of_one_may_not_be_more_than_asked(served: Served) -> None:
    """3.4: at most `limit`, at most what the server gives; `more` only where there is more."""
    served.post("amber", *(thing(AMBER) for _ in range(3)))
    page = served.ask("amber", "objects/", limit=2).json
    assert len(page["objects"]) == 2 and page["more"] is True
    last = served.ask("amber", "objects/", limit=2, next=page["next"]).json
    assert len(last["objects"]) == 1 and last["more"] is False and "next" not in last


def test_head_is_get_without_a_body(served: Served) -> None:
    """RFC 9110, 9.3.2: the same headers."""
    served.post("green", thing(GREEN))
    got, head = (served.ask("green", "objects/", method) for method in ("GET", "HEAD"))
    assert head.status == 200 and head.body == b""
    for name in ("content-type", "content-length", "x-taxii-date-added-first", "x-taxii-date-added-last"):
        assert head.headers[name] == got.headers[name]

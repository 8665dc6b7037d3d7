"""Every address of the server, as its readers and writers meet it."""

import pytest

from ..served import AMBER, GREEN, RED, Served, thing

DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"


def test_what_a_token_sees_of_the_server(served: Served) -> None:
    """Discovery, API root and collections name what the token may use, and nothing else."""
    assert served.ask("green", "/taxii2/").json["api_roots"] == ["/api/"]
    assert "api_roots" not in served.ask("nobody", "/taxii2/").json
    assert served.ask("nobody", "/api/").status == 404
    assert served.ask("green", "/api/").json["max_content_length"] == 10 << 20
    listed = served.ask("green", "/api/collections/").json["collections"]
    assert [(one["id"], one["can_read"], one["can_write"]) for one in listed] == [(served.collection, True, True)]
    assert len(served.ask("keeper", "/api/collections/").json["collections"]) == 2
    assert (
        served.ask("green", f"/api/collections/{served.other}/").body == served.ask("green", "/api/collections/x/").body
    )
    assert served.ask("green", "/api/collections/main/").json["id"] == served.collection
    answer = served.ask("green", "")
    assert answer.headers["content-type"] == "application/taxii+json;version=2.1"
    assert served.ask("green", "/api").status == 200


def test_objects_come_back_as_they_were_sent(served: Served) -> None:
    """By page, by id, by manifest, by version."""
    one = thing(GREEN, name='grüße \U0001f600 \x00 \\ "', number=1.5, nested={"deep": [{"er": None}]})
    status = served.post("green", one)
    assert (status["status"], status["total_count"], status["success_count"]) == ("complete", 1, 1)
    assert status["successes"][0] == {"id": one["id"], "version": "2021-07-19T00:00:00.000Z"}
    page = served.ask("green", "objects/")
    assert page.json == {"more": False, "objects": [one]}
    assert served.ask("green", f"objects/{one['id']}/").json["objects"] == [one]
    assert served.ask("green", f"objects/{one['id']}/versions/").json["versions"] == ["2021-07-19T00:00:00.000Z"]
    entry = served.ask("green", "manifest/").json["objects"][0]
    assert entry["id"] == one["id"]
    assert entry["media_type"] == "application/stix+json;version=2.1"
    for name in ("x-taxii-date-added-first", "x-taxii-date-added-last"):
        assert page.headers[name] == entry["date_added"]
    assert served.ask("green", f"/api/status/{status['id']}/").json == status


def test_an_empty_answer_has_no_list(served: Served) -> None:
    """Nothing is an envelope without objects, and without dates."""
    page = served.ask("green", "objects/")
    assert page.json == {"more": False}
    assert "x-taxii-date-added-first" not in page.headers


def test_versions_and_filters(served: Served) -> None:
    """`last` is the default; `first`, `all`, a time, and several of them; types, ids, specifications."""
    first = thing(GREEN)
    second = {**first, "modified": "2021-07-20T00:00:00.5Z"}
    third = {**first, "modified": "2021-07-20T00:00:00.49Z"}
    old = {key: value for key, value in thing(GREEN, "malware").items() if key != "spec_version"}
    address = {"type": "ipv4-addr", "id": "ipv4-addr--" + "0" * 8 + "-0000-4000-8000-" + "0" * 12, "value": "192.0.2.1"}
    address["object_marking_refs"] = first["object_marking_refs"]
    served.post("green", first, second, third, old, address)

    def found(**query: str) -> list[str]:
        page = served.ask("green", "objects/", **{f"match[{key}]": value for key, value in query.items()}).json
        return [one.get("modified", one["type"])[11:] for one in page.get("objects", []) if one["id"] == first["id"]]

    assert found() == found(version="last") == ["00:00:00.5Z"]
    assert found(version="first") == ["00:00:00.000Z"]
    assert found(version="all") == ["00:00:00.000Z", "00:00:00.5Z", "00:00:00.49Z"]
    assert found(version="2021-07-20T00:00:00.490Z,first") == ["00:00:00.000Z", "00:00:00.49Z"]
    assert found(type="malware,ipv4-addr") == []
    assert len(served.ids("green", **{"match[type]": "malware,ipv4-addr"})) == 2
    assert served.ids("green", **{"match[id]": f"{old['id']},x"}) == [old["id"]]
    assert served.ids("green", **{"match[id]": f"{old['id']}", "match[type]": "indicator"}) == []
    assert served.ids("green", **{"match[spec_version]": "2.0"}) == [old["id"]]
    assert len(served.ids("green", **{"match[spec_version]": "2.0,2.1"})) == 3
    versions = served.ask("green", f"objects/{first['id']}/versions/").json["versions"]
    assert versions == ["2021-07-19T00:00:00.000Z", "2021-07-20T00:00:00.500Z", "2021-07-20T00:00:00.490Z"]


def test_the_latest_specification_is_the_default(served: Served) -> None:
    """Of an object in both specifications, only the later one, unless both are asked for."""
    new = thing(GREEN)
    old = {**new, "modified": "2021-07-30T00:00:00.000Z"}
    del old["spec_version"]
    served.post("green", old, new)
    assert [one["modified"] for one in served.ask("green", "objects/").json["objects"]] == [new["modified"]]
    assert served.ids("green", **{"match[spec_version]": "2.0"}) == [old["id"]]
    assert served.ids("green", **{"match[spec_version]": "2.0,2.1"}) == [old["id"], new["id"]]


def test_added_after(served: Served) -> None:
    """Strictly later, to the microsecond, and every object has a date of its own."""
    served.post("green", *(thing(GREEN) for _ in range(20)))
    entries = served.ask("green", "manifest/").json["objects"]
    dates = [one["date_added"] for one in entries]
    assert len(set(dates)) == 20
    assert dates == sorted(dates)
    assert served.ids("green", added_after=dates[7]) == [one["id"] for one in entries[8:]]
    assert served.ids("green", added_after=dates[-1]) == []


def test_sent_again_nothing_changes(served: Served) -> None:
    """The same content in another order is the same; other content under the same version is refused, by id."""
    one = thing(GREEN)
    address = {"type": "url", "id": "url--00000000-0000-4000-8000-000000000001", "value": "https://a.example/"}
    address["object_marking_refs"] = one["object_marking_refs"]
    served.post("green", one, address)
    before = served.ask("green", "manifest/").body
    again = served.post("green", dict(reversed(one.items())), address)
    assert (again["success_count"], again["failure_count"]) == (2, 0)
    assert served.ask("green", "manifest/").body == before
    other = served.post("green", {**one, "name": "changed"}, {**address, "value": "https://b.example/"})
    assert [one["id"] for one in other["failures"]] == [one["id"]]
    assert served.ask("green", f"objects/{one['id']}/").json["objects"] == [one]
    # What has no time of its own gets a new version with its new content.
    assert served.ask("green", f"objects/{address['id']}/").json["objects"][0]["value"] == "https://b.example/"
    assert len(served.ask("green", f"objects/{address['id']}/versions/").json["versions"]) == 2


def test_failures_are_told_by_id(served: Served) -> None:
    """One bad object does not keep the others out."""
    fine = thing(GREEN)
    bad = [
        {**thing(GREEN), "id": "nonsense"},
        {**thing(GREEN), "type": "malware"},
        {**thing(GREEN), "modified": "yesterday"},
        {**thing(GREEN), "modified": 5},
        {**thing(GREEN), "spec_version": "3.0"},
        {"id": 7},
        thing(RED),
        thing(None),
    ]
    status = served.post("green", *bad, fine)
    assert (status["success_count"], status["failure_count"]) == (1, len(bad))
    assert [one["id"] for one in status["successes"]] == [fine["id"]]
    assert all(one["message"] for one in status["failures"])
    assert served.ids("red") == [fine["id"]]


def test_a_push_may_be_something_else_than_objects(served: Served) -> None:
    """What is no object in the list is refused in its place."""
    answer = served.ask("green", "objects/", "POST", b'{"objects":[7,null,[]]}')
    assert [one["id"] for one in answer.json["failures"]] == ["objects[0]", "objects[1]", "objects[2]"]


def test_deleting(served: Served) -> None:
    """One version, or all; what is left is compared anew; a second time there is nothing."""
    first = thing(GREEN)
    second = {**first, "modified": "2021-07-20T00:00:00.000Z"}
    served.post("green", first, second)
    path = f"objects/{first['id']}/"
    assert served.ask("green", path, "DELETE", **{"match[version]": "last"}).status == 200
    assert served.ask("green", path).json["objects"] == [first]
    assert served.ask("green", path, "DELETE").status == 200
    assert served.ask("green", path, "DELETE").status == 404
    assert served.ask("green", path).status == 404
    # What was deleted can be sent again, and is new then.
    served.post("green", first)
    assert served.ids("green") == [first["id"]]


def test_rights(served: Served) -> None:
    """Reading, writing and deleting are granted apart."""
    one = thing(AMBER)
    served.post("red", one)
    assert served.ask("reader", "objects/").status == 200
    assert served.ask("reader", "objects/", "POST", b"{}").status == 403
    assert served.ask("writer", "objects/").status == 403
    assert served.ask("writer", "manifest/").status == 403
    assert served.ask("writer", f"objects/{one['id']}/").status == 403
    assert served.ask("writer", f"objects/{one['id']}/versions/").status == 403
    served.post("writer", thing(AMBER))
    for who in ("reader", "writer", "keeper"):
        assert served.ask(who, f"objects/{one['id']}/", "DELETE").status == 403
    assert served.ask("nobody", "objects/").status == 404
    status = served.post("writer", thing(AMBER))
    assert served.ask("red", f"/api/status/{status['id']}/").status == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "TRACE", "DELETE"])
def test_methods(shared: Served, method: str) -> None:
    """What an address does not know is told so."""
    answer = shared.ask("green", "objects/", method)
    assert answer.status == 405
    assert answer.json["title"]
    assert "GET" in answer.headers["allow"]


def test_head(shared: Served) -> None:
    """HEAD is GET without a body."""
    assert shared.ask("green", "objects/", "HEAD").status == 200

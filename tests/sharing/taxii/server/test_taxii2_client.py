"""The client that others build on, taxii2-client, over a real socket: all eleven operations, and its own paging."""

from typing import Any

import pytest

from ..served import GREEN, RED, Served, thing

requests = pytest.importorskip("requests", reason="taxii2-client is not installed")
v21 = pytest.importorskip("taxii2client.v21", reason="taxii2-client is not installed")


def _collection(served: Served, who: str = "green") -> object:
    url = f"{served.url}/api/collections/{served.collection}/"
    return v21.Collection(url, user=who, password=served.tokens[who])


def test_discovery_api_root_and_collections(served: Served) -> None:
    """Operations 1 to 4: server, API root, collections, one collection."""
    with v21.Server(f"{served.url}/taxii2/", user="green", password=served.tokens["green"]) as server:
        assert server.title == "Indicia"
        assert server.default.url == f"{served.url}/api/"
        root = server.api_roots[0]
        assert root.max_content_length == 10 << 20
        assert root.versions == ["application/taxii+json;version=2.1"]
        assert [one.id for one in root.collections] == [served.collection]
        assert root.collections[0].can_read
    with _collection(served) as collection:
        assert collection.title == "Main"


def test_add_status_and_get(served: Served) -> None:
    """Operations 5 to 8: add objects, status, get objects, get an object."""
    one, hidden = thing(GREEN), thing(RED)
    with _collection(served) as collection:
        status = collection.add_objects({"objects": [one, hidden]}, wait_for_completion=True)
        assert (status.status, status.success_count, status.failure_count) == ("complete", 1, 1)
        assert [one["id"] for one in status.failures] == [hidden["id"]]
        assert collection.get_objects()["objects"] == [one]
        assert collection.get_object(one["id"])["objects"] == [one]
        with pytest.raises(Exception, match="404"):
            collection.get_object(hidden["id"])
    with v21.ApiRoot(f"{served.url}/api/", user="green", password=served.tokens["green"]) as root:
        again = root.get_status(status.id)
        assert again.total_count == 2


def test_manifest_versions_and_delete(served: Served) -> None:
    """Operations 9 to 11: manifest, versions, delete; with filters as the client writes them."""
    one = thing(GREEN)
    two = {**one, "modified": "2021-07-20T00:00:00.000Z"}
    served.post("green", one, two)
    with _collection(served) as collection:
        entry = collection.get_manifest()["objects"][0]
        assert (entry["id"], entry["version"]) == (one["id"], two["modified"])
        assert collection.object_versions(one["id"])["versions"] == [one["modified"], two["modified"]]
        assert collection.get_objects(version="all", type=["indicator"], added_after="2000-01-01T00:00:00Z")["objects"]
        assert collection.get_object(one["id"], version="first")["objects"] == [one]
        collection.delete_object(one["id"], version=two["modified"])
        assert collection.object_versions(one["id"])["versions"] == [one["modified"]]
        collection.delete_object(one["id"])
        assert collection.get_objects() == {"more": False}


@pytest.mark.parametrize("size", [1, 7, 50])
def test_as_pages(served: Served, size: int) -> None:
    """Its own way of paging brings everything once, for objects and manifest."""
    sent = [thing(GREEN) for _ in range(23)]
    served.post("green", *sent)
    with _collection(served) as collection:
        for function in (collection.get_objects, collection.get_manifest):
            pages = list(v21.as_pages(function, per_request=size, type="indicator"))
            assert [one["id"] for page in pages for one in page["objects"]] == [one["id"] for one in sent]


def test_bearer_tokens(served: Served) -> None:
    """Also as a bearer token, for clients that take a header."""

    class Bearer(requests.auth.AuthBase):  # type: ignore[misc]  # the library has no types
        def __call__(self, request: Any) -> Any:
            request.headers["Authorization"] = f"Bearer {served.tokens['green']}"
            return request

    with v21.Server(f"{served.url}/taxii2/", auth=Bearer()) as server:
        assert server.title == "Indicia"

"""Finding a collection at somebody's server: from its own address, an API root, or the discovery address."""

from urllib.parse import urljoin

from msgspec import Struct

from indicia.errors import ShareError
from indicia.sharing.taxii.client.connection import Connection, fine

_MOST_ROOTS = 100
_MOST_BYTES = 10 << 20
"""Taken for `max_content_length` where a server does not say it."""


class RemoteCollection(Struct, frozen=True, kw_only=True):
    """A collection of another server."""

    root: str
    """Address of its API root, with the slash at the end."""
    url: str
    """Its own."""
    title: str
    most_bytes: int
    """Of one push."""
    readable: bool
    writable: bool


def find(connection: Connection, name: str) -> RemoteCollection:
    """The collection with this id, alias or title; without a name the only one.

    Raises ShareError for none or several, listing what is there.
    """
    url = connection.url if connection.url.endswith("/") else connection.url + "/"
    root, inside, _ = url.partition("/collections/")
    if inside:
        found = fine(connection.get(url), url, 200).mapping(url)
        return _remote(f"{root}/", url, found, _most(connection, f"{root}/"))
    first = fine(connection.get(url), url, 200).mapping(url)
    roots = [url]
    if "api_roots" in first or "versions" not in first:
        given = first.get("api_roots")
        default = first.get("default")
        every = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
        # The default first; a server that names none still has others.
        every.sort(key=lambda one: one != default)
        try:
            roots = [urljoin(url, one if one.endswith("/") else one + "/") for one in every[:_MOST_ROOTS]]
        except ValueError as error:
            raise ShareError(f"{url}: an API root of it is no address: {error}") from None
    known: list[RemoteCollection] = []
    every_one: list[RemoteCollection] = []
    for one in roots:
        address = f"{one}collections/"
        listed = fine(connection.get(address), address, 200).mapping(address).get("collections")
        for found in listed if isinstance(listed, list) else ():
            if not isinstance(found, dict) or not isinstance(found.get("id"), str):
                continue
            remote = _remote(one, f"{address}{found['id']}/", found, _MOST_BYTES)
            every_one.append(remote)
            if name in (found["id"], found.get("alias"), found.get("title")) or not name:
                known.append(remote)
    if len(known) == 1:
        only = known[0]
        return RemoteCollection(
            root=only.root,
            url=only.url,
            title=only.title,
            most_bytes=_most(connection, only.root),
            readable=only.readable,
            writable=only.writable,
        )
    what = f"no collection {name}".rstrip() if not known else "more than one collection"
    there = ", ".join(f"{one.title} ({one.url})" for one in (known or every_one)[:10])
    told = "" if not there else f": {there}" if known else f"; there is {there}"
    raise ShareError(f"{url}: {what}{told}", hint="--collection takes an id, alias or title.")


def _remote(root: str, url: str, found: dict[str, object], most: int) -> RemoteCollection:
    return RemoteCollection(
        root=root,
        url=url,
        title=str(found.get("title", ""))[:200],
        most_bytes=most,
        readable=found.get("can_read") is not False,
        writable=found.get("can_write") is not False,
    )


def _most(connection: Connection, root: str) -> int:
    most = fine(connection.get(root), root, 200).mapping(root).get("max_content_length")
    return most if isinstance(most, int) and most > 0 else _MOST_BYTES

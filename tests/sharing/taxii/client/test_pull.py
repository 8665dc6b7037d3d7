"""Pulling: everything once, from our server and from odd ones, and never without end."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from indicia.errors import ShareError, UsageError
from indicia.sharing.taxii.client.connection import Connection, Credentials
from indicia.sharing.taxii.client.places import find
from indicia.sharing.taxii.client.pull import Pulled, pull

from ..odd import Said, odd_server
from ..served import AMBER, GREEN, RED, Served, thing

FIRST, LAST = "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"
THINGS = [thing(GREEN) for _ in range(10)]
NAMES = [one["id"] for one in THINGS]


def _date(number: int) -> str:
    return f"2021-07-19T00:00:{number:02d}.000000Z"


def _pull(url: str, folder: Path, token: str = "", **more: Any) -> Pulled:
    connection = Connection(url, Credentials(secret=token), tries=3, pause=0.01)
    try:
        return pull(connection, find(connection, ""), folder / "out.jsonl", folder / "state", **more)
    finally:
        connection.close()


def _ids(folder: Path) -> list[str]:
    return [orjson.loads(line)["id"] for line in (folder / "out.jsonl").read_bytes().splitlines()]


def test_all_pages_and_then_only_new_ones(served: Served, tmp_path: Path) -> None:
    """As much as the token may see; a second pull brings what came since, and a third nothing."""
    served.post("red", *(thing(one) for one in (GREEN, RED, AMBER) * 5))
    url = f"{served.url}/taxii2/"
    assert _pull(url, tmp_path, served.tokens["amber"], limit=3).objects == 10
    new = thing(GREEN)
    served.post("red", new, thing(RED))
    assert _pull(url, tmp_path, served.tokens["amber"], limit=3).objects == 1
    assert _pull(url, tmp_path, served.tokens["amber"]).objects == 0
    assert _ids(tmp_path) == served.ids("amber")


def test_filters_have_a_state_of_their_own(served: Served, tmp_path: Path) -> None:
    """A state that belongs to another question is refused."""
    served.post("green", thing(GREEN), thing(GREEN, "malware"))
    filters = [("match[type]", "malware")]
    assert _pull(f"{served.url}/api/", tmp_path, served.tokens["green"], filters=filters).objects == 1
    with pytest.raises(ShareError, match="another pull"):
        _pull(f"{served.url}/api/", tmp_path, served.tokens["green"])


@pytest.mark.parametrize("stop", [1, 2, 3])
def test_stopped_and_gone_on(tmp_path: Path, stop: int) -> None:
    """Stopped after any page, in the middle of writing, the next pull goes on; each object is there once."""

    def habit(query: dict[str, str], number: int) -> Said:
        if number == stop + 1:
            return 403, {"title": "Gone"}, {}
        return _paged(query, 3)

    with odd_server(habit) as odd:
        with pytest.raises(ShareError, match="403"):
            _pull(odd.url, tmp_path, limit=3)
        with (tmp_path / "out.jsonl").open("ab") as file:
            file.write(b'{"torn')
        _pull(odd.url, tmp_path, limit=3)
    assert _ids(tmp_path) == NAMES


def _paged(query: dict[str, str], size: int = 3) -> Said:
    """As it should be."""
    start = int(query.get("next", "0"))
    if not start and query.get("added_after"):
        start = sum(_date(number) <= query["added_after"] for number in range(10))
    part = THINGS[start : start + size]
    more = start + size < 10
    envelope: dict[str, Any] = {"more": more, "objects": part}
    if more:
        envelope["next"] = str(start + size)
    return 200, envelope, {FIRST: _date(start), LAST: _date(start + len(part) - 1)} if part else {}


def _with(change: Callable[[dict[str, Any], dict[str, str]], None]) -> Callable[[dict[str, str], int], Said]:
    def habit(query: dict[str, str], number: int) -> Said:
        status, envelope, headers = _paged(query)
        change(envelope, headers)
        return status, envelope, headers

    return habit


def _below(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    envelope["pagination"] = {"next": envelope.pop("next", None)}


def _in_header(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    if "next" in envelope:
        headers["X-TAXII-Next"] = envelope.pop("next")


def _as_link(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    if "next" in envelope:
        headers["Link"] = f'</api/collections/one/objects/?limit=3&next={envelope.pop("next")}>; rel="next"'


def _as_address(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    if "next" in envelope:
        envelope["next"] = f"https://elsewhere.example/objects/?next={envelope['next']}&limit=3"


def _as_number(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    if "next" in envelope:
        envelope["next"] = int(envelope["next"])


def _without_more(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    del envelope["more"]


def _more_always_false(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    envelope["more"] = False


def _more_as_text(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    envelope["more"] = str(envelope["more"]).lower()


def _without_next(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    envelope.pop("next", None)


def _dates_swapped(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    envelope.pop("next", None)
    if headers:
        headers[FIRST], headers[LAST] = headers[LAST], headers[FIRST]


def _empty_last_page(envelope: dict[str, Any], headers: dict[str, str]) -> None:
    if not envelope["more"]:
        envelope["next"] = "30"
    if not envelope["objects"]:
        envelope.pop("next")


HABITS = [
    _below,
    _in_header,
    _as_link,
    _as_address,
    _as_number,
    _without_more,
    _more_always_false,
    _more_as_text,
    _without_next,
    _dates_swapped,
    _empty_last_page,
]


@pytest.mark.parametrize("change", HABITS, ids=lambda one: one.__name__.strip("_"))
def test_odd_servers_are_read_to_their_end(tmp_path: Path, change: Any) -> None:
    """Each of their habits brings every object once; the next pull brings nothing."""
    with odd_server(_with(change)) as odd:
        found = _pull(odd.url, tmp_path, limit=3)
        assert _ids(tmp_path) == NAMES
        assert not found.warnings
        assert len(odd.asked) < 10
        assert _pull(odd.url, tmp_path, limit=3).objects == 0


def test_next_keeps_the_added_after_of_the_first_page(tmp_path: Path) -> None:
    """While `next` is followed, `added_after` does not move."""
    with odd_server(lambda query, number: _paged(query)) as odd:
        _pull(odd.url, tmp_path, limit=3)
        assert {query.get("added_after") for query in odd.asked} == {None}
        _pull(odd.url, tmp_path, limit=3)
        assert odd.asked[-1]["added_after"] == _date(9)


def _same_for_ever(query: dict[str, str], number: int) -> Said:
    return 200, {"more": True, "next": "again", "objects": THINGS[:3]}, {}


def _new_next_for_ever(query: dict[str, str], number: int) -> Said:
    return 200, {"more": True, "next": str(number), "objects": THINGS[:3]}, {LAST: _date(2)}


def _empty_for_ever(query: dict[str, str], number: int) -> Said:
    return 200, {"more": True, "next": str(number), "objects": []}, {}


def _more_without_way(query: dict[str, str], number: int) -> Said:
    return 200, {"more": True, "objects": THINGS[:3]}, {}


def _more_without_progress(query: dict[str, str], number: int) -> Said:
    return 200, {"more": True, "objects": THINGS[:3]}, {LAST: _date(2)}


@pytest.mark.parametrize(
    "habit",
    [_same_for_ever, _new_next_for_ever, _empty_for_ever, _more_without_way, _more_without_progress],
    ids=lambda one: one.__name__.strip("_"),
)
def test_what_repeats_itself_ends(tmp_path: Path, habit: Any) -> None:
    """A server that pages without end is left after a few pages, and that is said."""
    with odd_server(habit) as odd:
        found = _pull(odd.url, tmp_path, limit=3)
        assert len(odd.asked) <= 6
        assert found.warnings
        assert found.objects <= 3


def test_a_forgotten_next_starts_the_round_again(tmp_path: Path) -> None:
    """Where a server forgot its cursor over night, nothing is lost and nothing is there twice."""

    def habit(query: dict[str, str], number: int) -> Said:
        if number == 3:
            return 500, {}, {}
        if number in (4, 5):
            return 502, {}, {}
        if number == 6:
            return 400, {"title": "next is too old"}, {}
        return _paged(query)

    with odd_server(habit) as odd:
        with pytest.raises(ShareError, match="502, 3 times"):
            _pull(odd.url, tmp_path, limit=3)
        found = _pull(odd.url, tmp_path, limit=3)
        assert found.warnings
    assert _ids(tmp_path) == NAMES


def test_patience(tmp_path: Path) -> None:
    """429 with its pause, 503, and a broken connection are tried again."""

    def habit(query: dict[str, str], number: int) -> Said:
        if number == 1:
            return 429, {}, {"Retry-After": "0"}
        if number == 2:
            return 503, {}, {}
        return _paged(query)

    with odd_server(habit) as odd:
        assert _pull(odd.url, tmp_path, limit=3).objects == 10


@pytest.mark.parametrize(("envelope", "message"), [({"objects": 7}, "no list"), ({"objects": {"a": 1}}, "no list")])
def test_nonsense_is_said(tmp_path: Path, envelope: dict[str, Any], message: str) -> None:
    """What is no envelope ends the pull with a sentence."""
    with odd_server(lambda query, number: (200, envelope, {})) as odd, pytest.raises(ShareError, match=message):
        _pull(odd.url, tmp_path)


def test_the_token_goes_nowhere_else(tmp_path: Path) -> None:
    """No other host gets it, whatever an answer says; and no network in the clear."""
    away = {"Location": "http://localhost:9/objects/"}
    with odd_server(lambda query, number: (302, {}, away)) as odd, pytest.raises(ShareError, match="another server"):
        _pull(odd.url, tmp_path)
    with pytest.raises(UsageError, match="in the clear"):
        Connection("http://taxii.example/", Credentials(secret="x"))


def test_a_state_that_is_none(tmp_path: Path) -> None:
    """A damaged state file is refused by name; an output that got shorter, too."""
    with odd_server(lambda query, number: _paged(query)) as odd:
        (tmp_path / "state").write_text("{}")
        with pytest.raises(ShareError, match="no state"):
            _pull(odd.url, tmp_path)
        (tmp_path / "state").unlink()
        _pull(odd.url, tmp_path)
        (tmp_path / "out.jsonl").write_text("")
        with pytest.raises(ShareError, match="shorter"):
            _pull(odd.url, tmp_path)


def test_a_state_that_cannot_be_kept(tmp_path: Path) -> None:
    """Is said before anything is fetched."""
    (tmp_path / "state.partial").mkdir()
    with odd_server(lambda query, number: _paged(query)) as odd:
        with pytest.raises(ShareError, match="cannot be kept"):
            _pull(odd.url, tmp_path)
        assert not odd.asked


def test_a_collection_that_is_not_there(served: Served) -> None:
    """What is there instead is listed."""
    connection = Connection(f"{served.url}/taxii2/", Credentials(secret=served.tokens["green"]), tries=1)
    with closing(connection), pytest.raises(ShareError, match="no collection nothing; there is Main"):
        find(connection, "nothing")

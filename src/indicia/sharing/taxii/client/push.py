"""Sending objects: in parts that fit, followed to their end, with every refusal by id."""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin

import orjson
from msgspec import Struct

from indicia.errors import ShareError
from indicia.sharing.taxii.client.connection import Connection, fine
from indicia.sharing.taxii.client.places import RemoteCollection
from indicia.sharing.taxii.protocol.marking import marked
from indicia.sharing.tlp import STATEMENTS, is_statement

_MOST_FILE = 1 << 30
_PART_BYTES = 8 << 20
_PART_OBJECTS = 5_000
_FRAME = 64
_LONGEST_PAUSE = 10.0


class Remark(Struct, frozen=True, kw_only=True):
    """What the server says of one object, above all of one that it did not take."""

    id: str
    version: str
    message: str


class Pushed(Struct, frozen=True, kw_only=True):
    """What became of a push."""

    sent: int
    stored: int
    """Also those that were there before."""
    failures: tuple[Remark, ...]
    pending: int
    """Those of which the server did not say in time what became of them."""
    notes: tuple[Remark, ...]
    """What the server said of objects that it took."""


def read_objects(path: Path) -> list[dict[str, object]]:
    """The objects of a bundle, an envelope, a list, or JSON lines.  Raises ShareError."""
    try:
        if path.stat().st_size > _MOST_FILE:
            raise ShareError(f"{path}: larger than {_MOST_FILE >> 30} GiB", hint="Send it in parts.")
        data = path.read_bytes()
    except OSError as error:
        raise ShareError(f"{path}: {error.strerror}") from error
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        found = _lines(path, data, error)
    if isinstance(found, dict):
        found = found["objects"] if isinstance(found.get("objects"), list) else [found]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ShareError(f"{path}: no STIX bundle, list of objects, or JSON lines")
    return found


def _lines(path: Path, data: bytes, whole: orjson.JSONDecodeError) -> list[object]:
    found: list[object] = []
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                found.append(orjson.loads(line))
            except orjson.JSONDecodeError as error:
                said = whole if number == 1 else error
                raise ShareError(f"{path}: line {number}: not JSON: {said}") from None
    return found


def push(
    connection: Connection,
    remote: RemoteCollection,
    things: Sequence[Mapping[str, object]],
    *,
    wait: float = 300.0,
) -> Pushed:
    """Send them, the strictest first, so that what refers to them can be kept as strictly; at most `wait` seconds for
    the status of each part.

    Raises ShareError where the server refuses a whole part for another reason than its size.
    """
    statements = STATEMENTS | {str(one.get("id")) for one in things if is_statement(one)}
    ordered = sorted(things, key=lambda one: -marked(one, statements).marking.rank)
    failures: list[Remark] = []
    notes: list[Remark] = []
    stored = pending = 0
    most = min(remote.most_bytes, _PART_BYTES) - _FRAME
    waiting = list(reversed([*_parts(ordered, most, failures)]))
    while waiting:
        part = waiting.pop()
        url = f"{remote.url}objects/"
        answer = connection.post(url, b'{"objects":[' + b",".join(part) + b"]}")
        if answer.status == 413 and len(part) > 1:
            # It takes less than it says.
            half = len(part) // 2
            waiting += [part[half:], part[:half]]
            continue
        if answer.status == 413:
            thing = orjson.loads(part[0])
            failures.append(_failure(thing, "too large for the server"))
            continue
        status = fine(answer, url, 202, 200).mapping(url)
        status = _followed(connection, remote, status, wait)
        bad = [_told(one) for one in _list(status, "failures")]
        failures += bad
        left = len(_list(status, "pendings")) or _count(status, "pending_count")
        pending += left
        stored += max(len(part) - len(bad) - left, 0)
        notes += [_told(one) for one in _list(status, "successes") if isinstance(one, dict) and one.get("message")]
    return Pushed(sent=len(things), stored=stored, failures=tuple(failures), pending=pending, notes=tuple(notes))


def _parts(things: Sequence[Mapping[str, object]], most: int, failures: list[Remark]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for thing in things:
        try:
            body = orjson.dumps(thing)
        except TypeError as error:
            failures.append(_failure(thing, f"not sent: {error}"))
            continue
        if len(body) > most:
            failures.append(_failure(thing, f"not sent: {len(body)} bytes, and the server takes {most}"))
            continue
        if part and (size + len(body) + 1 > most or len(part) == _PART_OBJECTS):
            yield part
            part, size = [], 0
        part.append(body)
        size += len(body) + 1
    if part:
        yield part


def _followed(
    connection: Connection, remote: RemoteCollection, status: dict[str, object], wait: float
) -> dict[str, object]:
    """The status when it is complete, or as it is after `wait` seconds."""
    began, pause = time.monotonic(), 0.2
    name = status.get("id")
    while status.get("status") == "pending" and isinstance(name, str) and time.monotonic() - began < wait:
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
        url = urljoin(remote.root, f"status/{name}/")
        status = fine(connection.get(url), url, 200).mapping(url)
    return status


def _list(status: Mapping[str, object], name: str) -> list[object]:
    found = status.get(name)
    return found if isinstance(found, list) else []


def _count(status: Mapping[str, object], name: str) -> int:
    found = status.get(name)
    return found if isinstance(found, int) and found > 0 else 0


def _told(one: object) -> Remark:
    """A failure as servers tell it: TAXII 2.1 has details, some give the id alone."""
    if not isinstance(one, dict):
        return Remark(id=str(one), version="", message="refused")
    return Remark(
        id=str(one.get("id", "")), version=str(one.get("version", "")), message=str(one.get("message", "refused"))
    )


def _failure(thing: Mapping[str, object], message: str) -> Remark:
    return Remark(id=str(thing.get("id", "")), version=str(thing.get("modified", "")), message=message)

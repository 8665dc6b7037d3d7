"""A file of STIX objects, read within bounds: bundle, envelope of TAXII, list, JSON lines, or a single object.

Structure is counted in the bytes before anything is made of them, so a file costs memory in proportion to its size.
Of several versions of an object the latest counts.  Where one version is there with two contents, nobody can tell which
was meant: neither is taken, and that is said.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import orjson
from msgspec import Struct

from indicia.errors import ReportError
from indicia.model.imported import Trouble
from indicia.sharing.stix.making import Object
from indicia.sharing.taxii.protocol.incoming import rounded
from indicia.sharing.taxii.protocol.wire import version_key
from indicia.sharing.tlp import KNOWN
from indicia.statement.canonical import Json

MOST_BYTES = 512 << 20
MOST_OBJECTS = 1_000_000
_MOST_CONTAINERS = 6_000_000
_MOST_VALUES = 24_000_000
DEEPEST = 64
"""Levels of one object."""
_SHOWN = 200
_MOST_TROUBLES = 10_000


class Placed(Struct, frozen=True):
    """An object and where it stands."""

    place: str
    item: Object

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.item["id"])

    @property
    def type(self) -> str:
        """Its type."""
        return str(self.item["type"])


class Opened(Struct, frozen=True):
    """The objects of a file, the latest version of each, in the order of the file."""

    objects: tuple[Placed, ...]
    number: int
    """Objects in the file, all versions."""
    older: int
    """Versions that a later one replaces."""
    again: int
    """Objects that are there more than once with the same content."""
    troubles: tuple[Trouble, ...]


def open_objects(data: bytes, name: str = "bundle") -> Opened:
    """Read it.  Raises ReportError for what is no file of STIX objects, or beyond the limits."""
    found = _objects(data, name)
    troubles: list[Trouble] = []
    kept: dict[str, Placed] = {}
    contents: dict[str, bytes] = {}
    disputed: set[str] = set()
    older = again = 0
    for place, item in found:
        why = _unfit(item)
        if why or not isinstance(item, dict):
            id = item.get("id") if isinstance(item, Mapping) else None
            troubles.append(Trouble(place=place, id=id[:_SHOWN] if isinstance(id, str) else "", reason=why))
            continue
        one = Placed(place, item)
        # Names in order: the same object written in another order is the same object.
        content = hashlib.sha256(orjson.dumps(item, option=orjson.OPT_SORT_KEYS)).digest()
        before = kept.get(one.id)
        if before is None or _version(item) > _version(before.item):
            older += before is not None
            kept.pop(one.id, None)
            kept[one.id], contents[one.id] = one, content
            disputed.discard(one.id)
        elif _version(item) < _version(before.item):
            older += 1
        elif content == contents[one.id] or one.id in KNOWN:
            # Definitions of TLP are told by their ids alone, whatever is written in them.
            again += 1
        else:
            disputed.add(one.id)
            reason = f"the same version as {before.place} with another content; neither was taken"
            troubles.append(Trouble(place=place, id=one.id, reason=reason))
    return Opened(
        objects=tuple(one for id, one in kept.items() if id not in disputed),
        number=len(found),
        older=older,
        again=again,
        troubles=_shortened(troubles),
    )


def _objects(data: bytes, name: str) -> Sequence[tuple[str, Json]]:
    if len(data) > MOST_BYTES:
        raise ReportError(f"{name}: larger than {MOST_BYTES >> 20} MiB", hint="Split it into several bundles.")
    if data.count(b"{") + data.count(b"[") > _MOST_CONTAINERS or data.count(b",") > _MOST_VALUES:
        raise ReportError(
            f"{name}: more than {_MOST_CONTAINERS:,} lists and objects, or {_MOST_VALUES:,} values",
            hint="Split it into several bundles.",
        )
    where = "objects[{}]"
    try:
        value: Json = orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError) as error:
        value, where = _lines(data, name, error), "line {}"
    first = 1 if where == "line {}" else 0
    objects = value
    if isinstance(value, dict):
        objects = value.get("objects", [] if value.get("type") == "bundle" else None)
        if not isinstance(objects, list) and isinstance(value.get("id"), str) and value.get("type") != "bundle":
            objects, where = [value], "the object"
    if not isinstance(objects, list) or (not objects and objects is value):
        told = isinstance(value, dict) and value.get("format") == "indicia-imported/1"
        raise ReportError(
            f"{name}: no bundle of STIX, nor a list of its objects",
            hint="It is what `indicia import --out` wrote; give the STIX that was imported." if told else "",
        )
    if len(objects) > MOST_OBJECTS:
        raise ReportError(f"{name}: more than {MOST_OBJECTS:,} objects", hint="Split it into several bundles.")
    return [(where.format(number + first), item) for number, item in enumerate(objects)]


def _lines(data: bytes, name: str, error: Exception) -> list[Json]:
    """JSON lines, as `indicia share pull` writes them."""
    lines = data.split(b"\n")
    if len(lines) > MOST_OBJECTS + 1:
        raise ReportError(f"{name}: more than {MOST_OBJECTS:,} lines", hint="Split it.")
    found: list[Json] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(orjson.loads(line))
        except orjson.JSONDecodeError as wrong:
            what = f"not JSON: {error}" if number == 1 else f"line {number} is not JSON: {wrong}"
            raise ReportError(f"{name}: no bundle of STIX: {what}") from None
    if not found:
        raise ReportError(f"{name}: no bundle of STIX: it is empty")
    return found


def _unfit(item: Json) -> str:
    """Why it is no object; empty where it is one."""
    if not isinstance(item, dict):
        return "no object of STIX"
    id, kind = item.get("id"), item.get("type")
    if not isinstance(id, str) or not isinstance(kind, str) or not id or not kind:
        return "no object of STIX: it has no `type` or no `id`"
    if id.partition("--")[0] != kind:
        return "its type is not the one in its id"
    if not _shallow(item):
        return f"nested deeper than {DEEPEST} levels"
    if rounded(item):
        return "it holds a number beyond 64 bits, of which only nearly the same can be kept"
    time = item.get("modified", item.get("created"))
    if time is None:
        return ""
    try:
        version_key(time if isinstance(time, str) else "")
    except ValueError:
        return "its `modified` is no time, so its version cannot be told"
    return ""


def _version(item: Object) -> str:
    """Text that sorts like the time of the version; empty for what has none."""
    time = item.get("modified", item.get("created"))
    return version_key(time) if isinstance(time, str) else ""


def _shallow(item: Json) -> bool:
    level = [item]
    for _ in range(DEEPEST):
        level = [below for one in level for below in _below(one)]
        if not level:
            return True
    return False


def _below(value: Json) -> Iterator[Json]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        if isinstance(one, dict | list):
            yield one


def _shortened(troubles: list[Trouble]) -> tuple[Trouble, ...]:
    if len(troubles) <= _MOST_TROUBLES:
        return tuple(troubles)
    rest = len(troubles) - _MOST_TROUBLES
    return (*troubles[:_MOST_TROUBLES], Trouble(place="", id="", reason=f"and {rest:,} more of this file"))

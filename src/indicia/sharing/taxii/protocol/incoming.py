"""What a client sends: parsed within bounds, each object checked, its refusals by id.

Memory stays in proportion to the size limit: structure is counted in the bytes before anything is made of them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import orjson
from msgspec import Struct

from indicia.model.statement import Marking
from indicia.sharing.taxii.protocol.marking import marked
from indicia.sharing.taxii.protocol.refusal import Refusal
from indicia.sharing.taxii.protocol.wire import version_key
from indicia.sharing.tlp import STATEMENTS, is_statement

MOST_OBJECTS = 50_000
"""Of one request."""
_MOST_CONTAINERS = 300_000
_MOST_VALUES = 1_000_000
_DEEPEST = 40
_ROUNDED = 2.0**63
_LONGEST_ID = 290
_MOST_VERSIONS = 1_000
_OBJECT_BYTES = 2 << 20
_MOST_SHOWN = 200
ID = re.compile(r"[a-z][a-z0-9-]{1,249}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z", re.ASCII)
_SPECS = {"2.0": 20, "2.1": 21}


class Incoming(Struct, frozen=True, kw_only=True):
    """One object, fit to be stored."""

    id: str
    type: str
    version: str | None
    """Key of its version; null: it carries no time of its own."""
    spec: int
    """20 or 21."""
    marking: Marking
    said: bool
    """Whether its author marked it."""
    refs: frozenset[str]
    """Ids it refers to, markings apart."""
    body: bytes
    """Written anew: what is stored is what was checked, whatever another parser would have made of the bytes."""
    digest: bytes


class Refused(Struct, frozen=True, kw_only=True):
    """One object that is not stored, and why."""

    id: str
    version: str | None
    message: str


def read_envelope(data: bytes) -> list[Incoming | Refused]:
    """The objects of an envelope, in order.

    Raises Refusal for what is no envelope (422) or would cost too much (413): more than 50,000 objects, 300,000 lists
    and objects, a million values, 40 levels.
    """
    if data.count(b"{") + data.count(b"[") > _MOST_CONTAINERS or data.count(b",") > _MOST_VALUES:
        raise Refusal(413, "Too much", "Too many values in one request; send it in parts.")
    try:
        envelope = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Refusal(422, "Not processable", "The body is not JSON, or is nested too deeply.") from None
    if not _shallow(envelope):
        raise Refusal(422, "Not processable", "The body is nested too deeply.")
    objects = envelope.get("objects") if isinstance(envelope, dict) else None
    if not isinstance(objects, list) or not objects:
        raise Refusal(422, "Not processable", "The body is no envelope: a list `objects` with at least one object.")
    if len(objects) > MOST_OBJECTS:
        raise Refusal(413, "Too much", f"More than {MOST_OBJECTS} objects in one request; send it in parts.")
    times: Counter[str] = Counter()
    found = []
    statements = STATEMENTS | {
        thing["id"]
        for thing in objects
        if isinstance(thing, dict) and is_statement(thing) and isinstance(thing.get("id"), str)
    }
    for number, thing in enumerate(objects):
        one = _object(number, thing, statements)
        times[one.id] += 1
        if times[one.id] > _MOST_VERSIONS:
            # Each version is put in relation to all others of its object.
            one = Refused(id=one.id, version=one.version, message=f"more than {_MOST_VERSIONS} versions in one request")
        found.append(one)
    return found


def _object(number: int, thing: object, statements: Collection[str]) -> Incoming | Refused:
    if not isinstance(thing, dict):
        return Refused(id=f"objects[{number}]", version=None, message="not an object")
    name = thing.get("id")
    if not isinstance(name, str) or not ID.match(name):
        shown = name[:_MOST_SHOWN] if isinstance(name, str) else f"objects[{number}]"
        return Refused(id=shown, version=None, message="the id is no STIX identifier")
    if thing.get("type") != name.partition("--")[0]:
        return Refused(id=name, version=None, message="the type is not the one in the id")
    time = thing.get("modified", thing.get("created"))
    spec = thing.get("spec_version", "2.1" if time is None else "2.0")
    if not isinstance(spec, str) or spec not in _SPECS:
        return Refused(id=name, version=None, message="spec_version is neither 2.0 nor 2.1")
    try:
        version = None if time is None else version_key(time if isinstance(time, str) else "")
    except ValueError as error:
        return Refused(id=name, version=None, message=f"modified or created: {error}")
    if rounded(thing):
        return Refused(id=name, version=version, message="a number beyond 64 bits, which would be stored rounded")
    # Names in order: the same object written in another order is the same object.
    try:
        body = orjson.dumps(thing, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return Refused(id=name, version=version, message="it has no form in JSON")
    if len(body) > _OBJECT_BYTES:
        return Refused(id=name, version=version, message=f"larger than {_OBJECT_BYTES} bytes")
    secrecy = marked(thing, statements)
    return Incoming(
        id=name,
        type=name.partition("--")[0],
        version=version,
        spec=_SPECS[spec],
        marking=secrecy.marking,
        said=secrecy.said,
        refs=frozenset(_references(thing)) - {name},
        body=body,
        digest=hashlib.sha256(body).digest()[:16],
    )


def _references(value: object) -> Iterator[str]:
    """Every text that is an id, whatever its member is called: a custom one gives an id away as well."""
    if isinstance(value, str):
        if len(value) <= _LONGEST_ID and ID.match(value):
            yield value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            if key not in ("object_marking_refs", "granular_markings"):
                yield from _references(below)
    elif isinstance(value, list):
        for below in value:
            yield from _references(below)


def rounded(value: object) -> bool:
    """Whether it holds a whole number that the parser could not keep as it is."""
    if isinstance(value, float):
        return abs(value) >= _ROUNDED and value.is_integer()
    if isinstance(value, Mapping):
        return any(rounded(one) for one in value.values())
    return isinstance(value, list) and any(rounded(one) for one in value)


def _shallow(value: object) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below += [each for each in one.values() if isinstance(each, dict | list)]
            elif isinstance(one, list):
                below += [each for each in one if isinstance(each, dict | list)]
        if not below:
            return True
        level = below
    return False

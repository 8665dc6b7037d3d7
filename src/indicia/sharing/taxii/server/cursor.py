"""Where a page ended: sealed, and good for the request, the collection and the token it was made for.

It holds the whole question, so a client may send it alone, or with the parameters it sent before; others are refused.
`added_after` is the exception: clients are known to move it while they page, and the one of the first page counts, so
that nothing is left out.
"""

import base64
import hashlib
import hmac
import zlib

import orjson
from msgspec import Struct

from indicia.sharing.taxii.protocol.filters import Asked, Filter
from indicia.sharing.taxii.protocol.refusal import bad

_SEAL = 16
_LONGEST = 8192
_FIELDS = {"id": "ids", "type": "types", "version": "versions", "spec_version": "specs"}


class Place(Struct, frozen=True, kw_only=True):
    """What a cursor is good for."""

    endpoint: str
    """`objects`, `manifest`, `object <id>`, `versions <id>`."""
    collection: int
    token: int
    ceiling: int


def seal(key: bytes, place: Place, wanted: Filter, last: int) -> str:
    """The value of `next`."""
    said = [last, wanted.added_after, wanted.ids, wanted.types, wanted.versions, wanted.specs]
    payload = zlib.compress(orjson.dumps(said), 9)
    return base64.urlsafe_b64encode(_mac(key, place, payload) + payload).decode().rstrip("=")


def opened(key: bytes, place: Place, asked: Asked) -> tuple[Filter, int | None]:
    """The question and the date_added after which to go on.

    Raises Refusal (400) for a cursor that this server did not make for this request.
    """
    if asked.next is None:
        return asked.filter, asked.filter.added_after
    wanted, last = _open(key, place, asked.next)
    for name, of in _FIELDS.items():
        if name in asked.given and getattr(asked.filter, of) != getattr(wanted, of):
            raise bad("next belongs to a request with other filters.")
    return wanted, last


def _open(key: bytes, place: Place, text: str) -> tuple[Filter, int]:
    wrong = bad("next is not a value that this server gave out for this request.")
    if len(text) > _LONGEST or not text.isascii():
        raise wrong
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise wrong from None
    payload = raw[_SEAL:]
    if not hmac.compare_digest(_mac(key, place, payload), raw[:_SEAL]):
        raise wrong
    # Nothing below is taken from anybody but ourselves.
    last, after, ids, types, versions, specs = orjson.loads(zlib.decompress(payload))
    wanted = Filter(added_after=after, ids=tuple(ids), types=tuple(types), versions=tuple(versions), specs=tuple(specs))
    return wanted, last


def _mac(key: bytes, place: Place, payload: bytes) -> bytes:
    bound = orjson.dumps([place.endpoint, place.collection, place.token, place.ceiling])
    return hmac.digest(key, hashlib.sha256(bound).digest() + payload, "sha256")[:_SEAL]

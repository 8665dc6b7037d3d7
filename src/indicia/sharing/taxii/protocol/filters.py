"""What a request asks for, from its query string.  Source: TAXII 3.4 and 3.5."""

import re
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.sharing.taxii.protocol.refusal import bad
from indicia.sharing.taxii.protocol.wire import micros, version_key

MOST_NAMED = 100
"""Values in one `match[…]`."""
_TYPE = re.compile(r"[a-z0-9-]{1,250}\Z", re.ASCII)
_ID = re.compile(r"[\x21-\x7e]{1,300}\Z", re.ASCII)
_SPECS = {"2.0": 20, "2.1": 21}
_WORDS = ("all", "first", "last")
_MATCHES = ("id", "type", "version", "spec_version")
_LONGEST = 12


class Filter(Struct, frozen=True, kw_only=True):
    """Which objects; an empty tuple stands for what TAXII says about a parameter that is not given."""

    added_after: int | None = None
    """Microseconds."""
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    """Keys of versions, and `all`, `first`, `last`; none means `last`."""
    specs: tuple[int, ...] = ()
    """None means the latest of each object."""


class Asked(Struct, frozen=True, kw_only=True):
    """A query string that was read."""

    filter: Filter = field(default_factory=Filter)
    given: frozenset[str] = frozenset()
    """Which fields of the filter the request named itself."""
    limit: int | None = None
    next: str | None = None


def read_query(pairs: Sequence[tuple[str, str]], allowed: Sequence[str]) -> Asked:
    """Read it; `allowed` lists what this endpoint knows, without `match[…]` around it.

    Raises Refusal (400) for a parameter given twice, a filter that nobody knows (ignoring it would return too much)
    and a value that makes no sense.  Other parameters are ignored.
    """
    asked = Asked()
    wanted = asked.filter
    seen: set[str] = set()
    for name, value in pairs:
        field_name = name[6:-1] if name.startswith("match[") and name.endswith("]") else name
        matching = field_name != name
        if matching and (field_name not in _MATCHES or field_name not in allowed):
            raise bad("A match filter that this address does not know.")
        if not matching and (name in _MATCHES or name not in allowed):
            continue
        if field_name in seen:
            raise bad("A parameter is given more than once.")
        seen.add(field_name)
        if matching:
            wanted = _match(wanted, field_name, value)
        elif name == "added_after":
            try:
                wanted = replace(wanted, added_after=micros(value))
            except (ValueError, OverflowError):
                raise bad("added_after is no time such as 2021-07-19T12:00:00.000000Z.") from None
        elif name == "limit":
            if not (value.isascii() and value.isdigit()) or len(value) > _LONGEST or int(value) == 0:
                raise bad("limit is no positive number.")
            asked = replace(asked, limit=int(value))
        elif name == "next":
            asked = replace(asked, next=value)
    return replace(asked, filter=wanted, given=frozenset(seen - {"limit", "next"}))


def _match(wanted: Filter, name: str, text: str) -> Filter:
    values = sorted(set(text.split(",")))
    if len(values) > MOST_NAMED:
        raise bad(f"match[{name}] names more than {MOST_NAMED} values.")
    if name == "id":
        return replace(wanted, ids=_checked(values, _ID, name))
    if name == "type":
        return replace(wanted, types=_checked(values, _TYPE, name))
    if name == "spec_version":
        if not set(values) <= set(_SPECS):
            raise bad("match[spec_version] knows 2.0 and 2.1.")
        return replace(wanted, specs=tuple(_SPECS[one] for one in values))
    try:
        return replace(wanted, versions=tuple(one if one in _WORDS else version_key(one) for one in values))
    except ValueError:
        raise bad("match[version] knows all, first, last and times.") from None


def _checked(values: Sequence[str], form: re.Pattern[str], name: str) -> tuple[str, ...]:
    if not all(form.match(one) for one in values):
        raise bad(f"match[{name}] holds something that is none.")
    return tuple(values)

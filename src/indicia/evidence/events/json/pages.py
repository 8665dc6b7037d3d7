"""Pages of answers that search engines and interfaces give: an object around the array that holds the events.

Elasticsearch and OpenSearch (`hits.hits`, `responses`), Splunk (`results`), Graylog (`messages`), Azure and Graph
(`value`), and whatever puts `events`, `records`, `rows`, `logs` or `items` around them.  What stands before the array
and behind it says something of the search, nothing of an event.
"""

import re
from typing import NamedTuple

from indicia.evidence.events.decoding.names import EVENT_ID

_TEXT = rb'"(?>(?:[^"\\\n]++|\\[^\n]){0,1000})"'
_FLAT = rb'(?:[^"{}\[\]]++|' + _TEXT + rb")"
_VALUE = (
    rb"(?>" + _TEXT + rb"|[-+\w.]++|\{(?>(?:" + _FLAT + rb"|\{(?>" + _FLAT + rb"{0,500})\}){0,500})\}"
    rb"|\[(?>(?:" + _FLAT + rb"|\{(?>" + _FLAT + rb"{0,500})\}){0,500})\])"
)
_MEMBERS = rb"(?>(?:" + _TEXT + rb"\s*+:\s*+" + _VALUE + rb"\s*+,\s*+){0,20})"
_NAMES = rb'"(hits|responses|results|value|messages|[Ee]vents|[Rr]ecords|rows|logs|items)"'
_HEAD = re.compile(
    rb"\{\s*+" + _MEMBERS + _NAMES + rb"\s*+:\s*+(?:(\{)\s*+" + _MEMBERS + rb'"hits"\s*+:\s*+)?\[(?=\s*+\{)'
)
_OF_EVENT = re.compile(rb'"(?:' + b"|".join(name.encode() for name in EVENT_ID) + rb')"\s*:')
"""An event with an array in it is no page."""
LONGEST = 65536
"""Bytes of what may stand before the array."""
_TAIL = re.compile(rb'(?>(?:[^"{}]++|"(?>(?:[^"\\\n]++|\\[^\n]){0,1000})"){0,1000})([{}])?')


class PageHead(NamedTuple):
    """What stands before the array of a page."""

    end: int
    """Where the array begins."""
    depth: int
    """Objects that are open there."""
    of_pages: bool
    """Whether the array holds pages."""


def page_head(text: bytes, start: int) -> PageHead | None:
    """The head of a page that begins here; null for no page."""
    found = _HEAD.match(text, start, start + LONGEST)
    if found is None or _OF_EVENT.search(found[0]):
        return None
    return PageHead(found.end(), 2 if found[2] else 1, found[1] == b"responses")


def page_tail(text: bytes, position: int, depth: int) -> tuple[int, int]:
    """How far what stands behind the array goes, and how many objects are still open there: more has to be read, or
    where nothing follows the page has no end."""
    while depth:
        found = _TAIL.match(text, position)
        if found is None or found.end() == position:
            break
        if found[1] is not None:
            depth += 1 if found[1] == b"{" else -1
        position = found.end()
    return position, depth

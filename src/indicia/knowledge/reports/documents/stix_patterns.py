"""Values that the pattern of a STIX indicator compares, with their exact place in it."""

import re
from collections.abc import Iterator

_COMPARED = re.compile(
    r"(?P<type>[a-z0-9-]{1,60}):(?P<path>[\w.'\[\]*-]{1,120})\s*(?P<not>NOT\s*)?(?P<how>=|LIKE|IN|ISSUBSET)\s*\(?\s*'"
    r"(?P<value>(?:[^'\\]|\\.){1,4000})'"
)
_NEXT = re.compile(r"\s*,\s*'(?P<value>(?:[^'\\]|\\.){1,4000})'")
_KEY = re.compile(r"hashes\.'?(md5|sha-?1|sha-?256|sha-?512)'?", re.IGNORECASE)
SORTS = {
    ("ipv4-addr", "value"): "ipv4",
    ("ipv6-addr", "value"): "ipv6",
    ("domain-name", "value"): "domain",
    ("url", "value"): "url",
    ("email-addr", "value"): "email",
    ("file", "name"): "file name",
    ("directory", "path"): "path",
    ("windows-registry-key", "key"): "registry",
    ("mutex", "name"): "mutex",
    ("network-traffic", "dst_ref.value"): "ipv4",
    ("network-traffic", "src_ref.value"): "ipv4",
    ("network-traffic", "extensions.'http-request-ext'.request_header.'User-Agent'"): "user agent",
}
"""Type and property of a STIX object → the sort of indicator."""


def compared(pattern: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and end of each value in the pattern, the value itself, and its sort (`type:property` where unknown).

    Values that are compared with NOT are left out.
    """
    for found in _COMPARED.finditer(pattern):
        if found.group("not"):
            continue
        sort = sort_of(found.group("type"), found.group("path"))
        yield found.start("value"), found.end("value"), _plain(found.group("value")), sort
        if found.group("how") in ("IN", "ISSUBSET"):
            at = found.end()
            while (more := _NEXT.match(pattern, at)) is not None:
                yield more.start("value"), more.end("value"), _plain(more.group("value")), sort
                at = more.end()


def sort_of(kind: str, path: str) -> str:
    """The sort of indicator that a property of a type holds."""
    if found := _KEY.search(path):
        return found.group(1).lower().replace("-", "")
    return SORTS.get((kind, path), f"{kind}:{path}")


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value)

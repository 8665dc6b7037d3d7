"""IPv4, IPv6 and networks in the plain view of a report; versions, sections and times are none."""

import re
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from indicia.knowledge.reports.mentions.found import Found

_FOUR = re.compile(
    r"(?<![\w.@-])(?P<host>(?:\d{1,3}\.){3}\d{1,3})(?P<net>/\d{1,2}(?![\d/.]))?(?P<port>:\d{1,5}(?!\d))?(?![\w@]|\.\d|-\d+\.)"
)
_SIX = re.compile(
    r"(?<![\w:.])(?P<host>(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?)(?P<net>/\d{1,3})?(?![\w:]|\.\d)"
)
_VERSION_BEFORE = re.compile(
    r"(?:\b(?:versions?|builds?|ver|v|releases?d?|revisions?|firmware|update|patch(?:ed)?|cu\s?\d{0,2}|sp\d?|rollup"
    r"|fixed in|prior to|section|chapter|clause|paragraph|oid|product|software)"
    r"[\s.:=#(]{0,3}(?:number|is|to|of)?\s{0,2})\Z",
    re.IGNORECASE,
)
_VERSION_AFTER = re.compile(
    r"\s*(?:\(?(?:and|or) (?:earlier|later|below|above|prior|newer|older|lower|higher)|and up\b"
    r"|release\b|version\b|build\b)",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"\s*(?:,|and|or|through|to|-|–|,\s*and|,\s*or|&|/)\s*\Z")
_SECTION = re.compile(r"(?:\A|\n)[ \t]*\Z")
_TITLE = re.compile(r"\.?[ \t]+[A-Z][a-z]+(?: [A-Za-z]+){0,8}[ \t]*(?:\n|\Z)")
_RESOLVERS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222", "208.67.220.220"})
_DOCUMENTATION = tuple(map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))


def find_addresses(view: str, undone: Callable[[int, int], bool]) -> Iterator[Found]:
    """Addresses and networks; a port is not part of one.

    `aside` says what kind of reserved address it is.  Four numbers behind words such as “version”, or in a row with
    them, are none, unless written so that nobody clicks.
    """
    version_until = -1
    for found in _FOUR.finditer(view):
        host = found.group("host")
        try:
            address = ip_address(host)
        except ValueError:
            continue
        start, end = found.start(), found.end("host")
        if not undone(start, end) and _is_version(view, start, found.end(), version_until):
            version_until = found.end()
            continue
        net = found.group("net") or ""
        if net and int(net[1:]) > 32:
            net = ""
        sort = "cidr" if net and net != "/32" else "ipv4"
        end += len(net)
        yield Found(start, end, host + net if sort == "cidr" else host, sort, standing(address))
    for found in _SIX.finditer(view):
        host = found.group("host")
        if "::" not in host and host.count(":") < 7 and "." not in host:
            continue
        if not re.search(r"\d", host) or len(host) < 4:
            continue
        try:
            address = ip_address(host)
        except ValueError:
            continue
        net = found.group("net") or ""
        if net and int(net[1:]) > 128:
            net = ""
        end = found.end("host") + len(net)
        sort = "cidr" if net and net != "/128" else "ipv6"
        yield Found(found.start(), end, f"{address}{net if sort == 'cidr' else ''}", sort, standing(address))


def standing(address: IPv4Address | IPv6Address) -> str:
    """What an address is when it is nobody's on the internet; empty for any other."""
    if any(address in network for network in _DOCUMENTATION if network.version == address.version):
        return "documentation address"
    if address.is_loopback:
        return "loopback address"
    if address.is_multicast or address.is_unspecified or address.is_reserved:
        return "reserved address"
    if address.is_link_local or address.is_private:
        return "private address"
    return "public resolver" if str(address) in _RESOLVERS else ""


def _is_version(view: str, start: int, end: int, version_until: int) -> bool:
    before = view[max(0, start - 40) : start]
    if _VERSION_BEFORE.search(before) or _VERSION_AFTER.match(view, end):
        return True
    if 0 <= version_until <= start <= version_until + 12 and _CHAIN.match(view[version_until:start]):
        return True
    if before.endswith("/") and not before.endswith("//") and re.search(r"[A-Za-z]/\Z", before):
        # A product with its version, as in user agents.
        return True
    if _SECTION.search(before) is None or _TITLE.match(view, end) is None:
        return False
    numbers = [int(part) for part in re.findall(r"\d+", view[start:end])[:4]]
    return numbers[0] > 0 and max(numbers) < 30

"""Who asked: the address that a record gives for its client, or behind a load balancer what that says of it.

A header is believed only where the connection came from a network of one's own: who connects from outside can write
any header.  Of several addresses the last from outside counts: a proxy of one's own has added it.
"""

import ipaddress
from collections.abc import Iterable, Mapping

from indicia.model.record import Value

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

CLIENT_FIELDS = ("ClientIpAddress", "c-ip", "IpAddress", "c-dns")
"""Fields of web logs and events that name a client."""
FORWARDED = frozenset(
    (
        "x-forwarded-for",
        "cs(x-forwarded-for)",
        "x-real-ip",
        "x-client-ip",
        "true-client-ip",
        "cf-connecting-ip",
        "originalip",
    )
)
"""Columns, lower case, that administrators add to a W3C log for what stands before the server."""
NEAR = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"),
    )
)
"""Networks of an organisation's own."""


def client_of(fields: Mapping[str, Value], names: Iterable[str] = CLIENT_FIELDS) -> str:
    """The client by the first of the fields that is there, as the log writes it; empty where none is."""
    for name in names:
        found = _first(fields.get(name))
        if found and found != "-":
            return _told(fields, found) if name in CLIENT_FIELDS else found
    return ""


def forwarded(text: str) -> str:
    """The client that a header tells, `198.51.100.7, 10.0.0.5`: empty where it holds no address from outside."""
    for piece in reversed(text.replace("+", " ").split(",")):
        found = address_of(piece)
        if found and not is_near(found):
            return str(found)
    return ""


def is_near(address: Address) -> bool:
    """Whether it lies in a network of one's own, or is this machine's."""
    return address.is_loopback or any(address in network for network in NEAR if network.version == address.version)


def _told(fields: Mapping[str, Value], address: str) -> str:
    """What a proxy of one's own says instead of its own address."""
    for name in fields:
        if name.lower() in FORWARDED:
            found = address_of(address)
            told = forwarded(_first(fields[name])) if found and is_near(found) else ""
            if told:
                return told
    return address


def address_of(text: str) -> Address | None:
    """An address without port, zone and brackets; null where the text is none."""
    plain = text.strip().strip('"').split("%", 1)[0]
    if plain.startswith("["):
        plain = plain[1:].split("]", 1)[0]
    elif plain.count(":") == 1:
        plain = plain.split(":", 1)[0]
    try:
        return ipaddress.ip_address(plain)
    except ValueError:
        return None


def _first(value: Value) -> str:
    if isinstance(value, tuple):
        value = next((item for item in value if item), None)
    return "" if value is None else str(value)

"""Client addresses as text of one form; whose they may be."""

import ipaddress

from indicia.model.clients import is_near


def address(text: str) -> str:
    """The address in its shortest form, without port, zone and mapping; empty where the text holds none."""
    plain = text.strip().split("%", 1)[0]
    if plain.startswith("["):
        plain = plain[1:].split("]", 1)[0]
    elif plain.count(":") == 1:
        plain = plain.split(":", 1)[0]
    try:
        found = ipaddress.ip_address(plain)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def from_outside(text: str) -> bool:
    """Whether an address in that form says who, wherever it is seen: not one's own network, not this machine."""
    found = ipaddress.ip_address(text)
    return not (found.is_unspecified or found.is_multicast or is_near(found))

"""Client addresses as text of one form; whose they may be."""

import ipaddress

_NEAR = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"),
    )
)
"""Networks of an organisation's own: the same address means another machine elsewhere."""


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
    if found.is_loopback or found.is_unspecified or found.is_multicast:
        return False
    return not any(found in network for network in _NEAR if network.version == found.version)

"""What the query of a request looks like: an order to a proxy, a command, or something packed."""

import re
from urllib.parse import unquote_plus

_LONGEST = 4_096
_PAIR = re.compile(r"[&;?]")
_TARGETS = frozenset({"ip", "host", "hostname", "target", "addr", "address", "server", "dst", "dest", "rhost"})
_PORTS = frozenset({"port", "rport", "dport", "dstport", "targetport"})
_ADDRESS = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){3}|localhost|[0-9a-f:]*::?[0-9a-f:.]+|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}"
)
_PORT = re.compile(r"\d{1,5}")
_COMMAND = re.compile(
    r"(?:^|[\s/\\\"'&|;(=])(?:"
    r"whoami|ipconfig|ifconfig|systeminfo|tasklist|netstat|nltest|quser|dsquery|certutil|bitsadmin|wmic|schtasks|"
    r"cmd(?:\.exe)?\s*/c|powershell(?:\.exe)?(?:\s|$)|net1?(?:\.exe)?\s+(?:user|group|localgroup|use|view|accounts)|"
    r"(?:type|dir|del|copy|move)\s+[a-z]:\\|cat\s+/etc/|/bin/(?:ba)?sh|reg\s+(?:add|query|save)|rundll32|mshta"
    r")(?:$|[\s\"'&|;)/.])",
    re.IGNORECASE,
)
_BLOB = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){150,}")


def proxy_order(query: str) -> str:
    """`address:port` when the query names both, as orders to a tunnel do; else empty."""
    named = _pairs(query)
    target = next((named[name] for name in named if name in _TARGETS and _ADDRESS.fullmatch(named[name].lower())), "")
    port = next((named[name] for name in named if name in _PORTS and _PORT.fullmatch(named[name])), "")
    return f"{target}:{port}" if target and port and 0 < int(port) < 65_536 else ""


def command(query: str) -> str:
    """The value in the query that reads like a command of an operating system; else empty."""
    return next((value for value in _pairs(query).values() if _COMMAND.search(value)), "")


def packed(query: str) -> bool:
    """Whether a value is a long run of Base64 or hexadecimal digits of mixed letters."""
    for value in _pairs(query).values():
        found = _BLOB.search(value.replace(" ", "+")) or _HEX.search(value)
        if found and len(set(found[0])) > 10:
            return True
    return False


def _pairs(query: str) -> dict[str, str]:
    """Names (lower case) and values, percent-decoded; of equal names the first."""
    pairs: dict[str, str] = {}
    for part in _PAIR.split(query[:_LONGEST]):
        name, _, value = part.partition("=")
        pairs.setdefault(unquote_plus(name).strip().lower(), unquote_plus(value).strip())
    return pairs

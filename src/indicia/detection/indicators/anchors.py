"""Texts of which one has to stand in an undecoded record that holds an indicator: what Hyperscan looks for.

Only signs that no log writes in another way are part of them: letters, digits, `.`, `-` and `_`.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Network

from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.indicators.kinds import HASHES, TEXTS, Kind
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.stix.pattern import Comparing, Comparison
from indicia.detection.indicators.table import Table
from indicia.detection.indicators.tokens import host_of, url_form

SHORTEST = 3
LONGEST = 32
MOST_PREFIXES = 512
"""Texts one network may stand for; a wider one is left to the tokens."""
_HIVES = "hkey_local_machine hkey_current_user hkey_classes_root hkey_users"
_RUN = re.compile(r"[a-z0-9._-]+")
IPV6 = rb"(?i)::|(?:[0-9a-f]{1,4}:){6}"
"""Stands in every IPv6 address as text."""


def text_anchor(text: str) -> bytes:
    """The longest run of plain signs in a text.  Raises Refused when none is long enough."""
    found = max(_RUN.findall(text.lower()), key=len, default="")
    if len(found) < SHORTEST:
        raise Refused(f"it has no {SHORTEST} plain letters or digits in a row to look for")
    return found[-LONGEST:].encode()


def value_anchors(table: Table) -> Iterator[bytes]:
    """Of each indicator that is a token; networks and IPv6 are not among them."""
    rows = table.of_kind(*HASHES, Kind.IPV4, Kind.DOMAIN, Kind.HOST, Kind.NAME, Kind.PATH, Kind.EMAIL, Kind.URL)
    for row in rows.tolist():
        kind, value = Kind(table.kinds[row]), table.value(row)
        if kind in HASHES:
            yield value[:LONGEST].encode()
        elif kind is Kind.PATH:
            yield _RUN.findall(value)[-1][-LONGEST:].encode()
        elif kind is Kind.EMAIL:
            yield value.partition("@")[2][-LONGEST:].encode()
        elif kind is Kind.URL:
            if not value.startswith("["):
                yield host_of(value)[-LONGEST:].encode()
        else:
            yield value[-LONGEST:].encode()


def network_anchors(network: str) -> list[bytes] | None:
    """How the addresses of a network begin; null when there are too many ways."""
    found = IPv4Network(network)
    octets = max(1, min(3, found.prefixlen // 8 + (found.prefixlen % 8 > 0)))
    if found.prefixlen > 24:
        octets = 3
    step = 1 << (32 - 8 * octets)
    count = max(1, found.num_addresses // step)
    if octets < 2 or count > MOST_PREFIXES:
        return None
    first = int(found.network_address)
    return [_dotted(first + step * number, octets) for number in range(count)]


def _dotted(address: int, octets: int) -> bytes:
    return b".".join(b"%d" % (address >> 24 - 8 * place & 255) for place in range(octets)) + b"."


def text_anchors(table: Table) -> set[bytes]:
    """Of each indicator that is a piece of text."""
    return {text_anchor(table.value(row)) for row in table.of_kind(*TEXTS).tolist()}


def pattern_anchors(node: Comparing) -> frozenset[bytes] | None:
    """Texts of which one stands in every record that satisfies it; null when there is no such list."""
    if isinstance(node, Comparison):
        return _of_comparison(node)
    each = [pattern_anchors(item) for item in node.items]
    if node.op == "OR":
        return None if None in each else frozenset().union(*(item for item in each if item is not None))
    known = [item for item in each if item is not None]
    # The one whose shortest text is longest is the rarest, as a guess.
    return max(known, key=lambda item: (min(map(len, item), default=99), -len(item), sorted(item)), default=None)


def _of_comparison(item: Comparison) -> frozenset[bytes] | None:
    if item.negated or item.op not in {"=", "IN", "LIKE", "MATCHES", "ISSUBSET"}:
        return None
    if item.path.endswith("_ref.type"):
        # Told by the form of the value, not written anywhere.
        return None
    if item.type == "url" and item.op not in {"=", "IN"}:
        # Logs write parts of an address percent-encoded.
        return None
    texts: list[str] = []
    for constant in item.constants:
        if not isinstance(constant, str):
            return None
        match item.op:
            case "LIKE":
                texts.append(max(re.split(r"[%_]", constant), key=lambda part: len(_longest(part))))
            case "MATCHES":
                groups = [
                    group
                    for group in required_texts(constant)
                    if all(len(_longest(text)) >= SHORTEST for text in group)
                ]
                if not groups:
                    return None
                texts.extend(max(groups, key=lambda group: (min(map(len, group)), sorted(group))))
            case "ISSUBSET":
                found = network_anchors(constant) if ":" not in constant else None
                return frozenset(found) if found is not None else None
            case _ if _may_be_ipv6(constant):
                return None
            case _ if item.type == "url":
                texts.append(host_of(url_form(constant)))
            case _ if item.type == "windows-registry-key" and item.path == "key":
                # The name of the hive may be written short.
                texts.append(constant.partition("\\")[2])
            case _:
                texts.append(constant)
    anchors = []
    hive = item.type == "windows-registry-key" and item.path == "key"
    for text in texts:
        if hive and _longest(text) in _HIVES:
            return None
        try:
            anchors.append(text_anchor(text))
        except Refused:
            return None
    return frozenset(anchors)


def _longest(text: str) -> str:
    return max(_RUN.findall(text.lower()), key=len, default="")


def _may_be_ipv6(text: str) -> bool:
    """An IPv6 address may be written in other ways."""
    return ":" in text and re.fullmatch(r"[0-9a-fA-F:.]+(?:%\w+)?", text) is not None

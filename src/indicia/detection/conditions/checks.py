"""Checks that look at one value: regular expression, network, number."""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import isfinite

import re2

from indicia.detection.conditions.condition import Compare
from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.conditions.wildcard import Matcher
from indicia.model.record import Value

_REGEX_BYTES = 1 << 20
"""Memory one expression may use for its automaton; it is rebuilt when full, so a small one costs time, not hits."""


def check_regex(pattern: str) -> str:
    """Why the linear-time engine refuses the pattern; empty when it takes it."""
    try:
        regex(pattern)
    except ValueError as error:
        return str(error)
    return ""


def number_of(value: Value) -> int | float | None:
    """The number a value stands for: a number, decimal text or `0x` hex text; null for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if not isinstance(value, str):
        return value
    text = value.strip(" ")
    if not text.isascii() or "_" in text or len(text) > 400:
        return None
    try:
        if text[:3].lower().lstrip("+-").startswith("0x"):
            return int(text, 16)
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


_LENGTH = re.compile(r"\.\{([0-9]{1,4}),\}")
"""An expression that asks for nothing but a length."""


@lru_cache(maxsize=4096)
def regex(pattern: str) -> Matcher:
    """Search for the expression anywhere in a text; raises ValueError with the engine's reason to refuse it."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _REGEX_BYTES
    try:
        # Bytes, not text: the wrapper would otherwise count characters of each match, which nobody asks for.
        search = re2.compile(pattern.encode(), options).search
    except (re2.error, UnicodeEncodeError) as error:
        reason = error.args[0] if error.args else "not understood"
        raise ValueError(reason.decode() if isinstance(reason, bytes) else str(reason)) from None

    parts = _without_which(pattern)

    def found(text: str) -> bool:
        for part in parts:
            if part not in text:
                return False
        try:
            data = text.encode()
        except UnicodeEncodeError:
            data = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        return search(data) is not None

    least = _LENGTH.fullmatch(pattern)
    return _as_long_as(int(least[1]), found) if least else found


def _without_which(pattern: str) -> tuple[str, ...]:
    """Texts that stand in whatever the expression matches, just so: to look for them takes a hundredth of a search."""
    cased = _CASELESS.search(pattern) is None
    single = dict.fromkeys(text for group in required_texts(pattern) if len(group) == 1 for text in group)
    able = [text for text in single if text.isascii() and (cased or text.lower() == text.upper())]
    return tuple(sorted(able, key=len, reverse=True)[:_MOST_PARTS])


_CASELESS = re.compile(r"\(\?[a-zA-Z-]*i")
"""Where case of letters may not count."""
_MOST_PARTS = 3


def _as_long_as(length: int, search: Matcher) -> Matcher:
    """Search for so many characters in a row: as many states to the engine, one look at a length to us."""

    def found(text: str) -> bool:
        if len(text) < length:
            return False
        return any(len(line) >= length for line in text.split("\n")) if text.isascii() else search(text)

    return found


@lru_cache(maxsize=4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def network(text: str) -> Matcher:
    """Membership of an address; an IPv4 address written as IPv6 (`::ffff:…`) counts as IPv4 too.

    Raises ValueError for text that is no network.
    """
    net: IPv4Network | IPv6Network = ip_network(text, strict=False)

    def member(value: str) -> bool:
        address = _address(value) if len(value) <= 64 else None
        if address is None:
            return False
        if net.version == 4 and isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            return address.ipv4_mapped in net
        return address.version == net.version and address in net

    return member


def relation(op: str, number: float) -> Callable[[float], bool]:
    """Whether a number stands in this relation (see `Compare`) to the given one."""
    tests: dict[str, Callable[[float], bool]] = {
        "eq": lambda value: value == number,
        "lt": lambda value: value < number,
        "lte": lambda value: value <= number,
        "gt": lambda value: value > number,
        "gte": lambda value: value >= number,
    }
    return tests[op]


def comparison(compare: Compare) -> Callable[[Value], bool]:
    """The comparison on a value; of several values any."""
    holds = relation(compare.op, compare.number)

    def decide(value: Value) -> bool:
        if isinstance(value, tuple):
            return any(decide(item) for item in value)
        found = number_of(value)
        return found is not None and holds(found)

    return decide

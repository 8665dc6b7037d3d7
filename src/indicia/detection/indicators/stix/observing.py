"""Whether one record satisfies an observation of a STIX pattern.

Text compares without case, as Windows does with names and everybody with hashes; `MATCHES` says itself what case is.
`AND` asks for one object where both sides speak of one type, and for one record where they do not.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network

from indicia.detection.conditions.checks import number_of, regex
from indicia.detection.conditions.condition import fold
from indicia.detection.indicators.stix.objects import ADDRESSES, Thing, registry_form, spelled
from indicia.detection.indicators.stix.parsing import dotted
from indicia.detection.indicators.stix.pattern import Comparing, Comparison, Constant, comparisons
from indicia.detection.indicators.tokens import url_form

_Test = Callable[[str], bool]
_WILDCARD = "\ue000"
"""Stands for `%` while an address is brought into its form; a sign of nobody's."""
_LISTS = frozenset({"to_refs.value"})
"""Properties whose values are several; those of any other are spellings of one."""


def satisfies(comparing: Comparing, things: list[Thing]) -> tuple[str, ...] | None:
    """Fields that decided, when the objects of a record satisfy it; else null."""
    found = _holding(comparing, things)
    if not found:
        return None
    return tuple(dict.fromkeys(name for index in sorted(found) for name in things[index].fields))


def _holding(comparing: Comparing, things: list[Thing]) -> frozenset[int]:
    """Numbers of the objects by which it holds; empty when it does not."""
    if isinstance(comparing, Comparison):
        test = _compiled(comparing)
        path = spelled(comparing.path)
        return frozenset(
            index
            for index, thing in enumerate(things)
            if thing.type == comparing.type and test(thing.known.get(path, ()))
        )
    if comparing.op == "OR":
        return frozenset().union(*(_holding(item, things) for item in comparing.items))
    found: dict[frozenset[str], frozenset[int]] = {}
    for item in comparing.items:
        held = _holding(item, things)
        types = _types(item)
        if types in found and len(types) == 1:
            held &= found[types]
        if not held:
            return frozenset()
        found[types] = held | (found[types] if types in found and len(types) > 1 else frozenset())
    return frozenset().union(*found.values())


@lru_cache(maxsize=4096)
def _types(comparing: Comparing) -> frozenset[str]:
    return frozenset(item.type for item in comparisons(comparing))


@lru_cache(maxsize=4096)
def _compiled(comparison: Comparison) -> Callable[[tuple[str, ...]], bool]:
    """Decides on all values of a property.

    A name is known with and without its folder, a request with and without its query: what must not be the value may
    be none of the spellings.  Without a value nothing holds.
    """
    positive = _positive(comparison)
    if comparison.negated == (comparison.op == "!="):
        return lambda values: any(map(positive, values))
    if comparison.path in _LISTS:
        return lambda values: not all(map(positive, values))
    return lambda values: bool(values) and not any(map(positive, values))


def _positive(comparison: Comparison) -> _Test:
    """The test of one value, of `!=` that of `=`."""
    op, constants = comparison.op, comparison.constants
    form = _form(comparison)
    match op:
        case "EXISTS":
            return lambda _: True
        case "=" | "!=" | "IN":
            return _equal(constants, form)
        case "LIKE":
            # The hive of a key is known in both spellings.
            written = fold if comparison.type == "windows-registry-key" else form
            # A wildcard before two hexadecimal digits is no escape.
            kept = str(constants[0]).replace("%", _WILDCARD)
            like = _like(written(kept).replace(_WILDCARD, "%"))
            return lambda value: like(written(value))
        case "MATCHES":
            return regex(dotted(str(constants[0])))
        case "ISSUBSET" | "ISSUPERSET":
            return _network(op, str(constants[0]))
        case _:
            return _ordered(op, constants[0])


def _form(comparison: Comparison) -> Callable[[str], str]:
    if comparison.type == "url":
        return url_form
    if comparison.type in ADDRESSES or comparison.path in {"src_ref.value", "dst_ref.value"}:
        return _address_form
    if comparison.type == "windows-registry-key" and comparison.path == "key":
        return lambda text: fold(registry_form(text))
    return fold


@lru_cache(maxsize=4096)
def _address_form(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return fold(text)


def _equal(constants: tuple[Constant, ...], form: Callable[[str], str]) -> _Test:
    texts = frozenset(form(item) for item in constants if isinstance(item, str))
    truths = frozenset(str(item).lower() for item in constants if isinstance(item, bool))
    numbers = frozenset(float(item) for item in constants if not isinstance(item, str | bool))

    def test(value: str) -> bool:
        if form(value) in texts or fold(value) in truths:
            return True
        number = number_of(value) if numbers else None
        return number is not None and float(number) in numbers

    return test


def _like(pattern: str) -> _Test:
    """`%` is any text, `_` one character; run in linear time."""
    parts = re.split(r"(%+|_)", pattern)
    made = "".join(".*" if part[:1] == "%" else "." if part == "_" else re.escape(part) for part in parts)
    return regex(f"\\A(?s:{made})\\z")


def _ordered(op: str, constant: Constant) -> _Test:
    def test(value: str) -> bool:
        left: float | str
        right: float | str
        if isinstance(constant, str):
            left, right = value, constant
        else:
            number = number_of(value)
            if number is None:
                return False
            left, right = float(number), float(constant)
        if op == "<":
            return left < right  # type: ignore[operator]  # both are of one type
        if op == "<=":
            return left <= right  # type: ignore[operator]  # as above
        if op == ">":
            return left > right  # type: ignore[operator]  # as above
        return left >= right  # type: ignore[operator]  # as above

    return test


def _network(op: str, text: str) -> _Test:
    wanted = ip_network(text, strict=False)

    def test(value: str) -> bool:
        try:
            found = ip_network(value, strict=False)
        except ValueError:
            return False
        if found.version != wanted.version:
            return False
        inner, outer = (found, wanted) if op == "ISSUBSET" else (wanted, found)
        return inner.subnet_of(outer)  # type: ignore[arg-type]  # both are of one version

    return test

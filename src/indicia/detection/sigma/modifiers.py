"""One item of a detection (`Field|modifier|…: values`) as a condition.

Values are taken as the rule writes them and every modifier is applied here; pySigma gives the reading of `\\`, `*` and
`?` in text.  Source: Sigma specification 2.1, sigma-appendix-modifiers.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import ip_network
from itertools import product
from math import isfinite

from msgspec import Struct
from sigma.types import SigmaString, SpecialChars

from indicia.detection.conditions.backtracking import expression
from indicia.detection.conditions.checks import check_regex
from indicia.detection.conditions.condition import (
    All,
    Any,
    Backtracking,
    Cidr,
    Compare,
    Condition,
    Not,
    Null,
    Pattern,
    Present,
    Regex,
    SameAs,
    Test,
    TimePart,
    Wildcard,
)
from indicia.detection.conditions.moments import UNITS
from indicia.detection.conditions.wildcard import Part, normal
from indicia.detection.sigma.document import truth
from indicia.detection.sigma.placeholders import Placeholders, choices, hidden, only, pieces, plain, shown
from indicia.detection.sigma.refused import Refused

AFFIXES = frozenset({"contains", "startswith", "endswith"})
FLAGS = {"i": "i", "ignorecase": "i", "m": "m", "multiline": "m", "s": "s", "dotall": "s"}
ENCODINGS = {"wide": "utf-16-le", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "utf16": "utf-16-le"}
CHANGES = frozenset({"windash", "base64", "base64offset", *ENCODINGS})
ORDERS = frozenset({"lt", "lte", "gt", "gte"})
TIMES = frozenset(UNITS)
KINDS = frozenset({"re", "cidr", "fieldref", "exists"}) | ORDERS
"""Modifiers that make the value something other than text; at most one of them."""
GENERAL = frozenset({"all", "neq", "cased", "expand"})
NOTHING_GIVEN = Placeholders()

DASHES = "-/\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}"
_DASH = re.compile(rf"\B[{DASHES}]\b")
"""A dash or slash that begins a word: of `-enc` but not of `power-shell`."""
_SPECIAL = re.compile(r"[*?\\]")
"""What is anything but itself in the text of a rule."""
MAX_VARIANTS = 5**4
"""Texts one value may become; `windash` makes five of each dash."""

MAX_EXPRESSIONS = 1_000
"""Regular expressions of one rule; each takes time to load and memory to run."""

Scalar = str | int | float | bool | None
Parts = tuple[Part, ...]


class _Text(Struct, frozen=True):
    """A value on its way through the modifiers that change text."""

    parts: tuple[Part, ...]
    data: bytes | None = None
    """The value once it is bytes (after an encoding), before `base64` makes it text again."""
    exact: bool = False
    """Base64 text: compared with case, whatever the rule says."""


def item_condition(key: str | None, value: object, placeholders: Placeholders = NOTHING_GIVEN) -> Condition:
    """The condition of one item; key null or empty for keywords; `placeholders` are what `expand` puts in.

    Raises Refused for unknown modifiers, combinations without a meaning, and values of the wrong kind.
    """
    field, *modifiers = key.split("|") if key is not None else [""]
    _check(modifiers, field)
    values: Sequence[Scalar | Parts] = _scalars(value, key)
    if "expand" in modifiers:
        values = [one for item in values for one in _expanded(item, modifiers, placeholders)]
    if "re" in modifiers and len(values) > MAX_EXPRESSIONS:
        raise Refused(f"more than {MAX_EXPRESSIONS:,} regular expressions")
    tests = [value_condition(field or None, modifiers, item) for item in values]
    linked: Condition = All(tuple(tests)) if "all" in modifiers else Any(tuple(tests))
    if len(tests) == 1:
        (linked,) = tests
    return Not(linked) if "neq" in modifiers else linked


def _expanded(value: Scalar | Parts, modifiers: Sequence[str], placeholders: Placeholders) -> Sequence[Scalar | Parts]:
    """What stands for a value with placeholders, as if the rule listed it."""
    if not isinstance(value, str):
        return [value]
    value = hidden(value)
    name = only(value)
    if name is not None:
        return placeholders.of(name)
    if any(modifier in KINDS | TIMES for modifier in modifiers):
        texts = pieces(value)
        texts[::2] = map(plain, texts[::2])
        return ["".join(_woven(texts, map(shown, chosen))) for chosen in choices(texts[1::2], placeholders)]
    parts: list[Part] = []
    names: list[str] = []
    slots: list[int] = []
    for part in text_parts(value):
        if isinstance(part, Wildcard):
            parts.append(part)
            continue
        for number, piece in enumerate(pieces(part)):
            if number % 2:
                names.append(piece)
                slots.append(len(parts))
            parts.append(plain(piece))
    if not names:
        return [plain(value)]
    made: list[Parts] = []
    for chosen in choices(names, placeholders):
        filled: list[Sequence[Part]] = [(part,) for part in parts]
        for slot, item in zip(slots, chosen, strict=True):
            filled[slot] = text_parts(shown(item))
        made.append(normal([part for several in filled for part in several]))
    return made


def _woven(texts: Sequence[str], values: Iterable[str]) -> Iterator[str]:
    """Text and values in turn."""
    rest = iter(values)
    for number, text in enumerate(texts):
        yield next(rest) if number % 2 else text


def _scalars(value: object, key: str | None) -> Sequence[Scalar]:
    values: list[Scalar] = []
    for item in value if isinstance(value, list) else [value]:
        if item is not None and not isinstance(item, str | int | float | bool):
            raise Refused(f"a value of {key or 'the keywords'} is no text, number, boolean or null: {str(item)[:80]}")
        values.append(item)
    # An empty list asks for nothing to be there, as pySigma reads it.
    return values or [None]


def _check(modifiers: Sequence[str], field: str) -> None:
    known = AFFIXES | CHANGES | KINDS | TIMES | GENERAL | FLAGS.keys()
    for name in modifiers:
        if name not in known:
            raise Refused(f"unknown modifier {name!r:.60}")
    if len(set(modifiers)) != len(modifiers):
        raise Refused(f"a modifier stands twice: {'|'.join(modifiers)}")
    kinds = [name for name in modifiers if name in KINDS]
    changes = [name for name in modifiers if name in CHANGES]
    affixes = [name for name in modifiers if name in AFFIXES]
    if len(kinds) > 1 or len(affixes) > 1 or (kinds and changes):
        raise Refused(f"the modifiers {', '.join([*kinds, *changes, *affixes])} do not go together")
    if affixes and kinds and kinds[0] not in ("re", "fieldref"):
        raise Refused(f"the modifiers {kinds[0]} and {affixes[0]} do not go together")
    times = [name for name in modifiers if name in TIMES]
    if times and (len(times) > 1 or changes or affixes or not set(kinds) <= ORDERS):
        raise Refused(f"the modifiers {', '.join([*times, *kinds, *changes, *affixes])} do not go together")
    if times and not field:
        raise Refused(f"the modifier {times[0]!r} needs a field")
    if any(name in FLAGS for name in modifiers) and "re" not in modifiers:
        raise Refused("a flag of a regular expression without 're'")
    if not field and any(name in ("exists", "fieldref") for name in modifiers):
        raise Refused(f"the modifier {kinds[0]!r} needs a field")


def value_condition(field: str | None, modifiers: Sequence[str], value: Scalar | Parts) -> Condition:
    """What one value asks; text whose escapes are read already comes as parts."""
    if isinstance(value, tuple):
        return _text_condition(field, modifiers, value)
    for name in modifiers:
        if name in TIMES:
            return _time_part(field, value, modifiers, name)
    for name in modifiers:
        make = _KINDS.get(name)
        if make is not None:
            return make(field, value, modifiers)
    if value is None:
        if field is None or any(name in AFFIXES | CHANGES for name in modifiers):
            raise Refused("null stands where text is needed")
        return Test(field, Null())
    if isinstance(value, bool):
        value = "true" if value else "false"
    changes = [name for name in modifiers if name in CHANGES]
    affix = next((name for name in modifiers if name in AFFIXES), "")
    if not isinstance(value, str):
        if field is not None and not changes and not affix:
            return Test(field, Compare("eq", _bounded(value)))
        value = str(value)
    return _text_condition(field, modifiers, text_parts(value))


def _bounded(value: int | float) -> int | float:
    if isinstance(value, float) and not isfinite(value):
        raise Refused(f"{value} is no number to compare with")
    if abs(value) >= 1 << 64:
        raise Refused("a number has more than 64 bits")
    return value


def _text_condition(field: str | None, modifiers: Sequence[str], parts: Parts) -> Condition:
    changes = [name for name in modifiers if name in CHANGES]
    affix = next((name for name in modifiers if name in AFFIXES), "")
    cased = "cased" in modifiers
    if not changes:
        return Test(field, Pattern(_affixed(affix, parts), cased=cased))
    texts = [_Text(parts)]
    for name in changes:
        texts = [changed for text in texts for changed in _changed(name, text)]
    tests = [
        Test(field, Pattern(_affixed(affix, _closed(text)), cased=cased or text.exact)) for text in _distinct(texts)
    ]
    return tests[0] if len(tests) == 1 else Any(tuple(tests))


def text_parts(value: str) -> tuple[Part, ...]:
    r"""Text of a rule as parts: `*` and `?` are wildcards, `\*`, `\?` and `\\` stand for themselves without `\`."""
    if value and _SPECIAL.search(value) is None:
        return (value,)
    parts: list[Part] = []
    for part in SigmaString(value).s:
        if isinstance(part, str):
            parts.append(part)
        else:
            parts.append(Wildcard.MANY if part is SpecialChars.WILDCARD_MULTI else Wildcard.ONE)
    return tuple(parts)


def _affixed(affix: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if affix in ("contains", "endswith"):
        parts = (Wildcard.MANY, *parts)
    if affix in ("contains", "startswith"):
        parts = (*parts, Wildcard.MANY)
    return parts


def _distinct(texts: Sequence[_Text]) -> Sequence[_Text]:
    return tuple(dict.fromkeys(texts))


def _closed(text: _Text) -> tuple[Part, ...]:
    """Parts of a text; bytes that never became base64 are shown one character a byte."""
    if text.data is None:
        return text.parts
    if max(text.data, default=0) > 127:
        raise Refused("an encoding without base64 is only defined for ASCII text")
    return (text.data.decode("ascii"),)


def _changed(name: str, text: _Text) -> Sequence[_Text]:
    if name == "windash":
        return _windash(text)
    if name in ENCODINGS:
        mark = b"\xff\xfe" if name == "utf16" else b""
        return [_Text((), mark + _plain(text, name).encode(ENCODINGS[name], "surrogatepass"))]
    data = text.data if text.data is not None else _plain(text, name).encode("utf-8", "surrogatepass")
    if name == "base64":
        return [_Text((b64encode(data).decode(),), exact=True)]
    return [_Text((_shifted(data, shift),), exact=True) for shift in range(3)]


def _plain(text: _Text, name: str) -> str:
    if text.data is not None or text.exact:
        raise Refused(f"the modifier {name!r} cannot follow another encoding")
    if any(isinstance(part, Wildcard) for part in text.parts):
        raise Refused(f"the modifier {name!r} cannot be applied to text with wildcards")
    return "".join(part for part in text.parts if isinstance(part, str))


def _shifted(data: bytes, shift: int) -> str:
    """Base64 of the bytes at one of three alignments, without the characters that neighbouring bytes decide too."""
    whole = b64encode(bytes(shift) + data).decode()
    start = (0, 2, 3)[shift]
    end = (None, -3, -2)[(len(data) + shift) % 3]
    return whole[start:end]


def _windash(text: _Text) -> Sequence[_Text]:
    if text.data is not None or text.exact:
        raise Refused("the modifier 'windash' cannot follow an encoding")
    pieces: list[Sequence[Part]] = []
    count = 1
    for part in text.parts:
        if isinstance(part, Wildcard):
            pieces.append((part,))
            continue
        end = 0
        for found in _DASH.finditer(part):
            pieces += [(part[end : found.start()],), DASHES]
            end = found.end()
            count *= len(DASHES)
        pieces.append((part[end:],))
    if count > MAX_VARIANTS:
        raise Refused(f"'windash' would make more than {MAX_VARIANTS} texts of one value")
    return [_Text(tuple(choice)) for choice in product(*pieces)]


def _regex(field: str | None, value: Scalar, modifiers: Sequence[str]) -> Condition:
    if not isinstance(value, str):
        raise Refused("a regular expression has to be text")
    flags = "".join(sorted({FLAGS[name] for name in modifiers if name in FLAGS}))
    pattern = value
    if "startswith" in modifiers:
        pattern = rf"\A(?:{pattern})"
    elif "endswith" in modifiers:
        pattern = rf"(?:{pattern})\z"
    if flags:
        pattern = f"(?{flags}){pattern}"
    reason = check_regex(pattern)
    if not reason:
        return Test(field, Regex(pattern))
    try:
        return Test(field, Backtracking(expression(pattern)))
    except ValueError as error:
        raise Refused(
            f"the regular expression cannot be run: {reason[:200]}; and not under a time limit: {error}"
        ) from None


def _time_part(field: str | None, value: Scalar, modifiers: Sequence[str], unit: str) -> Condition:
    op = next((name for name in modifiers if name in ORDERS), "eq")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(f"{unit!r} needs a number")
    value = _bounded(value)
    least, most = UNITS[unit]
    if op == "eq" and not (least <= value <= most and value == int(value)):
        raise Refused(f"{unit!r} can never be {value:g}: it is between {least} and {most}")
    return Test(field, TimePart(unit, op, value))


def _cidr(field: str | None, value: Scalar, _: Sequence[str]) -> Condition:
    try:
        return Test(field, Cidr(str(ip_network(str(value)))))
    except ValueError as error:
        raise Refused(f"not a network: {error}") from None


def _fieldref(field: str | None, value: Scalar, modifiers: Sequence[str]) -> Condition:
    if not isinstance(value, str) or not value:
        raise Refused("'fieldref' needs the name of a field")
    affix = next((name for name in modifiers if name in AFFIXES), "")
    return Test(field, SameAs(value, affix, cased="cased" in modifiers))


def _exists(field: str | None, value: Scalar, _: Sequence[str]) -> Condition:
    asked = truth(value)
    if not isinstance(asked, bool):
        raise Refused("'exists' needs true or false")
    present = Test(field, Present())
    return present if asked else Not(present)


def _order(op: str) -> "_Maker":
    def make(field: str | None, value: Scalar, _: Sequence[str]) -> Condition:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Refused(f"{op!r} needs a number")
        return Test(field, Compare(op, _bounded(value)))

    return make


_Maker = Callable[[str | None, Scalar, Sequence[str]], Condition]
_KINDS: dict[str, _Maker] = {
    "re": _regex,
    "cidr": _cidr,
    "fieldref": _fieldref,
    "exists": _exists,
    **{op: _order(op) for op in ORDERS},
}

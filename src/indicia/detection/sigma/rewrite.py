r"""A condition in the words of other records: Sigma names fields after Sysmon, other logs hold the same elsewhere.

Fields are renamed, listed values exchanged, and registry paths cut where the Security log keeps key and value apart.
"""

import re
from collections.abc import Mapping

from msgspec import Struct, field

from indicia.detection.conditions.condition import (
    All,
    Any,
    Check,
    Compare,
    Condition,
    Not,
    Null,
    Pattern,
    Present,
    SameAs,
    Test,
    Wildcard,
)
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.conditions.wildcard import Part, normal
from indicia.detection.sigma.refused import Refused

Values = Mapping[str, tuple[str, ...]]


class Wording(Struct, frozen=True, kw_only=True):
    """How one kind of record words what rules ask for."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Rule's field → field of the record."""
    values: Mapping[str, Values] = field(default_factory=dict)
    """Rule's field → value there → values of the record; a value not listed matches nothing."""
    registry: bool = False
    """The registry path is in two fields here."""
    hashes: bool = False
    """The hashes that the taxonomy names one by one are in one field here: `MD5=…,SHA256=…`."""
    dashes: bool = False
    """The log writes `-` for no value, and the records leave such fields out."""
    nulls: Mapping[str, str] = field(default_factory=dict)
    """Rule's field → the one that is absent here where the log has no value for it."""


def without_spaces(condition: Condition) -> Condition:
    """The condition with field names as records of events have them: `Threat Name` is `ThreatName` there."""
    if isinstance(condition, Test):
        name, check = condition.field, condition.check
        if name is None:
            return condition
        if isinstance(check, SameAs) and " " in name + check.other:
            return Test(joined_name(name), SameAs(joined_name(check.other), check.affix, cased=check.cased))
        return Test(joined_name(name), check) if " " in name else condition
    if isinstance(condition, Not):
        return Not(without_spaces(condition.item))
    return type(condition)(tuple([without_spaces(item) for item in condition.items]))


def joined_name(name: str) -> str:
    """A field name as records of events have it."""
    return name.replace(" ", "")


def rewritten(condition: Condition, wording: Wording) -> Condition:
    """The condition as it has to be asked of such records."""
    if isinstance(condition, Test):
        return condition if condition.field is None else _test(condition, condition.field, wording)
    if isinstance(condition, Not):
        return Not(rewritten(condition.item, wording))
    return type(condition)(tuple([rewritten(item, wording) for item in condition.items]))


def _test(test: Test, name: str, wording: Wording) -> Condition:
    there = wording.fields.get(name, name)
    check = test.check
    if isinstance(check, SameAs):
        other = wording.fields.get(check.other, check.other)
        return Test(there, SameAs(other, check.affix, cased=check.cased))
    if wording.dashes and isinstance(check, Pattern) and normal(check.parts) == ("-",):
        check = Null()
    if isinstance(check, Null) and name in wording.nulls:
        return Test(wording.nulls[name], check)
    if name in wording.values and not isinstance(check, Null | Present):
        return _exchanged(test, there, wording.values[name])
    if wording.hashes and name.lower() in _HASHES:
        return _hash(f"{name.upper()}=", check)
    if wording.registry and name == "TargetObject":
        return _registry_path(check)
    if wording.registry and name == "Details" and isinstance(check, Pattern):
        return _registry_value(there, check)
    return test if there == name and check is test.check else Test(there, check)


def _exchanged(test: Test, there: str, values: Values) -> Condition:
    """Whichever of the listed values would satisfy the test, in the record's words."""
    if test.field is None:
        return test
    decide = compile_condition(test)
    found = [Test(there, Pattern((text,))) for value in values if decide({test.field: value}) for text in values[value]]
    return found[0] if len(found) == 1 else Any(tuple(found))


_HASHES = frozenset({"md5", "sha1", "sha256", "imphash"})


def _hash(label: str, check: Check) -> Condition:
    """A test on one hash, put to the field that holds all of them.  Raises Refused for what cannot be put to a part."""
    match check:
        case Pattern(parts, cased):
            match normal(parts):
                case (str() as whole,) if "," not in whole:
                    ends = ((), (",", Wildcard.MANY))
                    return Any(
                        tuple(Test("Hashes", Pattern((Wildcard.MANY, label + whole, *end), cased)) for end in ends)
                    )
                case (str() as start, Wildcard.MANY) if "," not in start:
                    return Test("Hashes", Pattern((Wildcard.MANY, label + start, Wildcard.MANY), cased))
                case (Wildcard.MANY,):
                    return Test("Hashes", Pattern((Wildcard.MANY, label, Wildcard.MANY), cased))
        case Present():
            return Test("Hashes", Pattern((Wildcard.MANY, label, Wildcard.MANY)))
        case Null():
            return Not(Test("Hashes", Pattern((Wildcard.MANY, label, Wildcard.MANY))))
        case Compare("eq", number):
            # YAML takes a hash of decimal digits for a number.
            return _hash(label, Pattern((str(number),)))
    raise Refused(
        f"{label[:-1]} stands among other hashes in the log: only whole values and beginnings can be asked for"
    )


# Registry.  The Security log (4657) holds `\REGISTRY\MACHINE\SYSTEM\ControlSet001\…` in ObjectName and the value's name
# in ObjectValueName; Sysmon, and so the rules, `HKLM\System\CurrentControlSet\…\Name` in one field.

_HIVES = (
    (re.compile(r"^HKLM(?=\\|$)", re.IGNORECASE), r"\REGISTRY\MACHINE"),
    (re.compile(r"^HKEY_LOCAL_MACHINE(?=\\|$)", re.IGNORECASE), r"\REGISTRY\MACHINE"),
    (re.compile(r"^HKCR(?=\\|$)", re.IGNORECASE), r"\REGISTRY\MACHINE\SOFTWARE\Classes"),
    (re.compile(r"^HKU(?=\\|$)", re.IGNORECASE), r"\REGISTRY\USER"),
)
_CURRENT = re.compile(r"CurrentControlSet", re.IGNORECASE)
_NUMBER = re.compile(r"[DQ]WORD \(0x([0-9a-f]{8})(?:-0x([0-9a-f]{8}))?\)", re.IGNORECASE)


def _registry_path(check: Check) -> Condition:
    if isinstance(check, Pattern):
        return _split(_hive(normal(check.parts)), check.cased)
    # Not divisible; the key alone is put to it.
    return Test("ObjectName", check)


def _hive(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    out: list[Part] = []
    for part in parts:
        if not isinstance(part, str):
            out.append(part)
            continue
        for number, piece in enumerate(_CURRENT.split(_long(part))):
            if number:
                out += ["ControlSet00", Wildcard.ONE]
            out.append(piece)
    return normal(out)


def _long(path: str) -> str:
    for hive, name in _HIVES:
        found = hive.match(path)
        if found:
            return name + path[found.end() :]
    return path


def _split(parts: tuple[Part, ...], cased: bool) -> Condition:
    r"""The pattern on `ObjectName + "\" + ObjectValueName`, as alternatives over the place of that backslash.

    It is either a backslash of the pattern or taken by a wildcard, so the alternatives are complete.
    """
    options: list[Condition] = []
    for index, part in enumerate(parts):
        before, after = parts[:index], parts[index + 1 :]
        if part is Wildcard.MANY:
            options.append(_pair((*before, part), (part, *after), cased))
        elif part is Wildcard.ONE:
            options.append(_pair(before, after, cased))
        elif isinstance(part, str):
            for cut in (found.start() for found in re.finditer(r"\\", part)):
                options.append(_pair((*before, part[:cut]), (part[cut + 1 :], *after), cased))
    return options[0] if len(options) == 1 else Any(tuple(options))


def _pair(key: tuple[Part, ...], value: tuple[Part, ...], cased: bool) -> Condition:
    tests = [Test("ObjectName", Pattern(normal(key), cased))]
    if normal(value) != (Wildcard.MANY,):
        tests.append(Test("ObjectValueName", Pattern(normal(value), cased)))
    return tests[0] if len(tests) == 1 else All(tuple(tests))


def _registry_value(there: str, pattern: Pattern) -> Condition:
    """Sysmon shows numbers as `DWORD (0x00000001)` and nothing as `(Empty)`; the Security log as `1` and nothing."""
    texts = [part for part in normal(pattern.parts) if isinstance(part, str)]
    if len(texts) == 1:
        if texts[0].lower() == "(empty)":
            return Any((Test(there, Pattern(())), Test(there, Pattern(("-",))), Test(there, Null())))
        found = _NUMBER.fullmatch(texts[0])
        if found:
            return Test(there, Compare("eq", int(found[1] + (found[2] or ""), 16)))
    return Test(there, pattern)

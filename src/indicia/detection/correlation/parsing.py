"""From the mapping of a correlation document to a `Correlation`; what cannot be run exactly as written is refused."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any, Protocol

from indicia.detection.correlation.correlation import MOST, OPERATORS, Bound, Correlation, Kind, Number
from indicia.detection.correlation.expression import Expression, holds, parse
from indicia.detection.correlation.timespan import timespan
from indicia.detection.sigma.document import truth
from indicia.detection.sigma.listed import listed
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rewrite import joined_name


class Document(Protocol):
    """One YAML document that holds a correlation."""

    @property
    def mapping(self) -> Mapping[str, Any]:
        """The document as data."""

    @property
    def text(self) -> str:
        """The YAML as read."""

    @property
    def path(self) -> str:
        """Where it stands, as a person names it."""

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, hex."""


_KEYS = frozenset({"type", "rules", "group-by", "timespan", "condition", "aliases", "generate"})
_TECHNIQUE = re.compile(r"attack\.(t\d{4}(?:\.\d{3})?)", re.IGNORECASE)
_RULES = 64
"""Rules one correlation may take together; the bits of what was seen."""
_FIELDS = 16


def correlation(document: Document, *, own: bool = False) -> Correlation:
    """The correlation a document holds, its rules still as written.

    `own` reads our key `indicia`.  Raises Refused with the reason.
    """
    whole = document.mapping
    section = whole.get("correlation")
    if not isinstance(section, Mapping):
        raise Refused("the key 'correlation' holds no mapping")
    _check_standing(whole)
    unknown = sorted(str(key) for key in section if key not in _KEYS)
    if unknown:
        raise Refused(f"the correlation says {unknown[0][:60]!r}, which is not understood")
    kind, extended = _kind(section.get("type"))
    condition = section.get("condition")
    rules = _names(section.get("rules"), "rules") if section.get("rules") is not None else ()
    expression: Expression | None = None
    bounds: tuple[Bound, ...] = ()
    fields: tuple[str, ...] = ()
    percentile: Fraction | None = None
    if isinstance(condition, str):
        expression, rules = _expression(condition, kind, rules)
    elif extended:
        raise Refused("temporal_extended needs a condition over rule names")
    else:
        _check_rules(rules)
        bounds, fields, percentile = _condition(condition, kind, len(rules))
    _check_rules(rules)
    custom = whole.get("indicia") if own else None
    references = listed(whole.get("references") or whole.get("reference"))
    return Correlation(
        id=_line(whole.get("id")) or f"sha256:{document.digest[:16]}",
        name=_line(whole.get("name")),
        title=_line(whole.get("title")) or Path(document.path).stem,
        kind=kind,
        rules=rules,
        group_by=_names(section["group-by"], "group-by") if section.get("group-by") is not None else (),
        aliases=_aliases(section.get("aliases")),
        timespan=timespan(section.get("timespan")),
        bounds=bounds,
        expression=expression,
        fields=fields,
        percentile=percentile,
        generate=_generate(whole, section),
        level=_line(whole.get("level")).lower(),
        description="" if whole.get("description") is None else str(whole.get("description")),
        author=_line(whole.get("author")),
        techniques=_techniques(listed(whole.get("tags"))),
        falsepositives=listed(whole.get("falsepositives")),
        link=next((link for link in references if link.startswith(("https://", "http://"))), document.path),
        text=document.text,
        path=document.path,
        custom=custom if isinstance(custom, Mapping) else {},
    )


def _check_standing(whole: Mapping[str, Any]) -> None:
    if "detection" in whole or "logsource" in whole:
        raise Refused("one document holds a detection and a correlation")
    if whole.get("taxonomy") not in (None, "sigma"):
        raise Refused(f"its field names are those of another taxonomy: {_line(whole['taxonomy'])[:80]}")
    if _line(whole.get("status")).lower() == "unsupported":
        raise Refused("its author marks the rule as unsupported")


def _kind(value: object) -> tuple[Kind, bool]:
    """The type, and whether it is named as the extended one."""
    text = _line(value).lower()
    if text == "temporal_extended":
        return Kind.TEMPORAL, True
    try:
        return Kind(text), False
    except ValueError:
        raise Refused(f"the correlation type {text[:40]!r} is not known" if text else "no correlation type") from None


def _expression(text: str, kind: Kind, rules: tuple[str, ...]) -> tuple[Expression, tuple[str, ...]]:
    if kind is not Kind.TEMPORAL:
        raise Refused(f"a condition over rule names has no defined meaning for {kind.value}")
    expression, named = parse(text)
    if rules and set(rules) != set(named):
        odd = sorted(set(rules) ^ set(named))[0]
        where = "not in the condition" if odd in rules else "in the condition but not among the rules"
        raise Refused(f"the rule {odd[:80]!r} is {where}")
    if len(named) <= 12 and not any(holds(expression, seen) for seen in range(1, 1 << len(named))):
        raise Refused("the condition can never hold: a window without any event cannot be seen")
    return expression, named


def _check_rules(rules: Sequence[str]) -> None:
    if not rules:
        raise Refused("it names no rules")
    if len(rules) > _RULES:
        raise Refused(f"it takes more than {_RULES} rules together")
    if len(set(rules)) != len(rules):
        raise Refused("it names a rule twice")


def _condition(value: object, kind: Kind, rules: int) -> tuple[tuple[Bound, ...], tuple[str, ...], Fraction | None]:
    """Bounds, value fields and percentile."""
    if value is None and kind.temporal:
        return (Bound("gte", rules),), (), None
    if not isinstance(value, Mapping):
        raise Refused("it has no condition" if value is None else "the condition is neither a mapping nor text")
    allowed = {*OPERATORS, *(() if kind.temporal or kind is Kind.EVENT_COUNT else ("field",))}
    if kind is Kind.VALUE_PERCENTILE:
        allowed.add("percentile")
    unknown = sorted(str(key) for key in value if key not in allowed)
    if unknown:
        raise Refused(f"the condition of {kind.value} says {unknown[0][:60]!r}, which is not understood")
    bounds = tuple(Bound(str(op), _number(value[op], str(op))) for op in value if op in OPERATORS)
    fields = _names(value["field"], "field") if "field" in value else ()
    percentile = None
    if kind is Kind.VALUE_PERCENTILE:
        if "percentile" not in value:
            raise Refused("value_percentile without 'percentile': the specification does not say which is meant")
        percentile = Fraction(_number(value["percentile"], "percentile"))
        if not 0 < percentile <= 100:
            raise Refused("the percentile is not above 0 and at most 100")
    if "field" in allowed and not fields:
        raise Refused(f"{kind.value} without a field to read")
    if kind.numeric and len(fields) > 1:
        raise Refused(f"{kind.value} of several fields has no defined meaning")
    if not bounds:
        if not kind.temporal:
            raise Refused("the condition compares with nothing")
        bounds = (Bound("gte", rules),)
    if kind.counts:
        _check_reachable(bounds, rules if kind.temporal else MOST)
    return bounds, fields, percentile


def _check_reachable(bounds: Sequence[Bound], most: int) -> None:
    """Refuse counts that no window can have: none, more than there are rules, more than a window remembers."""
    if any(bound.number > MOST for bound in bounds):
        raise Refused(f"it counts beyond {MOST:,}")
    near = {1, most}
    for bound in bounds:
        floor = bound.number.__floor__()
        near |= {floor - 1, floor, floor + 1}
    if not any(1 <= count <= most and all(bound.holds(count) for bound in bounds) for count in near):
        asked = " and ".join(f"{bound.op} {bound.number}" for bound in bounds)
        raise Refused(f"the condition can never hold: no count from 1 to {most:,} is {asked}")


def _number(value: object, what: str) -> Number:
    text = str(value).strip() if isinstance(value, int | float | str) and not isinstance(value, bool) else ""
    try:
        number = int(text) if re.fullmatch(r"[+-]?\d{1,30}", text) else float(text)
    except ValueError:
        raise Refused(f"{what}: {str(value)[:40]!r} is not a number") from None
    if not isfinite(number):
        raise Refused(f"{what}: {str(value)[:40]!r} is not a number")
    return number if isinstance(number, int) else Fraction(text)


def _aliases(value: object) -> dict[str, dict[str, str]]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Refused("the aliases are not a mapping")
    found: dict[str, dict[str, str]] = {}
    for alias, fields in value.items():
        if not isinstance(fields, Mapping) or not all(isinstance(field, str) and field for field in fields.values()):
            raise Refused(f"the alias {str(alias)[:60]!r} is not a mapping of rules to fields")
        found[joined_name(str(alias))] = {str(rule): joined_name(field) for rule, field in fields.items()}
    return found


def _generate(whole: Mapping[str, Any], section: Mapping[str, Any]) -> bool:
    """The specification shows it beside `level`, pySigma reads it inside; both are taken, and have to agree."""
    given = [truth(place["generate"]) for place in (whole, section) if place.get("generate") is not None]
    if any(not isinstance(value, bool) for value in given):
        raise Refused("'generate' is neither true nor false")
    if len(set(given)) > 1:
        raise Refused("'generate' is said twice, and differently")
    return bool(given and given[0])


def _names(value: object, what: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        raise Refused(f"{what!r} is neither text nor a list of texts")
    names = tuple(item.strip() for item in items)
    if what == "rules":
        return names
    if len(names) > _FIELDS:
        raise Refused(f"{what!r} lists more than {_FIELDS} fields")
    return tuple(dict.fromkeys(map(joined_name, names)))


def _techniques(tags: Sequence[str]) -> tuple[str, ...]:
    found = (_TECHNIQUE.fullmatch(tag.strip()) for tag in tags)
    return tuple(dict.fromkeys(match[1].upper() for match in found if match))


def _line(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())

"""The detection section of a rule as one condition.

pySigma parses the condition text (precedence, parentheses, `1 of sel*`, `all of them`, names with `_` left out of
`them`); the named detections are translated here.
Source: Sigma specification 2.1, "Detection" and "Condition".
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from sigma.conditions import ConditionAND, ConditionIdentifier, ConditionNOT, ConditionOR, ConditionSelector
from sigma.exceptions import SigmaError
from sigma.rule import SigmaDetection, SigmaDetections

from indicia.detection.conditions.condition import All, Any, Condition, Not, Test
from indicia.detection.sigma.modifiers import MAX_EXPRESSIONS, NOTHING_GIVEN, item_condition
from indicia.detection.sigma.placeholders import Placeholders
from indicia.detection.sigma.refused import Refused

MAX_CONDITION = 5_000
"""Characters of a condition; the longest of SigmaHQ has under 500."""
MAX_CONDITIONS = 100
"""Conditions in a list."""
MAX_PARENTHESES = 20
"""Levels of parentheses; the parser's time grows fast with them."""
_STOPPED = re.compile(r"\(at char (\d+)\)")
_SHOUTED = re.compile(r"(?:AND|OR|NOT)\b")
_COUNTED = re.compile(r"(?<!\S)(?!1 )\d+ +of\b")
MAX_TESTS = 100_000
"""Tests of one rule, once its condition is written out."""


def detection_condition(detection: object, placeholders: Placeholders = NOTHING_GIVEN) -> Condition:
    """The condition of a rule's `detection` section; a list of conditions is any of them.

    Raises Refused, with the reason, for a section that is not understood in every part.
    """
    named, texts = checked_section(detection)
    if sum(map(_expressions, named.values())) > MAX_EXPRESSIONS:
        raise Refused(f"more than {MAX_EXPRESSIONS:,} regular expressions")
    return joined_condition(texts, {name: _definition(name, item, placeholders) for name, item in named.items()})


def checked_section(detection: object) -> tuple[dict[str, object], list[object]]:
    """The named detections of a section and its conditions, none of them looked into."""
    if not isinstance(detection, Mapping):
        raise Refused("not a Sigma rule: no detection section")
    if "timeframe" in detection:
        raise Refused("'timeframe' asks for a correlation, which a single record cannot answer")
    texts = detection.get("condition")
    named = {name: item for name, item in detection.items() if name != "condition"}
    if texts is None:
        raise Refused("the detection has no condition")
    if not named:
        raise Refused("the detection names nothing to search for")
    odd = next((name for name in named if not isinstance(name, str)), "")
    if not isinstance(odd, str):
        raise Refused(f"the name of a detection is not text: {odd!r:.80}")
    listed = texts if isinstance(texts, list) else [texts]
    if not listed:
        raise Refused("the detection has no condition")
    if len(listed) > MAX_CONDITIONS:
        raise Refused(f"the detection has more than {MAX_CONDITIONS} conditions")
    return named, listed


def _expressions(item: object) -> int:
    """How many regular expressions a detection holds, before any is looked into."""
    if isinstance(item, list):
        return sum(map(_expressions, item))
    if not isinstance(item, Mapping):
        return 0
    return sum(
        (len(value) if isinstance(value, list) else 1)
        for key, value in item.items()
        if isinstance(key, str) and "re" in key.split("|")[1:]
    )


def joined_condition(texts: Sequence[object], conditions: Mapping[str, Condition]) -> Condition:
    """The conditions of a section as one; any of several is enough."""
    sizes = {name: _size(item) for name, item in conditions.items()}
    left = [MAX_TESTS]
    found = [_tree(_parsed(text, dict.fromkeys(conditions, _stand_in())), conditions, sizes, left) for text in texts]
    return joined(Any, found)


def _definition(name: str, item: object, placeholders: Placeholders) -> Condition:
    """A map is all of its items, a list any of its entries, anything else a keyword."""
    if isinstance(item, Mapping):
        if not item:
            raise Refused(f"the detection {name!r:.80} is empty")
        return joined(All, [_pair(key, value, placeholders) for key, value in item.items()])
    if isinstance(item, list):
        if not item:
            raise Refused(f"the detection {name!r:.80} is empty")
        return joined(Any, [_definition(name, entry, placeholders) for entry in item])
    if item is None:
        raise Refused(f"the detection {name!r:.80} is empty")
    return item_condition(None, item)


def _pair(key: object, value: object, placeholders: Placeholders) -> Condition:
    if not isinstance(key, str):
        raise Refused(f"a field name is not text: {key!r:.80}")
    return item_condition(key, value, placeholders)


def joined(join: type[All] | type[Any], items: list[Condition]) -> Condition:
    """The items joined; one alone is itself."""
    return items[0] if len(items) == 1 else join(tuple(items))


def _parsed(text: object, named: dict[str, SigmaDetection]) -> tuple[object, SigmaDetections]:
    if not isinstance(text, str) or not text.strip():
        raise Refused("a condition is not text")
    if "|" in text:
        raise Refused("the condition uses the aggregation syntax that Sigma 2 replaced by correlations")
    depth = deepest = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    if len(text) > MAX_CONDITION or deepest > MAX_PARENTHESES:
        raise Refused("the condition is too long or too deeply nested")
    try:
        detections = SigmaDetections(detections=dict(named), condition=[text])
        return _parsed_text(text), detections
    except RecursionError:
        raise Refused("the condition is too deeply nested") from None
    except SigmaError as error:
        raise Refused(f"the condition cannot be parsed{_where(text, str(error))}") from None


def _where(text: str, said: str) -> str:
    """Where the parser stopped, and what stands there; with what Sigma has instead where that is known."""
    found = _STOPPED.search(said)
    if found is None:
        return f": {' '.join(said.split())[:200]}"
    rest = " ".join(text[int(found[1]) :].split())
    place = f" from {rest[:40]!r} on" if rest else ": it ends too early"
    if _SHOUTED.match(rest):
        return f"{place}: 'and', 'or' and 'not' are written in lower case"
    if _COUNTED.search(text):
        return f"{place}: of quantities Sigma has '1 of', 'any of' and 'all of'"
    return place


@cache
def _stand_in() -> SigmaDetection:
    """Any detection: the parser only needs the names to resolve "1 of sel*"."""
    return SigmaDetection.from_definition("x")


@lru_cache(maxsize=256)
def _parsed_text(text: str) -> object:
    """The tree of a condition, which is only looked at: thousands of rules share some hundred conditions."""
    detections = SigmaDetections(detections={"x": _stand_in()}, condition=[text])
    return detections.parsed_condition[0].parse(postprocess=False)


def _tree(
    parsed: tuple[object, SigmaDetections],
    conditions: Mapping[str, Condition],
    sizes: Mapping[str, int],
    left: list[int],
) -> Condition:
    item, detections = parsed
    match item:
        case ConditionIdentifier():
            name = item.identifier
            if name not in conditions:
                raise Refused(f"the condition names {name!r}, which the detection does not have")
            left[0] -= sizes[name]
            if left[0] < 0:
                raise Refused(f"the rule makes more than {MAX_TESTS:,} tests")
            return conditions[name]
        case ConditionSelector():
            chosen = item.resolve_referenced_detections(detections)
            if not chosen:
                raise Refused(f"no detection fits {item.pattern!r} of the condition")
            join = All if item.cond_class is ConditionAND else Any
            return joined(join, [_tree((name, detections), conditions, sizes, left) for name in chosen])
        case ConditionNOT():
            return Not(_tree((item.args[0], detections), conditions, sizes, left))
        case ConditionAND() | ConditionOR():
            join = All if isinstance(item, ConditionAND) else Any
            return joined(join, [_tree((part, detections), conditions, sizes, left) for part in item.args])
    raise Refused(f"the condition holds something unknown: {type(item).__name__}")


def _size(condition: Condition) -> int:
    match condition:
        case Test():
            return 1
        case Not(item):
            return _size(item)
        case All(items) | Any(items):
            return sum(map(_size, items))

"""Sigma filters: documents that add a condition to rules, mostly to leave out what is known in one place.

A rule with a filter is the rule *and* the filter's condition.
Source: Sigma filters specification 2.0.0.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from indicia.detection.conditions.condition import Condition
from indicia.detection.sigma.placeholders import Placeholders
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.translate import detection_condition

ANY = "any"
_MOST_NAMED = 10_000
_SOURCE = ("product", "category", "service")


class Filter(Struct, frozen=True):
    """One filter."""

    id: str
    title: str
    rules: tuple[str, ...] | None
    """Ids or names of the rules it is for; null for every rule whose log source fits."""
    logsource: Mapping[str, str]
    """What a rule's log source has to say; absent parts may be anything."""
    detection: Mapping[str, Any]
    """Its selections and condition, as written."""
    condition: Condition
    """The same, translated."""
    text: str
    path: str

    @property
    def label(self) -> str:
        """How a person finds it."""
        return self.title or self.id or self.path

    def fits(self, logsource: object) -> bool:
        """Whether a rule with this log source is one it may change."""
        if not isinstance(logsource, Mapping):
            return False
        return all(str(logsource.get(part) or "").strip().lower() == value for part, value in self.logsource.items())


def read_filter(document: Mapping[str, Any], text: str, path: str, placeholders: Placeholders) -> Filter:
    """The filter a document holds; raises Refused for one that is not understood in every part."""
    section = document.get("filter")
    if "detection" in document or "correlation" in document:
        raise Refused("one document holds a filter and something else")
    if not isinstance(section, Mapping):
        raise Refused("the key 'filter' holds no mapping")
    if document.get("taxonomy") not in (None, "sigma"):
        raise Refused(f"its field names are those of another taxonomy: {str(document['taxonomy'])[:80]}")
    detection = {name: item for name, item in section.items() if name != "rules"}
    if not isinstance(detection.get("condition"), str):
        raise Refused("the condition of a filter has to be one text")
    condition = detection_condition(detection, placeholders)
    return Filter(
        id=_line(document.get("id")),
        title=_line(document.get("title")),
        rules=_rules(section),
        logsource=_logsource(document.get("logsource")),
        detection=detection,
        condition=condition,
        text=text,
        path=path,
    )


def _rules(section: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Raises Refused where nobody is named: a filter that hides hits says whose."""
    given = section.get("rules")
    if isinstance(given, str) and given.strip().lower() == ANY:
        return None
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise Refused("it names no rules: 'rules' is a list of ids and names, or the word any")
    if len(names) > _MOST_NAMED:
        raise Refused(f"it names more than {_MOST_NAMED:,} rules")
    return tuple(dict.fromkeys(name.strip() for name in names))


def _logsource(given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise Refused("the filter has no log source")
    unknown = sorted(str(key) for key in given if key not in (*_SOURCE, "definition"))
    if unknown:
        raise Refused(f"the log source says {unknown[0][:60]!r}, which is not understood")
    parts = {part: given[part] for part in _SOURCE if given.get(part) is not None}
    if not all(isinstance(value, str) for value in parts.values()):
        raise Refused("a part of the log source is not text")
    found = {part: value.strip().lower() for part, value in parts.items() if value.strip()}
    if not found:
        raise Refused("the log source is empty")
    return found


def _line(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())

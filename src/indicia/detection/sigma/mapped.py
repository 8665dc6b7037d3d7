"""A rule on its way through a pySigma pipeline and back to a condition.

pySigma is given the rule's detections item by item.  What the pipeline leaves alone is translated from the rule's own
words, so it keeps its exact meaning; what it changed is translated from what it made of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sigma.conditions import ConditionAND, ConditionOR
from sigma.exceptions import SigmaError, SigmaTransformationError
from sigma.modifiers import reverse_modifier_mapping
from sigma.processing.pipeline import ProcessingPipeline
from sigma.rule import SigmaDetection, SigmaDetectionItem, SigmaDetections, SigmaRule
from sigma.types import (
    Placeholder,
    SigmaBool,
    SigmaFieldReference,
    SigmaNull,
    SigmaNumber,
    SigmaString,
    SigmaType,
    SpecialChars,
)

from indicia.detection.conditions.condition import All, Condition, Not, SameAs, Test, Wildcard
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.conditions.wildcard import Part, normal
from indicia.detection.sigma.modifiers import AFFIXES, MAX_VARIANTS, Parts, item_condition, text_parts, value_condition
from indicia.detection.sigma.placeholders import Placeholders, shown
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.translate import checked_section, joined, joined_condition

_CHANGEABLE = AFFIXES | {"all", "neq", "cased", "expand", "fieldref"}
"""Modifiers under which a pipeline may change values: what came out still says what it means."""
_ERRORS = (SigmaError, TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError)
"""How pySigma says that it cannot take something."""


class _Opaque(SigmaType):
    """A value that pySigma need not understand, such as a regular expression; transformations pass it by."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __str__(self) -> str:
        return str(self.value)

    def to_plain(self) -> object:
        # pySigma asks for it where it writes items down again; its own looks for a declared member.
        return self.value


@dataclass
class _Item(SigmaDetectionItem):
    """One item of a rule that remembers its own words."""

    words: tuple[str, ...] = ()
    """Modifiers as the rule writes them."""
    raw: object = None
    read: tuple[SigmaType, ...] = field(default=(), compare=False)
    """Values as pySigma read them."""

    @property
    def unchanged(self) -> bool:
        """Whether the values are those of the rule."""
        return len(self.value) == len(self.read) and all(map(_same, self.value, self.read))


def _same(now: SigmaType, then: SigmaType) -> bool:
    """Whether a value is what it was; a number that only became text of itself still is."""
    if now is then:
        return True
    if isinstance(now, SigmaString) and isinstance(then, SigmaString):
        return now.s == then.s
    return isinstance(now, SigmaString) and isinstance(then, SigmaNumber) and str(now) == str(then)


class Mapped:
    """One rule with the filters that are part of it."""

    def __init__(self, mapping: Mapping[str, Any], detections: Sequence[object], placeholders: Placeholders) -> None:
        """`detections` are the sections of the rule and of each filter.  Raises Refused like their translation."""
        self._mapping = mapping
        self._placeholders = placeholders
        self._sections = [checked_section(one) for one in detections]

    def through(self, pipeline: ProcessingPipeline, added: frozenset[str]) -> tuple[object, tuple[Condition, ...]]:
        """Log source and conditions behind the pipeline; `added` are the names its own conditions have."""
        (own, texts), *others = self._sections
        taken = sorted(added & own.keys())
        if taken:
            raise Refused(f"the pipeline adds a condition under the name {taken[0]!r:.80}, which the rule has")
        try:
            rule = self._rule(own, texts)
            before = rule.logsource
            pipeline.apply(rule)
            parsed = [one.condition for one in rule.detection.parsed_condition]
        except SigmaTransformationError as error:
            raise Refused(f"a pipeline refuses it: {' '.join(str(error).split())[:300]}") from None
        except _ERRORS as error:
            raise Refused(f"a pipeline cannot be applied to it: {' '.join(str(error).split())[:300]}") from None
        taxonomy = self._mapping.get("taxonomy")
        if taxonomy not in (None, "sigma") and not any(pipeline.applied):
            raise Refused(f"its field names are those of another taxonomy: {str(taxonomy)[:80]}")
        split: list[dict[str, Condition]] = [{} for _ in self._sections]
        for name, detection in rule.detection.detections.items():
            number, _, inner = name.partition("\0") if "\0" in name else ("0", "", name)
            split[int(number)][inner] = self._condition(inner, detection)
        conditions = [joined_condition(parsed, split[0])]
        conditions += [joined_condition(each, split[number]) for number, (_, each) in enumerate(others, 1)]
        logsource: object = self._mapping.get("logsource")
        if rule.logsource is not before:
            parts = ("product", "category", "service")
            logsource = {part: value for part in parts if (value := getattr(rule.logsource, part)) is not None}
        return logsource, tuple(conditions)

    def _rule(self, own: Mapping[str, object], texts: Sequence[object]) -> SigmaRule:
        """The rule as pySigma has it; what it finds wrong with the head of a rule does not matter here."""
        head = {key: value for key, value in self._mapping.items() if key not in ("filter", "correlation", "indicia")}
        rule = SigmaRule.from_dict({**head, "detection": {"a": {"f": "x"}, "condition": "a"}}, collect_errors=True)
        named = {name: _detection(item) for name, item in own.items()}
        for number, (section, _) in enumerate(self._sections[1:], 1):
            # No name of a rule holds this character.
            named.update({f"{number}\0{name}": _detection(item) for name, item in section.items()})
        if not all(isinstance(text, str) for text in texts):
            raise Refused("a condition is not text")
        rule.detection = SigmaDetections(detections=named, condition=[str(text) for text in texts])
        return rule

    def _condition(self, name: str, detection: SigmaDetection) -> Condition:
        if not detection.detection_items:
            raise Refused(f"a pipeline leaves nothing of the detection {name!r:.80}")
        link = AnyOf if detection.item_linking is ConditionOR else All
        return joined(
            link,
            [
                self._condition(name, item) if isinstance(item, SigmaDetection) else self._item(item)
                for item in detection.detection_items
            ],
        )

    def _item(self, item: SigmaDetectionItem) -> Condition:
        if item.field is not None and "|" in item.field:
            raise Refused(f"a pipeline makes the field name {item.field[:80]!r}")
        words = item.words if isinstance(item, _Item) else _words(item)
        if isinstance(item, _Item) and item.unchanged:
            key = "|".join([item.field or "", *words]) if item.field or words else None
            return item_condition(key, item.raw, self._placeholders)
        odd = [word for word in words if word not in _CHANGEABLE]
        if odd:
            raise Refused(f"a pipeline changes values under {odd[0]!r}, which is not supported")
        tests = [test for value in item.value or [SigmaNull()] for test in self._tests(item.field, value, words)]
        linked = joined(All if "all" in words else AnyOf, tests)
        return Not(linked) if "neq" in words else linked

    def _tests(self, name: str | None, value: SigmaType, words: Sequence[str]) -> list[Condition]:
        """What a value asks that a pipeline made; affixes are part of it already."""
        cased = ["cased"] if "cased" in words else []
        match value:
            case SigmaString():
                return [value_condition(name, cased, parts) for parts in self._parts(value)]
            case SigmaNumber():
                return [value_condition(name, cased, value.number)]
            case SigmaBool():
                return [value_condition(name, cased, value.boolean)]
            case SigmaNull():
                return [value_condition(name, cased, None)]
            case SigmaFieldReference() if name is not None:
                affixes = {(True, True): "contains", (True, False): "startswith", (False, True): "endswith"}
                affix = affixes.get((bool(value.starts_with), bool(value.ends_with)), "")
                return [Test(name, SameAs(value.field, affix, cased=bool(cased)))]
        raise Refused(f"a pipeline makes a value of a kind that is not supported: {type(value).__name__}")

    def _parts(self, value: SigmaString) -> list[Parts]:
        """The text as parts; placeholders that the pipeline left get the values given for them."""
        options: list[list[Parts]] = []
        for part in value.s:
            if isinstance(part, Placeholder):
                options.append([text_parts(shown(one)) for one in self._placeholders.of(part.name)])
            elif isinstance(part, str):
                options.append([(part,)])
            else:
                options.append([(Wildcard.MANY if part is SpecialChars.WILDCARD_MULTI else Wildcard.ONE,)])
        made: list[Parts] = []
        for chosen in product(*options):
            if len(made) >= MAX_VARIANTS:
                raise Refused(f"its placeholders make more than {MAX_VARIANTS} texts of one value")
            whole: list[Part] = [part for several in chosen for part in several]
            made.append(normal(whole))
        return made


def _words(item: SigmaDetectionItem) -> tuple[str, ...]:
    return tuple(reverse_modifier_mapping[modifier.__name__] for modifier in item.modifiers)


def _detection(definition: object) -> SigmaDetection:
    """A map is all of its items, a list any of its entries, as in `translate`."""
    if isinstance(definition, Mapping):
        return SigmaDetection([_made(key, value) for key, value in definition.items()], item_linking=ConditionAND)
    if isinstance(definition, list) and any(isinstance(entry, Mapping | list) for entry in definition):
        return SigmaDetection([_detection(entry) for entry in definition], item_linking=ConditionOR)
    return SigmaDetection([_made(None, definition)], item_linking=ConditionAND)


def _made(key: object, value: object) -> SigmaDetectionItem:
    """An item as pySigma reads it; one that it cannot read, or a regular expression, with values it passes by."""
    if key is not None and not isinstance(key, str):
        raise Refused(f"a field name is not text: {key!r:.80}")
    name, *words = key.split("|") if key is not None else [""]
    values = value if isinstance(value, list) else [value]
    # Refused here as by the translation, so that no pipeline sees a value of the wrong kind.
    if not all(one is None or isinstance(one, str | int | float | bool) for one in values):
        raise Refused(f"a value of {key or 'the keywords'} is no text, number, boolean or null")
    item: _Item | None = None
    if "re" not in words:
        try:
            item = _Item.from_mapping(key, value)  # type: ignore[arg-type]  # checked above
        except _ERRORS:
            item = None
    if item is None:
        item = _Item(name or None, [], [_Opaque(one) for one in values], auto_modifiers=False)
    item.words = tuple(words)
    item.raw = value
    item.read = tuple(item.value)
    return item

"""Field-mapping pipelines that the user brings: pySigma's processing pipelines, read from YAML and checked.

Only transformations of which the whole effect reaches a condition are taken; one that would read files, ask the
network, run a template or change the text of queries is refused by name, before anything is applied.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from sigma.exceptions import SigmaError
from sigma.processing.pipeline import ProcessingPipeline

from indicia.detection.conditions.condition import Condition
from indicia.detection.sigma.document import read_document
from indicia.detection.sigma.mapped import Mapped
from indicia.detection.sigma.placeholders import Placeholders
from indicia.detection.sigma.refused import Refused
from indicia.errors import RulesetError

TRANSFORMATIONS = frozenset(
    {
        "add_condition",
        "add_field",
        "case",
        "change_logsource",
        "convert_type",
        "detection_item_failure",
        "drop_detection_item",
        "field_name_mapping",
        "field_name_prefix",
        "field_name_prefix_mapping",
        "field_name_suffix",
        "hashes_fields",
        "map_string",
        "nest",
        "remove_field",
        "replace_string",
        "rule_failure",
        "set_custom_attribute",
        "set_field",
        "set_state",
        "set_value",
        "strict_field_mapping_failure",
        "value_placeholders",
        "wildcard_placeholders",
    }
)
"""pySigma's names of what is applied."""

_WHY_NOT = {
    "file_placeholders": "it reads files",
    "http_placeholders": "it asks the network",
    "command_placeholders": "it runs commands",
    "query_expression_placeholders": "it changes the text of queries, and none are made here",
    "regex": "it changes the text of queries, and none are made here",
    "field_name_transform": "it needs a function",
}
_KEYS = frozenset({"name", "priority", "vars", "transformations", "allowed_backends"})
_LINKS = ("rule_cond_op", "detection_item_cond_op", "field_name_cond_op")
_DEEPEST = 10
_MOST = 10_000
"""Transformations of all pipelines together."""
HINT = "Give a pySigma processing pipeline whose transformations docs/sigma.md lists."


class Pipelines(Struct, frozen=True):
    """All of them as one, or none."""

    pipeline: ProcessingPipeline | None
    names: frozenset[str]
    """Names that their added conditions have in a rule."""
    digest: str
    """SHA-256 over their files in the order of use, hex; empty without any."""

    def __bool__(self) -> bool:
        return self.pipeline is not None

    def applied(
        self, mapping: Mapping[str, Any], detections: Sequence[object], placeholders: Placeholders
    ) -> tuple[object, tuple[Condition, ...]]:
        """Log source and conditions of a rule after the pipelines: of its own detection first, then of its filters'.

        Raises Refused with the reason of a pipeline that gives the rule up, and for what has no meaning here.
        """
        assert self.pipeline is not None  # asked before
        return Mapped(mapping, detections, placeholders).through(self.pipeline, self.names)


def read_pipelines(paths: Sequence[Path]) -> Pipelines:
    """The pipelines of these files by their priority, then in the order given.

    Raises RulesetError naming file and transformation for anything that is not understood or not applied here: rules
    with half of a mapping would be other rules.
    """
    found: list[tuple[float, list[Any], dict[str, Any]]] = []
    whole = hashlib.sha256()
    for path in paths:
        try:
            data = path.read_bytes()
            document, _ = read_document(data)
            found.append(_checked(document))
        except OSError as error:
            raise RulesetError(f"{path}: cannot be read: {error.strerror or error}", hint=HINT) from None
        except Refused as refusal:
            reason = str(refusal).replace("not a Sigma rule: ", "")
            raise RulesetError(f"{path}: not a pipeline that can be applied: {reason}", hint=HINT) from None
        whole.update(hashlib.sha256(data).digest())
    if not found:
        return Pipelines(None, frozenset(), "")
    found.sort(key=lambda entry: entry[0])
    steps = [step for _, several, _ in found for step in several]
    variables = {name: value for _, _, given in found for name, value in given.items()}
    names = frozenset(str(step["name"]) for step in _every(steps) if "name" in step)
    try:
        pipeline = ProcessingPipeline.from_dict({"transformations": steps, "vars": variables})
    except (SigmaError, TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
        files = ", ".join(map(str, paths))
        raise RulesetError(f"{files}: {' '.join(str(error).split())[:300]}", hint=HINT) from None
    return Pipelines(pipeline, names, whole.hexdigest())


def _checked(document: Mapping[str, Any]) -> tuple[float, list[Any], dict[str, Any]]:
    """Priority, transformations and variables of one pipeline; raises Refused."""
    for key in ("postprocessing", "finalizers"):
        if document.get(key):
            raise Refused(f"'{key}' changes the text of queries, and none are made here")
    unknown = sorted(str(key) for key in document if key not in {*_KEYS, "postprocessing", "finalizers"})
    if unknown:
        raise Refused(f"it says {unknown[0][:60]!r}, which is not understood")
    steps = document.get("transformations", [])
    variables = document.get("vars") or {}
    priority = document.get("priority", 0)
    if not isinstance(steps, list) or not steps:
        raise Refused("it has no list of transformations")
    if not isinstance(variables, dict):
        raise Refused("'vars' is not a mapping")
    if isinstance(priority, bool) or not isinstance(priority, int | float):
        raise Refused("the priority is not a number")
    _check_steps(steps, 0)
    if sum(1 for _ in _every(steps)) > _MOST:
        raise Refused(f"it has more than {_MOST:,} transformations")
    return priority, steps, variables


def _check_steps(steps: Sequence[object], depth: int) -> None:
    if depth > _DEEPEST:
        raise Refused("its transformations are nested too deeply")
    for number, step in enumerate(steps, 1):
        if not isinstance(step, dict):
            raise Refused(f"transformation {number} is not a mapping")
        kind = step.get("type")
        if not isinstance(kind, str) or kind not in TRANSFORMATIONS:
            why = _WHY_NOT.get(str(kind), "it is not supported")
            raise Refused(f"transformation {number}, {str(kind)[:60]!r}: {why}")
        for key in _LINKS:
            if step.get(key, "and") not in ("and", "or"):
                raise Refused(f"transformation {number}: {key!r} is neither 'and' nor 'or'")
        if kind == "nest":
            items = step.get("items")
            if not isinstance(items, list):
                raise Refused(f"transformation {number}, 'nest', has no list of items")
            _check_steps(items, depth + 1)


def _every(steps: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    for step in steps:
        yield step
        if step.get("type") == "nest":
            yield from _every(step["items"])

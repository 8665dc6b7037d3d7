"""One YAML file as data, within bounds: size, depth, spread of aliases, no key twice."""

from collections.abc import Hashable, Iterator
from typing import Any

import yaml

from indicia.detection.sigma.refused import Refused

MAX_BYTES = 1_000_000
"""The largest SigmaHQ rule has 30 kB."""
MAX_DEPTH = 100
MAX_NODES = 100_000
"""Values after aliases are written out; the largest SigmaHQ rule has under 2,000."""


def read_document(data: bytes) -> tuple[dict[str, Any], str]:
    """The one mapping in a YAML file, and its text.

    Raises Refused, with the reason, for anything else: too large, not UTF-8, not YAML, nested or spread beyond the
    bounds, a key that stands twice in one mapping, several documents, no mapping.
    """
    if len(data) > MAX_BYTES:
        raise Refused(f"the file is larger than {MAX_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"not UTF-8 at byte {error.start}") from None
    documents = _load(text)
    if not documents:
        raise Refused("the file is empty")
    if len(documents) > 1:
        raise Refused("several YAML documents in one file")
    (document,) = documents
    if not isinstance(document, dict):
        raise Refused("not a Sigma rule: the file holds no mapping")
    if not all(isinstance(key, str) for key in document):
        raise Refused("not a Sigma rule: a key is not text")
    _check_spread(document)
    return document, text


class _Loader(yaml.CSafeLoader):
    """Plain data only, no merging, and no key twice: YAML forbids that, the library takes the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.tag == "tag:yaml.org,2002:merge":
                    # Merging copies, so that merges of merges fill the memory before anything can be counted.
                    raise Refused(f"merge keys (<<) are not supported, line {key.start_mark.line + 1}")
                name = (key.tag, key.value)
                if name in seen:
                    raise Refused(f"the key {key.value!r} stands twice in one mapping, line {key.start_mark.line + 1}")
                seen.add(name)
        return super().construct_mapping(node, deep=deep)


def _load(text: str) -> list[Any]:
    try:
        _check_depth(text)
        return list(yaml.load_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):
            # Newer libraries have a bound of their own, a lower one for some kinds of nesting.
            raise Refused(f"nested deeper than {MAX_DEPTH} levels") from None
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}" if mark is not None else ""
        raise Refused(f"not YAML: {error.problem or error.context or 'not understood'}{place}") from None
    except yaml.YAMLError as error:
        raise Refused(f"not YAML: {' '.join(str(error).split())[:200]}") from None
    except (ValueError, OverflowError, RecursionError) as error:
        # A timestamp or number that has the form but is none (2021-02-31), or data that refers to itself.
        raise Refused(f"not YAML: {' '.join(str(error).split())[:200]}") from None


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the recursive composer meets it: it would end the process, not raise.

    Counting marks is cheap and settles nearly every file; only where they could nest deeply the events are walked.
    Nesting by indentation alone is bounded by the size of the file.
    """
    marks = text.count("[") + text.count("{")
    if marks <= MAX_DEPTH and all(_inline(line) <= MAX_DEPTH for line in text.splitlines()):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused(f"nested deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _inline(line: str) -> int:
    """How many levels one line could open at most: its indentation and its block marks."""
    return len(line) - len(line.lstrip(" ")) + line.count("- ") + line.count("? ") + line.count("-\t")


def _check_spread(document: dict[str, Any]) -> None:
    """Refuse a document that aliases blow up or that holds itself."""
    left = MAX_NODES
    stack: list[Iterator[Any]] = [iter((document,))]
    while stack:
        for item in stack[-1]:
            left -= 1
            if left < 0 or len(stack) > MAX_DEPTH:
                raise Refused("aliases make the rule too large")
            if isinstance(item, dict):
                stack.append(iter([*item.keys(), *item.values()]))
                break
            if isinstance(item, list | tuple | set):
                stack.append(iter(item))
                break
        else:
            stack.pop()

"""The data of a YAML document like nearly all: texts, lists and mappings by names, each written out where it stands.

The library has a way for everything YAML can say (values that hold themselves, values of any kind as names), which
takes several times as long.  Whatever is unusual is left to it, so that it decides, and says what is wrong.
"""

from typing import Any

import yaml

_YAML = "tag:yaml.org,2002:"
_TEXT, _LIST, _MAPPING = _YAML + "str", _YAML + "seq", _YAML + "map"
_SINGLE = frozenset(_YAML + name for name in ("null", "bool", "int", "float", "timestamp"))
_DEEPEST = 50
_LONGEST = 100
"""Characters of a number or date."""


class _Unusual(Exception):
    """Nothing to be made here."""


LEFT_TO_THE_LIBRARY = (
    _Unusual,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""What `plain_data` raises where the library has to decide; numbers and dates that are none raise the others."""


def plain_data(root: yaml.Node, loader: Any) -> Any:
    """What `loader.construct_document` makes of the node.

    Of a text shorter than a bound on values it is within that bound: no value is written twice, and each takes a
    character at least.  It is not nested deeply, and holds no long numbers.
    Raises one of LEFT_TO_THE_LIBRARY otherwise.
    """
    return _data(root, loader, set(), 0)


def _data(node: yaml.Node, loader: Any, seen: set[yaml.Node], depth: int) -> Any:
    tag = node.tag
    if isinstance(node, yaml.ScalarNode):
        if tag == _TEXT:
            return node.value
        if tag not in _SINGLE or len(node.value) > _LONGEST:
            raise _Unusual
    elif depth > _DEEPEST:
        raise _Unusual
    if node in seen:
        # Named by an alias: one object, wherever it stands.
        raise _Unusual
    seen.add(node)
    if isinstance(node, yaml.ScalarNode):
        return loader.yaml_constructors[tag](loader, node)
    if isinstance(node, yaml.SequenceNode) and tag == _LIST:
        return [_data(item, loader, seen, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode) and tag == _MAPPING:
        found = {}
        for key, value in node.value:
            if key.tag != _TEXT or not isinstance(key, yaml.ScalarNode):
                raise _Unusual
            found[key.value] = _data(value, loader, seen, depth + 1)
        if len(found) == len(node.value):
            return found
    raise _Unusual

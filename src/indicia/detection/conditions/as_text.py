"""A condition as text and back: how loaded rules wait in the cache until somebody asks for one."""

import orjson
from msgspec import Struct

from indicia.detection.conditions import condition as module
from indicia.detection.conditions.condition import Condition, Wildcard

_TUPLE = 0
_KINDS = {name: kind for name, kind in vars(module).items() if isinstance(kind, type) and issubclass(kind, Struct)}
"""The only things a text can become."""
_FIELDS: dict[type, tuple[str, ...]] = {kind: kind.__struct_fields__ for kind in _KINDS.values()}
_MARKS = {wildcard: {"": wildcard.value} for wildcard in Wildcard}
_WILDCARDS = {wildcard.value: wildcard for wildcard in Wildcard}


def condition_text(condition: Condition) -> str:
    """The condition as JSON."""
    return orjson.dumps(_plain(condition)).decode()


def condition_from_text(text: str) -> Condition:
    """The inverse.  Raises ValueError for text that is no condition."""
    try:
        found = _built(orjson.loads(text))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"no condition: {error}") from None
    if not isinstance(found, Condition):
        raise ValueError("no condition")
    return found


def _plain(value: object) -> object:
    kind = type(value)
    # Most of what a condition holds is text and wildcards: a call for each would take longer than all else.
    if isinstance(value, tuple):
        return [
            _TUPLE,
            *[
                item if type(item) is str else _MARKS[item] if type(item) is Wildcard else _plain(item)
                for item in value
            ],
        ]
    names = _FIELDS.get(kind)
    if names is not None:
        items = [getattr(value, name) for name in names]
        return [kind.__name__, *[item if type(item) is str else _plain(item) for item in items]]
    if isinstance(value, Wildcard):
        return _MARKS[value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{kind.__name__} in a condition")


def _built(value: object) -> object:
    if isinstance(value, list):
        # Most of what a condition holds is text and wildcards: a call for each would take longer than all else.
        items = [
            item if type(item) is str else _WILDCARDS[item[""]] if type(item) is dict else _built(item)
            for item in value[1:]
        ]
        head = value[0]
        return tuple(items) if head == _TUPLE else _KINDS[head](*items)
    if isinstance(value, dict):
        return _WILDCARDS[value[""]]
    return value

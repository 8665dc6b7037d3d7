"""A condition as text and back: how loaded rules wait in the cache until somebody asks for one."""

import dataclasses

import orjson

from indicia.detection import condition as module
from indicia.detection.condition import Condition, Wildcard

_TUPLE = 0
_KINDS = {
    name: kind for name, kind in vars(module).items() if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}
"""The only things a text can become."""
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
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (getattr(value, item.name) for item in dataclasses.fields(value))
        return [type(value).__name__, *map(_plain, fields)]
    if isinstance(value, tuple):
        return [_TUPLE, *map(_plain, value)]
    if isinstance(value, Wildcard):
        return {"": value.value}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} in a condition")


def _built(value: object) -> object:
    if isinstance(value, list):
        head, *rest = value
        items = map(_built, rest)
        return tuple(items) if head == _TUPLE else _KINDS[head](*items)
    if isinstance(value, dict):
        return _WILDCARDS[value[""]]
    return value

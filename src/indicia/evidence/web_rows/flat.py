"""Rows as one level of names and values, however they are nested."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from indicia.model.record import Value

Flat = dict[str, Value]
"""Every value as text, or as several texts; what is null is not there."""
_WRAPPERS = ("_source", "result")
"""What search engines put around a row."""
_DEEPEST = 8
_TOO_DEEP = "(nested too deep)"


def flattened(document: Mapping[str, Any]) -> Flat:
    """The members of a document, nested ones by their path; those of a search engine's wrapper under their own names.

    What Elasticsearch gives as `fields` counts only where there is no `_source`, or as far as that lacks it.
    """
    found: Flat = {}
    for wrapper in _WRAPPERS:
        inner = document.get(wrapper)
        if isinstance(inner, dict):
            _into(found, "", inner, 0)
            rest = {name: value for name, value in document.items() if name != wrapper}
            fields = rest.pop("fields", None)
            _into(found, "", rest, 0)
            if fields is not None:
                _into(found, "", fields if isinstance(fields, dict) else {"fields": fields}, 0)
            return found
    fields = document.get("fields")
    if isinstance(fields, dict) and "_index" in document:
        _into(found, "", fields, 0)
        document = {name: value for name, value in document.items() if name != "fields"}
    _into(found, "", document, 0)
    return found


def _into(found: Flat, path: str, members: Mapping[str, Any], depth: int) -> None:
    for name, value in members.items():
        if value is None:
            continue
        key = path + name
        kind = value.__class__
        if kind is str:
            found.setdefault(key, value)
        elif kind is int:
            found.setdefault(key, str(value))
        elif isinstance(value, dict) and depth < _DEEPEST:
            _into(found, f"{key}.", value, depth + 1)
        elif isinstance(value, list):
            texts = tuple(_texts(value))
            if texts:
                found.setdefault(key, texts[0] if len(texts) == 1 else texts)
        else:
            found.setdefault(key, text_of(value))


def _texts(values: list[Any]) -> Iterator[str]:
    return (text_of(value) for value in values if value is not None)


def text_of(value: object) -> str:
    """A value as text; of a number that is whole without a point, of structures as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return _dumped(value)


def _dumped(value: object) -> str:
    """The same of what holds numbers beyond 64 bits, or is nested deeper than others write."""
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return _TOO_DEEP

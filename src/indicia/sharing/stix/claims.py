"""A claim out of its JSON.  What it rests on says of no member what kind it is of: its members tell."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec.structs import fields

from indicia.model.statement import Claim, Support
from indicia.plain import stated


def claim_again(value: object, kind: type[Claim]) -> Claim:
    """The claim; raises one of `Unreadable`, or a TypeError where a member is missing."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{kind.__name__} is not read from {type(value).__name__}")
    types = _types()
    told: dict[str, Any] = {name: stated(value[name], types[name]) for name in types if name in value}
    told["support"] = tuple(_support_again(one) for one in value.get("support", ()))
    return kind(**told)


@cache
def _types() -> dict[str, Any]:
    return {name: kind for name, kind in get_type_hints(Claim).items() if name != "support"}


def _support_again(value: object) -> Support:
    held = set(value) if isinstance(value, Mapping) else set()
    for kind in get_args(Support):
        if {field.name for field in fields(kind) if field.required} <= held:
            found: Support = stated(value, kind)
            return found
    raise ValueError("it rests on something of no known kind")

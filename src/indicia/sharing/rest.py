"""What of a value another form of it does not give back: computed from both, so that nobody has to keep a list.

A format carries a part of a value; reading it again gives a partial tree.  `rest` is what has to be laid over that to
get the value back, and `merged` does so: `merged(got, rest(source, got)) == source`.
"""

from collections.abc import Callable, Mapping

from indicia.statement.canonical import Json

WHOLE = frozenset({"fields", "joins", "shares", "before", "cells", "speaks_for"})
"""Members whose names are data: carried or lost as one."""


class Nothing:
    """There is no rest: null is a value."""


NOTHING = Nothing()


def rest(source: Json, got: Json, name: str = "") -> "Json | Nothing":
    """What of `source` is not in `got`; NOTHING where they are equal."""
    if source == got and type(source) is type(got):
        return NOTHING
    if isinstance(source, Mapping) and isinstance(got, Mapping) and name not in WHOLE:
        left = {key: rest(each, got[key], key) if key in got else each for key, each in source.items()}
        return {key: each for key, each in left.items() if not isinstance(each, Nothing)}
    if _alike(source, got):
        assert isinstance(source, list) and isinstance(got, list)
        parts = [rest(each, other) for each, other in zip(source, got, strict=True)]
        return [{} if isinstance(part, Nothing) else part for part in parts]
    return source


def merged(got: Json, left: "Json | Nothing", name: str = "") -> Json:
    """The inverse: `left` laid over `got`."""
    if isinstance(left, Nothing):
        return got
    if isinstance(got, Mapping) and isinstance(left, Mapping) and name not in WHOLE:
        both = dict(got)
        for key, each in left.items():
            both[key] = merged(got[key], each, key) if key in got else each
        return both
    if _alike(left, got):
        assert isinstance(left, list) and isinstance(got, list)
        return [merged(other, each) for each, other in zip(left, got, strict=True)]
    return left


Tell = Callable[[str, bool, bool], None]
"""Member, whether it came back as it was, whether nothing of it came back."""


def compare(source: Json, got: Json, tell: Tell, path: str = "", name: str = "") -> None:
    """Tell of every member that says something.  An empty one that stays empty is told of nowhere."""
    if isinstance(source, Mapping) and source and name not in WHOLE:
        other = got if isinstance(got, Mapping) else {}
        for key, each in source.items():
            compare(each, other.get(key), tell, f"{path}.{key}" if path else key, key)
    elif isinstance(source, list) and source and all(isinstance(each, Mapping) for each in source):
        others = got if isinstance(got, list) else []
        for number, each in enumerate(source):
            compare(each, others[number] if number < len(others) else None, tell, f"{path}[]")
        if len(others) > len(source):
            tell(path, False, False)
    elif not (_blank(source) and _blank(got)):
        tell(path, source == got and isinstance(source, bool) == isinstance(got, bool), _blank(got))


def _alike(one: Json, other: Json) -> bool:
    """Lists of equally many objects, which are compared one by one."""
    return (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other) > 0
        and all(isinstance(each, Mapping) for each in (*one, *other))
    )


def _blank(value: Json) -> bool:
    return value is None or (isinstance(value, str | list | Mapping) and not value)
